// A database as a bank has it: who owns the tables, the bot, and the auditors are three roles. PostgreSQL only.
import { spawn } from 'node:child_process'
import { fileURLToPath } from 'node:url'
import { bringUpToDate } from '../../bot/bring-up-to-date.ts'
import { openPostgres } from '../../bot/database/postgres.ts'
import { newDatabase } from './databases.ts'

const roles = ['owner', 'bot', 'auditor'] as const
export type Role = (typeof roles)[number]

const file = (name: string) => fileURLToPath(new URL(`../../bot/${name}-command.ts`, import.meta.url))

export interface Ended {
  code: number | null
  said: string
}

/** A command of ours as a process, with nothing in its environment but this. */
export function runCommand(name: 'audit' | 'migrate', args: string[], env: Record<string, string>): Promise<Ended> {
  const child = spawn(process.execPath, [file(name), ...args], {
    stdio: ['ignore', 'pipe', 'pipe'],
    env: { PATH: process.env.PATH, ...env },
  })
  let said = ''
  for (const stream of [child.stdout, child.stderr])
    stream.setEncoding('utf8').on('data', (text: string) => {
      said += text
    })
  return new Promise((done) => child.once('close', (code) => done({ code, said })))
}

export async function databaseWithRoles() {
  const { db: superuser, url = '', drop } = await newDatabase()
  const database = new URL(url).pathname.slice(1)
  const nameOf = (role: Role) => `${role}-of-${database}`
  for (const role of roles) await superuser.script(`create role "${nameOf(role)}" login`)
  await superuser.script(`alter database ${database} owner to "${nameOf('owner')}"`)
  const urlOf = (role: Role) => {
    const own = new URL(url)
    own.username = nameOf(role)
    return own.href
  }
  return {
    superuser,
    nameOf,
    urlOf,
    /** What `npm run migrate` does. */
    async bringUpToDate() {
      const owner = openPostgres(urlOf('owner'))
      await bringUpToDate(owner, { bot: nameOf('bot'), auditors: nameOf('auditor') }).finally(() => owner.close())
    },
    async drop() {
      await superuser.script(
        `drop owned by ${roles.map((role) => `"${nameOf(role)}"`).join(', ')} cascade; alter database ${database} owner to unlock`,
      )
      await superuser.script(`drop role ${roles.map((role) => `"${nameOf(role)}"`).join(', ')}`)
      await drop()
    },
  }
}
