// What people do with a notice, which stands in their chat beside the conversation.
import { expect } from 'vitest'
import type { JobName } from '../../bot/jobs/jobs.ts'
import type { Actor, Button } from '../support/actor.ts'
import type { Stage } from '../support/stage.ts'

/** Finds the button wherever its notice stands by now, and presses it. */
export async function stopsOn(actor: Actor, title: string): Promise<Button> {
  const find = () => actor.allActions().find((action) => action.title === title)
  await expect.poll(find, { timeout: 10_000 }).toBeTruthy()
  const button = find()
  if (!button) throw new Error(`${actor.person.name} has no notice with "${title}"`)
  await actor.pressesButton(button)
  return button
}

/** What waits for another attempt is due now, until it is as it should be. */
export async function comesTrue({ db }: Stage, holds: () => Promise<boolean>): Promise<void> {
  const look = async () => {
    await db.query(`update notices set due_at = now() where state in ('unresolved', 'queued')`)
    await db.query(`update jobs.job set start_after = now() where name = 'escalation.notify' and state in ('created', 'retry')`)
    return holds()
  }
  await expect.poll(look, { timeout: 15_000, interval: 300 }).toBe(true)
}

/** What the clock would do at its next turn. */
export async function runs({ db }: Stage, name: JobName, data: object = {}): Promise<void> {
  const [job] = await db.query<{ id: string }>('insert into jobs.job (name, data) values ($1, $2) returning id', [
    name,
    JSON.stringify(data),
  ])
  const state = () => db.query<{ state: string }>('select state from jobs.job where id = $1', [job?.id])
  await expect.poll(state, { timeout: 10_000 }).toEqual([{ state: 'completed' }])
}
