// Every row of the catalogue, through the real bot: words in, the question that tells it apart or what Entra shows, and what is said then.
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import { catalogue, questionAbout, type Row } from '../../bot/trouble/catalogue.ts'
import { language } from '../../cards/content/language.ts'
import type { Actor } from '../support/actor.ts'
import { openStage, type Stage } from '../support/stage.ts'
import { begins } from '../support/ways.ts'
import { titleOfHelp } from './help-words.ts'

let stage: Stage
beforeAll(async () => {
  stage = await openStage()
})
beforeEach(() => stage.reset())
afterAll(() => stage.close())

const { words } = language('en')
const aDayAgo = () => new Date(Date.now() - 86_400_000).toISOString()

interface Held {
  who: string
  /** What Entra has to hold before they speak. */
  first?: (actor: Actor) => unknown
}

/** Whom Entra shows like that; each read of the catalogue has somebody. */
const shown: Record<string, Held> = {
  'app-outdated': { who: 'Elena Rossi', first: begins },
  'at-risk': { who: 'Diego Fuentes' },
  'attestation-on': { who: 'Greta Schneider' },
  'attested-making': { who: 'Greta Schneider' },
  'kept-in-google': { who: 'Priya Sharma' },
  'kept-in-icloud': { who: 'Carlos Jiménez' },
  'kept-in-samsung': { who: 'Min-jun Park' },
  'no-pass-no-way-in': { who: 'Yuki Tanaka' },
  'not-allowed': { who: 'Noor Rahman' },
  'pass-expired': { who: 'Nadia Haddad', first: (actor) => administers(actor, { do: 'issue-pass', start: aDayAgo(), minutes: 60 }) },
  'pass-left': { who: 'Amara Okafor', first: (actor) => administers(actor, { do: 'issue-pass' }) },
  'pass-used': {
    who: 'Tomasz Nowak',
    first: (actor) => {
      administers(actor, { do: 'issue-pass', once: true })
      actor.phone({ do: 'install-authenticator' })
      actor.phone({ do: 'add-account' })
    },
  },
  'several-passkeys': {
    who: 'Giulia Romano',
    first: (actor) => {
      actor.phone({ do: 'create-passkey', store: 'icloud' })
      actor.phone({ do: 'switch-on-authenticator' })
      actor.phone({ do: 'create-passkey', store: 'authenticator' })
    },
  },
}

const administers = ({ company, person }: Actor, deed: Parameters<Stage['company']['administer']>[1]) => company.administer(person.id, deed)

const safe = catalogue.filter((row) => !row.class.startsWith('S'))
const readFrom = (row: Row) => row.read !== undefined && !row.read.startsWith('!')
/** What people choose is believed; Entra need not say it too. */
const chosen = (row: Row) => row.id === 'dev-12'
/** A guest reads so whatever they say. */
const ofGuests = (row: Row) => row.read === 'guest'
const ofPolicy = (row: Row) => row.read === 'self-service-off'

async function says(row: Row, who: string): Promise<Actor> {
  const actor = stage.meet(who, 'iOS')
  await actor.tells(row.says[0] ?? '')
  return actor
}

/** The row's own words, and who can end it: themselves with two answers, or a person with the row to name. */
async function isHelped(actor: Actor, row: Row) {
  expect((await stage.cardsTo(actor)).at(-1)).toBe(`troubleHelp ${row.id}`)
  expect(actor.last()).toContain(titleOfHelp(words, row.help[0] ?? ''))
  const [first] = actor.buttons()
  if (row.id === 'lif-02' || row.id === 'lif-03') return expect(first).toBe('Go on with the new one')
  if (row.class.startsWith('U')) return expect(actor.buttons().slice(0, 2)).toEqual(['It worked', 'Still stuck'])
  expect(first).toBe('Talk to a person')
  expect(actor.last()).toContain('+47 22 00 11 22')
  expect(actor.last()).toContain(`Ask for ${row.id.toUpperCase().replace('-', '')}`)
}

describe('told apart by a question', () => {
  test.each(safe.filter((row) => questionAbout(row)))('$id: "$says.0"', async (row) => {
    const question = questionAbout(row)
    const answer = question?.answers.find(({ rows }) => rows.includes(row.id))
    const actor = await says(row, row.phone === 'iphone' ? 'Hiroshi Sato' : 'Ines Moreau')
    expect((await stage.cardsTo(actor)).at(-1)).toBe(`troubleQuestion ${question?.id}`)
    await actor.press(words.trouble.questions[question?.id ?? '']?.[answer?.id ?? ''] ?? '')
    await isHelped(actor, row)
  })
})

describe('seen in Entra, so nobody is asked', () => {
  test.each(safe.filter((row) => readFrom(row) && !ofPolicy(row) && !chosen(row) && !ofGuests(row)))('$id: $read', async (row) => {
    const { who, first } = shown[row.read ?? ''] ?? { who: '' }
    await first?.(stage.meet(who, 'iOS'))
    await isHelped(await says(row, who), row)
  })
  test.each(safe.filter(ofPolicy))('$id: $read', async (row) => {
    const other = await openStage()
    try {
      const ines = other.meet('Ines Moreau', 'iOS')
      administers(ines, { do: 'set-self-service', on: false })
      await ines.tells(row.says[0] ?? '')
      expect((await other.cardsTo(ines)).at(-1)).toBe(`troubleHelp ${row.id}`)
    } finally {
      await other.close()
    }
  })
  const coded = safe.flatMap((row) => (row.codes ?? []).map((code) => ({ ...row, code })))
  test.each(coded)('$id: a sign-in that ended with $code', async ({ code, ...row }) => {
    const ines = stage.meet('Ines Moreau', 'iOS')
    stage.company.failSignIn(ines.person.id, Number(code))
    await ines.tells('it does not work, there is an error')
    await isHelped(ines, row)
  })
})

test.each(safe.filter(chosen))('$id: told by them, and the other ways are shown', async (row) => {
  const actor = await says(row, 'Bernadette Fischer')
  expect((await stage.cardsTo(actor)).at(-1)).toBe('noSmartphone')
  expect(actor.last()).toContain('The helpdesk has security keys.')
})

test.each(safe.filter(ofGuests))('$id: seen in Entra, and nothing else is asked', async (row) => {
  const dana = await says(row, 'Dana Whitfield')
  expect((await stage.cardsTo(dana)).at(-1)).toBe('guest')
  expect(dana.last()).toContain(titleOfHelp(words, row.help[0] ?? ''))
})

describe('security first', () => {
  test.each(catalogue.filter((row) => row.class.startsWith('S')))('$id: "$says.0" stops at once', async (row) => {
    const ines = await says(row, 'Ines Moreau')
    const [kept] = await stage.db.query('select stopped, kind from progress join escalations using (employee_id)')
    expect(kept).toEqual(row.id === 'lif-04' ? { stopped: 'lost', kind: 'lost-phone' } : { stopped: 'blocked', kind: 'security' })
    await ines.tells('hello')
    expect(ines.last()).toContain('Call IT helpdesk now')
  })
  test.each(catalogue.filter((row) => row.class.startsWith('S') && row.codes))(
    '$id: seen in the log, it stops whatever was said',
    async (row) => {
      const ines = stage.meet('Ines Moreau', 'iOS')
      stage.company.failSignIn(ines.person.id, Number(row.codes?.[0]))
      await ines.tells('i cannot find the switch')
      expect((await stage.cardsTo(ines)).at(-1)).toBe('stopped blocked')
    },
  )
})
