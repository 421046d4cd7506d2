import type { RefusalId } from '../cards/content/content.ts'

/** The one expected no: something asked for that is not given, for a reason that is ours to say. Everything else thrown is a bug. */
export class Refusal extends Error {
  readonly status: 400 | 403

  /** `why` names words of cards/content; a sentence is for people at work on Unlock, who read English. */
  constructor(status: 400 | 403, why: RefusalId | `${string} ${string}`) {
    super(why)
    this.status = status
  }
}
