// How often strangers can make us ask Microsoft for its keys, and how long we believe what we read.
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import { createSigningKeys, KeysUnread } from '../../bot/teams/signing-keys.ts'
import { type Microsoft, startMicrosoft } from '../support/microsoft.ts'

const minutes = (many: number) => many * 60_000
const days = (many: number) => minutes(many * 24 * 60)

let microsoft: Microsoft
beforeEach(async () => {
  vi.useFakeTimers({ toFake: ['performance'] })
  microsoft = await startMicrosoft()
  await microsoft.publish('one')
})
afterEach(async () => {
  vi.useRealTimers()
  await microsoft.close()
})

const open = (url = microsoft.metadataUrl) => createSigningKeys(url, { warn: () => {} })

describe('keys that Teams signs with', () => {
  it('P1 are asked for once, however many unknown ones a thousand strangers name at once', async () => {
    const keys = open()
    const found = await Promise.all(Array.from({ length: 1000 }, (_, index) => keys.find(`unknown-${index}`)))
    expect(new Set(found)).toEqual(new Set([undefined]))
    expect(microsoft.asked).toEqual({ metadata: 1, keys: 1 })
  })

  it('P1 are asked for again after five minutes at the earliest, and then a new one is found', async () => {
    const keys = open()
    await keys.find('one')
    await microsoft.publish('two')
    vi.advanceTimersByTime(minutes(4))
    expect(await keys.find('two')).toBeUndefined()
    expect(microsoft.asked.keys).toBe(1)
    vi.advanceTimersByTime(minutes(2))
    expect(await keys.find('two')).toBeDefined()
    expect(microsoft.asked.keys).toBe(2)
  })

  it('are renewed after a day without anybody waiting for it', async () => {
    const keys = open()
    await keys.find('one')
    vi.advanceTimersByTime(days(1) + 1)
    expect(await keys.find('one')).toBeDefined()
    await expect.poll(() => microsoft.asked.keys).toBe(2)
    await expect.poll(() => keys.age()).toBeLessThan(60)
  })

  it('are believed for five days while Microsoft cannot be read, and then nobody is let in', async () => {
    const keys = open()
    await keys.find('one')
    microsoft.down = true
    vi.advanceTimersByTime(days(5) - minutes(1))
    expect(await keys.find('one')).toBeDefined()
    expect(keys.fit()).toBe(true)
    vi.advanceTimersByTime(minutes(2))
    await expect(keys.find('one')).rejects.toThrow(KeysUnread)
    expect(keys.fit()).toBe(false)
    microsoft.down = false
    vi.advanceTimersByTime(minutes(1))
    expect(await keys.find('one')).toBeDefined()
    expect(keys.fit()).toBe(true)
  })

  it('let nobody in who comes before they were read, and are not asked for by each of them', async () => {
    microsoft.down = true
    const keys = open()
    for (let stranger = 0; stranger < 100; stranger++) await expect(keys.find('one')).rejects.toThrow(KeysUnread)
    expect(microsoft.asked.metadata).toBe(1)
    expect(keys.age()).toBeUndefined()
  })

  it.each<[string, () => string | Promise<string>]>([
    [
      'for another issuer',
      () => `data:application/json,${JSON.stringify({ issuer: 'https://evil.example', jwks_uri: microsoft.metadataUrl })}`,
    ],
    [
      'on another host',
      () =>
        `data:application/json,${JSON.stringify({ issuer: 'https://api.botframework.com', jwks_uri: microsoft.metadataUrl.replace('127.0.0.1', 'localhost') })}`,
    ],
    ['nowhere', () => microsoft.close().then(() => microsoft.metadataUrl)],
  ])('P1 are not believed when they are published %s', async (_, url) => {
    await expect(open(await url()).find('one')).rejects.toThrow(KeysUnread)
  })
})
