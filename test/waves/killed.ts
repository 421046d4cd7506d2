// Two sender processes on one wave, killed again and again at random; what must hold afterwards (security.md §5, K3 to K5).
import type { Database } from '../../bot/database/database.ts'
import { type SampleCompany, startSampleCompany } from '../sample-company/company.ts'
import { Actor } from '../support/actor.ts'
import { main, type Program, program } from '../support/program.ts'
import type { Stage } from '../support/stage.ts'
import { sends } from './organiser.ts'

export interface Aftermath {
  states: Record<string, number>
  /** People by how many copies of the announcement stand in their chat. */
  copies: Record<number, number>
  /** Marked as sent, and nothing there. */
  lost: number
  /** Nothing was ever shown, and it is not known either. */
  neverShown: number
  duplicates: number
  /** Kills times what one process has in its hands at most. */
  bound: number
}

interface Options {
  people: number
  kills: number
  perSecond: number
  /** What a process has in its hands at most, at that pace. */
  inHand: number
  db: Database
  url: string
}

export async function sendWhileKilled({ people, kills, perSecond, inHand, db, url }: Options): Promise<Aftermath> {
  const company = await startSampleCompany({ crowd: people })
  const own = { waves: { ...company.settings.waves, perSecond } }
  const senders = [program(main, company, url, [], {}, own), program(main, company, url, [], {}, own)]
  try {
    for (const sender of senders) await sender.start()
    const stage = { company, db, meet: (name: string) => new Actor(company, company.person(name), 'Web') } as unknown as Stage
    const id = await sends(stage, { groups: 'Crowd' })
    for (let kill = 1; kill <= kills; kill++) {
      await settled(db, id, (people * kill) / (kills + 1))
      // Not just when a batch has come to its end: anywhere in the next ones.
      await db.query('select pg_sleep(random() * 0.4)')
      await killOne(company, senders, kill)
    }
    await settled(
      db,
      id,
      people,
      `update deliveries set leased_until = now() where state = 'sending' and leased_until < now() + ${deadLease}`,
    )
    return await lookAround(company, db, id, kills * inHand)
  } finally {
    for (const sender of senders) await sender.remove()
    await company.close()
  }
}

async function killOne(company: SampleCompany, senders: Program[], kill: number) {
  const [victim, other] = kill % 2 === 0 ? senders : senders.toReversed()
  await victim?.kill()
  company.setBotUrl(other?.url())
  await victim?.start()
}

/** A lease is 45 seconds, and no try takes longer than 10: what is held for 11 is held by a dead process. */
const deadLease = `interval '34 seconds'`

/** Until so many have come to their end; `meanwhile` ends what else only waiting would end. */
async function settled(db: Database, id: string, wanted: number, meanwhile?: string): Promise<void> {
  for (let count = -1; count < wanted; ) {
    if (meanwhile) await db.query(meanwhile)
    const [row] = await db.query<{ count: number }>(
      `select count(*)::int as count, pg_sleep(0.02 + random() * 0.05) from deliveries where wave_id = $1 and state not in ('queued', 'sending')`,
      [id],
    )
    count = row?.count ?? 0
  }
}

async function lookAround(company: SampleCompany, db: Database, id: string, bound: number): Promise<Aftermath> {
  const rows = await db.query<{ employeeId: string; state: string }>(
    'select employee_id as "employeeId", state from deliveries where wave_id = $1',
    [id],
  )
  const seen = rows.map(({ employeeId, state }) => ({ state, copies: announcements(company, employeeId) }))
  const count = <K extends string | number>(keys: K[]) =>
    Object.fromEntries([...Map.groupBy(keys, (key) => key)].map(([key, all]) => [key, all.length]))
  return {
    states: count(seen.map(({ state }) => state)),
    copies: count(seen.map(({ copies }) => copies)),
    lost: seen.filter(({ state, copies }) => state === 'sent' && copies === 0).length,
    neverShown: seen.filter(({ copies }) => copies === 0).length,
    duplicates: seen.reduce((sum, { copies }) => sum + Math.max(0, copies - 1), 0),
    bound,
  }
}

const announcements = (company: SampleCompany, id: string) =>
  company.chatOf(id).filter(({ card }) => JSON.stringify(card ?? '').includes('journey.start')).length
