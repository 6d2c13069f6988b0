import { rowsOf } from '../../db/cursors.ts'
import type { ReadDoor } from '../../db/tenancy.ts'
import type { Cell } from '../../rest/tables.ts'
import { sheets, standsForReport, type ExportKind } from './sheets.ts'

export interface ExportOptions {
  kind: ExportKind
  /** Keys of the provinces whose rows are exported. */
  provinces: readonly number[]
  /** Whether a first column says whose each row is. */
  withProvince: boolean
  years: readonly number[] | null
  status: readonly string[] | null
  planId: string | null
}

/** Every code of the catalogue, so that a file's columns don't depend on what happens to be in it. */
export async function listCodes(door: ReadDoor): Promise<string[]> {
  const json = await door.read({
    name: 'listCodes',
    text: `/* listCodes */ select coalesce(json_agg(code order by code collate "C"), '[]')::text from indicators`,
    values: [],
  })
  return JSON.parse(json ?? '[]')
}

/** The names of an export's columns. */
export function columnsOf({ kind, withProvince }: ExportOptions, codes: readonly string[]): string[] {
  const { cells, figures } = sheets[kind]
  return [
    ...(withProvince ? ['province'] : []),
    ...Object.keys(cells),
    ...(figures ? codes.map((code) => `${figures.prefix}:${code}`) : []),
  ]
}

interface Row {
  cells: Cell[]
  figures: Record<string, string> | null
}

/** The rows of an export as of one instant, in the order of provinces and ids. */
export async function* exportRows(
  door: ReadDoor,
  options: ExportOptions,
  codes: readonly string[],
): AsyncGenerator<Cell[][]> {
  const { kind, provinces, years, status, planId } = options
  const { figures } = sheets[kind]
  // One province after the other: its rows come in order by their key, and those of several would have to be sorted.
  const inTurn = [...provinces].sort((a, b) => a - b).map((province) => [province, years, status, planId])
  for await (const rows of rowsOf<Row>(door, statement(options), inTurn)) {
    yield rows.map((row) =>
      figures === null ? row.cells : [...row.cells, ...codes.map((code) => row.figures?.[code] ?? null)],
    )
  }
}

function statement({ kind, withProvince }: ExportOptions): string {
  const { from, cells, figures, inYears, plan } = sheets[kind]
  const all = [...(withProvince ? ['w.slug'] : []), ...Object.values(cells)].map((sql) => `to_json(${sql})`)
  return `/* export${kind[0]!.toUpperCase()}${kind.slice(1)} */ select json_build_array(${all.join(', ')}) as cells,
      ${figures?.sql ?? 'null'} as figures
    from ${from.replace(/^\w+ r/, '$& join provinces w on w.id = r.province_id')}
    where r.province_id = $1::integer
      and ($2::integer[] is null or ${inYears('$2::integer[]')})
      and ($3::text[] is null or r.status = any ($3::text[]))
      and ($4::uuid is null or ${plan} = $4::uuid)
      ${kind === 'reports' ? `and ${standsForReport}` : ''}
    order by r.id`
}
