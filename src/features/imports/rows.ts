import { clean, type Parser } from './cells.ts'
import { columns, figureColumns, provinceHeaders, type Column, type ImportKind, type Values } from './columns.ts'
import type { CsvRecord } from './csv.ts'
import { fold } from './fold.ts'
import { figure, target, type Figure, type Unit } from './numbers.ts'
import { Fault, problemAt, UnreadableFile, type Details, type Problem, type ProblemCode } from './problems.ts'

/** What reading a file needs to know of the world. */
export interface Surroundings {
  province: { slug: string; name: string; asciiName: string }
  /** The unit of each indicator of the catalogue, by its code. */
  units: ReadonlyMap<string, Unit>
}

/** A line of a file. If a cell could not be read, the row takes part in all checks and is never written. */
export interface Row<K extends ImportKind = ImportKind> {
  line: number
  values: Values<K>
  /** By indicator; null where the cell is empty. Undefined if the file has no column of figures. */
  figures: ReadonlyMap<string, Figure | null> | undefined
  /** The columns whose problems are known; `values` says nothing of them. */
  faulty: Set<string>
  /** What the cell of a column holds, for problems that show later. */
  written(column: string): string | null
}

interface BoundColumn {
  name: string
  required: boolean
  parse: Parser<unknown>
  put(row: { values: Record<string, unknown>; figures: Map<string, Figure | null> }, value: unknown): void
}

export interface Header<K extends ImportKind = ImportKind> {
  kind: K
  /** Undefined where the header has nothing; such a column may hold nothing either. */
  columns: readonly (BoundColumn | undefined)[]
  hasFigures: boolean
}

/**
 * Finds the column of each cell of the header.
 *
 * @throws UnreadableFile with every column that is unknown, there twice, or missing: without them no line can be trusted
 */
export function readHeader<K extends ImportKind>(kind: K, { line, cells }: CsvRecord, around: Surroundings): Header<K> {
  const known = new Map(Object.entries<Column<unknown>>(columns[kind]))
  const byHeader = new Map<string, string>()
  for (const [name, { headers }] of known) for (const text of [name, ...headers]) byHeader.set(fold(text), name)

  const problems: Problem[] = []
  const bound = cells.map((cell): BoundColumn | undefined => {
    const text = clean(cell).replace(/\s+/g, ' ')
    if (text === '') return undefined
    const figures = figureColumns[kind]
    const code = figures?.pattern.exec(text)?.[1]?.toUpperCase()
    if (figures && code !== undefined) {
      const unit = around.units.get(code)
      const name = `${figures.name}:${code}`
      if (unit !== undefined) return figureColumn(name, code, (figures.name === 'target' ? target : figure)(unit))
      problems.push(problemAt(line, name.slice(0, 100), text, 'NO_SUCH_INDICATOR', { name: code.slice(0, 100) }))
      return undefined
    }
    if (provinceHeaders.some((header) => fold(header) === fold(text))) return provinceColumn(around)
    const name = byHeader.get(fold(text))
    const column = name === undefined ? undefined : known.get(name)
    if (name !== undefined && column !== undefined) return plainColumn(name, column)
    problems.push(problemAt(line, null, text, 'UNKNOWN_COLUMN', { columns: [...known.keys()].join(', ') }))
    return undefined
  })

  const names = bound.flatMap((column) => column?.name ?? [])
  for (const name of new Set(names.filter((other, i) => names.indexOf(other) < i))) {
    problems.push(problemAt(line, name, null, 'DUPLICATE_COLUMN', { name }))
  }
  for (const [name, column] of known) {
    if (column.required && !names.includes(name)) {
      problems.push(problemAt(line, name, null, 'MISSING_COLUMN', { name }))
    }
  }
  if (problems.length > 0) throw new UnreadableFile(problems)
  return { kind, columns: bound, hasFigures: names.some((name) => name.includes(':')) }
}

function plainColumn(name: string, { parse, required }: Column<unknown>): BoundColumn {
  return { name, required, parse, put: (row, value) => (row.values[name] = value) }
}

function figureColumn(name: string, code: string, parse: Parser<Figure>): BoundColumn {
  return { name, required: false, parse, put: (row, value) => row.figures.set(code, value as Figure | null) }
}

/** Other provinces are named neither as known nor as unknown: there is one that may be written, and no other. */
function provinceColumn({ province }: Surroundings): BoundColumn {
  const names = [province.slug, province.name, province.asciiName, `tỉnh ${province.name}`].map(fold)
  const parse = (text: string) => (names.includes(fold(text)) ? text : new Fault('NO_SUCH_PROVINCE'))
  return { name: 'province', required: true, parse, put: () => {} }
}

/** Reads a line and says everything that is wrong with its cells. */
export function readRow<K extends ImportKind>(
  header: Header<K>,
  { line, cells }: CsvRecord,
): { row: Row<K>; problems: Problem[] } {
  const problems: Problem[] = []
  // Without a prototype, so that a column's name can't reach one.
  const row = { values: Object.create(null) as Record<string, unknown>, figures: new Map<string, Figure | null>() }
  const faulty = new Set<string>()
  const tell = (column: string | null, value: string | null, code: ProblemCode, details?: Details) => {
    faulty.add(column ?? '')
    problems.push(problemAt(line, column, value, code, details))
  }
  const expected = header.columns.length
  if (cells.length < expected || cells.slice(expected).some((cell) => clean(cell) !== '')) {
    // Cells have moved against their columns, so none of them can be trusted.
    tell(null, null, 'WRONG_CELL_COUNT', { count: cells.length, expected })
    for (const column of header.columns) if (column) faulty.add(column.name)
  } else
    header.columns.forEach((column, i) => {
      const text = clean(cells[i] ?? '')
      if (column === undefined) {
        if (text !== '') tell(null, text, 'WRONG_CELL_COUNT', { count: i + 1, expected: i })
        return
      }
      if (text === '') {
        if (column.required) tell(column.name, null, 'REQUIRED')
        return column.put(row, null)
      }
      const value = column.parse(text)
      if (value instanceof Fault) tell(column.name, text, value.code, value.details)
      else column.put(row, value)
    })
  const written = (name: string) => {
    const at = header.columns.findIndex((column) => column?.name === name)
    return at < 0 ? null : clean(cells[at] ?? '') || null
  }
  const values = row.values as Values<K>
  return { row: { line, values, figures: header.hasFigures ? row.figures : undefined, faulty, written }, problems }
}
