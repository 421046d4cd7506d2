// A Secret shows itself to nobody who does not ask for it by name.
import { format, inspect } from 'node:util'
import { pino } from 'pino'
import { describe, expect, it } from 'vitest'
import { logOptions } from '../bot/log.ts'
import { forget, hidden, holdsSecret, reveal, Secret, withoutSecrets } from '../bot/secret.ts'
import type { Outgoing } from '../bot/teams/teams.ts'

const value = 'CANARY-8f3Q+x'
const secret = new Secret(value)

describe('a secret', () => {
  it.each<[string, () => string]>([
    ['String', () => String(secret)],
    ['a template', () => `${secret}`],
    ['adding to text', () => `${'code: '}${secret}`],
    ['JSON', () => JSON.stringify({ deep: [{ secret }] })],
    ['JSON of its parts', () => JSON.stringify({ ...secret })],
    ['inspect', () => inspect({ secret }, { depth: 9, showHidden: true, getters: true })],
    ['format', () => format('%s %o %O %j %d', secret, secret, secret, secret, secret)],
    ['an error around it', () => inspect(new Error('failed', { cause: { secret } }))],
    ['its keys and values', () => [...Object.entries(secret), ...Object.getOwnPropertyNames(secret)].join()],
  ])('D1: is not shown by %s', (_by, show) => {
    expect(show()).not.toContain(value)
  })

  it('D1: is not shown by the log', () => {
    const lines: string[] = []
    const log = pino(logOptions, { write: (line: string) => void lines.push(line) })
    log.info({ secret, deep: { secret }, shown: value, quoted: `"${value}"` }, `made %s and ${value}`, secret)
    log.child({ value }).error(new Error(`refused: ${value}`))
    expect(lines.join()).not.toContain(value)
    expect(lines.map((line) => JSON.parse(line))).toMatchObject([{ shown: hidden, quoted: `"${hidden}"` }, { value: hidden }])
  })

  it('cannot be copied into a message to another process', () => {
    expect(() => structuredClone(secret)).toThrow()
    expect(() => structuredClone({ secret })).toThrow()
  })

  it('is read by name, until it is forgotten', () => {
    const short = new Secret('for-a-moment')
    expect(reveal(short)).toBe('for-a-moment')
    forget(short)
    expect(() => reveal(short)).toThrow()
    expect(holdsSecret('for-a-moment')).toBe(false)
  })

  it('is not made of something so short that it stands in harmless text', () => {
    expect(() => new Secret('')).toThrow()
    expect(() => new Secret('12345')).toThrow()
  })

  it('T9: is no text and no message to the compiler', () => {
    // @ts-expect-error a Secret is no text
    const text: string = secret
    // @ts-expect-error a Secret is no message
    const message: Outgoing = secret
    // @ts-expect-error nor is it one inside of a message
    const inside: Outgoing = { attachments: [{ content: { body: [{ text: secret }] } }] }
    // @ts-expect-error nothing else passes for a Secret
    const other: Secret = { toJSON: () => hidden, toString: () => hidden }
    expect([text, message, inside, other]).toHaveLength(4)
  })
})

describe('the wall', () => {
  it.each<[string, unknown]>([
    ['a secret', secret],
    ['a secret deep inside', { a: [{ b: { secret } }] }],
    ['its value', value],
    ['its value in a sentence', { body: [{ text: `Your code is ${value}.` }] }],
    ['its value as a name', { [value]: 1 }],
    ['its value in an error', new Error(`refused: ${value}`)],
  ])('finds %s', (_what, thing) => {
    expect(holdsSecret(thing)).toBe(true)
  })

  it('finds nothing in what holds none, however it turns back on itself', () => {
    const loop: Record<string, unknown> = { text: 'Your code was made.' }
    loop.self = loop
    expect(holdsSecret(loop)).toBe(false)
    expect(holdsSecret(undefined)).toBe(false)
  })

  it('takes the value out of text that has to be written', () => {
    expect(withoutSecrets(`failed at ${value}!`)).toBe(`failed at ${hidden}!`)
  })
})
