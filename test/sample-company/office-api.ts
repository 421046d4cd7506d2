// The office: what a browser page (or a test) can do in the sample company, over HTTP on the company's address.
// JSON in, JSON out. Errors: { error: string } with 4xx. All paths start with /office.
//
//   GET  /office/people                       -> Person[]
//   GET  /office/people/:id/chat              -> ChatItem[]           oldest first; the person's 1:1 chat with the bot
//   POST /office/people/:id/open   OpenChat   -> 202                  sends installationUpdate + conversationUpdate, as every open of the chat may
//   POST /office/people/:id/say    Say        -> 202 { botStatus }    a message activity from this person
//   POST /office/people/:id/press  Press      -> 200 PressAnswer      an adaptiveCard/action invoke from this person
//   POST /office/people/:id/app    AppDeed    -> 202                  the app in this person's Teams
//   GET  /office/people/:id/phone             -> PhoneState
//   POST /office/people/:id/phone  PhoneDeed  -> 200 PhoneState | 409 { error }   what the screen of the phone would say when it fails
//                                                                     a button that opens a dialog becomes task/fetch, one inside of a dialog task/submit
//   GET  /office/people/:id/entra             -> EntraView            what Entra ID holds of this person now
//   POST /office/people/:id/entra  EntraDeed  -> 200 EntraView        what an administrator would do
//   GET  /office/channel                      -> ChatItem[]           the helpdesk channel; ?as=:id adds that person's ownCard
//   GET  /office/company                      -> CompanyView          rules and permissions of the tenant, mails, notices, who is signed in
//   POST /office/company           CompanyDeed -> 200 CompanyView     what an administrator of the tenant would do
//   POST /webhook                             -> 202                  where the bot's notices go; they show in CompanyView
//   GET  /office/faults  PUT /office/faults   Fault[]                 the fault switch
//   POST /office/reset                        -> 202                  everything as on the first day
//   GET  /office/log                          -> LogLine[]            last 500 Graph and connector requests
//   GET  /office/events                       server-sent events: data: OfficeEvent
//   POST /office/raw     { activity, headers? } -> 200 { status, body }   posts an activity to the bot exactly as given

export type TeamsOn = 'iOS' | 'Android' | 'Windows' | 'Mac' | 'Web'

export interface Person {
  id: string
  name: string
  title: string
  mail: string
  /** One line for the chooser: what is special about this person, e.g. "signs in with push, iPhone". */
  story: string
  /** The `29:` id, by which cards name people. */
  teamsId: string
  /** Works at the helpdesk, so sees the channel. */
  helpdesk: boolean
  /** Which real device the page should hold for them at first. */
  phoneModel: PhoneModel
}

export type PhoneModel = 'iphone-ios18' | 'iphone-ios17' | 'iphone-ios16' | 'samsung-14' | 'pixel-14' | 'pixel-15' | 'android-14' | 'none'

export interface OpenChat {
  on: TeamsOn
}
export interface Say {
  text: string
  on: TeamsOn
  in?: 'personal' | 'helpdesk-channel'
  locale?: string
  activityId?: string
}
export interface Press {
  activityId: string
  /** The action object exactly as it stands in the card; `inputs` are merged into data, as Teams does. */
  action: { type: string; verb?: string; data?: Record<string, unknown>; title?: string }
  inputs?: Record<string, string>
  on: TeamsOn
  trigger?: 'manual' | 'automatic'
  /** The button stands in a dialog that this message opened. */
  inDialog?: boolean
}
export interface PressAnswer {
  status: number
  body: unknown
}

export interface ChatItem {
  activityId: string
  from: 'bot' | 'person' | string
  at: string
  updatedAt?: string
  deleted?: boolean
  text?: string
  /** Adaptive Card JSON as last posted or updated (everyone's view). */
  card?: Record<string, unknown>
  /** This person's own view after an invoke answer, when it differs. */
  ownCard?: Record<string, unknown>
  typing?: boolean
  /** In the channel: the root post that this one answers. */
  thread?: string
}

/** What Teams or its owner does with the app. 'install' tells the bot; 'block' does not. */
export interface AppDeed {
  do: 'install' | 'uninstall' | 'block' | 'unblock'
}

export interface PhoneState {
  model: PhoneModel
  screenLock: boolean
  authenticator: { installed: boolean; version: string; switchedOn: boolean; accountAdded: boolean }
  /** Passkeys that are on the phone, whether or not Entra knows them (a left-over one it does not). */
  passkeys: { store: PasskeyStore; account: string; knownToEntra: boolean }[]
  signedInWithPasskey: boolean
}

export type PasskeyStore = 'authenticator' | 'icloud' | 'google' | 'samsung'

