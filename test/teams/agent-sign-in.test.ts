// An agent's own token: theirs, fresh, strong, used once and then gone.
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { reveal, type Secret } from '../../bot/secret.ts'
import type { AgentSignIn, Answer, SignInCarried, SignInWanted, Speaker } from '../../bot/teams/teams.ts'
import { card, execute, messageWith, openDesk } from './desk.ts'

let desk: Awaited<ReturnType<typeof openDesk>>
beforeAll(async () => {
  desk = await openDesk()
})
beforeEach(() => desk.reset())
afterAll(() => desk.close())

const idOf = (name: string) => desk.company.person(name).id
const signedIn = () => desk.company.company().signedIn
const fresh: SignInWanted = { withinMinutes: 60, contexts: [] }

/** A press that wants a token: Teams signs in and presses again, as it does when it is asked to. */
async function press(deed: (speaker: Speaker, carried: SignInCarried | undefined) => ReturnType<AgentSignIn['prepare']>) {
  const results: Awaited<ReturnType<AgentSignIn['prepare']>>[] = []
  desk.answers.channel = async (speaker, heard): Promise<Answer> => {
    const result = await deed(speaker, heard.kind === 'press' ? heard.signIn : undefined)
    results.push(result)
    return 'signIn' in result ? { signIn: result.signIn } : { nothing: true }
  }
  const sent = await desk.messenger.postInChannel(desk.channel, messageWith(card('Somebody is stuck', execute)))
  if (!sent.ok) throw new Error(sent.detail)
  const answer = await desk.company.press(idOf('Marcus Johansen'), { activityId: sent.activityId, action: execute, on: 'Windows' })
  return { results, answer }
}

/** Uses the token for what it is for: a pass for Yuki. */
const used: string[] = []
const using = (wanted = fresh) =>
  press((speaker, carried) =>
    desk.agents.withAgentToken(speaker, carried, wanted, 'Sign in', async (token, proof) => {
      used.push(await givePass(token))
      return proof
    }),
  )
async function givePass(token: Secret): Promise<string> {
  const path = `${desk.company.graphUrl}/v1.0/users/${idOf('Yuki Tanaka')}/authentication/temporaryAccessPassMethods`
  const headers = { authorization: `Bearer ${reveal(token)}`, 'content-type': 'application/json' }
  return String((await fetch(path, { method: 'POST', headers, body: '{}' })).status)
}
beforeEach(() => void used.splice(0))

describe('a press that needs the agent', () => {
  it('T19: signs them in through Teams, is done once with their own permission, and leaves nobody signed in', async () => {
    const { results } = await using()
    expect(results).toMatchObject([{ signIn: { connection: 'graph', exchange: {} }, why: 'none' }, { used: { methods: ['fido', 'mfa'] } }])
    expect(used).toEqual(['201'])
    expect(signedIn()).toEqual([])
    expect(desk.lines.join()).not.toContain('eyJ')
  })

  it('T19: leaves nobody signed in when the deed fails', async () => {
    const failing = press((speaker, carried) =>
      desk.agents.withAgentToken(speaker, carried, fresh, 'Sign in', async () => {
        throw new Error('Graph is away')
      }),
    )
    await failing
    expect(signedIn()).toEqual([])
  })

  it('T22: is not done when they proved who they are too long ago; they are asked to sign in by hand', async () => {
    desk.company.administer(idOf('Marcus Johansen'), { do: 'set-sign-in', signIn: { provedMinutesAgo: 61 } })
    const { results } = await using()
    expect(results.at(-1)).toMatchObject({ why: 'too-old', signIn: { connection: 'graph' } })
    expect(results.at(-1)).not.toHaveProperty('signIn.exchange')
    expect(used).toEqual([])
    expect(signedIn()).toEqual([])
  })

  it('T22: is not done without the authentication context that is asked for', async () => {
    expect((await using({ withinMinutes: 60, contexts: ['c1', 'c2'] })).results.at(-1)).toMatchObject({ why: 'too-weak' })
    desk.company.administer(idOf('Marcus Johansen'), { do: 'set-sign-in', signIn: { contexts: ['c2'] } })
    expect((await using({ withinMinutes: 60, contexts: ['c1', 'c2'] })).results.at(-1)).toMatchObject({ used: { contexts: ['c2'] } })
    expect(used).toEqual(['201'])
  })

  it('is not done when the token service is away, and says so', async () => {
    desk.company.faults.set({ where: 'token', path: '/api/', fault: { kind: 'status', status: 503 } })
    expect((await using()).results).toEqual([{ refused: 'unavailable' }])
    desk.company.faults.clear()
    expect(used).toEqual([])
  })
})

