// Copy this file for each environment, and change every value. See ADMIN.md.
using 'main.bicep'

param stage = 'ground'
param name = 'unlock'
param image = ''
param settings = loadTextContent('unlock.settings.json')
param fewestReplicas = 2
param mostReplicas = 4
param databaseAdmins = { name: 'Database administrators', objectId: '00000000-0000-4000-8000-000000000000' }
param databaseSku = { name: 'Standard_B1ms', tier: 'Burstable' }
param databaseHighAvailability = false
param auditDays = 400
param metrics = false
param webhook = false
param alertMail = 'identity-team@contoso.example'
param deployRepository = ''
