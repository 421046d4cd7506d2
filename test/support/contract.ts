// Holds Graph requests and answers against the contract: the metadata of Microsoft Graph as OpenAPI, in the folder that UNLOCK_CONTRACT_DIR
// names.
import { existsSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { Ajv, type ValidateFunction } from 'ajv'
import formats from 'ajv-formats'
import { parse } from 'yaml'
import { asJsonSchemas, type Schema } from './contract-schemas.ts'

const folder = process.env.UNLOCK_CONTRACT_DIR ?? ''
const files = { 'v1.0': 'graph-openapi-subset.yaml', beta: 'graph-beta-openapi-subset.yaml' }

type Version = keyof typeof files

export const contractIsHere: boolean = folder !== '' && Object.values(files).every((file) => existsSync(join(folder, file)))

interface Operation {
  parameters?: Schema[]
  requestBody?: Schema
  responses: Record<string, Schema>
}

interface Contract {
  paths: Record<string, Record<string, Operation> & { parameters?: Schema[] }>
  components: Record<string, Record<string, Schema>>
  ajv: Ajv
}

const loaded = new Map<Version, Contract>()

function contract(version: Version): Contract {
  const known = loaded.get(version)
  if (known) return known
  const { paths, components } = parse(readFileSync(join(folder, files[version]), 'utf8')) as Contract
  const ajv = new Ajv({ strict: false, allErrors: true, logger: false })
  formats.default(ajv)
  ajv.addSchema({ $id: 'graph', components: { schemas: asJsonSchemas(components.schemas ?? {}) } })
  const fresh = { paths, components, ajv }
  loaded.set(version, fresh)
  return fresh
}

interface Found {
  contract: Contract
  operation: Operation
  query: URLSearchParams
}

/** The operation that a path with its version ("/v1.0/users?$top=5") means, or why there is none. */
function find(method: string, path: string): Found | string {
  const [address = '', query = ''] = path.split('?')
  const [, version, ...rest] = address.split('/')
  if (version !== 'v1.0' && version !== 'beta') return `${path} names no version of Graph`
  const asked = rest.map((segment) =>
    decodeURIComponent(segment)
      .replace('microsoft.graph.', 'graph.')
      .replace(/^(graph\.)?delta(\(\))?$/, 'delta()'),
  )
  const all = contract(version)
  const patterns = Object.keys(all.paths).filter((pattern) => fits(pattern.split('/').slice(1), asked))
  // A named segment goes before a parameter in the same place.
  const [pattern] = patterns.sort((a, b) => a.split('{').length - b.split('{').length)
  if (!pattern) return `no path of the contract is ${address}`
  const operation = all.paths[pattern]?.[method.toLowerCase()]
  return operation ? { contract: all, operation, query: new URLSearchParams(query) } : `${pattern} has no ${method}`
}

const fits = (pattern: string[], asked: string[]) =>
  pattern.length === asked.length &&
  pattern.every((part, index) => part.startsWith('{') || part.toLowerCase() === asked[index]?.toLowerCase())

const follow = ({ components }: Contract, schema: Schema): Schema => {
  const [kind = '', name = ''] = String(schema.$ref ?? '')
    .split('/')
    .slice(2)
  return schema.$ref ? (components[kind]?.[name] ?? {}) : schema
}

/** What is wrong with a request to Graph, in sentences; empty when nothing is. */
export function checkRequest(method: string, path: string, body?: unknown): string[] {
  const found = find(method, path)
  if (typeof found === 'string') return [found]
  const { contract: all, operation, query } = found
  const declared = (operation.parameters ?? []).map((parameter) => follow(all, parameter)).filter((parameter) => parameter.in === 'query')
  const unknown = [...query.keys()].filter((name) => !declared.some((parameter) => parameter.name === name))
  const problems = unknown.map((name) => `${method} ${path}: no query parameter ${name}`)
  const wanted = operation.requestBody && schemaIn(follow(all, operation.requestBody))
  if (body === undefined) return problems
  if (!wanted) return [...problems, `${method} ${path}: takes no body`]
  return [...problems, ...check(all, wanted, body, `${method} ${path}`)]
}

/** What is wrong with Graph's answer to a request. */
export function checkAnswer(method: string, path: string, status: number, body: unknown): string[] {
  const found = find(method, path)
  const failed = status >= 400
  if (typeof found === 'string') return failed ? check(contract('v1.0'), errorSchema, body, `${method} ${path} ${status}`) : [found]
  const { contract: all, operation } = found
  const response = operation.responses[String(status)] ?? operation.responses[`${String(status)[0]}XX`]
  if (!response) return [`${method} ${path}: the contract has no answer ${status}`]
  const wanted = schemaIn(follow(all, response))
  if (!wanted || body === undefined || body === '') return failed ? [`${method} ${path} ${status}: an error without a body`] : []
  return check(all, wanted, body, `${method} ${path} ${status}`)
}

const errorSchema = { $ref: '#/components/schemas/microsoft.graph.ODataErrors.ODataError' }

const schemaIn = (holder: Schema): Schema | undefined =>
  (holder.content as Record<string, { schema?: Schema }> | undefined)?.['application/json']?.schema

const compiled = new WeakMap<Contract, Map<string, ValidateFunction>>()

function check(all: Contract, schema: Schema, body: unknown, where: string): string[] {
  const ours = compiled.get(all) ?? new Map<string, ValidateFunction>()
  compiled.set(all, ours)
  const key = JSON.stringify(schema)
  const validate = ours.get(key) ?? all.ajv.compile(asJsonSchemas({ it: schema }, 'graph').it ?? {})
  ours.set(key, validate)
  if (validate(body)) return []
  return (validate.errors ?? []).map((error) => `${where}: ${error.instancePath} ${error.message} ${JSON.stringify(error.params)}`)
}
