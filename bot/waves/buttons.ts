// What each button of a wave does.
import type { Verb } from '../../cards/verbs.ts'
import type { Answering } from '../conversation/turn.ts'
import type { Deps } from '../deps.ts'
import { approve } from './approve.ts'
import { correct, saveCorrection } from './correction.ts'
import { act } from './deeds.ts'
import * as handlers from './handlers.ts'

export const buttons = (deps: Deps): Record<Extract<Verb, `waves.${string}`>, Answering> => ({
  'waves.list': handlers.list(deps),
  'waves.new': handlers.draft(deps),
  'waves.edit': handlers.edit(deps),
  'waves.save': handlers.save(deps),
  'waves.open': handlers.open(deps),
  'waves.look': handlers.look(deps),
  'waves.approve': approve(deps),
  'waves.correct': correct(deps),
  'waves.save-correction': saveCorrection(deps),
  'waves.act': act(deps),
})
