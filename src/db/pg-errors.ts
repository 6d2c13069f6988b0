interface PgError {
  code?: string
  constraint?: string
  message?: string
  cause?: unknown
}

/** The driver's own error inside whatever wraps it: a query builder's message holds SQL and values, and is never used. */
export function pgError(error: unknown): PgError | undefined {
  for (let inner: unknown = error; inner instanceof Error; inner = inner.cause) {
    if (typeof (inner as PgError).code === 'string') return inner
  }
  return undefined
}

/**
 * Whether a statement broke this unique or foreign key. A distributed Postgres loses the constraint's field and adds
 * the shard's number to its name, so the name is looked for in the message too.
 */
export function violates(error: unknown, constraint: string): boolean {
  const inner = pgError(error)
  if (inner === undefined || !['23505', '23503'].includes(inner.code ?? '')) return false
  return new RegExp(`\\b${constraint}(_\\d+)?\\b`).test(`${inner.constraint} ${inner.message}`)
}

// Connection lost or refused, shutting down, too many connections, out of resources (a full disk too), statement or lock
// timed out, an unreadable disk, serialization failure, deadlock: nothing that the caller did, and gone after a while.
const passing = /^(08|53|57P0|58030|40001|40P01|55P03|57014|25006|25P03)/
const network = new Set([
  'ECONNREFUSED',
  'ECONNRESET',
  'EPIPE',
  'ETIMEDOUT',
  'EHOSTUNREACH',
  'ENETUNREACH',
  'ENOTFOUND',
  'EAI_AGAIN',
])

/** Whether Postgres has ended a statement because it took longer than one may. */
export const isOvertime = (error: unknown): boolean => pgError(error)?.code === '57014'

/** Whether a statement was not run because an earlier one of its transaction has failed. */
export const isAborted = (error: unknown): boolean => pgError(error)?.code === '25P02'

/** Whether the line to the database has said nothing for longer than a statement may take; it is of no use any more. */
export function isSilence(error: unknown): boolean {
  return causes(error).some(({ message }) => message === 'Query read timeout')
}

/** Whether the database could not be reached or gave up: worth another try later. */
export function isUnavailable(error: unknown): boolean {
  const code = pgError(error)?.code
  if (code !== undefined) return passing.test(code) || network.has(code)
  const lost =
    /timeout exceeded when trying to connect|^timeout expired|Connection terminated|not queryable|Query read timeout/
  return causes(error).some(({ message }) => lost.test(message))
}

/** An error and what it was thrown for. */
function causes(error: unknown): Error[] {
  return error instanceof Error ? [error, ...causes(error.cause)] : []
}
