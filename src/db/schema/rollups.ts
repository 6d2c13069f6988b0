import { sql } from 'drizzle-orm'
import { bigint, boolean, date, integer, jsonb, numeric, pgTable, primaryKey, text, uuid } from 'drizzle-orm/pg-core'
import { tenantPolicies } from './roles.ts'
import { tenantKey } from './tenant.ts'

// The maintained summary of the rollups. What is counted is only ever added: each transaction appends deltas, and
// compaction folds them into the base tables, of which each keeps as many dimensions as its name says. A base row and the
// deltas of its dimensions add up to the figure; in all of them, what is null adds nothing.
//
// “None” is a value here, since it is part of a key: quarter 0, category and kind '', department all zeros. No table has a
// foreign key to its province: every writer would lock that one row.

const key = { provinceId: tenantKey.provinceId, year: integer('year').notNull() }
const cell = {
  ...key,
  quarter: integer('quarter').notNull().default(0),
  category: text('category').notNull().default(''),
  departmentKind: text('department_kind').notNull().default(''),
}
const department = {
  ...cell,
  departmentId: uuid('department_id').notNull().default('00000000-0000-0000-0000-000000000000'),
}

/** Counted only from a day on, such as a task from the day that it is overdue; mostly from ever. */
const countsFrom = date('counts_from').notNull().default('-infinity')

const count = (name: string) => bigint(name, { mode: 'bigint' })

const measures = {
  /** Facts of any measure that makes a row: where their sum is 0 there is nothing. */
  facts: count('facts'),
  plansDraft: count('plans_draft'),
  plansSubmitted: count('plans_submitted'),
  plansReturned: count('plans_returned'),
  plansApproved: count('plans_approved'),
  plansCompleted: count('plans_completed'),
  plansCancelled: count('plans_cancelled'),
  tasksNotStarted: count('tasks_not_started'),
  tasksInProgress: count('tasks_in_progress'),
  tasksCompleted: count('tasks_completed'),
  tasksCancelled: count('tasks_cancelled'),
  overdue: count('overdue'),
  completedOnTime: count('completed_on_time'),
  due: count('due'),
  submitted: count('submitted'),
  onTime: count('on_time'),
  recommendationsOpen: count('recommendations_open'),
  recommendationsAnswered: count('recommendations_answered'),
  /** Published reports; a province reports where there are any. */
  reporting: count('reporting'),
  /** How many tasks the sum of percentages is of. */
  progressTasks: count('progress_tasks'),
  progress: numeric('progress'),
  /** How many tasks have a budget. */
  plannedTasks: count('planned_tasks'),
  plannedBudget: numeric('planned_budget'),
  /** How many reports say what was spent. */
  spentReports: count('spent_reports'),
  spentBudget: numeric('spent_budget'),
}

/** How many figures of each qualifier, the sum of those with a number, and of those that are lower bounds. */
const figures = {
  exact: count('exact'),
  atLeast: count('at_least'),
  about: count('about'),
  justUnder: count('just_under'),
  unknown: count('unknown'),
  value: numeric('value'),
  lower: numeric('lower'),
}

/** Plans that touch the year, by the first year that they touch: so that over several years each is counted once. */
const planYears = {
  plansDraft: count('plans_draft'),
  plansSubmitted: count('plans_submitted'),
  plansReturned: count('plans_returned'),
  plansApproved: count('plans_approved'),
  plansCompleted: count('plans_completed'),
  plansCancelled: count('plans_cancelled'),
}

const firstYear = integer('first_year').notNull()
const indicatorCode = text('indicator_code').notNull()

// Any role may sum them up, since only what is published is in them; the ministry writes none but of the province that it
// has entered.
const everything = sql`true`
const policies = (table: string, summed = true) =>
  tenantPolicies(table, { national: everything, deletable: everything, summed })

/**
 * What each unit adds to the summary: a task with its reports, a plan with those on the plan itself, or the reports of one
 * period that are on no plan. The row is locked while its contribution is brought up to date; `rollups/kept.ts` says how it is kept.
 */
export const rollupUnits = pgTable(
  'rollup_units',
  {
    ...tenantKey,
    measures: jsonb('measures')
      .notNull()
      .default(sql`'[]'`),
    figures: jsonb('figures')
      .notNull()
      .default(sql`'[]'`),
    planYears: jsonb('plan_years')
      .notNull()
      .default(sql`'[]'`),
  },
  (t) => [primaryKey({ name: 'rollup_units_pkey', columns: [t.provinceId, t.id] }), ...policies('rollup_units', false)],
)

/** By which definition of what counts, and on which calendar, a province's summary was built; see `rollups/build.ts`. */
export const rollupBuilds = pgTable(
  'rollup_builds',
  {
    provinceId: tenantKey.provinceId,
    basis: text('basis').notNull(),
    /** Whether due dates were copied to participants' rows that are older than the copy. */
    dueDatesCopied: boolean('due_dates_copied').notNull().default(false),
  },
  (t) => [
    primaryKey({ name: 'rollup_builds_pkey', columns: [t.provinceId] }),
    ...tenantPolicies('rollup_builds', { national: everything }),
  ],
)

const deltaTable = (name: string, columns: object) =>
  pgTable(name, { ...tenantKey, ...columns }, (t: any) => [
    primaryKey({ name: `${name}_pkey`, columns: [t.provinceId, t.id] }),
    ...policies(name),
  ])

const baseTable = (name: string, columns: object, keys: readonly string[]) =>
  pgTable(name, { ...(columns as typeof key) }, (t: any) => [
    primaryKey({ name: `${name}_pkey`, columns: [t.provinceId, ...keys.map((one) => t[one])] as never }),
    ...policies(name),
  ])

const ofCell = ['year', 'quarter', 'category', 'departmentKind']
const ofDepartment = [...ofCell, 'departmentId']

export const rollupDeltas = deltaTable('rollup_deltas', { ...department, countsFrom, ...measures })
export const rollupYears = baseTable('rollup_years', { ...key, countsFrom, ...measures }, ['year', 'countsFrom'])
export const rollupCells = baseTable('rollup_cells', { ...cell, countsFrom, ...measures }, [...ofCell, 'countsFrom'])
export const rollupDepartments = baseTable('rollup_departments', { ...department, countsFrom, ...measures }, [
  ...ofDepartment,
  'countsFrom',
])

export const rollupFigureDeltas = deltaTable('rollup_figure_deltas', { ...department, indicatorCode, ...figures })
export const rollupYearFigures = baseTable('rollup_year_figures', { ...key, indicatorCode, ...figures }, [
  'year',
  'indicatorCode',
])
export const rollupCellFigures = baseTable('rollup_cell_figures', { ...cell, indicatorCode, ...figures }, [
  ...ofCell,
  'indicatorCode',
])
export const rollupDepartmentFigures = baseTable(
  'rollup_department_figures',
  { ...department, indicatorCode, ...figures },
  [...ofDepartment, 'indicatorCode'],
)

export const rollupPlanDeltas = deltaTable('rollup_plan_deltas', { ...key, firstYear, ...planYears })
export const rollupPlanYears = baseTable('rollup_plan_years', { ...key, firstYear, ...planYears }, [
  'year',
  'firstYear',
])
