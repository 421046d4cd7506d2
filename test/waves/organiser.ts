// An organiser at work on a wave, by the cards they get.
import type { Actor } from '../support/actor.ts'
import type { Stage } from '../support/stage.ts'

export type Form = Record<string, string>

/** What a form sends for these fields. */
export const filled = (form: Form): Record<string, string> =>
  Object.fromEntries(Object.entries(form).map(([name, value]) => [`in-${name}`, value]))

export const invitation: Form = { name: 'First wave', kind: 'invitation', groups: 'Finance' }

/** Writes "new wave", fills in the form and saves it. */
export async function drafts(actor: Actor, form: Form): Promise<void> {
  await actor.tells('new wave')
  await actor.press('Save', filled({ ...invitation, ...form }))
  await actor.sees('A draft')
}

/** The dry run, until its counts are there. Returns the number of recipients. */
export async function previews(actor: Actor): Promise<number> {
  await actor.press('Preview')
  await actor.sees('A dry run')
  return recipients(actor)
}

export function recipients(actor: Actor): number {
  const line = actor
    .last()
    .split('\n')
    .find((one) => one.startsWith('Recipients'))
  return Number(line?.replace(/\D/g, ''))
}

export const approves = (actor: Actor, people: number) => actor.press('Approve', filled({ number: String(people) }))

/** From the list of waves, the one that stands in it as `draft`, `running`, … */
export async function opensWave(actor: Actor, state: string): Promise<void> {
  await actor.tells('waves')
  await actor.press(actor.buttons().find((title) => title.endsWith(`(${state})`)) ?? `a wave that is ${state}`)
}

/** From nothing to approved, by the organiser and, where needed, by a second one. Returns its id. */
export async function sends(stage: Stage, form: Form, by = 'Camille Laurent', approver = 'Sofia Andersson'): Promise<string> {
  const organiser = stage.meet(by, 'Web')
  await drafts(organiser, form)
  const people = await previews(organiser)
  if (organiser.buttons().includes('Approve')) await approves(organiser, people)
  else {
    const second = stage.meet(approver, 'Web')
    await opensWave(second, 'previewed')
    await approves(second, people)
  }
  const [wave] = await stage.db.query<{ id: string }>(
    `select id from waves where state = 'approved' or started_at is not null order by made_at desc limit 1`,
  )
  return wave?.id ?? ''
}

export async function stateOf({ db }: Stage, id: string): Promise<string | undefined> {
  const [wave] = await db.query<{ state: string }>('select state from waves where id = $1', [id])
  return wave?.state
}

/** Recipients by state and reason: `sent`, `skipped: guest`. */
export async function states({ db }: Stage, id: string): Promise<Record<string, number>> {
  const rows = await db.query<{ key: string; count: number }>(
    `select case when state in ('skipped', 'failed') then state || ': ' || why else state end as key, count(*)::int as count
       from deliveries where wave_id = $1 group by 1 order by 1`,
    [id],
  )
  return Object.fromEntries(rows.map(({ key, count }) => [key, count]))
}
