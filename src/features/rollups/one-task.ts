import type { TenantTx, MinistryTx } from '../../db/tenancy.ts'
import { Statement } from '../../graphql/statement.ts'
import { isLeads } from '../progress-reports/due.ts'
import { progressUnder } from '../progress-reports/fields.ts'
import { countings, factOf, place, type Counting, type Found } from './counting.ts'
import type { Sum } from './exact.ts'
import { countedAs, ever, figure, newestInCadence, spent } from './facts.ts'
import { unitOf, unitText } from './kept.ts'
import { noDepartment, taskColumns } from './measures.ts'
import type { Touched } from './touched.ts'

// Most of what is done in a day alters one task alone, by a step of its own or by accepting one of its reports. Where its
// facts fall is not altered by that, and kept in its unit's row: so one statement that locks the unit finds them too, with
// less to look up. Of what its reports add, only that is found and compared which falls where the accepted one does.

/** What the statement says of a fact; of where it falls, no more than its year and quarter, if they aren't the task's. */
const told = ['year', 'quarter', 'measure', 'code', 'n', 'amount', 'qualifier', 'counts_from'] as const
const placeOfTold = told.map((name) => place[name] as number)
const quarterOfPeriod = 'coalesce(rp.quarter, 0)::integer'

/**
 * Its rows: the first has the unit, if it is as it was seen, and where the accepted report falls; those behind it what is
 * told of a fact each.
 */
type Line = readonly [unit: string | null, ...values: (Sum | null)[]]

/**
 * Locks a task's unit and finds what was altered of its facts; undefined if it has to be counted as others are.
 *
 * A statement sees nothing of what others commit while it waits for a lock. But whoever counts a unit writes its row, also if nothing
 * differs (`keepSummary`): if somebody has, the row that is locked is not the row that was seen.
 */
export async function findOfOneTask(
  tx: TenantTx | MinistryTx,
  { units: [task, ...others], altered, report }: Touched,
): Promise<Found | undefined> {
  const statement = altered && statements[altered]
  if (others.length > 0 || statement === undefined) return undefined
  // Several reports may fall at several places.
  if (altered === 'acceptances' && report === undefined) return undefined
  const asked = report === undefined ? [] : [report]
  const [first, ...lines] = await tx.prepared<Line>(statement, [tx.provinceId, task, ...asked])
  const [text, year = null, quarter = null] = first ?? [null]
  const unit = text === null ? null : unitOf(text)
  const kept = unit?.measures.find((row) => Object.values(taskColumns).some((name) => name in row))
  // Where no lead is on record, it depends on who else has reported what counts.
  if (unit === null || kept === undefined || kept['department_id'] === noDepartment) return undefined
  const falls = factOf({ ...kept, unit: unit.id })
  const facts = lines.map(([, ...values]) => {
    const fact = [...falls]
    for (const [index, value] of values.entries()) {
      if (value !== null) fact[placeOfTold[index] as number] = value
    }
    return fact
  })
  return { units: [unit], facts, ...(report !== undefined && { reportsAt: { year, quarter } }) }
}

const statements: Partial<Record<keyof typeof countings, Counting['statement']>> = {
  steps: statementOf(countings.steps),
  acceptances: statementOf(countings.acceptances),
}

function statementOf({ statement: { name }, measures, columns }: Counting): Counting['statement'] {
  const statement = new Statement('province')
  const inProvince = (row: string) => statement.inScope(row).join(' and ')
  const seen = `(select seen.xmin from rollup_units seen where ${inProvince('seen')} and seen.id = u.id)`
  // Parameters are numbered as they are asked for: behind the province.
  const task = statement.computed(() => 'task', 'uuid')
  const kept = unitText([...columns.keys()].map(({ column }) => column))
  const isOfReport = measures.has('progress')
  const own = isOfReport ? `with own as materialized (${whereReportFalls(statement)}) ` : ''
  const at = isOfReport ? '(select year from own), (select quarter from own)' : 'null::integer, null::integer'
  const locked =
    `select case when u.xmin = ${seen} then ${kept} end, ` +
    `${at}, null, null, null::integer, null::numeric, null, null::date ` +
    `from rollup_units u where ${inProvince('u')} and u.id = ${task} for no key update`
  const facts =
    `select null, ${told.map((column) => `fact.${column}`).join(', ')} from tasks t ` +
    `${isOfReport ? acceptedOf(statement, measures) : `cross join lateral (${whereTaskFalls(measures)})`} ` +
    `as fact (${told.join(', ')}) where ${inProvince('t')} and t.id = ${task} and t.published`
  const text = `/* ${name}OfOne */ ${own}select * from (${locked}) locked union all ${facts}`
  return { name: `${name}OfOne`, text, rowMode: 'array' }
}

/** Where the accepted report falls. */
function whereReportFalls(statement: Statement): string {
  const report = statement.computed(() => 'report', 'uuid')
  const inProvince = statement.inScope('r').join(' and ')
  return (
    `select rp.year::integer as year, ${quarterOfPeriod} as quarter from progress_reports r ` +
    `join reporting_periods rp on rp.code = r.period_code where ${inProvince} and r.id = ${report}`
  )
}

/** The task's progress, and what counts of those of its reports that fall where the accepted one (`own`) does. */
function acceptedOf(statement: Statement, measures: Counting['measures']): string {
  const inProvince = (row: string) => statement.inScope(row).join(' and ')
  const progress = `(select ${progressUnder('l.department_id', 't', statement)} as percent offset 0) done cross join lateral `
  const values =
    `select ${figure} from indicator_values v where ${inProvince('v')} and v.report_id = r.id ` +
    `union all select ${spent} where r.spent_budget is not null`
  const ofReports =
    `select own.year, own.quarter, m.measure, m.code, m.n::integer, m.amount, m.qualifier, ${ever} ` +
    `from own join reporting_periods rp on rp.year = own.year and ${quarterOfPeriod} = own.quarter ` +
    `join progress_reports r on r.period_code = rp.code ` +
    `cross join lateral (${values}) as m (measure, code, n, amount, qualifier) where ${inProvince('r')} and r.task_id = t.id ` +
    `and r.published and ${newestInCadence} and ${isLeads('r', 'l.department_id')}`
  return (
    `join plans p on ${inProvince('p')} and p.id = t.plan_id ` +
    `join task_departments l on ${inProvince('l')} and l.task_id = t.id and l.part = 'LEAD' ` +
    `cross join lateral (${whereTaskFalls(measures, progress)} union all ${ofReports})`
  )
}

/** What falls where the task does, which needs not be said. */
function whereTaskFalls(measures: Counting['measures'], progress = ''): string {
  return (
    `select null::integer, null::integer, m.measure, m.code, m.n, m.amount, '', m.counts_from ` +
    `from ${progress}${countedAs(measures)} where m.n > 0`
  )
}
