import { getNamedType, isNonNullType, isObjectType, type GraphQLSchema } from 'graphql'
import type { TestApp } from '../helpers/app.ts'
import { cursors, nobodysId, owed, valuesOf, type Value } from './inputs.ts'
import { markNames, marksIn } from './marks.ts'
import type { Fault } from './probes.ts'
import { reads, sameAnswer, send, type Asker, type Sent } from './viewers.ts'
import { documentOf, tableOf, typeOf, whole, type Field } from './selections.ts'
import type { Side, World } from './world.ts'

/** One question: a field of Query with values for its arguments. */
export interface Cell {
  name: string
  query: string
  variables: Record<string, unknown>
  tried: Value | undefined
  /** The same with something that is nobody's in the place of the value that is tried. */
  nobodys: Record<string, unknown> | undefined
  /** The list is one of A's, so nothing of anybody else is ever in it. */
  inside?: boolean
}

/** Every field of Query without arguments, and with each value of each argument alone, selected in full. */
export function readCells(schema: GraphQLSchema, world: World): Cell[] {
  const roots = Object.values(schema.getQueryType()!.getFields()).flatMap((field) => {
    const given = Object.fromEntries(
      field.args
        .filter(({ defaultValue }) => defaultValue === undefined)
        .map(({ name, type }) => [name, owed(type, name, `Query.${field.name}`, world)])
        .filter(([, value]) => value !== undefined),
    )
    const query = documentOf(field, schema, 2)
    const shallow = documentOf(field, schema, 0)
    const byId = ({ value }: Value) =>
      documentOf(field, schema, field.name === 'node' ? 1 : 2, { as: typeOf(tableWith(value, world), schema) })
    const values = field.args.flatMap((arg) =>
      valuesOf(`Query.${field.name}`, arg, world).map((tried) => ({ arg: arg.name, tried })),
    )
    const each = values.map(({ arg, tried }) => ({
      name: `${field.name}(${tried.at}${tried.side ? ` of ${tried.side}` : ''}${measureIn(tried)})`,
      query: tried.at === 'id' ? byId(tried) : shallow,
      variables: { ...given, ...beside(field.name, arg, tried, world), [arg]: tried.value },
      tried,
      nobodys:
        tried.nobodys === undefined
          ? undefined
          : { ...given, ...beside(field.name, arg, tried, world), [arg]: tried.nobodys },
    }))
    return [{ name: field.name, query, variables: given, tried: undefined, nobodys: undefined }, ...each]
  })
  return [...roots, ...nestedCells(schema, world)]
}

/** The table with a row of this id. */
const tableWith = (id: unknown, world: World): string =>
  world.tables.find((table) => Object.values(world.rows[table]!).some((rows) => rows.some((row) => row.id === id))) ??
  ''

/** Each measure is made of other facts. */
const measureIn = ({ at, value }: Value) => (at === 'cell.measure' ? ` ${(value as { measure: string }).measure}` : '')

/** The dimension in which a value of a rollup's cell is looked for. */
const dimensions: Record<string, string> = {
  'cell.province': 'PROVINCE',
  'cell.year': 'YEAR',
  'cell.quarter': 'QUARTER',
  'cell.category': 'CATEGORY',
  'cell.departmentId': 'DEPARTMENT',
  'cell.departmentKind': 'DEPARTMENT_KIND',
}

/** What another argument must be given with, or it is refused before anything is read, or finds nothing that has a mark. */
function beside(field: string, arg: string, { at, side = 'A' }: Value, world: World): object {
  const named = { filter: { provinces: [world.slugs[side]] } }
  if (arg === 'groupBy') return named
  if (field === 'nationalRollup') return { groupBy: ['PROVINCE', 'YEAR'] }
  const groupBy = dimensions[at]
  if (groupBy !== undefined) return { groupBy: [groupBy], ...(groupBy === 'DEPARTMENT' && named) }
  return /^filter\.(categories|departmentKinds)$/.test(at) ? { cell: { measure: 'TASKS' } } : {}
}

