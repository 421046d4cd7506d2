// Passes over odd Graphs: one request and no more, whatever comes back, and a code that nothing shows.
import { inspect } from 'node:util'
import { describe, expect, it, test } from 'vitest'
import { forget, holdsSecret, reveal, Secret } from '../../bot/secret.ts'
import {
  anEntraThatIs,
  answerWith,
  dropsTheSocket,
  type Manner,
  neverAnswers,
  refuses,
  says,
  stopsHalfway,
  writesHtml,
} from './odd-graph.ts'

const code = 'CANARY+tap-7Q'
const token = () => new Secret('eyJ.canary-agent-token.x')
const wanted = { lifetimeMinutes: 60, usableOnce: true }
const pass = {
  '@odata.type': '#microsoft.graph.temporaryAccessPassAuthenticationMethod',
  id: '6f1967b7-15e8-4935-ac26-d50770ed07a7',
  createdDateTime: '2026-08-20T16:21:09.765173Z',
  startDateTime: '2026-08-20T16:21:09.765173Z',
  lifetimeInMinutes: 60,
  isUsableOnce: true,
  isUsable: true,
  methodUsabilityReason: 'EnabledByPolicy',
}
const made = says(201, { ...pass, temporaryAccessPass: code })

describe('making a pass', () => {
  it("asks with the agent's own permission, says how long and how often, and leaves the start to Entra (X3)", async () => {
    const { entra, graph } = await anEntraThatIs([made])
    const outcome = await entra.createPass('a b', wanted, token())
    expect(outcome).toMatchObject({ made: { pass: { id: pass.id, lifetimeMinutes: 60, usableOnce: true, usable: true, why: 'enabled' } } })
    expect(graph.asked).toHaveLength(1)
    expect(graph.asked[0]).toMatchObject({
      method: 'POST',
      path: '/v1.0/users/a%20b/authentication/temporaryAccessPassMethods',
      headers: { authorization: 'Bearer eyJ.canary-agent-token.x' },
    })
    expect(JSON.parse(graph.asked[0]?.body ?? '')).toEqual({ lifetimeInMinutes: 60, isUsableOnce: true })
    if ('made' in outcome) expect(reveal(outcome.made.code)).toBe(code)
  })

  it.each<[string, Manner, object]>([
    ['Entra says 500', refuses(500, 'generalException'), { unknown: true }],
    ['Entra says 503', refuses(503, 'serviceNotAvailable', { 'retry-after': '0' }), { unknown: true }],
    ['Entra says 504', refuses(504, 'gatewayTimeout'), { unknown: true }],
    ['the connection breaks', dropsTheSocket, { unknown: true }],
    ['nothing comes', neverAnswers, { unknown: true }],
    ['the answer stops halfway', stopsHalfway, { unknown: true }],
    ['something else answers', writesHtml(200), { unknown: true }],
    ['the answer has no code', says(201, pass), { unknown: true }],
    ['Entra says 429', refuses(429, 'TooManyRequests', { 'retry-after': '1' }), { refused: 'throttled' }],
    ['Entra says 403', refuses(403, 'accessDenied'), { refused: 'forbidden', code: 'accessDenied' }],
    ['Entra says 404', refuses(404, 'resourceNotFound'), { refused: 'person' }],
    ['the rules forbid it', refuses(400, 'badRequest'), { refused: 'policy', code: 'badRequest' }],
    [
      'it is for a guest',
      says(400, { error: { code: 'badRequest', message: 'Temporary Access Pass cannot be added to an external guest user.' } }),
      { refused: 'person' },
    ],
  ])('T5: is asked once and never again when %s', async (_case, manner, expected) => {
    const { entra, graph } = await anEntraThatIs([manner, made], { timeoutMs: 300 })
    expect(await entra.createPass('a', wanted, token())).toMatchObject(expected)
    expect(graph.asked.map(({ method }) => method)).toEqual(['POST'])
  })

  it('is not asked without a permission to ask with', async () => {
    const { entra, graph } = await anEntraThatIs([made], { token: () => Promise.reject(new Error('no identity')) })
    expect(await entra.createPass('a', wanted)).toEqual({ refused: 'not-asked' })
    const spent = token()
    forget(spent)
    await expect(entra.createPass('a', wanted, spent)).rejects.toThrow()
    expect(graph.asked).toEqual([])
  })

  it.each(['', '.', '..'])('is not asked for nobody (%j)', async (id) => {
    const { entra, graph } = await anEntraThatIs([made])
    expect(await entra.createPass(id, wanted, token())).toEqual({ refused: 'person' })
    expect(graph.asked).toEqual([])
  })

  it.each<[string, Manner]>([
    ['a pass is made', made],
    ['400', says(400, { error: { code: 'badRequest', message: code } })],
    ['429', says(429, { error: { code: code, message: code } }, { 'request-id': `${code} ${code}` })],
    ['500', says(500, { error: { code, message: code, innerError: { 'request-id': code } } })],
    ['timeout', neverAnswers],
  ])('D1: shows neither code nor token to a log or a print when %s', async (_case, manner) => {
    const { entra, logged } = await anEntraThatIs([manner], { timeoutMs: 300 })
    const outcome = await entra.createPass('a', wanted, token())
    for (const shown of [JSON.stringify(outcome), inspect(outcome, { depth: 9, showHidden: true }), JSON.stringify(logged)]) {
      expect(shown).not.toContain(code)
      expect(shown).not.toContain('canary-agent-token')
    }
    if ('made' in outcome) expect(holdsSecret({ said: `Your code is ${code}.` })).toBe(true)
  })
})

