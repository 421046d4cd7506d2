// Figures about people, so that nobody can be told from them (security.md B7). Pure.

/** People counted by something they share, and of them, how many each figure holds for. */
export type Row<Figure extends string> = { name: string; targeted: number } & Record<Figure, number>

export type ToldRow<Figure extends string> = { name: string; targeted: number } & Partial<Record<Figure, number>>

export const few = 5

/** How recipients stand with us, which their directory does not say. */
const personal = ['done', 'snoozed', 'opted-out', 'checking', 'no-chat', 'no-way-in', 'not-in-scope']

/**
 * What is told of how many there are of each. `count` undefined: fewer than five. Where it could be said of fewer than five people in all,
 * "fewer than five of them" would be said of one of them: then how they stand is not told.
 */
export function toldCounts<T extends { why: string; count: number }>(counts: T[], among: number): { why: string; count?: number }[] {
  return counts
    .filter(({ why }) => among >= few || !personal.includes(why))
    .map(({ why, count }) => ({ why, count: count < few ? undefined : count }))
}

/**
 * Groups of fewer than five are put together as `others`, and with the next smallest until they are five. Of what is left, a figure
 * below five is not told; and where it would be the only one, another one is not either, or the total less the rest would tell it.
 */
export function told<Figure extends string>(rows: Row<Figure>[], figures: readonly Figure[], others: string): ToldRow<Figure>[] {
  const grouped = together(
    rows.toSorted((a, b) => b.targeted - a.targeted || a.name.localeCompare(b.name)),
    figures,
    others,
  )
  const hidden = new Map(figures.map((figure) => [figure, hiddenIn(grouped, figure)]))
  return grouped.map((row) => {
    const shown = figures.map((figure) => [figure, hidden.get(figure)?.has(row) ? undefined : row[figure]])
    return { name: row.name, targeted: row.targeted, ...Object.fromEntries(shown) }
  })
}

function together<Figure extends string>(rows: Row<Figure>[], figures: readonly Figure[], others: string): Row<Figure>[] {
  const small = rows.filter(({ targeted }) => targeted < few)
  const large = rows.filter(({ targeted }) => targeted >= few)
  const count = () => small.reduce((all, { targeted }) => all + targeted, 0)
  for (let next = small.length > 0; next && count() < few && large.length > 0; ) {
    const smallest = large.pop()
    if (smallest) small.push(smallest)
    next = count() < few
  }
  if (small.length === 0) return large
  const sums = figures.map((figure) => [figure, small.reduce((all, row) => all + row[figure], 0)])
  return [...large, { name: others, targeted: count(), ...Object.fromEntries(sums) }]
}

function hiddenIn<Figure extends string>(rows: Row<Figure>[], figure: Figure): Set<Row<Figure>> {
  const isFew = (row: Row<Figure>) => row[figure] > 0 && row[figure] < few
  const hidden = new Set(rows.filter(isFew))
  if (hidden.size !== 1) return hidden
  const [next] = rows.filter((row) => !hidden.has(row)).toSorted((a, b) => a[figure] - b[figure])
  return next ? hidden.add(next) : hidden
}
