/** Work under one key is done in the order it came, each after the one before it; what fails stops nobody. */
export function oneAtATime(): <T>(key: string, work: () => Promise<T>) => Promise<T> {
  const last = new Map<string, Promise<unknown>>()
  return (key, work) => {
    const mine = (last.get(key) ?? Promise.resolve()).then(work, work)
    last.set(key, mine)
    const leave = () => last.get(key) === mine && last.delete(key)
    mine.then(leave, leave)
    return mine
  }
}
