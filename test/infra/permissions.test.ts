// npm run permissions, with a program in the place of `az` that plays Graph's part for one identity.
import { spawnSync } from 'node:child_process'
import { chmodSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { delimiter, join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { afterAll, beforeEach, expect, test } from 'vitest'
import file from '../../bot/readiness/permissions.json' with { type: 'json' }

const identity = '22222222-3333-4444-8555-666666666666'
const command = fileURLToPath(new URL('../../infra/permissions.ts', import.meta.url))
const folder = mkdtempSync(join(tmpdir(), 'unlock-az-'))
const state = join(folder, 'state.json')
const unused = { value: 'Mail.Read', id: '810c84a8-4a9e-49e6-bf7d-12d183f40d01' }

writeFileSync(
  join(folder, 'az'),
  `#!${process.execPath}
const { readFileSync, writeFileSync } = require('node:fs')
const state = JSON.parse(readFileSync(${JSON.stringify(state)}, 'utf8'))
const at = (flag) => process.argv[process.argv.indexOf(flag) + 1]
const uri = at('--uri')
if (at('--method') === 'post') {
  const body = JSON.parse(at('--body'))
  state.held.push({ id: 'assignment-' + state.held.length, ...body })
  writeFileSync(${JSON.stringify(state)}, JSON.stringify(state))
  console.log(JSON.stringify(body))
} else if (uri.endsWith('/appRoleAssignments')) console.log(JSON.stringify({ value: state.held }))
else console.log(JSON.stringify({ value: [{ id: 'graph-api', appRoles: state.roles }] }))
`,
)
chmodSync(join(folder, 'az'), 0o755)
afterAll(() => rmSync(folder, { recursive: true, force: true }))

const known = [...file.permissions, ...file.optional].map(({ name, id }) => ({ value: name, id }))
const keep = (what: { roles: { value: string; id: string }[]; held: object[] }) => writeFileSync(state, JSON.stringify(what))
const held = () => (JSON.parse(readFileSync(state, 'utf8')) as { held: { appRoleId: string }[] }).held.map(({ appRoleId }) => appRoleId)
beforeEach(() => keep({ roles: [...known, unused], held: [] }))

function run(...args: string[]) {
  const path = `${folder}${delimiter}${process.env.PATH}`
  const { status, stdout, stderr } = spawnSync(process.execPath, [command, ...args], {
    encoding: 'utf8',
    env: { ...process.env, PATH: path },
  })
  return { status, stdout, stderr }
}

test('it names each permission, why it is needed and what is lost without it, and changes nothing', () => {
  const { status, stdout } = run('--identity', identity)
  expect(status).toBe(0)
  for (const { name, why, without } of file.permissions) {
    expect(stdout).toMatch(new RegExp(`^lacks +${RegExp.escape(name)}$`, 'm'))
    expect(stdout).toContain(`${why}. Without it ${without}.`)
  }
  expect(held()).toEqual([])
})

test('with --apply it grants what is lacking, once', () => {
  expect(run('--identity', identity, '--apply').status).toBe(0)
  const granted = file.permissions.map(({ id }) => id)
  expect(held()).toEqual(granted)
  expect(run('--identity', identity, '--apply').stdout).not.toContain('grant ')
  expect(held()).toEqual(granted)
})

test('what only some companies want is granted by name alone', () => {
  run('--identity', identity, '--apply', '--with', 'Mail.Send')
  expect(held()).toContain(file.optional.find(({ name }) => name === 'Mail.Send')?.id)
  expect(held()).not.toContain(file.optional.find(({ name }) => name === 'UserAuthMethod-TAP.ReadWrite.All')?.id)
  expect(run('--identity', identity, '--with', 'Directory.ReadWrite.All')).toMatchObject({
    status: 1,
    stderr: expect.stringContaining('is not known'),
  })
})

test('what the identity has and Unlock does not use is shown with the call that takes it away', () => {
  keep({ roles: [...known, unused], held: [{ id: 'assignment-0', appRoleId: unused.id, resourceId: 'graph-api' }] })
  const { stdout } = run('--identity', identity)
  expect(stdout).toMatch(/^too much +Mail\.Read$/m)
  expect(stdout).toContain(
    `--method delete --uri "https://graph.microsoft.com/v1.0/servicePrincipals/${identity}/appRoleAssignments/assignment-0"`,
  )
})

test('an id that means another permission in this tenant is never granted', () => {
  const [first, ...rest] = known
  keep({ roles: [{ value: first?.value ?? '', id: unused.id }, ...rest], held: [] })
  expect(run('--identity', identity, '--apply')).toMatchObject({ status: 1, stderr: expect.stringContaining('Nothing was granted') })
  expect(held()).toEqual([])
})

test('no identity, nothing asked', () => {
  expect(run()).toMatchObject({ status: 1, stderr: expect.stringContaining('--identity') })
})
