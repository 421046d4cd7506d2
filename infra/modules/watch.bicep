// Logs for 30 days, and the people who are told when something is wrong.
param name string
param location string
param alertMail string

resource workspace 'Microsoft.OperationalInsights/workspaces@2023-09-01' = {
  name: 'log-${name}'
  location: location
  properties: { sku: { name: 'PerGB2018' }, retentionInDays: 30 }
}

resource people 'Microsoft.Insights/actionGroups@2023-01-01' = {
  name: 'ag-${name}'
  location: 'global'
  properties: {
    groupShortName: take(name, 12)
    enabled: true
    emailReceivers: [{ name: 'team', emailAddress: alertMail, useCommonAlertSchema: true }]
  }
}

output workspaceId string = workspace.id
output workspaceName string = workspace.name
output actionGroupId string = people.id