describe('taking a pass back', () => {
  it.each<[string, Manner, object]>([
    ['it is deleted', (response) => answerWith(response, 204), { ok: true, value: 'deleted' }],
    ['it is gone', refuses(404, 'resourceNotFound'), { ok: true, value: 'missing' }],
    ['it may not', refuses(403, 'accessDenied'), { ok: false, why: 'forbidden' }],
    ['Entra is away', refuses(503, 'serviceNotAvailable'), { ok: false, why: 'unavailable' }],
    ['it is too much', refuses(429, 'TooManyRequests', { 'retry-after': '7' }), { ok: false, why: 'throttled', retryAfterSeconds: 7 }],
    ['a proxy finds nothing', writesHtml(404), { ok: false, why: 'unavailable' }],
  ])('tells when %s', async (_case, manner, expected) => {
    const { entra, graph } = await anEntraThatIs([manner])
    expect(await entra.deletePass('a', 'p/1')).toMatchObject(expected)
    expect(graph.asked).toMatchObject([{ method: 'DELETE', path: '/v1.0/users/a/authentication/temporaryAccessPassMethods/p%2F1' }])
    expect(graph.asked[0]?.headers.authorization).toBe('Bearer secret-token')
  })
})

test('passes are read anew each time, with the reason and never a code', async () => {
  const { entra, graph } = await anEntraThatIs([
    says(200, { value: [{ ...pass, id: pass.id.toUpperCase(), isUsable: false, methodUsabilityReason: 'OneTimeUsed' }] }),
  ])
  const first = await entra.passes('a')
  expect(first).toMatchObject({ ok: true, value: [{ id: pass.id, usable: false, why: 'used' }] })
  await entra.passes('a')
  expect(graph.asked).toHaveLength(2)
})

test('T18: the rules for passes are read as they are now', async () => {
  const rules = {
    id: 'TemporaryAccessPass',
    state: 'enabled',
    defaultLifetimeInMinutes: 60,
    defaultLength: 8,
    minimumLifetimeInMinutes: 60,
    maximumLifetimeInMinutes: 43200,
    isUsableOnce: false,
    excludeTargets: [{ id: 'g', targetType: 'group' }],
    includeTargets: [{ id: 'all_users', targetType: 'group' }],
  }
  const { entra } = await anEntraThatIs([says(200, rules), says(200, { ...rules, state: 'odd' })])
  expect(await entra.passPolicy()).toEqual({
    ok: true,
    value: {
      enabled: true,
      includedGroups: ['all_users'],
      excludedGroups: ['g'],
      minimumMinutes: 60,
      maximumMinutes: 43200,
      defaultMinutes: 60,
      onceOnly: false,
      codeLength: 8,
    },
  })
  expect(await entra.passPolicy()).toMatchObject({ ok: false, why: 'unavailable' })
})

