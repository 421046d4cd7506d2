// A signed head as it is kept: one JSON object, alone in a blob or on a line of a file.
import type { SignedHead } from './heads.ts'

/** Undefined for what is no head, such as a line that a dying process tore. */
export function headIn(line: string): SignedHead | undefined {
  try {
    const { seq, hash, at, signature } = JSON.parse(line) as SignedHead
    return typeof seq === 'number' && [hash, at, signature].every((each) => typeof each === 'string')
      ? { seq, hash, at, signature }
      : undefined
  } catch {
    return undefined
  }
}
