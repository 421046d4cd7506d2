// What those read who work with Unlock: the helpdesk and the organisers.
import { describe, expect, it } from 'vitest'
import type { Card } from '../../cards/card.ts'
import { channelRequest } from '../../cards/desk/desk.ts'
import { words } from '../../cards/desk/words.ts'
import { deskFunctions, everyDeskCard, sampledDeskCards } from './every-desk-card.ts'
import { partsOf } from './parts.ts'

const cards = everyDeskCard()
const linesOf = (name: string) => cards.filter((one) => one.name.startsWith(name)).map(({ card }) => partsOf(card).lines.join('\n'))

describe('the cards of the helpdesk and of organisers', () => {
  it('of the helpdesk have a sample each', () => {
    expect(sampledDeskCards.sort()).toEqual(Object.keys(deskFunctions).sort())
  })

  it('read as the golden file says', async () => {
    const fieldsOf = ({ offers }: Card) => offers.filter((offer) => offer.startsWith('in-')).join(', ')
    const fields = (card: Card) => (fieldsOf(card) ? `\n(fields: ${fieldsOf(card)})` : '')
    const page = cards.map(({ name, card }) => `## ${name}\n\n${partsOf(card).lines.join('\n')}${fields(card)}\n`).join('\n')
    await expect(page).toMatchFileSnapshot('../golden/desk.md')
  })

  it('leave no place empty and fit into a message', () => {
    for (const { name, card } of cards) {
      // Organisers are told of the places that announcements have.
      expect(card.text.replaceAll(/\{(firstName|company|date)\}/g, ''), name).not.toMatch(/[{}]|undefined|\[object/)
      expect(Buffer.byteLength(JSON.stringify(card.json)), name).toBeLessThan(28 * 1024)
    }
  })

  it('hold no place of a template', () => {
    for (const { name, card } of cards) expect(JSON.stringify(card.json), name).not.toMatch(/\$\{|undefined/)
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

  it('of what is done more rarely, nothing is stressed; of what comes next, the first is', () => {
    const stressed = (name: string) => {
      const card = cards.find((one) => one.name.startsWith(name))?.card
      return [...JSON.stringify(card?.json).matchAll(/"title":"([^"]*)","style":"positive","verb"/g)].map(([, title]) => title)
    }
    expect(stressed('channelRequest · waiting')).toEqual(['I take it'])
    expect(stressed('deskMore')).toEqual([])
  })

  it('a name that would be markup is text', () => {
    const at = { openedAt: new Date('2026-03-02T08:00:00Z'), now: new Date('2026-03-02T08:01:00Z'), timeZone: 'UTC' }
    const request = { number: 1000, phrase: 'calm river', kind: 'pass', state: 'open', name: '[APPROVED](https://evil.example)', ...at }
    const card = channelRequest({ cardId: '', locale: 'en' }, request)
    expect(card.text).toContain('［APPROVED］(https：//evil．example)')
  })
})
