// The bot's own identity towards Microsoft Graph.
import { getBearerTokenProvider, ManagedIdentityCredential } from '@azure/identity'

const graph = 'https://graph.microsoft.com/.default'
/**
 * What Azure Database for PostgreSQL takes as a password
 * (learn.microsoft.com/azure/postgresql/flexible-server/how-to-configure-sign-in-azure-ad-authentication).
 */
export const databaseScope = 'https://ossrdbms-aad.database.windows.net/.default'
/** Azure Storage (learn.microsoft.com/azure/storage/blobs/authorize-access-azure-active-directory). */
export const storageScope = 'https://storage.azure.com/.default'

/** Teams, as the connector takes it (learn.microsoft.com/azure/bot-service/rest-api/bot-framework-rest-connector-authentication). */
export const teamsScope = 'https://api.botframework.com/.default'

/** Tokens of the managed identity, nothing stored; kept in memory and renewed ahead of time by the library. */
export function azureToken(clientId?: string, scope = graph): () => Promise<string> {
  const credential = clientId ? new ManagedIdentityCredential({ clientId }) : new ManagedIdentityCredential()
  return getBearerTokenProvider(credential, scope)
}
