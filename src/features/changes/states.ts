// How each kind of thing looks in the feed: by the names that GraphQL has, references by id.

export type ChangeType = 'Department' | 'Document' | 'Plan' | 'Task' | 'ProgressReport' | 'Recommendation'

interface State {
  table: string
  /** SQL by field, of the row `r`; in the order of the feed. */
  fields: Readonly<Record<string, string>>
}

const columns = (...names: string[]): Record<string, string> =>
  Object.fromEntries(names.map((name) => [name, `r.${name.replace(/[A-Z]/g, (letter) => `_${letter.toLowerCase()}`)}`]))

const instant = (column: string) => `to_char(r.${column} at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"')`
/** As GraphQL has it: a text, safe past 2^53. */
const money = (column: string) => `r.${column}::text`
const times = { createdAt: instant('created_at'), updatedAt: instant('updated_at') }
const origin = columns('sourceKey', 'source')

/** A list of objects; an empty one where there is nothing. `of` has the row's province and what belongs to it. */
const list = (object: string, of: string, order: string) =>
  `(select coalesce(jsonb_agg(${object} order by ${order}), '[]') from ${of})`

const documentObject = (d: string) =>
  `jsonb_build_object('id', ${d}.id, 'reference', ${d}.reference, 'kind', ${d}.kind, 'level', ${d}.level,
     'issuedOn', ${d}.issued_on, 'issuer', ${d}.issuer, 'title', ${d}.title)`

export const states: Readonly<Record<ChangeType, State>> = {
  Department: {
    table: 'departments',
    fields: {
      ...columns('version', 'name', 'shortName', 'kind', 'parentId', 'existedFrom', 'existedUntil', 'successorId'),
      source: 'r.source',
      ...times,
    },
  },
  Document: {
    table: 'documents',
    fields: columns('reference', 'number', 'symbol', 'kind', 'level', 'issuedOn', 'issuer', 'title', 'source'),
  },
  Plan: {
    table: 'plans',
    fields: {
      ...columns('version', 'title', 'kind', 'status', 'periodStart', 'periodEnd', 'reportingPeriod', 'objectives'),
      document: `(select ${documentObject('d')} from documents d
        where d.province_id = any ($1::integer[]) and d.province_id = r.province_id and d.id = r.document_id)`,
      legalBases: list(
        `case when c.id is null then ${documentObject('d')} else ${documentObject('c')} end`,
        `legal_bases b
           left join documents d on d.province_id = any ($1::integer[]) and d.province_id = b.province_id and d.id = b.document_id
           left join central_documents c on c.id = b.central_document_id
         where b.province_id = any ($1::integer[]) and b.province_id = r.province_id and b.plan_id = r.id`,
        'b.ordinal',
      ),
      parentId: 'r.parent_id',
      submittedAt: instant('submitted_at'),
      approvedAt: instant('approved_at'),
      ...origin,
      ...times,
    },
  },
  Task: {
    table: 'tasks',
    fields: {
      ...columns('version', 'planId', 'ordinal', 'title', 'description', 'category', 'status', 'startOn', 'dueOn'),
      ...columns('duePrecision', 'dueText', 'completedOn'),
      plannedBudget: money('planned_budget'),
      plannedBudgetSource: 'r.planned_budget_source',
      departments: list(
        `jsonb_build_object('departmentId', t.department_id, 'part', t.part)`,
        `task_departments t where t.province_id = any ($1::integer[]) and t.province_id = r.province_id and t.task_id = r.id`,
        't.part, t.department_id',
      ),
      targets: list(
        `jsonb_build_object('code', t.indicator_code, 'value', trim_scale(t.value))`,
        `task_targets t where t.province_id = any ($1::integer[]) and t.province_id = r.province_id and t.task_id = r.id`,
        't.indicator_code',
      ),
      ...origin,
      ...times,
    },
  },
  ProgressReport: {
    table: 'progress_reports',
    fields: {
      ...columns('version', 'planId', 'taskId', 'departmentId'),
      period: 'r.period_code',
      ...columns('revision', 'status'),
      percentComplete: 'trim_scale(r.percent_complete)',
      ...columns('achievements', 'limitations', 'causes'),
      spentBudget: money('spent_budget'),
      values: list(
        `jsonb_build_object('code', v.indicator_code, 'value', trim_scale(v.value), 'qualifier', v.qualifier,
           'asWritten', v.as_written)`,
        `indicator_values v
         where v.province_id = any ($1::integer[]) and v.province_id = r.province_id and v.report_id = r.id`,
        'v.indicator_code',
      ),
      submittedAt: instant('submitted_at'),
      deadline: 'r.deadline',
      acceptedAt: instant('accepted_at'),
      returnComment: 'r.return_comment',
      ...origin,
      ...times,
    },
  },
  Recommendation: {
    table: 'recommendations',
    fields: {
      ...columns('version', 'reportId', 'ordinal', 'text', 'status', 'answer'),
      answeredAt: instant('answered_at'),
      ...times,
    },
  },
}

/** `$1` the provinces and `$2` the ids of what is wanted, one beside the other. What isn't there gives no row. */
export function stateOf(type: ChangeType): string {
  const { table, fields } = states[type]
  const object = Object.entries(fields).map(([name, sql]) => `'${name}', ${sql}`)
  return `/* stateOf${type} */ select r.id, jsonb_build_object('id', r.id, ${object.join(', ')}) as data
    from unnest($1::integer[], $2::uuid[]) as w (province_id, id)
      join ${table} r on r.province_id = w.province_id and r.id = w.id and r.province_id = any ($1::integer[])`
}
