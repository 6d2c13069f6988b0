import {
  byId,
  connection,
  date,
  given,
  holdsWords,
  instant,
  many,
  plain,
  raw,
  table,
  text,
  texts,
  vietnamese,
  type Args,
  type FieldsOf,
  type Key,
  type Source,
  type TypeSpec,
} from '../../graphql/field-specs.ts'
import type { RootSpec } from '../../graphql/reads.ts'
import type { Plan, PlanFilter, PlanOrder } from '../../graphql/schema-types.generated.ts'
import { province } from '../provinces/fields.ts'

/** The documents that plans rest on, the provinces' own and the central ones, each with its plan and its place. */
const basisColumns = ['id', 'reference', 'number', 'symbol', 'kind', 'level', 'issued_on', 'issuer', 'title']
const legalBases: Source = {
  from: (statement) => {
    const own = statement.inScope('b').concat(statement.inScope('d')).join(' and ') || 'true'
    const shared = statement.inScope('b').join(' and ') || 'true'
    const columns = (row: string) => basisColumns.map((column) => `${row}.${column}`).join(', ')
    return (
      `(select b.province_id as plan_province_id, b.plan_id, b.ordinal, d.province_id, ${columns('d')} from legal_bases b ` +
      `join documents d on d.province_id = b.province_id and d.id = b.document_id where ${own} union all ` +
      `select b.province_id, b.plan_id, b.ordinal, null::integer, ${columns('c')} from legal_bases b ` +
      `join central_documents c on c.id = b.central_document_id where ${shared})`
    )
  },
  tenant: false,
}

export const types = {
  Plan: {
    source: table('plans'),
    fields: {
      id: plain('id'),
      province,
      document: { ...byId('Document', 'document_id', { nullable: true }), source: table('documents') },
      title: text('title'),
      kind: plain('kind'),
      status: plain('status'),
      periodStart: date('period_start'),
      periodEnd: date('period_end'),
      reportingPeriod: plain('reporting_period'),
      objectives: texts('objectives'),
      legalBases: many('Document', {
        source: legalBases,
        where: (plan, basis) => [`${basis}.plan_province_id = ${plan}.province_id`, `${basis}.plan_id = ${plan}.id`],
        order: (basis) => `${basis}.ordinal`,
      }),
      parent: byId('Plan', 'parent_id', { nullable: true }),
      sourceKey: text('source_key', true),
      source: text('source', true),
      version: raw('version'),
      createdAt: instant('created_at'),
      updatedAt: instant('updated_at'),
    } satisfies FieldsOf<Omit<Plan, 'tasks' | 'progressReports' | 'progress' | 'history'>>,
  },
} satisfies Record<string, TypeSpec>

const id: Key = { sql: (row) => `${row}.id`, cast: 'uuid' }
const orders: Record<string, Key> = {
  PERIOD_START: { sql: (row) => `${row}.period_start`, cast: 'date' },
  TITLE: { sql: (row) => `${row}.title`, cast: 'text', collate: vietnamese },
  UPDATED_AT: { sql: (row) => `${row}.updated_at`, cast: 'timestamptz' },
}

export const roots = {
  plan: { kind: 'row', type: 'Plan', where: (row, statement, args) => [`${row}.id = ${statement.id(args['id'])}`] },
  plans: connection('Plan', {
    where: (_, row, statement, args: Args & { filter?: PlanFilter }) =>
      given(args.filter, {
        province: (value) => `${row}.province_id = ${statement.province(value)}`,
        year: (value) => {
          const year = statement.param(value, 'integer')
          return `${year} between extract(year from ${row}.period_start) and extract(year from ${row}.period_end)`
        },
        status: (value) => `${row}.status = any (${statement.param(value, 'text[]')})`,
        kind: (value) => `${row}.kind = any (${statement.param(value, 'text[]')})`,
        document: (value) => {
          const scope = statement.inScope('issuing').map((condition) => `${condition} and `)
          return (
            `exists (select 1 from documents issuing where ${scope.join('')}issuing.province_id = ${row}.province_id ` +
            `and issuing.id = ${row}.document_id and fold(issuing.reference) = fold(${statement.param(value, 'text')}))`
          )
        },
        text: (value) => holdsWords(`${row}.search`, value, statement),
      }),
    order: (args: Args & { orderBy?: PlanOrder }) => ({
      keys: [orders[args.orderBy?.by ?? 'PERIOD_START'] as Key, id],
      descending: (args.orderBy?.direction ?? 'DESC') === 'DESC',
    }),
  }),
} satisfies Record<string, RootSpec>
