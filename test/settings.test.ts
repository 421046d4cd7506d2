// What a company writes about its helpdesk: the example is right as it stands and with its commented lines, and mistakes are named.
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { parse } from 'jsonc-parser'
import { describe, expect, it } from 'vitest'
import { z } from 'zod'
import { settingsShape } from '../bot/settings.ts'

const example = readFileSync(join(import.meta.dirname, '../unlock.settings.example.jsonc'), 'utf8')
/** Commented lines that are settings, not sentences. */
const uncommented = example.replace(/^(\s*)\/\/ (?=\s*["{}])/gm, '$1')
const read = (text: string) => parse(text, [], { allowTrailingComma: true })

/** The names of every setting, also of those within others. */
function namesIn(shape: z.ZodTypeAny): string[] {
  if (shape instanceof z.ZodObject) return Object.entries<z.ZodTypeAny>(shape.shape).flatMap(([name, inner]) => [name, ...namesIn(inner)])
  const { innerType, schema, type } = shape._def
  return [innerType, schema, type].flatMap((inner) => (inner instanceof z.ZodType ? namesIn(inner) : []))
}

describe('the example of the settings', () => {
  it('has every setting there is', () => {
    const names = namesIn(settingsShape)
    expect(names).toContain('agentSignIn')
    expect(names).toContain('perAgentADay')
    expect(names.filter((name) => !example.includes(`"${name}"`))).toEqual([])
  })

  it('is right as it stands', () => {
    expect(settingsShape.parse(read(example))).toMatchObject({ notices: {} })
  })

  it('is right with what is commented out', () => {
    expect(settingsShape.parse(read(uncommented))).toMatchObject({
      helpdeskChannel: { serviceUrl: 'https://smba.trafficmanager.net/teams/' },
      agentSignIn: { connection: 'graph', withinMinutes: 60, contexts: ['c1'] },
      notices: { mailbox: 'helpdesk@contoso.example', webhook: { url: 'https://soc.contoso.example/unlock' } },
    })
  })
})

const someId = '0a0b0c0d-0000-4000-8000-00000000cafe'

it('T6: ids in capitals mean the same groups: who is in them is cared for as they say', () => {
  const { groups, waves } = settingsShape.parse({
    ...read(example),
    groups: { breakGlass: someId.toUpperCase() },
    waves: { hours: { from: '06:00', to: '24:00' } },
  })
  expect(groups).toEqual({ breakGlass: someId })
  expect(waves.hours).toMatchObject({ from: '06:00', to: '24:00' })
})

it('passes by hand need nothing that signs agents in, and nobody gets them without saying so', () => {
  const helpdeskChannel = { teamId: '19:a@thread.tacv2', channelId: '19:b@thread.tacv2' }
  expect(settingsShape.parse(read(example)).pass.mode).toBe('delegated')
  expect(settingsShape.safeParse({ ...read(example), helpdeskChannel, pass: { mode: 'manual' } }).success).toBe(true)
})

describe('a mistake is named', () => {
  const wrong = (change: object) =>
    settingsShape.safeParse({ ...read(example), ...change }).error?.issues.map(({ path, message }) => `${path.join('.')}: ${message}`)

  it.each<[string, object, RegExp]>([
    [
      'a webhook that anybody could read',
      { notices: { webhook: { url: 'http://soc.contoso.example/', key: 'k' } } },
      /webhook\.url: an https/,
    ],
    ['a mailbox that is none', { notices: { mailbox: 'helpdesk' } }, /notices\.mailbox/],
    ['an authentication context that is none', { agentSignIn: { connection: 'graph', contexts: ['strong'] } }, /contexts\.0/],
    ['a sign-in that may be any age', { agentSignIn: { connection: 'graph', withinMinutes: 0 } }, /withinMinutes/],
    [
      'passes with a permission of agents whom nothing signs in',
      { helpdeskChannel: { teamId: '19:a@thread.tacv2', channelId: '19:b@thread.tacv2' } },
      /agentSignIn: pass\.mode "delegated" needs it/,
    ],
    [
      'a helpdesk that works over midnight',
      { escalation: { workingHours: { timeZone: 'Europe/Oslo', days: [1], from: '22:00', to: '06:00' } } },
      /workingHours: needs a "to" after its "from"/,
    ],
    ['waves that may never leave', { waves: { hours: { from: '08:00', to: '00:00' } } }, /waves\.hours: needs a "to" after its "from"/],
    ['a zone that the database reads as another', { waves: { zone: 'IST' } }, /waves\.zone: a time zone/],
    ['a day that there is not', { rollout: { everyone: false, groups: [{ group: someId, from: '2026-02-30' }] } }, /groups\.0\.from/],
    ['a misspelt name', { agentSignIn: { conection: 'graph' } }, /agentSignIn/],
  ])('%s', (_what, change, named) => {
    expect(wrong(change)?.join('\n')).toMatch(named)
  })
})
