// Turns the contract's OpenAPI 3.0 schemas into JSON Schema, strictly: a property that Graph does not have is a mistake.

export type Schema = Record<string, unknown>

const prefix = '#/components/schemas/'

/** `base`: where references lead when the schemas are compiled apart from their components. */
export function asJsonSchemas(schemas: Record<string, Schema>, base = ''): Record<string, Schema> {
  const out: Record<string, Schema> = {}
  for (const [name, schema] of Object.entries(schemas)) {
    const kinds = base ? [] : kindsOf(schema, schemas)
    // A schema with kinds is checked as the kind that the object says it is.
    if (kinds.length > 0) {
      out[`${name}.itself`] = closed(convert(flat(schema, schemas), base))
      out[name] = choose(name, kinds, schemas)
    } else if (base) out[name] = convert(schema, base)
    else out[name] = closed(convert(flat(schema, schemas), base))
  }
  return out
}

const mappingOf = (schema: Schema) => (schema.discriminator as { mapping?: Record<string, string> } | undefined)?.mapping ?? {}

/** [@odata.type, schema name] of everything that may stand where this schema is asked for. */
function kindsOf(schema: Schema, schemas: Record<string, Schema>): [string, string][] {
  const parts = [schema, ...((schema.allOf as Schema[] | undefined) ?? [])]
  return parts
    .flatMap((part) => Object.entries(mappingOf(part)).map(([type, ref]): [string, string] => [type, ref.slice(prefix.length)]))
    .filter(([, name]) => schemas[name])
}

const itself = (name: string, schemas: Record<string, Schema>) =>
  `${prefix}${kindsOf(schemas[name] ?? {}, schemas).length > 0 ? `${name}.itself` : name}`

function choose(name: string, kinds: [string, string][], schemas: Record<string, Schema>): Schema {
  const says = (test: Schema) => ({ required: ['@odata.type'], properties: { '@odata.type': test } })
  const others = kinds.filter(([, kind]) => kind !== name)
  return {
    allOf: [
      // biome-ignore lint/suspicious/noThenProperty: JSON Schema's word
      ...others.map(([type, kind]) => ({ if: says({ const: type }), then: { $ref: itself(kind, schemas) } })),
      { if: says({ enum: others.map(([type]) => type) }), else: { $ref: itself(name, schemas) } },
    ],
  }
}

/** Inheritance by allOf becomes one object with all the properties. */
function flat(schema: Schema, schemas: Record<string, Schema>): Schema {
  const parts = (schema.allOf as Schema[] | undefined) ?? []
  const whole = parts.map((part) => flat(part.$ref ? (schemas[String(part.$ref).slice(prefix.length)] ?? {}) : part, schemas))
  const properties = Object.assign({}, ...whole.map((part) => part.properties ?? {}), schema.properties ?? {})
  const required = [...whole, schema].flatMap((part) => (part.required as string[] | undefined) ?? [])
  const { allOf: _, discriminator: __, ...rest } = schema
  if (Object.keys(properties).length === 0) return rest
  return { ...rest, type: 'object', properties, ...(required.length > 0 ? { required } : {}) }
}

/** Annotations (`x@odata.y`) may stand anywhere. */
const closed = (schema: Schema): Schema =>
  schema.properties && schema.additionalProperties === undefined
    ? { ...schema, patternProperties: { '@': {} }, additionalProperties: false }
    : schema

function convert(value: unknown, base: string): Schema {
  if (Array.isArray(value)) return value.map((each) => convert(each, base)) as unknown as Schema
  if (typeof value !== 'object' || value === null) return value as unknown as Schema
  const { nullable, description: _, ...schema } = value as Schema
  // "or an object that may be null" is how the generator writes "or null".
  if (nullable && schema.type === 'object' && !schema.properties) return { type: 'null' }
  const converted = Object.fromEntries(
    Object.entries(schema).map(([key, inner]) => {
      if (key === '$ref') return [key, `${base}${inner}`]
      return [key, key === 'properties' ? eachOf(inner as Record<string, unknown>, base) : key === 'enum' ? inner : convert(inner, base)]
    }),
  )
  return nullable ? { anyOf: [converted, { type: 'null' }] } : converted
}

const eachOf = (properties: Record<string, unknown>, base: string): Schema =>
  Object.fromEntries(Object.entries(properties).map(([name, schema]) => [name, convert(schema, base)]))
