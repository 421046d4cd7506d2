// The one place that makes a Temporary Access Pass: with the agent's own permission, or by ours where the company chose that; once, and shown once. Whatever Entra answers, or
// does not, is on record before anybody reads anything; the code is on its way to the agent's eyes and to nowhere else.
import * as cards from '../../cards/desk/pass.ts'
import { Overtaken } from '../conversation/turn.ts'
import type { Deps } from '../deps.ts'
import type { Pass } from '../entra/helping.ts'
import type { Secret } from '../secret.ts'
import type { Answer, Dialog, DialogAnswer, HeardInDialog, PressedButton, SignInCarried, SignInProof, Speaker } from '../teams/teams.ts'
import { type Alarm, raise } from './alarm.ts'
import { change, type Doing } from './change.ts'
import { denied } from './denied.ts'
import { mine } from './desk.ts'
import type { Escalation } from './escalation.ts'
import * as store from './escalation-store.ts'
import { mayHavePass, mayMakeInEntra } from './may-have-pass.ts'
import { count, type Over, overLimitAtLast } from './pass-limits.ts'
import { keepLostPass } from './pass-store.ts'
import { seenBy, signedInAs, signIn } from './sign-in.ts'
import { proofOf } from './sign-in-store.ts'
import { signOutNow, wantedOf } from './sign-out.ts'
import { secondsBetween, watchPass } from './watch-pass.ts'

const shownForSeconds = 60
const desk = { cardId: '', locale: 'en' }

type AtPass = { escalation: Escalation; agentId: string } | { no: string }

/** The request of the card that was pressed, when this agent holds it. */
async function atPass(deps: Deps, speaker: Speaker, press: PressedButton): Promise<AtPass> {
  const at = await seenBy(deps, speaker, press)
  if ('no' in at) return at
  return at.escalation.claimedBy === speaker.employeeId ? { ...at, agentId: speaker.employeeId } : { no: 'changed' }
}

/** Before the press is taken in: the agent is signed in, because a dialog cannot do that. */
export const signInToMake =
  (deps: Deps) =>
  async (speaker: Speaker, press: PressedButton & { signIn?: SignInCarried }): Promise<Answer | undefined> => {
    const at = await atPass(deps, speaker, press)
    if ('no' in at) return undefined
    return signIn(deps, speaker, press, at.escalation, cards.words.signIn)
  }

/** Everything is looked at once more; then the agent is asked whether the person is there and nobody else listens. */
export const beforePass = (deps: Deps) =>
  mine(deps, async (at) => {
    const no = (await mayHavePass(deps, at.escalation, at.agent.id)) ?? (await mayMakeInEntra(deps, at.escalation))
    if (no) {
      await signOutNow(deps, deps.db, at.agent.id)
      return 'unread' in no ? at.show({ unread: no.unread }) : at.refuse(no.refused)
    }
    return { card: 'beforePass', about: at.turn.about, draw: (reader) => cards.beforePass(reader, { seconds: shownForSeconds }) }
  })

/** The dialog that makes and shows it. Opened a second time it shows that it was shown (security.md T20). */
export const showPass =
  (deps: Deps) =>
  async (speaker: Speaker, heard: HeardInDialog): Promise<DialogAnswer> => {
    // Any other button of the card, sent as one that opens a dialog, would go past the question whether the person is there (security.md C1, T20).
    const isMeant = heard.verb === 'escalation.show-pass'
    const at: AtPass = isMeant ? await atPass(deps, speaker, heard) : { no: 'foreign' }
    if ('no' in at) return at.no === 'foreign' ? { refused: 403, why: 'This button is not known.' } : { dialog: saying(at.no) }
    const { escalation, agentId } = at
    const no = (await mayHavePass(deps, escalation, agentId)) ?? (await mayMakeInEntra(deps, escalation))
    if (no && 'refused' in no) await denied(deps, escalation, { kind: 'helpdesk', id: agentId }, no.refused)
    if (no) return { dialog: saying('unread' in no ? 'unread' : no.refused) }
    const proof = await proofOf(deps.db, escalation.id, agentId)
    const made = await deps.agents.withAgentToken(speaker, { proof }, wantedOf(deps), cards.words.signIn, (token, seen) =>
      // Signed in all the same: that is how we know who it is.
      make(deps, escalation, agentId, deps.settings.pass.mode === 'appOnly' ? undefined : token, seen),
    )
    return { dialog: 'used' in made ? made.used : saying('sign-in') }
  }

