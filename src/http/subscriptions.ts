import { isDeepStrictEqual } from 'node:util'
import type { FastifyInstance } from 'fastify'
import {
  createSourceEventStream,
  getOperationAST,
  GraphQLError,
  Kind,
  parse,
  validate,
  type DocumentNode,
  type GraphQLFieldResolver,
  type GraphQLFormattedError,
  type GraphQLSchema,
} from 'graphql'
import { makeServer, type SubscribePayload } from 'graphql-ws'
import { AppError, languageOf, type Language } from '../errors.ts'
import type { Viewer } from '../graphql/context.ts'
import { checkCost, priceOperation } from '../graphql/cost.ts'
import { chooseOperation, maxTokens, readOperations } from '../graphql/documents.ts'
import { Line } from '../graphql/line.ts'
import { RequestFault } from '../graphql/request-fault.ts'
import type { Identity } from './bearer-tokens.ts'
import { CallerSockets } from './caller-sockets.ts'
import { requestIdOf } from './hardening.ts'
import { counted, logSubscription } from './subscription-log.ts'
import { telling } from './telling.ts'
import { registerWebSocket, type Connection } from './websocket.ts'

/** What an operation is executed with, for a connection whose client has signed in. */
export interface SignedIn {
  viewer: Viewer
  language: Language
  /** The id under which the connection is found in the log. */
  requestId: string
  line: Line
}

export interface SubscriptionsOptions {
  path: string
  maxSockets: number
  /** Of one caller, at once: connections, and subscriptions through all of them. */
  callerSockets: number
  callerSubscriptions: number
  /** By what a caller is known. */
  callerOf(viewer: Viewer): string
  /** What one event may cost. */
  maxCost: number
  /** Takes a cost from the caller's budget, or throws. */
  spend(context: object, cost: number): unknown
  schema(): GraphQLSchema
  /** The sources of Subscription's fields. */
  sources: Readonly<Record<string, GraphQLFieldResolver<unknown, never>>>
  identify: (authorization: string | undefined, place: unknown) => Promise<Identity>
  /** Returns once such changes, and all others, are heard of; rejects if that can't be now. */
  listening(): Promise<void>
  /** Calls back when who may call, or what they may, changes in a province (0: in the ministry); returns what ends that. */
  onIdentityChange(hear: (provinceId: number) => void): () => void
  /** Calls back when provinces have merged, or no longer have; returns what ends that. */
  onMergers(hear: () => void): () => void
  /** The provinces that a viewer reads now. */
  readableBy(viewer: Viewer): readonly number[] | null
  contextOf: (connection: SignedIn) => object
  formatError: (error: GraphQLError, context: object) => GraphQLFormattedError
}

/** Of one connection, at once. */
export const maxSubscriptions = 100
/** How long a client may take to sign in after it has connected. */
export const signInWithin = 5_000 // ms
/** Who may call is looked at again when it changes, a moment apart for each connection; this is for what isn't heard of. */
const checkAgainEvery = 60_000 // ms
const checksSpread = 2_000 // ms
const longestTimer = 2 ** 31 - 1 // ms; a longer one would go off at once

/**
 * Subscriptions over `graphql-transport-ws`. A connection is signed in once, by its first message or by the header of
 * its upgrade, and ends with the token. Queries and mutations are for HTTP alone, where their limits and keys are.
 */
