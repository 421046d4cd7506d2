// What this company would write into its UNLOCK_CONFIG file.
import { groupId } from './groups.ts'
import { catalogId, helpdeskChannel } from './ids.ts'
import { places } from './people.ts'

export const settings = {
  company: {
    name: 'Contoso',
    helpdesk: {
      name: 'IT helpdesk',
      phone: '+47 22 00 11 22',
      mail: 'help@contoso.example',
      place: 'Building 2, ground floor',
      hours: 'Monday to Friday, 08:00 to 16:00',
    },
    genuine: { site: 'intranet.contoso.example', word: 'unlock' },
  },
  languages: ['en'],
  groups: {
    helpdesk: groupId('helpdesk'),
    privilegedHelpdesk: groupId('helpdesk-privileged'),
    organisers: groupId('organisers'),
    approvers: groupId('approvers'),
    security: groupId('security'),
    auditors: groupId('auditors'),
    sharedDevice: groupId('shared-device'),
    noSmartphone: groupId('no-smartphone'),
    breakGlass: groupId('break-glass'),
    vip: groupId('vip'),
  },
  helpdeskChannel: { teamId: helpdeskChannel.teamId, channelId: helpdeskChannel.channelId },
  notices: { mailbox: 'help@contoso.example' },
  agentSignIn: { connection: 'graph' },
  escalation: { answerWithinMinutes: 30 },
  pass: { mode: 'delegated' as const },
  rollout: {
    everyone: false,
    groups: [
      { group: groupId('wave-1'), from: '2026-01-01' },
      { group: groupId('wave-2'), from: '2099-03-01' },
    ],
  },
  passkeys: {
    accepted: [
      { group: 'everyone', kinds: ['authenticator'] },
      { group: groupId('security-keys'), kinds: ['security-key', 'windows-hello'] },
    ],
  },
  bootstrap: [{ group: groupId('pass-first'), way: 'pass-always' }],
  alternatives: [
    { kind: 'security-key', how: 'The helpdesk has security keys. Ask for one.' },
    { kind: 'loan-phone', how: 'The helpdesk lends phones. Ask for one.' },
  ],
  waves: {
    // A company in a box has no night: whoever tries a wave should see it arrive.
    hours: { from: '00:00', to: '24:00', weekdaysOnly: false },
    zones: Object.fromEntries(Object.entries(places).map(([place, { timezone }]) => [place, timezone])),
    zone: 'Europe/Oslo',
    linkHosts: ['intranet.contoso.example'],
    aloneUpTo: 5,
    catalogId,
  },
}
