// The bot in Container Apps, and the doctor as a job beside it, with the same identity and settings.
param name string
param location string
param subnetId string
param workspaceName string
param registry string
param image string
param identityName string
param databaseUrl string
param auditKeySecret string
@description('Empty: there is no webhook.')
param webhookKeySecret string
param metrics bool
param settings string
param fewestReplicas int
param mostReplicas int

var port = 3978
var metricsPort = 9464
var metricsListen = '0.0.0.0:${metricsPort}'

resource identity 'Microsoft.ManagedIdentity/userAssignedIdentities@2023-01-31' existing = {
  name: identityName
}

resource workspace 'Microsoft.OperationalInsights/workspaces@2023-09-01' existing = {
  name: workspaceName
}

resource environment 'Microsoft.App/managedEnvironments@2024-03-01' = {
  name: 'cae-${name}'
  location: location
  properties: {
    vnetConfiguration: { infrastructureSubnetId: subnetId, internal: false }
    workloadProfiles: [{ name: 'Consumption', workloadProfileType: 'Consumption' }]
    appLogsConfiguration: {
      destination: 'log-analytics'
      logAnalyticsConfiguration: { customerId: workspace.properties.customerId, sharedKey: workspace.listKeys().primarySharedKey }
    }
  }
}

// Each is read in bot/config.ts; test/infra holds that none is missing and none is made up.
var usual = [
  { name: 'UNLOCK_MODE', value: 'production' }
  { name: 'NODE_ENV', value: 'production' }
  { name: 'PORT', value: string(port) }
  { name: 'DATABASE_URL', value: databaseUrl }
  { name: 'DATABASE_LOGIN', value: 'entra' }
  { name: 'MicrosoftAppId', value: identity.properties.clientId }
  { name: 'MicrosoftAppType', value: 'UserAssignedMSI' }
  { name: 'MicrosoftAppTenantId', value: tenant().tenantId }
  { name: 'UNLOCK_CONFIG', value: '/unlock/settings.json' }
]
var variables = concat(usual, metrics ? [{ name: 'METRICS_LISTEN', value: metricsListen }] : [])

var hasWebhook = webhookKeySecret != ''
var secrets = concat(
  [{ name: 'settings', value: settings }, { name: 'audit-heads-key', keyVaultUrl: auditKeySecret, identity: identity.id }],
  hasWebhook ? [{ name: 'webhook-key', keyVaultUrl: webhookKeySecret, identity: identity.id }] : []
)

var files = [
  {
    name: 'unlock'
    storageType: 'Secret'
    secrets: concat(
      [{ secretRef: 'settings', path: 'settings.json' }, { secretRef: 'audit-heads-key', path: 'audit-heads.pem' }],
      hasWebhook ? [{ secretRef: 'webhook-key', path: 'webhook.key' }] : []
    )
  }
]

var mounts = [{ volumeName: 'unlock', mountPath: '/unlock' }]
var pulls = [{ server: registry, identity: identity.id }]
var size = { cpu: json('0.5'), memory: '1Gi' }

resource app 'Microsoft.App/containerApps@2024-03-01' = {
  name: 'ca-${name}'
  location: location
  identity: { type: 'UserAssigned', userAssignedIdentities: { '${identity.id}': {} } }
  properties: {
    environmentId: environment.id
    workloadProfileName: 'Consumption'
    configuration: {
      activeRevisionsMode: 'Single'
      ingress: {
        external: true
        targetPort: port
        transport: 'http'
        allowInsecure: false
        additionalPortMappings: metrics ? [{ external: false, targetPort: metricsPort, exposedPort: metricsPort }] : []
      }
      registries: pulls
      secrets: secrets
    }
    template: {
      // Longer than the 20 seconds in which the bot finishes what it has begun.
      terminationGracePeriodSeconds: 30
      containers: [
        {
          name: 'unlock'
          image: image
          env: variables
          resources: size
          volumeMounts: mounts
          probes: [
            { type: 'Startup', httpGet: { path: '/readyz', port: port }, periodSeconds: 2, failureThreshold: 60 }
            { type: 'Readiness', httpGet: { path: '/readyz', port: port }, periodSeconds: 5, failureThreshold: 3 }
            { type: 'Liveness', httpGet: { path: '/healthz', port: port }, periodSeconds: 10, failureThreshold: 6 }
          ]
        }
      ]
      volumes: files
      scale: { minReplicas: fewestReplicas, maxReplicas: mostReplicas, rules: [{ name: 'turns', http: { metadata: { concurrentRequests: '50' } } }] }
    }
  }
}

resource doctor 'Microsoft.App/jobs@2024-03-01' = {
  name: 'caj-${name}-doctor'
  location: location
  identity: { type: 'UserAssigned', userAssignedIdentities: { '${identity.id}': {} } }
  properties: {
    environmentId: environment.id
    workloadProfileName: 'Consumption'
    configuration: {
      triggerType: 'Manual'
      manualTriggerConfig: { parallelism: 1, replicaCompletionCount: 1 }
      replicaTimeout: 300
      replicaRetryLimit: 0
      registries: pulls
      secrets: secrets
    }
    template: {
      containers: [
        {
          name: 'doctor'
          image: image
          command: ['node', 'bot/doctor-command.ts']
          env: variables
          resources: size
          volumeMounts: mounts
        }
      ]
      volumes: files
    }
  }
}

output id string = app.id
output host string = app.properties.configuration.ingress.fqdn
