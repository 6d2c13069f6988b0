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

/**
 * Lines in pieces of some kilobytes. Those of a whole batch would be a text so long that V8 has it among what lasts, and keeps
 * thousands of them before it looks at any.
 */
async function* inPieces<T>(batches: AsyncIterable<readonly T[]>, lineOf: (row: T) => string): AsyncGenerator<string> {
  let lines: string[] = []
  let length = 0
  for await (const rows of batches) {
    for (const row of rows) {
      const line = lineOf(row)
      lines.push(line)
      length += line.length
      if (length < pieceLength) continue
      yield lines.join('')
      lines = []
      length = 0
    }
  }
  if (length > 0) yield lines.join('')
}

const pieceLength = 16_384

async function* csv(table: OutgoingTable): AsyncGenerator<string> {
  // As RFC 4180 has it; without a byte order mark, which programs would take for a part of the first name.
  const line = (cells: readonly Cell[]) => `${cells.map((cell) => quoted(textOf(cell, table))).join(',')}\r\n`
  yield line(table.columns)
  yield* inPieces(table.batches, line)
}

function quoted(text: string): string {
  return /[",;\r\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text
}

function ndjson({ columns, batches }: OutgoingTable): AsyncGenerator<string> {
  const names = columns.map((name, i) => `${i === 0 ? '{' : ','}${JSON.stringify(name)}:`)
  return inPieces(batches, (row) => `${names.map((name, i) => name + JSON.stringify(row[i] ?? null)).join('')}}\n`)
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
