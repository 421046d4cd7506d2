import { afterAll, beforeAll, expect, test } from 'vitest'
import { migratedDatabase, server } from '../support/databases.ts'
import { sendWhileKilled } from './killed.ts'

const alone = server() === ''
if (alone) console.log('Left out: two senders that are killed, because the embedded database is for one process.')

let database: Awaited<ReturnType<typeof migratedDatabase>> | undefined
beforeAll(async () => {
  if (!alone) database = await migratedDatabase()
})
afterAll(() => database?.drop())

test.skipIf(alone)(
  'K3 K4 K5 two senders are killed twice in a wave: nobody is lost, nobody has three copies, and doubles stay within the bound',
  async () => {
    const people = 120
    const { db, url } = database ?? { db: undefined, url: undefined }
    if (!db || !url) throw new Error('needs a database of its own')
    const after = await sendWhileKilled({ people, kills: 2, perSecond: 80, inHand: 20, db, url })
    const { sent = 0, unknown = 0, failed = 0, skipped = 0 } = after.states
    expect(sent + unknown + failed + skipped).toBe(people)
    expect(failed + skipped).toBe(0)
    expect(after.lost).toBe(0)
    expect(after.neverShown).toBeLessThanOrEqual(unknown)
    expect(Math.max(...Object.keys(after.copies).map(Number))).toBeLessThanOrEqual(2)
    expect(after.duplicates).toBeLessThanOrEqual(after.bound)
    console.log(`K5: ${JSON.stringify(after)}`)
  },
  180_000,
)