describe("Entra's own record of passes", () => {
  const [agent, target, app] = ['a', 'b', 'c'].map((letter) => `0000000${letter}-0000-4000-8000-00000000cafe`) as [string, string, string]
  const audit = (changes: object = {}) => ({
    id: 'audit-1',
    activityDateTime: '2026-06-27T10:03:43.009984+00:00',
    activityDisplayName: 'Admin registered security info',
    loggedByService: 'Authentication Methods',
    result: 'success',
    resultReason: 'Admin registered temporary access pass method for user',
    initiatedBy: { user: { id: agent.toUpperCase(), displayName: 'A' } },
    targetResources: [
      {
        id: target.toUpperCase(),
        type: 'User',
        modifiedProperties: [{ displayName: 'TemporaryAccessPass.Id', oldValue: '""', newValue: '"PASS-1"' }],
      },
    ],
    ...changes,
  })

  it('T14: names who made a pass, for whom, and which; other methods and failures are left out', async () => {
    const others = [
      audit({ id: 'phone', resultReason: 'Admin registered phone method for user', targetResources: [{ id: target, type: 'User' }] }),
      audit({ id: 'failed', result: 'failure' }),
      audit({
        id: 'gone',
        resultReason: 'Admin deleted temporary access pass method for user',
        activityDisplayName: 'Admin deleted security info',
      }),
      audit({
        id: 'app',
        activityDisplayName: 'Create Temporary Access Pass method for user',
        initiatedBy: { app: { appId: app.toUpperCase() } },
      }),
    ]
    const { entra, graph } = await anEntraThatIs([says(200, { value: [...others, audit({ activityDateTime: '2026-06-27T09:00:00Z' })] })])
    expect(await entra.passAudits(new Date('2026-06-27T00:00:00Z'))).toEqual({
      ok: true,
      value: [
        {
          id: 'audit-1',
          at: new Date('2026-06-27T09:00:00Z'),
          actorId: agent,
          actorAppId: undefined,
          targetId: target,
          passId: 'pass-1',
        },
        {
          id: 'app',
          at: new Date('2026-06-27T10:03:43.009Z'),
          actorId: undefined,
          actorAppId: app,
          targetId: target,
          passId: 'pass-1',
        },
      ],
    })
    expect(decodeURIComponent(graph.asked[0]?.path ?? '')).toContain('activityDateTime ge 2026-06-27T00:00:00.000Z')
  })

  it('T14: one record that nobody can read hides none of the others', async () => {
    const targetResources = [{ id: 'not-an-id', type: 'User' }]
    const odd = [
      null,
      'x',
      {},
      audit({ activityDateTime: 'never' }),
      audit({ activityDateTime: null }),
      audit({ targetResources }),
      audit({ id: 7 }),
    ]
    const half = audit({ id: 'half', initiatedBy: { user: { id: '' }, app: 'Unlock' }, activityDisplayName: null })
    const { entra } = await anEntraThatIs([says(200, { value: [...odd, half, audit()] })])
    const found = await entra.passAudits(new Date('2026-06-27T00:00:00Z'))
    expect(found).toMatchObject({
      ok: true,
      value: [
        { id: 'half', targetId: target, passId: 'pass-1' },
        { id: 'audit-1', actorId: agent },
      ],
    })
  })

  it.each([
    ['unlicensed', refuses(403, 'Authentication_RequestFromNonPremiumTenantOrB2CTenant')],
    ['forbidden', refuses(403, 'Authentication_MSGraphPermissionMissing')],
  ])('says so when it is %s', async (why, manner) => {
    const { entra } = await anEntraThatIs([manner])
    expect(await entra.passAudits(new Date())).toMatchObject({ ok: false, why })
  })
})

test('sessions are ended, or it is said that the bot may not', async () => {
  const { entra, graph } = await anEntraThatIs([says(200, { value: true }), refuses(403, 'Authorization_RequestDenied')])
  expect(await entra.revokeSessions('a')).toEqual({ ok: true, value: true })
  expect(await entra.revokeSessions('a')).toMatchObject({ ok: false, why: 'forbidden' })
  expect(graph.asked[0]).toMatchObject({ method: 'POST', path: '/v1.0/users/a/revokeSignInSessions' })
})
