// The OData options of Graph that callers may rely on: $filter, $select, $top with paging, $count, $orderby.
import type { Wire } from '../account.ts'
import { innerError } from '../faults.ts'
import type { Reply } from '../http.ts'

export class GraphError extends Error {
  readonly status: number
  readonly code: string
  constructor(status: number, code: string, message: string) {
    super(message)
    this.status = status
    this.code = code
  }
}

export const graphError = ({ status, code, message }: GraphError): Reply => ({
  status,
  body: { error: { code, message, innerError: innerError() } },
})

export const notFound = (id = ''): GraphError =>
  new GraphError(
    404,
    'Request_ResourceNotFound',
    `Resource '${id}' does not exist or one of its queried reference-property objects are not present.`,
  )

export interface Listing {
  items: Wire[]
  /** What is sent when nothing was selected; absent: everything. */
  usual?: readonly string[]
  /** The largest page; a page without $top has this size or 100. */
  most?: number
  /** Takes no query options at all. */
  bare?: boolean
}

export function page({ items, usual, most = 999, bare }: Listing, query: URLSearchParams, address: string): Wire {
  if (bare) return { value: items }
  const filter = query.get('$filter')
  const kept = filter ? items.filter(compile(filter, items)) : items
  const sorted = sort(kept, query.get('$orderby'))
  const top = Number(query.get('$top') ?? Math.min(100, most))
  if (!Number.isInteger(top) || top < 1 || top > most)
    throw new GraphError(400, 'Request_BadRequest', `Invalid page size specified: '${top}'.`)
  const from = Number(Buffer.from(query.get('$skiptoken') ?? '', 'base64url').toString() || 0)
  const value = sorted.slice(from, from + top).map((item) => select(item, query, usual))
  const counted = query.get('$count') === 'true' && from === 0 ? { '@odata.count': sorted.length } : {}
  return { ...counted, ...(from + top < sorted.length ? { '@odata.nextLink': nextLink(query, address, from + top) } : {}), value }
}

function nextLink(query: URLSearchParams, address: string, from: number): string {
  const rest = [...query].filter(([name]) => name !== '$skiptoken').map(([name, value]) => `${name}=${encodeURIComponent(value)}`)
  return `${address}?${[...rest, `$skiptoken=${Buffer.from(String(from)).toString('base64url')}`].join('&')}`
}

export function select(item: Wire, query: URLSearchParams, usual?: readonly string[]): Wire {
  const expanded = query.get('$expand')?.split('(')[0] ?? ''
  const wanted =
    query
      .get('$select')
      ?.split(',')
      .map((name) => name.trim()) ?? usual
  if (!wanted) return item
  return Object.fromEntries(Object.entries(item).filter(([name]) => wanted.includes(name) || name === expanded || name.startsWith('@')))
}

function sort(items: Wire[], orderBy: string | null): Wire[] {
  if (!orderBy) return items
  const [property = '', direction] = orderBy.split(' ')
  const sorted = items.toSorted((a, b) => String(read(a, property)).localeCompare(String(read(b, property))))
  return direction === 'desc' ? sorted.reverse() : sorted
}

const read = (item: Wire, path: string): unknown =>
  path.split('/').reduce<unknown>((value, name) => (value as Wire | undefined)?.[name], item)

type Test = (item: Wire) => boolean

/** `and`, `or`, comparisons, `in`, `startswith` and `x/any(y:y eq z)`; no parentheses. Anything else is a 400. */
function compile(filter: string, items: Wire[]): Test {
  const texts: string[] = []
  const masked = filter.replace(/'((?:[^']|'')*)'/g, (_, text: string) => `#${texts.push(text.replaceAll("''", "'")) - 1}`)
  const value = (token: string): unknown => {
    if (token.startsWith('#')) return texts[Number(token.slice(1))]
    return token === 'null' ? null : token === 'true' ? true : token === 'false' ? false : token
  }
  const all =
    (parts: Test[]): Test =>
    (item) =>
      parts.every((part) => part(item))
  const alternatives = masked.split(/ or /i).map((part) => all(part.split(/ and /i).map((term) => compileTerm(term.trim(), value, items))))
  return (item) => alternatives.some((alternative) => alternative(item))
}

function compileTerm(term: string, value: (token: string) => unknown, items: Wire[]): Test {
  const property = (path: string) => {
    const [root = ''] = path.split('/')
    if (items.length > 0 && items.every((item) => !(root in item))) throw unsupported(term)
    return path
  }
  const compared = /^([\w/]+) (eq|ne|gt|ge|lt|le) (\S+)$/.exec(term)
  if (compared) {
    const [, path = '', operator = '', token = ''] = compared
    return (item) => compare(read(item, property(path)) ?? null, operator, value(token))
  }
  const starts = /^startswith\(([\w/]+),\s*(#\d+)\)$/i.exec(term)
  if (starts)
    return (item) =>
      String(read(item, property(starts[1] ?? '')))
        .toLowerCase()
        .startsWith(String(value(starts[2] ?? '')).toLowerCase())
  const among = /^([\w/]+) in \(([^)]+)\)$/.exec(term)
  if (among) {
    const options = (among[2] ?? '').split(',').map((token) => value(token.trim()))
    return (item) => options.some((option) => compare(read(item, property(among[1] ?? '')) ?? null, 'eq', option))
  }
  const any = /^([\w/]+)\/any\((\w+):\s*\2 eq (#\d+)\)$/.exec(term)
  if (any) return (item) => (read(item, property(any[1] ?? '')) as unknown[] | undefined)?.includes(value(any[3] ?? '')) ?? false
  throw unsupported(term)
}

const unsupported = (term: string) =>
  new GraphError(400, 'Request_UnsupportedQuery', `Unsupported or invalid query filter clause specified: ${term}.`)

function compare(left: unknown, operator: string, right: unknown): boolean {
  const order = left === right ? 0 : String(left).toLowerCase().localeCompare(String(right).toLowerCase())
  switch (operator) {
    case 'eq':
      return order === 0
    case 'ne':
      return order !== 0
    case 'gt':
      return order > 0
    case 'ge':
      return order >= 0
    case 'lt':
      return order < 0
    default:
      return order <= 0
  }
}
