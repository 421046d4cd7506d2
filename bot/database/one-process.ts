// The embedded database has no lock of its own: two processes on one folder would destroy it.
import { createHash } from 'node:crypto'
import { realpathSync, rmSync } from 'node:fs'
import { connect, createServer } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'

/**
 * Holds `folder` until the process ends, however it ends: a socket of a dead process answers nobody.
 * Throws when a living process holds it.
 */
export async function holdAlone(folder: string): Promise<() => Promise<void>> {
  const name = `unlock-${createHash('sha256').update(realpathSync(folder)).digest('hex').slice(0, 24)}`
  const path = process.platform === 'win32' ? `\\\\.\\pipe\\${name}` : join(tmpdir(), `${name}.sock`)
  if (await answers(path)) throw new Error(`${folder} is in use by another process: stop it first, or use PostgreSQL`)
  if (process.platform !== 'win32') rmSync(path, { force: true })
  const held = createServer((socket) => socket.destroy())
  held.unref()
  await new Promise<void>((done, failed) => held.once('error', failed).listen(path, done))
  return () => new Promise((done) => held.close(() => done()))
}

const answers = (path: string) =>
  new Promise<boolean>((done) => {
    const socket = connect(path)
    socket.once('connect', () => done(true)).once('error', () => done(false))
    socket.once('connect', () => socket.destroy())
  })
