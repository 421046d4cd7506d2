// What people do around a request, as often as tests need it.
import { expect } from 'vitest'
import { employeeIdOf } from '../sample-company/account.ts'
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

interface Action {
  type: string
  title?: string
  verb?: string
  data?: Record<string, unknown>
}

function actionsOf(part: unknown): Action[] {
  if (Array.isArray(part)) return part.flatMap(actionsOf)
  if (typeof part !== 'object' || part === null) return []
  const { type, fallback: _, ...rest } = part as { type?: string; fallback?: unknown }
  return type?.startsWith('Action.') ? [part as Action] : Object.values(rest).flatMap(actionsOf)
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
