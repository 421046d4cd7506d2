// What a language is called, for people at work on Unlock.
import { setting } from '../plain.ts'

const names = new Intl.DisplayNames('en', { type: 'language', fallback: 'none' })

/** Clients and directories say it, so anything may stand there. What looks like a tag and is none is an error of Intl, and must not cost the card. */
export function languageName(tag: string): string {
  try {
    return names.of(tag) ?? setting(tag)
  } catch {
    return setting(tag)
  }
}
