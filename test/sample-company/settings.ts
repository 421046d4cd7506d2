// What this company would write into its UNLOCK_CONFIG file.
import { groupId } from './groups.ts'
import { catalogId, helpdeskChannel } from './ids.ts'
import { places } from './people.ts'

export const settings = {
  company: {
    name: 'Contoso',
    helpdesk: {
      name: { en: 'IT helpdesk', de: 'IT-Helpdesk' },
      phone: '+47 22 00 11 22',
      mail: 'help@contoso.example',
      place: { en: 'Building 2, ground floor', de: 'Haus 2, Erdgeschoss', ar: 'المبنى 2، الطابق الأرضي' },
      hours: {
        en: 'Monday to Friday, 08:00 to 16:00',
        de: 'Montag bis Freitag, 08:00 bis 16:00',
        ar: 'من الاثنين إلى الجمعة، من 08:00 إلى 16:00',
      },
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
    {
      kind: 'security-key',
      how: {
        en: 'The helpdesk has security keys. Ask for one.',
        de: 'Der Helpdesk hat Sicherheitsschlüssel. Fragen Sie danach.',
        ar: 'لدى مكتب المساعدة مفاتيح أمان. يمكن طلب واحد منها.',
      },
    },
    {
      kind: 'loan-phone',
      how: {
        en: 'The helpdesk lends phones. Ask for one.',
        de: 'Der Helpdesk verleiht Handys. Fragen Sie danach.',
        ar: 'يعير مكتب المساعدة هواتف. يمكن طلب واحد منها.',
      },
    },
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
