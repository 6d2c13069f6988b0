import { sql, type SQL } from 'drizzle-orm'
import { pgPolicy, pgRole } from 'drizzle-orm/pg-core'

/** Serves the provinces; sees and writes nothing until a transaction has entered a scope. */
export const serving = pgRole('app_serving').existing()
/** Serves the ministry: published rows of every province, and no others. */
export const national = pgRole('app_national').existing()

// Both are null-safe: without a scope the setting is null or '', the comparison is null, and no row passes.
//
// `readable` is true or null and asked for as such, because the planner takes what “is not null” to hold for nearly every row.
// Each statement names its provinces itself, which is what finds the index and what the planner counts rows by; had it the same
// comparison twice, it would multiply the two shares, and think that a province has one row where it has hundreds.
const inReadable = sql`province_id = any (nullif(current_setting('app.readable_provinces', true), '')::integer[])`
const readable = sql`nullif(${inReadable}, false) is not null`
const own = sql`province_id = nullif(current_setting('app.own_province', true), '')::integer`
// What an undone import has withdrawn is nowhere to be read. The transaction that withdraws still sees those rows, since
// Postgres lets nobody change a row into one that he can't read; it is the only one that says which import it undoes.
const there = sql`case when withdrawn_by is null then true
  else withdrawn_by = nullif(current_setting('app.undoing', true), '')::uuid end`

/**
 * The row security of one tenant table. One plain policy per command and role, no OR and no subquery, so that it costs
 * little for each row and a distributed Postgres accepts it. FORCE is set by a migration, since the schema language has no
 * word for it.
 *
 * `national` is what the ministry's role may read; leave it out for tables that the ministry never reads.
 * `changeable` narrows which rows may still be changed; leave it out where all may.
 * `deletable` narrows what may be deleted; leave it out for tables whose rows stay for ever.
 * `summed` tables are read a whole province at a time: there, that each row is asked costs more than a plan that counts on too few.
 * `withdrawable` tables have `withdrawn_by`: a row that has it stays on record and is hidden from every read.
 */
export function tenantPolicies(
  table: string,
  options: { national?: SQL; changeable?: SQL; deletable?: SQL; summed?: boolean; withdrawable?: boolean } = {},
) {
  const read = options.summed ? inReadable : readable
  return [
    pgPolicy(`${table}_read`, {
      for: 'select',
      to: serving,
      using: options.withdrawable ? sql`${read} and ${there}` : read,
    }),
    pgPolicy(`${table}_insert`, { for: 'insert', to: serving, withCheck: own }),
    pgPolicy(`${table}_update`, {
      for: 'update',
      to: serving,
      using: options.changeable ? sql`${own} and ${options.changeable}` : own,
      withCheck: own,
    }),
    ...(options.deletable
      ? [pgPolicy(`${table}_delete`, { for: 'delete', to: serving, using: sql`${own} and ${options.deletable}` })]
      : []),
    ...(options.national
      ? [
          pgPolicy(`${table}_national`, {
            for: 'select',
            to: national,
            using: options.withdrawable ? sql`${options.national} and withdrawn_by is null` : options.national,
          }),
        ]
      : []),
  ]
}

export const published = sql`published`
