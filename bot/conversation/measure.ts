// How often one person may have something done that costs us, where no row of theirs can be counted or counting would come too late.
import type { EmployeeId } from '../people.ts'

/** `over`: the first that is too many, for whoever wants to say so once. `beyond`: those after it. */
export type Measure = (id: EmployeeId) => 'fits' | 'over' | 'beyond'

const mostPeople = 10_000

/** In this process; each has a measure of its own. */
export function createMeasure(most: number, withinMs: number): Measure {
  const times = new Map<EmployeeId, number[]>()
  return (id) => {
    const now = performance.now()
    const lately = (times.get(id) ?? []).filter((at) => at > now - withinMs)
    if (lately.length > most) return 'beyond'
    // At the end again: a Map remembers the order of setting, and whoever is at the front was here longest ago.
    times.delete(id)
    times.set(id, [...lately, now])
    if (times.size > mostPeople) times.delete(times.keys().next().value ?? '')
    return lately.length < most ? 'fits' : 'over'
  }
}
