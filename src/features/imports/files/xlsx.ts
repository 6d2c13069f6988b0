import { openArchive } from './archive.ts'
import { importKinds, type ImportKind } from './columns.ts'
import type { Header, Surroundings } from './header.ts'
import { problemAt, UnreadableFile, type Place, type Problem } from '../problems.ts'
import type { RawRow } from './rows.ts'
import { readSheet, type SheetRow } from './sheet.ts'
import { findTables } from './sheet-tables.ts'
import { BrokenBytes } from './unpack.ts'
import { openWorkbook, type Workbook } from './workbook.ts'
import { textOf } from './xlsx-cells.ts'

/**
 * The rows of a workbook: of its one table, or of the sheets that are named after what they hold, in the order in which
 * kinds refer to each other.
 */
export async function* readXlsxRows(
  kind: ImportKind,
  source: AsyncIterable<Uint8Array>,
  around: Surroundings,
): AsyncGenerator<RawRow[]> {
  const at: Place = { line: 1, sheet: null, path: '' }
  let workbook: Workbook | undefined
  try {
    workbook = await openWorkbook(await openArchive(source))
    const { tables, problems } = await findTables(workbook, kind, around)
    if (problems.length > 0) throw new UnreadableFile(problems)
    tables.sort((a, b) => importKinds.indexOf(a.header.kind) - importKinds.indexOf(b.header.kind))
    for (const { sheet, header, lastHeaderLine } of tables) {
      at.sheet = sheet.name
      at.line = lastHeaderLine
      for await (const rows of readSheet(workbook, sheet)) {
        const below = rows.filter(({ line }) => line > lastHeaderLine)
        yield below.map((row) => rawRow(row, header, sheet.name, workbook?.from1904 ?? false))
        at.line = rows.at(-1)?.line ?? at.line
      }
    }
  } catch (error) {
    if (!(error instanceof BrokenBytes)) throw error
    throw new UnreadableFile([problemAt(at, null, null, error.code, error.details)])
  } finally {
    workbook?.close()
  }
}

function rawRow(row: SheetRow, header: Header, sheet: string, from1904: boolean): RawRow {
  const place = { line: row.line, sheet, path: '' }
  const expected = header.columns.length
  const problems: Problem[] = []
  const cells = header.columns.map((column, i) => {
    const cell = row.cells[i]
    if (cell === undefined) return ''
    if (cell.fault === undefined) return textOf(cell, column, from1904)
    problems.push(problemAt(place, column?.name ?? null, cell.text || null, cell.fault))
    return ''
  })
  const count = Math.max(row.beyond, row.cells.length)
  if (count > expected) problems.push(problemAt(place, null, null, 'WRONG_CELL_COUNT', { count, expected }))
  return { header, place, cells, problems, signs: 'guarded' }
}
