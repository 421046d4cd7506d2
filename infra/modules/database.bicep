// PostgreSQL, reached from the network only, with Entra as the one way to sign in: there is no password to lose.
param name string
param location string
param subnetId string
param dnsZoneId string
param sku { name: string, tier: 'Burstable' | 'GeneralPurpose' }
param highAvailability bool
param admins { name: string, objectId: string }
param workspaceId string

resource server 'Microsoft.DBforPostgreSQL/flexibleServers@2024-08-01' = {
  name: name
  location: location
  sku: sku
  properties: {
    version: '16'
    authConfig: { activeDirectoryAuth: 'Enabled', passwordAuth: 'Disabled', tenantId: tenant().tenantId }
    network: { delegatedSubnetResourceId: subnetId, privateDnsZoneArmResourceId: dnsZoneId, publicNetworkAccess: 'Disabled' }
    storage: { storageSizeGB: 32, autoGrow: 'Enabled' }
    backup: { backupRetentionDays: 14, geoRedundantBackup: 'Disabled' }
    highAvailability: { mode: highAvailability ? 'ZoneRedundant' : 'Disabled' }
  }
}

resource memory 'Microsoft.DBforPostgreSQL/flexibleServers/databases@2024-08-01' = {
  parent: server
  name: 'unlock'
  properties: { charset: 'UTF8', collation: 'en_US.utf8' }
}

resource administrators 'Microsoft.DBforPostgreSQL/flexibleServers/administrators@2024-08-01' = {
  parent: server
  name: admins.objectId
  properties: { principalName: admins.name, principalType: 'Group', tenantId: tenant().tenantId }
  dependsOn: [memory]
}

resource logs 'Microsoft.Insights/diagnosticSettings@2021-05-01-preview' = {
  scope: server
  name: 'workspace'
  properties: { workspaceId: workspaceId, logs: [{ category: 'PostgreSQLLogs', enabled: true }] }
}

output id string = server.id
output host string = server.properties.fullyQualifiedDomainName
