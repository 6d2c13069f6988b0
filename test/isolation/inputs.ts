import {
  getNamedType,
  getNullableType,
  isEnumType,
  isInputObjectType,
  isListType,
  isNonNullType,
  type GraphQLArgument,
  type GraphQLInputField,
  type GraphQLInputObjectType,
  type GraphQLInputType,
} from 'graphql'
import type { Row, Side, World } from './world.ts'

// What an argument is filled with, by its name and its type. A name without an entry fails the proof: whoever adds an
// argument says here what of another province could be put there.

/** Of which tables an argument's id may be, and `any` for the id of whatever has one. */
const idTables: Record<string, readonly string[] | 'any'> = {
  'Query.node.id': 'any',
  'Query.plan.id': ['plans'],
  'Query.task.id': ['tasks'],
  'Query.progressReport.id': ['progress_reports'],
  'Query.importJob.id': ['import_jobs'],
  'AuditFilter.entityId': 'any',
  'Subscription.importJobChanged.id': ['import_jobs'],
  'Subscription.planChanged.planId': ['plans'],
  'Subscription.taskChanged.taskId': ['tasks'],
  'Subscription.progressReportChanged.reportId': ['progress_reports'],
  planId: ['plans'],
  parentId: ['plans', 'departments'],
  taskId: ['tasks'],
  departmentId: ['departments'],
  leadDepartmentId: ['departments'],
  coordinatingDepartmentIds: ['departments'],
  successorId: ['departments'],
  legalBasisIds: ['documents'],
  progressReportId: ['progress_reports'],
  memberId: ['members'],
  serviceAccountId: ['service_accounts'],
}

/** Texts of which a province may have the like, and figures that may be asked for, from the rows of a side. */
const texts: Record<string, (side: Side, world: World) => readonly unknown[]> = {
  text: (side, world) => words(side, world),
  reference: (side, world) => references(side, world),
  document: (side, world) => references(side, world),
  actor: (side, world) => rowsOf(world, 'audit_log', side).map((row) => row['actor']),
  slug: (side, world) => [world.slugs[side]],
  province: (side, world) => [world.slugs[side]],
  provinces: (side, world) => [world.slugs[side]],
  plan: (side, world) => rowsOf(world, 'plans', side).map(({ id }) => id),
  period: (side, world) => [`${world.marks[`${side}open`].year}-Q1`, `${world.marks[`${side}hidden`].year}-Q4`],
  year: (side, world) => yearsOf(side, world),
  years: (side, world) => yearsOf(side, world),
  quarter: () => [1, 4],
  indicators: () => ['COURSES_HELD'],
  indicator: () => ['COURSES_HELD'],
  asOf: () => ['2010-01-01', '2026-01-01'],
  dueFrom: (side, world) => yearsOf(side, world).map((year) => `${year}-01-01`),
  dueTo: (side, world) => yearsOf(side, world).map((year) => `${year}-12-31`),
  from: (side, world) => yearsOf(side, world).map((year) => `${year}-01-01T00:00:00Z`),
  to: (side, world) => yearsOf(side, world).map((year) => `${year}-12-31T00:00:00Z`),
  first: () => [1, 100],
  last: () => [1, 100],
}
/** Arguments that hold a place in a list; another test of the proof fills them. */
export const cursors = new Set(['after', 'before'])

/** What a text or figure of that name is tried with; undefined for one that has no entry. */
export const textsOf = (name: string, side: Side, world: World): readonly unknown[] | undefined =>
  texts[name]?.(side, world)

const references = (side: Side, world: World) =>
  rowsOf(world, 'documents', side).flatMap((row) => row['reference'] ?? [])
const words = (side: Side, world: World) => [world.marks[`${side}open`].word, world.marks[`${side}hidden`].word]
const yearsOf = (side: Side, world: World) => [world.marks[`${side}open`].year, world.marks[`${side}hidden`].year]
const rowsOf = (world: World, table: string, side: Side): Row[] => world.rows[table]?.[side] ?? []

export interface Value {
  /** Where in the argument it stands: `filter.planId`. */
  at: string
  value: unknown
  /** Whose it is; undefined if it is nobody's. */
  side: Side | undefined
  /** What stands in its place so that it is nobody's; undefined where nothing could. */
  nobodys?: unknown
}

export const nobodysId = '01899999-9999-7999-8999-999999999999'

