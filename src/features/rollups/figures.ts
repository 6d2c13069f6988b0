import type { SelectionSetNode } from 'graphql'
import type { Builder, Row } from '../../graphql/builder.ts'
import { setsIn, type Selected } from '../../graphql/selection.ts'
import { figureSums } from './measures.ts'

/** The column of `figureTotals` with an IndicatorTotal for each indicator, as the text of a JSON list without brackets. */
export const figureTotalJson = 'totals'

/** The totals of each indicator by dimensions, in the catalogue's order. `figures` is a table of the statement. */
export function figureTotals(builder: Builder, sets: readonly SelectionSetNode[], by: readonly string[]): string {
  const indicator: Row = { alias: builder.statement.alias(), joins: [] }
  const json = totalJson(builder, sets, indicator)
  const dimensions = by.map((dimension) => `${dimension}, `).join('')
  const sums = Object.keys(figureSums).map((name) => `coalesce(sum(${name}), 0) as ${name}`)
  const counts = 'exact + at_least + about + just_under + unknown'
  const summed = `select *, ${counts} as figures from (select ${dimensions}indicator_code, ${sums.join(', ')} from figures group by ${dimensions}indicator_code) added`
  const grouped = by.length > 0 ? ` group by ${by.map((dimension) => `c.${dimension}`).join(', ')}` : ''
  return (
    `select ${by.map((dimension) => `c.${dimension}, `).join('')}` +
    `string_agg(${json}, ',' order by ${indicator.alias}.position) as ${figureTotalJson} from (${summed}) c ` +
    `join indicators ${indicator.alias} on ${indicator.alias}.code = c.indicator_code ${indicator.joins.join(' ')} ` +
    `where c.figures > 0${grouped}`
  )
}

/** Bounds of a sum: what has no lower bound adds zero, and one figure without an upper bound leaves the sum without. */
function totalJson(builder: Builder, sets: readonly SelectionSetNode[], indicator: Row): string {
  const only = (...names: string[]) => `${names.map((name) => `c.${name}`).join(' + ')} = c.figures`
  const qualifier =
    `case when ${only('unknown')} then 'UNKNOWN' when ${only('exact')} then 'EXACT' ` +
    `when ${only('exact', 'at_least', 'unknown')} then 'AT_LEAST' when ${only('exact', 'just_under')} then 'JUST_UNDER' ` +
    `else 'ABOUT' end`
  const json: Record<string, (selected: readonly Selected[]) => string[]> = {
    indicator: (selected) => [builder.object('Indicator', setsIn(selected), indicator)],
    value: () => [`case when ${only('unknown')} then 'null' else trim_scale(c.value)::text end`],
    qualifier: () => [`'"'`, qualifier, `'"'`],
    lower: () => [`trim_scale(c.lower)::text`],
    upper: () => [`case when ${only('exact', 'just_under')} then trim_scale(c.value)::text else 'null' end`],
    figures: () => ['c.figures::text'],
  }
  return builder.objectOf('IndicatorTotal', sets, (name, selected) => (json[name] as (typeof json)[string])(selected))
}
