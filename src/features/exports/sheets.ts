import { columns as imported, type ImportKind } from '../imports/files/columns.ts'

// What a row of each export holds, by the importer's own columns.

export type ExportKind = Extract<ImportKind, 'plans' | 'tasks' | 'reports'>
export const exportKinds: readonly ExportKind[] = ['plans', 'tasks', 'reports']

/** `$1` is the province whose rows are read. */
const inScope = (row: string, other: string) =>
  `${row}.province_id = $1::integer and ${row}.province_id = ${other}.province_id`

const day = (instant: string) => `to_char(${instant} at time zone 'Asia/Ho_Chi_Minh', 'YYYY-MM-DD')`

/**
 * A decimal as the importer reads it: exactly three places behind a short whole part would be thousands. A double holds
 * them all, so nothing is lost.
 */
export const decimal = (number: string) =>
  `case when trim_scale(${number})::text ~ '^\\d{1,3}\\.\\d{3}$' then trim_scale(${number})::text || '0'
     else trim_scale(${number})::text end`

/** Rows that the importer didn't bring have no key of its own; their id stands for it. */
const keyOf = (row: string) => `coalesce(${row}.source_key, ${row}.id::text)`

/** The names of a task's departments, a list for each part that they can have in it: looked up once for each row. */
const departments = (() => {
  const lists = Object.entries({
    leads: 'LEAD',
    coordinating: 'COORDINATING',
    advising: 'ADVISING',
    directing: 'DIRECTING',
    assigning: 'ASSIGNING',
  }).map(([name, part]) => `array_agg(d.name order by d.name) filter (where x.part = '${part}') as ${name}`)
  return `cross join lateral (select ${lists.join(', ')} from task_departments x
      join departments d on ${inScope('d', 'x')} and d.id = x.department_id where ${inScope('x', 'r')} and x.task_id = r.id) n`
})()

interface Sheet {
  /** FROM, with the row as `r`. */
  from: string
  /** SQL by column, for every column of the importer's. */
  cells: Readonly<Record<string, string>>
  /** SQL for an object of figures by code, and what their columns begin with. */
  figures: { prefix: string; sql: string } | null
  /** SQL: the years in which the row falls, for the filter. */
  inYears: (years: string) => string
  /** SQL: the id of the plan that it belongs to. */
  plan: string
}

