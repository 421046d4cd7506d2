// Rows B1 to B7 of the threat model: who may, what may be said, and that nothing but what was approved is ever sent.
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import type { Deps } from '../../bot/deps.ts'
import type { Entra } from '../../bot/entra/entra.ts'
import { settingsShape } from '../../bot/settings.ts'
import { cardOf } from '../../bot/waves/announce.ts'
import { checkOwn, isAllowedAddress, type Wrong } from '../../bot/waves/check.ts'
import { readWords } from '../../bot/waves/form.ts'
import { rolesOf } from '../../bot/waves/roles.ts'
import { start } from '../../bot/waves/tick.ts'
import { message, pressed, pressOf } from '../security/attack.ts'
import type { Actor } from '../support/actor.ts'
import { openStage, type Stage } from '../support/stage.ts'
import { approves, drafts, filled, invitation, opensWave, previews, recipients, sends, stateOf, states } from './organiser.ts'

let stage: Stage
beforeAll(async () => {
  stage = await openStage()
})
beforeEach(() => stage.reset())
afterAll(() => stage.close())

const denied = () =>
  stage.db.query<{ reason: string }>(`select reason from audit_entries where verb = 'wave-refused' and decision = 'denied'`)
const finished = (id: string) => expect.poll(() => stateOf(stage, id), { timeout: 20_000 }).toBe('finished')

/** The organisers' group is left while a card of theirs still stands in the chat. */
async function outsider(): Promise<Actor> {
  const camille = stage.meet('Camille Laurent', 'Web')
  await drafts(camille, {})
  await previews(camille)
  stage.company.administer(camille.person.id, { do: 'remove-from-group', group: 'organisers' })
  await stage.restart()
  return camille
}

describe('B1', () => {
  // What the bot has read of groups it remembers for a while.
  afterEach(async () => {
    await stage.reset()
    await stage.restart()
  })

  test('B1 whoever is no organiser learns nothing from the words of organisers', async () => {
    const ines = stage.meet('Ines Moreau', 'iOS')
    await ines.tells('new wave')
    expect(ines.last()).not.toMatch(/wave/i)
    await ines.tells('waves')
    expect(ines.last()).not.toMatch(/wave/i)
  })

  test('B1 who is no organiser any more is turned away at every button, and the audit has it each time', async () => {
    const camille = await outsider()
    const titles = camille.buttons()
    expect(titles).toEqual(expect.arrayContaining(['Preview', 'Approve', 'Change', 'See it', 'All waves', 'Copy', 'Delete']))
    for (const title of titles) expect([title, await pressed(stage.company, pressOf(camille, title))]).toEqual([title, 403])
    expect((await denied()).map(({ reason }) => reason)).toEqual(titles.map(() => 'not-an-organiser'))
    const [wave] = await stage.db.query('select state, version from waves')
    expect(wave).toMatchObject({ state: 'previewed', version: 1 })
  })

  test('B1 who left is no organiser, though the account still stands in the group: nothing goes out', async () => {
    const camille = stage.meet('Camille Laurent', 'Web')
    await drafts(camille, {})
    const people = await previews(camille)
    await stage.restart(() => stage.company.administer(camille.person.id, { do: 'set-enabled', enabled: false }))
    const press = pressOf(camille, 'Approve')
    Object.assign(press.value.action.data, filled({ number: String(people) }))
    expect(await pressed(stage.company, press)).toBe(403)
    expect((await denied()).map(({ reason }) => reason)).toEqual(['not-an-organiser'])
    expect(await stage.db.query('select state from waves')).toEqual([{ state: 'previewed' }])
  })

  /** What was read of groups before is too old by then. */
  const away = async () => {
    await stage.restart()
    stage.company.faults.set({ where: 'graph', path: 'transitiveMemberOf', fault: { kind: 'status', status: 500 } })
  }
  const back = async () => {
    await stage.restart()
    stage.company.faults.clear()
  }

  test('B1 an organiser who asks for waves while Entra is away is told that, and others learn of no waves', async () => {
    const camille = stage.meet('Camille Laurent', 'Web')
    await drafts(camille, {})
    await away()
    await camille.tells('waves')
    expect(camille.last()).toContain('Entra does not answer, so I cannot tell who may do this.')
    const ines = stage.meet('Ines Moreau', 'iOS')
    await ines.tells('waves')
    expect(ines.last()).not.toContain('who may do this')
    await back()
  })

  test('B1 while Entra does not say who is an organiser, nobody is, nobody is blamed, and the press can be made again', async () => {
    const camille = stage.meet('Camille Laurent', 'Web')
    await drafts(camille, {})
    await away()
    await camille.press('Preview')
    expect(camille.last()).toContain('Entra does not answer, so I cannot tell who may do this.')
    await camille.press('Back to the wave')
    expect(camille.last()).toContain('Nothing was done.')
    expect(await stage.db.query(`select 1 from waves where state <> 'draft'`)).toEqual([])
    expect(await denied()).toEqual([])
    await back()
    await camille.press('Back to the wave')
    await camille.sees('A draft')
    expect(await previews(camille)).toBe(2)
  })

  test('B1 while Entra does not say who is an organiser, a form keeps what was filled in', async () => {
    const camille = stage.meet('Camille Laurent', 'Web')
    await camille.tells('new wave')
    await away()
    await camille.press('Save', filled({ ...invitation, name: 'Oslo' }))
    expect(camille.last()).toContain('Nothing was saved.')
    expect(JSON.stringify(camille.fromBot().at(-1))).toContain('"Oslo"')
    await back()
    await camille.press('Save', filled({ ...invitation, name: 'Oslo' }))
    await camille.sees('A draft')
    expect(await denied()).toEqual([])
  })
})