/** What a field of an input object says nothing without. */
const company: Record<string, (tried: unknown) => object> = {
  'RollupCell.measure': (measure) => (measure === 'INDICATOR' ? { indicator: 'COURSES_HELD' } : {}),
  'RollupCell.indicator': () => ({ measure: 'INDICATOR' }),
  // A plan has none of these.
  ...Object.fromEntries(
    ['quarter', 'category', 'departmentId', 'departmentKind'].map((name) => [
      `RollupCell.${name}`,
      () => ({ measure: 'TASKS' }),
    ]),
  ),
}

/** All that is tried in an argument: each field of an input object, with what must stand beside it. Throws for what no entry is made for. */
export function valuesOf(parent: string, input: GraphQLArgument | GraphQLInputField, world: World): Value[] {
  const type = getNullableType(input.type)
  const named = getNamedType(type)
  const { name } = input
  const wrap = (value: unknown) => (isListType(type) ? [value] : value)
  if (isInputObjectType(named)) {
    const owedHere = owedOf(named, world)
    return Object.values(named.getFields()).flatMap((field) =>
      valuesOf(named.name, field, world).map(({ at, value, nobodys, side }) => {
        const whole = (tried: unknown) =>
          wrap({ ...owedHere, ...company[`${named.name}.${field.name}`]?.(tried), [field.name]: tried })
        return {
          at: `${name}.${at}`,
          side,
          value: whole(value),
          ...(nobodys === undefined ? {} : { nobodys: whole(nobodys) }),
        }
      }),
    )
  }
  if (isEnumType(named))
    return named.getValues().map(({ value }) => ({ at: name, value: wrap(value), side: undefined }))
  if (named.name === 'Boolean') return [true, false].map((value) => ({ at: name, value, side: undefined }))
  if (cursors.has(name)) return []
  if (named.name === 'ID') {
    const tables = tablesOf(parent, name, world)
    const rows = (side: Side) => tables.flatMap((table) => oneOfEach(rowsOf(world, table, side), tables.length === 1))
    return (['A', 'B', 'C'] as const).flatMap((side) =>
      rows(side).map((row) => ({ at: name, side, value: wrap(row.id), nobodys: wrap(nobodysId) })),
    )
  }
  const fill = texts[name]
  if (fill === undefined)
    throw new Error(`test/isolation/inputs.ts has no entry for ${parent}.${name}: ${String(type)}`)
  return (['A', 'B', 'C'] as const).flatMap((side) =>
    [...new Set(fill(side, world))].map((value) => {
      const mine = typeof value === 'string' && value.includes('zq') ? 'zqnobodyqz' : undefined
      return { at: name, side, value: wrap(value), ...(mine === undefined ? {} : { nobodys: wrap(mine) }) }
    }),
  )
}

/** The tables of which an id may be; throws for an argument that nobody has thought of. */
export function tablesOf(parent: string, name: string, world: World): string[] {
  const tables = idTables[`${parent}.${name}`] ?? idTables[name]
  if (tables === undefined) throw new Error(`test/isolation/inputs.ts has no entry for ${parent}.${name}: ID`)
  return world.tables.filter((table) => (tables === 'any' ? hasIds(world, table) : tables.includes(table)))
}

const hasIds = (world: World, table: string) => world.rows[table]!.B[0]?.id !== undefined

/** Of the rows of one table and province, one that is published and one that is not, or one of each state. */
export function oneOfEach(rows: readonly Row[], eachState: boolean): Row[] {
  // The first of a kind is the one on which others hang.
  const kinds = new Map(rows.toReversed().map((row) => [`${row['published']} ${eachState ? row['status'] : ''}`, row]))
  return [...kinds.values()]
}

const owedOf = (type: GraphQLInputObjectType, world: World): object =>
  Object.fromEntries(
    Object.values(type.getFields())
      .filter(({ defaultValue }) => defaultValue === undefined)
      .map((field) => [field.name, owed(field.type, field.name, type.name, world)])
      .filter(([, value]) => value !== undefined),
  )

/** An argument that must be given where it is not the one that is tried. */
export function owed(type: GraphQLInputType, name: string, parent: string, world: World): unknown {
  return isNonNullType(type) ? valuesOf(parent, { name, type } as GraphQLArgument, world)[0]?.value : undefined
}
