import { createHash, timingSafeEqual } from 'node:crypto'
import type { FastifyInstance } from 'fastify'
import { collectDefaultMetrics, Counter, Gauge, Histogram, Registry } from 'prom-client'
import type { Config } from '../config.ts'
import type { Pools } from '../db/pool.ts'
import { AppError } from '../errors.ts'
import { sendProblem } from './problems.ts'

/** One figure that is read when `/metrics` is asked for. Its labels must be few, and tell no province from another. */
export interface Reading {
  /** Begins with `ttdn_` and ends with the unit. */
  name: string
  help: string
  labels?: readonly string[]
  /** The figure, or one for each combination of labels. What it throws is logged, and the figure is left out. */
  read: () => Figures | Promise<Figures>
}

type Figures = number | readonly { labels: Record<string, string>; value: number }[]

const seconds = [0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 30]

/** What Prometheus is told of one process. */
export class Metrics {
  readonly registry = new Registry()
  readonly #app: FastifyInstance
  readonly #requests: Histogram<'method' | 'route' | 'status'>
  readonly #errors: Counter<'code'>
  readonly #statements: Histogram<'query'>
  readonly #failures: Counter<'query'>

  constructor(app: FastifyInstance, pools: Pools) {
    this.#app = app
    const registers = [this.registry]
    collectDefaultMetrics({ register: this.registry })
    this.#requests = new Histogram({
      name: 'ttdn_request_seconds',
      help: 'Time from the arrival of a request to the end of its answer; status 499: the client had left.',
      labelNames: ['method', 'route', 'status'],
      buckets: seconds,
      registers,
    })
    this.#errors = new Counter({
      name: 'ttdn_errors_total',
      help: 'Requests by the codes of the errors that they were answered with.',
      labelNames: ['code'],
      registers,
    })
    this.#statements = new Histogram({
      name: 'ttdn_sql_seconds',
      help: 'Time from sending an SQL statement to its end, by the name that it begins with.',
      labelNames: ['query'],
      buckets: seconds,
      registers,
    })
    this.#failures = new Counter({
      name: 'ttdn_sql_failures_total',
      help: 'SQL statements that failed, by the name that they begin with.',
      labelNames: ['query'],
      registers,
    })
    pools.watch(({ name }) => (error, took) => {
      this.#statements.observe({ query: name }, took)
      if (error !== undefined) this.#failures.inc({ query: name })
    })
    const { serving, national, jobs, live } = pools
    const byName = { serving, national, jobs, live_serving: live.serving, live_national: live.national }
    this.add({
      name: 'ttdn_pool_connections',
      help: 'Connections to the database, and requests that wait for one.',
      labels: ['pool', 'state'],
      read: () =>
        Object.entries(byName).flatMap(([pool, { totalCount, idleCount, waitingCount }]) => {
          const states = { busy: totalCount - idleCount, idle: idleCount, waiting: waitingCount }
          return Object.entries(states).map(([state, value]) => ({ labels: { pool, state }, value }))
        }),
    })
  }

  /** Adds a figure of a feature. */
  add({ name, help, labels = [], read }: Reading): void {
    const log = this.#app.log
    const gauge = new Gauge({
      name,
      help,
      labelNames: [...labels],
      registers: [this.registry],
      async collect() {
        try {
          const figures = await read()
          gauge.reset()
          if (typeof figures === 'number') gauge.set(figures)
          else for (const figure of figures) gauge.set(figure.labels, figure.value)
        } catch (error) {
          gauge.remove({})
          log.warn({ err: error, metric: name }, 'a figure could not be read')
        }
      },
    })
  }

  answered(request: {
    method: string
    route: string
    status: string
    milliseconds: number
    codes: ReadonlySet<string> | null
  }): void {
    const { method, route, status, milliseconds, codes } = request
    this.#requests.observe({ method, route, status }, milliseconds / 1000)
    for (const code of codes ?? []) this.#errors.inc({ code })
  }
}

declare module 'fastify' {
  interface FastifyInstance {
    metrics: Metrics
  }
}

const schema = {
  tags: ['operation'],
  summary: 'What the process has done, for Prometheus',
  description: 'Asks for the token of METRICS_TOKEN. In production without that setting it is not there.',
  security: [],
}

/** Serves `/metrics`, and counts from now on. In production it asks for METRICS_TOKEN, and isn't there without one. */
export function registerMetrics(app: FastifyInstance, { metricsToken, production }: Config, pools: Pools): void {
  const metrics = new Metrics(app, pools)
  app.decorate('metrics', metrics)
  app.register(async (scope) => {
    scope.get('/metrics', { logLevel: 'warn', schema }, async (request, reply) => {
      if (metricsToken === null && production) return sendProblem(request, reply, new AppError('noSuchRoute'))
      if (metricsToken !== null && !isSame(request.headers.authorization ?? '', `Bearer ${metricsToken}`)) {
        return sendProblem(request, reply, new AppError('unauthenticated'))
      }
      return reply.type(metrics.registry.contentType).send(await metrics.registry.metrics())
    })
  })
}

/** Compares digests, so that how long it takes tells nothing of the token. */
function isSame(given: string, expected: string): boolean {
  const digest = (text: string) => createHash('sha256').update(text).digest()
  return timingSafeEqual(digest(given), digest(expected))
}
