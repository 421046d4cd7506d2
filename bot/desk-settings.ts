// What a company sets about its helpdesk and about passes: part of settings.ts. Defaults are the careful ones.
import { z } from 'zod'
import { isDay } from './from-outside.ts'
import { isTimeZone } from './time-zone.ts'

const object = <Shape extends z.ZodRawShape>(shape: Shape) => z.object(shape).strict()
const count = (least: number, most: number) => z.number().int().min(least).max(most)
const clock = z.string().regex(/^([01]\d|2[0-3]):[0-5]\d$/, 'a time such as 08:00')
const day = z.string().refine(isDay, 'a day such as 2026-03-01')
const zone = z.string().refine(isTimeZone, 'a zone such as Europe/Oslo')

/** How requests to the helpdesk go. */
export const escalationShape = object({
  /** What people are told to expect while the helpdesk works; absent, they are told nothing of the kind. */
  answerWithinMinutes: count(1, 2880).optional(),
  /** When the helpdesk works, Monday is 1. Absent: always. */
  workingHours: object({ timeZone: zone, days: z.array(count(1, 7)).min(1), from: clock, to: clock })
    .refine(({ from, to }) => from < to, 'needs a "to" after its "from", on the same day; leave it out for a helpdesk that works at night')
    .optional(),
  /** Whom to reach while the helpdesk is closed: for agents on their list, and for people in an urgent case. */
  onCall: z.string().trim().min(1).max(200).optional(),
  /** A request that nobody took ends after this; people are told, and can ask again. */
  openForHours: count(1, 168).default(8),
  /** What was proved counts this long; then the request is closed. */
  provedForHours: count(1, 24).default(4),
  /** Requests of one person in 24 hours; after that they are shown how to reach the helpdesk, and no more is written. */
  perPersonADay: count(1, 50).default(3),
})

/** How Temporary Access Passes are made. */
export const passShape = object({
  /**
   * `manual`: the agent makes it in the Entra portal, and Unlock watches. `delegated`: with the agent's own permission. `appOnly`: with Unlock's, which
   * Entra does not limit; see `appOnly` and bot/escalation/app-only.ts.
   */
  mode: z.enum(['manual', 'delegated', 'appOnly']).default('delegated'),
  appOnly: object({
    /** The company has looked: every administrator, executive and emergency account is in a restricted management administrative unit. */
    allProtected: z.literal(true),
    /** An account in such a unit that nobody uses. At each start Unlock tries to make a pass for it, and has to be refused. */
    decoy: z.string().uuid(),
    limits: object({
      perAgentAnHour: count(1, 100).default(2),
      perAgentADay: count(1, 500).default(8),
      everybodyAnHour: count(1, 1000).default(10),
      alarmAnHour: count(1, 1000).default(5),
    }).default({}),
  }).optional(),
  lifetimeMinutes: count(10, 480).default(60),
  deleteUnusedAfterMinutes: count(5, 120).default(15),
  /** After it was used: Entra lets a new way in be added for ten minutes. */
  deleteUsedAfterMinutes: count(5, 60).default(12),
  /** An approval counts this long. */
  approvedForMinutes: count(2, 120).default(10),
  /** How long somebody must have been seen as a manager before what they say counts; 0: whoever Entra names today. */
  managerKnownForDays: count(0, 365).default(30),
  /** Share of closed requests with a pass that somebody else looks at once more. */
  reviewShare: z.number().min(0).max(1).default(0.05),
  twoPeopleForStandard: z.boolean().default(false),
  /**
   * `read`: who could become an administrator counts as one, and where that cannot be read everybody does. `not-used`: the company has no
   * eligible roles.
   */
  eligibleRoles: z.enum(['read', 'not-used']).default('read'),
  /** `read`: without an answer about the risk of an account there is no pass for it. `not-used`: the company has no Entra ID Protection. */
  accountRisk: z.enum(['read', 'not-used']).default('read'),
  /** Counted in the database, so across all processes. */
  limits: object({
    perPersonInSevenDays: count(1, 20).default(2),
    perAgentAnHour: count(1, 100).default(5),
    perAgentADay: count(1, 500).default(20),
    everybodyAnHour: count(1, 1000).default(30),
    alarmAnHour: count(1, 1000).default(10),
    /** For a planned wave, up to and with that day. */
    raised: object({ until: day, everybodyAnHour: count(1, 1000), alarmAnHour: count(1, 1000) }).optional(),
  }).default({}),
})
