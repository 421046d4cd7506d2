// Somebody who sits at the office page as one person of the company: types, presses, and holds the phone; nothing but the page is used.
import type { Browser, Locator, Page } from 'playwright-core'
import type { SampleCompany } from '../sample-company/company.ts'
import type { PasskeyStore, TeamsOn } from '../sample-company/office-api.ts'
import { complaintsOf } from '../support/browser.ts'

export interface Sight {
  width?: number
  colours?: 'light' | 'dark'
}

const wide = { width: 1600, height: 950 }
const tall = 844
/** Longer than the bot needs to notice something in Entra by itself. */
const patience = 20_000

declare global {
  interface Window {
    /** Every card and text of the bot that stood on the page, once each. */
    shownByBot: Set<string>
    presses: number
  }
}

export class Seat {
  readonly page: Page
  /** What went wrong on the page; a test wants none. */
  readonly complaints: string[]

  private constructor(page: Page) {
    this.page = page
    page.setDefaultTimeout(patience)
    this.complaints = complaintsOf(page)
  }

  static async take(browser: Browser, company: SampleCompany, name: string, on: TeamsOn, { width, colours }: Sight = {}): Promise<Seat> {
    const page = await browser.newPage({ viewport: width ? { width, height: tall } : wide, colorScheme: colours ?? 'light' })
    const seat = new Seat(page)
    await page.addInitScript(countOnThePage)
    await page.goto(`${company.url}/#${company.person(name).id}/${on}`)
    return seat
  }

  leave(): Promise<void> {
    return this.page.close()
  }

  part(name: string): Locator {
    return this.page.locator(`[data-test=${name}]`)
  }

  /** What the bot said, oldest first. */
  get said(): Locator {
    return this.part('chat').locator('[data-test=message][data-from=bot]')
  }

  /** Waits until the newest word of the bot holds these. */
  async sees(words: string | RegExp): Promise<Locator> {
    await this.room('chat')
    const newest = this.said.last().filter({ hasText: words })
    await newest.waitFor().catch(async (error) => {
      throw new Error(`The newest does not hold ${words}: ${(await this.said.allInnerTexts()).slice(-3).join('\n---\n')}`, { cause: error })
    })
    return newest
  }

  /** Writes and sends, once the bot has greeted as it does by itself, and waits for its answer. */
  async says(text: string): Promise<void> {
    await this.room('chat')
    await this.said.first().waitFor()
    const before = await this.said.count()
    await this.part('message-box').pressSequentially(text)
    await this.part('send').click()
    await this.said.nth(before).waitFor()
  }

  button(title: string): Locator {
    return this.said.last().getByRole('button', { name: title, exact: true })
  }

  async presses(title: string): Promise<void> {
    await this.room('chat')
    await this.button(title).click()
  }

  /** Fills in fields of the newest card, by what stands above them. */
  async fills(fields: Record<string, string>): Promise<void> {
    for (const [label, text] of Object.entries(fields)) await this.said.last().getByRole('textbox', { name: label }).fill(text)
  }

  async picks(choice: string): Promise<void> {
    await this.said.last().getByText(choice, { exact: true }).click()
  }

  /** Goes on with the same chat on another device. */
  async movesTo(on: TeamsOn): Promise<void> {
    await this.part('device').selectOption(on)
  }

  async onPhone(screen: string): Promise<void> {
    await this.room('phone')
    await this.part(`phone-${screen}`).click()
  }

  async makesPasskeyIn(store: PasskeyStore): Promise<void> {
    await this.room('phone')
    await this.part('phone-store').selectOption(store)
    await this.onPhone('create-passkey')
  }

  /** Deletes an entry among the ways to sign in, by what it is called there. */
  async deletesWayIn(name: string | RegExp): Promise<void> {
    await this.room('entra')
    const entry = this.part('entra-methods').getByRole('listitem').filter({ hasText: name })
    await entry.getByRole('button', { name: /^Delete/ }).click()
    await entry.waitFor({ state: 'detached' })
  }

  /** In the words of README; no question to Entra is answered from now on. */
  async takesEntraAway(): Promise<void> {
    await this.room('entra')
    await this.page.getByText('What goes wrong', { exact: true }).click()
    await this.page.getByRole('button', { name: 'Take Microsoft Entra away' }).click()
    await this.page.getByText('What goes wrong (1 on)').waitFor()
  }

  async bringsEntraBack(): Promise<void> {
    await this.room('entra')
    await this.page.getByRole('button', { name: 'Bring Microsoft Entra back' }).click()
    await this.page.getByText('What goes wrong', { exact: true }).waitFor()
  }

  /** At phone width one room is seen at a time. */
  async room(name: 'people' | 'chat' | 'phone' | 'entra'): Promise<void> {
    const button = this.part(`room-${name}`)
    if (await button.isVisible()) await button.click()
  }

  /** Counted on the page: different messages the bot showed, also those in another's place, and presses on cards. */
  async count(): Promise<{ messages: string[]; presses: number }> {
    return this.page.evaluate(() => ({ messages: [...window.shownByBot], presses: window.presses }))
  }
}

/** Runs on the page itself. A card that only says where it went is no message. */
function countOnThePage() {
  window.shownByBot = new Set()
  window.presses = 0
  const look = () => {
    for (const message of document.querySelectorAll('[data-test=message][data-from=bot]')) {
      const words = message.querySelector('.bubble')?.textContent?.trim() ?? ''
      if (words && words !== 'This moved further down.') window.shownByBot.add(`${message.getAttribute('data-id')} ${words}`)
    }
  }
  new MutationObserver(look).observe(document, { childList: true, subtree: true })
  const press = ({ target }: Event) => {
    if (target instanceof Element && target.closest('.ac-pushButton')) window.presses += 1
  }
  document.addEventListener('click', press, { capture: true })
}
