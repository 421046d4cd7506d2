// How tables change: a release adds, so that the release before it still runs on them, and a way back needs no script.
import { readdirSync, readFileSync } from 'node:fs'
import { describe, expect, it } from 'vitest'

const folder = new URL('../../bot/database/migrations/', import.meta.url)
const names = readdirSync(folder).filter((name) => name.endsWith('.sql'))

/** What the code of the release before would trip over. Taking away is a release of its own, after nothing uses it any more. */
const trips: [RegExp, string][] = [
  [/\bdrop\s+(table|column|view|function|type|schema|constraint)\b/i, 'drops something'],
  [/\bdrop\s+not\s+null\b/i, 'lets null stand where the old code expects a value'],
  [/\brename\b/i, 'renames something'],
  [/\balter\s+(column\s+)?\w+\s+(set\s+data\s+)?type\b/i, 'changes a type'],
  [/\bset\s+not\s+null\b/i, 'demands what the old code does not write'],
  [
    /\badd\s+column\s+(?:if\s+not\s+exists\s+)?\w+\s+(?![^,;]*\bdefault\b)[^,;]*\bnot\s+null\b/i,
    'adds a column that the old code leaves empty',
  ],
  [/\btruncate\s+(?!on\b)|\bdelete\s+from\b/i, 'deletes rows'],
]
const found = (sql: string) => {
  const bare = sql.replace(/--[^\n]*/g, '')
  return trips.filter(([trip]) => trip.test(bare)).map(([, what]) => what)
}

/** A migration that takes something away names itself here, with the release since which nothing uses it. */
const contracts: Record<string, string> = {}

describe('migrations', () => {
  it.each(names.filter((name) => !Object.hasOwn(contracts, name)))('%s only adds: the release before it still runs', (name) => {
    expect(found(readFileSync(new URL(name, folder), 'utf8'))).toEqual([])
  })

  it('are numbered once each, without a number in use twice', () => {
    const numbers = names.map((name) => /^(\d{4})_[a-z0-9-_]+\.sql$/.exec(name)?.[1])
    expect(numbers).not.toContain(undefined)
    expect(new Set(numbers).size).toBe(numbers.length)
  })

  it.each([
    'drop table people',
    'alter table people drop column name',
    'alter table people rename column name to called',
    'alter table people alter column name type varchar(10)',
    'alter table people alter column locale set not null',
    'alter table people add column x int not null',
    'delete from people',
  ])('"%s" would be noticed', (sql) => {
    expect(found(sql)).not.toEqual([])
  })

  it.each([
    'alter table people add column x int not null default 0',
    'alter table people add column x int',
    'create table x (y int not null)',
    '-- drop table people',
  ])('"%s" would pass', (sql) => expect(found(sql)).toEqual([]))
})
