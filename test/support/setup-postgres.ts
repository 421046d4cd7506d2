import type { TestProject } from 'vitest/node'
import { findPostgres, startPostgres } from './postgres.ts'

export async function setup(project: TestProject) {
  const bin = findPostgres()
  if (!bin) throw new Error('vitest.config.ts asked for PostgreSQL where there is none')
  const { url, stop } = await startPostgres(bin)
  project.provide('postgres', url)
  return stop
}