/** Lists inside an object, with each value of each of their filters. */
function nestedCells(schema: GraphQLSchema, world: World): Cell[] {
  return schema.getPossibleTypes(schema.getType('Node') as never).flatMap((type) =>
    Object.values(type.getFields()).flatMap((field) => {
      const filter = field.args.find(({ name }) => name === 'filter')
      const id = world.rows[tableOf(type.name)]?.A[0]?.id
      if (filter === undefined || id === undefined) return []
      const inner = `${field.name}(filter: $filter) ${whole(getNamedType(field.type), 0)}`
      const query = `query($id: ID!, $filter: ${String(filter.type)}) { node(id: $id) { ... on ${type.name} { ${inner} } } }`
      return valuesOf(`${type.name}.${field.name}`, filter, world).map((tried) => ({
        name: `${type.name}.${field.name}(${tried.at}${tried.side ? ` of ${tried.side}` : ''})`,
        query,
        variables: { id, filter: tried.value },
        tried,
        nobodys: tried.nobodys === undefined || tried.side === 'A' ? undefined : { id, filter: tried.nobodys },
        inside: true,
      }))
    }),
  )
}

/** Which questions, and whether what is refused is compared with what is nobody's. */
interface Extent {
  some?: (cell: Cell) => boolean
  compared?: boolean
}

/** Asks everything as everybody; returns how many questions that were, and the answers by asker and cell. */
export async function probeReads(
  app: TestApp,
  schema: GraphQLSchema,
  world: World,
  askers: readonly Asker[],
  fault: Fault,
  { some = () => true, compared = true }: Extent = {},
): Promise<{ tried: number; answers: Map<string, string> }> {
  const nobodys = new Map<string, Promise<Sent>>()
  let tried = 0
  const answers = new Map<string, string>()
  const seen = new Map<string, boolean>()
  for (const cell of readCells(schema, world).filter(some)) {
    const side = cell.tried?.side
    if (!cell.inside && !shared.test(cell.name)) seen.set(cell.name, seen.get(cell.name) ?? false)
    // Of what is looked for by an id or a word, it is that which must be found.
    const wanted = markNames.filter((one) => cell.nobodys === undefined || one.startsWith(side ?? ''))
    const marks = wanted.map((one) => world.marks[one])
    const ask = async (asker: Asker) => {
      const name = `${asker.name}: ${cell.name}`
      const sent = await send(app, asker, { payload: { query: cell.query, variables: cell.variables } })
      tried += 1
      answers.set(`${name} ${JSON.stringify(cell.variables)}`, sent.body)
      judge(name, sent, fault)
      if (compared && seen.get(cell.name) === false && marksIn(sent.body, '', marks).length > 0)
        seen.set(cell.name, true)
      if (!compared || side === undefined || cell.nobodys === undefined) return
      if (asker.side === undefined || reads(asker.side, side)) return
      const key = JSON.stringify([asker.name, cell.query, cell.nobodys])
      const known = nobodys.get(key) ?? send(app, asker, { payload: { query: cell.query, variables: cell.nobodys } })
      if (!nobodys.has(key)) tried += 1
      nobodys.set(key, known)
      const other = await known
      if (sameAnswer(sent, other, Object.values(world.slugs))) return
      fault(`${name} is answered otherwise than what is nobody's:\n  ${sent.body}\n  ${other.body}`)
    }
    await Promise.all(askers.filter((asker) => concerns(cell, asker)).map(ask))
  }
  for (const [name, found] of seen)
    if (compared && !found) fault(`${name} proves nothing: nobody at all sees anything by it`)
  return { tried, answers }
}

/** What holds nothing of any province, and a node that nobody has named. */
const shared = /^(provinces?|indicators|successions)\b|^node$/

/**
 * Whole objects, and objects by their ids, are asked for by everybody. The roles of one province pass through one door, so
 * of lists' filters it is enough that one role of each province tries them.
 */
function concerns({ name: cell, tried }: Cell, { name }: Asker): boolean {
  if (tried === undefined || (tried.at === 'id' && !cell.startsWith('node'))) return true
  if (tried.side === undefined) return /^(PROVINCE_ADMIN of A|MINISTRY_ANALYST)/.test(name)
  return /^(PROVINCE_ADMIN of [AB]|MINISTRY_ANALYST)/.test(name) || name === `PROVINCE_ADMIN of ${tried.side}`
}

export function judge(name: string, { leaked, body, status }: Sent, fault: Fault): void {
  if (leaked.length > 0) fault(`${name}: shows ${leaked.join(' and ')}: ${body.slice(0, 2000)}`)
  if (status >= 500 || body.includes('"code":"INTERNAL"')) fault(`${name}: fails (${status}): ${body.slice(0, 500)}`)
}

