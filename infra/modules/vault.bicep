// Keeps two secrets: the key that the heads of the audit are signed with, and the one that the receiver of notices knows as well. An administrator
// puts them there; the bot can read them only.
param name string
param location string
param readerId string
param workspaceId string

resource vault 'Microsoft.KeyVault/vaults@2023-07-01' = {
  name: name
  location: location
  properties: {
    tenantId: tenant().tenantId
    sku: { family: 'A', name: 'standard' }
    enableRbacAuthorization: true
    enableSoftDelete: true
    enablePurgeProtection: true
    softDeleteRetentionInDays: 90
  }
}

var secretsUser = subscriptionResourceId('Microsoft.Authorization/roleDefinitions', '4633458b-17de-408a-b874-0445c86b69e6')

resource mayRead 'Microsoft.Authorization/roleAssignments@2022-04-01' = {
  scope: vault
  name: guid(vault.id, readerId, secretsUser)
  properties: { principalId: readerId, principalType: 'ServicePrincipal', roleDefinitionId: secretsUser }
}

resource logs 'Microsoft.Insights/diagnosticSettings@2021-05-01-preview' = {
  scope: vault
  name: 'workspace'
  properties: { workspaceId: workspaceId, logs: [{ category: 'AuditEvent', enabled: true }] }
}

output name string = vault.name
output auditKeySecret string = '${vault.properties.vaultUri}secrets/audit-heads-key'
output webhookKeySecret string = '${vault.properties.vaultUri}secrets/notices-webhook-key'
