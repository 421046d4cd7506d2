// What clients, Teams and Entra supply beside what somebody says: nothing of it may cost that person an answer, or others theirs.
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest'
import { cut, localeIn, parseStorable, retryAfterIn } from '../../bot/from-outside.ts'
import { settingsShape } from '../../bot/settings.ts'
import { isTimeZone } from '../../bot/time-zone.ts'
import { add } from '../../bot/waves/audience-store.ts'
import { wordingFor } from '../../cards/content/language.ts'
import { hasBeenTold, opensCase, taken } from '../escalation/desk.ts'
import { openStage, type Stage } from '../support/stage.ts'
import { drafts, filled, invitation, sends, states } from '../waves/organiser.ts'
import { message } from './attack.ts'

let stage: Stage
beforeAll(async () => {
  stage = await openStage()
})
beforeEach(() => stage.reset())
afterAll(() => stage.close())

test.each([
  ['a language named as what every object has', { locale: 'constructor' }],
  ['its prototype', { locale: '__proto__' }],
  ['a language that is longer than any', { locale: 'e'.repeat(300) }],
  ['a language that no row can hold', { locale: 'en\0' }],
  ['half a character', { locale: '\ud800' }],
  ['a number for a language', { locale: 7 }],
  ['no language', { locale: null }],
  ['a time zone that no row can hold', { localTimezone: 'Europe/Oslo\0' }],
  ['a time zone that is longer than any', { localTimezone: 'E'.repeat(300) }],
  ['a device named as what every object has', { entities: [{ type: 'clientInfo', platform: 'constructor', locale: '__proto__' }] }],
  ['a device that is a list', { entities: [{ type: 'clientInfo', platform: ['iOS'], locale: {}, timezone: 1 }] }],
  ['nothing where entities are expected', { entities: null }],
  ['more entities than anybody mentions', { entities: Array(200).fill({ type: 'mention' }) }],
  ['a name that is longer than any', { fromName: `${'x'.repeat(499)}\u{1f600}` }],
])('P13 %s: who comes with it is answered, and reaches the helpdesk', async (_, { fromName, ...changed }: Record<string, unknown>) => {
  const ines = stage.meet('Ines Moreau', 'iOS')
  const from = { id: stage.company.addressOf(ines.person.id).teamsId, name: fromName ?? ines.person.name, aadObjectId: ines.person.id }
  await ines.says('hi')
  for (const words of ['status', 'I want to talk to a human'])
    expect((await stage.company.raw(message(ines, words, { ...changed, from }))).status).toBe(200)
  await expect.poll(() => stage.db.query('select state from escalations')).toEqual([{ state: 'open' }])
  expect(await stage.cardsTo(ines)).not.toContain('failed')
})

test('P13 a language is written as everybody writes it, or left out', () => {
  expect(['EN-us', 'pt_br', 'nb-NO', 'zh-cn'].map(localeIn)).toEqual(['en-US', 'pt-BR', 'nb-NO', 'zh-CN'])
  expect(['constructor', '__proto__', 'isPrototypeOf', '', 'x', 'en-aa-bb', undefined, null].map(localeIn)).toEqual(
    Array(8).fill(undefined),
  )
  for (const name of Object.getOwnPropertyNames(Object.prototype)) expect(Object.hasOwn(Object.prototype, localeIn(name) ?? '')).toBe(false)
})

test('P13 the company’s words in several languages are found by languages alone', () => {
  for (const name of ['constructor', '__proto__', 'toString']) expect(wordingFor({ de: 'Raum 7', en: 'Room 7' }, name)).toBe('Room 7')
  expect(wordingFor({ de: 'Raum 7' }, 'pl')).toBe('Raum 7')
})

test('P13 what no row can hold is taken out of what Entra and Teams answer', () => {
  expect(parseStorable('{"a":"J\\u0000o\\ud83d","b":["\\ud83d\\ude00"],"c":"\\\\u0000"}')).toEqual({
    a: 'Jo\ufffd',
    b: ['😀'],
    c: '\\u0000',
  })
  expect(cut('ab😀', 3)).toBe('ab')
  expect(cut('ab😀', 4)).toBe('ab😀')
})