/** Every list with the cursors that another was given: a place in somebody else's list is no place at all. */
export async function probeCursors(
  app: TestApp,
  schema: GraphQLSchema,
  world: World,
  askers: readonly Asker[],
  fault: Fault,
  only = /./,
): Promise<number> {
  let tried = 0
  const able = askers.filter(({ name }) => /ADMIN|nobody/.test(name))
  for (const { path, argument, fit, ask } of lists(schema).filter(({ path }) => only.test(path))) {
    const given = new Map<Asker, string>()
    for (const asker of able) {
      const { body } = await send(app, asker, { payload: ask(null, fit(asker, world)) })
      const cursor = /"cursor":"([^"]+)"/.exec(body)?.[1]
      if (cursor !== undefined) given.set(asker, cursor)
    }
    if (given.size === 0) fault(`${path}(${argument}) proves nothing: nobody gets a cursor`)
    for (const asker of able) {
      for (const [from, cursor] of given) {
        if (from === asker || (from.side === undefined && asker.side === undefined)) continue
        const sent = await send(app, asker, { payload: ask(cursor, fit(asker, world)) })
        const none = await send(app, asker, {
          payload: ask(Buffer.alloc(60, 'x').toString('base64url'), fit(asker, world)),
        })
        tried += 2
        judge(`${asker.name}: ${path}(${argument}) of ${from.name}`, sent, fault)
        if (sent.body !== none.body)
          fault(`${asker.name}: ${path}(${argument}) takes a cursor of ${from.name}: ${sent.body.slice(0, 300)}`)
      }
    }
  }
  return tried
}

interface List {
  path: string
  argument: string
  fit(asker: Asker, world: World): string
  ask(cursor: string | null, id: string): object
}

/** What a list owes beside its page. */
const besides: Record<string, string> = { explainRollup: 'cell: { measure: PLANS }, ' }

/** The lists of Query, and those of every type that has an id of its own. */
function lists(schema: GraphQLSchema): List[] {
  const selected = '{ totalCount edges { cursor } pageInfo { hasNextPage hasPreviousPage startCursor endCursor } }'
  const of = (field: Field, fit: List['fit'], path: string, wrap: (inner: string) => string): List[] =>
    field.args
      .filter(({ name }) => cursors.has(name))
      .map(({ name: argument }) => ({
        path,
        argument,
        fit,
        ask: (cursor, id) => {
          const size = argument === 'before' ? 'last: 2' : 'first: 2'
          const inner = `${field.name}(${besides[field.name] ?? ''}${size}, ${argument}: $cursor) ${selected}`
          const query = `query($cursor: String, $id: ID!) { ${wrap(inner)} same: node(id: $id) { __typename } }`
          return { query, variables: { cursor, id } }
        },
      }))
  const roots = Object.values(schema.getQueryType()!.getFields()).flatMap((field) =>
    of(
      field,
      () => nobodysId,
      field.name,
      (inner) => inner,
    ),
  )
  const nested = schema.getPossibleTypes(schema.getType('Node') as never).flatMap((type) =>
    Object.values(type.getFields()).flatMap((field) => {
      const owned = (side: Side, world: World) =>
        world.rows[tableOf(type.name)]?.[side].find(
          (row) =>
            row['published'] === undefined || (row['published'] && /IN_PROGRESS|APPROVED|ACCEPTED/.test(row['status'])),
        )?.id
      return of(
        field,
        (asker, world) => owned(asker.side ?? 'B', world) ?? nobodysId,
        `${type.name}.${field.name}`,
        (inner) => `node(id: $id) { ... on ${type.name} { ${inner} } }`,
      )
    }),
  )
  return [...roots, ...nested]
}

/** Fields of objects whose arguments nobody has thought of. */
export function unknownArguments(schema: GraphQLSchema, world: World): string[] {
  const unknown: string[] = []
  for (const type of Object.values(schema.getTypeMap())) {
    if (!isObjectType(type) || type.name.startsWith('__') || type === schema.getMutationType()) continue
    for (const field of Object.values(type.getFields())) {
      for (const arg of field.args) {
        try {
          valuesOf(`${type.name}.${field.name}`, arg, world)
          if (isNonNullType(arg.type)) owed(arg.type, arg.name, `${type.name}.${field.name}`, world)
        } catch (error) {
          unknown.push((error as Error).message)
        }
      }
    }
  }
  return unknown
}
