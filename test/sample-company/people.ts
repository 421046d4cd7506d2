// Everybody in the sample company, as a table. Invented names; ids come from the names.
import type { GroupKey, RoleName } from './groups.ts'
import type { PhoneModel } from './office-api.ts'

/** Ways in that Entra holds besides the password. A pass is multi-use unless it says so. */
export type Has =
  | 'push'
  | 'sms'
  | 'otp'
  | 'windows-hello'
  | 'security-key'
  | 'live-pass'
  | 'authenticator-passkey'
  | 'icloud-passkey'
  | 'google-passkey'
  | 'samsung-passkey'

/** `no-lock`, `old-app`, `left-over` are about the phone; `app-blocked-by-policy` and `blocks-bot` about Teams. */
type Is = 'guest' | 'disabled' | 'risky' | 'no-lock' | 'old-app' | 'left-over' | 'app-blocked-by-policy' | 'blocks-bot'

interface More {
  /** Besides all-staff, wave-1 and passkeys-open, which everybody is in. */
  in?: GroupKey[]
  notIn?: GroupKey[]
  is?: Is[]
  role?: RoleName
  /** Through PIM, not active. Shows in no list that the bot's permissions can read (graph.md 4.9). */
  eligible?: RoleName
  boss?: string
  /** Days since the first day at work; absent: years. */
  hiredDaysAgo?: number
  /** Owns this group; who owns a group can join it. */
  owns?: GroupKey
  /** A member of the unit that only admins of admins may touch. */
  restricted?: boolean
}

export interface Row extends More {
  name: string
  title: string
  place: keyof typeof places
  phone: PhoneModel
  has: Has[]
  story: string
}

export const places = {
  Oslo: { country: 'NO', language: 'nb-NO', timezone: 'Europe/Oslo' },
  Copenhagen: { country: 'DK', language: 'en-GB', timezone: 'Europe/Copenhagen' },
  Stockholm: { country: 'SE', language: 'en-GB', timezone: 'Europe/Stockholm' },
  London: { country: 'GB', language: 'en-GB', timezone: 'Europe/London' },
  Paris: { country: 'FR', language: 'fr-FR', timezone: 'Europe/Paris' },
  Berlin: { country: 'DE', language: 'de-DE', timezone: 'Europe/Berlin' },
  Madrid: { country: 'ES', language: 'es-ES', timezone: 'Europe/Madrid' },
  Milan: { country: 'IT', language: 'it-IT', timezone: 'Europe/Rome' },
  Amsterdam: { country: 'NL', language: 'nl-NL', timezone: 'Europe/Amsterdam' },
  Warsaw: { country: 'PL', language: 'pl-PL', timezone: 'Europe/Warsaw' },
  'São Paulo': { country: 'BR', language: 'pt-BR', timezone: 'America/Sao_Paulo' },
  Accra: { country: 'GH', language: 'en-GB', timezone: 'Africa/Accra' },
  Lagos: { country: 'NG', language: 'en-GB', timezone: 'Africa/Lagos' },
  Nairobi: { country: 'KE', language: 'en-GB', timezone: 'Africa/Nairobi' },
  Cairo: { country: 'EG', language: 'ar-EG', timezone: 'Africa/Cairo' },
  Bengaluru: { country: 'IN', language: 'en-IN', timezone: 'Asia/Kolkata' },
  Shanghai: { country: 'CN', language: 'zh-CN', timezone: 'Asia/Shanghai' },
  Seoul: { country: 'KR', language: 'ko-KR', timezone: 'Asia/Seoul' },
  Tokyo: { country: 'JP', language: 'ja-JP', timezone: 'Asia/Tokyo' },
  'New York': { country: 'US', language: 'en-US', timezone: 'America/New_York' },
} as const

const row = (name: string, title: string, place: Row['place'], phone: PhoneModel, has: Has[], story: string, more: More = {}): Row => ({
  name,
  title,
  place,
  phone,
  has,
  story,
  ...more,
})

const chief = 'Astrid Lindholm'
const outOfScope = { notIn: ['passkeys-open'] } as const satisfies More

