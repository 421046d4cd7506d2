// Stops asking Graph for a while when it is down, so that nobody waits for an answer that will not come.
import CircuitBreaker from 'opossum'

export interface BreakerSettings {
  failures: number
  withinSeconds: number
  probeSeconds: number
}

export interface Breaker {
  isOpen(): boolean
  /** Runs the work; a rejection counts as a failure of Graph. Rejects at once while open, but for one probe each `probeSeconds`. */
  run<T>(work: () => Promise<T>): Promise<T>
  /** Was this rejection the breaker's own: open, or the one probe is still out. */
  refused(error: unknown): boolean
}

/**
 * opossum opens by a share of failures; ours is a number of them, because a quiet hour has too few calls for a share to mean
 * anything. So its own threshold is set out of reach (more than 100 %) and its rolling count is read instead.
 */
export function createBreaker({ failures, withinSeconds, probeSeconds }: BreakerSettings, changed: (open: boolean) => void): Breaker {
  const circuit = new CircuitBreaker<[() => Promise<unknown>], unknown>((work) => work(), {
    timeout: false,
    resetTimeout: probeSeconds * 1000,
    errorThresholdPercentage: 100,
    rollingCountTimeout: withinSeconds * 1000,
    rollingCountBuckets: 10,
    rollingPercentilesEnabled: false,
    enableSnapshots: false,
  })
  // Only when closed: a call that was under way when it opened must not put off the next probe.
  circuit.on('failure', () => {
    if (circuit.closed && circuit.stats.failures >= failures) circuit.open()
  })
  circuit.on('open', () => changed(true))
  circuit.on('close', () => changed(false))
  return {
    isOpen: () => circuit.opened,
    run: async <T>(work: () => Promise<T>) => (await circuit.fire(work)) as T,
    refused: (error) => error instanceof Error && 'code' in error && error.code === 'EOPENBREAKER',
  }
}
