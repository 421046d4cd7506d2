// Signed heads of the chain, kept outside the database: who owns the database can write a chain anew, but not these.
import { createPrivateKey, createPublicKey, generateKeyPairSync, sign, verify } from 'node:crypto'
import { existsSync, readFileSync, writeFileSync } from 'node:fs'
import { open } from 'node:fs/promises'
import { BadConfig } from '../config.ts'
import type { Settings } from '../settings.ts'
import { canonical } from './entry.ts'
import { headBlobs } from './head-blobs.ts'
import { headIn } from './read-head.ts'

/** The newest entry at a time. */
export interface Head {
  seq: number
  hash: string
  /** When it was signed, UTC, by the database. */
  at: string
}

export interface SignedHead extends Head {
  /** Base64. */
  signature: string
}

/** Where heads are kept. What was written stays; nothing here changes or removes one. */
export interface HeadTarget {
  /** Resolves when the head would survive a power cut. */
  write(head: SignedHead): Promise<void>
  newest(): Promise<SignedHead | undefined>
  /** Oldest first. */
  all(): AsyncIterable<SignedHead>
}

/** What heads are signed with. `sign` throws where only the public half is held, as an auditor does. */
export interface HeadKey {
  sign(text: string): Promise<Buffer>
  /** Which key it was: 0 the one in use, 1 the one before it, and so on. Undefined: none of ours. */
  signedBy(text: string, signature: Buffer): Promise<number | undefined>
}

export interface Heads {
  target: HeadTarget
  key: HeadKey
}

const textOf = ({ seq, hash, at }: Head) => `unlock-audit-head-v1${canonical({ seq, hash, at })}`

export const signHead = async (head: Head, key: HeadKey): Promise<SignedHead> => ({
  ...head,
  signature: (await key.sign(textOf(head))).toString('base64'),
})

/** As `HeadKey.signedBy`. */
export const signedBy = (head: SignedHead, key: HeadKey): Promise<number | undefined> =>
  key.signedBy(textOf(head), Buffer.from(head.signature, 'base64'))

type Places = NonNullable<Settings['audit']['heads']>

const nobody = async () => {
  throw new Error('there is no identity to write heads with')
}

/** Throws `BadConfig` when the key is not there, or not one. `token` is what a container asks for. */
export function openHeads({ file = '', container, key, formerKeys = [] }: Places, token: () => Promise<string> = nobody): Heads {
  return { target: container ? headBlobs(container, token) : headFile(file), key: keyFile(key, formerKeys) }
}

/**
 * The bot makes the key when it begins to keep heads. A key that was lost later is not made again: old heads need the old one.
 * Throws `BadConfig` when it cannot be written. Beside a container it is never made: a vault holds it, and it must be there.
 */
export function makeKey({ file, key }: Places): void {
  if (file === undefined || existsSync(key) || existsSync(file)) return
  const { privateKey } = generateKeyPairSync('ed25519')
  try {
    writeFileSync(key, privateKey.export({ type: 'pkcs8', format: 'pem' }), { mode: 0o600, flag: 'wx', flush: true })
  } catch (error) {
    throw new BadConfig(
      `UNLOCK_CONFIG: audit.heads.key: ${(error as Error).message}; for example ./audit/heads.pem in a folder that exists`,
    )
  }
}

/** An Ed25519 key as PEM, private or public. `former`: public halves of those before it, the newest first, as base64 of their DER. */
export function keyFile(path: string, former: string[] = []): HeadKey {
  const publicKey = read(path, createPublicKey)
  if (publicKey.asymmetricKeyType !== 'ed25519') throw wrongKey(path)
  const keys = [publicKey, ...former.map(formerKey)]
  return {
    sign: async (text) => sign(null, Buffer.from(text), read(path, createPrivateKey)),
    async signedBy(text, signature) {
      const found = keys.findIndex((key) => verify(null, Buffer.from(text), key, signature))
      return found === -1 ? undefined : found
    },
  }
}

function formerKey(base64: string, index: number) {
  try {
    const key = createPublicKey({ key: Buffer.from(base64, 'base64'), format: 'der', type: 'spki' })
    if (key.asymmetricKeyType === 'ed25519') return key
  } catch {
    // Said below, with what is right.
  }
  throw new BadConfig(
    `UNLOCK_CONFIG: audit.heads.formerKeys.${index}: not the public half of an Ed25519 key; for example openssl pkey -in old.pem -pubout -outform DER | base64 -w0`,
  )
}

function read<Key>(path: string, parse: (pem: string) => Key): Key {
  try {
    return parse(readFileSync(path, 'utf8'))
  } catch {
    throw wrongKey(path)
  }
}

const wrongKey = (path: string) =>
  new BadConfig(
    `UNLOCK_CONFIG: audit.heads.key: ${path} is not an Ed25519 key; for example openssl genpkey -algorithm ed25519 -out ${path}`,
  )

/** JSON lines. A line that a dying process tore is no head, and the next one begins on a line of its own. */
export function headFile(path: string): HeadTarget {
  return {
    async write(head) {
      const file = await open(path, 'a+')
      try {
        const torn = await tailOf(file, 1)
        await file.appendFile(`${torn === '' || torn === '\n' ? '' : '\n'}${JSON.stringify(head)}\n`)
        await file.sync()
      } finally {
        await file.close()
      }
    },
    async newest() {
      if (!existsSync(path)) return undefined
      const file = await open(path, 'r')
      try {
        const lines = (await tailOf(file, 8192)).split('\n')
        return lines.map(headIn).findLast((head) => head !== undefined)
      } finally {
        await file.close()
      }
    },
    async *all() {
      if (!existsSync(path)) return
      const file = await open(path, 'r')
      for await (const line of file.readLines()) {
        const head = headIn(line)
        if (head) yield head
      }
    },
  }
}

async function tailOf(file: Awaited<ReturnType<typeof open>>, bytes: number): Promise<string> {
  const { size } = await file.stat()
  const length = Math.min(bytes, size)
  const { buffer } = await file.read({ buffer: Buffer.alloc(length), length, position: size - length })
  return buffer.toString('utf8')
}
