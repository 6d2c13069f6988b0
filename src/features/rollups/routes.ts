import { createHash } from 'node:crypto'
import type { FastifyInstance } from 'fastify'
import { values as allowed } from '../../db/schema/values.ts'
import type { Rollup, RollupRow } from '../../graphql/schema-types.generated.ts'
import { bareType, formatOf, formatParameter, mediaTypes } from '../../rest/formats.ts'
import type { JsonSchema, Rest } from '../../rest/routes.ts'
import { tableStream, type Cell } from '../../rest/tables.ts'

const formats = ['json', 'csv', 'xlsx'] as const

const dimensions = ['PROVINCE', 'YEAR', 'QUARTER', 'CATEGORY', 'DEPARTMENT', 'DEPARTMENT_KIND'] as const

/** Everything that a row has; names as in GraphQL. */
const fields = `province { slug name } year quarter category department { id name } departmentKind
  plans plansByStatus { status count } tasks tasksByStatus { status count } overdueTasks completedOnTime
  reportsDue reportsSubmitted reportsOnTime reportingRate onTimeRate progress plannedBudget spentBudget
  indicators { indicator { code unit } value qualifier lower upper figures }
  recommendationsOpen recommendationsAnswered provincesReporting provincesNotReporting { slug }`
const document = `query Rollup($filter: RollupFilter, $groupBy: [RollupDimension!]!, $asOf: Date) {
  nationalRollup(filter: $filter, groupBy: $groupBy, asOf: $asOf) { asOf rows { ${fields} } total { ${fields} } } }`

const list = (items: JsonSchema, description: string): JsonSchema => ({
  type: 'array',
  maxItems: 200,
  items,
  description,
})
const oneOf = (names: readonly string[]): JsonSchema => ({ type: 'string', enum: names })

const query: Record<string, JsonSchema> = {
  ...formatParameter(formats),
  groupBy: list(
    oneOf(dimensions),
    'What makes a row; without it there is one, of everything. DEPARTMENT needs one province.',
  ),
  asOf: {
    type: 'string',
    format: 'date',
    description: 'The date of the map; without it each province stands for itself.',
  },
  provinces: list({ type: 'string' }, 'Only these, by slug; of the map of `asOf`, if that is given.'),
  years: list({ type: 'integer', minimum: 1900, maximum: 2100 }, 'Only what falls in one of them.'),
  categories: list(oneOf(allowed.TaskCategory), 'Only tasks of these categories, and what was reported on them.'),
  departmentKinds: list(oneOf(allowed.DepartmentKind), 'Only tasks led by departments of these kinds.'),
  indicators: list(
    { type: 'string' },
    'Only figures of these indicators, by code; they are then columns in this order.',
  ),
}

const description = `What GraphQL's \`nationalRollup\` answers, for programs and spreadsheets without GraphQL: the same figures under the same
names. \`json\` is its answer as it is. \`csv\` and \`xlsx\` have a line for each row, and for each indicator the columns \`CODE\`,
\`CODE.qualifier\`, \`CODE.lower\` and \`CODE.upper\`; empty is not reported, which is not zero.

An answer has an \`ETag\`: send it as \`If-None-Match\`, and what hasn't changed is answered by 304 without a body.`

interface Query {
  groupBy?: string[]
  asOf?: string
  provinces?: string[]
  years?: number[]
  categories?: string[]
  departmentKinds?: string[]
  indicators?: string[]
}

