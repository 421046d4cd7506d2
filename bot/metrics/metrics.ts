// What is counted and measured, and where it can be read. The only room that knows OpenTelemetry; METRICS.md has every name and unit.
import type { Hear, Messenger, Sent } from '../teams/teams.ts'

/** What is looked at when somebody reads, instead of being counted as it happens. */
export interface Gauges {
  jobLagSeconds(): Promise<number>
  /** Undefined: not read yet, or not needed. */
  keysAgeSeconds(): number | undefined
}

export interface Metrics {
  /** The same, and counted. */
  hear(hear: Hear): Hear
  messenger(messenger: Messenger): Messenger
  /** `why` is one of a few fixed words. */
  turnedAway(why: string): void
  stop(): Promise<void>
}

/** Nobody asked for metrics: everything stays as it is. */
const none: Metrics = { hear: (hear) => hear, messenger: (messenger) => messenger, turnedAway: () => {}, stop: async () => {} }

/**
 * Answers `GET /metrics` at this place, for a scraper inside the company. Names of people, ids and words are never labels.
 * Throws when the place is taken.
 */
export async function openMetrics(at: { host: string; port: number } | undefined, gauges: Gauges): Promise<Metrics> {
  if (!at) return none
  // Loaded only where it is used: it makes the process larger.
  const { PrometheusExporter } = await import('@opentelemetry/exporter-prometheus')
  const { MeterProvider } = await import('@opentelemetry/sdk-metrics')
  const exporter = new PrometheusExporter({ ...at, preventServerStart: true, appendTimestamp: false })
  const provider = new MeterProvider({ readers: [exporter] })
  const meter = provider.getMeter('unlock')
  const turns = meter.createCounter('unlock.turns', { description: 'Turns that were answered' })
  const duration = meter.createHistogram('unlock.turn.duration', {
    unit: 's',
    description: 'From an activity coming in to the answer to it',
    advice: { explicitBucketBoundaries: [0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2, 3, 5] },
  })
  const messages = meter.createCounter('unlock.messages', { description: 'Messages handed to Teams' })
  const turnedAway = meter.createCounter('unlock.requests.turned_away', { description: 'Requests that were not let in' })
  meter
    .createObservableGauge('unlock.jobs.lag', { unit: 's', description: 'How long the oldest due job has waited' })
    .addCallback(async (into) => into.observe(await gauges.jobLagSeconds()))
  meter
    .createObservableGauge('unlock.signing_keys.age', { unit: 's', description: 'Since the keys that Teams signs with were read' })
    .addCallback((into) => {
      const age = gauges.keysAgeSeconds()
      if (age !== undefined) into.observe(age)
    })
  meter
    .createObservableGauge('unlock.process.memory', { unit: 'By', description: 'Resident memory of this process' })
    .addCallback((into) => into.observe(process.memoryUsage.rss()))
  await exporter.startServer()

  const sending =
    <Given extends unknown[]>(how: string, send: (...given: Given) => Promise<Sent>) =>
    async (...given: Given) => {
      const sent = await send(...given)
      messages.add(1, { how, outcome: sent.ok ? 'sent' : sent.why })
      return sent
    }

  return {
    hear: (hear) => ({
      ...hear,
      async personal(speaker, heard) {
        const began = performance.now()
        const answer = await hear.personal(speaker, heard)
        duration.record((performance.now() - began) / 1000, { kind: heard.kind })
        turns.add(1, { kind: heard.kind, answer: Object.keys(answer)[0] ?? 'nothing' })
        return answer
      },
    }),
    messenger: (messenger) => ({
      ...messenger,
      post: sending('post', messenger.post),
      replace: sending('replace', messenger.replace),
    }),
    turnedAway: (why) => turnedAway.add(1, { why }),
    stop: () => provider.shutdown(),
  }
}
