// A company in a box: Microsoft Graph, the Teams connector, the token service and the office, on one loopback address.
import type { AddressInfo } from 'node:net'
import type { Wire } from './account.ts'
import type { BotAnswer } from './bot.ts'
import { tellBot } from './bot.ts'
import { viewOf } from './chat.ts'
import { faultsOf, setFaults } from './faults.ts'
import { buildReport } from './graph/reports.ts'
import { appId, catalogId, helpdeskChannel, tenantId } from './ids.ts'
import { administer, doOnPhone, entraView, personOf } from './office.ts'
import type {
  AppDeed,
  ChatItem,
  CompanyDeed,
  CompanyView,
  EntraDeed,
  EntraView,
  Fault,
  LogLine,
  OfficeEvent,
  Person,
  PhoneDeed,
  PhoneState,
  Press,
  PressAnswer,
  Say,
  TeamsOn,
} from './office-api.ts'
import { phoneState } from './phone.ts'
import { companyPolicy } from './policy.ts'
import { openDoors } from './server.ts'
import { companySetUp } from './set-up.ts'
import { settings } from './settings.ts'
import { changeApp, exchangeToken, openChat, press, say } from './teams.ts'
import { changeCompany, companyView } from './tenant.ts'
import { ssoToken } from './token.ts'
import { companyPassRules, type Employee, everyone, refill, type SeenRequest, type World } from './world.ts'

export interface SampleCompanyOptions {
  /** 0 takes any that is free. */
  port?: number
  /** Where the bot listens: its base address, or the full `/api/messages`. */
  botUrl?: string
  /** Answers 429 as Microsoft documents it. */
  limits?: boolean
  /** So many people more, in a group of their own (crowd.ts). */
  crowd?: number
}

export type SampleCompany = Awaited<ReturnType<typeof startSampleCompany>>

