// Says something that the person did not just ask for: worked out anew until it fits the place where they are.
import type { Deps } from '../deps.ts'
import type { EmployeeId } from '../people.ts'
import { deliver } from './deliver.ts'
import type { Message } from './message-store.ts'
import * as people from './person-store.ts'
import { speak } from './speak.ts'
import type { Person, Reply } from './turn.ts'

const mostRounds = 5

/** `onto`: the card whose place it takes, which notifies nobody; absent, it stands at the bottom and an older live card steps aside. */
export interface Unasked extends Reply {
  onto?: Message
}

/**
 * `nothing`: `replyFor` had nothing to say. `no-chat`: they have no chat with us, so they could not be told.
 * Throws when others spoke to them each time in between; the job that called is run again then.
 */
export async function tell(
  deps: Pick<Deps, 'db' | 'settings' | 'messenger' | 'log' | 'jobs'>,
  employeeId: EmployeeId,
  replyFor: (person: Person) => Promise<Unasked | undefined>,
): Promise<'said' | 'nothing' | 'no-chat'> {
  for (let round = 0; round < mostRounds; round++) {
    const person = await people.load(deps.db, employeeId)
    if (!person || !(await people.reachable(deps.db, employeeId))) return 'no-chat'
    const reply = await replyFor(person)
    if (!reply) return 'nothing'
    const spoken = await speak(deps, person, reply, reply.onto)
    if (!spoken) continue
    await deliver(deps, employeeId)
    return 'said'
  }
  throw new Error(`a person was spoken to by others ${mostRounds} times in a row`)
}
