// opossum ships no types; this is the part of its 9.0.0 API that we use.
declare module 'opossum' {
  interface Options {
    timeout: number | false
    resetTimeout: number
    errorThresholdPercentage: number
    rollingCountTimeout: number
    rollingCountBuckets: number
    rollingPercentilesEnabled: boolean
    enableSnapshots: boolean
  }

  class CircuitBreaker<In extends unknown[], Out> {
    constructor(action: (...input: In) => Promise<Out>, options: Options)
    readonly closed: boolean
    readonly opened: boolean
    readonly stats: { failures: number }
    fire(...input: In): Promise<Out>
    open(): void
    on(event: 'open' | 'close' | 'failure', listener: () => void): this
  }

  export = CircuitBreaker
}
