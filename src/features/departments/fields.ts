import {
  byId,
  connection,
  date,
  given,
  holdsWords,
  plain,
  raw,
  table,
  text,
  vietnamese,
  type Args,
  type FieldsOf,
  type Key,
  type TypeSpec,
} from '../../graphql/field-specs.ts'
import type { RootSpec } from '../../graphql/reads.ts'
import type { Department, DepartmentFilter, DepartmentOrder } from '../../graphql/schema-types.generated.ts'
import { province } from '../provinces/fields.ts'

export const types = {
  Department: {
    source: table('departments'),
    fields: {
      id: plain('id'),
      province,
      name: text('name'),
      shortName: text('short_name', true),
      kind: plain('kind'),
      parent: byId('Department', 'parent_id', { nullable: true }),
      existedFrom: date('existed_from', true),
      existedUntil: date('existed_until', true),
      successor: byId('Department', 'successor_id', { nullable: true }),
      version: raw('version'),
    } satisfies FieldsOf<Department>,
  },
} satisfies Record<string, TypeSpec>

const id: Key = { sql: (row) => `${row}.id`, cast: 'uuid' }
const name: Key = { sql: (row) => `${row}.name`, cast: 'text', collate: vietnamese }
const kind: Key = { sql: (row) => `${row}.kind`, cast: 'text' }

export const roots = {
  departments: connection('Department', {
    where: (_, row, statement, args: Args & { filter?: DepartmentFilter }) =>
      given(args.filter, {
        province: (value) => `${row}.province_id = ${statement.province(value)}`,
        kind: (value) => `${row}.kind = any (${statement.param(value, 'text[]')})`,
        text: (value) => holdsWords(`${row}.search`, value, statement),
      }),
    order: (args: Args & { orderBy?: DepartmentOrder }) => ({
      keys: args.orderBy?.by === 'KIND' ? [kind, name, id] : [name, id],
      descending: args.orderBy?.direction === 'DESC',
    }),
  }),
} satisfies Record<string, RootSpec>
