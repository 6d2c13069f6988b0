import type { FastifyServerOptions } from 'fastify'
import type { Config } from './config.ts'

/** One structured line per request, without its query string, its variables or its token. */
export function loggerOptions(config: Config): NonNullable<FastifyServerOptions['logger']> {
  return {
    level: config.logLevel,
    redact: ['req.headers.authorization', 'req.headers.cookie'],
    serializers: {
      // A URL's query may hold what nobody should read in a log.
      req: (request) => ({ method: request.method, path: request.url.split('?', 1)[0], requestId: request.id }),
    },
  }
}
