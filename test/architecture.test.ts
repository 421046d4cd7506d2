// How the house is built, held by tests: who may import whom, how long a file may get, and that every step and button is whole.
import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import type { Deps } from '../bot/deps.ts'
import { steps } from '../bot/journey/steps.ts'
import * as cards from '../cards/cards.ts'
import { stepIds } from '../cards/content/content.ts'
import { language, locales } from '../cards/content/language.ts'
import { everyDeskCard } from './cards/every-desk-card.ts'
import { everyMessage } from './cards/every-message.ts'

const root = join(import.meta.dirname, '..')
const features = ['journey', 'trouble', 'escalation', 'waves', 'readiness', 'audit', 'conversation', 'retention'].map(
  (name) => `bot/${name}`,
)
const edges = ['teams', 'entra', 'notices', 'database', 'jobs', 'metrics'].map((name) => `bot/${name}`)
const mostLines = 200

/** An outside package lives in one room. These may be elsewhere too, each for its reason. */
const rooms: Record<string, { rooms: string[]; because: string }> = {
  zod: { rooms: ['bot', 'bot/entra', 'bot/teams'], because: 'whatever comes from outside is checked where it comes in' },
}

/** Files that may look at `process.env`, and why. */
const environment: Record<string, string> = {
  'bot/config.ts': 'reads every variable once',
  'bot/main.ts': 'hands the environment to config.ts',
  'bot/audit-command.ts': 'hands the environment to config.ts',
  'bot/migrate-command.ts': 'hands the environment to config.ts',
  'bot/waves-command.ts': 'hands the environment to config.ts',
  'bot/doctor-command.ts': 'hands the environment to config.ts',
  'bot/teams/adapter.ts': 'the password of a SingleTenant bot goes to the SDK and is held nowhere else',
}

/** Files that may read what a Secret holds, and why. */
const revealing: Record<string, string> = {
  'bot/secret.ts': 'is where it is',
  'bot/entra/post.ts': 'a token goes into the header of the one request it is for',
  'bot/teams/dialog.ts': 'a code goes into the answer to the invoke that asked for it',
  'bot/teams/agent-sign-in.ts': 'a token of the client goes to the token service, and the claims of both are read',
}

/** What every room may run: it belongs to none, as a type would. */
const everywhere = ['bot/secret.ts', 'bot/from-outside.ts']

interface Import {
  from: string
  /** A package, or a path from the root of the repository. */
  to: string
  outside: boolean
  typeOnly: boolean
}

interface Source {
  path: string
  text: string
  imports: Import[]
}

