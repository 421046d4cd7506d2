// What each button of the journey does: take what was told, then show where that leaves the person.
import * as cards from '../../cards/cards.ts'
import { also } from '../conversation/also.ts'
import * as messages from '../conversation/message-store.ts'
import * as people from '../conversation/person-store.ts'
import type { Answering, Reply, Turn } from '../conversation/turn.ts'
import type { Deps } from '../deps.ts'
import type { Phone, SystemVersion } from '../people.ts'
import { Refusal } from '../refusal.ts'
import { load, type Progress, save } from './progress-store.ts'
import { making } from './replies.ts'
import { steps } from './steps.ts'
import { otherPhone, toldBy, troubled, untold, versionOf } from './told.ts'
import { platformOf, tell, walk } from './walk.ts'

const phones = ['iphone', 'samsung', 'pixel', 'android']
const versions = ['ios-17', 'ios-18', 'android-14', 'android-15', 'too-old']

export const show =
  (deps: Deps, lead?: string): Answering =>
  async (turn) =>
    (await walk(deps, turn, undefined, lead)).reply

/** `again`: what is said when it is a phone of the kind they had. */
export const choosePhone =
  (deps: Deps, again?: Answering): Answering =>
  async (turn) => {
    if (turn.choice === 'none') return noSmartphone(deps)
    if (!phones.includes(turn.choice ?? '')) throw new Refusal(400, 'choice')
    if (again && (await load(deps.db, turn.person.id)).phone === turn.choice) return again(turn)
    const named = (progress: Progress) => otherPhone(progress, turn.choice as Phone)
    return (await walk(deps, turn, named)).reply
  }

const noSmartphone = (deps: Deps): Reply => ({ card: 'noSmartphone', draw: (reader) => cards.noSmartphone(reader, ways(deps)) })

export const chooseVersion =
  (deps: Deps): Answering =>
  async (turn) => {
    if (!versions.includes(turn.choice ?? '')) throw new Refusal(400, 'choice')
    return (await walk(deps, turn, (progress) => ({ ...progress, systemVersion: turn.choice as SystemVersion }))).reply
  }

const isSystemOf = (phone: Phone, system: 'ios' | 'android') => (phone === 'iphone') === (system === 'ios')

/** Their phone and its system, in words, as long as one of the two is not known: what the buttons ask. Anything else goes on to `otherwise`. */
export const phoneInWords =
  (deps: Deps, otherwise: Answering): Answering =>
  async (turn) => {
    const { wish, client, person } = turn
    if (!wish?.phone) return otherwise(turn)
    const { phone: named, system, version } = wish.phone
    const progress = await load(deps.db, person.id)
    if (progress.stopped || (progress.phone && progress.systemVersion)) return otherwise(turn)
    const known = progress.phone ?? (client === 'ios' ? 'iphone' : undefined)
    if (!named && !system && !known) return otherwise(turn)
    const phone = named ?? (system === 'ios' ? 'iphone' : known)
    const isClear = phone !== undefined && (!progress.phone || progress.phone === phone) && (!system || isSystemOf(phone, system))
    const told = (before: Progress) => (phone ? { ...otherPhone(before, phone), systemVersion: versionOf(phone, version) } : before)
    const reply = isClear ? (await walk(deps, turn, told)).reply : await changePhone(deps)(turn)
    return person.misunderstood === 0 ? reply : also(reply, (tx) => people.misunderstood(tx, person.id, 0))
  }

/** "Done" on a told step is believed; on any other it only looks again. */
export const done =
  (deps: Deps): Answering =>
  async (turn) =>
    (await walk(deps, turn, (progress) => toldBy(progress, turn.about))).reply

/** Written words are about the step that is before their eyes. */
export const here =
  (deps: Deps, handler: Answering): Answering =>
  async (turn) =>
    handler({ ...turn, about: (await messages.newest(deps.db, turn.person.id))?.about })

/** "Done", in words, is what the button of that step would say. A version is named, not done. */
export const doneInWords = (deps: Deps): Answering =>
  here(deps, async (turn) => {
    const step = steps.find(({ id }) => id === turn.about)
    if (!step || step.id === 'check-version') return show(deps)(turn)
    return step.knownFrom === 'entra' ? lookAgain(deps)(turn) : done(deps)(turn)
  })

