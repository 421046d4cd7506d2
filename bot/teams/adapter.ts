// The SDK's adapter, with one door out: our own HTTP client, so that no request is repeated or sent elsewhere unseen.
import { type Activity, CloudAdapter, ConfigurationBotFrameworkAuthentication, type InvokeResponse, type TurnContext } from 'botbuilder'
import { type ConnectorClient, type ConnectorClientOptions, ServiceClientCredentialsFactory } from 'botframework-connector'
import { type Mode, serviceUrlAllowed } from './activity.ts'
import { createHttpClient } from './http-client.ts'

export interface BotIdentity {
  mode: Mode
  appId: string
  /** 'SingleTenant', 'UserAssignedMSI' or 'MultiTenant'. Any other would silently count as the last. */
  appType?: string
  tenantId: string
}

const appTypes = new Set(['SingleTenant', 'UserAssignedMSI', 'MultiTenant'])

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
}

export function createAdapter({ mode, appId, appType = 'SingleTenant', tenantId }: BotIdentity): TeamsAdapter {
  // The SDK takes an empty id as "no authentication", and an unknown type as multi-tenant (teams.md 3.2).
  if (!appId.trim()) throw new Error('The app id of the bot is missing.')
  if (!appTypes.has(appType)) throw new Error('The app type of the bot is not known.')
  const clientOptions = { httpClient: createHttpClient((url) => serviceUrlAllowed(mode, url)) } as ConnectorClientOptions
  const identity = {
    MicrosoftAppId: appId,
    MicrosoftAppType: appType,
    MicrosoftAppTenantId: tenantId,
    MicrosoftAppPassword: process.env.MicrosoftAppPassword,
  }
  return new TeamsAdapter(
    mode === 'demo'
      ? new ConfigurationBotFrameworkAuthentication(
          { MicrosoftAppId: appId },
          new NoCredentials(appId),
          undefined,
          undefined,
          clientOptions,
        )
      : new ConfigurationBotFrameworkAuthentication(identity, undefined, undefined, undefined, clientOptions),
  )
}
