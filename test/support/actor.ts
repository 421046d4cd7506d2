// A person at a device: reads cards, writes, presses, and holds their phone.
import type { SampleCompany } from '../sample-company/company.ts'
import type { ChatItem, Person, PhoneDeed, PressAnswer, TeamsOn } from '../sample-company/office-api.ts'

type Json = Record<string, unknown>

export interface Button {
  title: string
  activityId: string
  action: { type: string; verb?: string; data?: Json; title?: string }
}

const patienceMs = 20_000

export class Actor {
  readonly company: SampleCompany
  readonly person: Person
  on: TeamsOn
  pressed = 0

  constructor(company: SampleCompany, person: Person, on: TeamsOn) {
    this.company = company
    this.person = person
    this.on = on
  }

  /** Goes to another device: same chat there. */
  at(on: TeamsOn): Actor {
    return new Actor(this.company, this.person, on)
  }

  chat(): ChatItem[] {
    return this.company.chatOf(this.person.id)
  }

  /** Everything the bot has said that still stands, oldest first, as text. */
  read(): string[] {
    return this.fromBot().map(textOf)
  }

  fromBot(): ChatItem[] {
    return this.chat().filter(({ from, deleted, typing }) => from === 'bot' && !deleted && !typing)
  }

  /** The last thing the bot said, as text. */
  last(): string {
    return this.read().at(-1) ?? ''
  }

  async opens(): Promise<void> {
    await this.company.open(this.person.id, this.on)
  }

  async installs(): Promise<void> {
    await this.company.changeApp(this.person.id, { do: 'install' })
  }

  async says(text: string, activityId?: string): Promise<number> {
    return (await this.company.say(this.person.id, { text, on: this.on, activityId })).botStatus
  }

  /** Writes, and looks until the answer stands below: a message may arrive after the activity is answered. */
  async tells(text: string): Promise<void> {
    await this.says(text)
    await this.until(
      () => this.chat().findLast(({ typing }) => !typing)?.from === 'bot' || undefined,
      () => `${this.person.name} said "${text}" and was not answered`,
    )
  }

  /** Titles on the newest card that has any, in order. */
  buttons(): string[] {
    return this.actions().map(({ title }) => title)
  }

  actions(): Button[] {
    const item = this.fromBot().findLast((each) => buttonsOf(each).length > 0)
    return item ? buttonsOf(item) : []
  }

  /** Titles on every card that still stands, oldest first. */
  allActions(): Button[] {
    return this.fromBot().flatMap(buttonsOf)
  }

  button(title: string): Button {
    const found = this.actions().find((each) => each.title === title)
    if (!found) throw new Error(`${this.person.name} sees no "${title}", but: ${this.buttons().join(' · ')}\nand reads: ${this.last()}`)
    return found
  }

  /** Presses the button with exactly this title. */
  async press(title: string, inputs?: Record<string, string>): Promise<PressAnswer> {
    this.pressed += 1
    return this.pressesButton(this.button(title), inputs)
  }

  pressesButton({ activityId, action }: Button, inputs?: Record<string, string>): Promise<PressAnswer> {
    return this.company.press(this.person.id, { activityId, action, inputs, on: this.on })
  }

  phone(deed: PhoneDeed) {
    return this.company.usePhone(this.person.id, deed)
  }

  /** Waits until the last thing said holds `words`, as somebody who looks at the screen would. */
  sees(words: string | RegExp): Promise<string> {
    return this.until(
      () => (matches(this.last(), words) ? this.last() : undefined),
      () => `${this.person.name} waits for ${words}, but reads:\n${this.last()}`,
    )
  }

  until<T>(what: () => T | undefined, otherwise: () => string): Promise<T> {
    return new Promise((done, failed) => {
      const look = () => {
        const found = what()
        if (found === undefined) return
        stop()
        clearTimeout(timer)
        done(found)
      }
      const stop = this.company.onEvent(look)
      const timer = setTimeout(() => {
        stop()
        failed(new Error(otherwise()))
      }, patienceMs)
      look()
    })
  }
}

const matches = (text: string, words: string | RegExp) => (typeof words === 'string' ? text.includes(words) : words.test(text))

/** What stands on the card, top to bottom: every text, alt text left out, then button titles in brackets. */
export function textOf({ text, card, ownCard }: ChatItem): string {
  const shown = ownCard ?? card
  return shown ? [...lines(shown)].join('\n') : (text ?? '')
}

function* lines(part: unknown): Generator<string> {
  if (Array.isArray(part)) for (const each of part) yield* lines(each)
  else if (typeof part === 'object' && part !== null) {
    const { type, text, title, value, isVisible, body, items, columns, actions, facts, choices, fallback: _, ...rest } = part as Json
    if (isVisible === false) return
    if (typeof text === 'string' && (type === 'TextBlock' || type === 'TextRun')) yield text
    if (Array.isArray(facts)) for (const fact of facts as Json[]) yield `${fact.title} ${fact.value}`
    if (Array.isArray(choices)) for (const choice of choices as Json[]) yield `( ) ${choice.title}`
    if (typeof type === 'string' && type.startsWith('Action.') && typeof title === 'string') yield `[${title}]`
    if (type === 'RichTextBlock') yield* lines(rest.inlines)
    for (const inner of [body, items, columns, actions]) yield* lines(inner)
  }
}

function buttonsOf({ activityId, card, ownCard }: ChatItem): Button[] {
  return [...actionsIn(ownCard ?? card)].map((action) => ({ title: String(action.title), activityId, action: action as Button['action'] }))
}

function* actionsIn(part: unknown): Generator<Json> {
  if (Array.isArray(part)) for (const each of part) yield* actionsIn(each)
  else if (typeof part === 'object' && part !== null) {
    const { type, fallback: _, ...rest } = part as Json
    if (type === 'Action.Execute' || (type === 'Action.Submit' && (rest.data as Json | undefined)?.msteams)) yield part as Json
    else for (const inner of Object.values(rest)) yield* actionsIn(inner)
  }
}