export type PhoneDeed =
  | { do: 'change-model'; model: PhoneModel }
  | { do: 'set-screen-lock' }
  | { do: 'install-authenticator' }
  | { do: 'update-authenticator' }
  | { do: 'switch-on-authenticator' }
  /** Adds the work account in Authenticator; needs a way in that the account really has (a live pass counts). */
  | { do: 'add-account'; account?: 'work' | 'other' }
  /** fail: what phones do. 'left-over' saves on the phone but not in Entra; 'nothing' shows an unknown error. */
  | { do: 'create-passkey'; store: PasskeyStore; account?: 'work' | 'other'; fail?: 'left-over' | 'nothing' }
  | { do: 'delete-passkey'; store: PasskeyStore }
  | { do: 'sign-in-with-passkey' }
  | { do: 'switch-phone'; model: PhoneModel }

export interface EntraView {
  profile: { userType: string; enabled: boolean; userPrincipalName: string; employeeNumber: string }
  methods: { type: string; id: string; name?: string; aaGuid?: string; createdAt?: string }[]
  groups: string[]
  roles: string[]
  risk?: { level: string; state: string }
  manager?: string
  /** As Teams would sign them in now. */
  signIn: SignIn
}

/** What the token of a person's Teams says of how they signed in. */
export interface SignIn {
  provedMinutesAgo: number
  /** Authentication contexts (`acrs`). */
  contexts: string[]
  /** `amr` */
  methods: string[]
}

export type EntraDeed =
  | { do: 'delete-method'; id: string }
  /** In the portal, outside of the bot; `by` is who does it, an administrator when absent. Absent too: from now on, for an hour, as often as they like. */
  | { do: 'issue-pass'; by?: string; start?: string; minutes?: number; once?: boolean }
  | { do: 'set-sign-in'; signIn: Partial<SignIn> }
  | { do: 'set-manager'; manager: string | null }
  | { do: 'set-hired'; daysAgo: number | null }
  /** Whether anybody may add a passkey by themselves. */
  | { do: 'set-self-service'; on: boolean }
  | { do: 'set-enabled'; enabled: boolean }
  /** As the directory has it; one number for two accounts is one person with two. */
  | { do: 'set-directory'; employeeId?: string; licensed?: boolean }
  /** Somebody registers a key of metal and plastic for them. */
  | { do: 'add-security-key' }
  /** They keep a passkey on their computer, or in an app that nobody has listed. */
  | { do: 'add-passkey'; aaguid: string }
  | { do: 'add-to-group' | 'remove-from-group'; group: string }
  | { do: 'set-attestation'; on: boolean }

/** The tenant's rules for passes. Groups by name, key or id; `all_users` is everybody. */
export interface PassRules {
  enabled: boolean
  included: string[]
  excluded: string[]
  minimum: number
  maximum: number
  usual: number
  length: number
  once: boolean
}

export type CompanyDeed =
  | { do: 'set-pass-rules'; rules: Partial<PassRules> }
  /** A permission of the bot itself; those of `optionalPermissions` are withheld at first. */
  | { do: 'permit' | 'withhold'; permission: string }

export interface Mail {
  at: string
  from: string
  to: string[]
  subject: string
  text: string
}

export interface Notice {
  at: string
  /** Header `x-unlock-signature`. */
  signature?: string
  /** As it came. */
  body: string
}

export interface CompanyView {
  passRules: PassRules
  /** Of the optional ones, those that the bot has. */
  permissions: string[]
  mails: Mail[]
  notices: Notice[]
  /** Whose tokens lie in the token service, by OAuth connection. */
  signedIn: { personId: string; connection: string }[]
}

/** One rule of the fault switch. The first that matches a request and still has `times` left is applied. */
export interface Fault {
  /** Which house of the company. */
  where: 'graph' | 'connector' | 'token'
  /** Matches when the request path contains this; '' matches all. */
  path: string
  method?: string
  fault:
    | { kind: 'status'; status: number; retryAfter?: number; code?: string }
    | { kind: 'latency'; ms: number }
    /** Answers nothing until the caller gives up. */
    | { kind: 'timeout' }
    | { kind: 'drop-socket' }
    /** Does the work, then drops the socket: the caller cannot know. */
    | { kind: 'drop-after' }
  /** How many requests it applies to; absent = until switched off. */
  times?: number
  /** Applies to this share of requests, 0 to 1; absent = all. */
  share?: number
}

export interface LogLine {
  at: string
  to: 'graph' | 'connector' | 'token'
  method: string
  path: string
  status: number
  personId?: string
}

export type OfficeEvent =
  | { type: 'chat'; personId: string; item: ChatItem }
  | { type: 'channel'; item: ChatItem }
  | { type: 'phone'; personId: string; phone: PhoneState }
  | { type: 'entra'; personId: string; entra: EntraView }
  | { type: 'company'; company: CompanyView }
  | { type: 'log'; line: LogLine }
