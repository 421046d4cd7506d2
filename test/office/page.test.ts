// The page around the chat: rooms, panels, colours and people. That nothing on it logs an error is held by openOffice, after every test.
import { expect, test } from 'vitest'
import { openOffice } from './office.ts'

const office = openOffice()

test('every room, panel and person can be visited without an error', async () => {
  const seat = await office.sit('Ines Moreau', 'iOS')
  await seat.said.first().waitFor()
  for (const panel of ['faults-open', 'log-open']) await seat.part(panel).click()
  await seat.part('log-lines').getByRole('listitem').first().waitFor()
  await seat.part('theme').click()
  await seat.page.locator('[data-theme=dark]').waitFor()
  await seat.part('channel-tab').click()
  await seat.part('chat-tab').click()
  await seat.said.first().waitFor()
  for (const on of ['Android', 'Mac', 'Web', 'Windows'] as const) await seat.movesTo(on)

  await seat.part('people-search').fill('push, samsung')
  await seat.page
    .getByRole('complementary', { name: 'People' })
    .getByRole('button', { name: /Kofi Mensah/ })
    .click()
  await seat.page.getByText('You are Kofi Mensah').waitFor()
  await seat.sees('Hello Kofi')
  expect(await seat.part('phone-change-model').inputValue()).toBe('samsung-14')
})

test('the line under the chosen tab is that of the head, on a small laptop too', async () => {
  const seat = await office.sit('Ines Moreau', 'iOS', { width: 1440 })
  await seat.said.first().waitFor()
  const bottoms = await Promise.all(
    [seat.part('chat-tab'), seat.page.locator('.chat-head')].map(async (part) => {
      const { y, height } = (await part.boundingBox()) ?? { y: 0, height: 0 }
      return y + height
    }),
  )
  expect(Math.abs((bottoms[0] ?? 0) - (bottoms[1] ?? 0))).toBeLessThanOrEqual(2)
})

test('who takes Entra away on the page reads that it is not their fault, and never "Done"', async () => {
  const amara = await office.sit('Amara Okafor', 'iOS')
  await amara.said.first().waitFor()
  await amara.takesEntraAway()
  await amara.says('hi')
  await amara.sees('You did nothing wrong')
  const { messages } = await amara.count()
  expect(messages.join('\n')).not.toMatch(/Done|Well done|You have one/)
  await amara.bringsEntraBack()
})
