import type { FastifyInstance, FastifyRequest } from 'fastify'
import { values as allowed } from '../../db/schema/values.ts'
import { UserError } from '../../errors.ts'
import { bareType, formatOf, formatParameter, mediaTypes } from '../../rest/formats.ts'
import { hasLeft, type Asker, type JsonSchema, type Rest } from '../../rest/routes.ts'
import { tableStream } from '../../rest/tables.ts'
import { joinList } from '../imports/files/cells.ts'
import { columnsOf, exportRows, listCodes, type ExportOptions } from './queries.ts'
import { exportKinds, type ExportKind } from './sheets.ts'

const formats = ['csv', 'ndjson', 'xlsx'] as const

const statuses: Record<ExportKind, readonly string[]> = {
  plans: allowed.PlanStatus,
  tasks: allowed.TaskStatus,
  reports: allowed.ReportStatus,
}

const falls: Record<ExportKind, string> = {
  plans: 'plans whose period touches one of them',
  tasks: 'tasks due in one of them; without a due date, by the end of their plan',
  reports: 'reports on periods of one of them',
}

const description = (kind: ExportKind) => `All ${kind} that the caller may see, streamed, as of the instant at which the
export begins. The columns are the importer's, so that a file can be imported again; what wasn't imported has its id for a key.${
  kind === 'reports'
    ? ' Each report is there once: in the revision that counts or, where none is accepted, the newest.'
    : ''
}

A province gets its own rows; \`provinces\` can name those that merged into it. The ministry gets the published rows of all
provinces, and a first column \`province\`. In CSV and XLSX, text that a spreadsheet would run as a formula has a \`'\` in front. An answer
that breaks off is cut off in the middle of its transfer, never ended as if it were whole. Who takes nothing for a minute is cut off.`

function query(kind: ExportKind): Record<string, JsonSchema> {
  return {
    ...formatParameter(formats),
    years: {
      type: 'array',
      maxItems: 100,
      items: { type: 'integer', minimum: 1900, maximum: 2100 },
      description: `Only ${falls[kind]}.`,
    },
    status: {
      type: 'array',
      maxItems: 20,
      items: { type: 'string', enum: statuses[kind] },
      description: 'Only these.',
    },
    plan: { type: 'string', format: 'uuid', description: 'Only what belongs to the plan with this id.' },
    provinces: {
      type: 'array',
      maxItems: 100,
      items: { type: 'string' },
      description: 'Only these provinces’, by slug.',
    },
  }
}

interface Query {
  years?: number[]
  status?: string[]
  plan?: string
  provinces?: string[]
}

/** The exports, a route for each kind. */
export function exportRoutes(app: FastifyInstance, rest: Rest): void {
  for (const kind of exportKinds) {
    const options = rest.route({
      tag: 'exports',
      summary: `Export ${kind}`,
      description: description(kind),
      scope: 'exports:read',
      query: query(kind),
      answers: {
        200: {
          description: 'The table.',
          content: Object.fromEntries(formats.map((format) => [bareType(format), { type: 'string' }])),
        },
      },
      problems: [[406, 'BAD_INPUT: only `csv`, `ndjson` and `xlsx` can be had.']],
      cost: 10_000,
      lasts: true,
    })
    app.get(`/api/v1/exports/${kind}`, options, async (request, reply) => {
      const format = formatOf(request, formats)
      const asker = rest.asker(request)
      const table = optionsOf(kind, asker, rest, request)
      const codes = await listCodes(asker.door)
      const rows = exportRows(asker.door, table, codes)
      // A client may leave at any time, also while the first row is looked for; its cursor ends once that is there.
      const end = () => void rows.return(undefined).catch(() => {})
      reply.raw.once('close', end)
      if (hasLeft(reply)) end()
      // What can't be read is said as a problem, before the table begins.
      const first = await rows.next()
      async function* batches() {
        try {
          if (first.done !== true) yield first.value
          yield* rows
        } finally {
          await rows.return(undefined)
        }
      }
      const stream = tableStream(format, { name: kind, columns: columnsOf(table, codes), batches: batches(), joinList })
      return reply
        .type(mediaTypes[format])
        .header('content-disposition', `attachment; filename="${kind}.${format}"`)
        .send(stream)
    })
  }
}

function optionsOf(kind: ExportKind, { door }: Asker, rest: Rest, request: FastifyRequest): ExportOptions {
  const { years, status, plan, provinces } = request.query as Query
  const readable = 'scope' in door ? door.scope.readable : null
  const named = provinces?.map((slug) => keyOf(slug, rest, readable))
  const keys = named ?? (readable === null ? rest.provinceIds() : readable.slice(0, 1))
  return {
    kind,
    provinces: keys,
    withProvince: readable === null || keys.length > 1,
    years: years ?? null,
    status: status ?? null,
    planId: plan ?? null,
  }
}

/** Of a province that isn't readable nothing more is said than of one that there isn't. */
function keyOf(slug: string, rest: Rest, readable: readonly number[] | null): number {
  const key = rest.provinceId(slug)
  if (key !== undefined && (readable === null || readable.includes(key))) return key
  throw new UserError('unknownProvince', ['provinces'], { slug: slug.slice(0, 100) })
}
