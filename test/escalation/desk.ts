// What people do around a request, as often as tests need it.
import { expect } from 'vitest'
import { employeeIdOf } from '../sample-company/account.ts'
import type { LogLine } from '../sample-company/office-api.ts'
import { rows } from '../sample-company/people.ts'
import type { Actor } from '../support/actor.ts'
import type { Stage } from '../support/stage.ts'

/** Asks for a person, and is told the number of the request. */
export async function asks(person: Actor): Promise<string> {
  await person.tells('hello')
  await person.press('Talk to a person')
  const number = /is (\d{4}),/.exec(person.last())?.[1]
  if (!number) throw new Error(`${person.person.name} was told no number:\n${person.last()}`)
  return number
}

/** What everybody in the helpdesk channel sees of a request. */
export const inChannel = (stage: Stage, number: string): string =>
  JSON.stringify(stage.company.channel().find(({ card }) => JSON.stringify(card).includes(`Request ${number} `))?.card ?? {})

/** Presses "I take it" in the channel, and has the request in the own chat. */
export async function takes(stage: Stage, agent: Actor, number: string): Promise<void> {
  await agent.opens()
  await expect.poll(() => inChannel(stage, number)).toContain('I take it')
  const post = stage.company.channel().find(({ card }) => JSON.stringify(card).includes(`Request ${number} `))
  const action = actionsOf(post?.card).find(({ title }) => title === 'I take it')
  if (!post || !action) throw new Error(`request ${number} is not in the channel`)
  await stage.company.press(agent.person.id, { activityId: post.activityId, action, on: agent.on })
  await agent.sees(`Request ${number} `)
}

export interface Action {
  type: string
  title?: string
  verb?: string
  data?: Record<string, unknown>
}

export function actionsOf(part: unknown): Action[] {
  if (Array.isArray(part)) return part.flatMap(actionsOf)
  if (typeof part !== 'object' || part === null) return []
  const { type, fallback: _, ...rest } = part as { type?: string; fallback?: unknown }
  return type?.startsWith('Action.') ? [part as Action] : Object.values(rest).flatMap(actionsOf)
}

/** On a card that still stands, though a notice came below it. */
export async function pressesFurtherUp(person: Actor, title: string, inputs?: Record<string, string>): Promise<void> {
  const button = person.allActions().findLast((each) => each.title === title)
  if (!button) throw new Error(`${person.person.name} sees no "${title}" anywhere`)
  await person.pressesButton(button, inputs)
}

/** Proved by somebody who saw them with a badge. */
export async function seenInPerson(agent: Actor): Promise<void> {
  await hasBeenTold(agent)
  await hasRightPerson(agent)
  await proves(agent, 'Seen in person, with a badge')
  await looksUntilTold(agent)
}

/** Types the end of the number of the person that stands on the card. */
export async function hasRightPerson(agent: Actor): Promise<void> {
  const name = /^Who (.+)$/m.exec(agent.last())?.[1]
  const row = rows.find((each) => each.name === name)
  if (!row) throw new Error(`${agent.person.name} has nobody before them:\n${agent.last()}`)
  await agent.press('Prove who it is')
  await agent.press('Check', { 'in-number': employeeIdOf(row).slice(-3) })
}

export async function proves(agent: Actor, evidence: string): Promise<void> {
  await agent.press('Prove who it is')
  await agent.press(evidence)
  await agent.press('It holds')
}

/** The person of the request that the agent has before them reads of it in a notice of its own. */
export async function hasBeenTold(agent: Actor): Promise<void> {
  const number = /Request (\d{4}) /.exec(agent.last())?.[1]
  const chats = () => agent.company.people.map(({ id }) => JSON.stringify(agent.company.chatOf(id))).join('\n')
  await expect.poll(chats, { timeout: 10_000 }).toContain(`It is request ${number} of`)
}

/** Nobody can go on before everybody was written to. */
export async function looksUntilTold(agent: Actor): Promise<void> {
  const look = async () => {
    if (agent.last().includes('I am still writing')) await agent.press('Look again')
    return agent.last()
  }
  await expect.poll(look, { interval: 600, timeout: 10_000 }).not.toContain('I am still writing')
}

/** The account added in Authenticator with the pass, and the passkey made there. */
export function makesPasskeyWithPass(person: Actor): void {
  for (const deed of ['set-screen-lock', 'install-authenticator', 'switch-on-authenticator', 'add-account'] as const) {
    person.phone({ do: deed })
  }
  person.phone({ do: 'create-passkey', store: 'authenticator' })
}

interface Opened {
  task?: { value?: { card?: { content?: object }; title?: string } }
}

/** What the dialog shows, as JSON. */
export const dialogOf = (body: unknown): string => JSON.stringify((body as Opened | undefined)?.task?.value?.card?.content ?? {})
/** The code in it, where there is one. */
export const codeIn = (dialog: string): string | undefined => /"text":"([^"]+)","size":"ExtraLarge"/.exec(dialog)?.[1]

export interface Case {
  person: Actor
  agent: Actor
  number: string
}

/** Asked for, taken by an agent, and said to be about a pass. */
export async function taken(stage: Stage, name = 'Yuki Tanaka', agentName = 'Marcus Johansen'): Promise<Case> {
  const person = stage.meet(name, 'iOS')
  const agent = stage.meet(agentName, 'Windows')
  const number = await asks(person)
  await takes(stage, agent, number)
  // What is said to them next would otherwise come between their presses.
  await person.sees('Somebody is on it')
  if (agent.buttons().includes('Needs a pass')) await agent.press('Needs a pass')
  return { person, agent, number }
}

/** As far as the card that asks whether the person is there: one more press makes the pass. */
export async function readyForPass(stage: Stage): Promise<Case> {
  const all = await taken(stage)
  await seenInPerson(all.agent)
  await all.agent.press('Make the pass')
  return all
}

/** The pass is made; what the dialog showed. */
export async function withPass(stage: Stage): Promise<Case & { code: string }> {
  const all = await readyForPass(stage)
  const code = codeIn(dialogOf((await all.agent.press('Yes, make it and show it')).body))
  if (!code) throw new Error('the dialog shows no code')
  return { ...all, code }
}

/** A second agent opens the request in their own chat. */
export async function opensCase(agent: Actor, number: string): Promise<void> {
  await agent.tells(`#${number}`)
  await agent.sees(`Request ${number} `)
}

const aboutPasses = (stage: Stage, method: string): LogLine[] =>
  stage.company.log().filter((line) => line.method === method && line.path.includes('temporaryAccessPassMethods'))
export const madePasses = (stage: Stage) => aboutPasses(stage, 'POST')
export const deletedPasses = (stage: Stage) => aboutPasses(stage, 'DELETE')

export const hasPass = (stage: Stage, { person }: Actor): boolean =>
  stage.company.entraOf(person.id).methods.some(({ type }) => /temporaryAccessPass/i.test(type))

/** State and outcome of the only request there is. */
export async function standsAt(stage: Stage): Promise<string> {
  const [row] = await stage.db.query<{ at: string }>(`select concat_ws(' ', state, outcome) as at from escalations`)
  return row?.at ?? 'none'
}

export const becomes = (stage: Stage, at: string) => expect.poll(() => standsAt(stage), { timeout: 15_000 }).toBe(at)

/** Refused presses on record, with why. */
export async function refusals(stage: Stage): Promise<string[]> {
  const rows = await stage.db.query<{ reason: string }>(`select reason from audit_entries where decision = 'denied' order by seq`)
  return rows.map(({ reason }) => reason)
}
