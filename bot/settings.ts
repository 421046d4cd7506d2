// What a company writes into its UNLOCK_CONFIG file. Checked on start; a wrong value stops it by name.
import { z } from 'zod'
import { locales } from '../cards/content/language.ts'
import { escalationShape, passShape } from './desk-settings.ts'
import { isDay } from './from-outside.ts'
import { isTimeZone } from './time-zone.ts'

/** A misspelt name must not pass for a setting that was left out. */
const object = <Shape extends z.ZodRawShape>(shape: Shape) => z.object(shape).strict()

/** Some tools write ids in capitals, Entra never does; who is in a group must not depend on it. */
const id = z
  .string()
  .uuid()
  .transform((text) => text.toLowerCase())
const text = z.string().trim().min(1).max(300)
/** Without a scheme, a port or a path, and no address by number: a reader must be able to check it. */
const host = z
  .string()
  .max(253)
  .regex(/^(?=.*[a-z])([a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?\.)+[a-z]{2,63}$/, 'a host such as intranet.contoso.com')
const clock = z.string().regex(/^([01]\d|2[0-3]):[0-5]\d$/, 'a time such as 08:00')
const zone = z.string().refine(isTimeZone, 'a time zone such as Europe/Oslo')
/** One text for everybody, or one a language; who reads none of them gets the English one, or else the first. */
const wording = z.union([
  text,
  z
    .record(z.enum(locales as [string, ...string[]]), text)
    .refine((texts) => Object.keys(texts).length > 0, 'needs at least one language, such as { "en": "…" }'),
])
const day = z.string().refine(isDay, 'a day such as 2026-03-01')
const limit = object({ requests: z.number().int().min(1), perSeconds: z.number().min(1) })
export const acceptedKinds = ['authenticator', 'security-key', 'windows-hello'] as const

/** For how many days entries of the audit stay in the table, where the settings say nothing. */
export const auditDays = 400

export const settingsShape = object({
  company: object({
    name: text,
    helpdesk: object({
      name: wording,
      phone: text.optional(),
      mail: text.optional(),
      place: wording.optional(),
      hours: wording.optional(),
    }),
    /** What the works council says about passkeys on people's own phones: a short text or a link. */
    worksCouncil: wording.optional(),
    /** How people check, without the bot, that it is genuine. */
    genuine: object({ site: text.optional(), word: text.optional() }).default({}),
  }),
  /** What people may be written to in; who speaks none of these reads the first. */
  languages: z
    .array(z.enum(locales as [string, ...string[]]))
    .min(1)
    .default(['en']),
  groups: z.record(id).default({}),
  /** Where requests to the helpdesk stand. Absent: people are told how to reach the helpdesk, and nobody is called. */
  helpdeskChannel: object({
    teamId: text,
    channelId: text,
    /** Where Teams takes messages for the tenant; absent, the address of the commercial cloud. */
    serviceUrl: text.optional(),
  }).optional(),
  escalation: escalationShape.default({}),
  pass: passShape.default({}),
  /** How helpdesk agents are signed in for the length of one deed, and how fresh that must be. */
  agentSignIn: object({
    /** Name of the OAuth connection of the Azure Bot. */
    connection: text,
    /** How long ago they may have proved who they are. `null`: Conditional Access sees to it by a sign-in frequency. */
    withinMinutes: z.number().int().min(1).max(1440).nullable().default(60),
    /** Authentication contexts of Conditional Access (`c1` to `c99`), any of which is enough. */
    contexts: z.array(z.string().regex(/^c\d{1,2}$/)).default([]),
  }).optional(),
  /** Where notices go besides Teams. `key`: a file with the secret that the webhook's receiver knows as well. */
  notices: object({
    mailbox: text.email().optional(),
    webhook: object({ url: text.regex(/^https:\/\/|^http:\/\/(127\.0\.0\.1|localhost)[:/]/, 'an https address'), key: text }).optional(),
  }).default({}),
  /** Who is asked to make a passkey, and from which day: absent, from now on; `later`, on a day that is not known yet. */
  rollout: object({
    everyone: z.boolean(),
    groups: z.array(object({ group: id, from: day.or(z.literal('later')).optional() })).default([]),
  }),
  passkeys: object({
    accepted: z.array(object({ group: z.union([z.literal('everyone'), id]), kinds: z.array(z.enum(acceptedKinds)).min(1) })).min(1),
  }),
  bootstrap: z.array(object({ group: id, way: z.enum(['existing', 'pass-always']) })).default([]),
  alternatives: z.array(object({ kind: z.enum(['security-key', 'windows-hello', 'loan-phone']), how: wording })).default([]),
  /** How often and how long Entra is asked while somebody makes their passkey. */
  watch: object({
    everySeconds: z.number().min(1).max(300).default(10),
    forMinutes: z.number().min(1).max(1440).default(30),
    /** After that, for those who come back to it later in the day. */
    thenEveryMinutes: z.number().min(1).max(240).default(15),
    thenForHours: z.number().min(0).max(168).default(24),
  }).default({}),
  /** Invitations to many people. Every value has a default; without a group of organisers nobody can make one. */
  waves: object({
    /** Requests to Teams a second, for all processes together. Documented: 50 for each app and tenant (teams.md §5.1). */
    perSecond: z.number().min(0.1).max(100_000).default(49.5),
    /** Up to so many people in a day, and without a link, the organiser approves alone, in a second step. */
    aloneUpTo: z.number().int().min(0).max(1000).default(50),
    /** Where links and pictures may lead, by host. */
    linkHosts: z.array(host).default([]),
    /** When people may be written to, where they are. */
    hours: object({
      from: clock.default('08:00'),
      to: clock.or(z.literal('24:00')).default('18:00'),
      weekdaysOnly: z.boolean().default(true),
    })
      .refine(({ from, to }) => from < to, 'needs a "to" after its "from", on the same day')
      .default({}),
    /** For people of whom neither Teams nor Entra says where they are, by office, city or country code as Entra has it. */
    zones: z.record(zone).default({}),
    zone: zone.default('UTC'),
    /** The app in the company's Teams catalogue: with it, Unlock puts itself where it is missing. */
    catalogId: id.optional(),
    /** A wave pauses itself when this share of the last messages failed and so many were tried, or when so many requests to the helpdesk are open. */
    stopAt: object({
      failedShare: z.number().min(0.01).max(1).default(0.2),
      after: z.number().int().min(5).default(50),
      openRequests: z.number().int().min(1).default(50),
    }).default({}),
    /** A preview older than that is made anew before it can be approved. */
    previewHours: z.number().min(0.1).max(168).default(24),
    /** Where Teams takes messages for people who never wrote; the address of the newest chat, when absent. */
    serviceUrl: text.optional(),
  }).default({}),
  /** What Microsoft Graph allows this tenant; bot/entra/limits.json has the documented numbers. */
  graph: object({ methodReads: limit.optional(), riskReads: limit.optional() }).default({}),
  /** A trouble that many have at once is told to these people (Entra object ids), once, when so many had it within that time. */
  likeCases: object({
    people: z.number().int().min(2).max(1000).default(3),
    withinMinutes: z.number().int().min(5).max(1440).default(60),
    tell: z.array(id).default([]),
  }).default({}),
  /** After how many days what is no longer needed is deleted. Not the audit: its owner archives it. */
  retention: object({
    turnsDays: z.number().int().min(2).max(3650).default(30),
    messagesDays: z.number().int().min(2).max(3650).default(90),
    /** After the end of a request. Eight at least: for seven days a person can still say that it was not theirs. */
    requestsDays: z.number().int().min(8).max(3650).default(90),
    /** After the end of a wave. Eight at least: organisers read on Mondays what came of the week. */
    wavesDays: z.number().int().min(8).max(3650).default(90),
    leaversDays: z.number().int().min(1).max(3650).default(30),
    auditDays: z.number().int().min(90).max(3650).default(auditDays),
  }).default({}),
  /** Where the newest entry of the audit is signed and kept, outside the database. Without it a rewritten chain is not noticed. */
  audit: object({
    heads: object({
      /** One of these: a file, or the address of a blob container that nobody can change. */
      file: text.optional(),
      container: text.url().startsWith('https://').optional(),
      key: text,
      /** Public halves of the keys before that one, the newest first: heads that they signed still count. */
      formerKeys: z.array(text).optional(),
    })
      .refine(({ file, container }) => (file === undefined) !== (container === undefined), 'either "file" or "container"')
      .optional(),
  }).default({}),
}).superRefine(({ helpdeskChannel, agentSignIn, pass }, { addIssue }) => {
  if (helpdeskChannel && !agentSignIn && pass.mode === 'delegated')
    addIssue({
      code: 'custom',
      path: ['agentSignIn'],
      message: 'pass.mode "delegated" needs it, such as { "connection": "graph" }; or set "manual"',
    })
})

export type Settings = z.infer<typeof settingsShape>
