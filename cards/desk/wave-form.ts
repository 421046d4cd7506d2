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
const written: FieldName[] = ['own', 'required-from', 'link', 'picture', 'alt']
export type FieldName = (typeof order)[number]

export function waveForm(reader: Reader, { values, errors }: FormView): Card {
  return compose(
    { ...reader, ...english },
    {
      layout: 'form',
      title: words.form.title,
      paragraphs: told(errors),
      inputs: fields(order, values),
      rows: [[press({ words: words.form.save }, 'waves.save'), button('list', 'waves.list')]],
      exits: 'none',
    },
  )
}

/** Only what recipients read. */
export function correctionForm(reader: Reader, { values, errors, kind }: FormView & { kind: string }): Card {
  const names = order.filter((name) => written.includes(name) && (name !== 'required-from' || kind === 'required'))
  return compose(
    { ...reader, ...english },
    {
      layout: 'form',
      title: words.form['new-words'],
      paragraphs: [words.form.instead, ...told(errors)],
      inputs: fields(names, values),
      rows: [[press({ words: words.form.save }, 'waves.save-correction'), button('list', 'waves.list')]],
      exits: 'none',
    },
  )
}

function fields(names: readonly FieldName[], values: Record<string, string>): Field[] {
  return names.map((name): Field => {
    const common = { name, label: words.form[name], ...(values[name] ? { value: values[name] } : {}) }
    if (name === 'kind') return { ...common, choices: kinds, value: values.kind ?? 'invitation' }
    return several.includes(name)
      ? { ...common, lines: 'several', atMost: name === 'addresses' ? 20_000 : 4000 }
      : { ...common, lines: 'one' }
  })
}

const told = (errors: FormView['errors']) =>
  errors.map(({ id, text, names }) =>
    fill(words.errors[id], {
      text: text === undefined ? undefined : plain(text, 80),
      names: names === undefined ? undefined : setting(names),
    }),
  )
