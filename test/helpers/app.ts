import { setImmediate } from 'node:timers/promises'
import type { FastifyInstance } from 'fastify'
import { buildApp } from '../../src/app.ts'
import { readConfig } from '../../src/config.ts'
import { openPools, type Pools } from '../../src/db/pool.ts'
import { tenantDoor } from '../../src/db/tenancy.ts'
import type { Role } from '../../src/graphql/context.ts'
import type { Claims } from '../../src/http/auth.ts'
import { createDatabase, type TestDatabase } from './database.ts'
import { buildProvince } from '../../src/features/rollups/build.ts'
import { keepSummary } from '../../src/features/rollups/upkeep.ts'
import type { LogStream } from '../../src/logging.ts'

/** What a request is sent with so that the service knows who asks. */
export interface Viewer {
  role: Role
  province: string | undefined
  department: string | undefined
  headers: Record<string, string>
}

export interface Answer {
  status: number
  data: any
  errors: any
  /** What was sent to the database meanwhile, without the entry into a scope that travels with a read. */
  statements: string[]
}

export interface TestApp extends TestDatabase {
  app: FastifyInstance
  pools: Pools
  /** Every statement since the start. */
  statements: string[]
  /** Those of the workers that take imports through. */
  jobStatements: string[]
  /** Sends one operation. `statements` of the answer is right as long as nothing else is asked at the same time. */
  gql(query: string, variables: object | undefined, viewer: Viewer | undefined, headers?: object): Promise<Answer>
  viewer(role: Role, province?: string, department?: string): Viewer
  /** A province that no other test of this file uses: first those of no merger, then successors. */
  nextProvince(): string
  /** The key of a province. */
  key(slug: string): number
  /** Provinces whose rows were written past all rules, and so past what keeps the rollups’ summary. */
  stale: Set<number>
  /** Counts the facts of those provinces anew; a rollup that is asked for with `gql` does so first. */
  refreshSummary(): Promise<void>
}

interface Options {
  poolSize?: number
  /** Settings as in the environment. */
  env?: Record<string, string>
  /** Changes the database before the service starts on it. */
  prepare?: (owner: TestDatabase['owner']) => Promise<unknown>
  /** Takes the log's lines in place of standard output. */
  logTo?: LogStream
}

/** The service on a database of its own; both end with the test. Give it to the whole file, and each test its own rows. */
export async function createApp(t: Parameters<typeof createDatabase>[0], options: Options = {}): Promise<TestApp> {
  const database = await createDatabase(t)
  await options.prepare?.(database.owner)
  const { rows: provinces } = await database.owner.query<{ id: number; slug: string; exists: boolean }>(
    `select id, slug, existed_until is null as exists from provinces p
     order by exists (select from successions where successor_id = p.id), id`,
  )
  const statements: string[] = []
  const jobStatements: string[] = []
  const config = readConfig({
    LOG_LEVEL: process.env['LOG_LEVEL'] ?? 'silent',
    DATABASE_POOL_SIZE: String(options.poolSize ?? 4),
    // Tests that ask for everything there is at once are not about limits.
    OPERATION_COST_LIMIT: '10000000',
    COST_PER_MINUTE: '0',
    ...options.env,
  })
  const pools = openPools({
    beforeCommit: keepSummary,
    servingUrl: database.servingUrl,
    nationalUrl: database.nationalUrl,
    size: config.poolSize,
    onStatement: (text, ofJob) => void (ofJob ? jobStatements : statements).push(text),
    onError: () => {}, // dropping the database cuts connections that are idle
  })
  const app = await buildApp(config, pools, options.logTo)
  t.teardown(async () => {
    await app.close()
    await pools.end()
  })
  const unused = provinces.filter(({ exists }) => exists).map(({ slug }) => slug)
  const keys = new Map(provinces.map(({ slug, id }) => [slug, id]))

  const stale = new Set<number>()
  let refreshing = Promise.resolve()
  const refreshStale = async (before: Promise<void>) => {
    await before
    for (const id of stale) {
      stale.delete(id)
      await buildProvince(tenantDoor(pools, { readable: [id], own: id }), 'test')
    }
  }
  // Who asks meanwhile waits as well.
  const refreshSummary = () => (refreshing = refreshStale(refreshing))
  return {
    ...database,
    app,
    pools,
    statements,
    jobStatements,
    stale,
    refreshSummary,
    async gql(query, variables, viewer, headers = {}) {
      if (/rollup/i.test(query)) await refreshSummary()
      const from = statements.length
      const response = await app.inject({
        method: 'POST',
        url: '/graphql',
        headers: { 'content-type': 'application/json', ...viewer?.headers, ...headers },
        payload: JSON.stringify({ query, variables }),
      })
      await settled(pools)
      const { data, errors } = response.json()
      return { status: response.statusCode, data, errors, statements: statements.slice(from) }
    },
    viewer: (role, province, department) => ({
      role,
      province,
      department,
      headers: { authorization: `Bearer ${sign(app, { sub: `${role}@test`, role, province, department })}` },
    }),
    nextProvince: () => unused.shift() ?? fail('All provinces are used.'),
    key: (slug) => keys.get(slug) ?? fail(`No province ${slug}`),
  }
}

function sign(app: FastifyInstance, claims: { [K in keyof Claims]: Claims[K] | undefined }): string {
  // Leaves out what is undefined.
  return app.jwt.sign(JSON.parse(JSON.stringify(claims)), { expiresIn: '1h' })
}

/** Until every transaction has ended: those of queries end after their answer. */
async function settled({ serving, national }: Pools): Promise<void> {
  while (serving.idleCount < serving.totalCount || national.idleCount < national.totalCount) await setImmediate()
}

function fail(message: string): never {
  throw new Error(message)
}
