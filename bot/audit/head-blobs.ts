// Signed heads as blobs in a container of Azure Storage whose retention is locked: written once, then nobody can change or remove one.
import type { HeadTarget, SignedHead } from './heads.ts'
import { headIn } from './read-head.ts'

const version = '2023-11-03'
const withinMs = 10_000

/** Blobs are listed by name: the newest has the smallest, so that it is found with one question. */
const largest = 10 ** 15
const nameOf = (seq: number) => `head-${String(largest - seq).padStart(16, '0')}.json`

/**
 * `container` is its address, without a query. Needs the role Storage Blob Data Contributor on it. Throws when it does not answer as
 * Azure documents (learn.microsoft.com/rest/api/storageservices/put-blob, list-blobs).
 */
export function headBlobs(container: string, token: () => Promise<string>): HeadTarget {
  const root = container.replace(/\/+$/, '')

  async function ask(path: string, init: RequestInit = {}): Promise<Response> {
    const headers = { authorization: `Bearer ${await token()}`, 'x-ms-version': version, ...init.headers }
    return fetch(`${root}${path}`, { ...init, headers, redirect: 'error', signal: AbortSignal.timeout(withinMs) })
  }

  async function list(most: number, marker: string): Promise<{ names: string[]; next: string }> {
    const answer = await ask(
      `?restype=container&comp=list&prefix=head-&maxresults=${most}${marker && `&marker=${encodeURIComponent(marker)}`}`,
    )
    if (answer.status !== 200) throw new Error(`the container of the audit's heads could not be listed: ${answer.status}`)
    const xml = await answer.text()
    const names = [...xml.matchAll(/<Name>(head-\d{16}\.json)<\/Name>/g)].map(([, name = '']) => name)
    return { names, next: /<NextMarker>([^<]+)<\/NextMarker>/.exec(xml)?.[1] ?? '' }
  }

  async function read(name: string): Promise<SignedHead | undefined> {
    const answer = await ask(`/${name}`)
    if (answer.status !== 200) throw new Error(`a head of the audit could not be read: ${answer.status}`)
    return headIn(await answer.text())
  }

  return {
    async write(head) {
      const headers = { 'content-type': 'application/json', 'x-ms-blob-type': 'BlockBlob', 'if-none-match': '*' }
      const body = JSON.stringify(head)
      const { status } = await ask(`/${nameOf(head.seq)}`, { method: 'PUT', headers, body })
      if (status === 201) return
      // Another process was sooner, or our own answer was lost on its way: what stands there covers the same entries.
      if (status === 409 && (await read(nameOf(head.seq)))?.hash === head.hash) return
      throw new Error(`a head of the audit could not be written: ${status}`)
    },

    async newest() {
      const { names } = await list(1, '')
      return names[0] === undefined ? undefined : read(names[0])
    },

    async *all() {
      const names: string[] = []
      let marker = ''
      do {
        const page = await list(5000, marker)
        names.push(...page.names)
        marker = page.next
      } while (marker)
      for (const name of names.reverse()) {
        const head = await read(name)
        if (head) yield head
      }
    },
  }
}
