import { clean, isFormula, isUnstorable, unguarded } from './cells.ts'
import type { ImportKind, Values } from './columns.ts'
import type { Draft, Header } from './header.ts'
import type { Figure } from './numbers.ts'
import { Fault, problemAt, type Details, type Place, type Problem } from '../problems.ts'
import { type ProblemCode } from '../problem-sentences.ts'

/** A line of a file. If a cell could not be read, the row takes part in all checks and is never written. */
export interface Row<K extends ImportKind = ImportKind> extends Place {
  /** The slug of the province that it is for: one of those that may be written. */
  province: string
  values: Values<K>
  /** By indicator; null where the cell is empty. Undefined if the file has no column of figures. */
  figures: ReadonlyMap<string, Figure | null> | undefined
  /** The columns whose problems are known; `values` says nothing of them. */
  faulty: ReadonlySet<string>
  /** Notes a problem that is known now, so that nothing more is said of that column. */
  fault(column: string): void
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

/** Reads the cells that stand below a header, and adds everything that is wrong with them to `problems`. */
export function readRow<K extends ImportKind>(raw: RawRow<K>, problems: Problem[]): Row<K> {
  const { columns } = raw.header
  const expected = columns.length
  const { length } = raw.cells
  // A million empty cells behind the last column aren't kept with the row.
  const cells = length > expected ? raw.cells.slice(0, expected) : raw.cells
  const row = new ReadRow<K>(raw, cells, problems)
  if (length < expected || (length > expected && hasMore(raw.cells, expected))) {
    // Cells have moved against their columns, so none of them can be trusted.
    row.tell(null, null, 'WRONG_CELL_COUNT', { count: length, expected })
    for (const column of columns) if (column) row.fault(column.name)
    return row
  }
  for (let i = 0; i < expected; i++) {
    const column = columns[i]
    const cell = cells[i] ?? ''
    const known = column?.memory.get(cell)
    if (column !== undefined && known !== undefined) column.put(row, known)
    else readCell(row, i, cell, raw.signs)
  }
  return row
}

function readCell<K extends ImportKind>(row: ReadRow<K>, i: number, cell: string, signs: RawRow['signs']): void {
  const column = row.header.columns[i]
  const cleaned = clean(cell)
  const text = signs === 'literal' ? cleaned : unguarded(cleaned)
  if (column === undefined) {
    if (text !== '') row.tell(null, text, 'WRONG_CELL_COUNT', { count: i + 1, expected: i })
  } else if (text === '') {
    if (column.required) row.tell(column.name, null, 'REQUIRED')
    column.put(row, null)
  } else if (signs === 'formula' && isFormula(cleaned)) row.tell(column.name, cleaned, 'FORMULA')
  else if (isUnstorable(text)) row.tell(column.name, text, 'BAD_CHARACTER')
  else {
    const value = column.parse(text)
    if (value instanceof Fault) return row.tell(column.name, text, value.code, value.details)
    column.memory.set(cell, value)
    column.put(row, value)
  }
}

const noFaults: ReadonlySet<string> = new Set()

// A class, and as little as possible made for each row: there are millions.
class ReadRow<K extends ImportKind = ImportKind> implements Row<K>, Draft {
  readonly line: number
  readonly sheet: string | null
  readonly path: string
  province: string
  readonly values: Values<K> & Draft['values']
  readonly figures: Map<string, Figure | null> | undefined
  faulty = noFaults
  readonly header: Header<K>
  readonly #cells: readonly string[]
  readonly #problems: Problem[]

  constructor({ header, place, problems: known }: RawRow<K>, cells: readonly string[], problems: Problem[]) {
    this.line = place.line
    this.sheet = place.sheet
    this.path = place.path
    this.province = header.province
    this.values = { ...header.nothing } as Values<K> & Draft['values']
    this.figures = header.hasFigures ? new Map() : undefined
    this.header = header
    this.#cells = cells
    this.#problems = problems
    if (known) this.#takeKnown(known)
  }

  written(name: string): string | null {
    const at = this.header.columns.findIndex((column) => column?.name === name)
    return at < 0 ? null : clean(this.#cells[at] ?? '') || null
  }

  fault(column: string): void {
    this.faulty = new Set([...this.faulty, column])
  }

  tell(column: string | null, value: string | null, code: ProblemCode, details?: Details): void {
    if (this.faulty.has(column ?? '')) return
    this.fault(column ?? '')
    this.#problems.push(problemAt(this, column, value, code, details))
  }

  #takeKnown(known: readonly Problem[]): void {
    for (const { column, code } of known) {
      const name = column?.slice(this.path.length) ?? ''
      this.fault(name)
      // As with an empty cell that may not be empty: what is checked later finds nothing there.
      if (code === 'MISSING_COLUMN') Object.assign(this.values, { [name]: null })
    }
    this.#problems.push(...known)
  }
}

function hasMore(cells: readonly string[], from: number): boolean {
  for (let i = from; i < cells.length; i++) if (cells[i] !== '' && clean(cells[i] ?? '') !== '') return true
  return false
}
