import {
  computed,
  connection,
  date,
  instant,
  many,
  one,
  plain,
  reference,
  text,
  today,
  vietnamese,
  type FieldsOf,
  type Order,
  type Source,
  type TypeSpec,
} from '../../graphql/field-specs.ts'
import type { RootSpec } from '../../graphql/reads.ts'
import type { Province, Succession } from '../../graphql/schema-types.generated.ts'

/** `key` is what tenant rows call `province_id`; `id` is the id in the API. */
const provinces: Source = {
  from: () =>
    `(select p.id as key, p.uid as id, p.slug, p.name, p.ascii_name, p.existed_from, p.existed_until from provinces p)`,
  tenant: false,
}

const byName: Order = {
  keys: [
    { sql: (row) => `${row}.name`, cast: 'text', collate: vietnamese },
    { sql: (row) => `${row}.id`, cast: 'uuid' },
  ],
  descending: false,
}

/** The province that a tenant's row belongs to. */
export const province = one('Province', (parent, child) => `${child}.key = ${parent}.province_id`)

export const types = {
  Province: {
    source: provinces,
    fields: {
      id: plain('id'),
      slug: plain('slug'),
      name: text('name'),
      asciiName: text('ascii_name'),
      code: computed(
        (row, statement, { asOf }) => {
          const on = asOf ? statement.param(asOf, 'date') : today
          return (
            `(select c.code from province_codes c where c.province_id = ${row}.key and c.valid_from <= ${on} ` +
            `and (c.valid_until is null or c.valid_until >= ${on}))`
          )
        },
        'plain',
        true,
      ),
      existedFrom: date('existed_from', true),
      existedUntil: date('existed_until', true),
      successor: one('Province', (_, child, succession) => `${child}.key = ${succession}.successor_id`, {
        nullable: true,
        via: {
          source: reference('successions'),
          on: (parent, succession) =>
            `${succession}.predecessor_id = ${parent}.key and ${succession}.withdrawn_at is null`,
        },
      }),
      predecessors: many('Province', {
        where: (parent, child) => [
          `${child}.key in (select s.predecessor_id from successions s ` +
            `where s.successor_id = ${parent}.key and s.withdrawn_at is null)`,
        ],
        order: (child) => `${child}.name collate "${vietnamese}"`,
      }),
    } satisfies FieldsOf<Province>,
  },
  Succession: {
    source: reference('successions'),
    fields: {
      id: plain('id'),
      predecessor: one('Province', (succession, child) => `${child}.key = ${succession}.predecessor_id`),
      successor: one('Province', (succession, child) => `${child}.key = ${succession}.successor_id`),
      effectiveOn: date('effective_on'),
      legalBasis: text('legal_basis'),
      recordedAt: instant('recorded_at'),
      withdrawnAt: instant('withdrawn_at', true),
    } satisfies FieldsOf<Succession>,
  },
} satisfies Record<string, TypeSpec>

export const roots = {
  province: {
    kind: 'row',
    everyone: true,
    type: 'Province',
    where: (row, statement, { slug }) => [`${row}.slug = ${statement.param(slug, 'text')}`],
  },
  provinces: {
    ...connection('Province', {
      defaultSize: 100,
      where: (_, row, statement, { asOf }) => {
        if (asOf === null || asOf === undefined) return []
        const on = statement.param(asOf, 'date')
        return [
          `coalesce(${row}.existed_from, '-infinity') <= ${on}`,
          `coalesce(${row}.existed_until, 'infinity') >= ${on}`,
        ]
      },
      order: () => byName,
    }),
    everyone: true,
  },
  successions: {
    ...many('Succession', {
      where: () => [],
      order: (row) =>
        `${row}.effective_on, (select p.name from provinces p where p.id = ${row}.predecessor_id) collate "${vietnamese}", ` +
        `${row}.recorded_at, ${row}.id`,
    }),
    everyone: true,
  },
} satisfies Record<string, RootSpec>
