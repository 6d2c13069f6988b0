import { columnList, finestKeys, keys, sorts, type Sort } from './measures.ts'
import type { Sum } from './exact.ts'

// What a unit adds, as its row in `rollup_units` keeps it. Each step of a task or a report writes that row anew, and the first one
// on a page has the whole page logged: so a row is kept short. What all rows of a sort have in common stands once, names have a
// letter or two, and the whole is one text, which takes half of what it takes as objects of `jsonb`.

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

/** A unit from the text of `unitText`; it has the columns that were asked for. */
export function unitOf(text: string): Unit {
  const unit = JSON.parse(text) as Unit
  for (const column of columns) if (column in unit) unit[column] = unpacked(unit[column])
  return unit
}

/** Versions before 0.5.0 keep the rows as they are. */
function unpacked(kept: string | readonly Row[]): readonly Row[] {
  if (typeof kept !== 'string') return kept
  const [common, rows] = JSON.parse(kept) as [Row, Row[]]
  return rows.map((row) => renamed({ ...common, ...row }, longNames))
}

/** The text that rows of one sort are kept as. */
export function packed(rows: readonly Row[]): string {
  const [first = {}, ...others] = rows
  const isCommon = (name: string) => others.every((row) => row[name] === first[name])
  const common = Object.keys(first).filter(isCommon)
  const own = rows.map((row) => renamed(row, shortNames, (name) => !common.includes(name)))
  return JSON.stringify([renamed(first, shortNames, (name) => common.includes(name)), own])
}

function renamed(
  row: Row,
  names: Readonly<Record<string, string>>,
  holds: (name: string) => boolean = () => true,
): Row {
  const other: Row = {}
  for (const name in row) if (holds(name)) other[names[name] as string] = row[name] as Sum | null
  return other
}

/** SQL of a table, to be joined laterally, with what a unit's row (whose alias is given) keeps of a sort: its keys and sums. */
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
