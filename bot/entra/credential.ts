// The bot's own identity towards Microsoft Graph.
import { getBearerTokenProvider, ManagedIdentityCredential } from '@azure/identity'

/** Tokens of the managed identity, nothing stored; kept in memory and renewed ahead of time by the library. */
export function azureToken(clientId?: string): () => Promise<string> {
  const credential = clientId ? new ManagedIdentityCredential({ clientId }) : new ManagedIdentityCredential()
  return getBearerTokenProvider(credential, 'https://graph.microsoft.com/.default')
}
