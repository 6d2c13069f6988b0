import {
  byCode,
  byId,
  computed,
  connection,
  date,
  given,
  holdsWords,
  instant,
  many,
  one,
  plain,
  raw,
  table,
  text,
  today,
  vietnamese,
  type Args,
  type FieldsOf,
  type FieldSpec,
  type Key,
  type Order,
  type Source,
  type TypeSpec,
} from '../../graphql/field-specs.ts'
import type { RootSpec } from '../../graphql/reads.ts'
import type {
  IndicatorTarget,
  Task,
  TaskFilter,
  TaskOrder,
  TaskParticipant,
} from '../../graphql/schema-types.generated.ts'
import type { Statement } from '../../graphql/statement.ts'

/** Neither completed nor cancelled. */
export const unfinished = (row: string) => `${row}.status not in ('COMPLETED', 'CANCELLED')`

/** Due before today, and unfinished. */
const overdue = (row: string) => `coalesce(${row}.due_on < ${today} and ${unfinished(row)}, false)`

/** The part that each department has in a task, with the name that lists are ordered by. */
const parts: Source = {
  from: (statement) => {
    const scope = [...statement.inScope('td'), ...statement.inScope('d')].join(' and ') || 'true'
    return (
      `(select td.province_id, td.task_id, td.department_id, td.part, d.name from task_departments td ` +
      `join departments d on d.province_id = td.province_id and d.id = td.department_id where ${scope})`
    )
  },
  tenant: true,
}

const coordinating: Source = {
  from: (statement) => {
    const scope = [...statement.inScope('td'), ...statement.inScope('d')].join(' and ') || 'true'
    return (
      `(select d.*, td.task_id from task_departments td join departments d on d.province_id = td.province_id ` +
      `and d.id = td.department_id where td.part = 'COORDINATING' and ${scope})`
    )
  },
  tenant: true,
}

export const types = {
  Task: {
    source: table('tasks'),
    fields: {
      id: plain('id'),
      plan: byId('Plan', 'plan_id'),
      ordinal: raw('ordinal'),
      title: text('title'),
      description: text('description', true),
      category: plain('category'),
      status: plain('status'),
      startOn: date('start_on', true),
      dueOn: date('due_on', true),
      duePrecision: plain('due_precision', true),
      dueText: text('due_text', true),
      isOverdue: computed(overdue, 'raw'),
      completedOn: date('completed_on', true),
      lead: one('Department', (_, department, via) => `${department}.id = ${via}.department_id`, {
        nullable: true,
        via: {
          source: table('task_departments'),
          on: (task, via) => `${via}.task_id = ${task}.id and ${via}.part = 'LEAD'`,
        },
      }),
      coordinating: many('Department', {
        source: coordinating,
        where: (task, row) => [`${row}.task_id = ${task}.id`],
        order: (row) => `${row}.name collate "${vietnamese}"`,
      }),
      participants: many('TaskParticipant', {
        where: (task, row) => [`${row}.task_id = ${task}.id`],
        order: (row) =>
          `array_position('{LEAD,COORDINATING,ADVISING,DIRECTING,ASSIGNING}', ${row}.part), ` +
          `${row}.name collate "${vietnamese}"`,
      }),
      targets: many('IndicatorTarget', {
        where: (task, row) => [`${row}.task_id = ${task}.id`],
        order: (row) => `(select i.position from indicators i where i.code = ${row}.indicator_code)`,
      }),
      plannedBudget: plain('planned_budget', true),
      plannedBudgetSource: text('planned_budget_source', true),
      sourceKey: text('source_key', true),
      source: text('source', true),
      version: raw('version'),
      createdAt: instant('created_at'),
      updatedAt: instant('updated_at'),
    } satisfies FieldsOf<Omit<Task, 'progress' | 'progressReports' | 'history'>>,
  },
  TaskParticipant: {
    source: parts,
    fields: {
      department: one('Department', (part, department) => `${department}.id = ${part}.department_id`),
      part: plain('part'),
    } satisfies FieldsOf<TaskParticipant>,
  },
  IndicatorTarget: {
    source: table('task_targets'),
    fields: {
      indicator: byCode('Indicator', 'indicator_code'),
      value: raw('value'),
    } satisfies FieldsOf<IndicatorTarget>,
  },
} satisfies Record<string, TypeSpec>

