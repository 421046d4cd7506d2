// Going on where one was: after the bot was stopped, on another device, on another day.
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest'
import { openUnfinished } from '../../bot/conversation/unfinished.ts'
import { runs } from '../escalation/notice.ts'
import type { PhoneDeed } from '../sample-company/office-api.ts'
import { openStage, type Stage } from '../support/stage.ts'
import { begins, getsReady, timeComes } from '../support/ways.ts'

let stage: Stage
beforeAll(async () => {
  stage = await openStage()
})
beforeEach(() => stage.reset())
afterAll(() => stage.close())

test('stopped and started at every step, the same buttons go on, and nothing is said twice', async () => {
  const yuki = stage.meet('Yuki Tanaka', 'iOS')
  await yuki.tells('hello')
  const walk: [button: string, deed?: PhoneDeed][] = [
    ['Yes, this iPhone'],
    ['iOS 18 or newer'],
    ['It has a lock', { do: 'set-screen-lock' }],
    ['I have the app', { do: 'install-authenticator' }],
    ['It is on', { do: 'switch-on-authenticator' }],
  ]
  for (const [button, deed] of walk) {
    await stage.restart()
    if (deed) yuki.phone(deed)
    await yuki.press(button)
  }
  expect(yuki.last()).toMatch(/^Get a start pass/)
  await stage.restart()
  stage.company.administer(yuki.person.id, { do: 'issue-pass' })
  await yuki.sees('Add your account')
  await stage.restart()
  yuki.phone({ do: 'add-account' })
  await yuki.sees('Make your passkey')
  await stage.restart()
  yuki.phone({ do: 'create-passkey', store: 'authenticator' })
  await yuki.sees('Use it once')
  await stage.restart()
  await yuki.press('It worked')
  expect(yuki.last()).toMatch(/^Done/)
  const cards = await stage.cardsTo(yuki)
  expect(cards).toEqual([...new Set(cards)])
})

test('what happens while the bot is away is spoken of when it is back', async () => {
  const ines = stage.meet('Ines Moreau', 'iOS')
  await getsReady(ines)
  await stage.restart(() => ines.phone({ do: 'create-passkey', store: 'authenticator' }))
  await ines.sees('Use it once')
})

test('an older card of before the restart still changes nothing', async () => {
  const ines = stage.meet('Ines Moreau', 'iOS')
  await ines.tells('hello')
  const older = ines.button('Yes, this iPhone')
  await ines.tells('what is a passkey?')
  await stage.restart()
  await ines.pressesButton(older)
  expect(ines.last()).toContain('What is a passkey?')
})

test('begun at the computer, gone on with on the phone, answered at the computer again', async () => {
  const atDesk = stage.meet('Freja Nielsen', 'Windows')
  await atDesk.tells('hello')
  await atDesk.press('Let’s start')
  await atDesk.press('Go on', { choice: 'iphone' })
  expect(atDesk.last()).toMatch(/^Take your phone/)
  const onPhone = atDesk.at('iOS')
  await onPhone.tells('hello')
  expect(onPhone.last()).toMatch(/^Welcome back\.\nCheck the version/)
  await onPhone.press('iOS 18 or newer')
  await atDesk.press('It has a lock')
  expect(atDesk.last()).toMatch(/^Switch it on/)
  onPhone.phone({ do: 'switch-on-authenticator' })
  await onPhone.press('It is on')
  onPhone.phone({ do: 'create-passkey', store: 'authenticator' })
  await atDesk.sees('Use it once')
})

test('without Teams on the phone the computer says what to tap there', async () => {
  const atDesk = stage.meet('Freja Nielsen', 'Mac')
  await atDesk.tells('hello')
  await atDesk.press('Let’s start')
  await atDesk.press('Go on', { choice: 'iphone' })
  await atDesk.press('I have my phone here')
  expect(atDesk.last()).toContain('On your iPhone, open “Settings”.')
})

