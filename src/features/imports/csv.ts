import { isUtf8 } from 'node:buffer'
import { CsvError, parse, type Parser } from 'csv-parse'
import { problemAt, UnreadableFile, type ProblemCode } from './problems.ts'

/** One line of a table; a cell may hold line breaks, and then it spans several lines of the file. */
export interface CsvRecord {
  /** The line of the file on which the record begins. */
  line: number
  cells: string[]
}

const largestCell = 1024 * 1024
const largestRecord = 4 * largestCell

/**
 * Reads a CSV file as it arrives. The header tells whether cells are parted by commas, semicolons or tabs; a BOM and every
 * kind of line break are understood. Records without anything in them are left out.
 *
 * @throws UnreadableFile for what is no UTF-8 text, for quotation marks out of place, and for cells above 1 MiB
 */
export async function* readCsv(source: AsyncIterable<Uint8Array>): AsyncGenerator<CsvRecord> {
  let parser: Parser | undefined
  const records: CsvRecord[] = []
  let line = 1
  // Lines are counted here, since the parser counts a Windows line break inside quotation marks twice.
  const onRecord = (cells: string[]) => {
    if (cells.some((cell) => cell.trim() !== '')) records.push({ line, cells })
    line += 1 + cells.reduce((sum, cell) => sum + countBreaks(cell), 0)
    return null
  }
  try {
    for await (const text of readText(source)) {
      parser ??= openParser(delimiterOf(text), onRecord)
      await write(parser, text)
      yield* taken(records)
    }
    if (parser) await finish(parser)
    yield* taken(records)
  } catch (error) {
    if (!(error instanceof CsvError)) throw error
    yield* taken(records)
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

function* taken(records: CsvRecord[]): Generator<CsvRecord> {
  for (const record of records.splice(0)) {
    if (record.cells.some((cell) => cell.length > largestCell)) throw unreadable(record.line, 'TOO_LARGE')
    yield record
  }
}

/** The text in whole lines, each ended by a plain line feed, without the BOM. */
async function* readText(source: AsyncIterable<Uint8Array>): AsyncGenerator<string> {
  let line = 1
  let start = true
  let held: Buffer = Buffer.alloc(0)
  const take = (bytes: Buffer): string => {
    const text = decoded(bytes, line)
    line += countBreaks(text)
    const plain = start && text.startsWith('\ufeff') ? text.slice(1) : text
    start = false
    return plain
  }
  for await (const chunk of source) {
    const bytes = held.length > 0 ? Buffer.concat([held, chunk]) : Buffer.from(chunk)
    const end = endOfLines(bytes)
    held = bytes.subarray(end)
    if (end > 0) yield take(bytes.subarray(0, end))
    if (held.length > largestRecord) {
      decoded(held, line)
      throw unreadable(line, 'TOO_LARGE')
    }
  }
  if (held.length > 0) yield take(held)
}

const lineFeed = 10
const carriageReturn = 13

/** Up to where the bytes are whole lines. A carriage return at the very end may be half of a line break. */
function endOfLines(bytes: Buffer): number {
  const returns = bytes.lastIndexOf(carriageReturn, bytes.length - 2)
  return Math.max(bytes.lastIndexOf(lineFeed), returns) + 1
}

/** UTF-16 has NUL bytes in it, or a byte order mark that is no UTF-8; spreadsheets save it under the name Unicode. */
function decoded(bytes: Buffer, line: number): string {
  if (!isUtf8(bytes) || bytes.includes(0)) throw unreadable(line + badLine(bytes), 'NOT_UTF8')
  return bytes.toString('utf8').replace(/\r\n?/g, '\n')
}

/** How many lines before the first bad one; a line feed is never part of another character in UTF-8. */
function badLine(bytes: Buffer): number {
  let count = 0
  for (let from = 0; from < bytes.length; count++) {
    const end = bytes.indexOf(lineFeed, from)
    const part = bytes.subarray(from, end < 0 ? bytes.length : end)
    if (!isUtf8(part) || part.includes(0)) return count
    from = end < 0 ? bytes.length : end + 1
  }
  return count
}

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

function countBreaks(text: string): number {
  let count = 0
  for (let at = text.indexOf('\n'); at >= 0; at = text.indexOf('\n', at + 1)) count++
  return count
}

function meaning(error: CsvError): ProblemCode {
  if (error.code === 'CSV_QUOTE_NOT_CLOSED') return 'QUOTE_NOT_CLOSED'
  return error.code === 'CSV_MAX_RECORD_SIZE' ? 'TOO_LARGE' : 'BAD_QUOTE'
}

function unreadable(line: number, code: ProblemCode): UnreadableFile {
  return new UnreadableFile([problemAt(line, null, null, code)])
}