const filesIn = (folder: string): Source[] =>
  readdirSync(join(root, folder), { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile() && entry.name.endsWith('.ts'))
    .map((entry) => join(entry.parentPath, entry.name).slice(root.length + 1))
    .filter((path) => path !== 'test/architecture.test.ts')
    .map((path) => {
      const text = readFileSync(join(root, path), 'utf8')
      return { path, text, imports: importsIn(path, text) }
    })

const statement = /^(?:import|export)\s+(type\s+)?(?:[\w\s{},*$]*?\sfrom\s+)?['"]([^'"]+)['"]|\bimport\(\s*()['"]([^'"]+)['"]/gm

function importsIn(from: string, text: string): Import[] {
  return [...text.matchAll(statement)].map(([, type, fixed, , called]) => {
    const name = fixed ?? called ?? ''
    const outside = !name.startsWith('.')
    return { from, to: outside ? packageOf(name) : join(from, '..', name), outside, typeOnly: type !== undefined }
  })
}

const packageOf = (name: string) => (name.startsWith('node:') ? name : name.split('/', name.startsWith('@') ? 2 : 1).join('/'))

/** `bot/journey`, `cards`, or `bot` for the files that stand at its door. */
function roomOf(path: string): string {
  const [top = '', room = '', file] = path.split('/')
  return top === 'bot' && file !== undefined ? `${top}/${room}` : top
}

const production = [...filesIn('bot'), ...filesIn('cards')]
const tests = filesIn('test')
const imports = production.flatMap((file) => file.imports)
const inside = imports.filter(({ outside }) => !outside)
const told = (found: Import[], rule: string) => found.map(({ from, to }) => `${from} imports ${to}: ${rule}`)

describe('imports', () => {
  it('are found at all', () => {
    expect(inside.length).toBeGreaterThan(100)
    expect(
      importsIn('bot/a/b.ts', "import type { A } from './c.ts'\nexport { d } from '../d.ts'\nconst e = await import('pg/lib')"),
    ).toEqual([
      { from: 'bot/a/b.ts', to: 'bot/a/c.ts', outside: false, typeOnly: true },
      { from: 'bot/a/b.ts', to: 'bot/d.ts', outside: false, typeOnly: false },
      { from: 'bot/a/b.ts', to: 'pg', outside: true, typeOnly: false },
    ])
  })

  it('bring each outside package into one room only', () => {
    const used = Map.groupBy(
      imports.filter(({ outside, to }) => outside && !to.startsWith('node:')),
      ({ to }) => to,
    )
    const broken = [...used].flatMap(([name, users]) => {
      const allowed = rooms[name]?.rooms ?? [roomOf(users[0]?.from ?? '')]
      const strays = users.filter(({ from }) => !allowed.includes(roomOf(from)))
      return told(strays, `the package ${name} belongs to ${allowed.join(', ')} only`)
    })
    expect(broken).toEqual([])
  })

  it('let a feature see an edge as types only', () => {
    const found = inside.filter(({ from, to, typeOnly }) => features.includes(roomOf(from)) && edges.includes(roomOf(to)) && !typeOnly)
    expect(told(found, 'a feature gets its edges through Deps and imports their types only')).toEqual([])
  })

  it('never lead from an edge to a feature, and to other rooms as types only', () => {
    const abroad = inside.filter(({ from, to }) => edges.includes(roomOf(from)) && roomOf(to) !== roomOf(from) && !everywhere.includes(to))
    const toFeatures = abroad.filter(({ to }) => features.includes(roomOf(to)))
    const toCards = abroad.filter(({ to }) => roomOf(to) === 'cards' && to !== 'cards/card.ts')
    const running = abroad.filter(({ typeOnly }) => !typeOnly)
    expect([
      ...told(toFeatures, 'an edge knows no feature'),
      ...told(toCards, 'of the cards an edge knows cards/card.ts alone'),
      ...told(running, 'an edge imports types only from other rooms'),
    ]).toEqual([])
  })

  it('never go round in a circle at runtime', () => {
    // The files at bot's door are a place each: app.ts imports every feature, refusal.ts is imported by them.
    const place = (path: string) => (roomOf(path) === 'bot' ? path : roomOf(path))
    const next = new Map<string, Set<string>>()
    for (const { from, to, typeOnly } of inside) {
      if (!typeOnly && place(from) !== place(to)) next.set(place(from), (next.get(place(from)) ?? new Set()).add(place(to)))
    }
    const circle = (path: string[]): string[] | undefined => {
      const here = path.at(-1) ?? ''
      if (path.indexOf(here) < path.length - 1) return path
      return [...(next.get(here) ?? [])].map((there) => circle([...path, there])).find((found) => found !== undefined)
    }
    const circles = [...next.keys()].map((start) => circle([start])).filter((found) => found !== undefined)
    expect(circles.map((path) => `${path.join(' → ')}: rooms import one another in one direction only`)).toEqual([])
  })

  it('lead from the journey to the conversation, never back', () => {
    const found = inside.filter(({ from, to }) => roomOf(from) === 'bot/conversation' && roomOf(to) === 'bot/journey')
    expect(told(found, 'hearing and speaking do not know what is talked about')).toEqual([])
  })

  it('never lead from production code to the tests', () => {
    const found = inside.filter(({ to }) => to.startsWith('test/'))
    expect(told(found, 'production code does without the tests')).toEqual([])
  })
})

describe('files', () => {
  it(`of bot and cards have ${mostLines} lines at most`, () => {
    const lines = production.map(({ path, text }) => ({ path, count: text.trimEnd().split('\n').length }))
    expect(
      lines.filter(({ count }) => count > mostLines).map(({ path, count }) => `${path}: ${count} lines, ${mostLines} at most`),
    ).toEqual([])
  })

  it('read the environment in one place', () => {
    const found = production.filter(({ path, text }) => text.includes('process.env') && !Object.hasOwn(environment, path))
    expect(found.map(({ path }) => `${path}: variables are read in bot/config.ts`)).toEqual([])
  })

  it('read what a Secret holds in few places', () => {
    const found = production.filter(({ path, text }) => /\breveal\b/.test(text) && !Object.hasOwn(revealing, path))
    expect(found.map(({ path }) => `${path}: a code or token is shown by the edges only, see bot/secret.ts`)).toEqual([])
    const roundabout = production.filter(({ text }) => /import \* as \w+ from '[./]+\/secret\.ts'|import\([^)]*secret\.ts/.test(text))
    expect(roundabout.map(({ path }) => `${path}: import what you use of secret.ts by its name`)).toEqual([])
  })

  it('of tests leave nothing out, replace no module and do not sleep', () => {
    const habits: [RegExp, string][] = [
      [/\bvi\.(mock|doMock)\(/, 'a fake stands at the network, not in place of our own module'],
      [/\b(describe|it|test)\.(skip|only|todo)\b/, 'a test runs or is deleted; skipIf with a line that says so is fine'],
      [/timers\/promises|new Promise[^;]{0,60}\bsetTimeout\(/, 'a test waits for something to be seen, never for time to pass'],
    ]
    // The sample company plays the latency of the real one, and a bench measures time.
    const held = tests.filter(({ path }) => !/^test\/(sample-company|bench)\//.test(path))
    const broken = held.flatMap(({ path, text }) => habits.filter(([habit]) => habit.test(text)).map(([, rule]) => `${path}: ${rule}`))
    expect(broken).toEqual([])
  })
})

describe('steps and buttons', () => {
  it('every card is drawn by something', () => {
    // Its samples are found by this name, which is no name for a function.
    const drawn = Object.keys(cards).filter((name) => name !== 'private')
    const uses = (name: string) => new RegExp(`\\bcards\\.${name}\\(|import \\{[^}]*\\b${name}\\b[^}]*\\} from '[./]*/cards/`)
    const bot = production.filter(({ path }) => path.startsWith('bot/'))
    expect(drawn.filter((name) => !bot.some(({ text }) => uses(name).test(text)))).toEqual([])
  })

  it.each(locales)('every step has its words in %s, and no words are without a step', (locale) => {
    const ids: string[] = steps.map(({ id }) => id).sort()
    expect(Object.keys(language(locale).words.steps).sort(), `cards/content/${locale}.json and bot/journey/steps.ts`).toEqual(ids)
    expect([...stepIds].sort(), 'cards/content/content.ts and bot/journey/steps.ts').toEqual(ids)
  })

  it('a step is data: it holds nothing that JSON could not', () => {
    expect(JSON.parse(JSON.stringify(steps)), 'bot/journey/steps.ts').toEqual(steps)
  })

  it('every verb has a handler, every handler a verb, and every button on a card one of them', async () => {
    const { verbs } = await import('../bot/app.ts')
    const handled = Object.keys(verbs({} as Deps, {})).sort()
    const declared = readFileSync(join(root, 'cards/verbs.ts'), 'utf8')
    const named = [...declared.matchAll(/`(\w+)\.\$\{([^}]+)\}`/g)].flatMap(([, feature, names = '']) =>
      [...names.matchAll(/'([\w-]+)'/g)].map(([, name]) => `${feature}.${name}`),
    )
    expect(named.sort(), 'cards/verbs.ts and verbs() in bot/app.ts').toEqual(handled)
    const offered = new Set(
      [...everyMessage('en'), ...everyDeskCard()].flatMap(({ card }) => card.offers.filter((offer) => offer.includes('.'))),
    )
    expect([...offered].sort(), 'verbs() in bot/app.ts and the buttons of every card').toEqual(handled)
  })
})
