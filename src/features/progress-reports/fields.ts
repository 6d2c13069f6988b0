import {
  byCode,
  byId,
  computed,
  connection,
  date,
  given,
  instant,
  many,
  plain,
  raw,
  reference,
  table,
  text,
  type Args,
  type FieldsOf,
  type FieldSpec,
  type Order,
  type TypeSpec,
} from '../../graphql/field-specs.ts'
import type { RootSpec } from '../../graphql/reads.ts'
import type {
  Indicator,
  IndicatorValue,
  ProgressReport,
  ProgressReportFilter,
  ReportDueFilter,
  ReportingPeriod,
} from '../../graphql/schema-types.generated.ts'
import { parsePeriodCode } from '../../db/periods.ts'
import { AppError } from '../../errors.ts'
import type { Statement } from '../../graphql/statement.ts'
import { province } from '../provinces/fields.ts'
import { dueType, isLeads } from './due.ts'
import { deadlineSql } from './rules.ts'

/**
 * First handed in after 24:00, Vietnam's time, of the last day on which it was in time: a correction doesn't make a report
 * late that was in time. Null while that isn't known.
 */
export const late = (row: string) =>
  `coalesce(${row}.first_submitted_at, ${row}.submitted_at) >= (${row}.deadline + 1)::timestamp at time zone 'Asia/Ho_Chi_Minh'`

export const types = {
  ReportDue: dueType,
  ProgressReport: {
    source: table('progress_reports'),
    fields: {
      id: plain('id'),
      province,
      plan: byId('Plan', 'plan_id', { nullable: true }),
      task: byId('Task', 'task_id', { nullable: true }),
      department: byId('Department', 'department_id', { nullable: true }),
      period: byCode('ReportingPeriod', 'period_code'),
      revision: raw('revision'),
      status: plain('status'),
      percentComplete: raw('percent_complete', true),
      achievements: text('achievements', true),
      limitations: text('limitations', true),
      causes: text('causes', true),
      spentBudget: plain('spent_budget', true),
      values: many('IndicatorValue', {
        where: (report, value) => [`${value}.report_id = ${report}.id`],
        order: (value) => `(select i.position from indicators i where i.code = ${value}.indicator_code)`,
      }),
      submittedAt: instant('submitted_at', true),
      isLate: computed(late, 'raw', true),
      returnComment: text('return_comment', true),
      sourceKey: text('source_key', true),
      source: text('source', true),
      version: raw('version'),
      revisions: many('ProgressReport', {
        where: (report, other) => [
          `${other}.period_code = ${report}.period_code`,
          // An index finds either of the two, but never what “is not distinct”.
          `(${other}.task_id = ${report}.task_id or ${other}.task_id is null and ${report}.task_id is null)`,
          ...['plan_id', 'department_id'].map(
            (column) => `${other}.${column} is not distinct from ${report}.${column}`,
          ),
        ],
        order: (other) => `${other}.revision desc`,
      }),
    } satisfies FieldsOf<Omit<ProgressReport, 'recommendations' | 'history'>>,
  },
  IndicatorValue: {
    source: table('indicator_values'),
    fields: {
      indicator: byCode('Indicator', 'indicator_code'),
      value: raw('value', true),
      qualifier: plain('qualifier'),
      lower: raw('lower', true),
      upper: raw('upper', true),
      asWritten: text('as_written', true),
    } satisfies FieldsOf<IndicatorValue>,
  },
  Indicator: {
    source: reference('indicators'),
    fields: {
      code: plain('code'),
      name: text('name'),
      unit: plain('unit'),
      aggregation: plain('aggregation'),
    } satisfies FieldsOf<Indicator>,
  },
  ReportingPeriod: {
    source: reference('reporting_periods'),
    fields: {
      code: plain('code'),
      kind: plain('kind'),
      dataFrom: date('data_from'),
      dataTo: date('data_to'),
      deadline: computed((row, statement) => {
        const viewer = statement.computed((execution) => execution.viewer.provinceId, 'integer', 'viewer')
        const days = `coalesce((select p.report_due_working_days from provinces p where p.id = ${viewer}), ${row}.due_working_days)`
        return `to_char((${deadlineSql(`${row}.data_to`, days)}), 'YYYY-MM-DD')`
      }, 'plain'),
    } satisfies FieldsOf<ReportingPeriod>,
  },
} satisfies Record<string, TypeSpec>

const newestFirst = (): Order => ({ keys: [{ sql: (row) => `${row}.id`, cast: 'uuid' }], descending: true })

