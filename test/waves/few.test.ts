// B7: whatever a wave's figures are, nobody can be told from what is shown of them.
import fc from 'fast-check'
import { expect, test } from 'vitest'
import * as few from '../../bot/waves/few.ts'

const figures = ['delivered', 'started', 'done'] as const
const told = (rows: few.Row<(typeof figures)[number]>[], others: string) => few.told(rows, figures, others)
const row = (name: string, targeted: number, done: number) => ({ name, targeted, delivered: targeted, started: targeted, done })

test('B7 groups of fewer than five are put together, with the next smallest until they are five', () => {
  expect(told([row('a', 90, 20), row('b', 9, 7), row('c', 1, 0)], 'others').map(({ name, targeted }) => [name, targeted])).toEqual([
    ['a', 90],
    ['others', 10],
  ])
})

test('B7 a figure below five is not told, and not by what is left of the total either', () => {
  const [a, b, c] = told([row('a', 90, 20), row('b', 9, 8), row('c', 8, 2)], 'others')
  expect([a?.done, b?.done, c?.done]).toEqual([20, undefined, undefined])
})

test('B7 fewer than five of a reason are not counted, and of fewer than five people nothing is said of how they stand', () => {
  const reasons = [
    { why: 'done', count: 12 },
    { why: 'snoozed', count: 4 },
    { why: 'guest', count: 1 },
  ]
  expect(few.toldCounts(reasons, 40)).toEqual([{ why: 'done', count: 12 }, { why: 'snoozed' }, { why: 'guest' }])
  expect(few.toldCounts([{ why: 'no-way-in', count: 1 }], 4)).toEqual([])
  expect(few.toldCounts([{ why: 'blocked', count: 1 }], 1)).toEqual([{ why: 'blocked' }])
})

test('B7 no figures at all lead to somebody', () => {
  const rows = fc.array(fc.record({ targeted: fc.nat(30), share: fc.double({ min: 0, max: 1, noNaN: true }) }), { maxLength: 8 })
  fc.assert(
    fc.property(rows, (all) => {
      const shown = told(
        all.map(({ targeted, share }, index) => row(String(index), targeted, Math.round(targeted * share))),
        'others',
      )
      const few = shown.filter(({ targeted }) => targeted < 5)
      // Fewer than five in all can only be one group.
      expect(few.length === 0 || shown.length === 1).toBe(true)
      for (const figure of figures) {
        const values = shown.map((one) => one[figure])
        expect(values.filter((value) => value !== undefined && value > 0 && value < 5)).toEqual([])
        expect(shown.length > 1 && values.filter((value) => value === undefined).length === 1).toBe(false)
      }
    }),
  )
})
