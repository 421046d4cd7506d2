// A whole collection, page by page: all of it or none of it.
import { z } from 'zod'
import type { Ask, Family, Log } from './ask.ts'
import type { Answer } from './entra.ts'
import type { TimeLeft } from './time-left.ts'

interface Collection<T> {
  family: Family
  path: string
  template: string
  item: z.ZodType<T, z.ZodTypeDef, unknown>
  background?: boolean
}

/** Follows `@odata.nextLink` until it is absent; a page may be empty and still have one (graph.md §1). */
export async function askAll<T>(
  ask: Ask,
  { family, path, template, item, background }: Collection<T>,
  { root, pages, log }: { root: string; pages: number; log?: Log },
  time: TimeLeft,
): Promise<Answer<T[]>> {
  const shape = z.object({ value: z.array(item), '@odata.nextLink': z.string().nullish() })
  const found: T[] = []
  let next: string | undefined = path
  for (let page = 0; page < pages; page++) {
    const answer: Answer<z.output<typeof shape>> = await ask({ family, path: next, template, shape, background }, time)
    if (!answer.ok) return answer
    found.push(...answer.value.value)
    const link = answer.value['@odata.nextLink']
    if (!link) return { ok: true, value: found }
    next = pathOf(link, root)
    if (!next) break
  }
  log?.warn({ why: 'unavailable', path: template }, 'a list from Graph goes on for too long, or at another address')
  return { ok: false, why: 'unavailable' }
}

/** The token goes where the first page came from, and nowhere else. */
function pathOf(link: string, root: string): string | undefined {
  const start = `${root.replace(/\/+$/, '')}/v1.0/`
  return link.startsWith(start) ? `/${link.slice(start.length)}` : undefined
}
