// Mistyped words: a word nobody knows is read as the known one that is a single slip away.

const shortest = 5

/** Known words by their first letter and length: few enough each to be compared one by one. */
export type Spelling = ReadonlyMap<string, readonly string[]>

export const spellingOf = (words: Iterable<string>): Spelling =>
  Map.groupBy(
    [...words].filter((word) => word.length >= shortest),
    (word) => shelf(word, word.length),
  )

/** The known words one letter more, less, other or swapped away, first letter the same. */
export function meant(spelling: Spelling, word: string): string[] {
  if (word.length < shortest || word.length > 30 || !/^\p{L}+$/u.test(word)) return []
  const near = [0, -1, 1].flatMap((more) => spelling.get(shelf(word, word.length + more)) ?? [])
  return near.filter((known) => oneSlip(known, word))
}

const shelf = (word: string, length: number) => `${word[0]}${length}`

function oneSlip(known: string, typed: string): boolean {
  let same = 0
  while (same < known.length && known[same] === typed[same]) same++
  const [a, b] = [known.slice(same), typed.slice(same)]
  const swapped = a[0] === b[1] && a[1] === b[0] && a.slice(2) === b.slice(2)
  return a.slice(1) === b || a === b.slice(1) || a.slice(1) === b.slice(1) || swapped
}