export function registerSubscriptions(app: FastifyInstance, options: SubscriptionsOptions): void {
  const { identify, formatError, contextOf, sources } = options
  const signedIn = new WeakMap<Connection, { line: Line; context: object; caller: string }>()
  const callers = new CallerSockets(options.callerSockets)
  const contextFor = (connection: Connection) => signedIn.get(connection)?.context ?? {}
  const sourceOf: GraphQLFieldResolver<unknown, never> = (root, args, context, info) =>
    sources[info.fieldName]?.(root, args, context, info)

  const server = makeServer<Record<string, unknown>, Connection>({
    connectionInitWaitTimeout: signInWithin,
    onConnect: async ({ connectionParams, extra: connection }) => {
      const authorization = said('authorization', connectionParams, connection)
      const place = said('x-province', connectionParams, connection)
      // First, so that no change of who may call falls between the look and the hearing. Without, it is found a minute later.
      await options.listening().catch(() => {})
      const identity = await identify(authorization, place)
      if (identity.viewer === null) {
        connection.close(4401, identity.refusal.key === 'tokenExpired' ? 'Token expired' : 'Unauthorized')
        return false
      }
      // It may have gone while the token was looked at.
      if (!connection.isOpen()) return false
      const caller = options.callerOf(identity.viewer)
      if (!callers.enter(caller, connection, () => line.watches.size)) {
        connection.close(1013, `LIMIT_EXCEEDED: one caller has at most ${options.callerSockets} connections`)
        return false
      }
      const line = new Line(() => connection.close(1013, 'Too slow: too many changes wait to be read'))
      const stop = atTime(identity.expiresAt, () => connection.close(4401, 'Token expired'))
      // Who is deactivated meanwhile, or given another part, is not left with what the connection began with.
      const recheck = setInterval(() => void checkAgain(), checkAgainEvery)
      const stopHearing = options.onIdentityChange((provinceId) => {
        const own = identity.viewer.province?.id ?? provinceId
        if (own === provinceId) setTimeout(() => void checkAgain(), Math.random() * checksSpread).unref()
      })
      const readable = options.readableBy(identity.viewer)
      const stopMergers = options.onMergers(() => void checkAgain())
      const checkAgain = async () => {
        // What it was opened on is no longer what the viewer reads; clients come again by themselves, with their cursors.
        if (!isDeepStrictEqual(options.readableBy(identity.viewer), readable)) {
          connection.close(1012, 'Provinces have merged: connect again')
          return
        }
        const { viewer, refusal } = await identify(authorization, place).catch(() => identity)
        if (refusal?.code === 'UNAVAILABLE' || isDeepStrictEqual(viewer, identity.viewer)) return
        connection.close(4401, 'Unauthorized')
      }
      connection.onEnd = () => {
        stop()
        clearInterval(recheck)
        stopHearing()
        stopMergers()
        callers.leave(caller, connection)
        line.end()
      }
      const language = languageOf(connection.request.headers['accept-language'])
      const context = contextOf({ viewer: identity.viewer, language, requestId: requestIdOf(connection.request), line })
      signedIn.set(connection, { line, context, caller })
      return true
    },
    onSubscribe: ({ subscriptions, extra }, _id, payload) => {
      try {
        // This one is among the former already. An id that is used again at once may hide a watch that still runs.
        const watches = signedIn.get(extra)?.line.watches.size ?? 0
        const open = Math.max(Object.keys(subscriptions).length, watches + 1)
        if (open > maxSubscriptions) throw new AppError('tooManySubscriptions', { max: maxSubscriptions })
        const elsewhere = callers.subscriptions(signedIn.get(extra)?.caller ?? '') - watches
        const max = options.callerSubscriptions
        if (elsewhere + open > max) throw new AppError('callersSubscriptions', { max })
        const { operationName = null, variables = null } = payload
        const schema = options.schema()
        const document = readSubscription(schema, payload)
        const cost = checkCost(priceOperation(schema, document, operationName), variables, options.maxCost)
        options.spend(contextFor(extra), cost)
        return {
          schema,
          document,
          operationName,
          variableValues: variables,
          contextValue: contextFor(extra),
          subscribeFieldResolver: sourceOf as GraphQLFieldResolver<unknown, unknown>,
        }
      } catch (error) {
        return errorsOf(error)
      }
    },
    subscribe: async (args) => {
      const result = await createSourceEventStream(args).catch((error: unknown) => ({ errors: errorsOf(error) }))
      const source = Symbol.asyncIterator in result ? result : failing(result.errors ?? [])
      const start = performance.now()
      const operation = args.operationName?.slice(0, 100) ?? null
      return counted(source as AsyncGenerator<object>, (events) =>
        logSubscription(app.log, args.contextValue as object, {
          operation,
          events,
          milliseconds: performance.now() - start,
        }),
      )
    },
    onOperation: ({ extra: connection }, id, _payload, args, source) =>
      telling(source as AsyncGenerator<object>, args, {
        id,
        send: (message) => connection.send(message),
        formatErrors: (errors) => errors.map((error) => formatError(error, contextFor(connection))),
      }),
    onError: ({ extra }, _id, _payload, errors) => errors.map((error) => formatError(told(error), contextFor(extra))),
  })
  registerWebSocket(app, { path: options.path, max: options.maxSockets, server })
}

