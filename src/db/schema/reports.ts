import { sql } from 'drizzle-orm'
import {
  bigint,
  boolean,
  check,
  date,
  foreignKey,
  index,
  numeric,
  pgTable,
  primaryKey,
  smallint,
  text,
  timestamp,
  uniqueIndex,
  uuid,
} from 'drizzle-orm/pg-core'
import { departments, plans } from './plans.ts'
import { indicators, provinces, reportingPeriods } from './reference.ts'
import { published, tenantPolicies } from './roles.ts'
import { editable, publishable, tenantKey, withdrawable } from './tenant.ts'
import { tasks } from './tasks.ts'
import { oneOf } from './values.ts'

/**
 * One revision of a report. A department reports on a task (`task_id`, `plan_id`, `department_id`), the province on a
 * plan (`plan_id`) or, where no plan is on record, on its year (none of the three).
 */
export const progressReports = pgTable(
  'progress_reports',
  {
    ...tenantKey,
    ...editable,
    ...publishable(false),
    ...withdrawable,
    planId: uuid('plan_id'),
    taskId: uuid('task_id'),
    departmentId: uuid('department_id'),
    periodCode: text('period_code').notNull(),
    /**
     * Whether it is the lead's. Null: that is told by who leads the task now. Set when the lead changes, so that what the
     * former one has reported stays the lead's report on its period.
     */
    byLead: boolean('by_lead'),
    revision: smallint('revision').notNull(),
    status: text('status').notNull(),
    /** Set on an accepted revision when a newer one is accepted: the newest accepted is the accepted one without it. */
    superseded: boolean('superseded').notNull().default(false),
    percentComplete: numeric('percent_complete'),
    achievements: text('achievements'),
    limitations: text('limitations'),
    causes: text('causes'),
    spentBudget: bigint('spent_budget', { mode: 'bigint' }),
    submittedAt: timestamp('submitted_at', { withTimezone: true }),
    /** When the first revision of the report was submitted: that decides whether it was in time. */
    firstSubmittedAt: timestamp('first_submitted_at', { withTimezone: true }),
    /** The last day on which the report was in time, by the rule in force when it was first submitted. */
    deadline: date('deadline'),
    acceptedAt: timestamp('accepted_at', { withTimezone: true }),
    returnComment: text('return_comment'),
    sourceKey: text('source_key'),
    source: text('source'),
  },
  (t) => [
    primaryKey({ name: 'progress_reports_pkey', columns: [t.provinceId, t.id] }),
    foreignKey({ name: 'progress_reports_province_fkey', columns: [t.provinceId], foreignColumns: [provinces.id] }),
    foreignKey({
      name: 'progress_reports_plan_fkey',
      columns: [t.provinceId, t.planId],
      foreignColumns: [plans.provinceId, plans.id],
    }),
    foreignKey({
      name: 'progress_reports_task_fkey',
      columns: [t.provinceId, t.taskId],
      foreignColumns: [tasks.provinceId, tasks.id],
    }),
    foreignKey({
      name: 'progress_reports_department_fkey',
      columns: [t.provinceId, t.departmentId],
      foreignColumns: [departments.provinceId, departments.id],
    }),
    foreignKey({
      name: 'progress_reports_period_fkey',
      columns: [t.periodCode],
      foreignColumns: [reportingPeriods.code],
    }),
    // The unique key (plan, task, department, period, revision) treats nulls as equal; a migration makes it.
    uniqueIndex('progress_reports_source_key')
      .on(t.provinceId, t.sourceKey, t.revision)
      .where(sql`${t.withdrawnBy} is null`),
    index('progress_reports_task_idx').on(t.provinceId, t.taskId, t.periodCode),
    index('progress_reports_period_idx').on(t.provinceId, t.periodCode, t.id),
    index('progress_reports_department_idx').on(t.provinceId, t.departmentId, t.id),
    check('progress_reports_status_check', oneOf(t.status, 'ReportStatus')),
    check('progress_reports_percent_check', sql`${t.percentComplete} between 0 and 100`),
    check('progress_reports_budget_check', sql`${t.spentBudget} >= 0`),
    check(
      'progress_reports_subject_check',
      sql`(${t.taskId} is null) = (${t.departmentId} is null) and (${t.taskId} is null or ${t.planId} is not null)`,
    ),
    ...tenantPolicies('progress_reports', {
      national: published,
      deletable: sql`status = 'DRAFT'`,
      withdrawable: true,
    }),
  ],
)

/** What was reached of an indicator, in the indicator's unit. `lower` and `upper` are the bounds that the qualifier allows. */
export const indicatorValues = pgTable(
  'indicator_values',
  {
    provinceId: tenantKey.provinceId,
    ...publishable(false),
    reportId: uuid('report_id').notNull(),
    indicatorCode: text('indicator_code').notNull(),
    value: numeric('value'),
    qualifier: text('qualifier').notNull(),
    lower: numeric('lower').generatedAlwaysAs(sql`case when qualifier in ('EXACT', 'AT_LEAST') then value end`),
    upper: numeric('upper').generatedAlwaysAs(sql`case when qualifier in ('EXACT', 'JUST_UNDER') then value end`),
    /** The words of the source, where the figure was imported. */
    asWritten: text('as_written'),
  },
  (t) => [
    primaryKey({ name: 'indicator_values_pkey', columns: [t.provinceId, t.reportId, t.indicatorCode] }),
    foreignKey({
      name: 'indicator_values_report_fkey',
      columns: [t.provinceId, t.reportId],
      foreignColumns: [progressReports.provinceId, progressReports.id],
    }),
    foreignKey({
      name: 'indicator_values_indicator_fkey',
      columns: [t.indicatorCode],
      foreignColumns: [indicators.code],
    }),
    check('indicator_values_qualifier_check', oneOf(t.qualifier, 'Qualifier')),
    check('indicator_values_value_check', sql`${t.value} >= 0 and (${t.value} is null) = (${t.qualifier} = 'UNKNOWN')`),
    // What was published stays: only a draft's figures are replaced.
    ...tenantPolicies('indicator_values', {
      national: published,
      changeable: sql`not published`,
      deletable: sql`not published`,
    }),
  ],
)

/** What a province asks of the ministry in a report on a plan or a year, and the answer. */
export const recommendations = pgTable(
  'recommendations',
  {
    ...tenantKey,
    ...editable,
    ...publishable(false),
    ...withdrawable,
    reportId: uuid('report_id').notNull(),
    ordinal: smallint('ordinal').notNull(),
    text: text('text').notNull(),
    status: text('status').notNull().default('OPEN'),
    answer: text('answer'),
    answeredAt: timestamp('answered_at', { withTimezone: true }),
  },
  (t) => [
    primaryKey({ name: 'recommendations_pkey', columns: [t.provinceId, t.id] }),
    foreignKey({
      name: 'recommendations_report_fkey',
      columns: [t.provinceId, t.reportId],
      foreignColumns: [progressReports.provinceId, progressReports.id],
    }),
    index('recommendations_report_idx').on(t.provinceId, t.reportId, t.ordinal),
    check('recommendations_status_check', oneOf(t.status, 'RecommendationStatus')),
    check('recommendations_answer_check', sql`(${t.status} = 'OPEN') = (${t.answeredAt} is null)`),
    ...tenantPolicies('recommendations', { national: published, deletable: sql`not published`, withdrawable: true }),
  ],
)
