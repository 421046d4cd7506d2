// Pages of people as an odd Graph writes them: what is wrong with one of them, or with the way on, is not everybody's.
import { expect, test } from 'vitest'
import { createDirectory } from '../../bot/entra/create-directory.ts'
import { openGraph } from '../../bot/entra/create-entra.ts'
import { says, startOddGraph } from './odd-graph.ts'

const id = (nth: number) => `00000000-0000-4000-8000-00000000000${nth}`
const user = (changes: object) => ({ '@odata.type': '#microsoft.graph.user', accountEnabled: true, ...changes })

async function directoryThat(...manners: Parameters<typeof startOddGraph>) {
  const graph = await startOddGraph(...manners)
  const options = { baseUrl: graph.url, token: async () => 'secret-token', timeoutMs: 1000 }
  return { graph, directory: createDirectory(options, openGraph(options)) }
}

test('one of whom Graph says next to nothing is written to by nobody, and the others of the page are read', async () => {
  const value = [
    user({ id: id(1) }),
    user({ id: id(2).toUpperCase(), userPrincipalName: 'ada@contoso.example', displayName: 'A\0d\ud83d', preferredLanguage: 'DE_de' }),
    user({ id: id(3), userPrincipalName: 'bo@contoso.example', displayName: '', preferredLanguage: 'constructor', accountEnabled: null }),
  ]
  const { directory } = await directoryThat(says(200, { value }))
  expect(await directory.members('a')).toEqual({
    ok: true,
    value: {
      items: [
        { id: id(1), name: id(1), guest: true, enabled: true, places: [] },
        { id: id(2), name: 'Ad\ufffd', guest: false, enabled: true, places: [], locale: 'de-DE' },
        { id: id(3), name: 'bo@contoso.example', guest: false, enabled: false, places: [] },
      ],
    },
  })
})

test('one of whom the report says nothing has no passkey there, and the others are read', async () => {
  const { directory } = await directoryThat(says(200, { value: [{ id: id(1) }, { id: id(2), isMfaCapable: true, methodsRegistered: [] }] }))
  expect(await directory.registrations()).toEqual({
    ok: true,
    value: {
      items: [
        { id: id(1), passkey: false, wayIn: false },
        { id: id(2), passkey: false, wayIn: true },
      ],
    },
  })
})

test('a page that leads to itself, or to another host, is no answer', async () => {
  const page = (link: string) => says(200, { value: [], '@odata.nextLink': link })
  const { graph, directory } = await directoryThat(page('https://graph.microsoft.com.evil.example/v1.0/users'))
  expect(await directory.members('a')).toMatchObject({ ok: false, why: 'unavailable' })
  graph.answer(page(`${graph.url}/v1.0/groups/a/transitiveMembers?$skiptoken=1`))
  expect(await directory.members('a')).toMatchObject({ ok: true, value: { next: '/groups/a/transitiveMembers?$skiptoken=1' } })
  expect(await directory.members('a', '/groups/a/transitiveMembers?$skiptoken=1')).toMatchObject({ ok: false, why: 'unavailable' })
})
