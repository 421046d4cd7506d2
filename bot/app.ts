// The table of contents: every button, every intent and every job with its handler. Builds the rooms once.

import type { Verb } from '../cards/compose.ts'
import { cover } from './audit/cover.ts'
import type { Heads } from './audit/heads.ts'
import type { Config } from './config.ts'
import type { Handlers } from './conversation/answer.ts'
import { deliverAll } from './conversation/deliver.ts'
import * as talk from './conversation/handlers.ts'
import { createHear } from './conversation/hear.ts'
import type { Answering } from './conversation/turn.ts'
import * as turns from './conversation/turn-store.ts'
import type { Database } from './database/database.ts'
import type { Deps, Log } from './deps.ts'
import type { Directory } from './entra/directory.ts'
import type { Entra } from './entra/entra.ts'
import { createJobs } from './jobs/jobs.ts'
import { arrived, greet } from './journey/arrive.ts'
import { drawChatQr } from './journey/chat-link.ts'
import * as journey from './journey/handlers.ts'
import { lookAgain, remind, watch } from './journey/watch.ts'
import { resumeWatches } from './journey/watch-clock.ts'
import type { Bulk } from './teams/bulk.ts'
import type { Messenger } from './teams/teams.ts'
import { adopt } from './waves/adopt.ts'
import * as deeds from './waves/deeds.ts'
import { gather } from './waves/gather.ts'
import * as waves from './waves/handlers.ts'
import { yielding } from './waves/pace.ts'
import { recall } from './waves/recall.ts'
import { type Sender, startSender } from './waves/sender.ts'

export function verbs(deps: Deps, intents: talk.ByIntent): Record<Verb, Answering> {
  return {
    'journey.start': journey.show(deps),
    'journey.choose-phone': journey.choosePhone(deps),
    'journey.choose-version': journey.chooseVersion(deps),
    'journey.done': journey.done(deps),
    'journey.stuck': journey.stuck(deps),
    'journey.look': journey.lookAgain(deps),
    'journey.show': journey.show(deps),
    'journey.back': journey.back(deps),
    'journey.change-phone': journey.changePhone(deps),
    'journey.at-the-phone': journey.atThePhone(deps),
    'journey.topic': journey.topic(deps),
    'journey.keep': journey.keepLeftOvers(deps),
    'conversation.more': talk.more(deps),
    'conversation.not-now': talk.notNow(deps),
    'conversation.snooze': talk.snooze(deps),
    'conversation.person': talk.person(deps),
    'conversation.ask': talk.ask(deps),
    'conversation.pick': talk.pick(deps, intents),
    'waves.list': waves.list(deps),
    'waves.new': waves.draft(deps),
    'waves.edit': waves.edit(deps),
    'waves.save': waves.save(deps),
    'waves.open': waves.open(deps),
    'waves.look': waves.look(deps),
    'waves.approve': waves.approve(deps),
    'waves.act': deeds.act(deps),
  }
}

/** What each meaning of free text leads to. Those that must not lead to a step end at a person. */
export function intents(deps: Deps): talk.ByIntent {
  const about =
    (choice: string): Answering =>
    (turn) =>
      journey.topic(deps)({ ...turn, choice })
  const atTheStep = journey.here(deps, journey.stuck(deps))
  const person = talk.person(deps)
  const urgent = talk.person(deps, true)
  return {
    start: greet(deps),
    next_done: journey.doneInWords(deps),
    back: journey.back(deps),
    status: journey.show(deps),
    what_is_it: talk.answering(deps, 'what-is-it'),
    privacy_biometrics: talk.answering(deps, 'privacy'),
    is_this_legit: talk.answering(deps, 'is-this-real'),
    why_must_i: talk.note(deps, 'why'),
    thanks: talk.note(deps, 'thanks'),
    change_language: talk.note(deps, 'language'),
    off_topic: talk.note(deps, 'only-this'),
    prompt_injection: talk.note(deps, 'only-this'),
    someone_else: talk.note(deps, 'someone-else'),
    secret_shared: talk.secretShared(deps),
    report_compromise: urgent,
    lost_phone: urgent,
    account_blocked_risky: urgent,
    talk_to_human: person,
    later_snooze: talk.notNow(deps),
    opt_out: talk.quiet(deps),
    personal_phone_objection: talk.note(deps, 'own-phone'),
    accessibility_need: talk.note(deps, 'access'),
    security_key_instead: talk.note(deps, 'other-way'),
    no_smartphone: (turn) => journey.choosePhone(deps)({ ...turn, choice: 'none' }),
    shared_device: journey.sharedDevice(deps),
    unsupported_os: journey.unsupportedPhone(deps),
    new_phone: journey.changePhone(deps),
    no_screen_lock: atTheStep,
    generic_error_code: atTheStep,
    app_outdated_or_missing: atTheStep,
    option_missing: about('cannot-find-setting'),
    provider_not_enabled: about('cannot-find-setting'),
    qr_or_bluetooth_fails: about('qr'),
    saved_in_wrong_place: about('saved-elsewhere'),
    wrong_account: about('wrong-account'),
    asked_for_code_no_method: person,
    tap_expired_or_rejected: person,
    device_not_compliant: person,
    app_protection_block: person,
    work_profile: person,
  }
}

export interface Rooms {
  config: Pick<Config, 'settings' | 'appId'>
  db: Database
  entra: Entra
  directory: Directory
  messenger: Messenger
  bulk: Bulk
  log: Log
  /** Absent: the audit is not signed. */
  heads?: Heads
}

/** The running bot without its door: what hears, and what to start and stop. */
export async function createApp({ config, heads, ...rooms }: Rooms) {
  const { db, log } = rooms
  const jobs = createJobs(db, log)
  const messenger = yielding(rooms.messenger, db, config.settings.waves.perSecond, () => sender?.isRunning() ?? false)
  const deps: Deps = { ...rooms, messenger, jobs, settings: config.settings, appId: config.appId }
  let sender: Sender | undefined
  const byIntent = intents(deps)
  const handlers: Handlers = {
    arrived: arrived(deps),
    said: talk.said(deps, byIntent),
    verbs: verbs(deps, byIntent),
    reads: waves.reads,
    commanded: waves.commanded(deps),
    adopts: adopt(deps),
  }
  const hear = createHear(deps, handlers)
  const sweep = async () => {
    for (const turn of await turns.takeAbandoned(db)) {
      if (turn.attempts > 3) await turns.close(db, turn.id, 'given-up')
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
    'audit.head': async () => heads && cover(deps, heads),
    'waves.gather': gather(deps),
    'waves.ask': deeds.tellApprovers(deps),
    'waves.recall': recall(deps),
  }
  // What a dead process left is settled before anything new is said, or a second copy would come below newer words.
  await jobs.start(handlersOfJobs, sweep)
  await resumeWatches(deps)
  // What a dead process still holds is free when its leases have ended.
  await jobs.send(db, 'conversation.sweep', {}, turns.leaseSeconds + 1)
  sender = startSender(deps)
  const stop = async () => {
    await sender?.stop()
    await jobs.stop()
  }
  return { hear, stop }
}
