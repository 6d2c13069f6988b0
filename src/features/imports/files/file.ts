import { withBreaks } from './breaks.ts'
import type { ImportKind } from './columns.ts'
import { readCsvRows } from './csv.ts'
import type { ImportFormat } from './formats.ts'
import type { Surroundings } from './header.ts'
import { readNdjsonRows } from './ndjson.ts'
import { problemAt, type Problem } from '../problems.ts'
import { readRow, type RawRow, type Row } from './rows.ts'
import { linesByKey } from './seen.ts'
import { readXlsxRows } from './xlsx.ts'

/** Some rows of a file, all of one kind, and what is wrong with their cells. */
export interface FileBatch {
  kind: ImportKind
  rows: Row[]
  problems: Problem[]
}

type RowsOf = (
  kind: ImportKind,
  source: AsyncIterable<Uint8Array>,
  around: Surroundings,
) => AsyncGenerator<readonly RawRow[]>

const rowsOf: Record<ImportFormat, RowsOf> = { csv: readCsvRows, ndjson: readNdjsonRows, xlsx: readXlsxRows }

/**
 * Rows of departments at once, whatever is asked for: a row may name a parent anywhere in the file, and one whose parent can't be
 * imported must not have it made from its name alone. No province has so many.
 */
const departmentsAtOnce = 20_000

// So that lines of long texts, or of many cells, don't make a batch of hundreds of megabytes.
const mostCharacters = 4_000_000

/**
 * Reads a file in batches. A batch is of one kind; kinds come in the order in which they refer to each other, and what a
 * file says of another kind than `kind` comes after it. The same file gives the same batches every time.
 *
 * @throws UnreadableFile if the header can't be understood or the file not be read to its end; what stands before that
 * place has been handed over
 */
export async function* readBatches(
  kind: ImportKind,
  source: AsyncIterable<Uint8Array>,
  around: Surroundings,
  batchSize: number,
  format: ImportFormat = 'csv',
): AsyncGenerator<FileBatch> {
  const earlier = new Map<ImportKind, ReturnType<typeof linesByKey>>()
  let batch = emptyBatch(kind)
  let characters = 0
  try {
    for await (const rows of rowsOf[format](kind, source, around)) {
      for await (const raw of withBreaks(rows)) {
        const own = raw.header.kind
        const most = own === 'departments' ? departmentsAtOnce : batchSize
        if (batch.rows.length >= most || characters >= mostCharacters || batch.kind !== own) {
          if (batch.rows.length > 0) yield batch
          batch = emptyBatch(own)
          characters = 0
        }
        let lines = earlier.get(own)
        if (lines === undefined) earlier.set(own, (lines = linesByKey()))
        addRow(batch, raw, lines)
        characters += raw.cells.length
        for (const cell of raw.cells) characters += cell.length
      }
    }
  } catch (error) {
    // What stands before the place from which a file can't be read is good.
    if (batch.rows.length > 0) yield batch
    throw error
  }
  if (batch.rows.length > 0) yield batch
}

const emptyBatch = (kind: ImportKind): FileBatch => ({ kind, rows: [], problems: [] })

function addRow(batch: FileBatch, raw: RawRow, earlier: ReturnType<typeof linesByKey>): void {
  const row = readRow(raw, batch.problems)
  const key = 'key' in row.values ? (row.values.key as string | null) : null
  const line = key == null ? undefined : earlier(`${row.province} ${key}`, row.line)
  if (line !== undefined) {
    row.fault('key')
    batch.problems.push(problemAt(row, 'key', key, 'DUPLICATE_KEY', { line }))
  }
  batch.rows.push(row)
}

/** A file's rows for one province. The others are read by the jobs in theirs. */
export async function* only(province: string, batches: AsyncIterable<FileBatch>): AsyncGenerator<FileBatch> {
  for await (const { kind, rows, problems } of batches) {
    const own = rows.filter((row) => row.province === province)
    const lineOf = ({ sheet, line }: Pick<Problem, 'sheet' | 'line'>) => `${sheet} ${line}`
    const others = new Set(rows.filter((row) => row.province !== province).map(lineOf))
    yield { kind, rows: own, problems: problems.filter((problem) => !others.has(lineOf(problem))) }
  }
}
