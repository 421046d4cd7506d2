// Which addresses the bot may be told of and write to: Microsoft's own hosts, letter for letter.
import { describe, expect, it } from 'vitest'
import { admit, type Mode, serviceUrlAllowed } from '../../bot/teams/activity.ts'

const hosts = [
  'smba.trafficmanager.net',
  'smba.infra.gcc.teams.microsoft.com',
  'smba.infra.gov.teams.microsoft.us',
  'smba.infra.dod.teams.microsoft.us',
]

const evil = [
  '',
  'smba.trafficmanager.net',
  '//smba.trafficmanager.net/',
  'http://smba.trafficmanager.net/amer/',
  'ftp://smba.trafficmanager.net/',
  'javascript://smba.trafficmanager.net/%0aalert(1)',
  'https://evil.trafficmanager.net/',
  'https://trafficmanager.net/',
  'https://x.smba.trafficmanager.net/',
  'https://smba.trafficmanager.net.evil.example/',
  'https://smba-trafficmanager.net/',
  'https://smba.trafficmanager.net./',
  'https://smba.trafficmanager.net:8443/',
  'https://smba.trafficmanager.net:443/',
  'https://smba.trafficmanager.net@evil.example/',
  'https://evil.example@smba.trafficmanager.net/',
  'https://user:word@smba.trafficmanager.net/',
  'https://evil.example/smba.trafficmanager.net',
  'https://evil.example#smba.trafficmanager.net',
  'https://evil.example\\@smba.trafficmanager.net',
  'https:\\\\evil.example\\smba.trafficmanager.net',
  'https://ѕmba.trafficmanager.net/',
  'https://xn--mba-wed.trafficmanager.net/',
  'https://127.0.0.1/',
  'https://[::1]/',
  'http://127.0.0.1:3978/',
  'https://localhost/',
]

describe('an address in production', () => {
  it.each(hosts.flatMap((host) => [`https://${host}`, `https://${host}/teams/`, `https://${host}/emea/x/`]))('%s is allowed', (url) => {
    expect(serviceUrlAllowed('production', url)).toBe(true)
  })
  it.each(evil)('P7 "%s" is not', (url) => {
    expect(serviceUrlAllowed('production', url)).toBe(false)
  })
})

describe('an address in the demo', () => {
  it.each(['http://127.0.0.1:4000/connector', 'http://localhost:4000', 'http://[::1]:4000/'])('%s is allowed', (url) => {
    expect(serviceUrlAllowed('demo', url)).toBe(true)
  })
  it.each([
    ...hosts.map((host) => `https://${host}/`),
    'http://127.0.0.1.evil.example/',
    'http://127.0.0.1@evil.example/',
    'http://evil.example@127.0.0.1/',
    'http://0.0.0.0:4000/',
    'http://192.168.0.1/',
    'https://127.0.0.1/',
    'http://localhost.evil.example/',
  ])('P7 %s is not', (url) => {
    expect(serviceUrlAllowed('demo', url)).toBe(false)
  })
})

describe('an activity', () => {
  const tenantId = '11111111-1111-4111-8111-111111111111'
  const activity = {
    type: 'message',
    id: '1',
    channelId: 'msteams',
    serviceUrl: 'https://smba.trafficmanager.net/emea/',
    from: { id: '29:1', name: 'Ines', aadObjectId: '22222222-2222-4222-8222-222222222222' },
    recipient: { id: '28:1' },
    conversation: { id: 'a:1', tenantId },
    channelData: { tenant: { id: tenantId } },
    text: 'hi',
  }
  const door = (mode: Mode) => ({ mode, tenantId })

  it('is let in, without what nobody asked for', () => {
    const admitted = admit({ ...activity, attachments: [{ contentUrl: 'https://evil.example' }], callerId: 'x' }, door('production'))
    expect(admitted).toEqual({ activity })
  })
  it.each([undefined, null, 7, ...evil])('P5 P6 with the address "%s" is turned away with 400', (serviceUrl) => {
    expect(admit({ ...activity, serviceUrl }, door('production'))).toMatchObject({ status: 400 })
  })
  it.each([
    ['arrays', '[', ']'],
    ['objects', '{"a":', '}'],
  ])('P13 is turned away before it is read when it nests %s', (_, open, close) => {
    const nested = (depth: number) => ({ ...activity, value: JSON.parse(`${open.repeat(depth)}1${close.repeat(depth)}`) })
    expect(admit(nested(15), door('production'))).toHaveProperty('activity')
    for (const depth of [25, 30_000]) expect(admit(nested(depth), door('production'))).toEqual({ status: 400, error: 'too deeply nested' })
  })
  it('P10 may write the tenant in capitals, but name no other', () => {
    const capitals = { tenantId: tenantId.toUpperCase() }
    expect(admit({ ...activity, conversation: { ...activity.conversation, ...capitals } }, door('production'))).toHaveProperty('activity')
    expect(admit(activity, { mode: 'production', tenantId: '' })).toMatchObject({ status: 403 })
  })
  it('C9 loses what its sender’s name may not hold, and keeps the rest', () => {
    const from = { ...activity.from, name: 'In\u0000es\ud83d' }
    expect(admit({ ...activity, from }, door('production'))).toMatchObject({ activity: { from: { name: 'Ines\ufffd' } } })
  })
})
