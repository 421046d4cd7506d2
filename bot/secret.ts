// What must never be written down: pass codes and tokens. A Secret shows itself to nobody who does not ask for it by name.
import { inspect } from 'node:util'

/** What may be written down and sent. No Secret is among it. */
export type Json = string | number | boolean | null | undefined | Json[] | JsonObject
export interface JsonObject {
  [name: string]: Json
}

/** What stands wherever a secret was about to be shown. */
export const hidden = '[secret]'

/**
 * The value is beside the object, not in it: nothing that copies, prints or serialises objects finds it. `structuredClone`
 * throws, because a function is in the way.
 */
const values = new WeakMap<Secret, string>()
/** All that are alive, for the walls. A secret that nobody holds any more has no value left to find. */
const alive = new Set<WeakRef<Secret>>()
const collected = new FinalizationRegistry<WeakRef<Secret>>((ref) => alive.delete(ref))

/** A shorter value would be found in harmless text. Entra's shortest code has 8 characters. */
const shortest = 6

export class Secret {
  /** No other type passes for a Secret, and a Secret for no other. */
  readonly #own = true
  /** Own and enumerable, so that structuredClone refuses. */
  readonly toJSON = () => hidden

  constructor(value: string) {
    if (value.length < shortest) throw new Error('A secret this short could not be kept out of messages.')
    values.set(this, value)
    const ref = new WeakRef(this)
    alive.add(ref)
    collected.register(this, ref)
  }

  static is(thing: unknown): thing is Secret {
    return typeof thing === 'object' && thing !== null && #own in thing
  }

  toString() {
    return hidden
  }

  [Symbol.toPrimitive]() {
    return hidden
  }

  [inspect.custom]() {
    return hidden
  }
}

/** The value itself. Who may import this is listed in test/architecture.test.ts, each with its reason. Throws after `forget`. */
export function reveal(secret: Secret): string {
  const value = values.get(secret)
  if (value === undefined) throw new Error('This secret is forgotten.')
  return value
}

/** From now on nobody can read it, whoever still holds the object. */
export function forget(secret: Secret): void {
  values.delete(secret)
}

/** Whether a Secret is anywhere in it, or the value of one that is alive. For the walls before chats and logs. */
export function holdsSecret(thing: unknown): boolean {
  return holds(thing, valuesAlive(), new Set())
}

/** The text, or line of JSON, without any value that is alive. For what is logged and cannot be refused. */
export function withoutSecrets(text: string): string {
  return valuesAlive().reduce(
    (clean, value) => clean.replaceAll(value, hidden).replaceAll(JSON.stringify(value).slice(1, -1), hidden),
    text,
  )
}

function valuesAlive(): string[] {
  return [...alive].flatMap((ref) => {
    const secret = ref.deref()
    const value = secret && values.get(secret)
    return value === undefined ? [] : [value]
  })
}

function holds(thing: unknown, known: string[], seen: Set<unknown>): boolean {
  if (typeof thing === 'string') return known.some((value) => thing.includes(value))
  if (typeof thing !== 'object' || thing === null || seen.has(thing)) return false
  if (Secret.is(thing)) return true
  seen.add(thing)
  if (thing instanceof Error && [thing.message, thing.stack, thing.cause].some((part) => holds(part, known, seen))) return true
  return Object.entries(thing).some(([key, value]) => holds(key, known, seen) || holds(value, known, seen))
}
