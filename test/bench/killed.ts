// npm run bench -- the large one of test/waves/kill.test.ts: two senders on PostgreSQL, killed twenty times in a wave to 10,000.
import { migrate } from '../../bot/database/migrate.ts'
import { openPostgres } from '../../bot/database/postgres.ts'
import { findPostgres, startPostgres } from '../support/postgres.ts'
import { sendWhileKilled } from '../waves/killed.ts'

const people = Number(process.env.BENCH_PEOPLE ?? 10_000)
const kills = Number(process.env.BENCH_KILLS ?? 20)

const bin = findPostgres()
if (!bin) console.log('Left out: two senders that are killed, because no PostgreSQL 15 or later is installed here.')
else {
  const { url, stop } = await startPostgres(bin)
  const db = openPostgres(url)
  await migrate(db)
  const after = await sendWhileKilled({ people, kills, perSecond: 160, inHand: 40, db, url })
  console.log(`killed ${kills} times in a wave to ${people}   ${JSON.stringify(after)}`)
  await db.close()
  await stop()
}