test('P13 nobody is asked to wait for longer than an hour', () => {
  const inAMinute = new Date(Date.now() + 60_000).toUTCString()
  expect(['7', '0', '9'.repeat(30), '9'.repeat(400), 'Fri, 31 Dec 9999 23:59:59 GMT', new Date(0).toUTCString()].map(retryAfterIn)).toEqual(
    [...[7, 0, 3600, 3600, 3600, 0]],
  )
  expect(['soon', '', null, 'NaN', '1e300'].map(retryAfterIn)).toEqual(Array(5).fill(undefined))
  expect(retryAfterIn(inAMinute)).toBeGreaterThan(55)
})

test('P13 one recipient for whom Teams asks to wait for ever leaves the others of a wave as they are', async () => {
  const katarzyna = stage.meet('Katarzyna Wójcik', 'iOS')
  await katarzyna.says('hi')
  const path = stage.company.addressOf(katarzyna.person.id).conversationId
  stage.company.faults.set({ where: 'connector', path, fault: { kind: 'status', status: 429, retryAfter: 1e20 } })
  const id = await sends(stage, {})
  const late = () =>
    stage.db.query(
      `select employee_id as id, due_at < now() + interval '61 minutes' as "isSoon" from deliveries where wave_id = $1 and why is not null`,
      [id],
    )
  await expect.poll(late, { timeout: 20_000 }).toEqual([{ id: katarzyna.person.id, isSoon: true }])
  expect(await stage.db.query(`select 1 from deliveries where copies > 1`)).toEqual([])
})

test('P13 a recipient whose row cannot be written leaves the rest of the batch sent, and sent once', async () => {
  const katarzyna = stage.company.person('Katarzyna Wójcik')
  await stage.db.script(`
    create function refuse() returns trigger language plpgsql as $$ begin raise 'a row that cannot be written'; end $$;
    create trigger refuse before insert on people for each row when (new.employee_id = '${katarzyna.id}') execute function refuse()`)
  try {
    const id = await sends(stage, {})
    const tried = () => stage.db.query('select employee_id as id from deliveries where why = $1', ['unclear'])
    await expect.poll(tried).toEqual([{ id: katarzyna.id }])
    await expect.poll(async () => (await states(stage, id)).sent ?? 0).toBeGreaterThan(0)
    expect(await stage.db.query(`select 1 from deliveries where state = 'sent' and copies > 1`)).toEqual([])
  } finally {
    await stage.db.script('drop trigger refuse on people; drop function refuse()')
  }
})

test('P13 a message that cannot be brought to one person, whatever the reason, stands in nobody’s way', async () => {
  const [ines, pedro] = [stage.meet('Ines Moreau', 'iOS'), stage.meet('Pedro Alves', 'Android')]
  for (const one of [ines, pedro]) await one.says('hi')
  await stage.db.script(`
    create function refuse() returns trigger language plpgsql as $$ begin raise 'a row that cannot be written'; end $$;
    create trigger refuse before update on messages for each row when (old.employee_id = '${ines.person.id}') execute function refuse()`)
  try {
    await stage.db.query(`insert into messages (id, employee_id, card, offers, activity, due_at)
      select gen_random_uuid(), employee_id, 'note', '{}', '{"type":"message","text":"late","attachments":[]}', now() - (case when employee_id = '${ines.person.id}' then interval '9 s' else interval '1 s' end)
        from people`)
    await stage.db.query(`insert into jobs.job (name) values ('conversation.sweep')`)
    await pedro.sees('late')
  } finally {
    await stage.db.script('drop trigger refuse on messages; drop function refuse()')
  }
})

