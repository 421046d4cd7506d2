// Goes through the Dockerfile's steps without an engine: lays a folder out as the image would have it, from what git holds.
import { execFileSync } from 'node:child_process'
import { cpSync, mkdirSync, readdirSync, readFileSync, rmSync, statSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'

const root = fileURLToPath(new URL('../..', import.meta.url))

/** COPY and RUN npm of the Dockerfile, in order, in `folder`. A step that is not known here throws: the picture would be another. */
export function layOut(folder: string): void {
  mkdirSync(folder, { recursive: true })
  const allowed = new Set(execFileSync('git', ['ls-files', '-z'], { cwd: root, encoding: 'utf8' }).split('\0').filter(sent))
  for (const { instruction, rest } of instructions()) {
    if (instruction === 'COPY') copy(folder, rest, allowed)
    else if (instruction === 'RUN' && rest.startsWith('npm ')) install(folder, rest)
    else if (instruction === 'RUN' && rest.startsWith('find node_modules ')) execFileSync('sh', ['-c', rest], { cwd: folder })
    else if (instruction === 'RUN' && !rest.startsWith('rm -rf /'))
      throw new Error(`The Dockerfile has a step that is not known here: ${rest}`)
  }
  // They are in the first stage only.
  for (const tool of ['package-lock.json', '.npmrc']) rmSync(join(folder, tool), { force: true })
}

export interface Instruction {
  instruction: string
  rest: string
}

export const instructions = (): Instruction[] =>
  readFileSync(join(root, 'Dockerfile'), 'utf8')
    .split('\n')
    .filter((line) => /^[A-Z]+ /.test(line))
    .map((line) => ({ instruction: line.slice(0, line.indexOf(' ')), rest: line.slice(line.indexOf(' ') + 1) }))

/** `.dockerignore`: everything is left out but what is named, and of that what is named again. */
export function sent(path: string): boolean {
  const lines = readFileSync(join(root, '.dockerignore'), 'utf8')
    .split('\n')
    .filter((line) => line !== '' && !line.startsWith('#'))
  return lines.reduce((out, line) => (covers(line.replace('!', ''), path) ? line.startsWith('!') : out), false)
}

const covers = (pattern: string, path: string) => pattern === '*' || path === pattern || path.startsWith(`${pattern}/`)

function copy(folder: string, rest: string, allowed: Set<string>): void {
  const words = rest.split(' ')
  if (words[0]?.startsWith('--from=')) return
  const to = words.at(-1) ?? './'
  for (const from of words.slice(0, -1)) {
    const files = [...allowed].filter((path) => covers(from, path))
    if (files.length === 0) throw new Error(`The Dockerfile copies ${from}, which is not there`)
    for (const path of files) cpSync(join(root, path), join(folder, to === './' ? path : path.replace(from, to)))
  }
}

function install(folder: string, rest: string): void {
  const args = (rest.split(' && ')[0] ?? '').split(' ').slice(1)
  execFileSync('npm', args, { cwd: folder, stdio: ['ignore', 'ignore', 'inherit'] })
}

/** Files and bytes of a folder, by what stands at its top. */
export function contents(folder: string): { name: string; files: number; bytes: number }[] {
  return readdirSync(folder).map((name) => {
    const path = join(folder, name)
    const all = statSync(path).isDirectory()
      ? readdirSync(path, { recursive: true, withFileTypes: true })
          .filter((each) => each.isFile())
          .map((each) => join(each.parentPath, each.name))
      : [path]
    return { name, files: all.length, bytes: all.reduce((sum, file) => sum + statSync(file).size, 0) }
  })
}

/** Files that should not be in an image: tests, private keys, settings of a company. */
export function strangers(folder: string): string[] {
  const files = readdirSync(folder, { recursive: true, withFileTypes: true }).filter((each) => each.isFile())
  return files
    .map((each) => join(each.parentPath, each.name))
    .filter((path) => {
      const own = path.slice(folder.length + 1)
      return (
        /(^|\/)(tests?|__tests__)\/|\.test\.[cm]?[jt]s$|(^|\/)\.env|\.(pem|key|p12|pfx)$|settings\.jsonc?$/.test(own) ||
        // A key has its body below; a parser of keys has the head alone.
        /-----BEGIN [A-Z ]*PRIVATE KEY-----\s*(\\n|['"`+\s])*[A-Za-z0-9+/]{40}/.test(readFileSync(path, 'latin1'))
      )
    })
    .map((path) => path.slice(folder.length + 1))
}
