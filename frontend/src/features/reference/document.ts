/** The parts of an OpenAPI 3.1 document that the reference shows: pure reading of it. */

export interface Schema {
  $ref?: string
  type?: string
  format?: string
  description?: string
  title?: string
  enum?: unknown[]
  const?: unknown
  default?: unknown
  items?: Schema
  anyOf?: Schema[]
  oneOf?: Schema[]
  properties?: Record<string, Schema>
  required?: string[]
}

export interface Parameter {
  name: string
  in: string
  required?: boolean
  description?: string
  schema?: Schema
}

export interface Media {
  schema?: Schema
  examples?: Record<string, { value?: unknown }>
}

type Content = Record<string, Media>

export interface Operation {
  operationId: string
  summary?: string
  description?: string
  tags?: string[]
  parameters?: Parameter[]
  requestBody?: { content: Content }
  responses: Record<string, { description: string; content?: Content }>
  security?: unknown[]
}

export interface ApiDocument {
  info: { title: string; version: string; description?: string }
  paths: Record<string, Record<string, Operation>>
  components?: { schemas?: Record<string, Schema> }
}

/** One operation with the address it is called at. */
export interface Call {
  method: string
  path: string
  operation: Operation
}

export interface Section {
  tag: string
  calls: Call[]
}

const METHODS = new Set(['get', 'post', 'put', 'patch', 'delete', 'head', 'options'])
const UNTAGGED = 'other'

function callsOf(document: ApiDocument): Call[] {
  return Object.entries(document.paths).flatMap(([path, operations]) =>
    Object.entries(operations)
      .filter(([method]) => METHODS.has(method))
      .map(([method, operation]) => ({ method, path, operation })),
  )
}

function mentions({ method, path, operation }: Call, words: string): boolean {
  const text = `${method} ${path} ${operation.summary ?? ''} ${operation.description ?? ''}`
  return text.toLowerCase().includes(words.trim().toLowerCase())
}

/** Operations by their first tag, in the document's order; only those that mention the words. */
export function sectionsOf(document: ApiDocument, words: string): Section[] {
  const sections = new Map<string, Call[]>()
  for (const call of callsOf(document).filter((each) => mentions(each, words))) {
    const tag = call.operation.tags?.[0] ?? UNTAGGED
    sections.set(tag, [...(sections.get(tag) ?? []), call])
  }
  return [...sections].map(([tag, calls]) => ({ tag, calls }))
}

const nameOf = (ref: string) => ref.split('/').at(-1) ?? ref

/** The schema a reference leads to; any other schema is itself. */
export function follow(document: ApiDocument, schema: Schema): Schema {
  if (schema.$ref === undefined) return schema
  return document.components?.schemas?.[nameOf(schema.$ref)] ?? {}
}

/** What a value is, in one line: `array of Ref`, `string (date) | null`, `"vi" | "en"`. */
export function typeWords(schema: Schema): string {
  if (schema.$ref !== undefined) return nameOf(schema.$ref)
  const choices = schema.anyOf ?? schema.oneOf
  if (choices) return choices.map(typeWords).join(' | ')
  if (schema.enum) return schema.enum.map((value) => JSON.stringify(value)).join(' | ')
  if (schema.const !== undefined) return JSON.stringify(schema.const)
  if (schema.type === 'array') return `array of ${typeWords(schema.items ?? {})}`
  const type = schema.type ?? 'any'
  return schema.format ? `${type} (${schema.format})` : type
}

/** An example as one writes it: JSON indented, everything else as it is. */
export const exampleText = (example: unknown) =>
  typeof example === 'string' ? example : JSON.stringify(example, null, 2)

/** The objects that a value is made of, one level down, each under its name. */
export function partsOf(document: ApiDocument, schema: Schema): { name: string; schema: Schema }[] {
  const choices = schema.anyOf ?? schema.oneOf
  if (choices) return choices.flatMap((choice) => partsOf(document, choice))
  if (schema.type === 'array' && schema.items) return partsOf(document, schema.items)
  const found = follow(document, schema)
  if (found !== schema && !found.properties) return partsOf(document, found)
  return found.properties ? [{ name: schema.$ref ? nameOf(schema.$ref) : (found.title ?? ''), schema: found }] : []
}
