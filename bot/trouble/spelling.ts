// Mistyped words: a word nobody knows is read as the known one that is a single slip away.

const shortest = 5

/** Known words by what is left of them when any one letter is missing. */
export type Spelling = ReadonlyMap<string, readonly string[]>

export function spellingOf(words: Iterable<string>): Spelling {
  const spelling = new Map<string, string[]>()
  for (const word of words) {
    if (word.length < shortest) continue
    for (const left of [word, ...oneMissing(word)]) spelling.set(left, [...(spelling.get(left) ?? []), word])
  }
  return spelling
}

/** The known words one letter more, less, other or swapped away, first letter the same. */
export function meant(spelling: Spelling, word: string): string[] {
  if (word.length < shortest || word.length > 30 || !/^\p{L}+$/u.test(word)) return []
  const near = new Set([word, ...oneMissing(word)].flatMap((left) => spelling.get(left) ?? []))
  return [...near].filter((known) => known[0] === word[0] && oneSlip(known, word))
}

const oneMissing = (word: string) => Array.from(word, (_, index) => word.slice(0, index) + word.slice(index + 1))

function oneSlip(known: string, typed: string): boolean {
  let same = 0
  while (same < known.length && known[same] === typed[same]) same++
  const [a, b] = [known.slice(same), typed.slice(same)]
  const swapped = a[0] === b[1] && a[1] === b[0] && a.slice(2) === b.slice(2)
  return a.slice(1) === b || a === b.slice(1) || a.slice(1) === b.slice(1) || swapped
}
