import {
  getNamedType,
  getNullableType,
  isInputObjectType,
  isListType,
  isNonNullType,
  type GraphQLInputObjectType,
  type GraphQLObjectType,
  type GraphQLSchema,
} from 'graphql'
import type { TestApp } from '../helpers/app.ts'
import { documentOf, tableOf, type Field } from './selections.ts'
import { nobodysId, oneOfEach, tablesOf } from './inputs.ts'
import type { Fault } from './probes.ts'
import { judge } from './read-cells.ts'
import { reads, sameAnswer, send, type Asker, type Sent } from './viewers.ts'
import type { Row, Side, World } from './world.ts'

type Input = Record<string, any>

/** What must be so of the asker's own row for the mutation to get as far as the id that is tried. */
const fitting: Record<string, (row: Row) => boolean> = {
  'updatePlan.id': draft,
  'submitPlan.id': draft,
  'approvePlan.id': ({ status }) => status === 'SUBMITTED',
  'returnPlan.id': ({ status }) => status === 'SUBMITTED',
  'discardPlan.id': draft,
  'cancelPlan.id': draft,
  'updateTask.id': unfiled,
  'discardTask.id': unfiled,
  'assignTask.id': unfiled,
  'createTask.planId': draft,
  'startTask.id': ({ status, published }) => status === 'NOT_STARTED' && published,
  'completeTask.id': ({ status }) => status === 'IN_PROGRESS',
  'saveProgressReport.taskId': ({ status }) => status === 'IN_PROGRESS',
  'saveProgressReport.id': draft,
  'submitProgressReport.id': draft,
  'discardProgressReport.id': draft,
  'acceptProgressReport.id': ({ status }) => status === 'SUBMITTED',
  'returnProgressReport.id': ({ status }) => status === 'SUBMITTED',
  'createRecommendation.progressReportId': ({ status, task_id }) => status === 'DRAFT' && task_id === null,
}
function draft({ status }: Row): boolean {
  return status === 'DRAFT'
}
function unfiled({ filed }: Row): boolean {
  return !filed
}

/** Inputs that name one thing of several: each way for itself. */
const ways: Record<string, readonly (readonly string[])[]> = {
  saveProgressReport: [['id'], ['taskId', 'departmentId'], ['planId']],
}

/** Inputs that are no ids, and what they are given where they are owed or where a step wants them. */
const plain: Record<string, unknown> = {
  title: 'A title',
  kind: undefined,
  category: 'TRAINING',
  periodStart: '2024-01-01',
  periodEnd: '2024-12-31',
  period: '2024-Q1',
  name: 'A name',
  text: 'A text',
  status: 'ANSWERED',
  answer: 'An answer',
  reason: 'A reason',
  comment: 'A comment',
  part: 'COORDINATING',
  subject: 'somebody@test',
  displayName: 'Somebody',
  role: undefined,
  scopes: ['imports:write'],
  overlapHours: 24,
}
const kinds: Record<string, unknown> = {
  PlanKind: 'ANNUAL',
  DepartmentKind: 'DEPARTMENT',
  MemberRole: 'DEPARTMENT_OFFICER',
  ServiceAccountRole: 'IMPORTER',
}
/** Inputs that may be left out and name nothing of a province's. */
const idle = new Set(
  `document objectives reportingPeriod startOn dueOn duePrecision plannedBudget description completedOn percentComplete
   achievements limitations causes spentBudget values shortName existedFrom existedUntil provinces`.split(/\s+/),
)

/** Ids of what no province has: nothing of another's could be put there. */
const shared = new Set(['withdrawSuccession.id'])

interface Attempt {
  mutation: string
  path: string
  table: string
  make(asker: Side, target: Row | undefined): Input
}

