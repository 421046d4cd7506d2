// The table of contents of requests to the helpdesk: each button and each job with its handler.
import type { Verb } from '../../cards/verbs.ts'
import type { Handlers } from '../conversation/answer.ts'
import type { Answering } from '../conversation/turn.ts'
import type { Deps } from '../deps.ts'
import type { JobHandlers, JobName } from '../jobs/jobs.ts'
import { Refusal } from '../refusal.ts'
import { accountInDanger } from './alarm.ts'
import * as ask from './ask.ts'
import { passesAgain } from './breaker.ts'
import { close, reopen } from './close.ts'
import * as desk from './desk.ts'
import { endSessions } from './end-sessions.ts'
import { handOver, handTo } from './hand-over.ts'
import * as pass from './issue-pass.ts'
import { learnManagers } from './learn-managers.ts'
import * as lists from './lists.ts'
import { lookAfter } from './look-after.ts'
import { madeByHand, takeOffNow } from './made-by-hand.ts'
import { askManager, managerKnows } from './manager-says.ts'
import { besideNotice, notMe } from './not-me.ts'
import { notify } from './notify.ts'
import { readPassAudits } from './orphan-pass.ts'
import * as proof from './prove.ts'
import { renewCard } from './renew-card.ts'
import { checkNumber } from './right-person.ts'
import { addLine, keepLine } from './say-more.ts'
import { show } from './show.ts'
import { signInToApprove } from './sign-in.ts'
import { signOut } from './sign-out.ts'
import { sweep } from './sweep.ts'
import { tellAgent } from './tell-agent.ts'
import { tellOwner } from './tell-owner.ts'
import { watchPass } from './watch-pass.ts'

type RequestVerb = Extract<Verb, `escalation.${string}`>
type RequestJob = Extract<JobName, `escalation.${string}`>

export const buttons = (deps: Deps): Record<RequestVerb, Answering> => ({
  'escalation.want-pass': ask.ask(deps, 'pass'),
  'escalation.status': ask.status(deps),
  'escalation.line': addLine(deps),
  'escalation.keep-line': keepLine(deps),
  'escalation.withdraw': ask.withdraw(deps),
  'escalation.mine': lists.showList(deps, true),
  'escalation.open-list': lists.showList(deps, false),
  'escalation.look': lists.look(deps),
  'escalation.claim': desk.claim(deps),
  'escalation.release': desk.release(deps),
  'escalation.refresh': desk.refresh(deps),
  'escalation.back': desk.refresh(deps),
  'escalation.more': desk.more(deps),
  'escalation.prove': proof.prove(deps),
  'escalation.how': proof.how(deps),
  'escalation.held': proof.recordEvidence(deps, true),
  'escalation.not-held': proof.recordEvidence(deps, false),
  'escalation.needs-pass': desk.needsPass(deps),
  'escalation.approve': desk.approve(deps),
  'escalation.make': pass.beforePass(deps),
  // A dialog, so it never comes as a press.
  'escalation.show-pass': pass.beforePass(deps),
  'escalation.made': madeByHand(deps),
  'escalation.take-off': takeOffNow(deps),
  'escalation.ask': desk.askPerson(deps),
  'escalation.send': desk.sendQuestion(deps),
  'escalation.resolve': close(deps, 'resolved'),
  'escalation.decline': close(deps, 'declined'),
  'escalation.fraud': close(deps, 'fraud'),
  'escalation.reopen': reopen(deps),
  'escalation.ask-manager': askManager(deps),
  'escalation.check-number': checkNumber(deps),
  'escalation.hand-over': handOver(deps),
  'escalation.hand-to': handTo(deps),
  'escalation.passes-again': passesAgain(deps),
  'escalation.reviewed': lists.reviewed(deps),
  'escalation.not-me': onNotice,
  'escalation.known': onNotice,
})

export const jobs = (deps: Deps): Pick<JobHandlers, RequestJob> => ({
  'escalation.show': show(deps),
  'escalation.tell': tellOwner(deps),
  'escalation.tell-agent': tellAgent(deps),
  'escalation.renew-card': renewCard(deps),
  'escalation.sweep': sweep(deps),
  'escalation.watch-pass': watchPass(deps),
  'escalation.sign-out': signOut(deps),
  'escalation.notify': notify(deps),
  'escalation.end-sessions': endSessions(deps),
  'escalation.account-in-danger': accountInDanger(deps),
  'escalation.read-pass-audits': readPassAudits(deps),
  'escalation.learn-managers': learnManagers(deps),
  'escalation.look-after': lookAfter(deps),
})

/** Stands in the chat for days, beside the conversation: these presses are answered before a turn is taken in. */
const onNotice = async (): Promise<never> => {
  throw new Refusal(400, 'button')
}

/** Presses that are answered, or ask for more of the presser, before they are taken in. */
export const beforePresses = (deps: Deps): NonNullable<Handlers['before']> => ({
  'escalation.make': pass.signInToMake(deps),
  'escalation.approve': signInToApprove(deps),
  'escalation.not-me': notMe(deps),
  'escalation.known': managerKnows(deps),
  'conversation.person': besideNotice(deps),
  'conversation.not-now': besideNotice(deps),
})
