// Fills a layout with what a card says. Only importer of adaptivecards-templating.
// Text goes in as data, never as template: `${…}` inside it stays as it is (test/cards/plain.test.ts).
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { Template } from 'adaptivecards-templating'
import type { JsonObject } from '../bot/secret.ts'

export type Layout = 'message' | 'step' | 'choice' | 'form' | 'announcement'

const layouts: Record<Layout, Template> = {
  message: read('message'),
  step: read('step'),
  choice: read('choice'),
  form: read('form'),
  announcement: read('announcement'),
}

export function render(layout: Layout, data: object): JsonObject {
  return layouts[layout].expand({ $root: data }) as JsonObject
}

function read(layout: Layout): Template {
  return new Template(JSON.parse(readFileSync(join(import.meta.dirname, 'templates', `${layout}.json`), 'utf8')))
}