/** One for each place of an id in each mutation. Throws for an input that nobody has thought of. */
export function attemptsOf(schema: GraphQLSchema, world: World): Attempt[] {
  return Object.values(schema.getMutationType()!.getFields()).flatMap((field) => {
    const [argument, ...others] = field.args
    const type = getNamedType(argument?.type)
    if (others.length > 0 || !isInputObjectType(type)) throw new Error(`${field.name} takes more than one input`)
    return (ways[field.name] ?? [undefined]).flatMap((names) => {
      const places = placesOf(field, type, names, world)
      return places.map(({ path, table }) => ({
        mutation: field.name,
        path,
        table,
        make: (side: Side, target: Row | undefined) => {
          const input = fill(field, type, names, world, side)
          if (target !== undefined) put(input, path.split('.'), target.id)
          if (target !== undefined && path === 'id') input['version'] = target['version']
          return input
        },
      }))
    })
  })
}

function placesOf(field: Field, type: GraphQLInputObjectType, names: readonly string[] | undefined, world: World) {
  return Object.values(type.getFields()).flatMap((one): { path: string; table: string }[] => {
    const inner = getNamedType(one.type)
    const nested = isListType(getNullableType(one.type)) ? `${one.name}.0` : one.name
    if (isInputObjectType(inner) && !idle.has(one.name)) {
      return placesOf(field, inner, undefined, world).map(({ path, table }) => ({ path: `${nested}.${path}`, table }))
    }
    if (inner.name !== 'ID' || (names && !names.includes(one.name)) || shared.has(`${field.name}.${one.name}`))
      return []
    return [{ path: nested, table: tableFor(field, type, one.name, world) }]
  })
}

function tableFor(field: Field, type: GraphQLInputObjectType, name: string, world: World): string {
  if (name === 'id') {
    const [payload] = Object.values((getNamedType(field.type) as GraphQLObjectType).getFields())
    const table = tableOf(getNamedType(payload!.type).name)
    return world.tables.includes(table) ? table : tableOf(field.name.replace('discard', ''))
  }
  const tables = tablesOf(type.name, name, world)
  return tables.length === 1 ? tables[0]! : field.name.includes('Plan') ? 'plans' : 'departments'
}

function fill(
  field: Field,
  type: GraphQLInputObjectType,
  names: readonly string[] | undefined,
  world: World,
  side: Side,
): Input {
  const input: Input = {}
  for (const { name, type: given, defaultValue } of Object.values(type.getFields())) {
    const inner = getNamedType(given)
    const list = isListType(getNullableType(given))
    if (inner.name === 'ID') {
      if (names && !names.includes(name)) continue
      const rows = world.rows[tableFor(field, type, name, world)]![side]
      const row = rows.find(fitting[`${field.name}.${name}`] ?? (() => true))
      // One that coordinates must be another than the one that leads.
      const id = name.startsWith('coordinating') || type.name === 'TaskParticipantInput' ? rows[1]?.id : row?.id
      input[name] = list ? [id] : id
      if (name === 'id') input['version'] = row?.['version']
    } else if (isInputObjectType(inner) && !idle.has(name)) {
      const value = fill(field, inner, undefined, world, side)
      input[name] = list ? [value] : value
    } else if (name in plain) {
      input[name] = plain[name] ?? kinds[inner.name]
      if (input[name] === undefined) throw new Error(`test/isolation/write-cells.ts has no value of ${inner.name}`)
    } else if (name !== 'version' && !idle.has(name)) {
      const optional = isNonNullType(given) && defaultValue === undefined ? 'owed' : 'optional'
      throw new Error(`test/isolation/write-cells.ts has no entry for the ${optional} input ${type.name}.${name}`)
    }
  }
  return input
}

function put(input: Input, [name, ...rest]: string[], value: unknown): void {
  if (rest.length === 0) input[name!] = value
  else put(input[name!] as Input, rest, value)
}