/** The national rollup for integrators without GraphQL. */
export function rollupRoutes(app: FastifyInstance, rest: Rest): void {
  const etag = { ETag: { type: 'string', description: 'Stands for these figures in this format.' } }
  const options = rest.route({
    tag: 'rollups',
    summary: 'Figures over provinces, years and more',
    description,
    scope: 'rollups:read',
    query,
    headers: { 'if-none-match': { type: 'string', description: 'The ETag of an answer that the caller has.' } },
    answers: {
      200: {
        description: 'The figures.',
        headers: etag,
        content: {
          'application/json': { type: 'object', additionalProperties: true },
          [bareType('csv')]: { type: 'string' },
          [bareType('xlsx')]: { type: 'string' },
        },
      },
      304: { description: 'Nothing has changed since the answer with this ETag.', headers: etag },
    },
    problems: [[406, 'BAD_INPUT: only `json`, `csv` and `xlsx` can be had.']],
    cost: 5_000,
  })
  app.get('/api/v1/rollups', options, async (request, reply) => {
    const format = formatOf(request, formats)
    const { groupBy = [], asOf, ...filter } = request.query as Query & { format?: string }
    delete filter.format
    const variables = { groupBy, asOf: asOf ?? null, filter }
    const { nationalRollup } = (await rest.ask(request, document, variables)) as { nationalRollup: Rollup }
    const text = JSON.stringify(nationalRollup)
    const tag = `"${createHash('sha256').update(`${format} ${text}`).digest('base64url').slice(0, 27)}"`
    // Who asks decides what there is to see, so nobody else may be given this answer.
    reply.header('etag', tag).header('cache-control', 'private, no-cache').header('vary', 'Accept, Authorization')
    if (isKnown(request.headers['if-none-match'], tag)) return reply.code(304).send()
    reply.type(mediaTypes[format])
    if (format === 'json') return reply.send(text)
    reply.header('content-disposition', `attachment; filename="rollup.${format}"`)
    const rows = groupBy.length === 0 ? [nationalRollup.total] : nationalRollup.rows
    return reply.send(tableStream(format, { name: 'rollup', ...tableOf(rows, filter.indicators), joinList }))
  })
}

const joinList = (items: readonly string[]) => items.join('; ')

/** Whether a client has the answer with this tag already; weak and strong tags are compared alike, as GET wants it. */
function isKnown(header: string | undefined, tag: string): boolean {
  if (header === undefined) return false
  const known = header.split(',').map((one) => one.trim().replace(/^W\//, ''))
  return known.includes(tag) || known.includes('*')
}

const dimensionColumns = [
  'province',
  'provinceName',
  'year',
  'quarter',
  'category',
  'departmentId',
  'department',
  'departmentKind',
] as const

const plain = [
  'plans',
  'tasks',
  'overdueTasks',
  'completedOnTime',
  'reportsDue',
  'reportsSubmitted',
  'reportsOnTime',
  'reportingRate',
  'onTimeRate',
  'progress',
  'plannedBudget',
  'spentBudget',
  'recommendationsOpen',
  'recommendationsAnswered',
  'provincesReporting',
] as const

/** A line for each row; figures of an indicator take four columns. */
function tableOf(rows: readonly RollupRow[], asked: readonly string[] | undefined) {
  const reported = rows.flatMap(({ indicators }) => indicators.map(({ indicator }) => indicator.code))
  const codes = asked ?? [...new Set(reported)]
  const columns = [
    ...dimensionColumns,
    ...plain,
    'provincesNotReporting',
    ...codes.flatMap((code) => [code, `${code}.qualifier`, `${code}.lower`, `${code}.upper`]),
  ]
  const lines = rows.map((row) => {
    const figures = new Map(row.indicators.map((figure) => [figure.indicator.code, figure]))
    const cells: (Cell | undefined)[] = [
      row.province?.slug,
      row.province?.name,
      row.year,
      row.quarter,
      row.category,
      row.department?.id,
      row.department?.name,
      row.departmentKind,
      ...plain.map((name) => row[name]),
      row.provincesNotReporting.map(({ slug }) => slug),
      ...codes.flatMap((code) => {
        const figure = figures.get(code)
        return [figure?.value, figure?.qualifier, figure?.lower, figure?.upper]
      }),
    ]
    return cells.map((cell) => cell ?? null)
  })
  async function* batches() {
    yield lines
  }
  return { columns, batches: batches() }
}
