// Reminders: approved with their wave, days later, to those it reached who are not done and did not ask to be left alone.
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest'
import { openStage, type Stage } from '../support/stage.ts'
import { filled, sends, stateOf, states } from './organiser.ts'

let stage: Stage
beforeAll(async () => {
  stage = await openStage()
})
beforeEach(() => stage.reset())
afterAll(() => stage.close())

const soon = { timeout: 20_000 }
const finished = (id: string) => expect.poll(() => stateOf(stage, id), soon).toBe('finished')
const names = ['Greta Schneider', 'Katarzyna Wójcik', 'Tiago Costa', 'Ines Moreau', 'Elena Rossi']
const [greta, katarzyna, tiago, ines, elena] = names
const addresses = (which: (string | undefined)[]) => which.map((name) => stage.company.person(name ?? '').mail).join('\n')

/** A finished wave to the five of them; three reach for it so far. */
async function wave(form: Record<string, string>): Promise<string> {
  const id = await sends(stage, { groups: '', addresses: addresses(names), own: 'en: See you on Monday.', ...form })
  await finished(id)
  return id
}

const daysLater = (id: string, days: number) =>
  stage.db.query('update waves set started_at = started_at - make_interval(days => $2) where id = $1', [id, days])
const remindersOf = async (id: string) =>
  (await stage.db.query<{ id: string }>('select id from waves where follows = $1 order by nth', [id])).map((row) => row.id)
async function reminded(id: string, nth: number): Promise<string> {
  await expect.poll(async () => (await remindersOf(id)).length, soon).toBe(nth)
  const reminder = (await remindersOf(id)).at(-1) ?? ''
  await finished(reminder)
  return reminder
}
const idOf = (name = '') => stage.company.person(name).id

test('those who are not done are reminded, and nobody who is, said later, wants quiet or is finding out whether it is real', async () => {
  const id = await wave({ after: '3', times: '2' })
  await stage.db.query(
    'insert into progress (employee_id, finished_at) values ($1, now()) on conflict (employee_id) do update set finished_at = now()',
    [idOf(katarzyna)],
  )
  await stage.db.query(`update people set snoozed_until = now() + interval '9 days' where employee_id = $1`, [idOf(tiago)])
  await stage.meet(ines ?? '', 'iOS').tells('Please do not write to me any more')
  await stage.meet(elena ?? '', 'iOS').press('Is this real?')
  await daysLater(id, 3)
  const first = await reminded(id, 1)
  expect(await states(stage, first)).toEqual({
    sent: 1,
    'skipped: checking': 1,
    'skipped: done': 1,
    'skipped: opted-out': 1,
    'skipped: snoozed': 1,
  })
  const reader = stage.meet(greta ?? '', 'Android')
  expect(reader.last()).toContain('Not there yet')
  expect(reader.last()).not.toContain('Monday')
  await daysLater(id, 2)
  expect(await stage.db.query('select 1 from waves where content is not null')).toHaveLength(2)
  await daysLater(id, 1)
  const second = await reminded(id, 2)
  expect((await states(stage, second)).sent).toBe(1)
  await daysLater(id, 30)
  const [entries] = await stage.db.query<{ count: number }>(
    `select count(*)::int as count from audit_entries where verb = 'wave-approved' and reason = 'reminder'`,
  )
  expect(entries?.count).toBe(2)
})

test('reminders stand in the form, are said before anybody approves, and end when the organiser stops them', async () => {
  const camille = stage.meet('Camille Laurent', 'Web')
  await camille.tells('new wave')
  await camille.press('Save', filled({ name: 'Oslo', kind: 'invitation', groups: 'Finance', after: '0', times: '9' }))
  expect(camille.last()).toContain('Reminders: write a number of days from 1 to 60')
  const id = await sends(stage, { after: '5', times: '1' })
  await finished(id)
  await camille.sees('Reminds those who are not done, one time, after 5 days.')
  await camille.sees('More reminders follow.')
  await camille.press('Stop for good')
  await camille.sees('Stopped for good.')
  await daysLater(id, 9)
  expect(await stateOf(stage, id)).toBe('cancelled')
  // The next thing that looks for reminders comes each second; another wave that starts has been seen by it.
  await finished(await sends(stage, { name: 'Another' }))
  expect(await remindersOf(id)).toEqual([])
})

test('B4 nobody who was slipped in among the recipients is reminded, and the wave says so', async () => {
  const id = await wave({ after: '3', times: '1' })
  await stage.db.query(`insert into deliveries (wave_id, employee_id, chunk, name, zone, state) values ($1, $2, 7, 'Eve', 'UTC', 'sent')`, [
    id,
    idOf('Amara Okafor'),
  ])
  await daysLater(id, 3)
  await expect.poll(() => stateOf(stage, id), soon).toBe('cancelled')
  const [halted] = await stage.db.query<{ why: string }>('select why from waves where id = $1', [id])
  expect(halted?.why).toBe('audience-changed')
  expect(await remindersOf(id)).toEqual([])
})

test('B4 a reminder that is not what was approved needs somebody to approve it', async () => {
  const id = await wave({ after: '3', times: '1' })
  // Entra does not say yet who is done: the reminder waits, and somebody changes it.
  stage.company.faults.set({ where: 'graph', path: 'userRegistrationDetails', fault: { kind: 'status', status: 503 } })
  await daysLater(id, 3)
  await expect.poll(async () => (await remindersOf(id)).length, soon).toBe(1)
  const [reminder = ''] = await remindersOf(id)
  await stage.db.query(`update waves set content = jsonb_set(content, '{own}', '{"de": "Klick!"}') where id = $1`, [reminder])
  stage.company.faults.clear()
  await stage.db.query(`update jobs.job set start_after = now() where name = 'waves.gather' and state in ('created', 'retry')`)
  await expect.poll(() => stateOf(stage, reminder), soon).toBe('previewed')
  expect(await states(stage, reminder)).toEqual({ queued: 5 })
})
