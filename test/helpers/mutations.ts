import type { FastifyInstance } from 'fastify'
import { buildSchema, getNamedType, type GraphQLObjectType } from 'graphql'
import { schemaText } from '../../src/api.ts'
import type { Viewer } from './app.ts'

const mutations = buildSchema(schemaText).getMutationType()!.getFields()

/** What came of one mutation, whichever way its refusal travelled. */
export interface Outcome {
  /** The payload's object, or the id of what was discarded; null if there is none. */
  object: any
  /** The refusal's code; null if there was none. */
  code: string | null
  message: string | null
  /** The refusal's path in the input, joined by dots; null for a GraphQL error. */
  path: string | null
  /** The whole answer, as it was sent. */
  body: string
}

interface Options {
  /** What is selected of the payload's object. */
  fields?: string
  headers?: Record<string, string>
}

/** The document of one mutation with its one variable, `$input`. */
export function documentOf(name: string, fields = 'id version'): string {
  const field = payloadField(name)
  const selection = field === 'id' ? 'id' : `${field} { ${fields} }`
  const type = String(mutations[name]?.args[0]?.type)
  return `mutation($input: ${type}) { ${name}(input: $input) { ${selection} userErrors { code message path } } }`
}

/** Sends one mutation, and tells what came of it. */
export async function attempt(
  { app }: { app: FastifyInstance },
  name: string,
  input: object,
  viewer: Viewer,
  { fields, headers = {} }: Options = {},
): Promise<Outcome> {
  const { body } = await app.inject({
    method: 'POST',
    url: '/graphql',
    headers: { 'content-type': 'application/json', ...viewer.headers, ...headers },
    payload: JSON.stringify({ query: documentOf(name, fields), variables: { input } }),
  })
  return outcomeOf(name, body)
}

/** Reads the answer to one mutation. */
export function outcomeOf(name: string, body: string): Outcome {
  const { data, errors } = JSON.parse(body)
  const payload = data?.[name]
  const object = payload?.[payloadField(name)] ?? null
  const [error] = errors ?? []
  if (error) return { object, code: error.extensions?.code ?? 'NONE', message: error.message, path: null, body }
  const [mistake] = payload.userErrors
  if (mistake === undefined) return { object, code: null, message: null, path: null, body }
  return { object, code: mistake.code, message: mistake.message, path: mistake.path.join('.'), body }
}

/** Sends a mutation that must succeed, and returns the payload's object. */
export async function perform(
  app: { app: FastifyInstance },
  name: string,
  input: object,
  viewer: Viewer,
  options: Options = {},
): Promise<any> {
  const outcome = await attempt(app, name, input, viewer, options)
  if (outcome.code !== null) throw new Error(`${name}: ${outcome.body}`)
  return outcome.object
}

/** The payload's field for the object. */
function payloadField(name: string): string {
  const payload = getNamedType(mutations[name]!.type) as GraphQLObjectType
  return Object.keys(payload.getFields()).find((field) => field !== 'userErrors')!
}
