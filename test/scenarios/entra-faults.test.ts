// Entra down, slow, throttled or forbidden, at each of the four reads: what people read then, and that they go on after it.
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import type { Fault } from '../sample-company/office-api.ts'
import type { Actor } from '../support/actor.ts'
import { openStage, type Stage } from '../support/stage.ts'
import { bringsForward, getsReady, hasRun, timeComes } from '../support/ways.ts'

// The bot asks on its own only when a test lets the time come.
const rarely = { everySeconds: 300, forMinutes: 30 }

let stage: Stage
beforeAll(async () => {
  stage = await openStage({ settings: (same) => ({ ...same, watch: { ...same.watch, ...rarely } }) })
})
beforeEach(afresh)
afterAll(() => stage.close())

/** A restart forgets what was asked a minute ago, and how Entra fared, as time would. */
async function afresh() {
  await stage.reset()
  await stage.restart()
}

const reads = {
  profile: '?$select=id,displayName',
  memberships: '/transitiveMemberOf',
  methods: '/authentication/methods',
  policy: '/policies/authenticationMethodsPolicy',
}
type Read = keyof typeof reads

const status = (code: number, retryAfter?: number): Fault['fault'] => ({ kind: 'status', status: code, retryAfter })
const faults: Record<string, Fault['fault']> = {
  '401': status(401),
  '403': status(403),
  '404': status(404),
  '429, try again in 1 s': status(429, 1),
  '429, try again in 10 minutes': status(429, 600),
  '429, no time given': status(429),
  '500': status(500),
  '503': status(503),
  'socket dropped': { kind: 'drop-socket' },
}

const breaks = (read: Read, fault: Fault['fault']) => stage.company.faults.set({ where: 'graph', path: reads[read], fault })

/** Never success, never "you have none", never a pass to fetch, never their fault. */
function holdsBack(text: string) {
  expect(text).not.toMatch(/Done|Well done|Good news|I can see (it|the|a)|Use it once|not there yet|I cannot see it yet/)
  expect(text).not.toMatch(/start pass|no way|Get the app|Nothing to do|guest|switched off|You have one/)
  expect(text).toContain('That is on our side')
  expect(text).toMatch(/You did nothing wrong|You cannot fix it/)
  expect(text).toContain('[Talk to a person]')
}

const stable = (text: string) => text.replace(/(today|tomorrow), \d\d:\d\d/g, '<time>')

interface Seen {
  hello: string
  pressed: string
  watch: string
}

/** One person greets, one presses "I did it", one is being watched; each is tried while `read` fails and after. */
async function throughFault(read: Read, fault: Fault['fault'], newcomer: Actor, presser: Actor, watched: Actor): Promise<Seen> {
  const before = watched.last()
  let watches: string[] = []
  await stage.restart(async () => {
    breaks(read, fault)
    watched.phone({ do: 'create-passkey', store: 'authenticator' })
    watches = await bringsForward(stage, 'journey.watch', watched)
  })
  await Promise.all([hasRun(stage, watches), newcomer.tells('hello'), presser.press('I did it')])
  // With the passkey before its eyes it need not know the rules about making one.
  if (read === 'policy') expect(watched.last()).toMatch(/^Use it once/)
  else expect(watched.last()).toBe(before)
  const [hello, pressed] = [newcomer.last(), presser.last()]
  for (const text of [hello, pressed]) holdsBack(text)

  await stage.restart(() => stage.company.faults.clear())
  await newcomer.press('Back to the step')
  expect(newcomer.last()).toMatch(/^(Check the version|Your phone)/)
  await presser.press('Back to the step')
  expect(presser.last()).toMatch(/^Make your passkey/)
  if (read !== 'policy') await watched.press('I did it')
  expect(watched.last()).toMatch(/^Use it once/)
  watched.phone({ do: 'delete-passkey', store: 'authenticator' })
  await watched.tells('hello')
  expect(watched.last()).toContain('Make your passkey')
  return { hello, pressed, watch: read === 'policy' ? 'Use it once' : 'nothing new' }
}

const newcomers = ['Ines Moreau', 'Lars Haugen', 'Mei Lin', 'Pedro Alves']
const recorded = new Map<string, Promise<Map<Read, Seen>>>()

