// What the helpdesk reads.
import { describe, expect, it } from 'vitest'
import { channelNote } from '../../cards/desk/desk.ts'
import { words } from '../../cards/desk/words.ts'
import { deskFunctions, everyDeskCard, sampledDeskCards } from './every-desk-card.ts'
import { partsOf } from './parts.ts'

const cards = everyDeskCard()
const linesOf = (name: string) => cards.filter((one) => one.name.startsWith(name)).map(({ card }) => partsOf(card).lines.join('\n'))

describe('the helpdesk’s cards', () => {
  it('each has a sample', () => {
    expect(sampledDeskCards.sort()).toEqual(Object.keys(deskFunctions).sort())
  })

  it('read as the golden file says', async () => {
    const page = cards.map(({ name, card }) => `## ${name}\n\n${partsOf(card).lines.join('\n')}\n`).join('\n')
    await expect(page).toMatchFileSnapshot('../golden/desk.md')
  })

  it('leave no place empty and fit into a message', () => {
    for (const { name, card } of cards) {
      expect(card.text, name).not.toMatch(/[{}]|undefined|\[object/)
      expect(Buffer.byteLength(JSON.stringify(card.json)), name).toBeLessThan(28 * 1024)
    }
  })

  it('H8: the channel shows neither evidence, nor a telephone number, nor a suspicion', () => {
    const shown = linesOf('channelRequest').join('\n')
    for (const hidden of [...Object.values(words.evidence), ...Object.values(words.outcomes), ...Object.values(words.tiers)]) {
      expect(shown).not.toContain(hidden)
    }
    expect(shown).not.toMatch(/fraud|suspect/i)
  })

  it('C6: every card of an open request says that nobody asks for a password or a code', () => {
    const open = cards.filter(({ name }) => name.startsWith('caseCard') && !name.endsWith('closed'))
    expect(open.length).toBeGreaterThan(5)
    for (const { card } of open) expect(card.text).toContain('Never ask for a password or a code')
  })

  it('H1: nothing that somebody could know is offered as proof', () => {
    expect(Object.values(words.evidence).join('\n')).not.toMatch(/birth|question|answer|maiden|address book/i)
    expect(linesOf('howEvidence').join('\n')).toContain('is no proof')
  })

  it('a name that would be markup is text', () => {
    const card = channelNote({ cardId: '', locale: 'en' }, 'taken', '[APPROVED](https://evil.example)')
    expect(card.text).toBe('［APPROVED］(https：//evil．example) was first.')
  })
})
