import { createHmac } from 'node:crypto'
import { existsSync, mkdtempSync, readFileSync, realpathSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import pg from 'pg'
import { startEmbeddedPostgres } from '../../src/db/embedded.ts'
import { derivedUrl } from '../../src/db/login-roles.ts'
import { migrate } from '../../src/db/migrate.ts'
import { cpuOf, cpuOfFamily, serve, type Served } from './processes.ts'

/** A database with its server, and whatever is started on it. */
export interface Instance {
  folder: string
  ownerUrl: string
  servingUrl: string
  owner: pg.Pool
  /** The process whose children are the database's backends. */
  postmaster: number
  /** The service as it is shipped: production settings, a secret of its own, limits, metrics and log on. */
  service(port: number, env?: Record<string, string>): Promise<Served & { seconds: number }>
  /** A script of this folder that serves on a port; it is ready once it answers at `path`. */
  rival(script: string, port: number, env?: Record<string, string>, path?: string): Promise<Served>
  /** What `token` signs with. */
  secret: string
  token(claims: Record<string, unknown>): string
  stop(): Promise<void>
}

const secret = 'only-for-benches-and-never-anywhere-else-0123456789'
/** What `/metrics` of the service asks for. */
export const metricsToken = 'only-for-benches'

/** A migrated, empty database on a Postgres of its own, which keeps its data as durably as a real one. */
export async function startInstance(): Promise<Instance> {
  const folder = mkdtempSync(join(tmpdir(), 'ttdn-bench-'))
  const embedded = await startEmbeddedPostgres({ dataDir: join(folder, 'postgres') })
  await migrate({ ownerUrl: embedded.url })
  const owner = new pg.Pool({ connectionString: embedded.url, max: 4 })
  owner.on('error', () => {})
  const servingUrl = derivedUrl(embedded.url, 'app_serving')
  const { rows } = await owner.query<{ data_directory: string }>('show data_directory')
  const pidFile = join(rows[0]?.data_directory as string, 'postmaster.pid')
  const postmaster = Number(readFileSync(pidFile, 'utf8').split('\n')[0])
  const running: Served[] = []
  return {
    folder,
    ownerUrl: embedded.url,
    servingUrl,
    owner,
    postmaster,
    async service(port, env = {}) {
      const settings = {
        NODE_ENV: 'production',
        JWT_SECRET: secret,
        METRICS_TOKEN: metricsToken,
        DATABASE_URL: embedded.url,
        STOP_DELAY_SECONDS: '0',
        ...env,
      }
      const served = await serve('src/bin/server.ts', port, '/health/ready', settings, join(folder, 'service.log'))
      running.push(served)
      return served
    },
    async rival(script, port, env = {}, path = '/') {
      const served = await serve(
        `test/bench/${script}`,
        port,
        path,
        { SERVING_URL: servingUrl, ...env },
        join(folder, 'rival.log'),
      )
      running.push(served)
      return served
    },
    secret,
    token: (claims) => signed({ iss: 'ttdn', aud: 'ttdn', exp: Math.floor(Date.now() / 1000) + 7200, ...claims }),
    async stop() {
      for (const served of running) if (existsSync(`/proc/${served.pid}`)) await served.stop()
      await owner.end()
      await embedded.stop()
      for (const path of [realpathSync(join(folder, 'postgres')), folder])
        rmSync(path, { recursive: true, force: true })
    },
  }
}

/** Seconds until the machine must be at rest again. */
const mostWait = 600

/** Returns once what writes have left to do is done: rows vacuumed and written to the disk, entries of the audit log chained. */
export async function calm({ owner, postmaster }: Instance, service: Served): Promise<void> {
  await owner.query('vacuum analyze')
  await owner.query('checkpoint')
  const used = () => cpuOfFamily(postmaster) + cpuOf(service.pid)
  for (let waited = 0, before = used(); waited < mostWait; waited += 3) {
    await sleep(3_000)
    const now = used()
    if (now - before < 0.15) return
    before = now
  }
  throw new Error('The machine does not come to rest')
}

function signed(claims: object): string {
  const encode = (part: object) => Buffer.from(JSON.stringify(part)).toString('base64url')
  const text = `${encode({ alg: 'HS256', typ: 'JWT' })}.${encode({ iat: Math.floor(Date.now() / 1000), ...claims })}`
  return `${text}.${createHmac('sha256', secret).update(text).digest('base64url')}`
}