const id: Key = { sql: (row) => `${row}.id`, cast: 'uuid' }
const ordinal: Key = { sql: (row) => `${row}.ordinal`, cast: 'integer' }
const plan: Key = { sql: (row) => `${row}.plan_id`, cast: 'uuid' }
const orders: Record<string, readonly Key[]> = {
  ORDINAL: [plan, ordinal, id],
  DUE_ON: [{ sql: (row) => `coalesce(${row}.due_on, 'infinity')`, cast: 'date' }, id],
  TITLE: [{ sql: (row) => `${row}.title`, cast: 'text', collate: vietnamese }, id],
  UPDATED_AT: [{ sql: (row) => `${row}.updated_at`, cast: 'timestamptz' }, id],
}

type Asked = Args & { filter?: TaskFilter; orderBy?: TaskOrder }

const inOrder = (args: Asked): Order => ({
  keys: orders[args.orderBy?.by ?? 'ORDINAL'] as readonly Key[],
  descending: args.orderBy?.direction === 'DESC',
})

/** Whether a department's tasks are asked for as they are due: `task_departments` has them in that order. */
const asDueOf = ({ filter, orderBy }: Asked) => filter?.departmentId != null && orderBy?.by === 'DUE_ON'

/** Of a task, the row that leads to it. */
const part = (row: string) => `${row}_part`
const partKeys: readonly Key[] = [
  { sql: (row) => `${part(row)}.due_on`, cast: 'date' },
  { sql: (row) => `${part(row)}.task_id`, cast: 'uuid' },
]

/** A department's tasks (`row`) in the order in which they are due; each once, however many parts the department has in it. */
function dueTasks(row: string, statement: Statement, departmentId: unknown): string {
  const mine = [...statement.inScope('p'), `p.department_id = ${statement.id(departmentId)}`].join(' and ')
  return (
    `(select distinct p.province_id, p.due_on, p.task_id from task_departments p where ${mine}) ${part(row)} ` +
    `join tasks ${row} on ${row}.province_id = ${part(row)}.province_id and ${row}.id = ${part(row)}.task_id`
  )
}

const filtered = (row: string, statement: Statement, args: Asked) =>
  given(args.filter, {
    province: (value) => `${row}.province_id = ${statement.province(value)}`,
    planId: (value) => `${row}.plan_id = ${statement.id(value)}`,
    departmentId: (value) => {
      const scope = statement.inScope('part').map((condition) => `${condition} and `)
      return (
        `exists (select 1 from task_departments part where ${scope.join('')}part.province_id = ${row}.province_id ` +
        `and part.task_id = ${row}.id and part.department_id = ${statement.id(value)})`
      )
    },
    status: (value) => `${row}.status = any (${statement.param(value, 'text[]')})`,
    category: (value) => `${row}.category = any (${statement.param(value, 'text[]')})`,
    overdue: (value) => (value ? overdue(row) : `not ${overdue(row)}`),
    dueFrom: (value) => `${row}.due_on >= ${statement.param(value, 'date')}`,
    dueTo: (value) => `${row}.due_on <= ${statement.param(value, 'date')}`,
    text: (value) => holdsWords(`${row}.search`, value, statement),
  })

/** What this feature adds to the types of others. */
export const fields: Record<string, Record<string, FieldSpec>> = {
  Plan: {
    tasks: connection('Task', {
      where: (parent, row, statement, args) => [`${row}.plan_id = ${parent}.id`, ...filtered(row, statement, args)],
      order: inOrder,
    }),
  },
}

export const roots = {
  task: { kind: 'row', type: 'Task', where: (row, statement, args) => [`${row}.id = ${statement.id(args['id'])}`] },
  tasks: connection('Task', {
    from: (row, statement, args: Asked) =>
      asDueOf(args) ? dueTasks(row, statement, args.filter?.departmentId) : undefined,
    where: (_, row, statement, args: Asked) =>
      filtered(row, statement, asDueOf(args) ? { filter: { ...args.filter, departmentId: null } } : args),
    order: (args: Asked) => {
      const order = inOrder(args)
      return asDueOf(args) ? { ...order, keys: partKeys, as: order.keys } : order
    },
  }),
} satisfies Record<string, RootSpec>
