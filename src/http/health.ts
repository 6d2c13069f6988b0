import type { FastifyInstance } from 'fastify'
import type { Pools } from '../db/pool.ts'

/** For whoever watches the process: `live` says that it runs, `ready` that it can answer. */
export function registerHealth(app: FastifyInstance, pools: Pools): void {
  // Asked for every few seconds, they would fill the log with lines that nobody reads.
  const quiet = { logLevel: 'warn' } as const
  app.get('/health/live', quiet, () => ({ status: 'ok' }))
  app.get('/health/ready', quiet, async (_, reply) => {
    try {
      await Promise.all([pools.serving.query('select 1'), pools.national.query('select 1')])
      return { status: 'ok' }
    } catch {
      return reply.code(503).header('retry-after', '5').send({ status: 'unavailable' })
    }
  })
}
