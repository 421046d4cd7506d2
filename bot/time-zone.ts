const known = new Map<string, boolean>()
const most = 1000

/**
 * A region such as Asia/Kolkata that Node knows, and PostgreSQL with it. Not asked of `Intl.supportedValuesOf`, which lists only one
 * of the names that a zone has had.
 */
export function isTimeZone(name: string): boolean {
  const before = known.get(name)
  if (before !== undefined) return before
  const is = /^[A-Za-z]+([/_][A-Za-z_-]+)*$/.test(name) && name.length < 60 && isKnown(name)
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
