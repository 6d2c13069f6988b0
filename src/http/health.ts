import { setTimeout as sleep } from 'node:timers/promises'
import type { FastifyInstance } from 'fastify'
import type { Pools } from '../db/pool.ts'
import { isMigrated } from '../db/readiness.ts'

/** What `/health/ready` says of each thing that the service needs. */
interface Readiness {
  /** `stopping`: it was told to end, and still answers what comes. */
  status: 'ok' | 'unavailable' | 'stopping'
  database: 'ok' | 'unavailable'
  /** `behind`: the database has not all migrations that this version needs; `unknown` while it can't be asked. */
  migrations: 'ok' | 'behind' | 'unknown'
  /** `lost`: subscriptions are told late, once it is back. Only before it has listened at all is the process not ready. */
  listener: 'ok' | 'lost' | 'unavailable'
}

// Less than those who ask wait for an answer.
const patience = 3_000 // ms

const states = {
  status: ['ok', 'unavailable', 'stopping'],
  database: ['ok', 'unavailable'],
  migrations: ['ok', 'behind', 'unknown'],
  listener: ['ok', 'lost', 'unavailable'],
} satisfies { [K in keyof Readiness]: Readiness[K][] }

const answer = (description: string, properties: Record<string, readonly string[]>) => ({
  description,
  content: {
    'application/json': {
      schema: {
        type: 'object',
        properties: Object.fromEntries(
          Object.entries(properties).map(([name, values]) => [name, { type: 'string', enum: values }]),
        ),
      },
    },
  },
})

const live = {
  tags: ['operation'],
  summary: 'Does the process run?',
  security: [],
  response: { 200: answer('It runs.', { status: ['ok'] }) },
}

const ready = {
  tags: ['operation'],
  summary: 'Can the process answer, and does it want to be asked?',
  security: [],
  response: {
    200: answer('It can.', states),
    503: answer('The database doesn’t answer, lacks migrations, or the process is about to end.', states),
  },
}

/** For whoever watches the process: `live` says that it runs, `ready` that it can answer. */
export function registerHealth(app: FastifyInstance, pools: Pools): void {
  // Asked for every few seconds, they would fill the log with lines that nobody reads.
  const quiet = { logLevel: 'warn' } as const
  app.register(async (scope) => {
    scope.get('/health/live', { ...quiet, schema: live }, () => ({ status: 'ok' }))
    scope.get('/health/ready', { ...quiet, schema: ready }, async (_, reply) => {
      const readiness = await readinessOf(app, pools)
      return reply.code(readiness.status === 'ok' ? 200 : 503).send(readiness)
    })
  })
}

async function readinessOf(app: FastifyInstance, pools: Pools): Promise<Readiness> {
  const [migrated, national, listens] = await Promise.all([
    within(isMigrated(pools.serving)),
    within(pools.national.query('/* ready */ select 1').then(() => true)),
    within(app.listening().then(() => true)),
  ])
  const database = migrated !== undefined && national !== undefined
  const able = database && migrated && listens !== undefined
  return {
    status: !able ? 'unavailable' : app.admission.stage === 'serving' ? 'ok' : 'stopping',
    database: database ? 'ok' : 'unavailable',
    migrations: migrated === undefined ? 'unknown' : migrated ? 'ok' : 'behind',
    listener: listens === undefined ? 'unavailable' : app.live.hearing ? 'ok' : 'lost',
  }
}

/** Undefined if it fails or takes too long. */
async function within<T>(asked: Promise<T>): Promise<T | undefined> {
  const end = new AbortController()
  const late = sleep(patience, undefined, { signal: end.signal }).catch(() => undefined)
  try {
    return await Promise.race([asked.catch(() => undefined), late])
  } finally {
    end.abort()
  }
}
