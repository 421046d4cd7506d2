import type { Answering } from '../conversation/turn.ts'
import type { Deps } from '../deps.ts'
import { load } from './progress-store.ts'
import { walk } from './walk.ts'

/** Whoever was stopped gets no advice from anywhere: the walk decides whether they still are. */
export const unlessStopped =
  (deps: Deps, answering: Answering): Answering =>
  async (turn) =>
    (await load(deps.db, turn.person.id)).stopped ? (await walk(deps, turn)).reply : answering(turn)
