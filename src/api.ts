import { createHmac } from 'node:crypto'
import { readFileSync } from 'node:fs'
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify'
import { buildSchema, type GraphQLError, type GraphQLFormattedError } from 'graphql'
import mercurius, { type IResolvers } from 'mercurius'
import type { Config } from './config.ts'
import { ChangeListener } from './db/listener.ts'
import { isUnavailable } from './db/pg-errors.ts'
import type { Pools } from './db/pool.ts'
import { AppError, languageOf } from './errors.ts'
import * as accountFields from './features/accounts/fields.ts'
import * as accounts from './features/accounts/resolvers.ts'
import * as audit from './features/audit/fields.ts'
import * as departmentFields from './features/departments/fields.ts'
import * as departments from './features/departments/resolvers.ts'
import * as documents from './features/documents/fields.ts'
import * as planFields from './features/plans/fields.ts'
import * as plans from './features/plans/resolvers.ts'
import * as reportFields from './features/progress-reports/fields.ts'
import * as reports from './features/progress-reports/resolvers.ts'
import * as importFields from './features/imports/fields.ts'
import * as imports from './features/imports/resolvers.ts'
import type { Directory } from './features/provinces/directory.ts'
import * as provinces from './features/provinces/fields.ts'
import { mutationsOf as provinceMutations } from './features/provinces/resolvers.ts'
import * as recommendationFields from './features/recommendations/fields.ts'
import * as recommendations from './features/recommendations/resolvers.ts'
import * as rollups from './features/rollups/fields.ts'
import * as taskFields from './features/tasks/fields.ts'
import * as tasks from './features/tasks/resolvers.ts'
import type { Context } from './graphql/context.ts'
import { directAnswers } from './graphql/direct.ts'
import type { FieldSpec, TypeSpec } from './graphql/field-specs.ts'
import { limitOperations } from './graphql/limits.ts'
import { Live } from './graphql/live.ts'
import { graphqlOverHttp, guardOperations } from './graphql/over-http.ts'
import { Reads, type RootSpec } from './graphql/reads.ts'
import { RequestFault } from './graphql/request-fault.ts'
import { fieldResolvers } from './graphql/resolvers.ts'
import { scalars } from './graphql/scalars.ts'
import type { MutationResolvers, SubscriptionResolvers } from './graphql/schema-types.generated.ts'
import { noteCode } from './http/request-log.ts'
import { callerOf, callerOfViewer, Shares } from './http/shares.ts'
import { readableBy, scopeOf, standingOf } from './http/standing.ts'
import { registerSubscriptions, type SignedIn } from './http/subscriptions.ts'

/** The features' field specs, in the order in which they may build on each other. */
const features: readonly {
  types?: Record<string, TypeSpec>
  fields?: Record<string, Record<string, FieldSpec>>
  roots: Record<string, RootSpec>
}[] = [
  provinces,
  departmentFields,
  accountFields,
  documents,
  planFields,
  taskFields,
  reportFields,
  recommendationFields,
  rollups,
  importFields,
  audit,
]

const mutationsOf = (app: FastifyInstance): Required<{ [K in keyof MutationResolvers]: unknown }> => ({
  ...provinceMutations(() => app.live.lookForMergers()),
  ...departments.mutations,
  ...accounts.mutations,
  ...plans.mutations,
  ...tasks.mutations,
  ...reports.mutations,
  ...recommendations.mutations,
})

const subscriptions = {
  ...plans.subscriptions,
  ...tasks.subscriptions,
  ...reports.subscriptions,
  ...imports.subscriptions,
} satisfies Required<{ [K in keyof SubscriptionResolvers]: unknown }>

export const schemaText = readFileSync(new URL('../schema.graphql', import.meta.url), 'utf8')

/** Serves schema.graphql at /graphql: reads by the features' field specs, writes by their commands. */
export function registerApi(app: FastifyInstance, config: Config, pools: Pools, directory: Directory): void {
  const { types, roots } = collected()
  const cursorKey = (list: string, scope: string) =>
    createHmac('sha256', config.cursorSecret).update(`${scope} ${list}`).digest()
  const spoken = Object.entries(imports.words).flatMap(([type, fields]) =>
    Object.keys(fields).map((field) => `${type}.${field}`),
  )
  const reads = new Reads(types, roots, new Set(spoken), {
    provinceId: (slug) => directory.find(slug)?.id,
    onMap: (slug, date) => directory.onMap(slug, date),
    cursorKey,
  })
  app.decorate('reads', reads)
  const contextOf = async (request: FastifyRequest, reply: FastifyReply) =>
    (request.graphqlContext ??= Object.assign(await standingOf(request, pools, directory), {
      reads,
      snapshot: null,
      reply,
      app,
    }) as unknown as Context)
  let answer: ReturnType<typeof directAnswers>
  const overHttp = graphqlOverHttp({
    formatError: (error, context) => formatError(app, error, context as Partial<Context>),
    answer: (request, reply) => answer(request, reply),
  })
  app.register(mercurius, {
    schema: schemaText,
    resolvers: {
      ...(scalars as unknown as IResolvers),
      ...fieldResolvers(buildSchema(schemaText), roots, mutationsOf(app), imports.words),
    },
    context: contextOf,
    ...overHttp,
  })
  const shares = new Shares(config.limits)
  app.decorate('shares', shares)
  app.after(() => {
    const admit = limitOperations(app, {
      maxCost: config.limits.operationCost,
      introspection: config.introspection,
      callerOf,
      spend: (caller, cost) => shares.spend(caller, cost),
      enter: (caller) => shares.enter(caller),
    })
    guardOperations(app)
    answer = directAnswers({
      schema: () => app.graphql.schema,
      context: contextOf,
      admit,
      formatErrors: overHttp.errorFormatter,
    })
    // As soon as all fields are answered: a client that has left never gets a response, and would keep it open.
    app.graphql.addHook('onResolution', async (_, context) => (context as unknown as Context).snapshot?.close())
  })
  app.decorateRequest('graphqlContext', null)
  app.addHook('onResponse', (request, _, done) => {
    request.graphqlContext?.snapshot?.close()
    done()
  })
  registerLive(app, config, pools, directory, { reads, cursorKey, shares })
}

