// Waves to choose from.
import type { Card, Reader } from '../card.ts'
import { compose, press } from '../compose.ts'
import { plain, setting, short } from '../plain.ts'
import words from './waves.en.json' with { type: 'json' }
import { button, english, fill, type State } from './waves.ts'

export interface ListView {
  waves: { id: string; name: string; state: State }[]
  mayWrite: boolean
}

export function waveList(reader: Reader, { waves, mayWrite }: ListView): Card {
  const rows = waves
    .slice(0, 6)
    .map(({ id, name, state }) => [
      press({ words: short(fill(words.line, { name: plain(name, 60), state: setting(words.short[state]) }), 40) }, 'waves.open', id),
    ])
  return compose(
    { ...reader, ...english },
    {
      title: words.list.title,
      paragraphs: waves.length > 0 ? [] : [words.list.none],
      rows: mayWrite ? [[press({ words: words.list.new }, 'waves.new')], ...rows] : rows,
      exits: 'none',
    },
  )
}

/** Nobody knows whether they may: back to the wave, if it was about one. */
export const waveUnread = (reader: Reader, { wave: id }: { wave?: string }): Card =>
  compose(
    { ...reader, ...english },
    {
      title: words.list.title,
      paragraphs: [words['cannot-see']],
      rows: [...(id === undefined ? [] : [[press({ words: words.look.back }, 'waves.open', id)]]), [button('list', 'waves.list')]],
      exits: 'none',
    },
  )
