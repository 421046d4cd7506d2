// Documents that people follow word by word: what they name exists, and their tables are those of the program.
import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { basename, dirname, join } from 'node:path'
import { describe, expect, it, test } from 'vitest'
import evidence from '../bot/escalation/evidence.json' with { type: 'json' }
import permissions from '../bot/readiness/permissions.json' with { type: 'json' }
import packageFile from '../package.json' with { type: 'json' }

const root = join(import.meta.dirname, '..')
const documents = readdirSync(root).filter((file) => file.endsWith('.md'))
const read = (file: string) => readFileSync(join(root, file), 'utf8')
const ours = ['bot', 'cards', 'test', 'infra', 'appPackage', 'docs'].flatMap((folder) =>
  readdirSync(join(root, folder), { recursive: true, encoding: 'utf8' }).map((path) => join(folder, path)),
)
const fileNames = new Set([...ours, ...readdirSync(root)].map((path) => basename(path)))
const code = ours.filter((path) => /\.(ts|bicep)$/.test(path)).map(read)

/** As GitHub makes an address of a heading. */
const anchorsIn = (text: string) =>
  [...text.matchAll(/^#+ (.+)$/gm)].map(([, title = '']) =>
    title
      .toLowerCase()
      .replace(/[^\p{L}\p{N} -]/gu, '')
      .replaceAll(' ', '-'),
  )

describe.each(documents)('%s', (file) => {
  const text = read(file)

  it('leads nowhere that is not there', () => {
    const links = [...text.matchAll(/\]\((?!https?:)([^)#\s]*)(?:#([^)\s]+))?\)/g)]
    const dead = links.filter(([, path = '', anchor]) => {
      const target = path === '' ? file : join(dirname(file), path)
      if (!existsSync(join(root, target))) return true
      return anchor !== undefined && !anchorsIn(read(target)).includes(anchor)
    })
    expect(dead.map(([link]) => link)).toEqual([])
  })

  it('names only commands that package.json has', () => {
    const named = [...text.matchAll(/npm run (?:-s |--silent )?([a-z][\w:-]*)/g)].map(([, name = '']) => name)
    expect(named.filter((name) => !Object.hasOwn(packageFile.scripts, name))).toEqual([])
  })

  it('names only files that are there', () => {
    const named = [...text.matchAll(/`((?:bot|cards|test|infra|appPackage|docs)\/[\w./-]*\w)`/g)].map(([, path = '']) => path)
    expect(named.filter((path) => !existsSync(join(root, path)))).toEqual([])
    const bare = [...text.matchAll(/`([\w.-]+\.(?:ts|jsonc?|sql|bicep|bin))`/g)].map(([, name = '']) => name)
    expect(bare.filter((name) => !fileNames.has(name))).toEqual([])
  })

  it('names only variables that something reads', () => {
    const named = [...text.matchAll(/`([A-Z]+_[A-Z_]+)(?:=[^`]*)?`/g)].map(([, name = '']) => name)
    expect(named.filter((name) => !code.some((source) => source.includes(name)))).toEqual([])
  })
})

test('each decision has a number of its own, and says when to look at it again', () => {
  const decisions = read('DECISIONS.md')
    .split(/^## (?=\d)/m)
    .slice(1)
  const numbers = decisions.map((decision) => Number.parseInt(decision, 10))
  expect(numbers.length).toBeGreaterThan(100)
  expect(numbers).toEqual([...new Set(numbers)].sort((a, b) => a - b))
  expect(decisions.filter((decision) => decision.split('*Revisit when*').length !== 2).map((decision) => decision.split('\n')[0])).toEqual(
    [],
  )
})

test('ADMIN has the permissions of the program, each with its reason and what is lost without it', () => {
  const rows = [...permissions.permissions, ...permissions.optional, ...permissions.delegated].map(
    ({ name, why, without }) => `| \`${name}\` | ${why} | ${without} |`,
  )
  const shown = read('ADMIN.md')
    .split('\n')
    .filter((line) => /^\| `[A-Z]\w+[.-]/.test(line))
  expect(shown).toEqual(rows)
})

test('README and the demo name the same things to try', () => {
  const thingsIn = (text: string) => /(\w+) things to try/.exec(text)?.[1]
  expect(thingsIn(read('README.md'))).toBe(thingsIn(read('test/sample-company/demo.ts')))
  for (const [, name = ''] of read('README.md').matchAll(/\*\*Be (\w+)\*\*/g)) expect(read('test/sample-company/demo.ts')).toContain(name)
})

test('HELPDESK has the evidence of the program, and how much of it counts', () => {
  const rows = Object.values(evidence.classes).map(({ means, strength, channel }) => `| ${means} | ${strength} | ${channel} |`)
  const shown = read('HELPDESK.md')
    .split('\n')
    .filter((line) => /\| (strong|medium) \|/.test(line))
  expect(shown).toEqual(rows)
})

test('RUNBOOK has a section for each alert', () => {
  const alerts = read('infra/modules/alerts.bicep')
  const names = [...alerts.matchAll(/name: '\$\{name\}-([a-z-]+)'/g), ...alerts.matchAll(/\{ name: '([a-z-]+)', severity/g)].map(
    ([, name = '']) => name,
  )
  expect(names.length).toBeGreaterThan(3)
  for (const name of names) expect(read('RUNBOOK.md'), name).toContain(`\`${name}\``)
})
