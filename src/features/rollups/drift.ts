import { today } from '../../graphql/field-specs.ts'
import { Statement } from '../../graphql/statement.ts'
import type { Tx } from '../../db/tenancy.ts'
import { everyMeasure } from './counting.ts'
import { factsSql, otherColumns, planFactsSql } from './facts.ts'
import { keptSql } from './kept.ts'
import { differenceSql, finestKeys, grains, sorts, summedSql, type Sort } from './measures.ts'

/** Where a summary is not what the facts say: by how much the facts have more (or, negative, less). */
export interface Drift {
  table: string
  /** The row's keys and, of its sums, those that differ. */
  row: Record<string, unknown>
}

/**
 * Counts a province's facts anew, in the one statement that also reads its summary, and tells every difference: nothing if
 * all is well. Costs as much as reading all facts of the province.
 */
export async function driftOf(tx: Tx, provinceId: number): Promise<Drift[]> {
  const [row] = await tx.prepared<{ drift: Drift[] | null }>(driftStatement, [provinceId])
  return row?.drift ?? []
}

const ripe = `case when counts_from <= (select ${today}) then '-infinity'::date else counts_from end`

const driftStatement = { name: 'driftOf', text: driftSql() }

function driftSql(): string {
  const statement = new Statement('province')
  const here = (row: string) => statement.inScope(row).join(' and ')
  const scope = here('x')
  const columns = `province_id, ${otherColumns.replace('counts_from', `${ripe} as counts_from`)}`
  const facts =
    `select ${columns} from (${factsSql(statement, { measures: everyMeasure })} union all ` +
    `select * from (${planFactsSql(statement, true)}) plan) counted`
  const ctes: string[] = [`facts as materialized (${facts})`]
  const found: string[] = []
  for (const sort of Object.values(sorts)) {
    for (const grain of grains) {
      const table = sort.base[grain]
      if (table === undefined) continue
      const by = sort.keys[grain] as readonly string[]
      const names = [
        ...by.map((key) => (key === 'counts_from' ? `${ripe} as counts_from` : key)),
        ...Object.keys(sort.sums),
      ]
      const kept = (from: string) => `select ${names.join(', ')} from ${from} x where ${scope}`
      compare(table, sort, by, `${kept(table)} union all ${kept(sort.deltas)}`)
    }
    // By unit: two that are wrong by as much to either side would add up, and be wrong once one of them is counted anew.
    const ofUnits = [
      ...finestKeys(sort).map((key) => (key === 'counts_from' ? `${ripe} as counts_from` : key)),
      ...Object.keys(sort.sums),
    ]
    compare(
      `rollup_units.${sort.column}`,
      sort,
      ['unit', ...finestKeys(sort)],
      `select unit, ${ofUnits.join(', ')} from (select x.id as unit, y.* from rollup_units x ` +
        `cross join lateral ${keptSql('x', sort)} y where ${scope}) kept`,
    )
  }
  const text =
    `/* driftOf */ with ${ctes.join(', ')} select json_agg(json_build_object('table', f.source, 'row', f.row)) as drift ` +
    `from (${found.join(' union all ')}) f`
  return text

  function compare(source: string, sort: Sort, by: readonly string[], before: string): void {
    const name = source.replace('.', '_')
    ctes.push(
      `${name}_now as (${summedSql(sort, 'facts', by)})`,
      `${name}_before as (${before})`,
      `${name}_drift as (${differenceSql(sort, `${name}_now`, `${name}_before`, by)})`,
    )
    found.push(`select '${source}' as source, jsonb_strip_nulls(to_jsonb(d)) as row from ${name}_drift d`)
  }
}
