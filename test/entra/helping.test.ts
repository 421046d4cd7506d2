// Who somebody is and what an agent may do for them, in the sample company: the reads that decide about a pass, and Entra's own ceiling.
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { createEntra } from '../../bot/entra/create-entra.ts'
import type { Entra } from '../../bot/entra/entra.ts'
import { reveal, Secret } from '../../bot/secret.ts'
import { type SampleCompany, startSampleCompany } from '../sample-company/company.ts'
import { groupId, roleTemplates } from '../sample-company/groups.ts'

let company: SampleCompany
let entra: Entra
beforeAll(async () => {
  company = await startSampleCompany()
})
beforeEach(() => {
  company.reset()
  const roomy = { authenticationMethods: { requests: 1000, perSeconds: 1 } }
  entra = createEntra({ baseUrl: company.graphUrl, token: async () => 'bot', limits: roomy })
})
afterAll(() => company.close())

const idOf = (name: string) => company.person(name).id

async function standingOf(name: string) {
  const answer = await entra.standing(idOf(name))
  if (!answer.ok) throw new Error(answer.why)
  return answer.value
}

describe('T6: what makes somebody privileged', () => {
  const none = { roles: [], roleGroups: [], ownedRoleGroups: [], restrictedUnits: { ok: true, value: [] } }
  const exchange = { id: groupId('exchange-admins'), name: 'Exchange administrators' }

  it.each<[string, string, object]>([
    ['nothing, for most people', 'Ines Moreau', none],
    ['a role of their own', 'Fatima Zahra Benali', { ...none, roles: [roleTemplates['User Administrator']] }],
    ['a role through a group', 'Andrei Ionescu', { ...none, roles: [roleTemplates['Exchange Administrator']], roleGroups: [exchange] }],
    ['a group that they own', 'Pia Virtanen', { ...none, ownedRoleGroups: [exchange] }],
    ['a restricted unit', 'Henrik Dahl', { ...none, restrictedUnits: { ok: true, value: [{ name: 'Board' }] } }],
  ])('%s', async (_what, name, expected) => {
    expect(await standingOf(name)).toMatchObject(expected)
  })

  it('a role that they could switch on, where the bot may read it; else it says that it may not', async () => {
    company.administerCompany({ do: 'withhold', permission: 'RoleEligibilitySchedule.Read.Directory' })
    expect((await standingOf('Chloe Bennett')).eligibleRoles).toMatchObject({ ok: false, why: 'forbidden' })
    company.administerCompany({ do: 'permit', permission: 'RoleEligibilitySchedule.Read.Directory' })
    expect((await standingOf('Chloe Bennett')).eligibleRoles).toEqual({ ok: true, value: [roleTemplates['Global Administrator']] })
    expect((await standingOf('Ines Moreau')).eligibleRoles).toEqual({ ok: true, value: [] })
  })

  it.each(['transitiveMemberOf', 'ownedObjects', 'roleAssignments', '/users/'])(
    'there is no answer when %s cannot be read',
    async (path) => {
      company.faults.set({ where: 'graph', path, fault: { kind: 'status', status: 403 } })
      expect(await entra.standing(idOf('Ines Moreau'))).toMatchObject({ ok: false, why: 'forbidden' })
    },
  )

  it('is read anew each time', async () => {
    expect(await standingOf('Ines Moreau')).toMatchObject({ enabled: true, roleGroups: [] })
    company.administer(idOf('Ines Moreau'), { do: 'add-to-group', group: 'Exchange administrators' })
    company.administer(idOf('Ines Moreau'), { do: 'set-enabled', enabled: false })
    expect(await standingOf('Ines Moreau')).toMatchObject({ enabled: false, roleGroups: [exchange] })
  })
})

it('T8: tells members from guests, accounts that are on from those that are off, and people from accounts nobody has', async () => {
  expect(await standingOf('Dana Whitfield')).toMatchObject({ userType: 'guest', licensed: false })
  expect(await standingOf('Viktor Petrov')).toMatchObject({ userType: 'member', enabled: false })
  expect(await standingOf('Emergency Access')).toMatchObject({ licensed: false })
  expect(await standingOf('Ines Moreau')).toMatchObject({ userType: 'member', enabled: true, licensed: true, office: 'Paris' })
})

it('T15: has what an agent compares with the person before them', async () => {
  const { hiredAt, employeeId } = await standingOf('Yuki Tanaka')
  expect(employeeId).toMatch(/^\d{6}$/)
  expect(Math.round((Date.now() - (hiredAt?.getTime() ?? 0)) / 86_400_000)).toBe(2)
})

it('H4: the manager is who Entra says, or nobody', async () => {
  expect(await entra.manager(idOf('Marcus Johansen'))).toMatchObject({ ok: true, value: { displayName: 'Ingrid Solberg', enabled: true } })
  expect(await entra.manager(idOf('Astrid Lindholm'))).toEqual({ ok: true, value: undefined })
  company.administer(idOf('Ines Moreau'), { do: 'set-manager', manager: 'Mei Lin' })
  expect(await entra.manager(idOf('Ines Moreau'))).toMatchObject({ ok: true, value: { displayName: 'Mei Lin' } })
})

