// Commands of those who work with Unlock, as hands in a hurry type them. Pure.

/** A line as a command is compared: no capitals, and no full stop that a phone puts there. */
export const bareLine = (text: string): string =>
  text
    .trim()
    .toLowerCase()
    .replace(/\s+/g, ' ')
    .replace(/[.!?]+$/, '')

/** Two neighbours changed over, one letter too many or one too few: "opne", "oppen", "ope". Another letter makes another word: "mine", "fine". */
export function isMistyped(line: string, word: string): boolean {
  if (line === word || Math.abs(line.length - word.length) > 1) return false
  const without = (text: string) => [...text].map((_, at) => text.slice(0, at) + text.slice(at + 1))
  if (line.length < word.length) return without(word).includes(line)
  if (line.length > word.length) return without(line).includes(word)
  return [...word].some((_, at) => word.slice(0, at) + (word[at + 1] ?? '') + word[at] + word.slice(at + 2) === line)
}
