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
  const viewer = request.standing?.viewer
  const operation = route === '/graphql' ? operationOf(request) : undefined
  // What is undefined is left out of the line. Each request has one: an object that is always of one shape costs it less.
  const line = {
    method,
    // As the route is written, not as it was asked for: what stands in an address may be anything.
    route: route ?? null,
    status,
    milliseconds: Math.round(milliseconds * 10) / 10,
    tenant: viewer ? (viewer.province?.slug ?? 'nation') : undefined,
    role: viewer?.role,
    operation: operation?.name,
    kind: operation?.kind,
    cost: operation?.kind && request.cost?.requested,
    codes: codes ? [...codes] : undefined,
  }
  if (isWatching(request)) log.debug(line, 'request')
  else log.info(line, 'request')
}

function operationOf({ method, body, query }: FastifyRequest): { name: string | null; kind?: string } {
  const { query: text, operationName } = ((method === 'POST' ? body : query) ?? {}) as Record<string, unknown>
  try {
    const { name, kind } = chooseOperation(readOperations(text as string), operationName as string | undefined)
    return { name: name?.slice(0, 100) ?? null, kind }
  } catch {
    return { name: null }
  }
}

/** The codes in the payloads of mutations. */
function userErrors(data: unknown): string[] {
  return Object.values((data ?? {}) as Record<string, { userErrors?: { code?: unknown }[] } | null>).flatMap(
    (payload) => (Array.isArray(payload?.userErrors) ? payload.userErrors.map(({ code }) => String(code)) : []),
  )
}