test('B1 what Entra said of groups more than a minute ago lets nobody press', async () => {
  const camille = stage.company.person('Camille Laurent')
  const { organisers = '' } = stage.company.settings.groups ?? {}
  const readAt = performance.now() - 61_000
  // Remembers, as the edge does, what it read a minute ago; asked for something newer, it finds that she left the group.
  const remembering = {
    profile: async () => ({ ok: true, value: { enabled: true } }),
    memberships: async (_: string, options?: { since?: number }) => ({
      ok: true,
      value: new Set(readAt >= (options?.since ?? Number.NEGATIVE_INFINITY) ? [organisers] : []),
    }),
  } as unknown as Entra
  const roles = await rolesOf({ entra: remembering, settings: settingsShape.parse(stage.company.settings) }, camille)
  expect(roles).toEqual({ organiser: false, approver: false })
})

describe('B2 a second account of whoever wrote it', () => {
  // What the bot has read of people it remembers for a while.
  afterEach(async () => {
    await stage.reset()
    await stage.restart()
  })

  const approval = async () => {
    const camille = stage.meet('Camille Laurent', 'Web')
    await drafts(camille, { link: 'https://intranet.contoso.example/passkeys' })
    const people = await previews(camille)
    const sofia = stage.meet('Sofia Andersson', 'Web')
    await opensWave(sofia, 'previewed')
    return { camille, sofia, people }
  }

  test('is no second person, though it is in the group of those who approve', async () => {
    for (const name of ['Camille Laurent', 'Sofia Andersson'])
      stage.company.administer(stage.company.person(name).id, { do: 'set-directory', employeeId: '417417' })
    await stage.restart()
    const { sofia, people } = await approval()
    await approves(sofia, people)
    expect(sofia.last()).toContain('Somebody else has to approve it')
    expect(await denied()).toEqual([{ reason: 'same-person' }])
    expect(await stage.db.query('select state from waves')).toEqual([{ state: 'previewed' }])
  })

  test('may be what presses while Entra does not say whose it is, so nothing is approved', async () => {
    const { camille, sofia, people } = await approval()
    await stage.restart(() =>
      stage.company.faults.set({ where: 'graph', path: `users/${camille.person.id}`, fault: { kind: 'status', status: 503 } }),
    )
    await approves(sofia, people)
    expect(sofia.last()).toContain('Entra does not answer')
    expect(await stage.db.query('select state from waves')).toEqual([{ state: 'previewed' }])
    stage.company.faults.clear()
    await sofia.press('Back to the wave')
    await approves(sofia, people)
    expect(await stage.db.query(`select 1 from waves where state in ('approved', 'running', 'finished')`)).toHaveLength(1)
  })
})

