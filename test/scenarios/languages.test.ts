// People read the language of their Teams, where the company has chosen it.
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest'
import { openStage, type Stage } from '../support/stage.ts'

let stage: Stage
beforeAll(async () => {
  stage = await openStage({ settings: (same) => ({ ...same, languages: ['en', 'fr', 'ja'] }) })
})
beforeEach(() => stage.reset())
afterAll(() => stage.close())

test('somebody whose Teams speaks French is greeted and walked in French', async () => {
  const ines = stage.meet('Ines Moreau', 'iOS')
  await ines.says('bonjour')
  expect(ines.last()).toContain('Bonjour Ines')
  await ines.pressesButton(ines.actions()[0] ?? ines.button('first'))
  expect(ines.last()).toContain('Étape 1 sur')
})

test('a language that the company has not chosen is answered in its first', async () => {
  const carlos = stage.meet('Carlos Jiménez', 'iOS')
  await carlos.says('hola')
  expect(carlos.last()).toMatch(/^Hello Carlos|^I did not/)
})
