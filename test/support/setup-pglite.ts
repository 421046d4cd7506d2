import type { TestProject } from 'vitest/node'

declare module 'vitest' {
  interface ProvidedContext {
    /** Where PostgreSQL listens; empty on PGlite. */
    postgres: string
  }
}

export function setup(project: TestProject) {
  project.provide('postgres', '')
}
