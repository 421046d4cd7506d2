// The manager as a witness, freshly signed in: asked in their own chat, because Entra names them and not because anybody in the conversation does
// (security.md H4, E4).
import { signInAgain } from '../../cards/notice.ts'
import * as people from '../conversation/person-store.ts'
import { readerOf, refusalText } from '../conversation/tongue.ts'
import { Overtaken } from '../conversation/turn.ts'
import type { Deps } from '../deps.ts'
import type { Answer, PressedButton, SignInCarried, SignInProof, Speaker } from '../teams/teams.ts'
import { mayAskManager } from './case.ts'
import { change, toNotify } from './change.ts'
import { clocksDiffer } from './deadline-store.ts'
import { mine } from './desk.ts'
import * as requests from './escalation-store.ts'
import { evidenceOf } from './evidence-store.ts'
import { type AtNotice, atNotice, pressed } from './not-me.ts'
import * as notices from './notice-store.ts'
import { provedBy } from './prove.ts'
import { knownAsManager, seenAsManager } from './seen-manager-store.ts'
import { signedInAs } from './sign-in.ts'
import { signOutNow, signOutSoon, wantedOf } from './sign-out.ts'

const mostRounds = 5

export const askManager = (deps: Deps) =>
  mine(deps, async (at) => {
    const { escalation } = at
    const { db, entra, settings } = deps
    if (!mayAskManager(escalation)) return at.show({ lead: 'changed' })
    if (!settings.agentSignIn) return at.show({ refused: 'manager-sign-in' })
    const found = await entra.manager(escalation.employeeId)
    if (!found.ok) return at.show({ unread: found.why })
    await seenAsManager(db, escalation.employeeId, found.value?.id)
    const manager = found.value
    if (!manager?.enabled) return at.show({ refused: 'no-manager' })
    const days = settings.pass.managerKnownForDays
    if (!(await knownAsManager(db, escalation.employeeId, manager.id, days))) return at.refuse('manager-new')
    if (!(await people.reachable(db, manager.id))) return at.show({ refused: 'manager-no-chat' })
    return at.move('manager-asked', {
      rows: async (tx) => {
        const way = { recipient: 'manager', channel: 'chat', employeeId: manager.id } as const
        await notices.write(tx, { escalationId: escalation.id, event: 'asked' }, [way])
        await toNotify(deps, tx, escalation.id)
      },
    })
  })

/** "Yes, I know about it": one piece of evidence, of the manager's own. Asked of Entra once more, and here no answer is a no. */
export const managerKnows =
  (deps: Deps) =>
  async (speaker: Speaker, press: PressedButton & { signIn?: SignInCarried }): Promise<Answer> => {
    const at = await atNotice(deps, speaker, press)
    if (!at || 'refused' in at) return at ?? { refused: 400, why: 'button' }
    const { escalation, notice, person } = at
    const manager = await deps.entra.manager(escalation.employeeId)
    const isTheirs = manager.ok && manager.value?.id === person.id && manager.value.enabled
    if (notice.event !== 'asked' || !isTheirs) return pressed(deps, at, 'not-yours')
    // Whoever holds the manager's session would otherwise be a witness for whom they like.
    const text = signInAgain(readerOf(deps.settings, person, notice.id).locale)
    const unsure = { refused: 403, why: refusalText(deps.settings, person.locale, 'sign-in') } as const
    // By our clock alone it is seen how fresh the sign-in is (DECISIONS 110).
    if (await clocksDiffer(deps.db)) return unsure
    // First: a process that dies after the sign-in leaves somebody who ends it (security.md T19).
    await signOutSoon(deps, deps.db, person.id)
    const ready = await deps.agents.prepare(speaker, press.signIn, wantedOf(deps), text)
    if ('signIn' in ready) return { signIn: ready.signIn }
    if ('refused' in ready) return unsure
    await signOutNow(deps, deps.db, person.id)
    return pressed(deps, at, (await vouch(deps, at, ready.used)) ? 'passed-on' : 'too-late')
  }

/** False: nobody needs it any more. */
async function vouch(deps: Deps, { escalation: seen, person }: AtNotice, proof: SignInProof): Promise<boolean> {
  const signedIn = signedInAs(deps, proof)
  for (let round = 0; round < mostRounds; round++) {
    const escalation = await requests.load(deps.db, seen.id)
    const said = (await evidenceOf(deps.db, seen.id)).find(({ evidence }) => evidence === 'manager')
    if (said?.held && said.recordedBy === person.id) return true
    const agent = escalation?.claimedBy
    if (!escalation || agent === undefined || !mayAskManager(escalation)) return false
    const evidence = { evidence: 'manager', held: true, recordedBy: person.id } as const
    const { name, doing } = await provedBy(deps, escalation, evidence, agent)
    try {
      const by = { kind: 'employee', id: person.id } as const
      const detail = { ...doing.detail, ...signedIn }
      await deps.db.transaction((tx) => change(deps, tx, escalation, name, { ...doing, by, detail }))
    } catch (error) {
      if (error instanceof Overtaken) continue
      throw error
    }
    return true
  }
  return false
}
