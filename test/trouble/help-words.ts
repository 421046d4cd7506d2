import type { Content } from '../../cards/content/content.ts'
import { helpWords } from '../../cards/trouble.ts'

/** What the card of a help is headed with. */
export const titleOfHelp = (words: Content, key: string): string => helpWords(words, key).title