export const sheets = {
  plans: {
    from: `plans r left join documents d on ${inScope('d', 'r')} and d.id = r.document_id`,
    cells: {
      key: keyOf('r'),
      reference: 'd.reference',
      number: 'd.number',
      symbol: 'd.symbol',
      issued_on: 'd.issued_on',
      issuer: 'd.issuer',
      title: 'r.title',
      kind: 'r.kind',
      reporting_period: 'r.reporting_period',
      period_start: 'r.period_start',
      period_end: 'r.period_end',
      status: 'r.status',
      parent_key: `case when r.parent_id is not null
        then (select ${keyOf('p')} from plans p where ${inScope('p', 'r')} and p.id = r.parent_id) end`,
      objectives: 'r.objectives',
      legal_bases: `array(select coalesce(d.reference, c.reference, d.title, c.title)
          || coalesce('@' || coalesce(d.issued_on, c.issued_on), '')
        from legal_bases b left join documents d on ${inScope('d', 'b')} and d.id = b.document_id
          left join central_documents c on c.id = b.central_document_id
        where ${inScope('b', 'r')} and b.plan_id = r.id order by b.ordinal)`,
      source: 'r.source',
    } satisfies Record<keyof (typeof imported)['plans'], string>,
    figures: null,
    // As rollups count plans: in each year that they touch.
    inYears: (years) =>
      `exists (select from unnest(${years}) y where y between extract(year from r.period_start) and extract(year from r.period_end))`,
    plan: 'r.id',
  },
  tasks: {
    from: `tasks r join plans p on ${inScope('p', 'r')} and p.id = r.plan_id ${departments}`,
    cells: {
      key: keyOf('r'),
      plan_key: keyOf('p'),
      ordinal: 'r.ordinal',
      title: 'r.title',
      description: 'r.description',
      category: 'r.category',
      lead_department: 'n.leads[1]',
      coordinating_departments: `coalesce(n.coordinating, '{}')`,
      advising_departments: `coalesce(n.advising, '{}')`,
      directing_departments: `coalesce(n.directing, '{}')`,
      assigning_departments: `coalesce(n.assigning, '{}')`,
      start_on: 'r.start_on',
      due_on: 'r.due_on',
      due_precision: 'r.due_precision',
      due_text: 'r.due_text',
      status: 'r.status',
      completed_on: 'r.completed_on',
      planned_budget: 'r.planned_budget::text',
      planned_budget_source: 'r.planned_budget_source',
      source: 'r.source',
    } satisfies Record<keyof (typeof imported)['tasks'], string>,
    figures: {
      prefix: 'target',
      sql: `(select jsonb_object_agg(t.indicator_code, ${decimal('t.value')}) from task_targets t
        where ${inScope('t', 'r')} and t.task_id = r.id)`,
    },
    inYears: (years) => `extract(year from coalesce(r.due_on, p.period_end))::integer = any (${years})`,
    plan: 'r.plan_id',
  },
  reports: {
    from: `progress_reports r left join plans p on ${inScope('p', 'r')} and p.id = r.plan_id
      left join tasks t on ${inScope('t', 'r')} and t.id = r.task_id
      left join departments d on ${inScope('d', 'r')} and d.id = r.department_id`,
    cells: {
      key: keyOf('r'),
      plan_key: keyOf('p'),
      task_key: keyOf('t'),
      department: 'd.name',
      period: 'r.period_code',
      status: 'r.status',
      percent_complete: decimal('r.percent_complete'),
      achievements: 'r.achievements',
      limitations: 'r.limitations',
      causes: 'r.causes',
      recommendations: `array(select c.text from recommendations c where ${inScope('c', 'r')} and c.report_id = r.id
        order by c.ordinal)`,
      submitted_on: day('r.submitted_at'),
      spent_budget: 'r.spent_budget::text',
      source: 'r.source',
    } satisfies Record<keyof (typeof imported)['reports'], string>,
    figures: {
      prefix: 'indicator',
      // As the source has written it; what was entered by hand, as the importer reads it.
      sql: `(select jsonb_object_agg(v.indicator_code, coalesce(v.as_written,
          case v.qualifier when 'AT_LEAST' then '>' when 'ABOUT' then '~' when 'JUST_UNDER' then '<' else '' end
            || ${decimal('v.value')}, 'nhiều'))
        from indicator_values v where ${inScope('v', 'r')} and v.report_id = r.id)`,
    },
    inYears: (years) => `left(r.period_code, 4)::integer = any (${years})`,
    plan: 'r.plan_id',
  },
} satisfies Record<ExportKind, Sheet> as Record<ExportKind, Sheet>

/**
 * One row for each report: the revision that counts, or, where none is accepted, the newest. Another revision of the same
 * report is on the same task or plan, by the same department, for the same period.
 */
const same = (n: string) => `${inScope(n, 'r')} and ${n}.period_code = r.period_code and ${n}.id <> r.id
  and (${n}.status = 'ACCEPTED' and not ${n}.superseded or r.status <> 'ACCEPTED' and ${n}.revision > r.revision)`

export const standsForReport = `(r.status = 'ACCEPTED' and not r.superseded
  or r.task_id is not null and not exists (select from progress_reports n where ${same('n')}
    and n.task_id = r.task_id and n.department_id = r.department_id)
  or r.task_id is null and not exists (select from progress_reports n where ${same('n')}
    and n.task_id is null and n.plan_id is not distinct from r.plan_id))`
