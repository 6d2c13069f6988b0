import { importKinds, type ImportKind } from './columns.ts'
import { fold } from './fold.ts'
import { bindHeader, type Header, type Surroundings } from './header.ts'
import { problemAt, type Place, type Problem } from '../problems.ts'
import { readSheet, type SheetRow } from './sheet.ts'
import type { Sheet, Workbook } from './workbook.ts'
import { textOf } from './xlsx-cells.ts'

/** A sheet with a header that is understood. */
export interface SheetTable {
  sheet: Sheet
  header: Header
  /** Rows begin below this line. */
  lastHeaderLine: number
}

/** What a sheet that holds a kind may be called, compared as headers are; the second is what a template calls it. */
export const sheetNames: Record<ImportKind, readonly string[]> = {
  departments: ['departments', 'cơ quan', 'đơn vị', 'danh sách cơ quan'],
  documents: ['documents', 'văn bản'],
  plans: ['plans', 'kế hoạch'],
  tasks: ['tasks', 'nhiệm vụ'],
  reports: ['reports', 'báo cáo'],
}
const explaining = ['hướng dẫn', 'ghi chú', 'chú thích', 'readme', 'notes', 'help'].map(fold)

/** `Nhiệm vụ`, also with something behind it: `Nhiệm vụ 2019`. */
function startsAs(name: string, words: readonly string[]): boolean {
  return words.map(fold).some((word) => name === word || name.startsWith(`${word} `))
}

/**
 * Finds the tables of a workbook, and tells of what is in none of them: a sheet that was passed over in silence would be
 * lost. What hides without a telling name holds lists or settings, and counts for nothing.
 */
export async function findTables(
  workbook: Workbook,
  kind: ImportKind,
  around: Surroundings,
): Promise<{ tables: SheetTable[]; problems: Problem[] }> {
  const named: { sheet: Sheet; kind: ImportKind; rows: SheetRow[] }[] = []
  const unnamed: { sheet: Sheet; rows: SheetRow[] }[] = []
  for (const sheet of workbook.sheets) {
    const name = fold(sheet.name)
    const own = importKinds.find((one) => startsAs(name, sheetNames[one]))
    if (own === undefined && (sheet.hidden || startsAs(name, explaining))) continue
    const rows = await firstRows(workbook, sheet)
    if (rows.length === 0) continue
    if (own) named.push({ sheet, kind: own, rows })
    else unnamed.push({ sheet, rows })
  }
  const [only] = unnamed
  if (only && named.length === 0 && unnamed.length === 1) named.push({ ...only, kind })
  else if (unnamed.length > 0) {
    const problems = unnamed.map(({ sheet: { name } }) => problemAt(topOf(name), null, name, 'NO_SUCH_SHEET'))
    return { tables: [], problems }
  }
  if (named.length === 0) return { tables: [], problems: [problemAt(topOf(null), null, null, 'EMPTY_FILE')] }
  const problems: Problem[] = []
  const tables = named.map(({ sheet, kind: own, rows }): SheetTable => {
    const found = findHeader(own, sheet, rows, around)
    problems.push(...found.problems)
    return { sheet, header: found.header, lastHeaderLine: found.line }
  })
  return { tables, problems }
}

const topOf = (sheet: string | null): Place => ({ line: 1, sheet, path: '' })

const mostHeaderRows = 20

async function firstRows(workbook: Workbook, sheet: Sheet): Promise<SheetRow[]> {
  const first: SheetRow[] = []
  for await (const rows of readSheet(workbook, sheet)) {
    first.push(...rows.slice(0, mostHeaderRows - first.length))
    if (first.length >= mostHeaderRows) break
  }
  return first
}

interface FoundHeader {
  header: Header
  problems: Problem[]
  line: number
}

/**
 * The first row whose cells are all names of columns; titles may stand above it. A header of two rows, with cells merged
 * over both or over several columns, says in its lower row what its upper one leaves open. Without such a row, the one that
 * comes closest tells what is wrong.
 */
function findHeader(kind: ImportKind, sheet: Sheet, rows: readonly SheetRow[], around: Surroundings): FoundHeader {
  const found: FoundHeader[] = []
  const textsOf = (row: SheetRow | undefined) =>
    Array.from(row?.cells ?? [], (cell: SheetRow['cells'][number] | undefined) =>
      cell ? textOf(cell, undefined, false) : '',
    )
  const bind = (line: number, cells: string[]): FoundHeader => {
    const place = { line, sheet: sheet.name, path: '' }
    return { ...bindHeader(kind, place, cells, around), line }
  }
  const known = ({ header }: FoundHeader) => header.columns.filter((column) => column !== undefined).length
  for (const [i, row] of rows.entries()) {
    const upper = textsOf(row)
    const below = rows[i + 1]
    const single = bind(row.line, upper)
    // A title has no names of columns in it.
    if (below !== undefined && known(single) > 0) {
      const lower = textsOf(below)
      const width = Math.max(upper.length, lower.length)
      const both = bind(
        below.line,
        Array.from({ length: width }, (_, at) => lower[at]?.trim() || upper[at] || ''),
      )
      const isHeader = bind(below.line, lower).problems.every(({ code }) => code === 'MISSING_COLUMN')
      if (isHeader && both.problems.length === 0) return both
      found.push(both)
    }
    if (single.problems.length === 0) return single
    found.push(single)
  }
  const faults = ({ problems }: FoundHeader) => problems.filter(({ code }) => code === 'UNKNOWN_COLUMN').length
  return found.reduce((best, next) =>
    known(next) > known(best) || (known(next) === known(best) && faults(next) < faults(best)) ? next : best,
  )
}