export async function startSampleCompany({ port = 0, botUrl, limits = false, crowd = 0 }: SampleCompanyOptions = {}) {
  const listeners = new Set<(event: OfficeEvent) => void>()
  const onlookers = new Set<(request: SeenRequest) => void>()
  const world: World = {
    url: '',
    botUrl,
    limits,
    employees: new Map(),
    byChat: new Map(),
    crowd,
    channel: { id: helpdeskChannel.channelId, items: [] },
    policy: companyPolicy(),
    passRules: companyPassRules(),
    permissions: new Set(),
    audits: [],
    mails: [],
    notices: [],
    setUp: companySetUp(),
    report: [],
    faults: [],
    spent: new Map(),
    tokens: new Map(),
    signedIn: new Map(),
    log: [],
    tell: (event) => {
      for (const listener of listeners) listener(event)
    },
    seen: (request) => {
      for (const onlooker of onlookers) onlooker(request)
    },
    reset: () => {
      refill(world)
      world.report = buildReport(world)
    },
  }
  world.reset()
  const { server, watchers } = openDoors(world)
  listeners.add((event) => {
    for (const watcher of watchers) watcher.write(`data: ${JSON.stringify(event)}\n\n`)
  })
  await new Promise<void>((ready) => server.listen(port, '127.0.0.1', ready))
  world.url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`

  const employee = (id: string): Employee => {
    const found = world.employees.get(id)
    if (!found) throw new Error(`Nobody in the sample company has the id ${id}.`)
    return found
  }
  const person = (name: string): Person => {
    const found = everyone(world).find((each) => each.name === name)
    if (!found) throw new Error(`Nobody in the sample company is called ${name}.`)
    return personOf(found)
  }

  return {
    url: world.url,
    graphUrl: `${world.url}/graph`,
    connectorUrl: `${world.url}/connector`,
    tokenUrl: `${world.url}/token`,
    webhookUrl: `${world.url}/webhook`,
    tenantId,
    appId,
    catalogId,
    settings: { ...settings, helpdeskChannel: { ...settings.helpdeskChannel, serviceUrl: `${world.url}/connector` } },
    helpdeskChannel,
    people: everyone(world).map(personOf),
    person,
    setBotUrl: (url: string | undefined) => {
      world.botUrl = url
    },
    reset: (): void => world.reset(),
    chatOf: (id: string): ChatItem[] => employee(id).chat.items.map((item) => viewOf(item, id)),
    /** `as` adds that person's own view of cards. */
    channel: (as?: string): ChatItem[] => world.channel.items.map((item) => viewOf(item, as)),
    open: (id: string, on: TeamsOn): Promise<void> => openChat(world, employee(id), on),
    say: (id: string, said: Say): Promise<{ botStatus: number }> => say(world, employee(id), said),
    press: (id: string, pressing: Press): Promise<PressAnswer> => press(world, employee(id), pressing),
    changeApp: (id: string, deed: AppDeed): Promise<void> => changeApp(world, employee(id), deed),
    phoneOf: (id: string): PhoneState => phoneState(employee(id).phone, employee(id).account),
    /** Throws PhoneSays with the sentence on the screen. */
    usePhone: (id: string, deed: PhoneDeed): PhoneState => doOnPhone(world, employee(id), deed),
    entraOf: (id: string): EntraView => entraView(world, employee(id)),
    administer: (id: string, deed: EntraDeed): EntraView => administer(world, employee(id), deed),
    company: (): CompanyView => companyView(world),
    /** As an administrator of the tenant. */
    administerCompany: (deed: CompanyDeed): CompanyView | undefined => changeCompany(world, deed),
    /** Entra's audit of passes, as Graph shows it. */
    passAudits: (): Wire[] => structuredClone(world.audits),
    /** As if what Entra wrote down of passes had happened that much earlier. */
    agePassAudits: (minutes: number): void => {
      for (const audit of world.audits) {
        audit.activityDateTime = new Date(Date.parse(String(audit.activityDateTime)) - minutes * 60_000).toISOString()
      }
    },
    /** Their passkeys are of a make that nobody knows: somebody used a tool of their own. */
    turnIntoUnknownPasskey: (id: string): void => {
      for (const method of employee(id).account.methods) {
        if (method.aaGuid)
          Object.assign(method, { aaGuid: '00000000-dead-4bad-8bad-00000000beef', createdDateTime: new Date().toISOString() })
      }
    },
    /** The person's chat and `29:` id, as stored references name them. */
    addressOf: (id: string) => ({ conversationId: employee(id).chat.id, teamsId: employee(id).teamsId }),
    /** Who Entra suspects; null clears it. */
    setRisk: (id: string, risk: { level: string; state: string } | null): void => {
      employee(id).account.risk = risk ? { ...risk, since: new Date().toISOString() } : undefined
    },
    /** A sign-in of theirs did not go through, with this code of Entra; it is in the log at once. */
    failSignIn: (id: string, errorCode: number, at = new Date()): void => {
      employee(id).account.signIns.unshift({ createdDateTime: at.toISOString(), errorCode })
    },
    /** What an administrator set for everybody, to be changed in place; `reset` puts it back. */
    get setUp() {
      return world.setUp
    },
    get policy() {
      return world.policy
    },
    /** Where Azure's managed identity would be asked for tokens: IDENTITY_ENDPOINT. */
    identityUrl: `${world.url}/token/managed-identity`,
    /** Builds the registration report anew; otherwise it stays as it was, as Microsoft's does for up to 36 hours. */
    buildReport: (): void => {
      world.report = buildReport(world)
    },
    ssoToken: (id: string, claims?: Wire): string => ssoToken(world, employee(id), claims),
    exchangeToken: (id: string, value: Wire): Promise<BotAnswer> => exchangeToken(world, employee(id), value),
    raw: (activity: unknown, headers?: Record<string, string>): Promise<BotAnswer> => tellBot(world, activity, headers),
    faults: {
      get: (): Fault[] => faultsOf(world),
      set: (...faults: Fault[]): void => setFaults(world, faults),
      clear: (): void => setFaults(world, []),
    },
    log: (): LogLine[] => structuredClone(world.log),
    /** Both return what ends the listening. */
    onEvent: (listener: (event: OfficeEvent) => void) => added(listeners, listener),
    onGraphRequest: (onlooker: (request: SeenRequest) => void) => added(onlookers, onlooker),
    close: async (): Promise<void> => {
      const closed = new Promise((done) => server.close(done))
      server.closeAllConnections()
      await closed
    },
  }
}

function added<T>(set: Set<T>, item: T): () => void {
  set.add(item)
  return () => set.delete(item)
}
