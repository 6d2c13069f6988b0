import { GraphQLError, type GraphQLFormattedError } from 'graphql'
import { AppError, type Details, type ErrorCode, type Language, type MessageKey } from '../errors.ts'

/** How many bytes the body of a request may have; files have limits of their own. */
export const bodyLimit = 1_048_576

interface Circumstances {
  code?: ErrorCode
  statusCode?: number
  wellFormed?: boolean
  at?: GraphQLError
  said?: AppError
}

/**
 * The request itself is at fault: its parameters, its document, its variables. The message is written for the sender and
 * may be shown as it is; `extensions.code` is set.
 */
export class RequestFault extends GraphQLError {
  readonly statusCode: number
  /**
   * The request could be read, and only what it says in GraphQL is wrong. Answers of the older media type
   * application/json then have status 200, because their readers take any other status for a failure of the transport.
   */
  readonly wellFormed: boolean
  /** The same in both languages, where it is a sentence of the service's own. */
  readonly said: AppError | undefined

  /** `at` is the error that GraphQL itself has found; its places in the document are kept. */
  constructor(message: string, circumstances: Circumstances = {}) {
    const { code = 'BAD_INPUT', statusCode = 400, wellFormed = false, at, said } = circumstances
    super(message, {
      nodes: at?.nodes ?? null,
      source: at?.source ?? null,
      positions: at?.positions ?? null,
      path: at?.path ?? null,
      extensions: { code },
    })
    // Errors of compiled queries know their places without knowing the nodes.
    if (at?.locations !== undefined) Object.assign(this, { locations: at.locations })
    this.statusCode = statusCode
    this.wellFormed = wellFormed
    this.said = said
  }

  /** A sentence of the service's own. It is a fault of what was said in GraphQL, unless a status is given. */
  static say(
    key: MessageKey,
    details: Details = {},
    more: Pick<Circumstances, 'statusCode' | 'at'> = {},
  ): RequestFault {
    const said = new AppError(key, details)
    return new RequestFault(said.message, { code: said.code, wellFormed: more.statusCode === undefined, said, ...more })
  }

  /** What its sender is shown. */
  in(language: Language): GraphQLFormattedError {
    return { ...this.toJSON(), message: this.said?.in(language) ?? this.message }
  }

  /** What GraphQL has found wrong in a document or its variables, as a fault. */
  static of(error: GraphQLError): RequestFault {
    if (error instanceof RequestFault) return error
    const wellFormed = true
    // GraphQL's own budget for comparing fields of the same name has run out.
    if (error.message === 'Validation aborted.') {
      return new RequestFault('The document repeats too many fields.', { code: 'LIMIT_EXCEEDED', wellFormed })
    }
    return new RequestFault(error.message, { wellFormed, at: error })
  }
}

/** What Mercurius and Fastify may hang on an error. */
interface Thrown {
  code?: unknown
  statusCode?: unknown
  errors?: unknown
}

/**
 * The errors of a request that was not executed. Mercurius gathers those that GraphQL finds under one error of its own;
 * here they come out again, as faults of the request. Anything else, such as an error thrown while the context was made,
 * is left as it is, since its message may be meant for nobody.
 */
export function requestErrors(error: GraphQLError): GraphQLError[] {
  if (error instanceof RequestFault) return [error]
  const cause = error.originalError as (Error & Thrown) | undefined
  // GraphQL's own errors tell where in the document they are, or have no cause; a wrapped exception has only a cause.
  if (cause === undefined || error.locations !== undefined) return [RequestFault.of(error)]
  if (cause.code === 'MER_ERR_GQL_VALIDATION' && Array.isArray(cause.errors)) {
    return cause.errors.map((each) => RequestFault.of(each as GraphQLError))
  }
  const status = cause.statusCode
  if (typeof status === 'number' && status >= 400 && status < 500 && /^(FST|MER)_ERR_/.test(String(cause.code))) {
    if (status === 413) return [RequestFault.say('bodyTooLarge', { max: bodyLimit }, { statusCode: status })]
    return [new RequestFault(cause.message, { statusCode: status })]
  }
  return [error]
}