describe('a token that is not what it should be', () => {
  const withClaims = async (claims: Record<string, unknown>, owner = 'Marcus Johansen') => {
    const token = desk.company.ssoToken(idOf(owner), claims)
    const { conversationId, teamsId } = desk.company.addressOf(idOf('Marcus Johansen'))
    const invoke = {
      ...pressOn(conversationId, teamsId),
      value: { action: execute, trigger: 'manual', authentication: { id: '1', connectionName: 'graph', token } },
    }
    const results: unknown[] = []
    desk.answers.channel = async (speaker, heard) => {
      const carried = heard.kind === 'press' ? heard.signIn : undefined
      results.push(await desk.agents.withAgentToken(speaker, carried, fresh, 'Sign in', async () => used.push('used')))
      return { nothing: true }
    }
    await desk.company.raw(invoke)
    return results
  }
  const pressOn = (_conversationId: string, teamsId: string) => ({
    type: 'invoke',
    name: 'adaptiveCard/action',
    id: '1',
    channelId: 'msteams',
    serviceUrl: desk.company.connectorUrl,
    from: { id: teamsId, name: 'Marcus', aadObjectId: idOf('Marcus Johansen') },
    recipient: { id: `28:${desk.company.appId}`, name: 'Unlock' },
    conversation: {
      id: `${desk.channel.channelId};messageid=1`,
      conversationType: 'channel',
      isGroup: true,
      tenantId: desk.company.tenantId,
    },
    channelData: { tenant: { id: desk.company.tenantId } },
    replyToId: '1',
  })

  it.each<[string, Record<string, unknown>, string?]>([
    ["somebody else's", {}, 'Ines Moreau'],
    ["somebody else's, claiming to be theirs", { oid: 'MARCUS' }, 'Ines Moreau'],
    ['of another tenant', { tid: '99999999-9999-4999-8999-999999999999' }],
    ['for another app', { aud: 'api://botid-99999999-9999-4999-8999-999999999999' }],
    ['over', { exp: 1 }],
    ['without an owner', { oid: undefined }],
  ])('P17: one that is %s is not used', async (_what, claims, owner) => {
    const asked = 'oid' in claims && claims.oid ? { ...claims, oid: idOf('Marcus Johansen') } : claims
    const [result] = await withClaims(asked, owner)
    // One that only claims to be theirs is found out by Entra, which exchanges none but its own.
    if (claims.oid) expect(result).toMatchObject({ why: 'none' })
    else expect(result).toEqual({ refused: 'foreign' })
    expect(used).toEqual([])
    expect(signedIn()).toEqual([])
  })
})

describe('a dialog', () => {
  it('uses the sign-in that a press has prepared, once', async () => {
    const { results } = await press((speaker, carried) => desk.agents.prepare(speaker, carried, fresh, 'Sign in'))
    expect(results.at(-1)).toMatchObject({ used: { methods: ['fido', 'mfa'] } })
    expect(signedIn()).toEqual([{ personId: idOf('Marcus Johansen'), connection: 'graph' }])
    const prepared = results.at(-1)
    const proof = prepared && 'used' in prepared ? prepared.used : undefined
    const speaker = desk.heard.at(-1)?.speaker
    if (!speaker || !proof) throw new Error('nobody pressed')
    const deed = () => desk.agents.withAgentToken(speaker, { proof }, fresh, 'Sign in', givePass)
    expect(await deed()).toEqual({ used: '201' })
    expect(signedIn()).toEqual([])
    expect(await deed()).toMatchObject({ why: 'none' })
  })

  it('T22: fails closed when nobody remembers how they had signed in', async () => {
    await press((speaker, carried) => desk.agents.prepare(speaker, carried, fresh, 'Sign in'))
    const speaker = desk.heard.at(-1)?.speaker
    if (!speaker) throw new Error('nobody pressed')
    expect(await desk.agents.withAgentToken(speaker, undefined, fresh, 'Sign in', givePass)).toMatchObject({ why: 'too-old' })
  })

  it('a sign-in that nothing came of is forgotten', async () => {
    await press((speaker, carried) => desk.agents.prepare(speaker, carried, fresh, 'Sign in'))
    const speaker = desk.heard.at(-1)?.speaker
    expect(speaker && (await desk.agents.signOut(speaker))).toBe(true)
    expect(signedIn()).toEqual([])
  })
})
