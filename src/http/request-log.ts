import type { FastifyInstance, FastifyRequest } from 'fastify'
import { chooseOperation, readOperations } from '../graphql/documents.ts'
import { isWatching } from './admission.ts'

declare module 'fastify' {
  interface FastifyRequest {
    /** The codes of the errors that it was answered with. */
    codes: Set<string>
    /** Whether its line is written. */
    logged: boolean
  }
}

/**
 * Writes one line for each request when it has been answered: who asked in which role, which operation it was by its
 * name, how it went and how long it took. Of what callers send, only that name and the request's id ever get there.
 */
export function registerRequestLog(app: FastifyInstance): void {
  app.decorateRequest('codes', null as never)
  app.decorateRequest('logged', false)
  app.addHook('onRequest', (request, reply, done) => {
    request.codes = new Set()
    // Fastify says nothing of a client that leaves before it is answered.
    reply.raw.once('close', () => {
      if (!reply.raw.writableFinished) write(request, { status: leftEarly, milliseconds: reply.elapsedTime })
    })
    done()
  })
  app.addHook('onResponse', (request, reply, done) => {
    write(request, { status: reply.statusCode, milliseconds: reply.elapsedTime })
    done()
  })
  app.after(() => {
    app.graphql?.addHook('onResolution', async ({ data }, { reply }) => {
      for (const code of userErrors(data)) reply?.request.codes.add(code)
    })
  })
}

/** Not a status that anybody is sent: the client had gone. */
const leftEarly = 499

function write(request: FastifyRequest, { status, milliseconds }: { status: number; milliseconds: number }): void {
  if (request.logged) return
  request.logged = true
  const { method, routeOptions, codes, log } = request
  request.server.metrics.answered({
    method,
    route: routeOptions.url ?? 'none',
    status: String(status),
    milliseconds,
    codes,
  })
  const quiet = isWatching(request)
  log[quiet ? 'debug' : 'info'](
    {
      method,
      // As the route is written, not as it was asked for: what stands in an address may be anything.
      route: routeOptions.url ?? null,
      status,
      milliseconds: Math.round(milliseconds * 10) / 10,
      ...viewerOf(request),
      ...operationOf(request),
      ...(codes.size > 0 && { codes: [...codes] }),
    },
    'request',
  )
}

function viewerOf({ standing }: FastifyRequest) {
  const viewer = standing?.viewer
  return viewer ? { tenant: viewer.province?.slug ?? 'nation', role: viewer.role } : {}
}

function operationOf({ routeOptions, method, body, query, cost }: FastifyRequest) {
  if (routeOptions.url !== '/graphql') return {}
  const { query: text, operationName } = ((method === 'POST' ? body : query) ?? {}) as Record<string, unknown>
  try {
    const operation = chooseOperation(readOperations(text as string), operationName as string | undefined)
    return {
      operation: operation.name?.slice(0, 100) ?? null,
      kind: operation.kind,
      ...(cost && { cost: cost.requested }),
    }
  } catch {
    return { operation: null }
  }
}

/** The codes in the payloads of mutations. */
function userErrors(data: unknown): string[] {
  return Object.values((data ?? {}) as Record<string, { userErrors?: { code?: unknown }[] } | null>).flatMap(
    (payload) => (Array.isArray(payload?.userErrors) ? payload.userErrors.map(({ code }) => String(code)) : []),
  )
}
