import { readCsv, type CsvRecord } from './csv.ts'
import type { ImportKind } from './columns.ts'
import { problemAt, UnreadableFile, type Problem } from './problems.ts'
import { readHeader, readRow, type Header, type Row, type Surroundings } from './rows.ts'
import { linesByKey } from './seen.ts'

/** Some lines of a file, and what is wrong with their cells. */
export interface FileBatch {
  rows: Row[]
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
  try {
    for await (const record of readCsv(source)) {
      if (header === undefined) {
        header = readHeader(kind, record, around)
        continue
      }
      addRecord(batch, header, record, earlier)
      characters += record.cells.reduce((sum, cell) => sum + cell.length, 0)
      if (batch.rows.length < batchSize && characters < mostCharacters) continue
      yield batch
      batch = emptyBatch()
      characters = 0
    }
  } catch (error) {
    // What stands before the place from which a file can't be read is good.
    if (batch.rows.length > 0) yield batch
    throw error
  }
  if (header === undefined) throw new UnreadableFile([problemAt(1, null, null, 'EMPTY_FILE')])
  if (batch.rows.length > 0) yield batch
}

const emptyBatch = (): FileBatch => ({ rows: [], problems: [] })

function addRecord(batch: FileBatch, header: Header, record: CsvRecord, earlier: ReturnType<typeof linesByKey>): void {
  const { row, problems } = readRow(header, record)
  const key = 'key' in row.values ? (row.values.key as string | null) : null
  const line = key == null ? undefined : earlier(key, row.line)
  if (line !== undefined) {
    row.faulty.add('key')
    problems.push(problemAt(row.line, 'key', key, 'DUPLICATE_KEY', { line }))
  }
  batch.rows.push(row)
  batch.problems.push(...problems)
}
