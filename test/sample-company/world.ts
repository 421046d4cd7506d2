// The state of the sample company. One object, refilled by `refill`; everything else is functions over it.
import { type Account, accountOf, employeeIdOf, type Wire } from './account.ts'
import type { Conversation } from './chat.ts'
import { crowd } from './crowd.ts'
import { appId, catalogId, helpdeskChannel, opaqueOf, uuidOf } from './ids.ts'
import type { Fault, LogLine, Mail, Notice, OfficeEvent, PassRules, Person, SignIn } from './office-api.ts'
import { type Row, rows } from './people.ts'
import { phoneOf, startVersion } from './phone.ts'
import type { Holder } from './phones.ts'
import { companyPolicy, type Policy } from './policy.ts'
import { companySetUp, type SetUp } from './set-up.ts'

export interface Employee extends Holder, Person {
  row: Row
  /** The `29:` id, good for this bot only. */
  teamsId: string
  chat: Conversation
  signIn: SignIn
  /** Name of the manager; absent: as the company is made. */
  boss?: string | null
  hiredAt?: Date
  /** The company's own number of this person. */
  number: string
  licensed: boolean
  app: { installed: boolean; blockedByUser: boolean; blockedByPolicy: boolean }
}

/** What a bearer token stands for. Tokens nobody issued here count as the app's own: the demo bot has no secret. */
export interface Caller {
  employee?: Employee
  /** Scopes; absent: all that the operation asks for. */
  scopes?: string[]
  /** What the token itself says its app may do; absent, everything. */
  permissions?: string[]
}

/** One answered Graph request, for tests that hold the bot's requests against the contract. */
export interface SeenRequest {
  method: string
  path: string
  headers: Record<string, string | undefined>
  body: unknown
  status: number
  answer: unknown
}

export interface World {
  url: string
  botUrl?: string
  limits: boolean
  employees: Map<string, Employee>
  /** By each name of their chat: a crowd is too many to look through for every message. */
  byChat: Map<string, Employee>
  /** How many more there are than have a story. */
  crowd: number
  channel: Conversation
  policy: Policy
  passRules: PassRules
  /** Of the optional permissions, those that the bot has. */
  permissions: Set<string>
  /** Entra's audit of passes. */
  audits: Wire[]
  mails: Mail[]
  notices: Notice[]
  setUp: SetUp
  /** The registration report as it was last built: it lags, by up to 36 hours (passkeys.md D.4). */
  report: Wire[]
  faults: { fault: Fault; seen: number; applied: number }[]
  /** Times of past requests by limiter key. */
  spent: Map<string, number[]>
  tokens: Map<string, Caller>
  /** Bot Framework token store: `teamsId connectionName` to token. */
  signedIn: Map<string, string>
  log: LogLine[]
  tell(event: OfficeEvent): void
  seen(request: SeenRequest): void
  /** Everything as on the first day. */
  reset(): void
}

function employeeOf(row: Row, policy: Policy): Employee {
  const id = uuidOf(row.name)
  const guest = row.is?.includes('guest') ?? false
  const alias = row.name
    .normalize('NFD')
    .replace(/\p{M}/gu, '')
    .toLowerCase()
    .replace(/[^a-z]+/g, '.')
  const mail = guest ? `${alias}@partner.example` : `${alias}@contoso.example`
  const account: Account = accountOf(row, startVersion(row))
  return {
    row,
    id,
    name: row.name,
    title: row.title,
    mail,
    story: row.story,
    phoneModel: row.phone,
    guest,
    account,
    policy,
    phone: phoneOf(row, mail, account),
    teamsId: `29:1${opaqueOf(`teams ${row.name}`)}`,
    helpdesk: row.in?.includes('helpdesk') ?? false,
    number: employeeIdOf(row),
    licensed: !guest && !row.in?.includes('break-glass'),
    signIn: { provedMinutesAgo: 5, contexts: [], methods: ['fido', 'mfa'] },
    hiredAt: row.hiredDaysAgo === undefined ? undefined : new Date(Date.now() - row.hiredDaysAgo * 86_400_000),
    chat: { id: `a:1${opaqueOf(`chat ${row.name}`)}`, items: [] },
    app: {
      installed: false,
      blockedByUser: row.is?.includes('blocks-bot') ?? false,
      blockedByPolicy: row.is?.includes('app-blocked-by-policy') ?? false,
    },
  }
}

/** Everything as on the first day; who listens stays. */
export function refill(world: World): void {
  world.policy = companyPolicy()
  world.setUp = companySetUp()
  world.employees = new Map(
    [...rows, ...crowd(world.crowd)].map((row) => employeeOf(row, world.policy)).map((employee) => [employee.id, employee]),
  )
  world.byChat = new Map(everyone(world).flatMap((each) => [each.chat.id, graphChatId(each)].map((id) => [id, each] as const)))
  world.channel = { id: helpdeskChannel.channelId, items: [] }
  world.passRules = companyPassRules()
  // What this company has given: to see who could become an administrator, to clean up passes, to write mail.
  world.permissions = new Set(['Mail.Send', 'RoleEligibilitySchedule.Read.Directory', 'UserAuthMethod-TAP.ReadWrite.All'])
  world.audits = []
  world.mails = []
  world.notices = []
  world.faults = []
  world.log = []
  for (const past of [world.spent, world.tokens, world.signedIn]) past.clear()
}

/** What a company can do without: the bot has none of these until somebody permits it. */
export const optionalPermissions = [
  'UserAuthMethod-TAP.ReadWrite.All',
  'User.RevokeSessions.All',
  'RoleEligibilitySchedule.Read.Directory',
  'Mail.Send',
] as const

export const companyPassRules = (): PassRules => ({
  enabled: true,
  included: ['all_users'],
  excluded: [],
  minimum: 60,
  maximum: 480,
  usual: 60,
  length: 8,
  once: false,
})

export const everyone = (world: World): Employee[] => [...world.employees.values()]

/** By object id, by address, or by `29:` id. */
export const findEmployee = (world: World, key: string): Employee | undefined =>
  world.employees.get(key.toLowerCase()) ??
  everyone(world).find((each) => upnOf(each).toLowerCase() === key.toLowerCase() || each.teamsId === key)

/** A guest's is built from the home address. */
export const upnOf = ({ guest, mail }: Employee): string => (guest ? `${mail.replace('@', '_')}#EXT#@contoso.example` : mail)

/** The bot's chat as Graph names it; the connector takes both names. */
export const graphChatId = (employee: Employee): string => `19:${employee.id}_${appId}@unq.gbl.spaces`
export const installationId = (employee: Employee): string => Buffer.from(`${employee.id}##${catalogId}`).toString('base64')