describe('a pass', () => {
  const wanted = { lifetimeMinutes: 60, usableOnce: true }
  async function tokenOf(name: string): Promise<Secret> {
    const { teamsId } = company.addressOf(idOf(name))
    const query = new URLSearchParams({ userId: teamsId, connectionName: 'graph', channelId: 'msteams' })
    const body = JSON.stringify({ token: company.ssoToken(idOf(name)) })
    const exchange = { method: 'POST', headers: { 'content-type': 'application/json' }, body }
    const answer = (await (await fetch(`${company.tokenUrl}/api/usertoken/exchange?${query}`, exchange)).json()) as { token: string }
    return new Secret(answer.token)
  }

  it.each<[string, string, string, object]>([
    ['an agent makes one for a colleague', 'Marcus Johansen', 'Yuki Tanaka', { made: { pass: { usableOnce: true, lifetimeMinutes: 60 } } }],
    ['an agent makes none for an administrator', 'Marcus Johansen', 'Fatima Zahra Benali', { refused: 'forbidden' }],
    ['nobody makes one for themselves (T3)', 'Ingrid Solberg', 'Ingrid Solberg', { refused: 'forbidden' }],
    ['nobody makes one without the role', 'Ines Moreau', 'Yuki Tanaka', { refused: 'forbidden' }],
    ['the privileged helpdesk makes one for an administrator', 'Ingrid Solberg', 'Fatima Zahra Benali', { made: {} }],
    ['there is none for a guest (T8)', 'Ingrid Solberg', 'Dana Whitfield', { refused: 'person' }],
  ])('%s', async (_what, agent, target, expected) => {
    expect(await entra.createPass(idOf(target), wanted, await tokenOf(agent))).toMatchObject(expected)
  })

  it('the bot itself makes and deletes none unless it was permitted', async () => {
    const yuki = idOf('Yuki Tanaka')
    company.administerCompany({ do: 'withhold', permission: 'UserAuthMethod-TAP.ReadWrite.All' })
    expect(await entra.createPass(yuki, wanted)).toMatchObject({ refused: 'forbidden' })
    const made = await entra.createPass(yuki, wanted, await tokenOf('Marcus Johansen'))
    const id = 'made' in made ? made.made.pass.id : ''
    expect(await entra.deletePass(yuki, id)).toMatchObject({ ok: false, why: 'forbidden' })
    company.administerCompany({ do: 'permit', permission: 'UserAuthMethod-TAP.ReadWrite.All' })
    expect(await entra.deletePass(yuki, id)).toEqual({ ok: true, value: 'deleted' })
    expect(await entra.deletePass(yuki, id)).toEqual({ ok: true, value: 'missing' })
    expect(await entra.passes(yuki)).toEqual({ ok: true, value: [] })
  })

  it("keeps to the tenant's rules, which are read first (T18)", async () => {
    company.administerCompany({ do: 'set-pass-rules', rules: { minimum: 120, excluded: ['VIP'] } })
    expect(await entra.passPolicy()).toMatchObject({
      ok: true,
      value: { enabled: true, minimumMinutes: 120, includedGroups: ['all_users'] },
    })
    const marcus = await tokenOf('Marcus Johansen')
    expect(await entra.createPass(idOf('Yuki Tanaka'), wanted, marcus)).toMatchObject({ refused: 'policy' })
    company.administerCompany({ do: 'set-pass-rules', rules: { minimum: 60, enabled: false } })
    expect(await entra.createPass(idOf('Yuki Tanaka'), wanted, marcus)).toMatchObject({ refused: 'policy' })
  })

  it('T5: when the answer is lost there is one all the same, found by its list and taken back', async () => {
    const yuki = idOf('Yuki Tanaka')
    const marcus = await tokenOf('Marcus Johansen')
    company.faults.set({ where: 'graph', path: 'temporaryAccessPassMethods', method: 'POST', fault: { kind: 'drop-after' } })
    expect(await entra.createPass(yuki, wanted, marcus)).toEqual({ unknown: true })
    company.faults.clear()
    const listed = await entra.passes(yuki)
    const [pass] = listed.ok ? listed.value : []
    expect(pass).toMatchObject({ usable: true, why: 'enabled' })
    expect(await entra.deletePass(yuki, pass?.id ?? '', marcus)).toEqual({ ok: true, value: 'deleted' })
    expect(company.log().filter(({ method, path }) => method === 'POST' && path.includes('temporaryAccessPass'))).toHaveLength(1)
  })

  it('T14: stands in the audit of Entra with who made it, whether by us or in the portal', async () => {
    const since = new Date(Date.now() - 60_000)
    const made = await entra.createPass(idOf('Yuki Tanaka'), wanted, await tokenOf('Marcus Johansen'))
    company.administer(idOf('Tomasz Nowak'), { do: 'issue-pass', by: 'Aisha Khan' })
    const audits = await entra.passAudits(since)
    expect(audits).toMatchObject({
      ok: true,
      value: [
        { actorId: idOf('Marcus Johansen'), targetId: idOf('Yuki Tanaka'), passId: 'made' in made ? made.made.pass.id : undefined },
        { actorId: idOf('Aisha Khan'), targetId: idOf('Tomasz Nowak') },
      ],
    })
    expect(await entra.passAudits(new Date(Date.now() + 60_000))).toEqual({ ok: true, value: [] })
  })

  it('its code opens the door and is shown to nobody else', async () => {
    const made = await entra.createPass(idOf('Yuki Tanaka'), wanted, await tokenOf('Marcus Johansen'))
    const code = 'made' in made ? reveal(made.made.code) : ''
    expect(code.length).toBeGreaterThanOrEqual(8)
    expect(JSON.stringify([company.log(), company.entraOf(idOf('Yuki Tanaka')), company.passAudits()])).not.toContain(code)
  })
})

it('sessions are ended only where the bot was permitted to', async () => {
  expect(await entra.revokeSessions(idOf('Ines Moreau'))).toMatchObject({ ok: false, why: 'forbidden' })
  company.administerCompany({ do: 'permit', permission: 'User.RevokeSessions.All' })
  expect(await entra.revokeSessions(idOf('Ines Moreau'))).toEqual({ ok: true, value: true })
})
