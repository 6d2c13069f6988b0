import { setMaxListeners } from 'node:events'
import type { FastifyInstance, FastifyReply } from 'fastify'
import { bareType, formatOf, formatParameter, mediaTypes } from '../../rest/formats.ts'
import type { JsonSchema, Rest } from '../../rest/routes.ts'
import { follow, pageAt, type Following } from './follow.ts'

const mostWaiting = 60 // s
const formats = ['json', 'ndjson'] as const

const cursor = { type: 'string', description: 'Where to go on: the parameter `after` of the next request.' }

const change: JsonSchema = {
  type: 'object',
  description: 'One committed change of one thing.',
  required: ['cursor', 'at', 'province', 'type', 'id', 'kind', 'version', 'data'],
  properties: {
    cursor,
    at: { type: 'string', format: 'date-time', description: 'When the transaction of the change began.' },
    province: { type: 'string', description: 'A slug.' },
    type: { type: 'string', enum: ['Department', 'Document', 'Plan', 'Task', 'ProgressReport', 'Recommendation'] },
    id: { type: 'string', format: 'uuid' },
    kind: {
      type: 'string',
      enum: ['CREATED', 'UPDATED', 'DELETED'],
      description: 'CREATED also for what was published to the ministry by this change.',
    },
    version: {
      type: 'integer',
      description: 'The version that the change made. Documents have no versions: always 1.',
    },
    data: {
      type: ['object', 'null'],
      additionalProperties: true,
      description:
        'The thing as it is when this is read, which may be newer than `version`; null, and `kind` DELETED, if it is gone.',
    },
  },
}

const description = `Every committed change of what the caller may see: plans, tasks, reports with their figures, recommendations,
departments and documents. Begin without \`after\`; go on with the last cursor that you have dealt with.

No event ever appears behind a cursor that was delivered; a thing's versions come in order; nothing is lost, and nothing is sent
twice to one reader that goes on with its last cursor. A cursor stays good over restarts. To keep a mirror, write \`data\` under
\`id\`, remove what is \`DELETED\`, and store the cursor in the same transaction.

With \`Accept: application/x-ndjson\` the answer is a stream, a line for each event as it is committed, and an empty line at
once and then every 15 s while there is none. It ends after a while, and when the token does: connect again with the last cursor. The ministry is
told of what is published, and of a plan with its tasks, or a report with its recommendations, when that is published. A province is told what its predecessors changed, too.`

/** The change feed. */
export function changeRoutes(app: FastifyInstance, rest: Rest): void {
  const closing = new AbortController()
  setMaxListeners(0, closing.signal)
  // Who waits is answered before the process stops, and asks the next one.
  app.addHook('onReady', async () => app.admission.onDrain(async () => closing.abort()))
  app.addHook('preClose', async () => closing.abort())
  const options = rest.route({
    tag: 'changes',
    summary: 'Follow every committed change',
    description,
    scope: 'changes:read',
    query: {
      after: { type: 'string', maxLength: 12_000, description: 'The cursor of the last event that was dealt with.' },
      first: { type: 'integer', minimum: 1, maximum: 1_000, default: 500, description: 'How many events, at most.' },
      wait: {
        type: 'integer',
        minimum: 0,
        maximum: mostWaiting,
        default: 0,
        description:
          'Where there is nothing, for how many seconds to wait for something. Not for streams, which always wait.',
      },
      ...formatParameter(formats),
    },
    answers: {
      200: {
        description: 'The changes, oldest first.',
        content: {
          [bareType('json')]: {
            type: 'object',
            required: ['changes', 'next', 'more'],
            properties: {
              changes: { type: 'array', items: change },
              next: { ...cursor, description: 'Behind all of these: the parameter `after` of the next request.' },
              more: { type: 'boolean', description: 'Whether there is more at once.' },
            },
          },
          [bareType('ndjson')]: change,
        },
      },
    },
    problems: [[406, 'BAD_INPUT: only `json` and `ndjson` can be had.']],
    cost: 100,
    takesTurn: false,
  })
  app.get('/api/v1/changes', options, async (request, reply) => {
    const format = formatOf(request, formats)
    if (format === 'ndjson' || (request.query as Query).wait > 0) rest.countLasting(request, reply)
    const following: Following = { app, rest, request, signal: ending(reply, closing.signal) }
    if (format === 'json') return page(following, reply)
    // Wrong cursors are refused before the stream begins.
    const { after } = request.query as Query
    const stream = await follow(following, after)
    return reply.type(mediaTypes.ndjson).header('x-accel-buffering', 'no').send(stream)
  })
}

interface Query {
  after?: string
  first: number
  wait: number
}

async function page(following: Following, reply: FastifyReply) {
  const { after, first, wait } = following.request.query as Query
  const { changes, next, more } = await pageAt(following, { after, limit: first, wait: wait * 1000 })
  return reply.type(mediaTypes.json).send({ changes, next, more })
}

/** Given when the client has left or the service is about to stop. */
function ending(reply: FastifyReply, closing: AbortSignal): AbortSignal {
  const left = new AbortController()
  reply.raw.once('close', () => left.abort())
  return AbortSignal.any([left.signal, closing])
}