test('a day later the card still works, and hello leads back', async () => {
  const ines = stage.meet('Ines Moreau', 'iOS')
  await begins(ines)
  await aDayPasses()
  await stage.restart()
  await ines.press('It has a lock')
  expect(ines.last()).toMatch(/^Switch it on/)
  await ines.tells('hello')
  expect(ines.last()).toMatch(/^Welcome back\.\nSwitch it on/)
})

test('a passkey made within the day is spoken of, however late', async () => {
  const ines = stage.meet('Ines Moreau', 'iOS')
  await getsReady(ines)
  await aDayPasses()
  ines.phone({ do: 'create-passkey', store: 'authenticator' })
  await timeComes(stage, 'journey.watch', ines)
  await ines.sees('Use it once')
})

test('a passkey made two days later is not spoken of by itself, but seen at the next word', async () => {
  const ines = stage.meet('Ines Moreau', 'iOS')
  await getsReady(ines)
  await aDayPasses()
  await aDayPasses()
  await timeComes(stage, 'journey.watch', ines)
  expect(await stage.db.query(`select id from jobs.job where name = 'journey.watch' and state < 'completed'`)).toEqual([])
  ines.phone({ do: 'create-passkey', store: 'authenticator' })
  await ines.press('I did it')
  expect(ines.last()).toMatch(/^Use it once/)
})

/** Everything that is written down is a day older. */
async function aDayPasses() {
  const day = `interval '1 day'`
  await stage.db.query(`update progress set watch_until = watch_until - ${day}, create_shown_at = create_shown_at - ${day}`)
  await stage.db.query(`update people set first_seen_at = first_seen_at - ${day}, last_seen_at = last_seen_at - ${day}`)
  await stage.db.query(`update messages set written_at = written_at - ${day}, sent_at = sent_at - ${day}, due_at = due_at - ${day}`)
  await stage.db.query(`update turns set received_at = received_at - ${day}`)
}

test('K13 stopped while an answer is still being worked out, it is finished first, and said once', async () => {
  const ines = stage.meet('Ines Moreau', 'iOS')
  await getsReady(ines)
  // Longer than the two seconds after which a press is answered with "one moment".
  stage.company.faults.set({ where: 'graph', path: '/authentication/methods', fault: { kind: 'latency', ms: 2600 }, times: 1 })
  await ines.press('I did it')
  expect(await waiting()).toBe(1)
  await stage.restart(async () => {
    expect(await waiting()).toBe(0)
    expect((await stage.cardsTo(ines)).at(-1)).toBe('notSeen create-passkey')
  })
  expect((await stage.cardsTo(ines)).filter((card) => card.startsWith('notSeen'))).toHaveLength(1)
})

test('K13 what hangs does not keep a process from ending; it is counted', async () => {
  const unfinished = openUnfinished()
  unfinished.add(new Promise(() => {}))
  const done = unfinished.add(Promise.resolve('said'))
  expect(await unfinished.ended(performance.now())).toBe(1)
  expect(await done).toBe('said')
})

async function waiting(): Promise<number | undefined> {
  const [row] = await stage.db.query<{ n: number }>(
    `select ((select count(*) from turns where state = 'open') + (select count(*) from messages where state in ('queued', 'sending')))::int as n`,
  )
  return row?.n
}

test('what failed each time it was taken up is given up, and whoever asked hears that nothing came of it', async () => {
  const yuki = stage.meet('Yuki Tanaka', 'iOS')
  await yuki.tells('hello')
  await stage.db.query(
    `insert into turns (id, key, employee_id, said, attempts, leased_until)
     values (gen_random_uuid(), 'm:lost', $1, '{"kind":"press","verb":"journey.back"}', 3, now() - interval '1 second')`,
    [yuki.person.id],
  )
  await runs(stage, 'conversation.sweep')
  await yuki.sees('That is on our side')
  expect(await stage.db.query(`select state from turns where key = 'm:lost'`)).toEqual([{ state: 'given-up' }])
})
