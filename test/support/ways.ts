// Ways that many scenarios begin with, and time that passes without waiting for it.
import { expect } from 'vitest'
import type { JobName } from '../../bot/jobs/jobs.ts'
import type { PhoneModel } from '../sample-company/office-api.ts'
import type { Actor } from './actor.ts'
import type { Stage } from './stage.ts'

/** What they press for their phone and its version. */
export const answers: Partial<Record<PhoneModel, [phone: string, version: string]>> = {
  'iphone-ios18': ['Yes, this iPhone', 'iOS 18 or newer'],
  'iphone-ios17': ['Yes, this iPhone', 'iOS 17'],
  'iphone-ios16': ['Yes, this iPhone', 'Older'],
  'samsung-14': ['Samsung', 'Android 14'],
  'pixel-14': ['Google Pixel', 'Android 14'],
  'pixel-15': ['Google Pixel', 'Android 15 or newer'],
  'android-14': ['Another Android', 'Android 14'],
}

/** Says hello on the phone, and what phone and version it is. */
export async function begins(actor: Actor): Promise<void> {
  const [phone = '', version = ''] = answers[actor.person.phoneModel] ?? []
  await actor.tells('hello')
  await actor.press(phone)
  await actor.press(version)
}

/** Up to the step after "Switch it on": for most the one that makes the passkey. */
export async function getsReady(actor: Actor): Promise<void> {
  await begins(actor)
  const { authenticator, screenLock } = actor.company.phoneOf(actor.person.id)
  if (!screenLock) actor.phone({ do: 'set-screen-lock' })
  await actor.press('It has a lock')
  if (!authenticator.installed) {
    actor.phone({ do: 'install-authenticator' })
    await actor.press('I have the app')
  }
  actor.phone({ do: 'switch-on-authenticator' })
  await actor.press('It is on')
}

/** The job's hour has come: resolves when it has run. */
export async function timeComes(stage: Stage, job: JobName, actor: Actor): Promise<void> {
  await hasRun(stage, await bringsForward(stage, job, actor))
}

export async function bringsForward({ db }: Stage, job: JobName, { person }: Actor): Promise<string[]> {
  const due = await db.query<{ id: string }>(
    `update jobs.job set start_after = now() where name = $1 and data ->> 'employeeId' = $2 and state = 'created' returning id`,
    [job, person.id],
  )
  expect(due.length, `a waiting ${job} for ${person.name}`).toBeGreaterThan(0)
  return due.map(({ id }) => id)
}

export async function hasRun({ db }: Stage, jobs: string[]): Promise<void> {
  const open = `select state from jobs.job where id = any($1::uuid[]) and state <> 'completed'`
  await expect.poll(() => db.query(open, [jobs]), { timeout: 10_000 }).toEqual([])
}
