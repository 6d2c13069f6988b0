import { CsvError, parse, type Parser } from 'csv-parse'
import type { ImportKind } from './columns.ts'
import { bindHeader, type Header, type Surroundings } from './header.ts'
import { atLine, UnreadableFile, type ProblemCode } from './problems.ts'
import type { RawRow } from './rows.ts'
import { countBreaks, largestRecord, readText, unreadable } from './text.ts'

/** One line of a table; a cell may hold line breaks, and then it spans several lines of the file. */
export interface CsvRecord {
  /** The line of the file on which the record begins. */
  line: number
  cells: string[]
}

const largestCell = 1024 * 1024

/** The rows of one table, below its header. */
export async function* readCsvRows(
  kind: ImportKind,
  source: AsyncIterable<Uint8Array>,
  around: Surroundings,
): AsyncGenerator<RawRow[]> {
  let header: Header | undefined
  for await (const records of readCsv(source)) {
    const rows: RawRow[] = []
    for (const { line, cells } of records) {
      const place = atLine(line)
      if (header) rows.push({ header, place, cells, signs: 'formula' })
      else {
        const bound = bindHeader(kind, place, cells, around)
        if (bound.problems.length > 0) throw new UnreadableFile(bound.problems)
        header = bound.header
      }
    }
    yield rows
  }
  if (header === undefined) throw unreadable(1, 'EMPTY_FILE')
}

/**
 * Reads a CSV file as it arrives. The header tells whether cells are parted by commas, semicolons or tabs; a BOM and every
 * kind of line break are understood. Records without anything in them are left out.
 *
 * @throws UnreadableFile for what is no UTF-8 text, for quotation marks out of place, and for cells above 1 MiB
 */
export async function* readCsv(source: AsyncIterable<Uint8Array>): AsyncGenerator<CsvRecord[]> {
  let parser: Parser | undefined
  let records: CsvRecord[] = []
  let line = 1
  // Lines are counted here, since the parser counts a Windows line break inside quotation marks twice.
  const onRecord = (cells: string[]) => {
    if (cells.some((cell) => cell.trim() !== '')) records.push({ line, cells })
    line += 1 + cells.reduce((sum, cell) => sum + countBreaks(cell), 0)
    return null
  }
  function* taken(): Generator<CsvRecord[]> {
    const large = records.findIndex(({ cells }) => cells.some((cell) => cell.length > largestCell))
    const good = large < 0 ? records : records.slice(0, large)
    const bad = records[large]
    records = []
    if (good.length > 0) yield good
    if (bad) throw unreadable(bad.line, 'TOO_LARGE')
  }
  try {
    for await (const text of readText(source)) {
      parser ??= openParser(delimiterOf(text), onRecord)
      await write(parser, text)
      yield* taken()
    }
    if (parser) await finish(parser)
    yield* taken()
  } catch (error) {
    if (!(error instanceof CsvError)) throw error
    yield* taken()
    throw unreadable(line, meaning(error))
  }
}

/** Records leave it through `onRecord` alone: those before a mistake would be lost in its output. */
function openParser(delimiter: string, onRecord: (cells: string[]) => null): Parser {
  const options = { recordDelimiter: '\n', relaxColumnCount: true, maxRecordSize: largestRecord }
  const parser = parse({ delimiter, onRecord, ...options })
  // The one who writes is told of the mistake as well.
  parser.on('error', () => {})
  return parser
}

const write = (parser: Parser, text: string) =>
  new Promise<void>((resolve, reject) => parser.write(text, (error) => (error ? reject(error) : resolve())))

const finish = (parser: Parser) =>
  new Promise<void>((resolve, reject) => parser.once('error', reject).once('finish', resolve).end())

/** What parts the cells of the first line that says anything; what stands in quotation marks doesn't count. */
function delimiterOf(text: string): string {
  const counts = new Map([',', ';', '\t'].map((sign) => [sign, 0]))
  let quoted = false
  let said = false
  for (const letter of text) {
    if (letter === '"') quoted = !quoted
    if (letter === '\n' && !quoted && said) break
    if (letter !== '\n') said = true
    const count = counts.get(letter)
    if (count !== undefined && !quoted) counts.set(letter, count + 1)
  }
  return [...counts].reduce((best, next) => (next[1] > best[1] ? next : best))[0]
}

function meaning(error: CsvError): ProblemCode {
  if (error.code === 'CSV_QUOTE_NOT_CLOSED') return 'QUOTE_NOT_CLOSED'
  return error.code === 'CSV_MAX_RECORD_SIZE' ? 'TOO_LARGE' : 'BAD_QUOTE'
}
