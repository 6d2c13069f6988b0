import type { Statement } from './statement.ts'

/** Arguments of a field as the builder sees them: values, or a Variable where the value doesn't shape the SQL. */
export type Args = Readonly<Record<string, unknown>>

/**
 * How a field is had from the tables. Every SQL fragment is given the alias of the row that it belongs to, and the
 * statement under construction, which gives it parameters and the scope.
 */
export type FieldSpec = Leaf | One | Many | Connection

export interface Leaf {
  kind: 'leaf'
  /** SQL expressions whose concatenation is the field's JSON text; none may be null. */
  json(row: string, statement: Statement, args: Args): string[]
}

/** A table, or a subquery with the columns of one, as it stands after FROM or JOIN. */
export interface Source {
  from(statement: Statement): string
  /** Whether rows belong to a province: the builder then names the province at this level, and joins on it. */
  tenant: boolean
}

export interface One {
  kind: 'one'
  type: string
  nullable: boolean
  /** Tables passed on the way, and conditions; `on` gets the aliases of the parent and of each table on the way. */
  via?: { source: Source; on(parent: string, via: string): string }
  on(parent: string, child: string, via: string, statement: Statement): string
  source?: Source
  /**
   * Fields of the other that the parent has itself: who asks for nothing else needs no join. The other must be there, by a
   * foreign key, and be seen by whoever sees the parent.
   */
  held?: Readonly<Record<string, Leaf>>
}

export interface Many {
  kind: 'many'
  type: string
  source?: Source
  where(parent: string, child: string, statement: Statement, args: Args): string[]
  order(child: string): string
}

export interface Key {
  sql(row: string): string
  cast: string
  collate?: string
}

export interface Order {
  keys: readonly Key[]
  /** The keys by which cursors know the list, if others lead to its rows in the same order. */
  as?: readonly Key[]
  descending: boolean
}

export interface Connection {
  kind: 'connection'
  type: string
  /** Only for a province's users: null inside another type, FORBIDDEN as a field of Query. */
  tenantOnly?: boolean
  /** Rows on a page when neither `first` nor `last` is given. */
  defaultSize?: number
  source?: Source
  /** What stands after FROM instead of the source alone, where another table has the rows in the order asked for. */
  from?(child: string, statement: Statement, args: Args): string | undefined
  where(parent: string, child: string, statement: Statement, args: Args): string[]
  order(args: Args): Order
}

export interface TypeSpec {
  source: Source
  fields: Readonly<Record<string, FieldSpec>>
}

/** What a type of the schema demands of its spec: every field, none forgotten. */
export type FieldsOf<T> = { [K in Exclude<keyof T, '__typename'>]-?: FieldSpec }

export const table = (name: string): Source => ({ from: () => name, tenant: true })
export const reference = (name: string): Source => ({ from: () => name, tenant: false })

const leaf = (json: Leaf['json']): Leaf => ({ kind: 'leaf', json })

/** Text that may need escaping. */
export const text = (column: string, nullable = false): Leaf =>
  leaf((row) => [orNull(`to_json(${row}.${column})`, nullable)])

/** Text that never needs escaping: ids, enum values, codes. */
export const plain = (column: string, nullable = false): Leaf => leaf((row) => quoted(`${row}.${column}`, nullable))

/** Numbers and booleans. */
export const raw = (column: string, nullable = false): Leaf =>
  leaf((row) => [orNull(`${row}.${column}::text`, nullable)])

/** ISO 8601, which JSON has whatever the session’s `DateStyle` is. */
export const date = text

export const instant = (column: string, nullable = false): Leaf =>
  leaf((row) => quoted(`to_char(${row}.${column} at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"')`, nullable))

/** A list of texts. */
export const texts = text

/** Any SQL expression; say whether its JSON text is the value itself or needs quoting. */
export const computed = (
  sql: (row: string, statement: Statement, args: Args) => string,
  as: 'raw' | 'plain' | 'text',
  nullable = false,
): Leaf =>
  leaf((row, statement, args) => {
    const value = sql(row, statement, args)
    if (as === 'plain') return quoted(value, nullable)
    return [orNull(as === 'raw' ? `(${value})::text` : `to_json(${value})`, nullable)]
  })

export const one = (
  type: string,
  on: One['on'],
  options: Partial<Pick<One, 'nullable' | 'via' | 'source' | 'held'>> = {},
): One => ({
  kind: 'one',
  type,
  nullable: false,
  on,
  ...options,
})

export const many = (type: string, spec: Omit<Many, 'kind' | 'type'>): Many => ({ kind: 'many', type, ...spec })

export const connection = (type: string, spec: Omit<Connection, 'kind' | 'type'>): Connection => ({
  kind: 'connection',
  type,
  ...spec,
})

/** Changes as they are stored, `{"title": [before, after]}`, as a list with an entry for each field, in order of the names. */
export const changesByField = (column: string): Leaf =>
  leaf((row) => [
    `(select concat('[', string_agg(concat('{"field":', to_json(c.key), ',"before":', c.value -> 0, ` +
      `',"after":', c.value -> 1, '}'), ',' order by c.key), ']') from jsonb_each(${row}.${column}) c)`,
  ])

/** A to-one relation by a column that holds the other's id, in the same province. */
export const byId = (type: string, column: string, options: { nullable?: boolean } = {}): One =>
  one(type, (parent, child) => `${child}.id = ${parent}.${column}`, options)

/** A to-one relation by a column that holds the other's code, to what all provinces share; who asks for the code alone needs no join. */
export const byCode = (type: string, column: string): One =>
  one(type, (parent, child) => `${child}.code = ${parent}.${column}`, { held: { code: plain(column) } })

function orNull(json: string, nullable: boolean): string {
  return nullable ? `coalesce(${json}, 'null')` : json
}

function quoted(value: string, nullable: boolean): string[] {
  return nullable ? [`coalesce('"' || ${value} || '"', 'null')`] : [`'"'`, value, `'"'`]
}

/** “The row holds every word of the text”, both folded: no case, no marks, no đ. */
export const holdsWords = (search: string, value: unknown, statement: Statement): string =>
  `${search} like all (array(select '%' || regexp_replace(word, '([\\\\%_])', '\\\\\\1', 'g') || '%' ` +
  `from regexp_split_to_table(fold(${statement.param(value, 'text')}), '\\s+') word where word <> ''))`

/** Today, where the provinces are. */
export const today = `(now() at time zone 'Asia/Ho_Chi_Minh')::date`

/** Vietnamese order of names. */
export const vietnamese = 'vi-x-icu'

/** Conditions for the filter fields that are given. */
export function given<F extends object>(
  filter: F | null | undefined,
  conditions: { [K in keyof F]-?: (value: unknown) => string },
): string[] {
  return Object.entries(conditions).flatMap(([name, condition]) => {
    const value = (filter as Record<string, unknown> | null | undefined)?.[name]
    return value === null || value === undefined ? [] : [(condition as (value: unknown) => string)(value)]
  })
}
