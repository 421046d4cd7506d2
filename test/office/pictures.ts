// npm run pictures: takes the README's pictures from the office, with the real bot in it. Run it when cards have changed, and look at them.
import { mkdirSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { startSampleCompany } from '../sample-company/company.ts'
import { openBrowser } from '../support/browser.ts'
import { main, program } from '../support/program.ts'
import { Seat } from './seat.ts'

const folder = fileURLToPath(new URL('../../docs/pictures/', import.meta.url))
const phone = { width: 390, height: 760 }

mkdirSync(folder, { recursive: true })
const company = await startSampleCompany()
const bot = program(main, { ...company, settings: { ...company.settings, languages: ['en', 'ar'] } })
await bot.start()
const browser = await openBrowser()
async function picture(seat: Seat, name: string) {
  await seat.part('typing').waitFor({ state: 'detached' })
  await seat.page.screenshot({ path: `${folder}${name}.png` })
}

try {
  const ines = await Seat.take(browser, company, 'Ines Moreau', 'iOS')
  await ines.page.setViewportSize({ width: 1440, height: 820 })
  await ines.says('hi')
  await ines.presses('Yes, this iPhone')
  await ines.presses('iOS 18 or newer')
  await ines.presses('It has a lock')
  await ines.sees('Switch it on')
  await ines.onPhone('switch-on-authenticator')
  await ines.presses('It is on')
  await ines.sees('Make your passkey')
  await picture(ines, 'office')

  const pocket = await Seat.take(browser, company, 'Ines Moreau', 'iOS', { width: phone.width })
  await pocket.page.setViewportSize(phone)
  await pocket.sees('Make your passkey')
  await picture(pocket, 'step')
  await ines.makesPasskeyIn('authenticator')
  await ines.sees('Use it once')
  await ines.onPhone('sign-in-with-passkey')
  await ines.presses('It worked')
  await pocket.sees('Well done, Ines.')
  await picture(pocket, 'done')

  const omar = await Seat.take(browser, company, 'Omar El-Sayed', 'iOS', { width: phone.width, colours: 'dark' })
  await omar.page.setViewportSize(phone)
  await omar.says('مرحبا')
  await omar.sees('أنا Unlock')
  await picture(omar, 'arabic')
} finally {
  await browser.close()
  await bot.remove()
  await company.close()
}
