// The form of a wave.
import type { Card, Reader } from '../card.ts'
import { compose, type Field, press } from '../compose.ts'
import { plain, setting } from '../plain.ts'
import words from './waves.en.json' with { type: 'json' }
import { button, english, fill } from './waves.ts'

export type ErrorId = keyof typeof words.errors

export interface FormView {
  values: Record<string, string>
  errors: { id: ErrorId; text?: string; names?: string }[]
}

const kinds = Object.entries(words.form.kinds).map(([value, title]) => ({ value, title }))
const several = ['groups', 'minus', 'addresses', 'own']
const order = [
  'name',
  'kind',
  'groups',
  'minus',
  'addresses',
  'own',
  'required-from',
  'link',
  'picture',
  'alt',
  'start',
  'zone',
  'after',
  'times',
] as const
export type FieldName = (typeof order)[number]

export function waveForm(reader: Reader, { values, errors }: FormView): Card {
  const inputs = order.map((name): Field => {
    const common = { name, label: words.form[name], ...(values[name] ? { value: values[name] } : {}) }
    if (name === 'kind') return { ...common, choices: kinds, value: values.kind ?? 'invitation' }
    return several.includes(name)
      ? { ...common, lines: 'several', atMost: name === 'addresses' ? 20_000 : 4000 }
      : { ...common, lines: 'one' }
  })
  const told = errors.map(({ id, text, names }) =>
    fill(words.errors[id], {
      text: text === undefined ? undefined : plain(text, 80),
      names: names === undefined ? undefined : setting(names),
    }),
  )
  return compose(
    { ...reader, ...english },
    {
      layout: 'form',
      title: words.form.title,
      paragraphs: told,
      inputs,
      rows: [[press({ words: words.form.save }, 'waves.save'), button('list', 'waves.list')]],
      exits: 'none',
    },
  )
}
