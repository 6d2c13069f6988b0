import type { ImportKind } from './columns.ts'
import { bindHeader, type Header, type Surroundings } from './header.ts'
import { CsvSplitter, type CsvPart, type CsvRecord } from './csv-records.ts'
import { atLine, UnreadableFile } from '../problems.ts'
import type { RawRow } from './rows.ts'
import { readText, unreadable } from './text.ts'

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
 * Reads a CSV file as it arrives. The header, or Excel's line `sep=;` before it, tells whether cells are parted by commas, semicolons or tabs; a BOM and every
 * kind of line break are understood. Records without anything in them are left out.
 *
 * @throws UnreadableFile for what is no UTF-8 text, for quotation marks out of place, and for cells above 1 MiB
 */
export async function* readCsv(source: AsyncIterable<Uint8Array>): AsyncGenerator<CsvRecord[]> {
  let splitter: CsvSplitter | undefined
  function* taken({ records, mistake }: CsvPart) {
    const rows = records[0] !== undefined && saysDelimiter(records[0]) ? records.slice(1) : records
    if (rows.length > 0) yield rows
    if (mistake) throw mistake
  }
  for await (const text of readText(source)) {
    splitter ??= new CsvSplitter(delimiterOf(text))
    yield* taken(splitter.split(text))
  }
  if (splitter) yield* taken(splitter.split('', true))
}

/** Excel's own hint, `sep=;` in a line before the header, split by what it names. */
const saysDelimiter = ({ line, cells }: CsvRecord) =>
  line === 1 && cells.length === 2 && /^sep=$/i.test(cells[0] ?? '') && cells[1] === ''

/**
 * What parts the cells: what a first line `sep=;` names, or else what is found most often in the first line that says anything;
 * what stands in quotation marks doesn't count.
 */
function delimiterOf(text: string): string {
  const named = /^sep=([,;\t])\n/i.exec(text)?.[1]
  if (named !== undefined) return named
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
