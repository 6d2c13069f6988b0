import fastify from 'fastify'
import pg from 'pg'
import { rollup } from './rollup-read.ts'

// What an engineer would write instead for the nation's rollup: a Fastify route that sends the best single statement over the
// same summary, and its text as the answer. It believes who asks without a token.

const pool = new pg.Pool({ connectionString: process.env['NATIONAL_URL'] as string, max: 10 })
const app = fastify({ logger: true })

app.get('/', () => 'ready')
app.post('/rollup', async (_, reply) => {
  reply.type('application/json; charset=utf-8')
  const { rows } = await pool.query<{ json: string }>({ name: 'rollup', text: rollup.sql })
  return `{"data":${rows[0]?.json}}`
})
await app.listen({ port: Number(process.env['PORT']) })
process.on('SIGTERM', () => void app.close().then(() => pool.end()))