/** Every id of somebody else's in every place of every mutation, as everybody: refused alike, and nothing is changed. */
export async function probeWrites(
  app: TestApp,
  schema: GraphQLSchema,
  world: World,
  askers: readonly Asker[],
  fault: Fault,
  only = /./,
): Promise<number> {
  let tried = 0
  let before = await stateOf(app, world)
  const attempts = attemptsOf(schema, world).filter(({ mutation }) => only.test(mutation))
  for (const { mutation, path, table, make } of attempts) {
    const field = schema.getMutationType()!.getFields()[mutation]!
    const query = documentOf(field, schema, 1, { operation: 'mutation' })
    const ask = (asker: Asker, target: Row | undefined) =>
      send(app, asker, { payload: { query, variables: { input: make(asker.side ?? 'A', target) } } })
    for (const side of ['A', 'B', 'C'] as const) {
      const targets = oneOfEach(world.rows[table]![side], false)
      if (targets.length === 0) fault(`${mutation}(${path}): no row of ${side} in ${table} to try`)
      const attempt = async (asker: Asker) => {
        const able = /ADMIN|OFFICER/.test(asker.name)
        let random: Sent | undefined
        for (const target of able ? targets : targets.slice(0, 1)) {
          if (asker.name === 'MINISTRY_ADMIN' && mutation === 'answerRecommendation' && target['published']) continue
          const open = side === 'C' && target['status'] === 'SUBMITTED'
          if (asker.name === 'PROVINCE_ADMIN of A' && mutation === 'acceptProgressReport' && open) continue // handed over
          const name = `${asker.name}: ${mutation}(${path} of ${side}, ${target['status']})`
          const sent = await ask(asker, target)
          tried += 1
          judge(name, sent, fault)
          const payload = JSON.parse(sent.body).data?.[mutation]
          if (payload?.userErrors?.length === 0) fault(`${name}: is done: ${sent.body.slice(0, 500)}`)
          // Of what may be read, it may be said why it can't be changed.
          if (asker.side !== undefined && reads(asker.side, side)) continue
          const other: Sent = random ?? (await ask(asker, { ...target, id: nobodysId }))
          random = other
          if (!sameAnswer(sent, other, []))
            fault(`${name}: is refused otherwise than nobody's:\n  ${sent.body}\n  ${other.body}`)
        }
      }
      // Who may change nothing at all is refused before anybody looks at the id: one foreign province is enough.
      const some = askers.filter(
        (asker) => /ADMIN|OFFICER/.test(asker.name) || side === (asker.side === 'B' ? 'A' : 'B'),
      )
      await Promise.all(some.filter((asker) => asker.side !== side).map(attempt))
    }
    const after = await stateOf(app, world)
    if (after !== before) fault(`${mutation}(${path}): has changed what is somebody else's`)
    before = after
  }
  return tried
}

/** The same with rows of one's own gets further: so it was the id that was refused. Changes the rows of A. */
export async function probeOwnWrites(
  app: TestApp,
  schema: GraphQLSchema,
  world: World,
  askers: readonly Asker[],
  fault: Fault,
) {
  for (const { mutation, path, make } of attemptsOf(schema, world)) {
    const field = schema.getMutationType()!.getFields()[mutation]!
    const asker = askers.find(
      ({ name }) => name === (mutation.startsWith('answer') ? 'MINISTRY_ADMIN' : 'PROVINCE_ADMIN of A'),
    )!
    const input = make('A', undefined)
    const query = documentOf(field, schema, 0, { operation: 'mutation' })
    const { body } = await send(app, asker, { payload: { query, variables: { input } } })
    const refused = /"code":"(?!CONFLICT|INVALID_STATE)(\w+)"/.exec(body)?.[1]
    // Another mutation may have discarded it before.
    const gone = refused === 'NOT_FOUND' && mutation.startsWith('discard')
    if (refused !== undefined && !gone) {
      fault(`${mutation}(${path}) proves nothing: it is refused for one's own row too: ${body.slice(0, 400)}`)
    }
  }
}

/** One text that is another as soon as any row of any province is. */
export async function stateOf(app: TestApp, world: World): Promise<string> {
  const parts = world.tables.map(
    (table) =>
      `select '${table}' as name, count(*) as rows, md5(string_agg(x::text, ',' order by x::text)) as hash from ${table} x`,
  )
  const { rows } = await app.owner.query(parts.join(' union all '))
  return JSON.stringify(rows)
}
