import { STATUS_CODES } from 'node:http'
import { AppError, UserError, type Details, type ErrorCode, type Language, type MessageKey } from '../errors.ts'

/** An error as RFC 9457 has it; `code` is one of the closed list that GraphQL's errors have too. */
export interface Problem {
  type: 'about:blank'
  title: string
  status: number
  code: ErrorCode
  detail: string
  /** The input at fault: the parameter's name, and where in its value. */
  path?: readonly string[]
  requestId?: string
}

export const problemType = 'application/problem+json; charset=utf-8'

export const statuses: Record<ErrorCode, number> = {
  UNAUTHENTICATED: 401,
  FORBIDDEN: 403,
  NOT_FOUND: 404,
  BAD_INPUT: 400,
  CONFLICT: 409,
  INVALID_STATE: 409,
  LIMIT_EXCEEDED: 429,
  UNAVAILABLE: 503,
  INTERNAL: 500,
}

/** A mistake for which HTTP has a status of its own, such as 406 or 415; its code stays one of the closed list. */
export class HttpError extends AppError {
  readonly status: number
  constructor(status: number, key: MessageKey, details: Details = {}) {
    super(key, details)
    this.status = status
  }
}

export function problemOf(error: AppError, language: Language, status = statuses[error.code]): Problem {
  const title = STATUS_CODES[status] ?? 'Error'
  const path = error instanceof UserError ? { path: error.path } : {}
  return { type: 'about:blank', title, status, code: error.code, detail: error.in(language), ...path }
}

/** What the reference says of every error; `$id` is what responses refer to. */
export const problemSchema = {
  $id: 'Problem',
  type: 'object',
  description: 'What went wrong, as RFC 9457 has it.',
  required: ['type', 'title', 'status', 'code', 'detail'],
  properties: {
    type: { type: 'string', description: 'Always `about:blank`: `code` says what kind it is.' },
    title: { type: 'string', description: 'The words of HTTP for the status.' },
    status: { type: 'integer' },
    code: { type: 'string', enum: Object.keys(statuses), description: 'The same list of codes as in GraphQL.' },
    detail: { type: 'string', description: 'A sentence in the language of Accept-Language: `vi` first, or `en`.' },
    path: { type: 'array', items: { type: 'string' }, description: 'The parameter at fault, and where in its value.' },
    requestId: { type: 'string', description: 'Stands in the log, and in X-Request-Id.' },
  },
} as const
