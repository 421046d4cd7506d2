// Work that goes on when its answer is out already: a slow turn, a card that steps aside. A process that is told to stop finishes it first.

export interface Unfinished {
  /** Gives the work back as it is. What fails is for whoever began it. */
  add<T>(work: Promise<T>): Promise<T>
  /** Resolves when nothing is left, or at `until` (of performance.now()) at the latest, with how much was left. */
  ended(until: number): Promise<number>
}

export function openUnfinished(): Unfinished {
  const open = new Set<Promise<unknown>>()
  return {
    add(work) {
      const over = () => void open.delete(work)
      open.add(work)
      work.then(over, over)
      return work
    },
    async ended(until) {
      const late = Promise.withResolvers<'late'>()
      const timer = setTimeout(() => late.resolve('late'), Math.max(0, until - performance.now()))
      // What ends may have begun something else.
      while (open.size > 0 && (await Promise.race([Promise.allSettled([...open]), late.promise])) !== 'late');
      clearTimeout(timer)
      return open.size
    },
  }
}
