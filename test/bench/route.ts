import fastify from 'fastify'
import { openPools } from '../../src/db/pool.ts'
import { tenantDoor } from '../../src/db/tenancy.ts'
import { keepSummary } from '../../src/features/rollups/upkeep.ts'
import { reads } from './reads.ts'

// What an engineer would write instead for one read: a Fastify route, the best single statement, and its text as the answer. It
// enters the scope in the same round trip, with the service's own door, and believes who asks without a token.

const pools = openPools({
  beforeCommit: keepSummary,
  servingUrl: process.env['SERVING_URL'] as string,
  nationalUrl: process.env['SERVING_URL'] as string,
  size: 10,
  onError: (error) => console.error(error),
})
const app = fastify({ logger: true })

app.get('/', () => 'ready')
for (const [index, { name, sql, values }] of reads.entries()) {
  app.post<{ Body: { province: number; variables: Record<string, unknown> } }>(
    `/${index}`,
    async ({ body: { province, variables } }, reply) => {
      reply.type('application/json; charset=utf-8')
      if (sql === '') return '{"data":{"__typename":"Query"}}'
      const door = tenantDoor(pools, { readable: [province], own: null })
      const text = await door.read({ name, text: sql, values: [province, ...values(variables)] })
      return `{"data":${text}}`
    },
  )
}
await app.listen({ port: Number(process.env['PORT']) })
process.on('SIGTERM', () => void app.close().then(() => pools.end()))
