import { randomUUID } from 'node:crypto'
import fastify, { type FastifyInstance } from 'fastify'
import { registerApi } from './api.ts'
import type { Config } from './config.ts'
import type { Pools } from './db/pool.ts'
import { Directory } from './features/provinces/directory.ts'
import { registerAuth } from './http/auth.ts'
import { registerHealth } from './http/health.ts'
import { loggerOptions } from './logging.ts'

/** The whole service, ready to listen or to be asked by a test; whoever opened the pools ends them. */
export async function buildApp(config: Config, pools: Pools): Promise<FastifyInstance> {
  const directory = new Directory(pools.serving)
  await directory.refresh()
  const app = fastify({
    logger: loggerOptions(config),
    genReqId: () => randomUUID(),
    bodyLimit: 1_048_576,
  })
  registerAuth(app, config)
  registerHealth(app, pools)
  registerApi(app, config, pools, directory)
  await app.ready()
  return app
}
