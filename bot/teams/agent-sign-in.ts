// A helpdesk agent's own token for Microsoft Graph: through Teams single sign-on and the Bot Framework token service, for one deed.
import type { UserTokenClient } from 'botframework-connector'
import { forget, reveal, Secret } from '../secret.ts'
import type { BotIdentity, TeamsAdapter } from './adapter.ts'
import { claimsIn, fits, proofIn, wrongWith } from './claims.ts'
import { ConnectorSaid } from './http-client.ts'
import type { AgentSignIn, SignInAsked, SignInCarried, SignInProof, SignInWanted, Speaker, WithToken } from './teams.ts'

const channel = 'msteams'
/** Microsoft Graph, by address and by its id (learn.microsoft.com, application ids of Microsoft services). */
const graph = ['https://graph.microsoft.com', '00000003-0000-0000-c000-000000000000']

interface Options extends Pick<BotIdentity, 'appId' | 'tenantId'> {
  /** Of the Azure Bot; its scopes are what an agent may do with our help, and no more. */
  signInConnection?: string
}

type Refused = Extract<WithToken<never>, { refused: unknown }>
type Got = { token: Secret; proof: SignInProof } | { why: 'none' | 'too-old' | 'too-weak' } | Refused

/**
 * The Graph token comes from the token service itself, so its claims are read as they stand. The client's token is somebody's word until
 * the service has exchanged it, which Entra does for none but its own; only then are its claims looked at for how fresh the sign-in is.
 */
export function createAgentSignIn(adapter: TeamsAdapter, { appId, tenantId, signInConnection: connection }: Options): AgentSignIn {
  const isForUs = (audience: string) => audience === appId || (audience.startsWith('api://') && audience.endsWith(appId))
  const isForGraph = (audience: string) => graph.includes(audience)
  const service = () => adapter.tokenService(appId)

  async function tokenOf(speaker: Speaker, { token, code, proof }: SignInCarried, wanted: SignInWanted): Promise<Got> {
    if (!connection) return { refused: 'not-configured' }
    const { employeeId, address } = speaker
    const given = token && claimsIn(reveal(token))
    // Before anything is asked: a token of somebody else's is no mistake (security.md P17).
    if (token && !fits(given, { tenantId, employeeId }, isForUs)) return { refused: 'foreign' }
    // What the service still has goes first, so that its answer can come from this very token only.
    if (token && !(await signOut(speaker))) return { refused: 'unavailable' }
    const asked = (tokens: UserTokenClient) =>
      token
        ? tokens.exchangeToken(address.teamsUserId, connection, channel, { token: reveal(token) })
        : tokens.getUserToken(address.teamsUserId, connection, channel, (code && reveal(code)) as string)
    const answer = await service()
      .then(asked)
      .catch((error: unknown) => (isNone(error) ? undefined : 'unavailable'))
    if (answer === 'unavailable') return { refused: 'unavailable' }
    if (!answer?.token) return { why: 'none' }
    const claims = claimsIn(answer.token)
    if (!fits(claims, { tenantId, employeeId }, isForGraph)) return { refused: 'foreign' }
    const seen = proofIn(claims, given, proof)
    const why = wrongWith(seen, wanted)
    return why ? { why } : { token: new Secret(answer.token), proof: seen }
  }

  async function signInAsked({ address, tenantId }: Speaker, text: string, byHand: boolean): Promise<SignInAsked> {
    const activity = {
      channelId: channel,
      serviceUrl: address.serviceUrl,
      from: { id: address.teamsUserId },
      recipient: { id: address.botId },
      conversation: { id: address.conversationId, tenantId },
    } as Parameters<UserTokenClient['getSignInResource']>[1]
    const asked = await (await service()).getSignInResource(connection ?? '', activity, '')
    const { id = '', uri = '', providerId = '' } = asked.tokenExchangeResource ?? {}
    return { connection: connection ?? '', text, link: asked.signInLink ?? '', ...(byHand ? {} : { exchange: { id, uri, providerId } }) }
  }

  async function signOut({ address }: Speaker): Promise<boolean> {
    if (!connection) return true
    try {
      await (await service()).signOutUser(address.teamsUserId, connection, channel)
      return true
    } catch (error) {
      return isNone(error)
    }
  }

  /** What to do when there is no token to use. */
  async function otherwise(speaker: Speaker, got: Exclude<Got, { token: Secret }>, text: string) {
    const isThere = 'refused' in got ? got.refused === 'foreign' : got.why !== 'none'
    // It will not do, and would be given again by itself.
    if (isThere) await signOut(speaker)
    if ('refused' in got) return got
    return signInAsked(speaker, text, isThere).then(
      (signIn) => ({ signIn, why: got.why }),
      (): Refused => ({ refused: 'unavailable' }),
    )
  }

  async function within<T>(
    [speaker, carried = {}, wanted, text]: Parameters<AgentSignIn['prepare']>,
    use: (token: Secret, proof: SignInProof) => Promise<T>,
  ): Promise<WithToken<T>> {
    const got = await tokenOf(speaker, carried, wanted)
    for (const spent of [carried.token, carried.code]) if (spent) forget(spent)
    if (!('token' in got)) return otherwise(speaker, got, text)
    return use(got.token, got.proof)
      .then((used) => ({ used }))
      .finally(() => forget(got.token))
  }

  return {
    signOut,
    prepare: (...asked) => within(asked, async (_, proof) => proof),
    withAgentToken: (speaker, carried, wanted, text, use) =>
      within([speaker, carried, wanted, text], (token, proof) => use(token, proof).finally(() => signOut(speaker))),
  }
}

/** 404: nobody is signed in. 400 and 412: Entra wants something that only a person can give. */
const isNone = (error: unknown) => error instanceof ConnectorSaid && [400, 404, 412].includes(error.status)
