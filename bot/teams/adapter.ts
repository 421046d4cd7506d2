// The SDK's adapter, with one door out: our own HTTP client, so that no request is repeated or sent elsewhere unseen.
import { type Activity, CloudAdapter, ConfigurationBotFrameworkAuthentication, type InvokeResponse, type TurnContext } from 'botbuilder'
import {
  AuthenticationConfiguration,
  AuthenticationConstants,
  AuthenticationError,
  type ConnectorClient,
  type ConnectorClientOptions,
  ServiceClientCredentialsFactory,
  type UserTokenClient,
} from 'botframework-connector'
import { type Mode, serviceUrlAllowed } from './activity.ts'
import { createHttpClient } from './http-client.ts'
import { issuer } from './signing-keys.ts'

export interface BotIdentity {
  mode: Mode
  appId: string
  /** Any other than these two would silently count as multi-tenant. */
  appType?: string
  tenantId: string
  /** Where Microsoft publishes the keys that Teams signs with. */
  openIdMetadata: string
  /** Demo only: where the sample company keeps tokens of people. Production has Microsoft's. */
  tokenServiceUrl?: string
}

const appTypes = new Set(['SingleTenant', 'UserAssignedMSI'])

/** Demo only: the sample company asks for no token. */
class NoCredentials extends ServiceClientCredentialsFactory {
  readonly #appId: string

  constructor(appId: string) {
    super()
    this.#appId = appId
  }
  override isValidAppId = async (appId: string) => appId === this.#appId
  override isAuthenticationDisabled = async () => true
  override createCredentials = async (appId: string) => ({
    appId,
    signRequest: async <Request>(request: Request) => request,
  })
}

/**
 * `onTurnError` stays unset: then errors reach the caller instead of being turned into an answer of the SDK's own
 * (teams.md 3.5), and a failed send is not counted as sent.
 */
export class TeamsAdapter extends CloudAdapter {
  /** As `process`, without its answers: those repeat error messages to whoever asked. */
  turn(
    authorization: string,
    activity: Partial<Activity>,
    logic: (context: TurnContext) => Promise<void>,
  ): Promise<InvokeResponse | undefined> {
    return this.processActivity(authorization, activity as Activity, logic)
  }

  /** What requests go through when no turn is needed: same credentials, same way out. */
  connectorTo(appId: string, serviceUrl: string): Promise<ConnectorClient> {
    return this.botFrameworkAuthentication.createConnectorFactory(this.createClaimsIdentity(appId)).create(serviceUrl)
  }

  /** The token service, for the bot's own id and outside of any turn. */
  tokenService(appId: string): Promise<UserTokenClient> {
    return this.botFrameworkAuthentication.createUserTokenClient(this.createClaimsIdentity(appId))
  }
}

/**
 * The second lock, behind our guard. Without it the SDK also takes tokens that Entra made for this bot: one of ours that leaked would
 * open the door, with any sender and any way back (security.md P3). Looking at the issuer is what closes it.
 */
function secondLock(appId: string): AuthenticationConfiguration {
  return new AuthenticationConfiguration([], async (claims) => {
    const value = (type: string) => claims.find((claim) => claim.type === type)?.value
    if (value('iss') !== issuer || value('aud') !== appId) throw new AuthenticationError('not signed by Teams for this bot', 401)
  })
}

/** The SDK's own addresses for the public cloud; it takes all of them from us, or none. */
const publicCloud = {
  ValidateAuthority: true,
  ToChannelFromBotLoginUrl: AuthenticationConstants.ToChannelFromBotLoginUrl,
  ToChannelFromBotOAuthScope: AuthenticationConstants.ToChannelFromBotOAuthScope,
  ToBotFromChannelTokenIssuer: issuer,
  ToBotFromEmulatorOpenIdMetadataUrl: AuthenticationConstants.ToBotFromEmulatorOpenIdMetadataUrl,
  OAuthUrl: AuthenticationConstants.OAuthUrl,
  CallerId: 'urn:botframework:azure',
}

export function createAdapter(options: BotIdentity): TeamsAdapter {
  const { mode, appId, appType = 'SingleTenant', tenantId, openIdMetadata, tokenServiceUrl } = options
  // The SDK takes an empty id as "no authentication", and an unknown type as multi-tenant (teams.md 3.2).
  if (!appId.trim()) throw new Error('The app id of the bot is missing.')
  if (!appTypes.has(appType)) throw new Error('The app type of the bot is not known.')
  // Where tokens of people are asked for: the SDK's own constant, and in demo mode a loopback address like any other.
  const isTokenService = (url: string) => mode === 'production' && URL.parse(url)?.origin === AuthenticationConstants.OAuthUrl
  const allowed = (url: string) => serviceUrlAllowed(mode, url) || isTokenService(url)
  const clientOptions = { httpClient: createHttpClient(allowed) } as ConnectorClientOptions
  const identity = {
    ...publicCloud,
    ToBotFromChannelOpenIdMetadataUrl: openIdMetadata,
    MicrosoftAppId: appId,
    MicrosoftAppType: appType,
    MicrosoftAppTenantId: tenantId,
    MicrosoftAppPassword: process.env.MicrosoftAppPassword,
  }
  return new TeamsAdapter(
    mode === 'demo'
      ? new ConfigurationBotFrameworkAuthentication(
          { MicrosoftAppId: appId, ...(tokenServiceUrl === undefined ? {} : { ...publicCloud, OAuthUrl: tokenServiceUrl }) },
          new NoCredentials(appId),
          undefined,
          undefined,
          clientOptions,
        )
      : new ConfigurationBotFrameworkAuthentication(identity, undefined, secondLock(appId), undefined, clientOptions),
  )
}
