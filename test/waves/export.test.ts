// A wave as a file for a spreadsheet.
import { Writable } from 'node:stream'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { exportWave } from '../../bot/waves/export.ts'
import { openStage, type Stage } from '../support/stage.ts'
import { sends } from './organiser.ts'

let stage: Stage
beforeAll(async () => {
  stage = await openStage()
})
afterAll(() => stage.close())

function sink() {
  let text = ''
  const to = new Writable({
    write: (chunk, _, done) => {
      text += chunk
      done()
    },
  })
  return { to, text: () => text }
}

test('D5 a name that a spreadsheet would run stands in the file with a quote mark before it', async () => {
  const id = await sends(stage, { start: '2099-01-01 09:00' })
  const names = ['=cmd()', '+1', '-1', '@sum(a1)', '\t=1', '\u0000=1'.replace('\u0000', '\r')]
  for (const [index, name] of names.entries())
    await stage.db.query(`insert into deliveries (wave_id, employee_id, chunk, name, zone) values ($1, gen_random_uuid(), $2, $3, 'UTC')`, [
      id,
      index,
      name,
    ])
  const { to, text } = sink()
  expect(await exportWave(stage.db, id, 'olga', to)).toBe(true)
  for (const name of names) expect(text(), JSON.stringify(name)).toContain(`'${name}`)
  expect(text().split('\r\n')[0]).toBe('employeeId,name,locale,zone,state,why,attempts,settledAt,recalledAt,read,started,done')
})

test('B7 an export is in the audit, with who made it; what is no wave makes none', async () => {
  const entries = await stage.db.query(`select actor, actor_kind as kind from audit_entries where verb = 'wave-exported'`)
  expect(entries).toEqual([{ actor: 'olga', kind: 'operator' }])
  expect(await exportWave(stage.db, '00000000-0000-4000-8000-000000000000', 'olga', sink().to)).toBe(false)
  expect(await exportWave(stage.db, `' or 1=1`, 'olga', sink().to)).toBe(false)
})
