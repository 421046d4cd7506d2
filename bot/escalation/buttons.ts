// What each button of a request does, for the one who asked and for the helpdesk.
import type { Verb } from '../../cards/verbs.ts'
import type { Answering } from '../conversation/turn.ts'
import type { Deps } from '../deps.ts'
import * as employee from './ask.ts'
import * as desk from './desk.ts'
import * as pass from './issue-pass.ts'
import * as lists from './lists.ts'
import { madeByHand, takeOffNow } from './made-by-hand.ts'

export const buttons = (deps: Deps): Record<Extract<Verb, `escalation.${string}`>, Answering> => ({
  'escalation.status': employee.status(deps),
  'escalation.line': employee.addLine(deps),
  'escalation.keep-line': employee.keepLine(deps),
  'escalation.withdraw': employee.withdraw(deps),
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
