// Finding out who is there: what counts for the account is offered, and what held is on record.
import * as cards from '../../cards/desk/desk.ts'
import type { Reply } from '../conversation/turn.ts'
import type { Deps } from '../deps.ts'
import { Refusal } from '../refusal.ts'
import { tooHighForApp } from './app-only.ts'
import { isEnough, needsSecond, offeredEvidence } from './case.ts'
import type { Doing } from './change.ts'
import { type AtDesk, mine, refresh } from './desk.ts'
import type { Changes } from './escalation.ts'
import evidenceFile from './evidence.json' with { type: 'json' }
import { type Evidence, evidenceOf, record } from './evidence-store.ts'
import { isEvidence, waitMinutes } from './proof.ts'
import { beforeProof } from './right-person.ts'

export const prove = (deps: Deps) =>
  mine(deps, async (at) => {
    const { escalation } = at
    if (escalation.state !== 'verifying') return at.show()
    if (escalation.tier === 'break-glass') return at.refuse('break-glass')
    if (!escalation.tier) return refresh(deps)(at.turn)
    if (tooHighForApp(deps.settings, escalation.tier)) return at.refuse('not-by-app')
    const { stop, rows: alongside } = await beforeProof(deps, at)
    if (stop) return stop
    const draw: Reply['draw'] = (reader) => cards.chooseEvidence(reader, { counts: offeredEvidence(escalation) })
    return { card: 'chooseEvidence', about: at.turn.about, draw, alongside }
  })

export const how = (deps: Deps) =>
  mine(deps, async (at) => {
    const evidence = classOf(at)
    const { means } = evidenceFile.classes[evidence]
    return { card: 'howEvidence', about: at.turn.about, draw: (reader) => cards.howEvidence(reader, { evidence, means }) }
  })

function classOf({ turn: { choice = '' }, escalation }: AtDesk) {
  if (!isEvidence(choice) || !offeredEvidence(escalation).includes(choice)) throw new Refusal(400, 'That proof does not count here.')
  return choice
}

/** With enough that held, the request is proved; otherwise it is on record and more is asked for. */
export const recordEvidence = (deps: Deps, held: boolean) =>
  mine(deps, async (at) => {
    const { escalation, agent } = at
    if (escalation.state !== 'verifying') return at.show()
    const evidence = { evidence: classOf(at), held, recordedBy: agent.id }
    const { stop, rows: before } = await beforeProof(deps, at)
    if (stop) return stop
    const { name, doing } = await provedBy(deps, escalation, evidence, agent.id)
    const rows: Doing['rows'] = async (tx) => {
      await before?.(tx)
      await doing.rows?.(tx)
    }
    return at.move(name, { ...doing, rows }, { evidence })
  })

/** The move that a piece of evidence leads to. `verifiedBy`: who answers for all of it, and so may not approve. */
export async function provedBy(
  { db, settings }: Pick<Deps, 'db' | 'settings'>,
  escalation: AtDesk['escalation'],
  evidence: Evidence,
  verifiedBy: string,
): Promise<{ name: 'evidence-recorded' | 'proof-complete'; doing: Omit<Doing, 'by'> }> {
  const before = await evidenceOf(db, escalation.id)
  const all = [...before.filter((one) => one.evidence !== evidence.evidence), evidence]
  const { tier, id, noticedAt } = escalation
  const rows: Doing['rows'] = (tx) => record(tx, id, evidence)
  const detail = { evidence: evidence.evidence, outcome: evidence.held ? 'held' : 'not-held', tier }
  if (!evidence.held || !tier || !isEnough(escalation, all)) return { name: 'evidence-recorded', doing: { rows, detail } }
  const minutes = waitMinutes(
    tier,
    all.filter((one) => one.held).map((one) => one.evidence),
  )
  // It begins when the notices went out: that is what it is for (security.md §2.5). Where they did not yet, it begins when they do.
  const waitUntil = minutes > 0 && noticedAt ? new Date(noticedAt.getTime() + minutes * 60_000) : null
  const changes: Changes = { verifiedBy, waitMinutes: minutes === 0 ? null : minutes, waitUntil }
  const ready = minutes === 0 && !needsSecond(settings, escalation)
  return { name: 'proof-complete', doing: { rows, detail, changes, tells: ready ? 'get-ready' : undefined } }
}