// biome-ignore format: a table
export const rows: Row[] = [
  // The five most often met.
  row('Ines Moreau', 'Buyer', 'Paris', 'iphone-ios18', ['push'], 'signs in with push, iPhone'),
  row('Kofi Mensah', 'Sales engineer', 'Accra', 'samsung-14', ['push'], 'signs in with push, Samsung'),
  row('Tomasz Nowak', 'Warehouse planner', 'Warsaw', 'android-14', ['sms'], 'signs in with a text message, no Authenticator yet'),
  row('Yuki Tanaka', 'Trainee', 'Tokyo', 'iphone-ios18', [], 'new hire: no way in but a password', { in: ['pass-first'], is: ['no-lock'], hiredDaysAgo: 2 }),
  row('Amara Okafor', 'Product designer', 'Lagos', 'iphone-ios18', ['push', 'authenticator-passkey'], 'already has a passkey in Authenticator'),
  // Push, on every kind of phone and in many languages.
  row('Lars Haugen', 'Head of operations', 'Oslo', 'iphone-ios18', ['push'], 'signs in with push, iPhone; in wave 1 through the Oslo office', { in: ['oslo'], notIn: ['wave-1'], boss: chief }),
  row('Freja Nielsen', 'Lawyer', 'Copenhagen', 'iphone-ios18', ['push'], 'signs in with push, iPhone'),
  row('Omar El-Sayed', 'Site manager', 'Cairo', 'iphone-ios18', ['push'], 'signs in with push, iPhone; reads Arabic'),
  row('Hiroshi Sato', 'Engineer', 'Tokyo', 'iphone-ios18', ['push', 'otp'], 'signs in with push or a six-digit code, iPhone; reads Japanese'),
  row('Giulia Romano', 'Architect', 'Milan', 'iphone-ios17', ['push'], 'signs in with push, older iPhone (iOS 17)'),
  row('Pedro Alves', 'Analyst', 'São Paulo', 'pixel-14', ['push'], 'signs in with push, Pixel with Android 14'),
  row('Mei Lin', 'Supply manager', 'Shanghai', 'pixel-15', ['push'], 'signs in with push, Pixel with Android 15; reads Chinese'),
  row('Anouk de Vries', 'Recruiter', 'Amsterdam', 'android-14', ['push'], 'signs in with push, another Android phone'),
  // Passkeys in other places.
  row('Carlos Jiménez', 'Controller', 'Madrid', 'iphone-ios18', ['push', 'icloud-passkey'], 'passkey went to iCloud Keychain'),
  row('Priya Sharma', 'Developer', 'Bengaluru', 'pixel-14', ['push', 'google-passkey'], 'passkey went to Google Password Manager'),
  row('Min-jun Park', 'Developer', 'Seoul', 'samsung-14', ['push', 'samsung-passkey'], 'passkey went to Samsung Pass'),
  row('Sven Lindqvist', 'Lab technician', 'Stockholm', 'android-14', ['security-key'], 'has a security key only', { in: ['security-keys'] }),
  row('Margaret Hughes', 'Accountant', 'London', 'iphone-ios18', ['windows-hello'], 'has Windows Hello on a laptop only', { in: ['security-keys'] }),
  row('Rosa Marín', 'Translator', 'Madrid', 'iphone-ios18', ['push'], 'a left-over passkey on the iPhone that Entra does not know', { is: ['left-over'] }),
  // Rules about passkeys.
  row('Greta Schneider', 'Head of finance', 'Berlin', 'samsung-14', ['push'], 'attestation is on for finance, Samsung; reads German', { in: ['finance'], ...outOfScope, boss: chief }),
  row('Katarzyna Wójcik', 'Payroll', 'Warsaw', 'iphone-ios18', ['push'], 'attestation is on for finance, iPhone', { in: ['finance'], ...outOfScope, boss: 'Greta Schneider' }),
  row('Noor Rahman', 'Event planner', 'London', 'iphone-ios18', ['push'], 'in no group that may have passkeys', outOfScope),
  row('Samuel Boateng', 'Driver', 'Accra', 'android-14', ['push'], 'in the group that is excluded from passkeys', { in: ['passkeys-excluded'] }),
  row('Linh Tran', 'Copywriter', 'Paris', 'iphone-ios18', ['push'], 'not their turn yet: wave 2', { in: ['wave-2'], notIn: ['wave-1'] }),
  row('Ravi Patel', 'Surveyor', 'London', 'pixel-15', ['push'], 'in no rollout group at all', { notIn: ['wave-1'] }),
  // Phones in the way.
  row('Elena Rossi', 'Editor', 'Milan', 'iphone-ios18', ['push'], 'Authenticator is out of date, iPhone', { is: ['old-app'] }),
  row('Jakub Dvořák', 'Fitter', 'Berlin', 'samsung-14', ['push'], 'Authenticator is out of date, Samsung', { is: ['old-app'] }),
  row('Peter Novák', 'Caretaker', 'Berlin', 'iphone-ios16', ['push'], 'iPhone too old: iOS 16'),
  row('Bernadette Fischer', 'Archivist', 'Berlin', 'none', ['sms'], 'no smartphone', { in: ['no-smartphone'] }),
  row('Joseph Kariuki', 'Line worker', 'Nairobi', 'none', [], 'works on a shared device', { in: ['shared-device'] }),
  row('Pia Virtanen', 'Team assistant', 'Stockholm', 'iphone-ios18', ['push'], 'owns a group that holds a directory role', { owns: 'exchange-admins', boss: 'Sofia Andersson' }),
  row('Henrik Dahl', 'Board secretary', 'Oslo', 'samsung-14', ['push'], 'in a restricted administrative unit', { restricted: true, boss: chief }),
  row('Nadia Haddad', 'Field nurse', 'Cairo', 'samsung-14', ['live-pass'], 'holds a live pass, nothing else', { in: ['pass-first'] }),
  // Handle with care.
  row('Dana Whitfield', 'Consultant', 'London', 'iphone-ios18', [], 'guest from another company', { is: ['guest'] }),
  row('Viktor Petrov', 'Former buyer', 'Berlin', 'android-14', ['push'], 'account is disabled', { is: ['disabled'] }),
  row('Diego Fuentes', 'Sales', 'Madrid', 'iphone-ios18', ['push'], 'Entra sees high risk on this account', { is: ['risky'] }),
  row('Fatima Zahra Benali', 'User administrator', 'Paris', 'iphone-ios18', ['push'], 'administrator, direct role', { role: 'User Administrator', boss: 'Sofia Andersson' }),
  row('Andrei Ionescu', 'Mail administrator', 'Berlin', 'pixel-15', ['push'], 'administrator through a group', { in: ['exchange-admins'], boss: 'Sofia Andersson' }),
  row('Chloe Bennett', 'Cloud engineer', 'London', 'iphone-ios18', ['push'], 'may become Global Administrator (eligible, not active)', { eligible: 'Global Administrator', boss: 'Sofia Andersson' }),
  row('Emergency Access', 'Emergency account', 'Oslo', 'none', ['security-key'], 'break-glass account', { in: ['break-glass'], notIn: ['all-staff', 'wave-1'], role: 'Global Administrator', restricted: true }),
  row(chief, 'Chief executive', 'Stockholm', 'iphone-ios18', ['push'], 'VIP', { in: ['vip'] }),
  row('Oskar Berg', 'Welder', 'Stockholm', 'android-14', ['push'], 'has blocked the bot in Teams', { is: ['blocks-bot'] }),
  row('Zanele Dlamini', 'Buyer', 'Nairobi', 'iphone-ios18', ['push'], 'Teams does not let this person have the app', { is: ['app-blocked-by-policy'] }),
  // The people who help.
  row('Ingrid Solberg', 'Helpdesk lead', 'Oslo', 'iphone-ios18', ['push', 'authenticator-passkey'], 'helpdesk, may help administrators too', { in: ['helpdesk', 'helpdesk-privileged'], role: 'Privileged Authentication Administrator', boss: 'Sofia Andersson' }),
  row('Marcus Johansen', 'Helpdesk', 'Oslo', 'samsung-14', ['push', 'authenticator-passkey'], 'helpdesk', { in: ['helpdesk'], role: 'Authentication Administrator', boss: 'Ingrid Solberg' }),
  row('Aisha Khan', 'Helpdesk', 'London', 'pixel-15', ['push', 'authenticator-passkey'], 'helpdesk', { in: ['helpdesk'], role: 'Authentication Administrator', boss: 'Ingrid Solberg' }),
  row('Camille Laurent', 'Head of communications', 'Paris', 'iphone-ios18', ['push', 'authenticator-passkey'], 'organiser: writes the announcements', { in: ['organisers'], boss: chief }),
  row('Tiago Costa', 'Communications', 'São Paulo', 'iphone-ios17', ['push'], 'organiser, may approve', { in: ['organisers', 'approvers'], boss: 'Camille Laurent' }),
  row('Sofia Andersson', 'Identity team owner', 'Stockholm', 'iphone-ios18', ['push', 'authenticator-passkey'], 'owns the rollout: approves, audits, security', { in: ['approvers', 'security', 'auditors'], boss: chief }),
]
