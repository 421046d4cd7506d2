// Signing in to PostgreSQL with a token that does not live long: what goes over the wire to the server.
import { createServer } from 'node:net'
import { expect, test } from 'vitest'
import { openPostgres } from '../../bot/database/postgres.ts'

/** As much of the protocol as a server speaks until it has the password; then it refuses (PostgreSQL documentation 54.2). */
async function asking() {
  const heard: { startup: string; password: string }[] = []
  const server = createServer((socket) => {
    let startup: string | undefined
    socket.on('error', () => {})
    socket.on('data', (bytes) => {
      if (startup === undefined) {
        startup = bytes.toString('latin1', 8)
        socket.write(Buffer.from([0x52, 0, 0, 0, 8, 0, 0, 0, 3]))
        return
      }
      heard.push({ startup, password: bytes.toString('utf8', 5, bytes.length - 1) })
      socket.end()
    })
  })
  await new Promise<void>((ready) => server.listen(0, '127.0.0.1', ready))
  return { heard, port: (server.address() as { port: number }).port, close: () => server.close() }
}

test('each new connection brings a new token, and the name and database of the URL', async () => {
  const { heard, port, close } = await asking()
  let count = 0
  const db = openPostgres(`postgres://unlock-bot@127.0.0.1:${port}/memory?sslmode=disable`, async () => `token ${++count}`)
  await expect(db.query('select 1')).rejects.toThrow()
  await expect(db.query('select 1')).rejects.toThrow()
  expect(heard.map(({ password }) => password)).toEqual(['token 1', 'token 2'])
  expect(heard[0]?.startup).toContain('user\0unlock-bot\0database\0memory')
  await db.close()
  close()
})

test('a token is sent through TLS only, and never to a server that has none', async () => {
  const { heard, port, close } = await asking()
  const db = openPostgres(`postgres://unlock-bot@127.0.0.1:${port}/memory`, async () => 'token')
  await expect(db.query('select 1')).rejects.toThrow()
  expect(heard).toEqual([])
  await db.close()
  close()
})