/** Serves Subscription on the same path, through WebSockets. */
function registerLive(
  app: FastifyInstance,
  config: Config,
  pools: Pools,
  directory: Directory,
  kit: { reads: Reads; cursorKey(list: string, scope: string): Buffer; shares: Shares },
): void {
  const live = new Live(() => directory.refresh())
  const listener = new ChangeListener({
    url: pools.listenUrl,
    hearer: live,
    onError: (err) => app.log.warn({ err }, 'not listening for changes'),
  })
  app.decorate('live', live)
  app.decorate('listening', () => listener.ready())
  app.addHook('onClose', () => listener.close())
  registerSubscriptions(app, {
    path: '/graphql',
    maxSockets: config.maxSockets,
    callerSockets: config.limits.callerSockets,
    callerSubscriptions: config.limits.callerSubscriptions,
    callerOf: (viewer) => callerOfViewer(viewer).key,
    maxCost: config.limits.operationCost,
    spend: (context, cost) => kit.shares.spend(callerOf(context as Context), cost),
    schema: () => app.graphql.schema,
    sources: subscriptions,
    identify: (authorization, place) => app.bearerTokens.identify(authorization, place),
    listening: () => listener.ready(),
    onIdentityChange: (hear) => live.onIdentityChange(hear),
    onMergers: (hear) => live.onMergers(hear),
    readableBy: (viewer) => readableBy(viewer, directory),
    contextOf: ({ viewer, language, requestId, line }: SignedIn) => ({
      viewer,
      refusal: null,
      requestId,
      language,
      ...scopeOf(viewer, { ...pools, ...pools.live }, directory),
      reads: kit.reads,
      snapshot: null,
      reply: { request: { id: requestId, headers: {} } },
      live,
      line,
      cursorKey: (list: string) => kit.cursorKey(`changes ${list}`, String(viewer.province?.id ?? 'nation')),
      listening: () =>
        listener.ready().catch(() => {
          throw new AppError('unavailable')
        }),
    }),
    formatError: (error, context) => formatError(app, error, context),
  })
}

declare module 'fastify' {
  interface FastifyInstance {
    live: Live
    /** Returns once changes are listened for, or were before and will be again; rejects if that couldn't be done. */
    listening(): Promise<void>
    /** What answers the fields of Query. */
    reads: Reads
    /** What each caller may have of the service; routes beside GraphQL ask it too. */
    shares: Shares
  }
  interface FastifyRequest {
    /** Kept so that a transaction that a query's fields shared ends with the response, however that ended. */
    graphqlContext: Context | null
  }
}

function collected() {
  const types: Record<string, TypeSpec> = {}
  const roots: Record<string, RootSpec> = {}
  for (const feature of features) Object.assign(types, feature.types)
  for (const feature of features) {
    Object.assign(roots, feature.roots)
    for (const [type, more] of Object.entries(feature.fields ?? {})) {
      const spec = types[type] as TypeSpec
      types[type] = { ...spec, fields: { ...spec.fields, ...more } }
    }
  }
  return { types, roots }
}

/** What callers are told of an error. What the service doesn't know by name is logged, and masked. */
function formatError(app: FastifyInstance, error: GraphQLError, context: Partial<Context>): GraphQLFormattedError {
  // A request that was refused before it had a context of its own has at least its reply.
  const request = context.reply?.request as Partial<FastifyRequest> | undefined
  const language = context.language ?? languageOf(request?.headers?.['accept-language'])
  if (error instanceof RequestFault) {
    noteCode(request, String(error.extensions['code']))
    return error.in(language)
  }
  const original = error.originalError ?? error
  const known =
    original instanceof AppError ? original : new AppError(isUnavailable(original) ? 'unavailable' : 'internal')
  noteCode(request, known.code)
  context.onError?.(known)
  if (known.code === 'INTERNAL') app.log.error({ err: original, requestId: request?.id }, 'unexpected')
  return { ...error.toJSON(), message: known.in(language), extensions: { code: known.code } }
}
