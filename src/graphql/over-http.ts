import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify'
import { GraphQLError, isAbstractType, validate, type ExecutionResult, type GraphQLFormattedError } from 'graphql'
import type { MercuriusOptions } from 'mercurius'
import { isCompilable, withDefaults } from './compilable.ts'
import { readOperations, refuseForeignTree } from './documents.ts'
import { checkParameters } from './parameters.ts'
import { RequestFault, requestErrors } from './request-fault.ts'

export interface OverHttpOptions {
  /**
   * Makes of one error what the caller is shown. A RequestFault may be shown as it is; the message of any other error
   * comes from a resolver or from below and is shown only if this function decides so. Of a request that was refused
   * before its execution the context may hold nothing but `reply`. It must not throw.
   */
  formatError: (error: GraphQLError, context: unknown) => GraphQLFormattedError
  /** What may answer a request whose parameters were found right, before Mercurius does. */
  answer: (request: FastifyRequest, reply: FastifyReply) => Promise<unknown>
}

type Failed = Pick<ExecutionResult, 'data'> & { errors: readonly GraphQLError[] }

type SendDone = (error: null, payload: unknown) => void

const newMediaType = 'application/graphql-response+json'

/** The options that make Mercurius keep the specification of GraphQL over HTTP; `guardOperations` is the other half. */
export function graphqlOverHttp({ formatError, answer }: OverHttpOptions) {
  const errorFormatter = (execution: Failed, context: unknown) => {
    const format = (error: GraphQLError) => formatError(withExtensions(error), context)
    if (execution.data !== undefined) {
      const told = execution.errors.map(format)
      return {
        statusCode: gaveNothing(execution.data, told) ? 503 : 200,
        response: { data: execution.data, errors: told },
      }
    }
    const errors = execution.errors.flatMap(requestErrors)
    const formatted = errors.map(format)
    const { request } = (context as { reply?: { request?: FastifyRequest } }).reply ?? {}
    return { statusCode: statusOf(errors[0], formatted[0], request), response: { errors: formatted } }
  }
  return {
    jit: 1,
    // A parsed document of the greatest length takes 1.3 MB, and Mercurius keeps up to four times this number.
    cache: 100,
    allowBatchedQueries: false,
    additionalRouteOptions: {
      // Without its schemas, Fastify neither turns the number 0 into the text "0" on the way in (it would pass as a
      // query) nor the indexes of an error's path into texts on the way out.
      schema: {},
      preValidation: (request: FastifyRequest, reply: FastifyReply, done: (error?: Error) => void) => {
        try {
          checkParameters(request, reply)
        } catch (error) {
          return done(error as Error)
        }
        done()
      },
      preHandler: answer,
      onSend: (request: FastifyRequest, reply: FastifyReply, payload: unknown, done: SendDone) => {
        const type = String(reply.getHeader('content-type'))
        if (type.startsWith('application/json') && wantsNewMediaType(request)) {
          reply.header('content-type', `${newMediaType}; charset=utf-8`)
        }
        done(null, payload)
      },
      // Mercurius’ own handler makes the context once more, and if that is what failed, Fastify shows the error’s text.
      errorHandler: (error: Error, _request: FastifyRequest, reply: FastifyReply) => {
        const located =
          error instanceof GraphQLError ? error : new GraphQLError(error.message, { originalError: error })
        const { statusCode, response } = errorFormatter({ errors: [located] }, { reply })
        reply.code(statusCode).send(response)
      },
    },
    errorFormatter,
  } satisfies MercuriusOptions
}

/** Call once, after Mercurius is registered with its resolvers. */
export function guardOperations(app: FastifyInstance): void {
  const { graphql } = app
  graphql.addHook('preParsing', async (_schema, text) => void readOperations(text))
  graphql.addHook('preValidation', async (_schema, document) => refuseForeignTree(document))
  // A document that is handed back, even unchanged, is interpreted.
  graphql.addHook('preExecution', async (schema, document, _context, variables) => {
    if (!isCompilable(schema, document, variables)) return { document }
    const whole = withDefaults(schema, document, variables)
    return whole && { variables: whole }
  })
  // Over a WebSocket, Mercurius parses a text before any hook runs, takes a tree as it is, and validates neither.
  graphql.addHook('preSubscriptionParsing', async (_schema, text) => void readOperations(text))
  graphql.addHook('preSubscriptionExecution', async (schema, document) => {
    refuseForeignTree(document)
    const [error] = validate(schema, document)
    if (error) throw RequestFault.of(error)
  })

  // For an object without `__typename`, a compiled query would throw where nobody catches: the caller waits for ever and
  // the process ends. With this, it is an error of the field like any other.
  for (const type of Object.values(graphql.schema.getTypeMap())) {
    if (isAbstractType(type)) {
      type.resolveType ??= (value: { __typename?: unknown } | null) =>
        typeof value?.__typename === 'string' ? value.__typename : undefined
    }
  }
}

/** Whether all of it may be asked again as it was, since nothing could be had: balancers and clients know that by 503. */
function gaveNothing(data: Failed['data'], errors: readonly GraphQLFormattedError[]): boolean {
  const empty = Object.values(data ?? {}).every((value) => value === null)
  return empty && errors.every(({ extensions }) => extensions?.['code'] === 'UNAVAILABLE')
}

/** Errors made by compiled queries may lack the extensions that their type promises. */
function withExtensions(error: GraphQLError): GraphQLError {
  if (error.extensions !== undefined) return error
  const { message, path, originalError, locations } = error
  const whole = new GraphQLError(message, { path: path ?? null, originalError: originalError ?? null })
  return Object.assign(whole, { locations })
}

const statuses: Record<string, number> = {
  UNAUTHENTICATED: 401,
  FORBIDDEN: 403,
  UNAVAILABLE: 503,
  INTERNAL: 500,
}

/** The status of a request that was not executed; its first error decides. */
function statusOf(
  error: GraphQLError | undefined,
  formatted: GraphQLFormattedError | undefined,
  request: FastifyRequest | undefined,
): number {
  if (error instanceof RequestFault) {
    return error.wellFormed && request !== undefined && !wantsNewMediaType(request) ? 200 : error.statusCode
  }
  const { statusCode } = (error?.originalError ?? {}) as { statusCode?: unknown }
  if (typeof statusCode === 'number' && statusCode >= 400) return statusCode
  const code = formatted?.extensions?.['code']
  return typeof code === 'string' ? (statuses[code] ?? 400) : 500
}

/** Whether the newer media type is asked for by name; whoever takes anything gets application/json. */
function wantsNewMediaType(request: FastifyRequest): boolean {
  const { accept = '' } = request.headers
  // Nearly nobody does, and each request is asked.
  if (!accept.toLowerCase().includes(newMediaType)) return false
  const weights = new Map<string, number>()
  for (const range of accept.split(',')) {
    const [type = '', ...parameters] = range.split(';').map((part) => part.trim().toLowerCase())
    const weight = parameters.find((parameter) => parameter.startsWith('q='))
    weights.set(type, weight === undefined ? 1 : Number(weight.slice(2)))
  }
  const wanted = weights.get(newMediaType) ?? 0
  return wanted > 0 && wanted >= (weights.get('application/json') ?? 0)
}
