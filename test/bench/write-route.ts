import { readFileSync } from 'node:fs'
import fastify from 'fastify'
import pg from 'pg'
import { newId } from '../../src/db/ids.ts'
import type { Recording } from './recording.ts'

// What an engineer would write instead for one write: a Fastify route that sends the same statements in one transaction, and
// the payload's text as the answer. It believes who asks without a token, and checks nothing.

type Values = Record<string, string | number>

const recordings = JSON.parse(readFileSync(process.env['RECORDINGS'] as string, 'utf8')) as Record<string, Recording>
const pool = new pg.Pool({ connectionString: process.env['SERVING_URL'] as string, max: 10 })
const app = fastify({ logger: true })

app.get('/', () => 'ready')
for (const [name, { statements, payload }] of Object.entries(recordings)) {
  const prepared = statements.map(({ values, ...statement }) => ({ statement, valuesFor: filler(values) }))
  const [field, type] = name === 'completeTask' ? [name, 'task'] : [name, 'progressReport']
  app.post<{ Body: Values }>(`/${name}`, async ({ body }, reply) => {
    reply.type('application/json; charset=utf-8')
    const given: Values = { ...body }
    const client = await pool.connect()
    try {
      let text = ''
      for (const [at, { statement, valuesFor }] of prepared.entries()) {
        const { rows } = await client.query({ ...statement, values: valuesFor(given) })
        if (at === payload) text = rows[0].json
      }
      return `{"data":{"${field}":{"${type}":${text},"userErrors":[]}}}`
    } catch (error) {
      await client.query('rollback')
      throw error
    } finally {
      client.release()
    }
  })
}

/** Puts a request's values into the places of a statement's values; an id that is not given is made. */
function filler(values: string): (given: Values) => unknown[] {
  const pieces = values.split(/«([^»]+)»/)
  if (pieces.length === 1) return () => JSON.parse(values) as unknown[]
  return (given) =>
    JSON.parse(pieces.map((piece, at) => (at % 2 === 0 ? piece : (given[piece] ??= newId()))).join('')) as unknown[]
}

await app.listen({ port: Number(process.env['PORT']) })
process.on('SIGTERM', () => void app.close().then(() => pool.end()))
