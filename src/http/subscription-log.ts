import type { FastifyBaseLogger } from 'fastify'
import type { ErrorCode } from '../errors.ts'
import type { Context } from '../graphql/context.ts'

/** Writes one line when a subscription has ended: who had it, for how long, and how many events were told. */
export function logSubscription(
  log: FastifyBaseLogger,
  context: Partial<Pick<Context, 'viewer' | 'requestId'>>,
  told: { operation: string | null; events: number; milliseconds: number; codes?: readonly ErrorCode[] },
): void {
  const { viewer, requestId } = context
  const who = viewer ? { tenant: viewer.province?.slug ?? 'nation', role: viewer.role } : {}
  log.info({ requestId, kind: 'subscription', ...who, ...told, milliseconds: Math.round(told.milliseconds) }, 'request')
}

/** Hands on what a source gives, and calls `ended` once it has ended, whoever ended it. */
export function counted<T>(source: AsyncGenerator<T>, ended: (events: number) => void): AsyncGenerator<T> {
  let events = 0
  let open = true
  const end = () => {
    if (open) ended(events)
    open = false
  }
  const after = async (step: Promise<IteratorResult<T>>) => {
    try {
      const result = await step
      if (result.done) end()
      else events++
      return result
    } catch (error) {
      end()
      throw error
    }
  }
  // Not a generator of its own: its `return` would wait for the next event.
  return {
    next: () => after(source.next()),
    return: (value: T) => {
      end()
      return source.return(value)
    },
    throw: (error: unknown) => after(source.throw(error)),
    [Symbol.asyncIterator]() {
      return this
    },
  } as AsyncGenerator<T>
}
