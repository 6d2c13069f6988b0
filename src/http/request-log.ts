import type { FastifyInstance, FastifyRequest } from 'fastify'
import { chooseOperation, readOperations } from '../graphql/documents.ts'
import { isWatching } from './admission.ts'

declare module 'fastify' {
  interface FastifyRequest {
    /** The codes of the errors that it was answered with; null: of none. */
    codes: Set<string> | null
    /** Whether its line is written. */
    logged: boolean
  }
}

/**
 * Writes one line for each request when it has been answered: who asked in which role, which operation it was by its
 * name, how it went and how long it took. Of what callers send, only that name and the request's id ever get there.
 */
export function registerRequestLog(app: FastifyInstance): void {
  app.decorateRequest('codes', null)
  app.decorateRequest('logged', false)
  app.addHook('onRequest', (request, reply, done) => {
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
      for (const code of userErrors(data)) noteCode(reply?.request, code)
    })
  })
}

/** Has the request's line tell, and its errors counted under, a code that it is answered with. */
export function noteCode(request: Partial<Pick<FastifyRequest, 'codes'>> | undefined, code: string): void {
  if (request !== undefined) (request.codes ??= new Set()).add(code)
}

/** Not a status that anybody is sent: the client had gone. */
const leftEarly = 499

function write(request: FastifyRequest, { status, milliseconds }: { status: number; milliseconds: number }): void {
  if (request.logged) return
  request.logged = true
  const { method, codes, log } = request
  const route = request.routeOptions.url
  request.server.metrics.answered({
    method,
    route: route ?? 'none',
    status: String(status),
    milliseconds,
    codes,
  })
  const quiet = isWatching(request)
  log[quiet ? 'debug' : 'info'](
    {
      method,
      // As the route is written, not as it was asked for: what stands in an address may be anything.
      route: route ?? null,
      status,
      milliseconds: Math.round(milliseconds * 10) / 10,
      ...viewerOf(request),
      ...(route === '/graphql' && operationOf(request)),
      ...(codes && { codes: [...codes] }),
    },
    'request',
  )
}

function viewerOf({ standing }: FastifyRequest) {
  const viewer = standing?.viewer
  return viewer ? { tenant: viewer.province?.slug ?? 'nation', role: viewer.role } : {}
}

function operationOf({ method, body, query, cost }: FastifyRequest) {
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