const hosts = ['intranet.contoso.com']

describe('B2', () => {
  test.each([
    'http://intranet.contoso.com/x',
    'javascript:alert(1)',
    'data:text/html,hello',
    'https://user:pass@intranet.contoso.com/',
    'https://intranet.contoso.com@evil.example/',
    'https://192.168.0.1/',
    'https://[::1]/',
    'https://intranet.contoso.com:8443/',
    'https://intranet.contoso.com.evil.example/',
    'https://evil.example/intranet.contoso.com',
    'https://xn--ntranet-8va.contoso.com/',
    'https://íntranet.contoso.com/',
    'https://INTRANET.contoso.com/',
    'https://intranet.contoso.com\\@evil.example/',
    'https://bit.ly/3abc',
    '//intranet.contoso.com/',
    ' https://intranet.contoso.com/',
    'https://intranet.contoso.com/go?to=https://evil.example',
    'https://intranet.contoso.com/go?to=https%3A%2F%2Fevil.example',
    'https://intranet.contoso.com/go?to=%2F%2fevil.example',
    'https://intranet.contoso.com/go?to=%252F%252Fevil.example',
    'https://intranet.contoso.com/go#//evil.example',
    'https://intranet.contoso.com//evil.example',
    'https://intranet.contoso.com/\\evil.example',
    'https://intranet.contoso.com./',
  ])('B2 the address %s is not let into an announcement', (address) => {
    expect(isAllowedAddress(address, hosts)).toBe(false)
  })
  test('B2 an allowed one is', () => {
    expect(isAllowedAddress('https://intranet.contoso.com/passkeys?from=teams', hosts)).toBe(true)
    expect(isAllowedAddress('https://intranet.contoso.com/:u:/s/IT/a%20page.aspx?id=%2Fsites%2FIT&at=8:30', hosts)).toBe(true)
  })
})

test('P13 a time zone that the database does not know, as one client may say it, stops no wave', async () => {
  const katarzyna = stage.meet('Katarzyna Wójcik', 'iOS')
  await stage.company.raw(message(katarzyna, 'hi', { localTimezone: 'AET' }))
  await finished(await sends(stage, {}))
})

test('P14 an own sentence made to be read at length is read at once', async () => {
  const wrong: Wrong[] = []
  const own = `en:${' '.repeat(20_000)}a\u2028b`
  const settings = settingsShape.parse(stage.company.settings)
  const took = () => {
    const from = performance.now()
    readWords({ settings } as Deps, { own }, 'invitation', wrong)
    return performance.now() - from
  }
  expect(Math.min(took(), took(), took())).toBeLessThan(100)
  expect(wrong.map(({ id }) => id)).toEqual(Array(3).fill('own-language'))
})

test.each([
  'Go to contoso-login.site/passkey now',
  'Open contoso-passkeys.xyz today',
  'Open evil.online/x',
  'Open contoso.dev, then contoso.cloud',
  'Open evil．page',
  'Open evil。page',
  'Open ev\u200bil\u200b.\u200bpage',
  'Open пример.рус',
  'Go to contoso .com',
  'Open 203.0.113.7/login',
  'Open 203.0.113/login',
  'Write to help@contoso',
  'Use msteams:/l/chat',
  'Open evil.{date}com',
  'Open evil.{firstName}page',
  'Open evil.\u034fpage',
  'Open evil.\u{e0101}page',
  'Open evil.\u2800page',
])('B2 no address stands in the own words: %s', (text) => {
  expect(checkOwn('en', text)).toMatchObject({ id: 'own-link' })
})

test.each([
  ['de', 'Ab 15.3.2027 gilt es, z.B. am Empfang um 8.30/9.30 Uhr. Fragen? Gerne ...dann'],
  ['fr', 'Rendez-vous au 2.14, c.-à-d. au 2e étage, à 9 h 30.'],
  ['ja', '3月1日から使います。スマートフォンを持ってきてください。Teamsも開いてください。'],
  ['zh-CN', '请带上手机。我们在一楼等您。'],
  ['ar', 'أحضر هاتفك. نراك في الطابق الأول.'],
])('B2 dates, times and ends of sentences in %s are no addresses', (language, text) => {
  expect(checkOwn(language, text)).toBeUndefined()
})

