// The labels people see on their screens. Messages name them by key; only the table holds the words, with where they come from.
import labels from './labels.json' with { type: 'json' }

export type LabelKey = keyof typeof labels

export interface Label {
  platforms: string[]
  text: Record<string, string>
  source: string
  lastVerified: string
  confidence: string
  /** The same label on screens of another language, each with a source of its own. */
  elsewhere?: Record<string, { text: string; source: string; lastVerified: string; confidence: string }>
}

export const labelTable: Record<LabelKey, Label> = labels

/**
 * Puts quoted labels, and the titles of our own buttons, in place of `{label.…}` and `{button.…}`. Labels are quoted as they
 * stand on a screen in `screen`; one that we have not found there, in English, as which it is known.
 */
export function expandLabels(text: string, screen: string, buttons: Record<string, string>, quote: (text: string) => string): string {
  return text.replace(/\{(label|button)\.([\w.-]+)\}/g, (_, kind: string, key: string) => {
    const found = kind === 'button' ? buttons[key] : labelText(key, screen)
    if (found === undefined)
      throw new Error(`"${text}" names ${kind}.${key}, which is not in ${kind === 'button' ? 'buttons' : 'labels.json'}`)
    // Apostrophes and braces mean something in ICU messages, and labels are taken as they stand on the screen.
    return quote(found.replaceAll("'", "''").replace(/[{}]/g, "'$&'"))
  })
}

function labelText(key: string, screen: string): string | undefined {
  const label = (labelTable as Record<string, Label | undefined>)[key]
  return label?.elsewhere?.[screen]?.text ?? label?.text[screen] ?? label?.text.en
}
