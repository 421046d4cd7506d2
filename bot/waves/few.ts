// Figures about people, so that nobody can be told from them (security.md B7). Pure.

export interface Row {
  name: string
  targeted: number
  delivered: number
  started: number
  done: number
}

export type ToldRow = Pick<Row, 'name' | 'targeted'> & { delivered?: number; started?: number; done?: number }

const few = 5
const figures = ['delivered', 'started', 'done'] as const

/**
 * Groups of fewer than five are put together as `others`, and with the next smallest until they are five. Of what is left, a figure
 * below five is not told; and where it would be the only one, another one is not either, or the total less the rest would tell it.
 */
export function told(rows: Row[], others: string): ToldRow[] {
  const grouped = together(
    rows.toSorted((a, b) => b.targeted - a.targeted || a.name.localeCompare(b.name)),
    others,
  )
  const hidden = new Map(figures.map((figure) => [figure, hiddenIn(grouped, figure)]))
  return grouped.map((row) => ({
    name: row.name,
    targeted: row.targeted,
    ...Object.fromEntries(figures.map((figure) => [figure, hidden.get(figure)?.has(row) ? undefined : row[figure]])),
  }))
}

function together(rows: Row[], others: string): Row[] {
  const small = rows.filter(({ targeted }) => targeted < few)
  const large = rows.filter(({ targeted }) => targeted >= few)
  const count = () => small.reduce((all, { targeted }) => all + targeted, 0)
  for (let next = small.length > 0; next && count() < few && large.length > 0; ) {
    const smallest = large.pop()
    if (smallest) small.push(smallest)
    next = count() < few
  }
  if (small.length === 0) return large
  const sum = (figure: 'targeted' | (typeof figures)[number]) => small.reduce((all, row) => all + row[figure], 0)
  return [...large, { name: others, targeted: sum('targeted'), delivered: sum('delivered'), started: sum('started'), done: sum('done') }]
}

function hiddenIn(rows: Row[], figure: (typeof figures)[number]): Set<Row> {
  const isFew = (row: Row) => row[figure] > 0 && row[figure] < few
  const hidden = new Set(rows.filter(isFew))
  if (hidden.size !== 1) return hidden
  const [next] = rows.filter((row) => !hidden.has(row)).toSorted((a, b) => a[figure] - b[figure])
  return next ? hidden.add(next) : hidden
}
