// An agent signs in anew for one deed, because whoever stole their session can press as well (security.md T22).
import { words } from '../../cards/desk/pass.ts'
import * as messages from '../conversation/message-store.ts'
import * as people from '../conversation/person-store.ts'
import type { Deps } from '../deps.ts'
import type { Answer, PressedButton, SignInCarried, SignInProof, Speaker } from '../teams/teams.ts'
import { isAgent, rolesOf } from './agents.ts'
import { readAbout } from './case.ts'
import type { Escalation } from './escalation.ts'
import * as store from './escalation-store.ts'
import { keepProof } from './sign-in-store.ts'
import { signOutNow, signOutSoon, wantedOf } from './sign-out.ts'

type Press = PressedButton & { signIn?: SignInCarried }
type Seen = { escalation: Escalation } | { no: 'foreign' | 'unread' | 'changed' | 'shown-already' }

/** The request of the card that was pressed, when this agent sees it as it is. */
export async function seenBy(deps: Deps, speaker: Speaker, { cardId, verb, onActivityId }: PressedButton): Promise<Seen> {
  const card = await messages.load(deps.db, cardId)
  // The agent's own chat with us: opened from a copy elsewhere, the code would show before who knows whom (security.md C3).
  if (!(await people.inOwnChat(deps.db, speaker))) return { no: 'foreign' }
  if (card?.employeeId !== speaker.employeeId || !card.offers.includes(verb) || card.activityId !== onActivityId) return { no: 'foreign' }
  const { id, version } = readAbout(card.about)
  const escalation = id === undefined ? undefined : await store.load(deps.db, id)
  const roles = await rolesOf(deps, speaker.employeeId)
  if (!isAgent(roles)) return { no: roles === undefined ? 'unread' : 'changed' }
  if (!escalation) return { no: 'changed' }
  if (escalation.version !== version) return { no: escalation.passId ? 'shown-already' : 'changed' }
  return { escalation }
}

/** Undefined: they are, freshly and strongly, and the press goes on. What is seen of the sign-in is kept for the audit; the token is not. */
export async function signIn(deps: Deps, speaker: Speaker, press: Press, { id }: Escalation, text: string): Promise<Answer | undefined> {
  const endsSoon = () => signOutSoon(deps, deps.db, speaker.employeeId)
  // Before it is what signs them in: a process that dies then leaves somebody who ends it (security.md T19).
  if (press.signIn) await endsSoon()
  const ready = await deps.agents.prepare(speaker, press.signIn, wantedOf(deps), text)
  if ('signIn' in ready) return { signIn: ready.signIn }
  if ('refused' in ready) return { refused: 403, why: words.noSignIn }
  if (!press.signIn) await endsSoon()
  await keepProof(deps.db, id, speaker.employeeId, ready.used)
  return undefined
}

/** What fits into an entry; more than a few have no meaning of their own. */
const mostContexts = 15

/** For the audit: when, and by which of the authentication contexts we ask for. Entra names others too, and not all of them are codes. */
export const signedInAs = (deps: Pick<Deps, 'settings'>, { contexts, provedAt }: SignInProof) => ({
  contexts:
    wantedOf(deps)
      .contexts.filter((context) => contexts.includes(context))
      .slice(0, mostContexts)
      .join('-') || undefined,
  signedIn: provedAt?.getTime(),
})

/** Where the company has no connection for it, as with passes by hand, nobody can be signed in. */
export const needsSignIn = ({ settings }: Pick<Deps, 'settings'>) => settings.agentSignIn !== undefined

/** Before an approval is taken in: it is worth as much as the pass that follows. */
export const signInToApprove =
  (deps: Deps) =>
  async (speaker: Speaker, press: Press): Promise<Answer | undefined> => {
    const at = needsSignIn(deps) ? await seenBy(deps, speaker, press) : undefined
    if (!at || 'no' in at) return undefined
    const asked = await signIn(deps, speaker, press, at.escalation, words.signInToApprove)
    // Nothing is done with the token: it was only asked for to see how they signed in.
    if (!asked) await signOutNow(deps, deps.db, speaker.employeeId)
    return asked
  }
