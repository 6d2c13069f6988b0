import { createHmac } from 'node:crypto'
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify'
import type { Config } from './config.ts'
import { oldestWrite } from './db/change-log.ts'
import type { Pools } from './db/pool.ts'
import { AppError } from './errors.ts'
import { changeRoutes } from './features/changes/routes.ts'
import { exportRoutes } from './features/exports/routes.ts'
import { importRoutes } from './features/imports/routes.ts'
import { templateRoutes } from './features/imports/files/templates.ts'
import type { Directory } from './features/provinces/directory.ts'
import { rollupRoutes } from './features/rollups/routes.ts'
import { requireScope, requireViewer, type Standing, type Viewer } from './graphql/context.ts'
import { callerOfViewer, type Caller } from './http/shares.ts'
import { doorInto, standingOf } from './http/standing.ts'
import { readers, schemaOf, splitLists, type Asker, type Rest, type RouteOptions } from './rest/routes.ts'

/** The routes of each feature that has some. */
const features: readonly ((app: FastifyInstance, rest: Rest) => void)[] = [
  importRoutes,
  templateRoutes,
  exportRoutes,
  changeRoutes,
  rollupRoutes,
]

/** Serves what GraphQL is the wrong tool for, under /api/v1; call it after `registerApi`, whose limits it shares. */
export function registerRest(app: FastifyInstance, config: Config, pools: Pools, directory: Directory): void {
  const rest = restOf(config, pools, directory)
  // A context of its own: a feature may bring its parsers and hooks without changing what others take.
  for (const routes of features) app.register(async (scope) => routes(scope, rest))
  app.metrics.add({
    name: 'ttdn_feed_oldest_write_seconds',
    help: 'How long the oldest transaction that writes has been running: the change feed tells of it when it commits.',
    read: () => oldestWrite(pools.serving),
  })
}

function restOf(config: Config, pools: Pools, directory: Directory): Rest {
  const lasting = new Map<string, number>()
  return {
    route: (options) => ({
      schema: schemaOf(options),
      onRequest: async (request, reply) => {
        const viewer = allowed(options, await standingOf(request, pools, directory))
        await admit(reply, options, callerOfViewer(viewer))
      },
      preValidation: async (request) => splitLists(request.query as Record<string, string | string[]>, options.query),
      // What is sent was made to fit; a serializer would silently drop what the reference doesn't name.
      serializerCompiler: () => JSON.stringify,
      exposeHeadRoute: false,
    }),
    asker,
    spend: (request, cost) => void request.server.shares.spend(callerOfViewer(asker(request).viewer), cost),
    async turn(request, work) {
      const leave = await request.server.shares.enter(callerOfViewer(asker(request).viewer))
      try {
        return await work()
      } finally {
        leave()
      }
    },
    countLasting(request, reply) {
      const { key } = callerOfViewer(asker(request).viewer)
      const max = config.limits.callerSockets
      const open = lasting.get(key) ?? 0
      if (open >= max) throw new AppError('tooManyStreams', { max })
      lasting.set(key, open + 1)
      reply.raw.once('close', () => {
        const left = (lasting.get(key) ?? 1) - 1
        if (left === 0) lasting.delete(key)
        else lasting.set(key, left)
      })
    },
    async ask(request, document, variables) {
      const { server, standing } = request
      let failure: AppError | undefined
      const onError = (error: AppError) => void (failure ??= error)
      const context = { ...standing, reads: server.reads, snapshot: null, onError }
      const { data, errors } = await server.graphql(document, context, { ...variables })
      if (failure !== undefined) throw failure
      if (errors !== undefined) throw new AppError('internal')
      return data as Record<string, unknown>
    },
    async isStillAllowed(request) {
      const asked = asker(request).viewer
      const { viewer } = await standingOf(request, pools, directory)
      // Whoever has another role or other rights now asks anew.
      return viewer !== null && sameRights(viewer, asked)
    },
    doorInto(request, slug) {
      const { viewer } = asker(request)
      const enterable = viewer.provinces ?? (viewer.province === null ? [] : [viewer.province])
      const province = enterable.find((one) => one.slug === slug)
      if (province === undefined) throw new AppError('unknownProvince', { slug: slug.slice(0, 100) })
      return doorInto(province.id, viewer.role, pools, directory)
    },
    provinceIds: () => directory.all().map(({ id }) => id),
    provinceId: (slug) => directory.find(slug)?.id,
    slugOf: (province) => directory.all().find(({ id }) => id === province)?.slug ?? '',
    maxImportBytes: config.maxImportBytes,
    onMap: (slug, date) => directory.onMap(slug, date),
    cursorKey: (list, scope) => createHmac('sha256', config.cursorSecret).update(`${scope} ${list}`).digest(),
  }
}

/** Who may ask this route; throws why somebody may not. */
function allowed({ scope, roles = readers }: RouteOptions, standing: Standing): Viewer {
  const viewer = requireViewer(standing)
  if (!roles.includes(viewer.role)) throw new AppError('forbidden', { role: viewer.role })
  requireScope(viewer, scope)
  return viewer
}

/** Takes what the request costs, and waits for its caller's turn. */
async function admit(
  reply: FastifyReply,
  { cost, takesTurn = true, lasts }: RouteOptions,
  caller: Caller,
): Promise<void> {
  const { shares } = reply.server
  shares.spend(caller, cost)
  if (!takesTurn) return
  const leave = await shares.enter(lasts ? { ...caller, crowd: caller.crowd ?? 'programs' } : caller)
  // However the answer ends, and also when its client leaves before that.
  reply.raw.once('close', leave)
  if (reply.raw.destroyed) leave()
}

function sameRights(viewer: Viewer, other: Viewer): boolean {
  const rights = ({ role, province, departmentId, provinces, scopes }: Viewer) =>
    JSON.stringify([role, province?.id, departmentId, provinces?.map(({ id }) => id), scopes])
  return rights(viewer) === rights(other)
}

function asker({ standing }: FastifyRequest): Asker {
  if (!standing?.viewer || !standing.door) throw new Error('Only a route that was made with rest.route has an asker')
  return standing as Asker
}
