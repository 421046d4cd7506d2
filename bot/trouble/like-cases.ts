// A rule that stops many at once is nobody's own trouble: the people who answer for the rollout hear of it, once.
import { likeCases as drawLikeCases } from '../../cards/desk/like-cases.ts'
import * as audit from '../audit/audit.ts'
import { deliver } from '../conversation/deliver.ts'
import * as people from '../conversation/person-store.ts'
import { speak } from '../conversation/speak.ts'
import type { Queryable } from '../database/database.ts'
import type { Deps } from '../deps.ts'
import * as cases from './case-store.ts'
import { type Row, rowOf } from './catalogue.ts'

/** In the transaction that confirms the case, and after it: this one counts too. */
export async function noticeLikeCases({ settings, jobs }: Deps, tx: Queryable, row: Row): Promise<void> {
  const { tell, people: enough, withinMinutes } = settings.likeCases
  if (!row.class.includes('A') || tell.length === 0) return
  const many = await cases.peopleWith(tx, row.id, withinMinutes)
  if (many < enough || !(await cases.tellNow(tx, row.id, withinMinutes))) return
  for (const owner of tell) await jobs.send(tx, 'trouble.tell-owner', { owner, row: row.id, people: many }, 0, `${owner} ${row.id}`)
}

interface LikeCases {
  owner: string
  row: string
  people: number
}

/** Written to in their own chat with the bot; who never opened it cannot be, and the log says so. */
export const tellOwner = (deps: Deps) => async (data: object) => {
  const { owner, row: rowId, people: many } = data as LikeCases
  const row = rowOf(rowId)
  const person = await people.load(deps.db, owner)
  if (!row || !person)
    return deps.log.warn({ row: rowId, people: many }, 'like cases, and nobody to tell: one of likeCases.tell has no chat with the bot')
  const view = { row: row.id, people: many, says: row.says[0] ?? '', admin: row.admin, minutes: deps.settings.likeCases.withinMinutes }
  const said = await speak(deps, person, {
    card: 'likeCases',
    about: row.id,
    draw: (reader) => drawLikeCases(reader, view),
    alongside: async (tx) => {
      await audit.append(tx, { actor: { kind: 'unlock' }, verb: 'rollout-owner-told', subject: owner, reason: row.id })
    },
  })
  // Something else was said to them meanwhile: the job tries again.
  if (!said) throw new Error('the owner was spoken to by others')
  await deliver(deps, owner)
}
