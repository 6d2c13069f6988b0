import type { FastifyReply, FastifyRequest } from 'fastify'
import {
  getVariableValues,
  isNonNullType,
  Kind,
  locatedError,
  OperationTypeNode,
  parse,
  validate,
  type DocumentNode,
  type FieldNode,
  type FragmentDefinitionNode,
  type GraphQLError,
  type GraphQLSchema,
  type OperationDefinitionNode,
} from 'graphql'
import { NotAsAnswered } from './builder.ts'
import type { Context } from './context.ts'
import { readOperations } from './documents.ts'
import type { FieldInfo } from './reads.ts'

/** A query whose answer needs no executor: one field of Query at most, and any number of `__typename` beside it. */
interface Direct {
  document: DocumentNode
  operation: OperationDefinitionNode
  fragments: Record<string, FragmentDefinitionNode>
  /** What the answer begins and ends with; between them stands what is read. */
  frame: readonly [before: string, after: string]
  read: { key: string; node: FieldNode; nullable: boolean } | undefined
}

/** In characters. */
const longest = 10_000

export interface DirectOptions {
  schema(): GraphQLSchema
  context(request: FastifyRequest, reply: FastifyReply): Promise<Context>
  /** Prices the operation and waits for its caller's turn, or throws; what it leaves in the request is given back here. */
  admit(context: Context, document: DocumentNode, variables: Record<string, unknown>): Promise<void>
  /** The body and the status of an answer with errors. */
  formatErrors(
    execution: { data: Record<string, unknown> | null; errors: readonly GraphQLError[] },
    context: Context,
  ): { statusCode: number; response: object }
}

/**
 * A hook before the handler of GraphQL's route, which sends the text that Postgres makes as it is: nothing is parsed,
 * completed and written again. It answers queries that were asked before, so that those were found valid, and only where that
 * text is the answer to the letter of the specification; all others go on to the executor, which answers the same.
 */
export function directAnswers(options: DirectOptions) {
  /** By the list of its operations, which is kept for as long as a text is remembered. Null: only an executor will do. */
  const known = new WeakMap<object, Direct | 'once' | null>()

  const find = (text: string): Direct | null => {
    const operations = readOperations(text)
    const found = known.get(operations)
    if (typeof found === 'object') return found
    // Most texts of those who put values into them come once; and a parsed text takes ten times its own memory.
    if (found === undefined) known.set(operations, 'once')
    else known.set(operations, text.length > longest ? null : directOf(options.schema(), text))
    return null
  }

  return async (request: FastifyRequest, reply: FastifyReply) => {
    if (request.method !== 'POST' || request.headers['x-query-cost'] !== undefined) return
    const { query, variables: given } = request.body as { query: string; variables?: Record<string, unknown> | null }
    const direct = find(query)
    if (direct === null) return
    const schema = options.schema()
    const { operation, document, read } = direct
    const variables = getVariableValues(schema, operation.variableDefinitions ?? [], given ?? {}).coerced
    if (variables === undefined) return
    const context = await options.context(request, reply)
    await options.admit(context, document, variables)
    let text: string | null = null
    let fault: unknown
    try {
      if (read !== undefined) text = await context.reads.text(context, infoOf(schema, direct, read, variables))
      if (text === null && read?.nullable === false) throw new Error(`Nothing was read for ${read.key}`)
    } catch (error) {
      fault = error
    }
    request.leave?.()
    if (fault instanceof NotAsAnswered) {
      known.set(readOperations(query), null)
      return
    }
    if (fault !== undefined) return sendError(fault, direct, context, reply)
    const [before, after] = direct.frame
    const middle = read === undefined ? '' : (text ?? 'null')
    return reply.type('application/json; charset=utf-8').send(`{"data":{${before}${middle}${after}}}`)
  }

  function sendError(error: unknown, { frame, read }: Direct, context: Context, reply: FastifyReply) {
    const { key, node, nullable } = read as NonNullable<Direct['read']>
    const data = nullable ? (JSON.parse(`{${frame.join('null')}}`) as Record<string, unknown>) : null
    const errors = [locatedError(error, [node], [key])]
    const { statusCode, response } = options.formatErrors({ data, errors }, context)
    return reply.code(statusCode).send(response)
  }
}

function infoOf(
  schema: GraphQLSchema,
  { operation, fragments }: Direct,
  { key, node }: NonNullable<Direct['read']>,
  variableValues: Record<string, unknown>,
): FieldInfo {
  const path = { key, prev: undefined, typename: 'Query' }
  return { schema, operation, fragments, variableValues, path, fieldName: node.name.value, fieldNodes: [node] }
}

function directOf(schema: GraphQLSchema, text: string): Direct | null {
  const document = parse(text)
  if (validate(schema, document).length > 0) return null
  const fragments: Direct['fragments'] = {}
  let operation: OperationDefinitionNode | undefined
  for (const definition of document.definitions) {
    if (definition.kind === Kind.FRAGMENT_DEFINITION) fragments[definition.name.value] = definition
    else if (definition.kind !== Kind.OPERATION_DEFINITION || operation !== undefined) return null
    else operation = definition
  }
  if (operation?.operation !== OperationTypeNode.QUERY) return null
  const keys: string[] = []
  let read: Direct['read']
  for (const node of operation.selectionSet.selections) {
    if (node.kind !== Kind.FIELD || node.directives?.length) return null
    const key = (node.alias ?? node.name).value
    if (keys.includes(key)) return null
    keys.push(key)
    const name = node.name.value
    if (name === '__typename') continue
    const field = schema.getQueryType()?.getFields()[name]
    if (field === undefined || read !== undefined) return null
    read = { key, node, nullable: !isNonNullType(field.type) }
  }
  const fields = keys.map((key) => `"${key}":${key === read?.key ? '' : '"Query"'}`)
  const at = read === undefined ? keys.length : keys.indexOf(read.key) + 1
  const frame = [
    fields.slice(0, at).join(),
    fields
      .slice(at)
      .map((field) => `,${field}`)
      .join(''),
  ] as const
  return { document, operation, fragments, frame, read }
}
