import { createHash, timingSafeEqual } from 'node:crypto'
import type { SelectionSetNode } from 'graphql'
import { AppError } from '../errors.ts'
import type { Builder, Row } from './builder.ts'
import type { Args, Connection, Key, Order } from './field-specs.ts'
import { setsIn } from './selection.ts'
import { pageSize, type Execution, type Statement } from './statement.ts'

/** Rows of a page, at most. */
export const maxSize = 100

interface Page {
  size: string
  backward: boolean
  /** The condition that rows lie behind (or before) the cursor. */
  position: string[]
  /** Whether there are rows on the other side, which a cursor implies. */
  beyond: boolean
  /** The key that seals the list's cursors; a parameter of the statement once it is asked for. */
  cursorKey: () => string
}

/** A Relay connection over one table: rows are limited first and joined then, and only what is selected is computed. */
export function connectionSql(
  builder: Builder,
  spec: Connection,
  args: Args,
  sets: readonly SelectionSetNode[],
  parent: string | undefined,
): string {
  const { statement, selection } = builder
  if (spec.tenantOnly && statement.national) return `'null'`
  const source = builder.source(spec.type, spec.source)
  const name = `${spec.type}Connection`
  const row: Row = { alias: statement.alias(), joins: [] }
  const order = spec.order(args)
  // The page has its table's alias, so that what hangs on its rows knows them to be in scope (`sameProvince`).
  const { alias } = row
  const from = spec.from?.(alias, statement, args) ?? `${source.from(statement)} ${alias}`
  const tenantParent = source.tenant && parent !== undefined ? parent : undefined
  const where = builder.conditions(source, alias, tenantParent, spec.where(parent ?? '', alias, statement, args))
  // Not before it is asked for: it may take parameters, and Postgres refuses those that a statement doesn't use.
  const count = () => `(select count(*) from ${from} where ${where})`
  if (!['nodes', 'edges', 'pageInfo'].some((field) => selection.named(name, sets, field).length > 0)) {
    return builder.objectOf(name, sets, () => [count()])
  }

  const page = readPage(statement, spec, order, args, alias)
  const aboutPage = setsIn(selection.named(name, sets, 'pageInfo'))
  // One row more is read where it is asked whether there is one.
  const looksBeyond =
    selection.named('PageInfo', aboutPage, page.backward ? 'hasPreviousPage' : 'hasNextPage').length > 0
  const onPage = looksBeyond ? `${alias}.row_number <= ${page.size}` : 'true'
  const keys = order.keys.map((_, index) => `${alias}.key_${index + 1}`)
  const placed = (direction: string) => keys.map((key) => `${key} ${direction}`).join(', ')
  const inOrder = `order by ${placed(order.descending ? 'desc' : 'asc')}`
  const position = `json_build_array(${keys.map((key) => `${key}::text`).join(', ')})::text`
  const cursor = (payload: string) => sealed(payload, page.cursorKey())
  const collect = (json: string) =>
    `concat('[', string_agg(${looksBeyond ? `case when ${onPage} then ${json} end` : json}, ',' ${inOrder}), ']')`
  const more = `coalesce(bool_or(${alias}.row_number > ${page.size}), false)::text`
  const beyond = page.beyond ? `'true'` : `'false'`
  const end = (last: boolean) =>
    `coalesce(to_json(${cursor(
      `(array_agg(${position} order by ${placed(last === order.descending ? 'asc' : 'desc')}) filter (where ${onPage}))[1]`,
    )}), 'null')`
  const info: Record<string, () => string> = {
    hasNextPage: () => (page.backward ? beyond : more),
    hasPreviousPage: () => (page.backward ? more : beyond),
    startCursor: () => end(false),
    endCursor: () => end(true),
  }
  const edge: Record<string, (sets: readonly SelectionSetNode[]) => string> = {
    cursor: () => `to_json(${cursor(position)})`,
    node: (nodeSets) => builder.object(spec.type, nodeSets, row),
  }
  const had: Record<string, (sets: readonly SelectionSetNode[]) => string> = {
    totalCount: count,
    nodes: (nodeSets) => collect(builder.object(spec.type, nodeSets, row)),
    edges: (edgeSets) =>
      collect(
        builder.objectOf(`${spec.type}Edge`, edgeSets, (field, selected) => [
          (edge[field] as (typeof edge)[string])(setsIn(selected)),
        ]),
      ),
    pageInfo: (infoSets) => builder.objectOf('PageInfo', infoSets, (field) => [(info[field] as () => string)()]),
  }
  const json = builder.objectOf(name, sets, (field, selected) => [
    (had[field] as (typeof had)[string])(setsIn(selected)),
  ])

  const by = orderBy(order, alias, page.backward)
  const columns = order.keys.map((key, index) => `${collated(key, alias)} as key_${index + 1}`)
  if (looksBeyond) columns.push(`row_number() over (order by ${by}) as row_number`)
  const limited =
    `select ${[`${alias}.*`, ...columns].join(', ')} from ${from} where ${[where, ...page.position].join(' and ')} ` +
    `order by ${by} limit ${page.size}${looksBeyond ? ' + 1' : ''}`
  // One row, also where nothing that is selected adds rows up.
  return `(select ${json} from (${limited}) ${alias} ${row.joins.join(' ')} having true)`
}

