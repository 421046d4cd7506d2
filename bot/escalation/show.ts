// Keeps the card in the helpdesk channel true: posted once, then put in its own place whenever the request has moved on. A job, because
// Teams may be slow and the process may die; what the channel shows is compared with what is, so nothing has to be remembered.
import { channelRequest } from '../../cards/desk/desk.ts'
import { newestServiceUrl } from '../conversation/where-teams-is.ts'
import type { Queryable } from '../database/database.ts'
import type { Deps } from '../deps.ts'
import type { Place, SentToChannel } from '../teams/teams.ts'
import { nameOf } from './ask.ts'
import type { Escalation } from './escalation.ts'
import * as store from './escalation-store.ts'

/** A first and, after a crash or an answer that was lost, one more (security.md §5). */
const mostCopies = 2

interface Behind {
  id: string
  copies: number
}

/** Takes the card to be sent, when it is behind and nobody else is at it. */
async function take(db: Queryable, id: string): Promise<Behind | undefined> {
  const [row] = await db.query<Behind>(
    `update escalations set showing_until = now() + interval '20 seconds', card_copies = card_copies + (card_at is null)::int
      where id = $1 and shown_version < version and (showing_until is null or showing_until < now())
     returning id, card_copies as copies`,
    [id],
  )
  return row
}

async function shown(db: Queryable, { id, version }: Escalation, cardAt: string | undefined): Promise<void> {
  await db.query(
    `update escalations set shown_version = greatest(shown_version, $2), card_at = coalesce($3, card_at), showing_until = null where id = $1`,
    [id, version, cardAt ?? null],
  )
}

/** `undone`: that attempt certainly left no card. `gone`: the card was deleted in the channel; it is posted anew. */
async function notShown(db: Queryable, id: string, { undone, gone }: { undone: boolean; gone: boolean }): Promise<void> {
  await db.query(
    `update escalations set showing_until = null, card_copies = case when $3 then 0 when $2 and card_at is null then card_copies - 1 else card_copies end,
       card_at = case when $3 then null else card_at end where id = $1`,
    [id, undone, gone],
  )
}

/** The thread of a card in the channel; undefined while nobody knows where Teams is. */
export async function placeInChannel({ db, settings, appId }: Deps, cardAt: string): Promise<Place | undefined> {
  const channel = settings.helpdeskChannel
  const serviceUrl = channel && (channel.serviceUrl ?? (await newestServiceUrl(db)))
  return serviceUrl ? { conversationId: `${channel.channelId};messageid=${cardAt}`, serviceUrl, botId: `28:${appId}` } : undefined
}

export const show = (deps: Deps) => async (data: object) => {
  const { id } = data as { id: string }
  const { db, settings, log } = deps
  const channel = settings.helpdeskChannel
  const taken = channel && (await take(db, id))
  if (!channel || !taken) return
  const escalation = await store.load(db, id)
  if (!escalation) return
  if (!escalation.cardAt && taken.copies > mostCopies) {
    log.error({ request: escalation.number }, 'the channel may not have its card: sent twice, and no answer')
    return shown(db, escalation, undefined)
  }
  const sent = await send(deps, channel.channelId, escalation)
  if (sent.ok) await shown(db, escalation, sent.activityId)
  else {
    await notShown(db, id, { undone: sent.why !== 'unclear', gone: sent.why === 'gone' && escalation.cardAt !== undefined })
    throw new Error(`the channel was not told of request ${escalation.number}: ${sent.why}`)
  }
  // It moved on while this was on its way: the job that told of it found the card taken.
  if ((await store.load(db, id))?.version !== escalation.version) await deps.jobs.send(db, 'escalation.show', { id }, 1, id)
}

async function send(
  deps: Deps,
  channelId: string,
  escalation: Escalation,
): Promise<SentToChannel | Awaited<ReturnType<Deps['messenger']['replace']>>> {
  const { db, messenger, settings, appId } = deps
  const serviceUrl = settings.helpdeskChannel?.serviceUrl ?? (await newestServiceUrl(db))
  if (!serviceUrl) return { ok: false, why: 'busy', detail: 'nobody has written to the bot yet, so it does not know where Teams is' }
  const activity = await activityFor(deps, escalation)
  if (!escalation.cardAt) return messenger.postInChannel({ channelId, serviceUrl }, activity)
  const place = { conversationId: `${channelId};messageid=${escalation.cardAt}`, serviceUrl, botId: `28:${appId}` }
  return messenger.replace(place, escalation.cardAt, activity)
}

async function activityFor(deps: Deps, escalation: Escalation) {
  const { facts, cardId, claimedBy } = escalation
  const view = {
    ...escalation,
    name: facts.name,
    account: facts.account,
    department: facts.department,
    agent: await nameOf(deps, claimedBy),
    timeZone: deps.settings.escalation.workingHours?.timeZone ?? 'UTC',
    now: new Date(),
  }
  const { json, text } = channelRequest({ cardId, locale: 'en' }, view)
  return { summary: text, attachments: [{ contentType: 'application/vnd.microsoft.card.adaptive', content: json }] }
}
