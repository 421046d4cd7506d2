// An entry in the words of the Open Cybersecurity Schema Framework, which security tools read.
import type { Entry } from './entry.ts'
import ocsf from './ocsf.json' with { type: 'json' }

interface Class {
  uid: number
  name: string
  activities: Record<string, string>
}

const classes: Record<string, Class> = ocsf.classes
const verbs: Record<string, { class: string; activity: number }> = ocsf.verbs

/** Throws on a verb that ocsf.json does not know: an event of no class would be dropped by whoever receives it. */
export function ocsfOf(entry: Entry): object {
  const known = Object.hasOwn(verbs, entry.verb) ? verbs[entry.verb] : undefined
  const kind = known && classes[known.class]
  const activity = known && kind?.activities[known.activity]
  if (!known || !kind || !activity) throw new Error(`bot/audit/ocsf.json does not say what "${entry.verb}" is`)
  const { seq, prevHash, hash, ...rest } = entry
  return {
    category_uid: ocsf.category.uid,
    category_name: ocsf.category.name,
    class_uid: kind.uid,
    class_name: kind.name,
    activity_id: known.activity,
    activity_name: activity,
    type_uid: kind.uid * 100 + known.activity,
    // Informational.
    severity_id: 1,
    status_id: entry.decision === 'denied' ? 2 : 1,
    time: Date.parse(entry.at),
    message: entry.verb,
    metadata: { version: ocsf.schemaVersion, product: { name: 'Unlock', vendor_name: 'Unlock' }, uid: entry.id, sequence: seq },
    actor: { user: { uid: entry.actor, type: entry.actorKind } },
    ...aboutOf(known.class, entry),
    unmapped: { reason: rest.reason, ...rest.detail, prev_hash: prevHash, hash },
  }
}

/** Both classes require to be told whom or what it was about. */
function aboutOf(kind: string, { subject, detail }: Entry): object {
  if (kind === 'user-management') return { user: { uid: subject } }
  if (detail.wave) return { entity: { type: 'wave', uid: detail.wave } }
  return { entity: subject ? { type: 'person', uid: subject } : { type: 'audit' } }
}
