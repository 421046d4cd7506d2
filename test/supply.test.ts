// X1: what other people's code comes in, and how.
import { execFileSync } from 'node:child_process'
import { readFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { describe, expect, it } from 'vitest'

interface Locked {
  version: string
  integrity?: string
  resolved?: string
  hasInstallScript?: boolean
  license?: string
  dev?: boolean
  optional?: boolean
  link?: boolean
}

const root = fileURLToPath(new URL('..', import.meta.url))
const read = (name: string) => JSON.parse(readFileSync(`${root}${name}`, 'utf8'))
const own = read('package.json') as {
  allowScripts: Record<string, boolean>
  dependencies: Record<string, string>
  devDependencies: Record<string, string>
}
const packages = Object.entries((read('package-lock.json') as { packages: Record<string, Locked> }).packages).filter(
  ([path]) => path !== '',
)
const nameOf = (path: string) => path.slice(path.lastIndexOf('node_modules/') + 'node_modules/'.length)
const names = (found: typeof packages) => found.map(([path, { version }]) => `${nameOf(path)} ${version}`)

/** Licences under which a company may run what it did not write, without publishing its own. */
const allowed = new Set([
  'MIT',
  'ISC',
  'Apache-2.0',
  'BSD-2-Clause',
  'BSD-3-Clause',
  '0BSD',
  'BlueOak-1.0.0',
  'Unlicense',
  'CC0-1.0',
  'Python-2.0',
  'MPL-2.0',
])
/** Packages that name no licence in their metadata, and what their files say. Looked at 2026-11-21. */
const looked: Record<string, string> = { cldrjs: 'MIT', 'escape-regexp-component': 'MIT', jspath: 'MIT' }

describe('X1 what is installed', () => {
  it('is held by its hash, each package', () => {
    expect(packages.length).toBeGreaterThan(300)
    expect(names(packages.filter(([, { integrity, link }]) => !link && !/^sha512-/.test(integrity ?? '')))).toEqual([])
  })

  it('names no registry, so that no host can be put between', () => {
    expect(names(packages.filter(([, { resolved }]) => resolved !== undefined))).toEqual([])
    expect(readFileSync(`${root}package-lock.json`, 'utf8')).not.toMatch(/https?:\/\/[\w.-]*registry|\.tgz"/)
  })

  it('runs no script on installation that nobody decided about', () => {
    const undecided = packages.filter(([path, { hasInstallScript }]) => hasInstallScript && !Object.hasOwn(own.allowScripts, nameOf(path)))
    expect(names(undecided)).toEqual([])
    const running = Object.entries(own.allowScripts).filter(([, runs]) => runs)
    expect(running, 'node fetches itself; nothing else may run').toEqual([['node', true]])
  })

  it('is asked for in one exact version', () => {
    const loose = Object.entries({ ...own.dependencies, ...own.devDependencies }).filter(([, version]) => !/^\d+\.\d+\.\d+$/.test(version))
    expect(loose).toEqual([])
  })

  it('may be run by a company, by its licence', () => {
    const shipped = packages.filter(([, { dev }]) => !dev)
    const licences = (path: string, license?: string) => (license ?? looked[nameOf(path)] ?? 'none').replace(/[()]/g, '').split(' OR ')
    expect(
      shipped
        .filter(([path, { license }]) => !licences(path, license).some((each) => allowed.has(each)))
        .map(([path, { license }]) => `${nameOf(path)}: ${license}`),
    ).toEqual([])
  })

  it('stands in the software bill of materials that npm run sbom writes, with hash and version', () => {
    const bill = JSON.parse(
      execFileSync('npm', ['run', '--silent', 'sbom'], {
        cwd: root,
        encoding: 'utf8',
        stdio: ['ignore', 'pipe', 'ignore'],
        maxBuffer: 64 * 1024 * 1024,
      }),
    ) as {
      bomFormat: string
      components: { name: string; version: string; hashes?: unknown[] }[]
    }
    expect(bill.bomFormat).toBe('CycloneDX')
    const listed = new Set(bill.components.map(({ name, version }) => `${name} ${version}`))
    const direct = packages.filter(([path]) => Object.hasOwn(own.dependencies, nameOf(path)) && path === `node_modules/${nameOf(path)}`)
    expect(names(direct).filter((each) => !listed.has(each))).toEqual([])
    expect(bill.components.filter(({ hashes }) => !hashes?.length).map(({ name }) => name)).toEqual([])
  })
})