/** Begun, asked for, and what came of it: three steps on record, so that a process that dies leaves no pass nobody knows of (K6–K8). */
async function make(deps: Deps, escalation: Escalation, agentId: string, token: Secret | undefined, proof: SignInProof): Promise<Dialog> {
  const by = { kind: 'helpdesk', id: agentId } as const
  const detail = { tier: escalation.tier, ...signedInAs(deps, proof) }
  const begun = await deps.db
    .transaction(async (tx): Promise<Escalation | { over: Over }> => {
      const over = await overLimitAtLast(tx, deps.settings, agentId)
      return over ? { over } : change(deps, tx, escalation, 'pass-begun', { by, detail })
    })
    .catch((error) => {
      if (error instanceof Overtaken) return undefined
      throw error
    })
  // Two presses at once: one of them makes it (security.md T4).
  if (!begun) return saying('shown-already')
  if ('over' in begun) {
    await denied(deps, escalation, by, begun.over)
    return saying(begun.over)
  }
  const wanted = { lifetimeMinutes: deps.settings.pass.lifetimeMinutes, usableOnce: true }
  const made = await deps.entra.createPass(begun.employeeId, wanted, token)
  if ('made' in made)
    return (await keep(deps, begun, made.made.pass, agentId)) ? codeDialog(made.made.code) : withdrawn(deps, begun, made.made.pass)
  if ('unknown' in made) {
    await settle(deps, begun, 'pass-unknown', { by, reason: 'no-answer' })
    return saying('unknown-outcome')
  }
  await settle(deps, begun, 'pass-refused', { by, reason: made.refused })
  return saying(made.refused)
}

function keep(deps: Deps, begun: Escalation, pass: Pass, agentId: string): Promise<boolean> {
  const passes = begun.passes + 1
  return settle(deps, begun, 'pass-made', {
    by: { kind: 'helpdesk', id: agentId },
    changes: { passId: pass.id, passMadeBy: agentId, passMadeAt: pass.createdAt, passUsedAt: null, passGoneAt: null, passes },
    rows: async (tx) => {
      await deps.jobs.send(tx, 'escalation.watch-pass', { id: begun.id }, secondsBetween(deps), begun.id)
      await count(deps, tx, begun, agentId)
      if (deps.settings.pass.mode === 'appOnly') await raise(deps, tx, madeByApp(begun, pass, agentId))
    },
    tells: 'pass-made',
    detail: { pass: pass.id },
  })
}

/** Entra did not look whether the agent may, so security does. */
const madeByApp = ({ id, number, employeeId: subject }: Escalation, pass: Pass, agentId: string): Alarm => ({
  kind: 'made-by-app',
  key: pass.id.toLowerCase(),
  request: { id, number },
  subject,
  agentId,
})

/**
 * What Entra did goes on record, though the person wrote a line meanwhile. False: the request is no longer waiting for it, because it
 * was taken back or stopped.
 */
async function settle(deps: Deps, begun: Escalation, name: 'pass-made' | 'pass-refused' | 'pass-unknown', doing: Doing): Promise<boolean> {
  for (let now: Escalation | undefined = begun; now?.state === 'issuing'; now = await store.load(deps.db, begun.id)) {
    const waiting = now
    const done = await deps.db
      .transaction((tx) => change(deps, tx, waiting, name, doing))
      .catch((error) => {
        if (error instanceof Overtaken) return undefined
        throw error
      })
    if (done) return true
  }
  return false
}

/**
 * Nobody sees the code of a request that ended while Entra answered. The pass goes at once, by its id, since Entra may not list it yet;
 * failing that, the sweep goes on until it is gone.
 */
async function withdrawn(deps: Deps, { id }: Escalation, pass: Pass): Promise<Dialog> {
  await keepLostPass(deps.db, id, pass)
  await watchPass(deps)({ id })
  return saying('changed')
}

const shape = { title: cards.words.title, height: 'medium', width: 'medium' } as const

const codeDialog = (code: Secret): Dialog => ({ ...shape, hideAfterSeconds: shownForSeconds, card: cards.shownPass(desk, code) })

const saying = (what: string): Dialog => ({ ...shape, height: 'small', card: cards.passNote(desk, what) })
