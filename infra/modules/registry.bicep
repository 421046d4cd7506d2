// The registry of images, and the pipeline's identity, which signs in with a token of GitHub instead of a secret.
param name string
param location string
param pullerId string
param repository string

resource registry 'Microsoft.ContainerRegistry/registries@2023-07-01' = {
  name: name
  location: location
  sku: { name: 'Basic' }
  // Nobody pulls without signing in: anonymous pulls are off unless switched on.
  properties: { adminUserEnabled: false }
}

var acrPull = subscriptionResourceId('Microsoft.Authorization/roleDefinitions', '7f951dda-4ed3-4680-a7ca-43fe172d538d')
var contributor = subscriptionResourceId('Microsoft.Authorization/roleDefinitions', 'b24988ac-6180-42a0-ab88-20f7382dd24c')

resource mayPull 'Microsoft.Authorization/roleAssignments@2022-04-01' = {
  scope: registry
  name: guid(registry.id, pullerId, acrPull)
  properties: { principalId: pullerId, principalType: 'ServicePrincipal', roleDefinitionId: acrPull }
}

resource deployer 'Microsoft.ManagedIdentity/userAssignedIdentities@2023-01-31' = if (repository != '') {
  name: 'id-${name}-deploy'
  location: location

  resource main 'federatedIdentityCredentials' = {
    name: 'main'
    properties: {
      issuer: 'https://token.actions.githubusercontent.com'
      subject: 'repo:${repository}:ref:refs/heads/main'
      audiences: ['api://AzureADTokenExchange']
    }
  }
}

// It may change what runs, not who may do what: roles and the first deployment stay with an administrator.
resource mayDeploy 'Microsoft.Authorization/roleAssignments@2022-04-01' = if (repository != '') {
  name: guid(resourceGroup().id, name, contributor)
  properties: { principalId: deployer!.properties.principalId, principalType: 'ServicePrincipal', roleDefinitionId: contributor }
}

output name string = registry.name
output server string = registry.properties.loginServer
output deployClientId string = repository == '' ? '' : deployer!.properties.clientId
