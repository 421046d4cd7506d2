// Somebody who does each step exactly as they are told.
import type { Actor } from './actor.ts'
import type { Stage } from './stage.ts'
import { answers } from './ways.ts'

type Deed = (actor: Actor, stage: Stage) => Promise<unknown>

const press = (title: string) => (actor: Actor) => actor.press(title)

const deeds: Record<string, Deed> = {
  welcome: (actor) => actor.press(actor.buttons()[0] ?? ''),
  choosePhone: (actor) => actor.press('Go on', { choice: actor.person.phoneModel.startsWith('iphone') ? 'iphone' : 'samsung' }),
  'move-to-phone': press('I have my phone here'),
  'check-version': (actor) => actor.press(answers[actor.company.phoneOf(actor.person.id).model]?.[1] ?? ''),
  'update-phone': (actor) => {
    actor.phone({ do: 'change-model', model: 'iphone-ios17' })
    return actor.press('I updated it')
  },
  'set-screen-lock': (actor) => {
    actor.phone({ do: 'set-screen-lock' })
    return actor.press('It has a lock')
  },
  'install-authenticator': (actor) => {
    actor.phone({ do: 'install-authenticator' })
    return actor.press('I have the app')
  },
  'update-authenticator': (actor) => {
    actor.phone({ do: 'update-authenticator' })
    return actor.press('It is up to date')
  },
  'switch-on-authenticator': (actor) => {
    actor.phone({ do: 'switch-on-authenticator' })
    return actor.press('It is on')
  },
  'get-start-pass': (actor, { company }) => {
    company.administer(actor.person.id, { do: 'issue-pass' })
    return actor.press('I have a start pass')
  },
  // The app asks for the account and goes on to the passkey by itself.
  'add-account': (actor) => {
    actor.phone({ do: 'add-account' })
    actor.phone({ do: 'create-passkey', store: 'authenticator' })
    return actor.press('I did it')
  },
  'create-passkey': (actor) => {
    actor.phone({ do: 'create-passkey', store: 'authenticator' })
    return actor.press('I did it')
  },
  'move-passkey': (actor) => {
    actor.phone({ do: 'create-passkey', store: 'authenticator' })
    return actor.press('I did it')
  },
  'try-passkey': (actor) => {
    actor.phone({ do: 'sign-in-with-passkey' })
    return actor.press('It worked')
  },
  'tidy-up': (actor, { company }) => {
    const old = company.entraOf(actor.person.id).methods.find(({ type, name }) => type === 'fido2' && name !== 'Microsoft Authenticator')
    company.administer(actor.person.id, { do: 'delete-method', id: old?.id ?? '' })
    return actor.press('Done')
  },
}

/** Walks from hello to the end; what each card was about, its title and its count. */
export async function walkThrough(stage: Stage, actor: Actor): Promise<string[]> {
  const lines: string[] = []
  await actor.tells('hello')
  for (let cards = await stage.cardsTo(actor); cards.at(-1) !== 'done'; cards = await stage.cardsTo(actor)) {
    const about = cards.at(-1)?.split(' ').at(-1) ?? ''
    const deed = deeds[about]
    if (!deed || lines.length > 20) throw new Error(`${actor.person.name} does not know what to do at ${about}:\n${actor.last()}`)
    const [, count] = /(Step \d+ of \d+)/.exec(actor.last()) ?? []
    if (count) lines.push(`${count}: ${titleOf(actor.last())} (\`${about}\`)`)
    await deed(actor, stage)
  }
  return [...lines, titleOf(actor.last())]
}

/** A sentence that leads to a step ends with a full stop; no title does. */
const titleOf = (text: string) => text.split('\n').find((line) => !line.endsWith('.')) ?? ''
