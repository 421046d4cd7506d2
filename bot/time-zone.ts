const known = new Map<string, boolean>()
const most = 1000
/** Other names of three letters mean one place to Node and another, or none, to PostgreSQL: "IST", "BST", "AET". */
const short = new Set(['UTC', 'UCT', 'GMT', 'CET', 'EET', 'MET', 'WET', 'EST', 'MST', 'HST', 'PRC', 'ROC', 'ROK'])

/**
 * A region such as Asia/Kolkata that Node knows; PostgreSQL knows nearly all of them. Not asked of `Intl.supportedValuesOf`, which lists only one of the
 * names that a zone has had.
 */
export function isTimeZone(name: string): boolean {
  const before = known.get(name)
  if (before !== undefined) return before
  // It comes from a client: each sign fits one place of the pattern only, or a row of them would be tried in every way there is.
  const is =
    name.length < 60 &&
    /^[A-Za-z]+(?:[/_][A-Za-z/_-]+)?$/.test(name) &&
    (name.length !== 3 || short.has(name.toUpperCase())) &&
    isKnown(name)
  if (known.size < most) known.set(name, is)
  return is
}

function isKnown(timeZone: string): boolean {
  try {
    new Intl.DateTimeFormat('en', { timeZone })
    return true
  } catch {
    return false
  }
}