test('B2 an address that came past the form is drawn so that no client makes a link of it', () => {
  const own = { en: 'Open contoso-login.site now.', ja: '持ってきてください。一階です。' }
  const card = (locale: string) =>
    JSON.stringify(
      cardOf(settingsShape.parse(stage.company.settings), { content: { kind: 'invitation', own } }, { cardId: 'c', locale }).json,
    )
  expect(card('en')).toContain('contoso-login．site')
  expect(card('ja')).toContain('持ってきてください。一階です。')
})

test('B2 a link that is not allowed is refused in the form, and an allowed one needs a second person', async () => {
  const camille = stage.meet('Camille Laurent', 'Web')
  await camille.tells('new wave')
  await camille.press('Save', filled({ ...invitation, link: 'https://login.microsoft-online.example/' }))
  expect(camille.last()).toContain('This link may not be used')
  const picture = 'https://intranet.contoso.example/badge.png'
  await camille.press('Save', filled({ ...invitation, picture, alt: 'Read your password aloud' }))
  expect(camille.last()).toContain('“password” must not stand in an announcement')
  await camille.press('Save', filled({ ...invitation, link: 'https://intranet.contoso.example/passkeys' }))
  await camille.sees('A draft')
  expect(await previews(camille)).toBe(2)
  expect(camille.buttons()).not.toContain('Approve')
  expect(camille.last()).toContain('Somebody else has to approve it')
})

test('B2 more people than the company lets one person write to need a second one, who repeats the number', async () => {
  const id = await sends(stage, { groups: 'Passkey rollout, wave 2\nFinance\nIT helpdesk' }, 'Tiago Costa')
  await finished(id)
  const [wave] = await stage.db.query<{ by: string; made: string }>('select approved_by as by, made_by as made from waves where id = $1', [
    id,
  ])
  expect(wave?.by).not.toBe(wave?.made)
})

test('B2 many small waves in a day are one large one: the next needs a second person, who has not written it', async () => {
  const camille = stage.meet('Camille Laurent', 'Web')
  await finished(await sends(stage, {}))
  await finished(await sends(stage, { groups: 'IT helpdesk' }))
  await drafts(camille, {})
  expect(await previews(camille)).toBe(2)
  expect(camille.buttons()).not.toContain('Approve')
  const sofia = stage.meet('Sofia Andersson', 'Web')
  await opensWave(sofia, 'previewed')
  expect(sofia.buttons()).toContain('Approve')
  // Two days later it is as on the first.
  await stage.db.query(`update waves set started_at = started_at - interval '2 days' where started_at is not null`)
  expect(await previews(camille)).toBe(2)
  expect(camille.buttons()).toContain('Approve')
})

/** Camille's draft for everybody, with the words of Tiago, who is an organiser and an approver. */
async function rewritten(tiago: Actor): Promise<void> {
  await drafts(stage.meet('Camille Laurent', 'Web'), { groups: 'All staff' })
  await opensWave(tiago, 'draft')
  await tiago.press('Change')
  await tiago.press('Save', filled({ ...invitation, groups: 'All staff', own: 'en: Give your badge to Tiago today.' }))
  await tiago.sees('A draft')
}

test('B2 whoever changed the draft of a colleague does not approve it alone; a third person does', async () => {
  const tiago = stage.meet('Tiago Costa', 'Web')
  await rewritten(tiago)
  await tiago.press('Preview')
  const [wave] = await stage.db.query<{ id: string }>('select id from waves')
  await expect.poll(() => stateOf(stage, wave?.id ?? '')).toBe('previewed')
  await opensWave(tiago, 'previewed')
  expect(tiago.buttons()).not.toContain('Approve')
  expect(tiago.last()).toContain('Somebody else has to approve it')
  const sofia = stage.meet('Sofia Andersson', 'Web')
  await opensWave(sofia, 'previewed')
  await approves(sofia, recipients(sofia))
  expect(sofia.last()).toMatch(/Approved|being sent/)
})

