import { sql } from 'drizzle-orm'
import {
  bigint,
  boolean,
  check,
  date,
  foreignKey,
  index,
  integer,
  numeric,
  pgTable,
  primaryKey,
  text,
  uniqueIndex,
  uuid,
} from 'drizzle-orm/pg-core'
import { departments, plans } from './plans.ts'
import { indicators } from './reference.ts'
import { published, tenantPolicies } from './roles.ts'
import { editable, publishable, tenantKey, withdrawable } from './tenant.ts'
import { oneOf } from './values.ts'

/** A unit of work in a plan. Budgets are whole đồng. Overdue is derived from `due_on` and `status`, never stored. */
export const tasks = pgTable(
  'tasks',
  {
    ...tenantKey,
    ...editable,
    ...publishable(false),
    ...withdrawable,
    planId: uuid('plan_id').notNull(),
    ordinal: integer('ordinal').notNull(),
    title: text('title').notNull(),
    description: text('description'),
    category: text('category').notNull(),
    status: text('status').notNull(),
    startOn: date('start_on'),
    dueOn: date('due_on'),
    duePrecision: text('due_precision'),
    dueText: text('due_text'),
    completedOn: date('completed_on'),
    /** Whether the plan was handed in with this task in it: from then on the task stays on record. */
    filed: boolean('filed').notNull().default(false),
    plannedBudget: bigint('planned_budget', { mode: 'bigint' }),
    plannedBudgetSource: text('planned_budget_source'),
    sourceKey: text('source_key'),
    source: text('source'),
    search: text('search').generatedAlwaysAs(sql`fold(title || ' ' || coalesce(description, ''))`),
  },
  (t) => [
    primaryKey({ name: 'tasks_pkey', columns: [t.provinceId, t.id] }),
    foreignKey({
      name: 'tasks_plan_fkey',
      columns: [t.provinceId, t.planId],
      foreignColumns: [plans.provinceId, plans.id],
    }),
    uniqueIndex('tasks_source_key')
      .on(t.provinceId, t.sourceKey)
      .where(sql`${t.withdrawnBy} is null`),
    index('tasks_plan_idx').on(t.provinceId, t.planId, t.ordinal, t.id),
    // No id behind the date: Postgres would take the index for as good as the primary key, and go through a province for each id.
    index('tasks_due_idx').on(t.provinceId, t.dueOn),
    index('tasks_updated_idx').on(t.provinceId, t.updatedAt, t.id),
    check('tasks_category_check', oneOf(t.category, 'TaskCategory')),
    check('tasks_status_check', oneOf(t.status, 'TaskStatus')),
    check('tasks_due_precision_check', oneOf(t.duePrecision, 'DatePrecision')),
    check('tasks_budget_check', sql`${t.plannedBudget} >= 0`),
    check('tasks_dates_check', sql`${t.startOn} <= ${t.dueOn}`),
    ...tenantPolicies('tasks', { national: published, deletable: sql`not filed`, withdrawable: true }),
  ],
)

/** Which departments take part in a task, and how. At most one leads; a historical task may have no lead on record. */
export const taskDepartments = pgTable(
  'task_departments',
  {
    provinceId: tenantKey.provinceId,
    ...publishable(false),
    taskId: uuid('task_id').notNull(),
    departmentId: uuid('department_id').notNull(),
    part: text('part').notNull(),
    /** The task's due date, or infinity if it has none: kept here so that a department's tasks are found in the order in which they are due. */
    dueOn: date('due_on').notNull().default('infinity'),
  },
  (t) => [
    // The part before the department: whoever asks for a task's departments asks for those of one part.
    primaryKey({ name: 'task_departments_pkey', columns: [t.provinceId, t.taskId, t.part, t.departmentId] }),
    foreignKey({
      name: 'task_departments_task_fkey',
      columns: [t.provinceId, t.taskId],
      foreignColumns: [tasks.provinceId, tasks.id],
    }),
    foreignKey({
      name: 'task_departments_department_fkey',
      columns: [t.provinceId, t.departmentId],
      foreignColumns: [departments.provinceId, departments.id],
    }),
    uniqueIndex('task_departments_lead_key')
      .on(t.provinceId, t.taskId)
      .where(sql`${t.part} = 'LEAD'`),
    index('task_departments_due_idx').on(t.provinceId, t.departmentId, t.dueOn, t.taskId),
    check('task_departments_part_check', oneOf(t.part, 'TaskPart')),
    ...tenantPolicies('task_departments', { national: published, deletable: sql`true` }),
  ],
)

/** What a task promises of an indicator, in the indicator's unit. */
export const taskTargets = pgTable(
  'task_targets',
  {
    provinceId: tenantKey.provinceId,
    ...publishable(false),
    taskId: uuid('task_id').notNull(),
    indicatorCode: text('indicator_code').notNull(),
    value: numeric('value').notNull(),
  },
  (t) => [
    primaryKey({ name: 'task_targets_pkey', columns: [t.provinceId, t.taskId, t.indicatorCode] }),
    foreignKey({
      name: 'task_targets_task_fkey',
      columns: [t.provinceId, t.taskId],
      foreignColumns: [tasks.provinceId, tasks.id],
    }),
    foreignKey({ name: 'task_targets_indicator_fkey', columns: [t.indicatorCode], foreignColumns: [indicators.code] }),
    check('task_targets_value_check', sql`${t.value} >= 0`),
    ...tenantPolicies('task_targets', { national: published, deletable: sql`true` }),
  ],
)
