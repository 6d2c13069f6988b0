import { STATUS_CODES } from 'node:http'
import type { Socket } from 'node:net'
import type { FastifyError, FastifyInstance, FastifyReply, FastifyRequest } from 'fastify'
import { isUnavailable } from '../db/pg-errors.ts'
import { AppError, languageOf } from '../errors.ts'
import { RequestFault } from '../graphql/request-fault.ts'
import { invalidInput } from '../rest/invalid.ts'
import { HttpError, problemOf, problemSchema, problemType } from '../rest/problem.ts'
import { noteCode } from './request-log.ts'

/** Answers what goes wrong on routes that are not GraphQL's, and addresses where there is no route. */
export function registerProblems(app: FastifyInstance, bodyLimit: number): void {
  app.addSchema(problemSchema)
  app.setErrorHandler((error: Error, request, reply) => {
    const { known, status } = translated(error, request, bodyLimit)
    const { retryAfter } = error as { retryAfter?: number }
    if (retryAfter !== undefined) reply.header('retry-after', retryAfter)
    if (known.code === 'INTERNAL') request.log.error({ err: error }, 'unexpected')
    sendProblem(request, reply, known, status)
  })
  app.setNotFoundHandler((request, reply) => sendProblem(request, reply, new AppError('noSuchRoute')))
}

export function sendProblem(request: FastifyRequest, reply: FastifyReply, error: AppError, status?: number): void {
  const language = languageOf(request.headers['accept-language'])
  const problem = { ...problemOf(error, language, status), requestId: request.id }
  noteCode(request, problem.code)
  if (problem.status === 401) reply.header('www-authenticate', 'Bearer')
  reply.code(problem.status).type(problemType).send(JSON.stringify(problem))
}

/** What Fastify itself finds wrong with a request, and what the database does not give; all else is INTERNAL. */
function translated(
  error: Error & Partial<FastifyError>,
  request: FastifyRequest,
  bodyLimit: number,
): { known: AppError; status?: number } {
  if (error instanceof HttpError) return { known: error, status: error.status }
  if (error instanceof AppError) return { known: error }
  if (error instanceof RequestFault && error.said) return { known: error.said, status: error.statusCode }
  if (error.validation) return { known: invalidInput(error.validation, parametersOf(request)) }
  const status = error.statusCode ?? 500
  if (status === 413) return { known: new AppError('bodyTooLarge', { max: bodyLimit }), status }
  if (status === 415) return { known: new AppError('unsupportedType'), status }
  if (status >= 400 && status < 500) return { known: new AppError('unreadableRequest'), status }
  return { known: new AppError(isUnavailable(error) ? 'unavailable' : 'internal') }
}

/** The parameters that a request's route takes. */
function parametersOf({ routeOptions }: FastifyRequest): string[] {
  const { properties } = (routeOptions.schema?.querystring ?? {}) as { properties?: object }
  return Object.keys(properties ?? {})
}

/** Answers bytes that never became a request: too slow, too long, or no HTTP. */
export function answerBrokenRequest(error: Error & { code?: string }, socket: Socket, limits: Limits): void {
  if (error.code === 'ECONNRESET' || socket.destroyed || !socket.writable) {
    socket.destroy()
    return
  }
  const [known, status] = brokenBy(error.code, limits)
  const body = JSON.stringify(problemOf(known, 'vi', status))
  socket.end(
    `HTTP/1.1 ${status} ${STATUS_CODES[status]}\r\nContent-Type: ${problemType}\r\n` +
      `Content-Length: ${Buffer.byteLength(body)}\r\nConnection: close\r\n\r\n${body}`,
  )
}

interface Limits {
  requestSeconds: number
  headerBytes: number
}

function brokenBy(code: string | undefined, { requestSeconds, headerBytes }: Limits): [AppError, number] {
  if (code === 'ERR_HTTP_REQUEST_TIMEOUT') return [new AppError('tooSlow', { seconds: requestSeconds }), 408]
  if (code === 'HPE_HEADER_OVERFLOW') return [new AppError('headersTooLarge', { max: headerBytes }), 431]
  return [new AppError('unreadableRequest'), 400]
}