async function record(fault: Fault['fault']) {
  const presser = stage.meet('Freja Nielsen', 'iOS')
  const watched = stage.meet('Kofi Mensah', 'Android')
  await getsReady(presser)
  await getsReady(watched)
  const rows = new Map<Read, Seen>()
  for (const [index, read] of (Object.keys(reads) as Read[]).entries())
    rows.set(read, await throughFault(read, fault, stage.meet(newcomers[index] ?? '', 'iOS'), presser, watched))
  return rows
}

const seenAt = (name: string) => {
  const known = recorded.get(name) ?? record(faults[name] as Fault['fault'])
  recorded.set(name, known)
  return known
}

describe('whichever read fails, nobody reads that they are done, have nothing or did wrong, and all go on after it', () => {
  test.each(Object.keys(faults))('%s', async (name) => {
    expect([...(await seenAt(name)).keys()]).toEqual(Object.keys(reads))
  })
})

test('what people read then is as it was', { timeout: 120_000 }, async () => {
  const texts: string[] = []
  const numberOf = (text: string) => {
    const line = stable(text)
    if (!texts.includes(line)) texts.push(line)
    return `text ${texts.indexOf(line) + 1}`
  }
  const lines: string[] = []
  for (const name of Object.keys(faults)) {
    if (!recorded.has(name)) await afresh()
    for (const [read, { hello, pressed, watch }] of await seenAt(name))
      lines.push(`| ${name} | ${read} | ${numberOf(hello)} | ${numberOf(pressed)} | ${watch} |`)
  }
  const page = [
    '# What people read while Entra gives no answer',
    'Written by test/scenarios/entra-faults.test.ts.',
    ['| fault | at | first hello | “I did it” | while it watches |', '|---|---|---|---|---|', ...lines].join('\n'),
    ...texts.map((text, index) => [`## Text ${index + 1}`, ...text.split('\n').map((line) => `> ${line}`)].join('\n\n')),
  ]
  await expect(`${page.join('\n\n')}\n`).toMatchFileSnapshot('../golden/entra-faults.md')
})

test('"I look again by myself" is kept: the card gets a new time while nothing is seen, then the step comes', async () => {
  const ines = stage.meet('Ines Moreau', 'iOS')
  await getsReady(ines)
  breaks('methods', status(500))
  await ines.press('I did it')
  const standing = ines.read().length
  await timeComes(stage, 'journey.look-again', ines)
  holdsBack(ines.last())
  expect(ines.read()).toHaveLength(standing)
  stage.company.faults.clear()
  await timeComes(stage, 'journey.look-again', ines)
  expect(ines.last()).toMatch(/^I kept your place\.\nMake your passkey/)
})

test('a passkey made while Entra was away is found by that look', async () => {
  const ines = stage.meet('Ines Moreau', 'iOS')
  await getsReady(ines)
  breaks('methods', status(503))
  ines.phone({ do: 'create-passkey', store: 'authenticator' })
  await ines.press('I did it')
  holdsBack(ines.last())
  stage.company.faults.clear()
  await timeComes(stage, 'journey.look-again', ines)
  expect(ines.last()).toContain('Use it once')
})

test('the watch goes on by itself when Entra answers again', async () => {
  const ines = stage.meet('Ines Moreau', 'iOS')
  await getsReady(ines)
  breaks('methods', status(500))
  ines.phone({ do: 'create-passkey', store: 'authenticator' })
  await timeComes(stage, 'journey.watch', ines)
  expect(ines.last()).toMatch(/^Make your passkey/)
  stage.company.faults.clear()
  await timeComes(stage, 'journey.watch', ines)
  expect(ines.last()).toMatch(/^Use it once/)
})

test('slow is not wrong: a press is answered at once, and with what was seen in the end', async () => {
  const ines = stage.meet('Ines Moreau', 'iOS')
  await getsReady(ines)
  breaks('methods', { kind: 'latency', ms: 3000 })
  await ines.press('I did it')
  expect(ines.last()).toContain('I am looking at your account. This takes a moment.')
  await ines.sees('your passkey is not there yet')
})

test('an answer that never comes is waited for no longer than somebody would', async () => {
  const ines = stage.meet('Ines Moreau', 'iOS')
  const freja = stage.meet('Freja Nielsen', 'iOS')
  await getsReady(freja)
  await stage.restart()
  breaks('methods', { kind: 'timeout' })
  await Promise.all([ines.tells('hello'), freja.press('I did it')])
  for (const person of [ines, freja]) holdsBack(await person.sees('That is on our side'))
})