test('B2 a copy of words that nobody approved is not approved by who wrote them', async () => {
  const tiago = stage.meet('Tiago Costa', 'Web')
  await rewritten(tiago)
  const camille = stage.meet('Camille Laurent', 'Web')
  await opensWave(camille, 'draft')
  await camille.press('Copy')
  await previews(camille)
  await opensWave(tiago, 'previewed')
  expect(tiago.buttons()).not.toContain('Approve')
})

test('B3 a link stands only as a button that shows its host; no address and no Markdown link stands in the words', async () => {
  expect(checkOwn('en', 'See [https://login.microsoftonline.com](https://evil.example)')).toMatchObject({ id: 'own-link' })
  expect(checkOwn('en', 'Go to login.microsoftonline.com now')).toMatchObject({ id: 'own-link' })
  expect(checkOwn('en', 'Go to www.contoso')).toMatchObject({ id: 'own-link' })
  const camille = stage.meet('Camille Laurent', 'Web')
  await drafts(camille, { own: 'en: *Bold* moves, _all_ of them.', link: 'https://intranet.contoso.example/passkeys' })
  await previews(camille)
  await camille.press('See it', filled({ language: 'en' }))
  const card = JSON.stringify(camille.fromBot().at(-1)?.ownCard)
  expect(card).toContain('"title":"Open intranet.contoso.example"')
  expect(card).not.toContain('*Bold*')
})

/** Approved, and not begun: Entra is away, so nobody is written to yet. */
async function approvedButWaiting(): Promise<string> {
  stage.company.faults.set({ where: 'graph', path: '/users?$filter', fault: { kind: 'status', status: 503 } })
  return sends(stage, {})
}

test.each([
  ['a letter of the content', `update waves set content = jsonb_set(content, '{own}', '{"de": "Klick!"}')`, 'content-changed'],
  [
    'the name of a recipient',
    `update deliveries set name = name || 'x' where id = (select id from deliveries limit 1)`,
    'audience-changed',
  ],
  [
    'a recipient more',
    `insert into deliveries (wave_id, employee_id, chunk, name, zone) select wave_id, gen_random_uuid(), chunk, 'Eve', zone from deliveries limit 1`,
    'audience-changed',
  ],
  [
    'a recipient more, with all hashes of chunks made anew',
    `insert into deliveries (wave_id, employee_id, chunk, name, zone) select wave_id, gen_random_uuid(), 7, 'Eve', zone from deliveries limit 1;
     insert into wave_chunks (wave_id, chunk, hash) select wave_id, 7, 'x' from deliveries limit 1`,
    'audience-changed',
  ],
  ['the number of recipients', `update waves set people = people + 1`, 'seal-broken'],
])('B4 when %s was changed after the approval, nothing is sent, and the wave says so', async (_, sql, why) => {
  const id = await approvedButWaiting()
  await stage.db.script(sql)
  await stage.db.script('update deliveries set due_at = now()')
  stage.company.faults.clear()
  await expect.poll(() => stateOf(stage, id), { timeout: 20_000 }).toBe('paused')
  const [wave] = await stage.db.query<{ why: string }>('select why from waves where id = $1', [id])
  expect(wave?.why).toBe(why)
  expect(Object.keys(await states(stage, id))).toEqual(['queued'])
  expect(stage.meet('Greta Schneider', 'Android').read()).toEqual([])
  const [entry] = await stage.db.query<{ reason: string }>(`select reason from audit_entries where verb = 'wave-halted'`)
  expect(entry?.reason).toBe(why)
})

test('B4 the approval stands in the audit with the seal of what was approved', async () => {
  const id = await sends(stage, {})
  const [wave] = await stage.db.query<{ seal: string }>('select seal from waves where id = $1', [id])
  const [entry] = await stage.db.query<{ detail: { seal: string; people: number } }>(
    `select detail from audit_entries where verb = 'wave-approved'`,
  )
  expect(entry?.detail).toMatchObject({ seal: wave?.seal, people: 2, wave: id })
})

