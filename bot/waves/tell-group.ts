// Tells something to everybody of a group who may be spoken to, once each: a job that is run again goes on with the rest.
import { also } from '../conversation/also.ts'
import { maySpeakFirst } from '../conversation/may-speak-first.ts'
import { tell } from '../conversation/tell.ts'
import { Overtaken, type Person, type Reply } from '../conversation/turn.ts'
import type { Deps } from '../deps.ts'
import type { EmployeeId } from '../people.ts'
import * as told from './told-store.ts'

export type ReplyFor = (person: Person) => Promise<Reply | undefined>

/** `what` names what is said. Throws when somebody could not be told, after the others were. */
export async function tellGroup(deps: Deps, group: string, what: string, replyFor: ReplyFor): Promise<void> {
  const errors: unknown[] = []
  for await (const id of membersOf(deps, group)) {
    await tellOnce(deps, id, what, replyFor).catch((error) => errors.push(error))
  }
  if (errors.length > 0) throw new AggregateError(errors, `${errors.length} of a group could not be told`)
}

async function* membersOf({ directory }: Deps, group: string): AsyncGenerator<EmployeeId> {
  for (let next: string | undefined, first = true; first || next; first = false) {
    const page = await directory.members(group, next)
    if (!page.ok) throw new Error('a group could not be read')
    for (const { id } of page.value.items) yield id
    next = page.value.next
  }
}

const tellOnce = (deps: Deps, id: EmployeeId, what: string, replyFor: ReplyFor) =>
  tell(deps, id, async (person) => {
    if (!maySpeakFirst(person) || (await told.isTold(deps.db, what, id))) return undefined
    const reply = await replyFor(person)
    if (!reply) return undefined
    return also(reply, async (tx) => {
      if (!(await told.note(tx, what, id))) throw new Overtaken('somebody was told already')
    })
  })
