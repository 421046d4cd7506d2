// Each attack of the threat model has a test that carries its id, so that `vitest run -t 'P5 '` shows what stands against it.
import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import rows from './rows.json' with { type: 'json' }

const root = join(import.meta.dirname, '..')
/** What stands first in a test, a describe or a row of `each`. */
const title = /(?:\b(?:test|it|describe)\(|\]\)\(|\)\(|^\s*\[)\s*(['"`])((?:\\.|(?!\1)[^\\])*)\1/gm
const id = /\b[PCTHBDX]\d{1,2}\b/g

const idsIn = (source: string) => [...source.matchAll(title)].flatMap(([, , name = '']) => name.match(id) ?? [])
const tested = new Set(
  readdirSync(root, { recursive: true, encoding: 'utf8' })
    .filter((file) => file.endsWith('.test.ts') && !file.endsWith('rows.test.ts'))
    .flatMap((file) => idsIn(readFileSync(join(root, file), 'utf8'))),
)
const attacks = Object.keys(rows.attacks)
const leftOut: Record<string, string> = rows.leftOut

test('titles are found in each form that a test has', () => {
  const forms = `test('P1 a', f); it.each([\n  ['T2 b', 1],\n])("C3 %s", f); describe.runIf(x)(\`D4 d\`, f); // P5\n expect(x, 'P6')`
  expect(idsIn(forms)).toEqual(['P1', 'T2', 'C3', 'D4'])
})

test('every attack is a named test, or there is a reason why not', () => {
  expect(attacks.filter((attack) => !tested.has(attack) && !leftOut[attack])).toEqual([])
  expect(Object.keys(leftOut).filter((attack) => tested.has(attack) || !attacks.includes(attack))).toEqual([])
})

test('no test carries the id of an attack that is not on the list', () => {
  expect([...tested].filter((attack) => !attacks.includes(attack))).toEqual([])
})

test('none of the rows is missing: 18 of protocol, 15 of cards, 22 of passes, 8 of people, 7 of waves, 6 of data, 3 of supply', () => {
  const count = (letter: string) => attacks.filter((attack) => attack.startsWith(letter)).length
  expect([...'PCTHBDX'].map(count)).toEqual([18, 15, 22, 8, 7, 6, 3])
})