function readPage(statement: Statement, spec: Connection, order: Order, args: Args, row: string): Page {
  const given = (name: string) => args[name] !== null && args[name] !== undefined
  if ((given('first') || given('after')) && (given('last') || given('before'))) throw new AppError('firstAndLast')
  const backward = given('last') || given('before')
  const size = backward ? args['last'] : args['first']
  const cursor = backward ? args['before'] : args['after']
  const list = `${spec.type}:${(order.as ?? order.keys).map((key) => key.sql('')).join()}:${order.descending}`
  const cursorKey = () => statement.computed((execution) => execution.cursorKey(list), 'bytea', `cursor:${list}`)
  const position: string[] = []
  if (given(backward ? 'before' : 'after')) {
    const values = order.keys.map((key, index) => {
      const value = statement.param(cursor, key.cast, (text, execution) => openCursor(text, list, execution)[index])
      return key.collate ? `${value} collate "${key.collate}"` : value
    })
    const keys = order.keys.map((key) => key.sql(row))
    position.push(`(${keys.join(', ')}) ${order.descending === backward ? '>' : '<'} (${values.join(', ')})`)
  }
  return {
    size: sizeSql(statement, size ?? spec.defaultSize ?? 20),
    backward,
    position,
    beyond: position.length > 0,
    cursorKey,
  }
}

/** A size that stands in the document stands in the statement too: of a parameter, a plan made for good takes a tenth of all rows to come. */
function sizeSql(statement: Statement, size: unknown): string {
  if (typeof size === 'number') return String(pageSize(size, maxSize))
  return statement.param(size, 'integer', (value) => pageSize(value, maxSize))
}

function orderBy(order: Order, row: string, backward: boolean): string {
  const direction = order.descending === backward ? 'asc' : 'desc'
  return order.keys.map((key) => `${collated(key, row)} ${direction}`).join(', ')
}

const collated = (key: Key, row: string) => (key.collate ? `${key.sql(row)} collate "${key.collate}"` : key.sql(row))

// A cursor is the row's place in the list, sealed so that it can't be made up: base64 of a 16-byte seal and the place.
// The seal is a nested keyed hash, since Postgres has SHA-256 built in, but HMAC only in an extension.
const sealed = (payload: string, key: string) =>
  `translate(encode(substr(sha256(${key} || sha256(${key} || convert_to(${payload}, 'UTF8'))), 1, 16) || ` +
  `convert_to(${payload}, 'UTF8'), 'base64'), E'+/=\\n', '-_')`

function openCursor(text: unknown, list: string, execution: Execution): string[] {
  const key = execution.cursorKey(list)
  const bytes = Buffer.from(String(text), 'base64url')
  const payload = bytes.subarray(16)
  const inner = createHash('sha256').update(key).update(payload).digest()
  const seal = createHash('sha256').update(key).update(inner).digest().subarray(0, 16)
  // The text must be the one that these bytes give: other spellings of the same bytes are not what the list gave out.
  if (bytes.length <= 16 || bytes.toString('base64url') !== text || !timingSafeEqual(seal, bytes.subarray(0, 16))) {
    throw new AppError('badCursor')
  }
  return JSON.parse(payload.toString('utf8')) as string[]
}
