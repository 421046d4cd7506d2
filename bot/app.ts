// The table of contents: every button, every intent and every job with its handler. Builds the rooms once.

import type { Verb } from '../cards/verbs.ts'
import { cover } from './audit/cover.ts'
import type { Heads } from './audit/heads.ts'
import type { Config } from './config.ts'
import type { Handlers } from './conversation/answer.ts'
import { deliverAll } from './conversation/deliver.ts'
import { giveUp } from './conversation/give-up.ts'
import * as talk from './conversation/handlers.ts'
import { createHear } from './conversation/hear.ts'
import * as wishes from './conversation/preferences.ts'
import type { Answering, Handler } from './conversation/turn.ts'
import * as turns from './conversation/turn-store.ts'
import { openUnfinished } from './conversation/unfinished.ts'
import type { Database } from './database/database.ts'
import type { Deps, Log } from './deps.ts'
import type { Directory } from './entra/directory.ts'
import type { Entra } from './entra/entra.ts'
import * as escalation from './escalation/ask.ts'
import { beforePresses, buttons as escalationButtons, jobs as escalationJobs } from './escalation/buttons.ts'
import type { Kind } from './escalation/escalation.ts'
import { inChannel } from './escalation/in-channel.ts'
import * as pass from './escalation/issue-pass.ts'
import * as lists from './escalation/lists.ts'
import { wake as wakeRequests } from './escalation/sweep.ts'
import { createJobs } from './jobs/jobs.ts'
import { arrived, greet } from './journey/arrive.ts'
import { drawChatQr } from './journey/chat-link.ts'
import { unlessStopped } from './journey/guard.ts'
import * as journey from './journey/handlers.ts'
import { alarming, stopping } from './journey/stop.ts'
import { lookAgain, remind, watch } from './journey/watch.ts'
import { resumeWatches } from './journey/watch-clock.ts'
import type { Notices } from './notices/notices.ts'
import { createReady } from './ready.ts'
import { deleteOld } from './retention/delete-old.ts'
import type { Bulk } from './teams/bulk.ts'
import type { AgentSignIn, Messenger } from './teams/teams.ts'
import * as trouble from './trouble/handlers.ts'
import { obstacles } from './trouble/intents.ts'
import { tellOwner as tellRolloutOwner } from './trouble/like-cases.ts'
import { readWords } from './trouble/read.ts'
import { byTheirWords } from './trouble/triage.ts'
import { adopt } from './waves/adopt.ts'
import { buttons as waveButtons } from './waves/buttons.ts'
import * as waves from './waves/handlers.ts'
import { jobs as waveJobs } from './waves/jobs.ts'
import { yielding } from './waves/pace.ts'
import { type Sender, startSender } from './waves/sender.ts'

export function verbs(deps: Deps, intents: talk.ByIntent): Record<Verb, Answering> {
  const guarded = (answering: Answering) => unlessStopped(deps, answering)
  return {
    'journey.start': journey.show(deps),
    'journey.choose-phone': journey.choosePhone(deps, trouble.samePhone(deps)),
    'journey.choose-version': journey.chooseVersion(deps),
    'journey.done': journey.done(deps),
    'journey.stuck': guarded(journey.stuck(deps)),
    'journey.look': journey.lookAgain(deps),
    'journey.show': journey.show(deps),
    'journey.back': journey.back(deps),
    'journey.change-phone': guarded(journey.changePhone(deps)),
    'journey.at-the-phone': journey.atThePhone(deps),
    'journey.topic': guarded(journey.topic(deps)),
    'journey.keep': journey.keepLeftOvers(deps),
    'conversation.more': talk.more(deps),
    'conversation.not-now': talk.notNow(deps),
    'conversation.snooze': talk.snooze(deps),
    'conversation.person': escalation.ask(deps),
    'conversation.ask': talk.ask(deps),
    'conversation.language': wishes.changeLanguage(deps),
    'conversation.phone-language': wishes.changePhoneLanguage(deps),
    'conversation.need': wishes.changeNeeds(deps),
    'conversation.pick': talk.pick(deps, intents),
    ...escalationButtons(deps),
    ...waveButtons(deps),
    'trouble.answer': guarded(trouble.answer(deps)),
    'trouble.worked': trouble.worked(deps),
    'trouble.stuck': guarded(trouble.stuck(deps)),
    'trouble.replace': guarded(trouble.replace),
    'trouble.safe': trouble.safe(deps),
  }
}

/** A command goes to the feature that its name begins with. */
const commanded =
  (byFeature: Record<string, Handler>): Handler =>
  async (turn) =>
    byFeature[turn.command?.name.split('.')[0] ?? '']?.(turn)

