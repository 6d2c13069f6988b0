import { writeXlsxStream } from 'hucre'
import { Readable } from 'node:stream'
import type { Format } from './formats.ts'

/** What a table's cell may hold; null: nothing. Lists are parted by `; `, or are JSON arrays. */
export type Cell = string | number | boolean | readonly string[] | null

/** A table on its way out: its rows come in batches, so that a large one is never whole in memory. */
export interface OutgoingTable {
  /** What a sheet is called; at most 31 characters. */
  name: string
  columns: readonly string[]
  batches: AsyncIterable<readonly (readonly Cell[])[]>
  /** How a list is written into one cell. */
  joinList: (items: readonly string[]) => string
}

export type TableFormat = Exclude<Format, 'json'>

/** The bytes of a table, made as they are taken. Destroying the stream ends the source of the rows as well. */
export function tableStream(format: TableFormat, table: OutgoingTable): Readable {
  switch (format) {
    case 'csv':
      return Readable.from(csv(table), { objectMode: false, highWaterMark: 65_536 })
    case 'ndjson':
      return Readable.from(ndjson(table), { objectMode: false, highWaterMark: 65_536 })
    case 'xlsx':
      return xlsx(table)
  }
}

/**
 * What a spreadsheet would run as a formula is made text by a leading `'`, which the importer takes off again. A tab or a
 * line break in front doesn't stop a spreadsheet.
 */
export function harmless(text: string): string {
  return /^[\t\r\n ]*[=+\-@]/.test(text) ? `'${text}` : text
}

function textOf(cell: Cell, { joinList }: OutgoingTable): string {
  if (cell === null) return ''
  return harmless(typeof cell === 'object' ? joinList(cell) : String(cell))
}

async function* csv(table: OutgoingTable): AsyncGenerator<string> {
  // As RFC 4180 has it; without a byte order mark, which programs would take for a part of the first name.
  const line = (cells: readonly Cell[]) => `${cells.map((cell) => quoted(textOf(cell, table))).join(',')}\r\n`
  yield line(table.columns)
  for await (const rows of table.batches) yield rows.map(line).join('')
}

function quoted(text: string): string {
  return /[",;\r\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text
}

async function* ndjson({ columns, batches }: OutgoingTable): AsyncGenerator<string> {
  for await (const rows of batches) {
    yield rows
      .map((row) => `${JSON.stringify(Object.fromEntries(columns.map((name, i) => [name, row[i] ?? null])))}\n`)
      .join('')
  }
}

/** One sheet, and another for each further million rows, which is what a sheet holds. */
function xlsx(table: OutgoingTable): Readable {
  async function* rows() {
    for await (const batch of table.batches) {
      for (const row of batch) yield row.map((cell) => (typeof cell === 'number' ? cell : textOf(cell, table)))
    }
  }
  const columns = table.columns.map((header) => ({ header }))
  return Readable.fromWeb(writeXlsxStream(rows(), { name: table.name, columns, freezePane: { rows: 1 } }) as never)
}
