import {
  computed,
  connection,
  date,
  given,
  holdsWords,
  one,
  plain,
  raw,
  text,
  type Args,
  type FieldsOf,
  type Source,
  type TypeSpec,
} from '../../graphql/field-specs.ts'
import type { RootSpec } from '../../graphql/reads.ts'
import type { Document, DocumentFilter } from '../../graphql/schema-types.generated.ts'

const columns = (row: string) =>
  ['id', 'reference', 'number', 'symbol', 'kind', 'level', 'issued_on', 'issuer', 'title', 'search']
    .map((column) => `${row}.${column}`)
    .join(', ')

/** The documents in scope, and the central ones, which have no province. */
const documents: Source = {
  from: (statement) =>
    `(select d.province_id, ${columns('d')} from documents d where ${statement.inScope('d').join(' and ') || 'true'} ` +
    `union all select null::integer, ${columns('c')} from central_documents c)`,
  tenant: false,
}

export const types = {
  Document: {
    source: documents,
    fields: {
      id: plain('id'),
      reference: computed((row) => `coalesce(${row}.reference, ${row}.title)`, 'text'),
      number: raw('number', true),
      symbol: text('symbol', true),
      kind: plain('kind'),
      issuedOn: date('issued_on', true),
      issuer: text('issuer', true),
      title: text('title', true),
      level: plain('level'),
      province: one('Province', (parent, child) => `${child}.key = ${parent}.province_id`, { nullable: true }),
    } satisfies FieldsOf<Document>,
  },
} satisfies Record<string, TypeSpec>

export const roots = {
  documents: connection('Document', {
    where: (_, row, statement, args: Args & { filter?: DocumentFilter }) =>
      given(args.filter, {
        province: (value) => `${row}.province_id = ${statement.province(value)}`,
        reference: (value) => `fold(${row}.reference) = fold(${statement.param(value, 'text')})`,
        kind: (value) => `${row}.kind = any (${statement.param(value, 'text[]')})`,
        level: (value) => `${row}.level = ${statement.param(value, 'text')}`,
        year: (value) => `extract(year from ${row}.issued_on) = ${statement.param(value, 'integer')}`,
        text: (value) => holdsWords(`${row}.search`, value, statement),
      }),
    order: () => ({
      keys: [
        { sql: (row) => `coalesce(${row}.issued_on, '-infinity')`, cast: 'date' },
        { sql: (row) => `${row}.id`, cast: 'uuid' },
      ],
      descending: true,
    }),
  }),
} satisfies Record<string, RootSpec>
