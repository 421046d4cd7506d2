// Finds the way to somebody who was never written to, or whose chat is gone: installs the app where that is allowed, opens a chat.
import type { Queryable } from '../database/database.ts'
import type { Deps } from '../deps.ts'
import type { BulkSent } from '../teams/bulk.ts'
import type { Address } from '../teams/teams.ts'
import type { Delivery } from './delivery-store.ts'
import type { Wave } from './wave.ts'

export type Way = Pick<Address, 'serviceUrl' | 'conversationId'>
type Failed = Extract<BulkSent, { ok: false }>

/** When its place has come; `busy` instead of a wait that is longer than the lease. */
export type Paced = <T>(request: () => Promise<T>) => Promise<T | Failed>

const failed = (why: Failed['why'], code: string, retryAfterSeconds?: number): Failed => ({
  ok: false,
  why,
  code,
  ...(retryAfterSeconds === undefined ? {} : { retryAfterSeconds }),
})

/** Each step waits for its place in the row (`paced`). A failure here left no copy: nothing was posted. */
export async function reach(deps: Deps, wave: Wave, to: Delivery, paced: Paced): Promise<{ ok: true; way: Way } | Failed> {
  const serviceUrl = deps.settings.waves.serviceUrl ?? to.serviceUrl
  if (!serviceUrl) return failed('refused', 'no-service-address')
  await welcome(deps.db, wave, to)
  let opened = await paced(() => deps.bulk.open(serviceUrl, to.employeeId))
  if (!opened.ok && opened.why === 'not-installed') {
    const refused = await install(deps, to)
    if (refused) return refused
    opened = await paced(() => deps.bulk.open(serviceUrl, to.employeeId))
    // Teams takes a moment to know of it.
    if (!opened.ok && opened.why === 'not-installed') return failed('busy', 'installing', 15)
  }
  if (!opened.ok) return opened.why === 'unclear' ? failed('busy', opened.code, 30) : opened
  const way = { serviceUrl, conversationId: opened.conversationId }
  await remember(deps.db, to, way, deps.appId)
  return { ok: true, way }
}

async function install({ directory, settings }: Deps, { employeeId }: Delivery): Promise<Failed | undefined> {
  const { catalogId } = settings.waves
  if (!catalogId) return failed('not-installed', 'not-installed')
  const installed = await directory.install(employeeId, catalogId)
  if (installed.ok) return undefined
  if (installed.why === 'refused' || installed.why === 'no-teams') return failed('not-installed', installed.why)
  return failed('busy', installed.why, installed.retryAfterSeconds ?? 30)
}

/** The announcement is their welcome: when Teams tells us that the app is there, no second one follows. */
async function welcome(db: Queryable, wave: Wave, { employeeId, name, locale }: Delivery): Promise<void> {
  await db.query(
    `insert into people (employee_id, tenant_id, name, locale, installed, welcomed_at)
     select $1, tenant_id, $3, $4, false, now() from people where employee_id = $2
     on conflict (employee_id) do update set welcomed_at = coalesce(people.welcomed_at, now())`,
    [employeeId, wave.madeBy, name, locale ?? null],
  )
}

async function remember(db: Queryable, { employeeId }: Delivery, { serviceUrl, conversationId }: Way, appId: string): Promise<void> {
  await db.query(
    `update people set conversation_id = $2, service_url = $3, bot_id = coalesce(bot_id, $4), teams_user_id = coalesce(teams_user_id, $1::text),
            installed = true, unreachable_why = null
      where employee_id = $1::uuid`,
    [employeeId, conversationId, serviceUrl, `28:${appId}`],
  )
}
