import { randomUUID } from 'node:crypto'
import type { IncomingMessage, Server, ServerResponse } from 'node:http'
import type { Socket } from 'node:net'
import cors from '@fastify/cors'
import type { FastifyHttpOptions, FastifyInstance } from 'fastify'
import helmet from 'helmet'
import type { Config } from '../config.ts'
import { bodyLimit } from '../graphql/request-fault.ts'
import { answerBrokenRequest } from './problems.ts'

const headerBytes = 16_384
const maxHeaders = 100
const headerSeconds = 20

type Policy = Record<string, string[]>

// Pages have their scripts and styles from here and nowhere else, and nothing inline.
export const pagePolicy = {
  defaultSrc: ["'none'"],
  scriptSrc: ["'self'"],
  styleSrc: ["'self'"],
  imgSrc: ["'self'", 'data:'],
  fontSrc: ["'self'", 'data:'],
  connectSrc: ["'self'"],
  formAction: ["'self'"],
  baseUri: ["'none'"],
  frameAncestors: ["'none'"],
}

/** What the server takes at all, and from whom. */
export function serverOptions({ limits, trustProxy }: Config): FastifyHttpOptions<Server> {
  const { requestSeconds } = limits
  const milliseconds = requestSeconds * 1000
  return {
    bodyLimit,
    genReqId: (request) => requestIdOf(request as IncomingMessage),
    trustProxy: trusted(trustProxy),
    // A parameter that nobody knows is refused, where it would be left out without a word.
    ajv: { customOptions: { removeAdditional: false } },
    requestTimeout: milliseconds,
    // A connection that says nothing at all is closed after this.
    connectionTimeout: milliseconds + 30_000,
    keepAliveTimeout: 72_000,
    http: {
      maxHeaderSize: headerBytes,
      headersTimeout: Math.min(milliseconds, headerSeconds * 1000),
      connectionsCheckingInterval: Math.min(milliseconds / 4, 5_000),
    },
    clientErrorHandler: (error, socket) => answerBrokenRequest(error, socket, { requestSeconds, headerBytes }),
  }
}

function trusted(proxies: Config['trustProxy']) {
  if (typeof proxies === 'number') return (_: string, hop: number) => hop < proxies
  return proxies && [...proxies]
}

/** The caller's own id of a request, if it is one that can stand in a log and a header as it is. */
export function requestIdOf(request: IncomingMessage & { [id]?: string }): string {
  const given = request.headers['x-request-id']
  return (request[id] ??= typeof given === 'string' && /^[\w.:-]{1,64}$/.test(given) ? given : randomUUID())
}

const id = Symbol('id')

// What isn't a page loads nothing and stands in none.
const dataPolicy = { defaultSrc: ["'none'"], frameAncestors: ["'none'"] }

/** Of helmet's headers, those that say something of a page and nothing of data. */
const ofPages = {
  crossOriginOpenerPolicy: false,
  originAgentCluster: false,
  xDnsPrefetchControl: false,
  xDownloadOptions: false,
  xPermittedCrossDomainPolicies: false,
  xXssProtection: false,
} as const

/** What browsers are told of every answer, or of a page with this Content-Security-Policy. The same for all, so it is made once. */
export function securityHeaders({ corsOrigins, production }: Config, policy?: Policy): Record<string, string> {
  const headers: Record<string, string> = {}
  const set = helmet({
    ...(policy === undefined && ofPages),
    contentSecurityPolicy: { useDefaults: false, directives: policy ?? dataPolicy },
    xFrameOptions: { action: 'deny' },
    // Only where there is a certificate would it keep a promise.
    strictTransportSecurity: production && { maxAge: 31_536_000, includeSubDomains: false },
    crossOriginResourcePolicy: { policy: corsOrigins.length > 0 ? 'cross-origin' : 'same-origin' },
  })
  const collected = {
    setHeader: (name: string, value: string) => void (headers[name.toLowerCase()] = value),
    removeHeader: (name: string) => void delete headers[name.toLowerCase()],
  }
  set({} as IncomingMessage, collected as unknown as ServerResponse, (error?: unknown) => {
    if (error instanceof Error) throw error
  })
  return headers
}

/** Headers of every answer, and which pages elsewhere may read them. */
export function registerHardening(app: FastifyInstance, config: Config): void {
  const { corsOrigins, limits } = config
  app.server.maxConnections = limits.connections
  app.server.maxHeadersCount = maxHeaders
  endSilentConnections(app)
  // What is answered is the caller's alone; a route for all says so itself.
  const always = { ...securityHeaders(config), 'cache-control': 'no-store' }
  app.addHook('onRequest', (request, reply, done) => {
    reply.headers(always).header('x-request-id', request.id)
    done()
  })
  if (corsOrigins.length === 0) return
  app.register(cors, {
    origin: [...corsOrigins],
    methods: ['GET', 'HEAD', 'POST', 'DELETE'],
    allowedHeaders: [
      'authorization',
      'content-type',
      'content-encoding',
      'accept-language',
      'idempotency-key',
      'x-request-id',
      'x-query-cost',
      'x-province',
    ],
    exposedHeaders: ['x-request-id', 'retry-after', 'location', 'etag'],
    // Tokens are sent in a header by whoever has one; there are no cookies.
    credentials: false,
    maxAge: 600,
  })
}

/**
 * Node waits a minute at its end for connections that were opened ahead of a first request, as browsers, proxies and
 * Node's own `fetch` do; it counts as idle only those that have had one.
 */
function endSilentConnections(app: FastifyInstance): void {
  const open = new Set<Socket>()
  app.server.on('connection', (socket: Socket) => {
    open.add(socket)
    socket.once('close', () => open.delete(socket))
  })
  app.addHook('preClose', async () => {
    for (const socket of open) if (socket.bytesRead === 0) socket.destroy()
  })
}
