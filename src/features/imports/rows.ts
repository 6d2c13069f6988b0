import { clean, isFormula, isUnstorable, unguarded } from './cells.ts'
import type { ImportKind, Values } from './columns.ts'
import type { Draft, Header } from './header.ts'
import type { Figure } from './numbers.ts'
import { Fault, problemAt, type Details, type Place, type Problem, type ProblemCode } from './problems.ts'

/** A line of a file. If a cell could not be read, the row takes part in all checks and is never written. */
export interface Row<K extends ImportKind = ImportKind> extends Place {
  /** The slug of the province that it is for: one of those that may be written. */
  province: string
  values: Values<K>
  /** By indicator; null where the cell is empty. Undefined if the file has no column of figures. */
  figures: ReadonlyMap<string, Figure | null> | undefined
  /** The columns whose problems are known; `values` says nothing of them. */
  faulty: Set<string>
  /** What the cell of a column holds, for problems that show later. */
  written(column: string): string | null
}

/** A row whose cells are yet to be read. */
export interface RawRow<K extends ImportKind = ImportKind> {
  header: Header<K>
  place: Place
  cells: readonly string[]
  /** What is known to be wrong with it already. */
  problems?: readonly Problem[]
  /**
   * What a cell is that begins with one of the signs by which spreadsheets know a formula: `formula`, unless a `'` stands
   * before it; `guarded`, text, from which such a `'` is taken off; `literal`, text as it stands.
   */
  signs: 'formula' | 'guarded' | 'literal'
}

/** Reads the cells that stand below a header, and says everything that is wrong with them. */
export function readRow<K extends ImportKind>(raw: RawRow<K>): { row: Row<K>; problems: Problem[] } {
  const { cells, signs, problems: known = [] } = raw
  const { columns, province, hasFigures } = raw.header
  const { line, sheet, path } = raw.place
  const draft: Draft = { province, values: Object.create(null) as Draft['values'], figures: new Map() }
  const faulty = new Set<string>()
  const written = (name: string) => {
    const at = columns.findIndex((column) => column?.name === name)
    return at < 0 ? null : clean(kept[at] ?? '') || null
  }
  const values = draft.values as Values<K>
  const row: Row<K> = { line, sheet, path, province, values, figures: undefined, faulty, written }
  const problems = [...known]
  for (const { column, code } of known) {
    const name = column?.slice(path.length) ?? ''
    faulty.add(name)
    // As with an empty cell that may not be empty: what is checked later finds nothing there.
    if (code === 'MISSING_COLUMN') draft.values[name] = null
  }
  const tell = (column: string | null, value: string | null, code: ProblemCode, details?: Details) => {
    if (faulty.has(column ?? '')) return
    faulty.add(column ?? '')
    problems.push(problemAt(row, column, value, code, details))
  }
  const expected = columns.length
  // A million empty cells behind the last column aren't kept with the row.
  const kept = cells.length > expected ? cells.slice(0, expected) : cells
  if (cells.length < expected || (cells.length > expected && hasMore(cells, expected))) {
    // Cells have moved against their columns, so none of them can be trusted.
    tell(null, null, 'WRONG_CELL_COUNT', { count: cells.length, expected })
    for (const column of columns) if (column) faulty.add(column.name)
    return { row, problems }
  }
  for (let i = 0; i < expected; i++) {
    const column = columns[i]
    const cell = clean(kept[i] ?? '')
    const text = signs === 'literal' ? cell : unguarded(cell)
    if (column === undefined) {
      if (text !== '') tell(null, text, 'WRONG_CELL_COUNT', { count: i + 1, expected: i })
    } else if (text === '') {
      if (column.required) tell(column.name, null, 'REQUIRED')
      column.put(draft, null)
    } else if (signs === 'formula' && isFormula(cell)) tell(column.name, cell, 'FORMULA')
    else if (isUnstorable(text)) tell(column.name, text, 'BAD_CHARACTER')
    else {
      const value = column.parse(text)
      if (value instanceof Fault) tell(column.name, text, value.code, value.details)
      else column.put(draft, value)
    }
  }
  row.province = draft.province
  if (hasFigures) row.figures = draft.figures
  return { row, problems }
}

function hasMore(cells: readonly string[], from: number): boolean {
  for (let i = from; i < cells.length; i++) if (cells[i] !== '' && clean(cells[i] ?? '') !== '') return true
  return false
}
