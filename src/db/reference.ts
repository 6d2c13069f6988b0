import type pg from 'pg'
import { calendarDays, firstYear, formatPeriodCode, lastYear, periodsOf, quarterOf, windowOf } from './periods.ts'
import { readReferenceData, type ReferenceData } from './reference-files.ts'

/** Counted up by whoever changes what is written below, so that databases take it over at the next start. */
const version = 1

/**
 * Brings the reference tables up to the files of `src/reference-data` and to the reporting rules. Runs at every start:
 * a fingerprint on a table tells at once that nothing has changed. Nothing is deleted, and what the ministry may have
 * changed since stays as it is: indicators, successions, and how long a province or a code lasted.
 *
 * @param client the owner's, in no transaction; the caller holds the migrator's lock
 * @returns how many rows were inserted or changed
 */
export async function syncReferenceData(client: pg.ClientBase, data = readReferenceData()): Promise<number> {
  const fingerprint = `reference data ${version}.${data.hash}`
  const { rows } = await client.query(`select obj_description('calendar_days'::regclass, 'pg_class') as found`)
  if (rows[0].found === fingerprint) return 0
  await client.query('BEGIN')
  try {
    let changed = 0
    for (const [text, table] of statements(data)) changed += (await client.query(text, columns(table))).rowCount ?? 0
    await client.query(`COMMENT ON TABLE calendar_days IS '${fingerprint}'`)
    await client.query('COMMIT')
    return changed
  } catch (error) {
    await client.query('ROLLBACK')
    throw error
  }
}

type Table = Record<string, unknown>[]

/** Each with its rows, which it takes as one array a column. */
function statements(data: ReferenceData): [string, Table][] {
  return [
    [
      `insert into provinces as p (id, uid, slug, name, ascii_name, region, existed_until)
       select * from unnest($1::integer[], $2::uuid[], $3::text[], $4::text[], $5::text[], $6::text[], $7::date[])
       on conflict (id) do update set name = excluded.name, ascii_name = excluded.ascii_name, region = excluded.region
       where (p.name, p.ascii_name, p.region) is distinct from (excluded.name, excluded.ascii_name, excluded.region)`,
      data.provinces.map((p) => ({ ...p })),
    ],
    [
      `insert into province_codes as c (province_id, code, valid_from, valid_until)
       select * from unnest($1::integer[], $2::text[], $3::date[], $4::date[])
       on conflict (province_id, valid_from) do update set code = excluded.code where c.code <> excluded.code`,
      data.provinceCodes.map((c) => ({ ...c })),
    ],
    [
      `insert into successions (id, predecessor_id, successor_id, effective_on, legal_basis)
       select * from unnest($1::uuid[], $2::integer[], $3::integer[], $4::date[], $5::text[])
       on conflict do nothing`,
      data.successions.map((s) => ({ ...s })),
    ],
    [
      `insert into indicators (code, name, unit, aggregation, position)
       select * from unnest($1::text[], $2::text[], $3::text[], $4::text[], $5::smallint[])
       on conflict (code) do nothing`,
      data.indicators.map((i) => ({ ...i })),
    ],
    [
      `insert into reporting_periods as p (code, kind, data_from, data_to, year, quarter, due_working_days)
       select * from unnest($1::text[], $2::text[], $3::date[], $4::date[], $5::smallint[], $6::smallint[], $7::smallint[])
       on conflict (code) do update set kind = excluded.kind, data_from = excluded.data_from, data_to = excluded.data_to,
         year = excluded.year, quarter = excluded.quarter, due_working_days = excluded.due_working_days
       where (p.kind, p.data_from, p.data_to, p.year, p.quarter, p.due_working_days) is distinct from
         (excluded.kind, excluded.data_from, excluded.data_to, excluded.year, excluded.quarter, excluded.due_working_days)`,
      reportingPeriods(),
    ],
    [
      `insert into calendar_days as d (day, working, ordinal)
       select * from unnest($1::date[], $2::boolean[], $3::integer[])
       on conflict (day) do update set working = excluded.working, ordinal = excluded.ordinal
       where (d.working, d.ordinal) <> (excluded.working, excluded.ordinal)`,
      calendarDays(`${firstYear}-01-01`, `${lastYear}-12-31`, data.calendarExceptions).map((d) => ({ ...d })),
    ],
  ]
}

/** Every period on record, with the year and, for months and quarters, the quarter in which its window ends. */
function reportingPeriods(): Table {
  const years = Array.from({ length: lastYear - firstYear + 1 }, (_, i) => firstYear + i)
  return years.flatMap(periodsOf).map((period) => {
    const { from, to, dueWorkingDays } = windowOf(period)
    const quarter = period.kind === 'MONTH' || period.kind === 'QUARTER' ? quarterOf(to) : null
    return {
      code: formatPeriodCode(period),
      kind: period.kind,
      from,
      to,
      year: Number(to.slice(0, 4)),
      quarter,
      dueWorkingDays,
    }
  })
}

/** From rows to one array a column, in the order of the first row's keys. */
function columns(table: Table): unknown[][] {
  return Object.keys(table[0] ?? {}).map((key) => table.map((row) => row[key]))
}
