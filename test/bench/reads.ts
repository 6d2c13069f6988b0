import type pg from 'pg'

/** One read in both forms: as a front end asks it, and as the best single statement that gives the same answer. */
export interface Read {
  name: string
  /** What the ratio of requests a second to the hand-written route should reach. */
  goal: number
  query: string
  /** Whose question it is; the ministry's names no province. */
  national?: boolean
  /** Variables of one request in a province; `pick` chooses among what the database holds. */
  variables(pick: Pick): Record<string, unknown>
  /** Gives one JSON text, the value of the answer's `data`; `$1` is the province. */
  sql: string
  /** The values of the statement from `$2` on. */
  values(variables: Record<string, unknown>): unknown[]
}

export interface Pick {
  slug: string
  plan: string
  department: string
  report: string
  year: number
}

export const reads: readonly Read[] = [
  {
    name: 'plan by id',
    goal: 0.65,
    query: 'query($id: ID!) { plan(id: $id) { id title status periodStart periodEnd version } }',
    variables: ({ plan }) => ({ id: plan }),
    sql: `select concat('{"plan":', (select concat('{"id":"', p.id, '","title":', to_json(p.title), ',"status":"', p.status,
        '","periodStart":"', p.period_start, '","periodEnd":"', p.period_end, '","version":', p.version, '}')
      from plans p where p.province_id = $1 and p.id = $2), '}') as json`,
    values: ({ id }) => [id],
  },
  {
    name: '20 plans with task counts',
    goal: 0.8,
    query: '{ plans(first: 20) { nodes { id title status tasks { totalCount } } } }',
    variables: () => ({}),
    sql: `select concat('{"plans":{"nodes":[', string_agg(concat('{"id":"', p.id, '","title":', to_json(p.title), ',"status":"', p.status,
        '","tasks":{"totalCount":', (select count(*) from tasks t where t.province_id = $1 and t.plan_id = p.id), '}}'), ','
        order by p.period_start desc, p.id desc), ']}}') as json
      from (select * from plans where province_id = $1 order by period_start desc, id desc limit 20) p`,
    values: () => [],
  },
  {
    name: 'a plan’s page: 30 tasks, departments, newest report',
    goal: 0.8,
    query: `query($id: ID!) { plan(id: $id) { id title status tasks(first: 30) { nodes { id ordinal title status dueOn lead { name }
      coordinating { name } progressReports(first: 1) { nodes { id status percentComplete submittedAt } } } } } }`,
    variables: ({ plan }) => ({ id: plan }),
    sql: `select concat('{"plan":', (select concat('{"id":"', p.id, '","title":', to_json(p.title), ',"status":"', p.status,
        '","tasks":{"nodes":[', (select string_agg(concat('{"id":"', t.id, '","ordinal":', t.ordinal, ',"title":', to_json(t.title),
          ',"status":"', t.status, '","dueOn":"', t.due_on, '","lead":{"name":', to_json(d.name), '},"coordinating":[',
          (select string_agg(concat('{"name":', to_json(c.name), '}'), ',' order by c.name collate "vi-x-icu", c.id)
            from task_departments x join departments c on c.province_id = $1 and c.id = x.department_id
            where x.province_id = $1 and x.task_id = t.id and x.part = 'COORDINATING'),
          '],"progressReports":{"nodes":[', (select concat('{"id":"', r.id, '","status":"', r.status, '","percentComplete":',
              r.percent_complete, ',"submittedAt":"', to_char(r.submitted_at at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"'), '"}')
            from progress_reports r
            where r.province_id = $1 and r.task_id = t.id order by r.id desc limit 1),
          ']}}'), ',' order by t.ordinal, t.id)
          from (select * from tasks where province_id = $1 and plan_id = p.id order by ordinal, id limit 30) t
          join task_departments l on l.province_id = $1 and l.task_id = t.id and l.part = 'LEAD'
          join departments d on d.province_id = $1 and d.id = l.department_id), ']}}')
      from plans p where p.province_id = $1 and p.id = $2), '}') as json`,
    values: ({ id }) => [id],
  },
  {
    name: 'a department’s tasks, 50 rows',
    goal: 0.8,
    query: `query($id: ID!) { tasks(filter: { departmentId: $id }, orderBy: { by: DUE_ON }, first: 50) { nodes { id title status category dueOn
      isOverdue plan { id title } lead { name } } } }`,
    variables: ({ department }) => ({ id: department }),
    sql: `select concat('{"tasks":{"nodes":[', string_agg(concat('{"id":"', t.id, '","title":', to_json(t.title), ',"status":"', t.status,
        '","category":"', t.category, '","dueOn":"', t.due_on, '","isOverdue":',
        (t.due_on < (now() at time zone 'Asia/Ho_Chi_Minh')::date and t.status not in ('COMPLETED', 'CANCELLED'))::text,
        ',"plan":{"id":"', p.id, '","title":', to_json(p.title), '},"lead":{"name":', to_json(d.name), '}}'), ',' order by t.due_on, t.id), ']}}') as json
      from (select t.* from (select distinct due_on, task_id from task_departments where province_id = $1 and department_id = $2) x
          join tasks t on t.province_id = $1 and t.id = x.task_id order by x.due_on, x.task_id limit 50) t
        join plans p on p.province_id = $1 and p.id = t.plan_id
        join task_departments l on l.province_id = $1 and l.task_id = t.id and l.part = 'LEAD'
        join departments d on d.province_id = $1 and d.id = l.department_id`,
    values: ({ id }) => [id],
  },
  {
    name: 'overdue by department',
    goal: 0.9,
    query: `query($slug: String!) { nationalRollup(filter: { provinces: [$slug] }, groupBy: [DEPARTMENT]) { rows { department { id name } tasks
      overdueTasks } } }`,
    variables: ({ slug }) => ({ slug }),
    sql: `select concat('{"nationalRollup":{"rows":[', string_agg(concat('{"department":', case when d.id is null then 'null' else
        concat('{"id":"', d.id, '","name":', to_json(d.name), '}') end, ',"tasks":', s.tasks, ',"overdueTasks":', s.overdue, '}'), ','
        order by d.id nulls last), ']}}') as json
      from (select department_id, sum(facts) as facts, coalesce(sum(overdue), 0) as overdue, coalesce(sum(tasks_not_started), 0) +
          coalesce(sum(tasks_in_progress), 0) + coalesce(sum(tasks_completed), 0) + coalesce(sum(tasks_cancelled), 0) as tasks
        from (select department_id, facts, overdue, tasks_not_started, tasks_in_progress, tasks_completed, tasks_cancelled
          from rollup_departments where province_id = $1 and counts_from <= (now() at time zone 'Asia/Ho_Chi_Minh')::date
          union all select department_id, facts, overdue, tasks_not_started, tasks_in_progress, tasks_completed, tasks_cancelled
          from rollup_deltas where province_id = $1 and counts_from <= (now() at time zone 'Asia/Ho_Chi_Minh')::date) x
        group by department_id) s left join departments d on d.province_id = $1 and d.id = s.department_id
      where s.facts > 0`,
    values: () => [],
  },
  {
    name: 'report with values',
    goal: 0.65,
    query: `query($id: ID!) { progressReport(id: $id) { id status revision percentComplete achievements spentBudget period { code }
      values { indicator { code name } value qualifier lower upper } } }`,
    variables: ({ report }) => ({ id: report }),
    sql: `select concat('{"progressReport":', (select concat('{"id":"', r.id, '","status":"', r.status, '","revision":', r.revision,
        ',"percentComplete":', r.percent_complete, ',"achievements":', to_json(r.achievements), ',"spentBudget":"', r.spent_budget,
        '","period":{"code":"', r.period_code, '"},"values":[', (select string_agg(concat('{"indicator":{"code":"', i.code, '","name":',
          to_json(i.name), '},"value":', v.value, ',"qualifier":"', v.qualifier, '","lower":', coalesce(v.lower::text, 'null'), ',"upper":',
          coalesce(v.upper::text, 'null'), '}'), ',' order by i.position) from indicator_values v
          join indicators i on i.code = v.indicator_code where v.province_id = $1 and v.report_id = r.id), ']}')
      from progress_reports r where r.province_id = $1 and r.id = $2), '}') as json`,
    values: ({ id }) => [id],
  },
  {
    name: '50 reports of a period',
    goal: 0.8,
    query: `query($period: String!) { progressReports(filter: { period: $period }, first: 50) { nodes { id status percentComplete
      task { id title } department { name } } } }`,
    variables: ({ year }) => ({ period: `${year}-Q2` }),
    sql: `select concat('{"progressReports":{"nodes":[', string_agg(concat('{"id":"', r.id, '","status":"', r.status, '","percentComplete":',
        r.percent_complete, ',"task":{"id":"', t.id, '","title":', to_json(t.title), '},"department":{"name":', to_json(d.name), '}}'),
        ',' order by r.id desc), ']}}') as json
      from (select * from progress_reports where province_id = $1 and period_code = $2 order by id desc limit 50) r
        join tasks t on t.province_id = $1 and t.id = r.task_id join departments d on d.province_id = $1 and d.id = r.department_id`,
    values: ({ period }) => [period],
  },
  {
    name: 'text search, 20 rows',
    goal: 0.8,
    query: '{ tasks(filter: { text: "trien lam bien dao" }, first: 20) { nodes { id title status dueOn } } }',
    variables: () => ({}),
    sql: `select concat('{"tasks":{"nodes":[', string_agg(concat('{"id":"', t.id, '","title":', to_json(t.title), ',"status":"', t.status,
        '","dueOn":"', t.due_on, '"}'), ',' order by t.plan_id, t.ordinal, t.id), ']}}') as json
      from (select * from tasks where province_id = $1 and search like '%trien%' and search like '%lam%' and search like '%bien%'
        and search like '%dao%' order by plan_id, ordinal, id limit 20) t`,
    values: () => [],
  },
  {
    name: 'no SQL',
    goal: 0.7,
    query: '{ __typename }',
    variables: () => ({}),
    sql: '',
    values: () => [],
  },
]

/** Things to ask for, in every province that reads no other's rows: a successor's lists hold its predecessors' too. */
export async function picks(owner: pg.Pool): Promise<(Pick & { province: number })[]> {
  const { rows } = await owner.query<Pick & { province: number }>(
    `select p.id as province, p.slug, x.plan, x.department, x.report, x.year from provinces p cross join lateral (
       select l.id as plan, t.department_id as department, r.id as report, extract(year from l.period_start)::integer as year
       from plans l join progress_reports r on r.province_id = p.id and r.plan_id = l.id
         join task_departments t on t.province_id = p.id and t.task_id = r.task_id
       where l.province_id = p.id order by md5(r.id::text) limit 4) x
     where not exists (select 1 from successions s where s.successor_id = p.id)`,
  )
  return rows
}
