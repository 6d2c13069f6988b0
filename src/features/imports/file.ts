import { readCsv, type CsvRecord } from './csv.ts'
import type { ImportKind } from './columns.ts'
import { problemAt, UnreadableFile, type Problem } from './problems.ts'
import { readHeader, readRow, type Header, type Row, type Surroundings } from './rows.ts'
import { linesByKey } from './seen.ts'

/** Some lines of a file, read and checked by themselves. */
export interface FileBatch {
  read: number
  /** Those that can be written, as far as the file alone tells. */
  rows: Row[]
  refused: number
  problems: Problem[]
}

// So that lines of long texts don't make a batch of hundreds of megabytes.
const mostCharacters = 4_000_000

/**
 * Reads a file in batches.
 *
 * @throws UnreadableFile if the header can't be understood or the file not be read to its end
 */
export async function* readBatches(
  kind: ImportKind,
  source: AsyncIterable<Uint8Array>,
  around: Surroundings,
  batchSize: number,
): AsyncGenerator<FileBatch> {
  const earlier = linesByKey()
  let header: Header | undefined
  let batch = emptyBatch()
  let characters = 0
  for await (const record of readCsv(source)) {
    if (header === undefined) {
      header = readHeader(kind, record, around)
      continue
    }
    addRecord(batch, header, record, earlier)
    characters += record.cells.reduce((sum, cell) => sum + cell.length, 0)
    if (batch.read < batchSize && characters < mostCharacters) continue
    yield batch
    batch = emptyBatch()
    characters = 0
  }
  if (header === undefined) throw new UnreadableFile([problemAt(1, null, null, 'EMPTY_FILE')])
  if (batch.read > 0) yield batch
}

const emptyBatch = (): FileBatch => ({ read: 0, rows: [], refused: 0, problems: [] })

function addRecord(batch: FileBatch, header: Header, record: CsvRecord, earlier: ReturnType<typeof linesByKey>): void {
  const { row, problems } = readRow(header, record)
  batch.read++
  const key = 'key' in row.values ? (row.values.key as string | null) : null
  const line = key == null ? undefined : earlier(key, row.line)
  if (line !== undefined) problems.push(problemAt(row.line, 'key', key ?? null, 'DUPLICATE_KEY', { line }))
  if (problems.length === 0) return void batch.rows.push(row)
  batch.refused++
  batch.problems.push(...problems)
}
