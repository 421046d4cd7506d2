// What every change of a wave by an organiser has: the wave that our own row of the card names, a guard, and an entry in the audit.
import * as audit from '../audit/audit.ts'
import { Overtaken, type Person, type Reply } from '../conversation/turn.ts'
import type { Queryable } from '../database/database.ts'
import type { Deps } from '../deps.ts'
import { Refusal } from '../refusal.ts'
import type { Wave } from './wave.ts'
import * as waves from './wave-store.ts'

/** The wave that the pressed card is about, by our own row of the card. */
export async function waveAt({ db }: Pick<Deps, 'db'>, about: string | undefined): Promise<Wave> {
  const wave = about === undefined ? undefined : await waves.load(db, about)
  if (!wave) throw new Refusal(400, 'This wave is not there any more.')
  return wave
}

/** A guarded change with its entry in the audit; when somebody else was first, all of it is worked out anew. */
export function changing(
  reply: Reply,
  person: Person,
  verb: audit.Event['verb'],
  { id }: Pick<Wave, 'id'>,
  change: (tx: Queryable) => Promise<boolean>,
  detail: audit.Event['detail'] = {},
): Reply {
  return {
    ...reply,
    alongside: async (tx) => {
      if (!(await change(tx))) throw new Overtaken('a wave moved on')
      await audit.append(tx, { actor: { kind: 'organiser', id: person.id }, verb, detail: { wave: id, ...detail } })
    },
  }
}
