// The table of contents of requests to the helpdesk: each button and each job with its handler.
import type { Verb } from '../../cards/verbs.ts'
import type { Answering } from '../conversation/turn.ts'
import type { Deps } from '../deps.ts'
import type { JobHandlers, JobName } from '../jobs/jobs.ts'
import * as ask from './ask.ts'
import * as desk from './desk.ts'
import * as pass from './issue-pass.ts'
import * as lists from './lists.ts'
import { madeByHand, takeOffNow } from './made-by-hand.ts'
import { show } from './show.ts'
import { sweep } from './sweep.ts'
import { tellOwner } from './tell-owner.ts'
import { watchPass } from './watch-pass.ts'

type RequestVerb = Extract<Verb, `escalation.${string}`>
type RequestJob = Extract<JobName, `escalation.${string}`>

export const requestButtons = (deps: Deps): Record<RequestVerb, Answering> => ({
  'escalation.status': ask.status(deps),
  'escalation.line': ask.addLine(deps),
  'escalation.keep-line': ask.keepLine(deps),
  'escalation.withdraw': ask.withdraw(deps),
  'escalation.mine': lists.showList(deps, true),
  'escalation.open-list': lists.showList(deps, false),
  'escalation.look': lists.look(deps),
  'escalation.claim': desk.claim(deps),
  'escalation.release': desk.release(deps),
  'escalation.refresh': desk.refresh(deps),
  'escalation.back': desk.refresh(deps),
  'escalation.more': desk.more(deps),
  'escalation.prove': desk.prove(deps),
  'escalation.how': desk.how(deps),
  'escalation.held': desk.recordEvidence(deps, true),
  'escalation.not-held': desk.recordEvidence(deps, false),
  'escalation.needs-pass': desk.needsPass(deps),
  'escalation.approve': desk.approve(deps),
  'escalation.make': pass.beforePass(deps),
  // A dialog, so it never comes as a press.
  'escalation.show-pass': pass.beforePass(deps),
  'escalation.made': madeByHand(deps),
  'escalation.take-off': takeOffNow(deps),
  'escalation.ask': desk.askPerson(deps),
  'escalation.send': desk.sendQuestion(deps),
  'escalation.resolve': desk.close(deps, 'resolved'),
  'escalation.decline': desk.close(deps, 'declined'),
  'escalation.fraud': desk.close(deps, 'fraud'),
  'escalation.reopen': desk.reopen(deps),
})

export const requestJobs = (deps: Deps): Pick<JobHandlers, RequestJob> => ({
  'escalation.show': show(deps),
  'escalation.tell': tellOwner(deps),
  'escalation.sweep': sweep(deps),
  'escalation.watch-pass': watchPass(deps),
})
