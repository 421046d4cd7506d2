// The look as lines for an administrator, and as an exit code for a pipeline.
import type { Finding, Verdict } from './finding.ts'
import { obstacles, type Section } from './inspect.ts'

const marks: Record<Verdict, string> = { present: 'ok', missing: 'MISSING', 'too-much': 'TOO MUCH', unknown: 'unknown' }

export function report(sections: Section[]): string {
  const lines = sections.flatMap(({ name, findings }) => ['', name, ...findings.flatMap(linesOf)])
  return `${[...lines.slice(1), '', summary(sections)].join('\n')}\n`
}

function linesOf({ verdict, level, title, found, without, mend }: Finding): string[] {
  const mark = verdict !== 'present' && level === 'wanted' ? marks[verdict].toLowerCase() : marks[verdict]
  const head = `  ${mark.padEnd(9)} ${title}${found ? ` (${found})` : ''}`
  if (verdict === 'present') return [head]
  return [head, ...(without ? [`            so: ${without}`] : []), `            mend: ${mend}`]
}

function summary(sections: Section[]): string {
  const found = obstacles(sections)
  const needed = found.filter(({ level }) => level === 'needed')
  const sum = sections.reduce((count, { findings }) => count + findings.length, 0)
  if (found.length === 0) return `All ${sum} checks are good.`
  return `${sum} checks: ${sum - found.length} good, ${needed.length} stop people (capitals), ${found.length - needed.length} are worth mending.`
}

/** 0: people can be helped. 1: something is missing or too much. 2: something needed could not be read. `strict` counts what is only wanted too. */
export function exitCode(sections: Section[], strict: boolean): 0 | 1 | 2 {
  const found = obstacles(sections).filter(({ level }) => strict || level === 'needed')
  if (found.some(({ verdict }) => verdict !== 'unknown')) return 1
  return found.length > 0 ? 2 : 0
}
