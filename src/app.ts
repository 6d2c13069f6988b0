import fastify, { type FastifyInstance } from 'fastify'
import { registerApi } from './api.ts'
import type { Config } from './config.ts'
import type { Pools } from './db/pool.ts'
import { tenantDoor } from './db/tenancy.ts'
import { ImportThread } from './import-thread.ts'
import { ImportWorker } from './features/imports/jobs/worker.ts'
import { Directory } from './features/provinces/directory.ts'
import { bodyLimit } from './graphql/request-fault.ts'
import { registerAdmission } from './http/admission.ts'
import { registerAuth } from './http/auth.ts'
import { BearerTokens } from './http/bearer-tokens.ts'
import { registerHardening, serverOptions } from './http/hardening.ts'
import { registerHealth } from './http/health.ts'
import { registerMetrics } from './http/metrics.ts'
import { registerOauth } from './http/oauth.ts'
import { registerPages } from './http/pages.ts'
import { registerProblems } from './http/problems.ts'
import { registerRequestLog } from './http/request-log.ts'
import { registerReference } from './http/reference.ts'
import { registerTracing } from './http/tracing.ts'
import { loggerOptions, standardOutput, type LogStream } from './logging.ts'
import { registerRest } from './rest.ts'

/**
 * The whole service, ready to listen or to be asked by a test; whoever opened the pools ends them. The log goes to
 * standard output unless `logTo` takes its lines.
 */
export async function buildApp(
  config: Config,
  pools: Pools,
  logTo: LogStream = standardOutput(),
): Promise<FastifyInstance> {
  const directory = new Directory(pools.serving)
  await directory.refresh()
  const app = fastify({ ...serverOptions(config), ...loggerOptions(config.logLevel, logTo) })
  registerHardening(app, config)
  registerProblems(app, bodyLimit)
  registerReference(app, config)
  registerAuth(app, config)
  app.decorate('bearerTokens', new BearerTokens(app, config, pools, directory))
  registerOauth(app, config, pools)
  registerHealth(app, pools)
  registerMetrics(app, config, pools)
  registerApi(app, config, pools, directory)
  registerRest(app, config, pools, directory)
  registerPages(app, config, pools, directory)
  await registerTracing(app, config, pools)
  registerRequestLog(app)
  registerAdmission(app, config)
  app.metrics.add({ name: 'ttdn_subscriptions', help: 'Subscriptions that are open.', read: () => app.live.size })
  app.metrics.add({
    name: 'ttdn_listener_up',
    help: '1 while changes are heard of as they are committed, 0 while they are not, or nobody has asked yet.',
    read: () => (app.live.hearing ? 1 : 0),
  })
  registerImports(app, pools, directory, new ImportThread(pools, app.admission.asked, config.logLevel, logTo))
  await app.ready()
  return app
}

/** Works on uploaded files as long as the service runs; `app.imports.stop()` brings that to rest before all else ends. */
function registerImports(app: FastifyInstance, pools: Pools, directory: Directory, thread: ImportThread): void {
  const worker = new ImportWorker({
    doorOf: (readable, own) => tenantDoor({ ...pools, serving: pools.jobs }, { readable, own }),
    provinces: () => directory.all().map(({ id }) => id),
    takeOn: (job, stop) => thread.takeOn(job, stop),
    log: app.log,
  })
  app.decorate('imports', worker)
  app.metrics.add({
    name: 'ttdn_imports_running',
    help: 'Imports that this process works on.',
    read: () => worker.running,
  })
  app.metrics.add({
    name: 'ttdn_imports_open',
    help: 'Imports of all processes that have not ended, by their state.',
    labels: ['state'],
    read: async () => Object.entries(await worker.open()).map(([state, value]) => ({ labels: { state }, value })),
  })
  app.addHook('onReady', async () => worker.start())
  app.admission.onDrain(() => worker.stop())
  app.addHook('onClose', async () => {
    await worker.stop()
    await thread.end()
  })
}

declare module 'fastify' {
  interface FastifyInstance {
    imports: ImportWorker
  }
}