/** What each meaning of free text leads to. Those that must not lead to a step end at a person. */
export function intents(deps: Deps): talk.ByIntent {
  const atTheStep = unlessStopped(deps, journey.here(deps, journey.stuck(deps)))
  const inTrouble = unlessStopped(deps, trouble.inTrouble(deps, atTheStep))
  const request = (kind: Kind) => escalation.ask(deps, kind)
  return {
    start: greet(deps),
    next_done: journey.doneInWords(deps),
    back: journey.back(deps),
    status: escalation.howItStands(deps, journey.show(deps)),
    what_is_it: talk.answering(deps, 'what-is-it'),
    privacy_biometrics: talk.answering(deps, 'privacy'),
    is_this_legit: talk.answering(deps, 'is-this-real'),
    why_must_i: talk.note(deps, 'why'),
    thanks: talk.note(deps, 'thanks'),
    change_language: wishes.changeLanguage(deps),
    off_topic: talk.note(deps, 'only-this'),
    prompt_injection: alarming(deps, 'orders', talk.note(deps, 'only-this')),
    someone_else: alarming(deps, 'someone-else', talk.note(deps, 'someone-else')),
    secret_shared: alarming(deps, 'secret', talk.secretShared(deps)),
    report_compromise: stopping(deps, 'tricked', request('security')),
    lost_phone: stopping(deps, 'lost', request('lost-phone')),
    account_blocked_risky: stopping(deps, 'blocked', request('security')),
    talk_to_human: escalation.ask(deps),
    later_snooze: talk.notNow(deps),
    opt_out: talk.quiet(deps),
    personal_phone_objection: talk.ownPhone(deps),
    accessibility_need: wishes.changeNeeds(deps),
    security_key_instead: talk.note(deps, 'other-way'),
    no_smartphone: (turn) => journey.choosePhone(deps)({ ...turn, choice: 'none' }),
    shared_device: journey.sharedDevice(deps),
    ...Object.fromEntries([...obstacles, 'generic_error_code'].map((obstacle) => [obstacle, inTrouble])),
    [byTheirWords]: inTrouble,
  }
}

export interface Rooms {
  config: Pick<Config, 'settings' | 'appId'>
  db: Database
  entra: Entra
  directory: Directory
  messenger: Messenger
  bulk: Bulk
  agents: AgentSignIn
  notices: Notices
  log: Log
  /** Absent: the audit is not signed. */
  heads?: Heads
}

/** The running bot without its door: what hears, and what to start and stop. */
export async function createApp({ config, heads, ...rooms }: Rooms) {
  const { db, log } = rooms
  const jobs = createJobs(db, log)
  const messenger = yielding(rooms.messenger, db, config.settings.waves.perSecond, () => sender?.isRunning() ?? false)
  const unfinished = openUnfinished()
  const deps: Deps = { ...rooms, messenger, jobs, unfinished, settings: config.settings, appId: config.appId }
  let sender: Sender | undefined
  const byIntent = intents(deps)
  const handlers: Handlers = {
    understands: readWords,
    arrived: arrived(deps),
    said: journey.phoneInWords(deps, talk.said(deps, byIntent)),
    verbs: verbs(deps, byIntent),
    reads: (text) => lists.readCommand(text) ?? waves.reads(text),
    commanded: commanded({ desk: lists.command(deps), waves: waves.commanded(deps) }),
    adopts: adopt(deps),
    inChannel: inChannel(deps),
    inDialog: pass.showPass(deps),
    before: beforePresses(deps),
    urgent: ['escalation.not-me'],
  }
  const hear = createHear(deps, handlers)
  const sweep = async () => {
    for (const turn of await turns.takeAbandoned(db)) {
      if (turn.attempts > 3) await giveUp(deps, turn)
      else await hear.finish(turn).catch((error) => log.error({ turn: turn.id, error: String(error) }, 'a turn could not be finished'))
    }
    await deliverAll(deps)
  }
  await drawChatQr(config.appId)
  if (db.kind === 'pglite') await turns.dropLeases(db)
  const handlersOfJobs = {
    'journey.watch': watch(deps),
    'journey.look-again': lookAgain(deps),
    'conversation.remind': remind(deps),
    'conversation.sweep': sweep,
    ...escalationJobs(deps),
    'trouble.tell-owner': tellRolloutOwner(deps),
    'audit.head': async () => heads && cover(deps, heads),
    ...waveJobs(deps),
    'retention.delete': () => deleteOld(deps),
  }
  // What a dead process left is settled before anything new is said, or a second copy would come below newer words.
  await jobs.start(handlersOfJobs, sweep)
  await resumeWatches(deps)
  await wakeRequests(deps)
  // What a dead process still holds is free when its leases have ended.
  await jobs.send(db, 'conversation.sweep', {}, turns.leaseSeconds + 1)
  sender = startSender(deps)
  /** What is not finished by `until` stays a row with a lease, for another process. */
  const stop = async (until: number) => {
    await sender?.stop()
    const left = await unfinished.ended(until)
    if (left > 0) log.warn({ left }, 'stopped before everything was finished; another process goes on with it')
    await jobs.stop()
  }
  return { hear, ready: createReady(db, jobs), lagSeconds: jobs.lagSeconds, stop }
}
