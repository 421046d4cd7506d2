// What somebody is woken for. RUNBOOK.md has a section for each.
param name string
param location string
param appId string
param databaseId string
param workspaceId string
param actionGroupId string

resource down 'Microsoft.Insights/metricAlerts@2018-03-01' = {
  name: '${name}-nobody-is-answered'
  location: 'global'
  properties: {
    severity: 1
    enabled: true
    scopes: [appId]
    evaluationFrequency: 'PT1M'
    windowSize: 'PT5M'
    criteria: {
      'odata.type': 'Microsoft.Azure.Monitor.SingleResourceMultipleMetricCriteria'
      allOf: [
        {
          criterionType: 'StaticThresholdCriterion'
          name: 'replicas'
          metricName: 'Replicas'
          operator: 'LessThan'
          threshold: 1
          timeAggregation: 'Maximum'
        }
      ]
    }
    actions: [{ actionGroupId: actionGroupId }]
  }
}

resource storage 'Microsoft.Insights/metricAlerts@2018-03-01' = {
  name: '${name}-database-nearly-full'
  location: 'global'
  properties: {
    severity: 2
    enabled: true
    scopes: [databaseId]
    evaluationFrequency: 'PT5M'
    windowSize: 'PT15M'
    criteria: {
      'odata.type': 'Microsoft.Azure.Monitor.SingleResourceMultipleMetricCriteria'
      allOf: [
        {
          criterionType: 'StaticThresholdCriterion'
          name: 'storage'
          metricName: 'storage_percent'
          operator: 'GreaterThan'
          threshold: 85
          timeAggregation: 'Average'
        }
      ]
    }
    actions: [{ actionGroupId: actionGroupId }]
  }
}

// pino writes errors as level 50 and above. A healthy bot logs none, so one is worth a look.
var questions = [
  { name: 'error-logged', severity: 2, minutes: 5, query: 'toint(parse_json(Log_s).level) >= 50' }
  { name: 'audit-broken', severity: 1, minutes: 5, query: 'tostring(parse_json(Log_s).msg) startswith "the audit chain"' }
  { name: 'start-refused', severity: 1, minutes: 5, query: 'Log_s startswith "UNLOCK_" or Log_s startswith "Microsoft"' }
]

resource logged 'Microsoft.Insights/scheduledQueryRules@2023-03-15-preview' = [
  for question in questions: {
    name: '${name}-${question.name}'
    location: location
    properties: {
      severity: question.severity
      enabled: true
      scopes: [workspaceId]
      evaluationFrequency: 'PT${question.minutes}M'
      windowSize: 'PT${question.minutes}M'
      // The table exists only when the app has logged once.
      skipQueryValidation: true
      criteria: {
        allOf: [
          {
            query: 'ContainerAppConsoleLogs_CL | where ContainerName_s == "unlock" | where ${question.query}'
            timeAggregation: 'Count'
            operator: 'GreaterThan'
            threshold: 0
          }
        ]
      }
      actions: { actionGroups: [actionGroupId] }
    }
  }
]