test('B5 five parallel starts make one run, and a double press on approve one approval', async () => {
  const camille = stage.meet('Camille Laurent', 'Web')
  await drafts(camille, { start: '2099-03-01 09:00', zone: 'Europe/Paris' })
  const people = await previews(camille)
  const button = camille.button('Approve')
  await Promise.all(Array.from({ length: 3 }, () => camille.pressesButton(button, filled({ number: String(people) }))))
  const [wave] = await stage.db.query<{ id: string }>('select id from waves')
  const started = await Promise.all(Array.from({ length: 5 }, () => start(stage, wave?.id ?? '')))
  expect(started.filter(Boolean)).toHaveLength(1)
  await finished(wave?.id ?? '')
  const greta = stage.meet('Greta Schneider', 'Android')
  expect(greta.read()).toHaveLength(1)
  const entries = await stage.db.query<{ verb: string }>(`select verb from audit_entries where verb in ('wave-approved', 'wave-started')`)
  expect(entries.map(({ verb }) => verb).sort()).toEqual(['wave-approved', 'wave-started'])
  await expect(
    stage.db.query(
      'insert into deliveries (wave_id, employee_id, chunk, name, zone) select wave_id, employee_id, chunk, name, zone from deliveries',
    ),
  ).rejects.toThrow(/unique|duplicate/)
})

test.each([
  ['en', 'Reply with the code from your phone.'],
  ['en', 'Have your password at hand.'],
  ['de', 'Halten Sie Ihr Kennwort bereit.'],
  ['fr', 'Donnez votre mot de passe.'],
  ['ja', 'パスワードを用意してください。'],
  ['zh-CN', '请准备好验证码。'],
  ['ar', 'نحتاج كلمة المرور.'],
  ['en', 'Have your pass{date}word at hand.'],
  ['en', 'Have your pi{firstName}n at hand.'],
  ['en', 'Have your pass\u034fword at hand.'],
  ['en', 'Have your pass\ufe0fword at hand.'],
  ['en', 'Have your pa\u0332ssword at hand.'],
])('B6 an announcement in %s never asks for a secret: %s', (language, text) => {
  expect(checkOwn(language, text)).toMatchObject({ id: 'own-secret' })
})

test.each([
  ['p\u0430ssword', '\u0430'],
  ['c\u03bfde', '\u03bf'],
  ['\u0455\u0435nd', '\u0455'],
])('B6 a letter that only looks like one of theirs is let into no word: %s', (word, letter) => {
  expect(checkOwn('en', `Have your ${word} at hand.`)).toEqual({ id: 'own-letter', text: letter })
})

test('B6 words that only sound alike are fine, and every announcement says how to check it without the bot', () => {
  expect(checkOwn('en', 'Bring your phone to the pinboard. {firstName}, see you at {company}!')).toBeUndefined()
  expect(checkOwn('en', 'Hello {lastName}')).toMatchObject({ id: 'own-placeholder' })
})

test('B7 what came of a wave never tells fewer than five people apart', async () => {
  const id = await sends(stage, { groups: 'All staff' })
  await finished(id)
  const camille = stage.meet('Camille Laurent', 'Web')
  await opensWave(camille, 'finished')
  await camille.press('What came of it')
  const told = camille.last()
  expect(told).toMatch(/Language others: \d+ delivered/)
  expect(told).toMatch(/Language English: \d+ delivered/)
  expect(told).not.toMatch(/Japanese|[ :][1-4] (delivered|started|done)/)
})

test('B7 the preview of a wave to one address reads the same whoever it is: done, without a way in, or neither', async () => {
  const camille = stage.meet('Camille Laurent', 'Web')
  const read: string[] = []
  for (const name of ['Sofia Andersson', 'Yuki Tanaka', 'Lars Haugen']) {
    await drafts(camille, { groups: '', addresses: stage.company.person(name).mail })
    expect(await previews(camille)).toBe(1)
    // Minutes pass meanwhile.
    read.push(camille.last().replace(/Done by about .*/, ''))
  }
  expect(new Set(read).size).toBe(1)
  expect(read[0]).toContain('How fewer than five people stand is not told')
})

test('B7 the preview of a wave to everybody counts nobody in ones, twos, threes or fours', async () => {
  const camille = stage.meet('Camille Laurent', 'Web')
  await drafts(camille, { groups: 'All staff' })
  await previews(camille)
  expect(camille.last()).toMatch(/fewer than 5 guests/)
  expect(camille.last()).toMatch(/\d+ have a passkey already/)
  expect(camille.last()).not.toMatch(/(^|\D)[1-4] (have|guests|accounts|without|not in|asked)/m)
})