/** What this feature adds to the types of others. */
export const fields: Record<string, Record<string, FieldSpec>> = {
  Plan: {
    progressReports: connection('ProgressReport', {
      where: (plan, report) => [`${report}.plan_id = ${plan}.id`, `${report}.task_id is null`],
      order: newestFirst,
    }),
    progress: computed(
      (plan, statement) => {
        const scope = statement.inScope('t').map((condition) => `${condition} and `)
        return (
          `(select round(avg(${taskProgress('t', statement)}), 2) from tasks t where ${scope.join('')}` +
          `t.province_id = ${plan}.province_id and t.plan_id = ${plan}.id and t.status <> 'CANCELLED')`
        )
      },
      'raw',
      true,
    ),
  },
  Task: {
    progressReports: connection('ProgressReport', {
      where: (task, report) => [`${report}.task_id = ${task}.id`],
      order: newestFirst,
    }),
    progress: computed(taskProgress, 'raw', true),
  },
}

/** The percentage of the lead's newest accepted report: of its latest period, and in it of the newest accepted revision. */
export function taskProgress(task: string, statement: Statement): string {
  const lead =
    `join task_departments l on l.province_id = r.province_id ` +
    `and l.task_id = r.task_id and l.part = 'LEAD' and ${isLeads('r', 'l.department_id')} `
  return newestPercent(task, lead, [...statement.inScope('r'), ...statement.inScope('l')])
}

/** The same of a task of which it is known which department leads it. */
export const progressUnder = (lead: string, task: string, statement: Statement): string =>
  newestPercent(task, '', [...statement.inScope('r'), isLeads('r', lead)])

const newestPercent = (task: string, joined: string, conditions: readonly string[]): string =>
  `(select r.percent_complete from progress_reports r ${joined}` +
  `join reporting_periods rp on rp.code = r.period_code where ${conditions.map((condition) => `${condition} and `).join('')}` +
  `r.province_id = ${task}.province_id and r.task_id = ${task}.id and r.status = 'ACCEPTED' and not r.superseded ` +
  `order by rp.data_to desc, r.id desc limit 1)`

export const roots = {
  progressReport: {
    kind: 'row',
    type: 'ProgressReport',
    where: (row, statement, args) => [`${row}.id = ${statement.id(args['id'])}`],
  },
  reportsDue: connection('ReportDue', {
    where: (_, slot, statement, args: Args & { filter?: ReportDueFilter }) =>
      given(args.filter, {
        province: (value) => `${slot}.province_id = ${statement.province(value)}`,
        planId: (value) => `${slot}.plan_id = ${statement.id(value)}`,
        taskId: (value) => `${slot}.task_id = ${statement.id(value)}`,
        departmentId: (value) => `${slot}.department_id = ${statement.id(value)}`,
        period: (value) => `${slot}.period_code = ${statement.param(value, 'text', periodCode)}`,
        year: (value) => `${slot}.year = ${statement.param(value, 'integer')}`,
        state: (value) => `${slot}.state = any (${statement.param(value, 'text[]')})`,
      }),
    order: () => ({
      keys: [
        { sql: (slot) => `${slot}.deadline`, cast: 'date' },
        { sql: (slot) => `${slot}.key`, cast: 'text' },
      ],
      descending: false,
    }),
  }),
  progressReports: connection('ProgressReport', {
    where: (_, row, statement, args: Args & { filter?: ProgressReportFilter }) =>
      given(args.filter, {
        province: (value) => `${row}.province_id = ${statement.province(value)}`,
        planId: (value) => `${row}.plan_id = ${statement.id(value)}`,
        taskId: (value) => `${row}.task_id = ${statement.id(value)}`,
        departmentId: (value) => `${row}.department_id = ${statement.id(value)}`,
        period: (value) => `${row}.period_code = ${statement.param(value, 'text', periodCode)}`,
        status: (value) => `${row}.status = any (${statement.param(value, 'text[]')})`,
        late: (value) => (value ? late(row) : `not ${late(row)}`),
      }),
    order: newestFirst,
  }),
  indicators: many('Indicator', { where: () => [], order: (row) => `${row}.position, ${row}.code` }),
  reportingPeriods: many('ReportingPeriod', {
    where: (_, row, statement, args) => [`${row}.year = ${statement.param(args['year'], 'integer')}`],
    order: (row) => `${row}.data_to, ${row}.data_from desc, ${row}.code`,
  }),
} satisfies Record<string, RootSpec>

function periodCode(value: unknown): string {
  const code = String(value)
  if (parsePeriodCode(code) === undefined) throw new AppError('badPeriod', { value: code.slice(0, 100) })
  return code
}
