const counts: Record<string, string> = {
  plans: ['draft', 'submitted', 'returned', 'approved', 'completed', 'cancelled']
    .map((status) => `coalesce(sum(plans_${status}), 0)`)
    .join(' + '),
  tasks: ['not_started', 'in_progress', 'completed', 'cancelled']
    .map((status) => `coalesce(sum(tasks_${status}), 0)`)
    .join(' + '),
  overdueTasks: 'coalesce(sum(overdue), 0)',
  completedOnTime: 'coalesce(sum(completed_on_time), 0)',
  reportsDue: 'coalesce(sum(due), 0)',
  reportsSubmitted: 'coalesce(sum(submitted), 0)',
  reportsOnTime: 'coalesce(sum(on_time), 0)',
}
const columns = `province_id, year, facts, plans_draft, plans_submitted, plans_returned, plans_approved, plans_completed, plans_cancelled,
  tasks_not_started, tasks_in_progress, tasks_completed, tasks_cancelled, overdue, completed_on_time, due, submitted, on_time,
  progress, progress_tasks, planned_budget, planned_tasks, spent_budget, spent_reports`
const stored = (table: string) =>
  `select ${columns} from ${table} where counts_from <= (select (now() at time zone 'Asia/Ho_Chi_Minh')::date)`
const money = (sum: string, of: string) =>
  `case when sum(${of}) > 0 then '"' || trim_scale(sum(${sum})) || '"' else 'null' end`

/** The nation by province and year, as an integrator asks it, and as the best single statement over the same summary. */
export const rollup = {
  query: `{ nationalRollup(groupBy: [PROVINCE, YEAR]) { rows { province { slug name } year ${Object.keys(counts).join(' ')}
    progress plannedBudget spentBudget } } }`,
  sql: `select concat('{"nationalRollup":{"rows":[', string_agg(row, ',' order by p.name collate "vi-x-icu", s.year), ']}}') as json
    from provinces p join (
      select province_id, year, concat(${Object.entries(counts)
        .map(([name, sum]) => `',"${name}":', ${sum}`)
        .join(', ')},
        ',"progress":', coalesce(round(sum(progress) / nullif(sum(progress_tasks), 0), 2)::text, 'null'),
        ',"plannedBudget":', ${money('planned_budget', 'planned_tasks')}, ',"spentBudget":', ${money('spent_budget', 'spent_reports')}, '}') as figures
      from (${stored('rollup_years')} union all ${stored('rollup_deltas')}) u group by province_id, year having sum(facts) > 0
    ) s on s.province_id = p.id
    cross join lateral (select concat('{"province":{"slug":"', p.slug, '","name":', to_json(p.name), '},"year":', s.year, s.figures) as row) r`,
}
