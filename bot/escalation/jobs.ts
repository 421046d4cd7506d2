// What is done about requests by itself: the card in the channel, words to their owners, passes and time.
import type { Deps } from '../deps.ts'
import { show } from './show.ts'
import { signOut } from './sign-out.ts'
import { sweep } from './sweep.ts'
import { tellOwner } from './tell-owner.ts'
import { watchPass } from './watch-pass.ts'

export const ofRequests = (deps: Deps) => ({
  'escalation.show': show(deps),
  'escalation.tell': tellOwner(deps),
  'escalation.sweep': sweep(deps),
  'escalation.watch-pass': watchPass(deps),
  'escalation.sign-out': signOut(deps),
})
