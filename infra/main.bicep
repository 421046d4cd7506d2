// Everything that Unlock needs in Azure, in one resource group. Read this file; modules/ holds the details of each part.
//   az deployment group create --resource-group rg-unlock --template-file infra/main.bicep --parameters infra/unlock.bicepparam
// First with stage 'ground', then, when the steps of ADMIN.md in between are done, with stage 'all'.
targetScope = 'resourceGroup'

@description('ground: all that must be there before the bot can start. all: the bot too.')
@allowed(['ground', 'all'])
param stage string = 'ground'

@description('Stands in the name of everything. Small letters and digits.')
@minLength(3)
@maxLength(12)
param name string = 'unlock'

param location string = resourceGroup().location

@description('The image with its digest, as the registry names it: crunlock….azurecr.io/unlock@sha256:…')
param image string = ''

@description('The company\'s settings file: loadTextContent(\'unlock.settings.json\') in the parameters. It holds no secret.')
param settings string = '{}'

@description('How many replicas there always are. Two survive the loss of one.')
@minValue(1)
param fewestReplicas int = 2

@minValue(1)
param mostReplicas int = 4

@description('Entra group whose members administer the database.')
param databaseAdmins { name: string, objectId: string }

@description('Compute of the database; ADMIN.md says which for how many people.')
param databaseSku { name: string, tier: 'Burstable' | 'GeneralPurpose' } = { name: 'Standard_B1ms', tier: 'Burstable' }

@description('A second database server in another zone. Needs the tier GeneralPurpose.')
param databaseHighAvailability bool = false

@description('For so many days nobody can change or delete a signed head of the audit.')
@minValue(1)
param auditDays int = 400

@description('Metrics for a Prometheus in the same environment, on a port that the internet does not reach.')
param metrics bool = false

@description('Notices go to a system of the company: its key is in the vault as notices-webhook-key.')
param webhook bool = false

@description('Who is written to when something is wrong.')
param alertMail string

@description('GitHub repository (owner/name) whose main branch may deploy, without a secret. Empty: none.')
param deployRepository string = ''

var suffix = uniqueString(resourceGroup().id)
var botName = 'bot-${name}-${suffix}'

resource identity 'Microsoft.ManagedIdentity/userAssignedIdentities@2023-01-31' = {
  name: 'id-${name}'
  location: location
}

module network 'modules/network.bicep' = {
  name: 'network'
  params: { name: name, location: location }
}

module watch 'modules/watch.bicep' = {
  name: 'watch'
  params: { name: name, location: location, alertMail: alertMail }
}

module database 'modules/database.bicep' = {
  name: 'database'
  params: {
    name: 'psql-${name}-${suffix}'
    location: location
    subnetId: network.outputs.databaseSubnetId
    dnsZoneId: network.outputs.databaseZoneId
    sku: databaseSku
    highAvailability: databaseHighAvailability
    admins: databaseAdmins
    workspaceId: watch.outputs.workspaceId
  }
}

module vault 'modules/vault.bicep' = {
  name: 'vault'
  params: { name: 'kv-${name}-${take(suffix, 8)}', location: location, readerId: identity.properties.principalId, workspaceId: watch.outputs.workspaceId }
}

module heads 'modules/audit-heads.bicep' = {
  name: 'audit-heads'
  params: {
    name: take('st${name}${suffix}', 24)
    location: location
    writerId: identity.properties.principalId
    subnetId: network.outputs.appSubnetId
    days: auditDays
  }
}

module registry 'modules/registry.bicep' = {
  name: 'registry'
  params: { name: 'cr${name}${suffix}', location: location, pullerId: identity.properties.principalId, repository: deployRepository }
}

module app 'modules/app.bicep' = if (stage == 'all') {
  name: 'app'
  params: {
    name: name
    location: location
    subnetId: network.outputs.appSubnetId
    workspaceName: watch.outputs.workspaceName
    registry: registry.outputs.server
    image: image
    identityName: identity.name
    databaseUrl: 'postgres://${identity.name}@${database.outputs.host}:5432/unlock?sslmode=verify-full'
    auditKeySecret: vault.outputs.auditKeySecret
    webhookKeySecret: webhook ? vault.outputs.webhookKeySecret : ''
    metrics: metrics
    settings: settings
    fewestReplicas: fewestReplicas
    mostReplicas: mostReplicas
  }
}

module bot 'modules/bot.bicep' = if (stage == 'all') {
  name: 'bot'
  params: {
    name: botName
    endpoint: 'https://${app!.outputs.host}/api/messages'
    identityName: identity.name
  }
}

module alerts 'modules/alerts.bicep' = if (stage == 'all') {
  name: 'alerts'
  params: {
    name: name
    location: location
    appId: app!.outputs.id
    databaseId: database.outputs.id
    workspaceId: watch.outputs.workspaceId
    actionGroupId: watch.outputs.actionGroupId
  }
}

@description('MicrosoftAppId: for npm run package and npm run permissions.')
output botId string = identity.properties.clientId

@description('For the OAuth connection of the agents\' sign-in.')
output botName string = botName

@description('Object id of the bot\'s identity in Entra: npm run permissions -- --identity …')
output identityId string = identity.properties.principalId

@description('Role of the bot in the database: infra/database.sql')
output databaseRole string = identity.name
output databaseHost string = database.outputs.host

@description('settings: audit.heads.container')
output auditContainer string = heads.outputs.container
output vaultName string = vault.outputs.name
output registryName string = registry.outputs.name

@description('For the login of the pipeline: AZURE_CLIENT_ID')
output deployClientId string = registry.outputs.deployClientId
