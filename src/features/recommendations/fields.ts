import {
  byId,
  connection,
  given,
  instant,
  many,
  plain,
  raw,
  table,
  text,
  type Args,
  type FieldsOf,
  type FieldSpec,
  type TypeSpec,
} from '../../graphql/field-specs.ts'
import type { RootSpec } from '../../graphql/reads.ts'
import type { Recommendation, RecommendationFilter } from '../../graphql/schema-types.generated.ts'
import { province } from '../provinces/fields.ts'

export const types = {
  Recommendation: {
    source: table('recommendations'),
    fields: {
      id: plain('id'),
      province,
      report: byId('ProgressReport', 'report_id', { nullable: true }),
      text: text('text'),
      status: plain('status'),
      answer: text('answer', true),
      answeredAt: instant('answered_at', true),
      version: raw('version'),
    } satisfies FieldsOf<Recommendation>,
  },
} satisfies Record<string, TypeSpec>

/** What this feature adds to the types of others. */
export const fields: Record<string, Record<string, FieldSpec>> = {
  ProgressReport: {
    recommendations: many('Recommendation', {
      where: (report, row) => [`${row}.report_id = ${report}.id`],
      order: (row) => `${row}.ordinal`,
    }),
  },
}

export const roots = {
  recommendations: connection('Recommendation', {
    where: (_, row, statement, args: Args & { filter?: RecommendationFilter }) =>
      given(args.filter, {
        province: (value) => `${row}.province_id = ${statement.province(value)}`,
        status: (value) => `${row}.status = any (${statement.param(value, 'text[]')})`,
      }),
    order: () => ({ keys: [{ sql: (row) => `${row}.id`, cast: 'uuid' }], descending: true }),
  }),
} satisfies Record<string, RootSpec>
