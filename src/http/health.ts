import type { FastifyInstance } from 'fastify'
import type { Pools } from '../db/pool.ts'

const answer = (status: 'ok' | 'unavailable', description: string) => ({
  description,
  content: {
    'application/json': { schema: { type: 'object', properties: { status: { type: 'string', const: status } } } },
  },
})

const live = {
  tags: ['operation'],
  summary: 'Does the process run?',
  security: [],
  response: { 200: answer('ok', 'It runs.') },
}

const ready = {
  tags: ['operation'],
  summary: 'Can the process answer?',
  security: [],
  response: { 200: answer('ok', 'It can.'), 503: answer('unavailable', 'The database doesn’t answer.') },
}

/** For whoever watches the process: `live` says that it runs, `ready` that it can answer. */
export function registerHealth(app: FastifyInstance, pools: Pools): void {
  // Asked for every few seconds, they would fill the log with lines that nobody reads.
  const quiet = { logLevel: 'warn' } as const
  app.register(async (scope) => {
    scope.get('/health/live', { ...quiet, schema: live }, () => ({ status: 'ok' }))
    scope.get('/health/ready', { ...quiet, schema: ready }, async (_, reply) => {
      try {
        await Promise.all([pools.serving.query('select 1'), pools.national.query('select 1')])
        return { status: 'ok' }
      } catch {
        return reply.code(503).header('retry-after', '5').send({ status: 'unavailable' })
      }
    })
  })
}
