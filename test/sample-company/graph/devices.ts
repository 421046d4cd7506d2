// Devices that Entra and Intune know of (graph.md 4.14).
import { isIphone, isType, laptopOf, type Wire } from '../account.ts'
import { uuidOf } from '../ids.ts'
import { type Employee, everyone, upnOf } from '../world.ts'
import { type GraphCall, list, named, needAdvancedQuery, type Outcome, oneOf, type Route } from './route.ts'

export const deviceRoutes: Route[] = [
  ['GET', '/users/:user/registeredDevices', (call) => list(devicesOf(named(call)).map(deviceWire))],
  ['GET', '/users/:user/registeredDevices/graph.device', registeredDevices],
  ['GET', '/users/:user/managedDevices', (call) => list(devicesOf(named(call)).map(managedWire))],
  ['GET', '/deviceManagement/managedDevices', (call) => list(managed(call))],
  ['GET', '/deviceManagement/managedDevices/:device', (call) => oneOf(managed(call), call.params.device)],
]

interface Device {
  owner: Employee
  name: string
  system: 'iOS' | 'Android' | 'Windows'
  version: string
  maker: string
}

const versions: Record<string, string> = {
  'iphone-ios18': '18.6',
  'iphone-ios17': '17.7.2',
  'iphone-ios16': '16.7.11',
  'samsung-14': '14',
  'pixel-14': '14',
  'android-14': '14',
  'pixel-15': '15',
}

function devicesOf(owner: Employee): Device[] {
  const { model } = owner.phone
  if (owner.guest || owner.row.in?.includes('break-glass')) return []
  const laptop: Device = { owner, name: laptopOf(owner.row), system: 'Windows', version: '10.0.26100.1', maker: 'Contoso' }
  const registered = owner.account.methods.some((method) => isType(method, 'microsoftAuthenticatorAuthenticationMethod'))
  if (model === 'none' || !registered) return [laptop]
  const first = owner.name.split(' ')[0]
  const phone: Device = isIphone(model)
    ? { owner, name: `${first}'s iPhone`, system: 'iOS', version: versions[model] ?? '', maker: 'Apple' }
    : { owner, name: `${first}'s ${model.split('-')[0]}`, system: 'Android', version: versions[model] ?? '', maker: 'Contoso' }
  return [laptop, phone]
}

const deviceWire = ({ owner, name, system, version }: Device): Wire => ({
  '@odata.type': '#microsoft.graph.device',
  id: uuidOf(`device ${owner.id} ${name}`),
  deviceId: uuidOf(`device id ${owner.id} ${name}`),
  displayName: name,
  accountEnabled: true,
  operatingSystem: system,
  operatingSystemVersion: version,
  trustType: system === 'Windows' ? 'AzureAd' : 'Workplace',
  isCompliant: true,
  isManaged: true,
  approximateLastSignInDateTime: '2026-11-20T07:00:00Z',
})

const managedWire = ({ owner, name, system, version, maker }: Device): Wire => ({
  id: uuidOf(`intune ${owner.id} ${name}`),
  deviceName: name,
  operatingSystem: system,
  osVersion: version,
  complianceState: 'compliant',
  isEncrypted: true,
  userId: owner.id,
  userDisplayName: owner.name,
  userPrincipalName: upnOf(owner),
  azureADDeviceId: uuidOf(`device id ${owner.id} ${name}`),
  lastSyncDateTime: '2026-11-20T15:13:29Z',
  manufacturer: maker,
  model: 'Standard',
  serialNumber: '',
  managedDeviceOwnerType: 'company',
})

const managed = ({ world }: GraphCall): Wire[] => everyone(world).flatMap(devicesOf).map(managedWire)

function registeredDevices(call: GraphCall): Outcome {
  needAdvancedQuery(call)
  return list(devicesOf(named(call)).map(deviceWire))
}
