import { columnList, finestKeys, keys, sorts, type Sort } from './measures.ts'
import type { Sum } from './exact.ts'

// What a unit adds, as its row in `rollup_units` keeps it: its rows as they are, or, from 0.5.0 on, short: what all rows of a sort have
// in common stands once, names have a letter or two, and the whole is one text.

/** What a unit adds to each sort: rows of keys and sums by their names. Sums that are zero are not there. */
export type Unit = { id: string } & Record<Sort['column'], readonly Row[]>
export type Row = Record<string, Sum | null>

/** Rows are kept by these: a name is never used for another thing. */
const shortNames: Readonly<Record<string, string>> = {
  year: 'y',
  quarter: 'q',
  category: 'c',
  department_kind: 'k',
  department_id: 'd',
  counts_from: 't',
  indicator_code: 'i',
  first_year: 'f',
  facts: 'n',
  plans_draft: 'pd',
  plans_submitted: 'ps',
  plans_returned: 'pr',
  plans_approved: 'pa',
  plans_completed: 'pc',
  plans_cancelled: 'px',
  tasks_not_started: 'tn',
  tasks_in_progress: 'ti',
  tasks_completed: 'tc',
  tasks_cancelled: 'tx',
  overdue: 'o',
  completed_on_time: 'ct',
  due: 'du',
  submitted: 'su',
  on_time: 'ot',
  recommendations_open: 'ro',
  recommendations_answered: 'ra',
  reporting: 'r',
  progress_tasks: 'gt',
  progress: 'g',
  planned_tasks: 'bt',
  planned_budget: 'b',
  spent_reports: 'sr',
  spent_budget: 's',
  exact: 'e',
  at_least: 'al',
  about: 'ab',
  just_under: 'ju',
  unknown: 'u',
  value: 'v',
  lower: 'l',
}
const longNames = Object.fromEntries(Object.entries(shortNames).map(([name, short]) => [short, name]))

const columns = Object.values(sorts).map(({ column }) => column)

/** SQL of what a unit's row (`u`) keeps in these columns, as `unitOf` reads it. */
export const unitText = (some: readonly string[]) =>
  `concat('{"id":"', u.id, '"', ${some.map((column) => `',"${column}":', u.${column}`).join(', ')}, '}')`

export function unitOf(text: string): Unit {
  const unit = JSON.parse(text) as Unit
  for (const column of columns) if (column in unit) unit[column] = unpacked(unit[column])
  return unit
}

function unpacked(kept: string | readonly Row[]): readonly Row[] {
  if (typeof kept !== 'string') return kept
  const [common, rows] = JSON.parse(kept) as [Row, Row[]]
  return rows.map((row) =>
    Object.fromEntries(
      Object.entries({ ...common, ...row }).map(([name, value]) => [longNames[name] as string, value]),
    ),
  )
}

/** SQL of a table with what a unit's row keeps of a sort: its keys and sums. */
export function keptSql(unit: string, sort: Sort): string {
  const kept = `${unit}.${sort.column}`
  const isText = `jsonb_typeof(${kept}) = 'string'`
  const names = [...finestKeys(sort), ...Object.keys(sort.sums)]
  const short = names.map((name) => `"${shortNames[name]}" ${keys[name]?.type ?? sort.sums[name]?.type}`).join(', ')
  return (
    // Without the offset, the text would be read anew for each of its rows.
    `(select k.* from (select (${kept} #>> '{}')::jsonb as packed where ${isText} offset 0) p ` +
    `cross join lateral jsonb_array_elements(p.packed -> 1) o (own) ` +
    `cross join lateral (select * from jsonb_to_record(p.packed -> 0 || o.own) as s (${short})) k (${names.join(', ')}) ` +
    `union all select * from jsonb_to_recordset(case when not ${isText} then ${kept} end) as k (${columnList(sort)}))`
  )
}
