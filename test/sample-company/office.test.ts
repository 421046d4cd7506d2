// The office over HTTP: what the page relies on.
import { afterAll, beforeAll, beforeEach, expect, it } from 'vitest'
import { type SampleCompany, startSampleCompany } from './company.ts'
import type { EntraView, OfficeEvent } from './office-api.ts'

let company: SampleCompany
beforeAll(async () => {
  company = await startSampleCompany()
})
beforeEach(() => company.reset())
afterAll(() => company.close())

const ines = () => company.person('Ines Moreau').id

async function ask<T>(path: string, body?: unknown, method = body === undefined ? 'GET' : 'POST'): Promise<{ status: number; body: T }> {
  const headers = { 'content-type': 'application/json' }
  const response = await fetch(`${company.url}/office${path}`, {
    method,
    headers,
    body: body === undefined ? undefined : JSON.stringify(body),
  })
  return { status: response.status, body: (await response.json()) as T }
}

it('has about forty people, each with an id and a story of their own', async () => {
  const { body } = await ask<{ id: string; story: string }[]>('/people')
  expect(body.length).toBeGreaterThanOrEqual(40)
  expect(new Set(body.map(({ id }) => id)).size).toBe(body.length)
  expect(new Set(body.map(({ mail }: { mail?: string; id: string }) => mail)).size).toBe(body.length)
  expect(body.every(({ story }) => story.length > 0 && story.length < 80)).toBe(true)
})

it('shows what happens as it happens', async () => {
  const leave = new AbortController()
  const stream = (await fetch(`${company.url}/office/events`, { signal: leave.signal })).body
    ?.pipeThrough(new TextDecoderStream())
    .getReader()
  await stream?.read()
  await ask(`/people/${ines()}/say`, { text: 'hello', on: 'iOS' })
  const event = JSON.parse(((await stream?.read())?.value ?? '').replace('data: ', '').split('\n')[0] ?? '') as OfficeEvent
  leave.abort()
  expect(event).toMatchObject({ type: 'chat', personId: ines(), item: { from: 'person', text: 'hello' } })
})

it('lets an administrator change what Entra holds', async () => {
  const entra = `/people/${ines()}/entra`
  expect((await ask<EntraView>(entra, { do: 'issue-pass' })).body.methods.map(({ type }) => type)).toContain('temporaryAccessPass')
  expect((await ask<EntraView>(entra, { do: 'set-enabled', enabled: false })).body.profile.enabled).toBe(false)
  expect((await ask<EntraView>(entra, { do: 'add-to-group', group: 'Executives' })).body.groups).toContain('Executives')
  expect((await ask<EntraView>(entra, { do: 'remove-from-group', group: 'vip' })).body.groups).not.toContain('Executives')
  expect((await ask(entra, { do: 'add-to-group', group: 'nobody' })).status).toBe(400)
})

it('shows roles that come with a group, and none that are only eligible', async () => {
  const rolesOf = async (name: string) => (await ask<EntraView>(`/people/${company.person(name).id}/entra`)).body.roles
  expect(await rolesOf('Fatima Zahra Benali')).toEqual(['User Administrator'])
  expect(await rolesOf('Andrei Ionescu')).toEqual(['Exchange Administrator'])
  expect(await rolesOf('Chloe Bennett')).toEqual([])
})

it('switches faults on and off', async () => {
  const fault = { where: 'graph', path: '/users', fault: { kind: 'status', status: 503 }, times: 1 }
  expect((await ask('/faults', [fault], 'PUT')).body).toEqual([fault])
  const users = () => fetch(`${company.graphUrl}/v1.0/users`, { headers: { authorization: 'Bearer sample' } })
  expect([(await users()).status, (await users()).status]).toEqual([503, 200])
  expect((await ask<{ times: number }[]>('/faults')).body).toMatchObject([{ times: 0 }])
  expect((await ask('/log')).body).toMatchObject([
    { to: 'graph', status: 503 },
    { to: 'graph', status: 200 },
  ])
})

it('says who is not there, and serves the libraries of the page', async () => {
  expect((await ask('/people/nobody/chat')).status).toBe(404)
  for (const file of ['adaptivecards.js', 'adaptivecards.css', 'markdown-it.js'])
    expect((await fetch(`${company.url}/lib/${file}`)).status).toBe(200)
  expect((await fetch(`${company.url}/..%2fpeople.ts`)).status).toBe(404)
})

it('is as on the first day after a reset', async () => {
  company.usePhone(ines(), { do: 'switch-on-authenticator' })
  company.usePhone(ines(), { do: 'create-passkey', store: 'authenticator' })
  await ask('/reset', {})
  expect(company.phoneOf(ines()).passkeys).toEqual([])
  expect(company.entraOf(ines()).methods.map(({ type }) => type)).not.toContain('fido2')
})