/**
 * What a client says in its first message, or else in its upgrade. Names are compared without case, as those of headers;
 * nothing else of the payload is looked at.
 */
function said(name: string, payload: Record<string, unknown> | undefined, { request }: Connection): string | undefined {
  const given = Object.entries(payload ?? {}).find(([key]) => key.toLowerCase() === name)
  return given === undefined ? headerOf(request.headers[name]) : String(given[1])
}

const headerOf = (value: string | string[] | undefined): string | undefined => (Array.isArray(value) ? value[0] : value)

const known = new Map<string, DocumentNode>()
const maxKnown = 100
const longestKnown = 4_000

/** The document of a subscription; throws a fault of the request unless it is valid and within the limits. */
function readSubscription(schema: GraphQLSchema, { query, operationName }: SubscribePayload) {
  const operation = chooseOperation(readOperations(query), operationName)
  if (operation.kind !== 'subscription') {
    throw new RequestFault(`A ${operation.kind} must be sent over HTTP; WebSockets are for subscriptions.`)
  }
  // Many clients send the same text: they share one tree, and it is checked once.
  const document = known.get(query) ?? valid(schema, parse(query, { maxTokens }))
  if (query.length <= longestKnown) {
    known.delete(query)
    known.set(query, document)
    const [oldest] = known.keys()
    if (known.size > maxKnown && oldest !== undefined) known.delete(oldest)
  }
  const root = getOperationAST(document, operationName)?.selectionSet.selections[0]
  // GraphQL's own executor trips over a subscription whose one field is left out.
  if (root?.kind !== Kind.FIELD || (root.directives?.length ?? 0) > 0) {
    throw new RequestFault('A subscription must have exactly one field at its root, without a fragment or directive.')
  }
  return document
}

function valid(schema: GraphQLSchema, document: DocumentNode): DocumentNode {
  const [error] = validate(schema, document)
  if (error) throw RequestFault.of(error)
  return document
}

/** A subscription that could not be made ends with an error, like one that fails later. */
// oxlint-disable-next-line require-yield -- it throws where others give their first value
async function* failing(errors: readonly GraphQLError[]): AsyncGenerator<never> {
  throw errors[0] ?? new GraphQLError('The subscription could not be made.')
}

const errorsOf = (error: unknown): readonly GraphQLError[] => [
  error instanceof GraphQLError ? error : new GraphQLError((error as Error).message, { originalError: error as Error }),
]

/** What GraphQL itself finds wrong, as in variables, is the request's fault; what a source throws has a cause that isn't GraphQL's. */
function told(error: GraphQLError): GraphQLError {
  // graphql-ws wraps what a source throws once more.
  const found = error.originalError instanceof GraphQLError ? error.originalError : error
  let cause: Error = found
  while (cause instanceof GraphQLError && cause.originalError) cause = cause.originalError
  return cause instanceof GraphQLError ? RequestFault.of(found) : found
}

/** Does something at a time that may be weeks away; returns what calls it off. */
function atTime(time: number, act: () => void): () => void {
  let timer: NodeJS.Timeout
  const wait = () => {
    const left = time - Date.now()
    timer = left <= 0 ? setTimeout(act) : setTimeout(wait, Math.min(left, longestTimer))
  }
  wait()
  return () => clearTimeout(timer)
}
