import { createHmac } from 'node:crypto'
import { readFileSync } from 'node:fs'
import type { FastifyInstance, FastifyRequest } from 'fastify'
import { DrizzleQueryError } from 'drizzle-orm'
import { buildSchema, type GraphQLError, type GraphQLFormattedError } from 'graphql'
import mercurius, { type IResolvers } from 'mercurius'
import type { Config } from './config.ts'
import { dayInVietnam } from './db/periods.ts'
import { isUnavailable } from './db/pg-errors.ts'
import type { Pools } from './db/pool.ts'
import { nationalDoor, tenantDoor } from './db/tenancy.ts'
import { AppError, languageOf } from './errors.ts'
import * as accounts from './features/accounts/fields.ts'
import * as audit from './features/audit/fields.ts'
import * as departmentFields from './features/departments/fields.ts'
import * as departments from './features/departments/resolvers.ts'
import * as documents from './features/documents/fields.ts'
import * as planFields from './features/plans/fields.ts'
import * as plans from './features/plans/resolvers.ts'
import * as reportFields from './features/progress-reports/fields.ts'
import * as reports from './features/progress-reports/resolvers.ts'
import type { Directory } from './features/provinces/directory.ts'
import * as provinces from './features/provinces/fields.ts'
import * as recommendationFields from './features/recommendations/fields.ts'
import * as recommendations from './features/recommendations/resolvers.ts'
import * as rollups from './features/rollups/fields.ts'
import * as taskFields from './features/tasks/fields.ts'
import * as tasks from './features/tasks/resolvers.ts'
import type { Context, Viewer } from './graphql/context.ts'
import type { FieldSpec, TypeSpec } from './graphql/field-specs.ts'
import { graphqlOverHttp, guardOperations } from './graphql/over-http.ts'
import { Reads, type RootSpec } from './graphql/reads.ts'
import { RequestFault } from './graphql/request-fault.ts'
import { fieldResolvers } from './graphql/resolvers.ts'
import { scalars } from './graphql/scalars.ts'
import type { MutationResolvers } from './graphql/schema-types.generated.ts'
import { identify } from './http/auth.ts'

/** The features' field specs, in the order in which they may build on each other. */
const features: readonly {
  types?: Record<string, TypeSpec>
  fields?: Record<string, Record<string, FieldSpec>>
  roots: Record<string, RootSpec>
}[] = [
  provinces,
  departmentFields,
  accounts,
  documents,
  planFields,
  taskFields,
  reportFields,
  recommendationFields,
  rollups,
  audit,
]

const mutations: Required<{ [K in keyof MutationResolvers]: unknown }> = {
  ...departments.mutations,
  ...plans.mutations,
  ...tasks.mutations,
  ...reports.mutations,
  ...recommendations.mutations,
}

/** How deep a query may nest; introspection by the usual tools needs 13. */
const maxDepth = 15

export const schemaText = readFileSync(new URL('../schema.graphql', import.meta.url), 'utf8')

/** Serves schema.graphql at /graphql: reads by the features' field specs, writes by their commands. */
export function registerApi(app: FastifyInstance, config: Config, pools: Pools, directory: Directory): void {
  const { types, roots } = collected()
  const reads = new Reads(types, roots, {
    provinceId: (slug) => directory.find(slug)?.id,
    onMap: (slug, date) => directory.onMap(slug, date),
    cursorKey: (list, scope) => createHmac('sha256', config.cursorSecret).update(`${scope} ${list}`).digest(),
  })
  app.register(mercurius, {
    schema: schemaText,
    resolvers: {
      ...(scalars as unknown as IResolvers),
      ...fieldResolvers(buildSchema(schemaText), roots, mutations),
    },
    queryDepth: maxDepth,
    context: async (request: FastifyRequest) => {
      const context = { ...(await contextOf(request, pools, directory)), reads, snapshot: null }
      request.graphqlContext = context as unknown as Context
      return context
    },
    ...graphqlOverHttp({ formatError: (error, context) => formatError(app, error, context as Partial<Context>) }),
  })
  app.after(() => guardOperations(app))
  app.decorateRequest('graphqlContext', null)
  app.addHook('onResponse', (request, _, done) => {
    request.graphqlContext?.snapshot?.close()
    done()
  })
}

declare module 'fastify' {
  interface FastifyRequest {
    /** Kept so that a transaction that a query's fields shared ends with the response, however that ended. */
    graphqlContext: Context | null
  }
}

async function contextOf(request: FastifyRequest, pools: Pools, directory: Directory) {
  const identity = await identify(request, directory)
  const today = dayInVietnam(new Date())
  const province = identity.viewer?.province ?? null
  const merger = province === null ? undefined : directory.successorOf(province.id, today)
  return {
    ...identity,
    requestId: request.id,
    language: languageOf(request.headers['accept-language']),
    door: identity.viewer === null ? null : doorFor(identity.viewer, pools, directory, today),
    merger: merger ?? null,
  }
}

function doorFor(viewer: Viewer, pools: Pools, directory: Directory, today: string) {
  if (viewer.province === null) return nationalDoor(pools)
  const { id } = viewer.province
  const own = viewer.role === 'PROVINCE_VIEWER' ? null : id
  return tenantDoor(pools, { readable: directory.readableBy(id, today), own })
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
  if (error instanceof RequestFault) return error.toJSON()
  // A request that was refused before it had a context of its own has at least its reply.
  const request = context.reply?.request as FastifyRequest | undefined
  const language = context.language ?? languageOf(request?.headers['accept-language'])
  const original = error.originalError ?? error
  const known =
    original instanceof AppError ? original : new AppError(isUnavailable(original) ? 'unavailable' : 'internal')
  if (known.code === 'INTERNAL') app.log.error({ err: withoutValues(original), requestId: request?.id }, 'unexpected')
  return { ...error.toJSON(), message: known.in(language), extensions: { code: known.code } }
}

/** A query builder's message holds the statement's values, which belong in no log; what the database said does not. */
function withoutValues(error: Error): Error {
  return error instanceof DrizzleQueryError && error.cause ? error.cause : error
}
