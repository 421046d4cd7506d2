// Where the signed heads of the audit stand: written once, then nobody can change or delete them until their time is over.
param name string
param location string
param writerId string
param subnetId string
param days int

resource account 'Microsoft.Storage/storageAccounts@2023-05-01' = {
  name: name
  location: location
  kind: 'StorageV2'
  sku: { name: 'Standard_ZRS' }
  properties: {
    allowBlobPublicAccess: false
    allowSharedKeyAccess: false
    minimumTlsVersion: 'TLS1_2'
    supportsHttpsTrafficOnly: true
    networkAcls: { defaultAction: 'Deny', bypass: 'AzureServices', virtualNetworkRules: [{ id: subnetId }] }
  }
}

resource blobs 'Microsoft.Storage/storageAccounts/blobServices@2023-05-01' = {
  parent: account
  name: 'default'
}

resource container 'Microsoft.Storage/storageAccounts/blobServices/containers@2023-05-01' = {
  parent: blobs
  name: 'audit-heads'
}

// Unlocked as it is made, so that a first try can be taken back. ADMIN.md has the command that locks it for good.
resource retention 'Microsoft.Storage/storageAccounts/blobServices/containers/immutabilityPolicies@2023-05-01' = {
  parent: container
  name: 'default'
  properties: { immutabilityPeriodSinceCreationInDays: days, allowProtectedAppendWrites: false }
}

var blobContributor = subscriptionResourceId('Microsoft.Authorization/roleDefinitions', 'ba92f5b4-2d11-453d-a403-e96b0029c9fe')

resource mayWrite 'Microsoft.Authorization/roleAssignments@2022-04-01' = {
  scope: container
  name: guid(container.id, writerId, blobContributor)
  properties: { principalId: writerId, principalType: 'ServicePrincipal', roleDefinitionId: blobContributor }
}

output container string = '${account.properties.primaryEndpoints.blob}${container.name}'
