// Takes pictures of the office for a human to look at: wide and at phone width, light and dark.
//   node test/sample-company/screenshots.ts --url http://127.0.0.1:3979 [--person <id>] [--on iOS]
import { mkdirSync } from 'node:fs'
import { join } from 'node:path'
import { parseArgs } from 'node:util'
import { chromium } from 'playwright-core'

const { values } = parseArgs({ options: { url: { type: 'string' }, person: { type: 'string' }, on: { type: 'string', default: 'iOS' } } })
if (!values.url) {
  console.error('--url is missing: the address the demo prints, e.g. --url http://127.0.0.1:3979')
  process.exit(1)
}

const folder = join(import.meta.dirname, 'screenshots')
const sizes = { wide: { width: 1600, height: 950 }, phone: { width: 390, height: 844 } }
const rooms = ['people', 'chat', 'phone', 'entra'] as const

const people = (await (await fetch(new URL('/office/people', values.url))).json()) as { id: string }[]
const person = values.person ?? people[0]?.id ?? ''
const address = new URL(`/#${encodeURIComponent(person)}/${values.on}`, values.url).href

mkdirSync(folder, { recursive: true })
const browser = await chromium.launch({
  executablePath: '/usr/bin/chromium',
  headless: true,
  args: [
    '--no-sandbox',
    '--disable-gpu',
    '--disable-quic',
    '--no-first-run',
    '--disable-background-networking',
    '--disable-component-update',
    '--disable-sync',
  ],
})
try {
  for (const [size, viewport] of Object.entries(sizes)) {
    for (const colorScheme of ['light', 'dark'] as const) {
      const page = await browser.newPage({ viewport, colorScheme })
      await page.goto(address)
      // A bot that is not there leaves the chat empty, which is a picture too.
      const answered = page.locator('[data-test=chat] [data-test=message]').last().waitFor({ timeout: 10_000 })
      await answered.catch(() => console.error('The bot said nothing in 10 seconds; the chat may be empty.'))
      await page.locator('[data-test=typing]').waitFor({ state: 'detached' })
      for (const room of size === 'wide' ? (['chat'] as const) : rooms) {
        if (size === 'phone') await page.locator(`[data-test=room-${room}]`).click()
        const path = join(folder, `${size}-${colorScheme}${size === 'phone' ? `-${room}` : ''}.png`)
        await page.screenshot({ path })
        console.log(path)
      }
      await page.close()
    }
  }
} finally {
  await browser.close()
}
