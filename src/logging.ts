import type { Server } from 'node:http'
import { LogController, type FastifyHttpOptions } from 'fastify'
import { destination as pinoDestination, pino, type Logger } from 'pino'

/** Takes what is to stand in the log, line by line. */
export interface LogStream {
  write(line: string): void
}

/** Structured lines, one for each request (`http/request-log.ts`); none holds a query, a variable, a token or a URL's query. */
export function loggerOptions(level: string, stream: LogStream): FastifyHttpOptions<Server> {
  return {
    logger: {
      level,
      stream,
      redact: ['req.headers.authorization', 'req.headers.cookie'],
      serializers: {
        // A URL's query may hold what nobody should read in a log.
        req: (request) => ({ method: request.method, path: request.url.split('?', 1)[0], requestId: request.id }),
        err: safely,
      },
    },
    logController: new LogController({ requestIdLogLabel: 'requestId', disableRequestLogging: true }),
  }
}

/** What a thread beside the requests writes: lines of the same kind, to be handed to this process's log. */
export const threadLog = (level: string, stream: LogStream): Logger =>
  pino({ level, serializers: { err: safely } }, stream)

let output: LogStream | undefined

/**
 * Where the log goes unless somebody takes it: at once, but what is said in one turn of the event loop in one piece. A disk
 * that is full there must not end the service: what can't be written waits, up to a megabyte, and then is lost.
 */
export function standardOutput(): LogStream {
  if (output === undefined) {
    const destination = pinoDestination({ fd: 1, sync: true, maxLength: 1_048_576 })
    destination.on('error', () => {})
    let said = ''
    const write = () => {
      if (said !== '') destination.write(said)
      said = ''
    }
    process.once('exit', write)
    output = {
      write(line) {
        if (said === '') setImmediate(write)
        said += line
      },
    }
  }
  return output
}

interface Told {
  type: string
  message: string
  stack: string
  [detail: string]: unknown
}

/**
 * What of an error may stand in a log. What the database says quotes the values that it was given, in the message, the
 * detail and the hint; so does what a parser says. Of those, only what names the place is kept.
 */
function safely(error: unknown): Told {
  if (!(error instanceof Error)) return { type: typeof error, message: '', stack: '' }
  const inner = error.cause instanceof Error ? error.cause : error
  const { code, severity, routine, constraint, table } = inner as Error & Record<string, unknown>
  const places = inner.stack?.split('\n').filter((line) => /^\s+at /.test(line)) ?? []
  const told = {
    type: inner.name,
    message: '',
    stack: places.slice(0, 12).join('\n'),
    ...(code !== undefined && { code }),
  }
  if (severity !== undefined || routine !== undefined) return { ...told, routine, constraint, table }
  return inner instanceof SyntaxError ? told : { ...told, message: inner.message.slice(0, 500) }
}