export const atThePhone =
  (deps: Deps): Answering =>
  async (turn) =>
    (await walk(deps, turn, (progress) => tell(progress, 'at-the-phone'), 'at-phone')).reply

export const keepLeftOvers =
  (deps: Deps): Answering =>
  async (turn) =>
    (await walk(deps, turn, (progress) => tell(progress, 'tidied'))).reply

/** They say that it is made; a start pass is somebody else's to make. */
const waitedFor: readonly string[] = ['move-passkey', 'create-passkey', 'add-account']

/** Looks again. When what they wait for is not there, the card says so instead of repeating the step; the second time, a person does. */
export const lookAgain =
  (deps: Deps): Answering =>
  async (turn) => {
    const sameAgain = turn.about === 'tidy-up' ? 'still-there' : 'not-yet'
    let times = 0
    const counted = (progress: Progress) => {
      times = (progress.troubles[turn.about ?? ''] ?? 0) + 1
      return turn.about && waitedFor.includes(turn.about) ? troubled(progress, turn.about, times) : progress
    }
    const { reply, step } = await walk(deps, turn, counted, (shown) => (shown === turn.about ? sameAgain : undefined))
    if (!step || turn.about !== step || !waitedFor.includes(step)) return reply
    const { helpdesk } = deps.settings.company
    if (times > 1) return { ...reply, card: 'person', draw: (reader) => cards.person(reader, { helpdesk, reason: 'twice' }) }
    if (step !== 'create-passkey') return reply
    return { ...reply, card: 'notSeen', draw: (reader) => cards.notSeen(reader, { helpdesk }) }
  }

export const changePhone =
  (_deps: Deps): Answering =>
  async () => ({ card: 'choosePhone', draw: (reader) => cards.choosePhone(reader, {}) })

/** Back to the last thing that was told: it is asked again. */
export const back =
  (deps: Deps): Answering =>
  async (turn) => {
    let moved = false
    const change = (progress: Progress) => {
      const before = untold(progress)
      moved = before.told.length < progress.told.length || before.systemVersion !== progress.systemVersion
      return before
    }
    return (await walk(deps, turn, change, () => (moved ? 'back' : 'at-the-start'))).reply
  }

const ways = ({ settings }: Deps) => ({ alternatives: settings.alternatives, helpdesk: settings.company.helpdesk })

export const unsupportedPhone =
  (deps: Deps): Answering =>
  async ({ about }) => ({ card: 'unsupportedPhone', about, draw: (reader) => cards.unsupportedPhone(reader, ways(deps)) })

export const sharedDevice =
  (deps: Deps): Answering =>
  async ({ about }) => ({ card: 'sharedDevice', about, draw: (reader) => cards.sharedDevice(reader, ways(deps)) })

export const stuck =
  (deps: Deps): Answering =>
  async (turn) => {
    const progress = await load(deps.db, turn.person.id)
    const step = turn.about ?? ''
    // Its button says that no update is left; written words do not.
    if (step === 'update-phone' && !turn.intent) return unsupportedPhone(deps)(turn)
    if (!steps.some(({ id }) => id === step)) return show(deps)(turn)
    const times = (progress.troubles[step] ?? 0) + 1
    return {
      card: 'stepHelp',
      about: step,
      draw: (reader) => cards.stepHelp(reader, { stepId: step, platform: platformOf(progress), again: times > 1 }),
      alongside: (tx) => save(tx, turn.person.id, troubled(progress, step, times)),
    }
  }

const topics = ['left-over', 'wrong-account', 'qr', 'saved-elsewhere', 'cannot-find-setting']

export const topic =
  (deps: Deps): Answering =>
  async (turn: Turn) => {
    const { person, choice, about } = turn
    if (!topics.includes(choice ?? '')) throw new Refusal(400, 'choice')
    // Entra may only have been late: nobody is told to delete the passkey that it shows by now, nor while it shows nothing.
    const now = choice === 'left-over' ? await walk(deps, turn) : undefined
    if (now && !making.includes(now.step ?? '')) return now.reply
    const platform = platformOf(await load(deps.db, person.id))
    const view = { topic: choice ?? '', platform, helpdesk: deps.settings.company.helpdesk }
    return { card: 'topic', about, draw: (reader) => cards.topic(reader, view) }
  }
