// What never stands in the log, whoever hands it over and however deep it hangs.
import { describe, expect, it } from 'vitest'
import { createLog, struckOut } from '../../bot/log.ts'

function logged(what: object, text = 'something happened'): string {
  const lines: string[] = []
  createLog({ write: (line) => void lines.push(line) }).error(what, text)
  expect(lines).toHaveLength(1)
  return lines.join('')
}

const token = `eyJ${'a'.repeat(40)}.eyJ${'b'.repeat(60)}.${'c-_'.repeat(30)}`
const code = 'Zq7-canary!9'

describe('D1 the log', () => {
  it.each<[string, object]>([
    ['a token under its own name', { token }],
    ['a token under another', { whatever: `got ${token}` }],
    ['a header', { request: { headers: { authorization: `Bearer ${code}${code}` } } }],
    ['a header that somebody printed', { detail: `Authorization: Bearer ${code}` }],
    ['a pass by key', { temporaryAccessPass: code, pass: { deep: code } }],
    ['a pass within lists', { all: [{ a: [{ accessPass: code }] }] }],
    ['a pass in JSON that is text', { body: JSON.stringify({ temporaryAccessPass: code }) }],
    ['a pass in a sentence', { detail: `code=${code}` }],
    ['a pass in an error', { err: new Error(`pass: ${code}`, { cause: new Error(`"temporaryAccessPass":"${code}"`) }) }],
    ['what hangs on an error', { err: Object.assign(new Error('failed'), { request: { body: code }, response: { data: code } }) }],
    ['a password in an address', { error: `connect postgres://unlock:${code}@db.example/unlock` }],
    ['words of a person', { text: code }],
  ])('holds nothing of %s', (_, what) => {
    expect(logged(what)).not.toMatch(/canary|eyJ/)
  })

  it('holds no mail address, no phone number and no path that names a person', () => {
    const line = logged({
      detail:
        'ines.moreau@contoso.example +44 20 7946 0958, 0044 20 7946 0958; GET /v1.0/users/3fdce735-d15f-54a9-bdea-133d3e2343ad/manager',
    })
    expect(line).not.toMatch(/moreau|7946|3fdce735/)
    expect(line).toContain('/users/[person]/manager')
  })

  it('keeps what helps: codes of errors, ids of rows, times and places', () => {
    const kept = {
      code: 'ECONNREFUSED',
      sqlState: '23505',
      turn: '956e3d9b-a714-4c73-9efa-93aaa5100f7c',
      at: '/srv/bot/start.ts:12:3',
      ms: 1795268073343,
    }
    const line = logged({ ...kept, err: Object.assign(new Error('AADSTS50105: not assigned'), { code: 'ERR_HTTP' }) })
    for (const each of [...Object.values(kept), 'ERR_HTTP', 'AADSTS50105']) expect(line).toContain(String(each))
  })

  it('takes in whatever there is: circles, depths, nothing', () => {
    const circle: Record<string, unknown> = { token }
    circle.self = circle
    expect(logged(circle)).toContain('[deep]')
    expect(logged({ nothing: null, undefined: undefined, big: 1n.toString() })).toContain('"nothing":null')
  })

  it('D4 is one line for each event, whatever is in it', () => {
    const line = logged({ why: 'x\r\n{"level":60,"msg":"fake"}\u2028\u001b[31m' }, 'a\nb')
    expect(line.trimEnd()).not.toMatch(/[\r\n]|\p{Cc}/u)
    expect(JSON.parse(line).msg).toBe('a\nb')
  })

  it('D1 strikes out a long line as quickly as a short one', () => {
    const took = ['a', 'a.', 'eyJ', '+4', '://a:', '@a'].map((piece) => {
      const text = piece.repeat(200_000 / piece.length)
      const from = performance.now()
      struckOut(text)
      return performance.now() - from
    })
    expect(Math.max(...took)).toBeLessThan(1000)
  })

  it('stays JSON when something was struck out of it', () => {
    for (const text of [`"code":"${code}"`, `{"pass":"${code}"}`, `tap: '${code}'`, `a"Bearer ${code}"b`])
      expect(() => JSON.parse(struckOut(JSON.stringify({ detail: text }))), text).not.toThrow()
  })
})
