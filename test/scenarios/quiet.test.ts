// Who said "not now" or "no more" is not written to first, on any path that speaks first. One function decides for all of them.
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import { never, whyQuiet, whyQuietSql } from '../../bot/conversation/may-speak-first.ts'
import type { Actor } from '../support/actor.ts'
import { openStage, type Stage } from '../support/stage.ts'
import { begins, bringsForward, getsReady, hasRun, timeComes } from '../support/ways.ts'

let stage: Stage
beforeAll(async () => {
  stage = await openStage()
})
beforeEach(() => stage.reset())
afterAll(() => stage.close())

const snoozes = async (ines: Actor) => {
  await ines.press('Not now')
  await ines.press('In one hour')
}
const optsOut = (ines: Actor) => ines.tells('stop writing to me, i do not want this')

type Way = (ines: Actor) => Promise<() => Promise<unknown>>

/** Each begins something that will speak first; what it returns lets its hour come. */
const ways: [string, Way][] = [
  [
    'a watch that sees the passkey',
    async (ines) => {
      await getsReady(ines)
      return async () => {
        ines.phone({ do: 'create-passkey', store: 'authenticator' })
        await timeComes(stage, 'journey.watch', ines)
      }
    },
  ],
  [
    'a promise to look again',
    async (ines) => {
      stage.company.faults.set({ where: 'graph', path: '/authentication/methods', fault: { kind: 'status', status: 500 } })
      await ines.tells('hello')
      return async () => {
        stage.company.faults.clear()
        await timeComes(stage, 'journey.look-again', ines)
      }
    },
  ],
  [
    'an admin who installs the app anew',
    async (ines) => {
      await ines.tells('hello')
      return async () => {
        await stage.company.changeApp(ines.person.id, { do: 'uninstall' })
        await ines.installs()
      }
    },
  ],
]

describe.each(ways)('%s', (_, begin) => {
  test.each([
    ['"not now"', snoozes],
    ['"no more"', optsOut],
  ])('writes nothing after %s', async (_words, quiets) => {
    const ines = stage.meet('Ines Moreau', 'iOS')
    const itsHourComes = await begin(ines)
    await quiets(ines)
    const before = await stage.cardsTo(ines)
    await itsHourComes()
    expect(await stage.cardsTo(ines)).toEqual(before)
  })

  test('writes, when nothing was said against it', async () => {
    const ines = stage.meet('Ines Moreau', 'iOS')
    const itsHourComes = await begin(ines)
    const before = await stage.cardsTo(ines)
    await itsHourComes()
    expect((await stage.cardsTo(ines)).length).toBeGreaterThan(before.length)
  })
})

test('a reminder that was asked for is not sent after "no more"', async () => {
  const ines = stage.meet('Ines Moreau', 'iOS')
  await begins(ines)
  await snoozes(ines)
  await optsOut(ines)
  const before = await stage.cardsTo(ines)
  await hasRun(stage, await bringsForward(stage, 'conversation.remind', ines))
  expect(await stage.cardsTo(ines)).toEqual(before)
})

test('the function and its SQL agree on why somebody is not written to', async () => {
  const ines = stage.meet('Ines Moreau', 'iOS')
  await ines.tells('hello')
  const { id } = ines.person
  const now = new Date()
  const moments = [null, new Date(now.getTime() - 60_000), new Date(now.getTime() + 60_000), never]
  for (const snoozedUntil of moments) {
    await stage.db.query('update people set snoozed_until = $2 where employee_id = $1', [id, snoozedUntil])
    const [row] = await stage.db.query<{ why: string | null }>(`select ${whyQuietSql} as why from people where employee_id = $1`, [id])
    expect(row?.why ?? undefined, String(snoozedUntil)).toBe(whyQuiet({ snoozedUntil: snoozedUntil ?? undefined }))
  }
  expect(whyQuiet({ snoozedUntil: never })).toBe('opted-out')
  expect(whyQuiet({ snoozedUntil: new Date(now.getTime() + 60_000) })).toBe('snoozed')
})