test('P13 a wave, a recipient and an agent may have a name that ends in half a character where it is cut', async () => {
  const camille = stage.meet('Camille Laurent', 'Web')
  await drafts(camille, { name: `${'x'.repeat(38)}😀 and more of it` })
  await camille.tells('waves')
  expect(camille.buttons().some((title) => title.startsWith('xxxx'))).toBe(true)
  const [wave] = await stage.db.query<{ id: string }>('select id from waves')
  const member = { id: camille.person.id, name: `${'x'.repeat(199)}😀`, guest: false, enabled: true, locale: 'en-GB', places: [] }
  await add(stage.db, settingsShape.parse(stage.company.settings), wave?.id ?? '', 1, [member])
  expect(await stage.db.query('select name from deliveries')).toEqual([{ name: 'x'.repeat(199) }])
})

test('P13 addresses come as mail programs and tables copy them, and nobody else is meant by half of one', async () => {
  const camille = stage.meet('Camille Laurent', 'Web')
  const lines = [
    `\ufeffO'Brien, Sinead <S.O'Brien@contoso.com>;`,
    `"ines.moreau@contoso.com",INES.MOREAU@contoso.com\t'pedro+alves@contoso.com'\r`,
    'mailto:a@contoso.com',
  ]
  await drafts(camille, { groups: '', addresses: lines.join('\n') })
  const [wave] = await stage.db.query<{ addresses: string[] }>(`select audience -> 'addresses' as addresses from waves`)
  expect(wave?.addresses).toEqual(["s.o'brien@contoso.com", 'ines.moreau@contoso.com', 'pedro+alves@contoso.com', 'a@contoso.com'])
})

test.each([
  ['start', '2099-02-30 09:00'],
  ['start', '0000-01-01 09:00'],
  ['zone', 'AET'],
  ['zone', 'BST'],
])('P13 a %s of %s is not known, and the organiser is told so', async (field, text) => {
  const camille = stage.meet('Camille Laurent', 'Web')
  await camille.tells('new wave')
  await camille.press('Save', filled({ ...invitation, start: '2099-03-01 09:00', [field]: text }))
  await camille.sees(text)
  expect(await stage.cardsTo(camille)).not.toContain('failed')
  expect(await stage.db.query('select 1 from waves')).toEqual([])
})

test('P13 words that end in half a character reach who they are for, and a number is known however it is typed', async () => {
  const { person, agent, number } = await taken(stage)
  await hasBeenTold(agent)
  stage.company.administer(person.person.id, { do: 'set-directory', employeeId: ' 417418 ' })
  await opensCase(agent, number)
  await agent.press('Prove who it is')
  await agent.press('Check', { 'in-number': '４１８' })
  expect(await stage.db.query('select outcome from number_checks')).toEqual([{ outcome: 'matched' }])
  await opensCase(agent, number)
  await agent.press('Ask the person')
  await agent.press('Send', { 'in-words': 'Which phone do you hold?\0\ud83d' })
  await person.sees('Which phone do you hold?')
})

test('P13 a zone that the client knows and the database does not keeps nobody from being left alone for a while', async () => {
  expect(await stage.db.query(`select 1 from pg_timezone_names where name = 'US/Pacific-New'`)).toEqual([])
  const ines = stage.meet('Ines Moreau', 'iOS')
  await ines.says('hi')
  await stage.company.raw(message(ines, 'status', { localTimezone: 'US/Pacific-New' }))
  await expect.poll(() => ines.buttons()).toContain('Not now')
  await ines.press('Not now')
  await ines.press('Tomorrow morning')
  expect((await stage.cardsTo(ines)).at(-1)).toBe('snoozed')
})

test('P13 a zone of a few letters is one only where Node and the database mean the same by it', async () => {
  const known = await stage.db.query<{ name: string }>('select lower(name) as name from pg_timezone_names')
  const names = new Set(known.map(({ name }) => name))
  const letters = [...'ABCDEFGHIJKLMNOPQRSTUVWXYZ']
  const all = letters.flatMap((a) => letters.flatMap((b) => letters.map((c) => a + b + c)))
  expect(all.filter((name) => isTimeZone(name) && !names.has(name.toLowerCase()))).toEqual([])
  expect(['CET', 'UTC', 'IST', 'BST', 'PST'].filter(isTimeZone)).toEqual(['CET', 'UTC'])
})
