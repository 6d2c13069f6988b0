import type { FastifyInstance, FastifyReply } from 'fastify'
import type { DocumentNode } from 'graphql'
import type { Context } from './context.ts'
import type { Values } from './cost-figures.ts'
import { checkCost, priceOperation } from './cost.ts'
import { AppError } from '../errors.ts'
import { RequestFault } from './request-fault.ts'

export interface OperationLimits<Caller> {
  /** What one operation may cost. */
  maxCost: number
  /** Who may ask for the schema by introspection: anyone, those who have signed in, or nobody. */
  introspection: 'on' | 'viewers' | 'off'
  callerOf(context: Context): Caller
  /** Takes an operation's cost from its caller's budget; returns what is left, or throws. */
  spend(caller: Caller, cost: number): number
  /** Waits for the caller's turn; what it returns is called when the operation has ended. */
  enter(caller: Caller): Promise<() => void>
}

declare module 'fastify' {
  interface FastifyRequest {
    /** What the request's operation cost, once that is known. */
    cost: { requested: number; max: number; left: number } | null
    /** Gives the caller's place to the next; may be called again. */
    leave: (() => void) | null
  }
}

/**
 * Prices each operation before it is executed, and lets it wait for its turn. Call after Mercurius is registered and
 * before `guardOperations`: what is refused here need not be looked at further. Returns what does so, for what answers
 * without Mercurius.
 */
export function limitOperations<Caller>(app: FastifyInstance, limits: OperationLimits<Caller>) {
  const admit = async (context: Context, document: DocumentNode, variables: unknown) => {
    const { request } = context.reply
    const caller = limits.callerOf(context)
    const { schema } = app.graphql
    try {
      // It may have been paid already, by who has found then that it can't be answered there.
      if (!request.cost) {
        const price = priceOperation(schema, document, nameIn(request.method === 'POST' ? request.body : request.query))
        if (price.introspects) checkIntrospection(limits.introspection, context)
        const requested = checkCost(price, variables as Values, limits.maxCost)
        request.cost = { requested, max: limits.maxCost, left: limits.spend(caller, requested) }
      }
      request.leave = await limits.enter(caller)
    } catch (error) {
      const { retryAfter } = error as { retryAfter?: number }
      if (retryAfter !== undefined) context.reply.header('retry-after', retryAfter)
      throw error
    }
    if (request.raw.socket?.destroyed) {
      // Nobody waits for the answer any more, and nobody else gives the place back: the response has ended already.
      request.leave()
      throw new AppError('unavailable')
    }
  }
  app.graphql.addHook('preExecution', async (_schema, document, bare, variables) => {
    const context = bare as unknown as Context
    // Only a request has a caller.
    if ((context.reply as FastifyReply | undefined) !== undefined) await admit(context, document, variables)
  })
  app.graphql.addHook('onResolution', async (execution, bare) => {
    const { request } = (bare as { reply?: FastifyReply }).reply ?? {}
    request?.leave?.()
    if (!request?.cost || request.headers['x-query-cost'] !== '1') return
    const { requested, max, left } = request.cost
    const cost = { requested, max, ...(Number.isFinite(left) && { left }) }
    Object.assign(execution, { extensions: { ...execution.extensions, cost } })
  })
  app.decorateRequest('cost', null)
  app.decorateRequest('leave', null)
  // However a request ends, its place is free again.
  app.addHook('onResponse', (request, _, done) => {
    request.leave?.()
    done()
  })
  return admit
}

function checkIntrospection(allowed: OperationLimits<unknown>['introspection'], { viewer, refusal }: Context): void {
  if (allowed === 'off') throw RequestFault.say('introspectionOff', {}, { statusCode: 403 })
  if (allowed === 'viewers' && viewer === null) throw refusal ?? new AppError('unauthenticated')
}

function nameIn(parameters: unknown): string | undefined {
  const { operationName } = (parameters ?? {}) as { operationName?: unknown }
  return typeof operationName === 'string' ? operationName : undefined
}
