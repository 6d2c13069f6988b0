import { clean, date, type Parser } from './cells.ts'
import { columns, figureColumns, provinceHeaders, titleOf, type Column, type ImportKind } from './columns.ts'
import { fold } from './fold.ts'
import { figure, target, type Figure, type Unit } from './numbers.ts'
import { Fault, problemAt, type Place, type Problem } from '../problems.ts'

/** What reading a file needs to know of the world. */
export interface Surroundings {
  /** Those that may be written. Of several, each row must name one in its column `province`. */
  provinces: readonly { slug: string; name: string; asciiName: string }[]
  /** The unit of each indicator of the catalogue, by its code. */
  units: ReadonlyMap<string, Unit>
}

/** A row while its cells are read. */
export interface Draft {
  province: string
  /** By columns' own names; what a file calls them never gets here. */
  values: Record<string, unknown>
  /** Undefined if the header has no column of figures. */
  figures: Map<string, Figure | null> | undefined
}

export interface BoundColumn {
  name: string
  required: boolean
  isDate?: boolean
  parse: Parser<unknown>
  /** What cells have meant, by their text. */
  memory: CellMemory
  put(draft: Draft, value: unknown): void
}

/** What the cells of the records below mean. */
export interface Header<K extends ImportKind = ImportKind> {
  kind: K
  /** Undefined where the header has nothing; such a column may hold nothing either. */
  columns: readonly (BoundColumn | undefined)[]
  hasFigures: boolean
  /** Every column that the header has, as yet without a value: what a row begins with. */
  nothing: Readonly<Record<string, undefined>>
  /** Of the rows, if the file doesn't say. */
  province: string
}

/** More than every column that there can be; what has more is no table of ours. */
const mostColumns = 1_000

/**
 * Finds the column of each cell of the header, and tells of every column that is unknown, there twice, or missing: without
 * them no line can be trusted.
 */
export function bindHeader<K extends ImportKind>(
  kind: K,
  place: Place,
  cells: readonly string[],
  around: Surroundings,
): { header: Header<K>; problems: Problem[] } {
  const known = knownColumns(kind)
  const problems: Problem[] = []
  const bound = cells.slice(0, mostColumns).map((cell): BoundColumn | undefined => {
    const text = clean(cell).replace(/\s+/g, ' ')
    if (text === '') return undefined
    const column = bindFigures(kind, text, around) ?? known.find(fold(text), around)
    if (column !== undefined && !('code' in column)) return column
    if (column)
      problems.push(problemAt(place, column.name.slice(0, 100), text, 'NO_SUCH_INDICATOR', { name: column.code }))
    else problems.push(problemAt(place, null, text, 'UNKNOWN_COLUMN', known.list))
    return undefined
  })
  if (cells.length > mostColumns && cells.slice(mostColumns).some((cell) => clean(cell) !== '')) {
    problems.push(problemAt(place, null, null, 'TOO_MANY_COLUMNS', { max: mostColumns }))
  }
  const names = bound.flatMap((column) => column?.name ?? [])
  for (const name of new Set(names.filter((other, i) => names.indexOf(other) < i))) {
    problems.push(problemAt(place, name, null, 'DUPLICATE_COLUMN', { name, 'name.vi': titleOf(kind, name) }))
  }
  const needed = around.provinces.length > 1 ? ['province', ...known.required] : known.required
  for (const name of needed) {
    if (!names.includes(name)) {
      problems.push(problemAt(place, name, null, 'MISSING_COLUMN', { name, 'name.vi': titleOf(kind, name) }))
    }
  }
  const hasFigures = names.some((name) => name.includes(':'))
  const nothing = Object.fromEntries(
    names.filter((name) => known.names.includes(name)).map((name) => [name, undefined]),
  )
  const province = around.provinces[0]?.slug ?? ''
  return { header: { kind, columns: bound, hasFigures, nothing, province }, problems }
}

const mostRemembered = 1_000

/**
 * What the cells of a column mean, for columns that often say the same: names of departments, states, days. One whose
 * cells are all different is soon given up.
 */
export class CellMemory {
  #values = new Map<string, unknown>()
  #hits = 0
  #misses = 0

  get(cell: string): unknown {
    if (this.#misses === mostRemembered) return undefined
    const value = this.#values.get(cell)
    if (value !== undefined) this.#hits++
    return value
  }

  /** Values are never changed by whoever is given them. */
  set(cell: string, value: unknown): void {
    if (this.#misses === mostRemembered) return
    this.#misses++
    if (this.#misses < mostRemembered) this.#values.set(cell, value)
    else if (this.#hits > this.#misses) {
      // It pays: begin anew with what comes now.
      this.#hits = 0
      this.#misses = 0
    } else this.#values.clear()
  }
}

const known = new Map<ImportKind, ReturnType<typeof columnsOf>>()

function knownColumns(kind: ImportKind) {
  let found = known.get(kind)
  if (found === undefined) known.set(kind, (found = columnsOf(kind)))
  return found
}

function columnsOf(kind: ImportKind) {
  const byHeader = new Map<string, Omit<BoundColumn, 'memory'>>()
  const entries = Object.entries<Column<unknown>>(columns[kind])
  for (const [name, { headers, parse, required }] of entries) {
    const put: BoundColumn['put'] = (draft, value) => (draft.values[name] = value)
    const column = { name, required, isDate: parse === date, parse, put }
    for (const text of [name, ...headers]) byHeader.set(fold(text), column)
  }
  const ofProvinces = new Set(provinceHeaders.map(fold))
  return {
    names: entries.map(([name]) => name),
    /** For people to choose from. */
    list: {
      columns: entries.map(([name]) => name).join(', '),
      'columns.vi': entries.map(([name]) => `“${titleOf(kind, name)}”`).join(', '),
    },
    required: entries.filter(([, { required }]) => required).map(([name]) => name),
    find: (folded: string, around: Surroundings): BoundColumn | undefined => {
      if (ofProvinces.has(folded)) return provinceColumn(around)
      const column = byHeader.get(folded)
      return column && { ...column, memory: new CellMemory() }
    },
  }
}

/** Undefined if the header speaks of no figures; without `put` if it speaks of an indicator that isn't there. */
function bindFigures(
  kind: ImportKind,
  text: string,
  around: Surroundings,
): BoundColumn | { name: string; code: string } | undefined {
  const figures = figureColumns[kind]
  const code = figures?.pattern.exec(text)?.[1]?.toUpperCase()
  if (figures === undefined || code === undefined) return undefined
  const name = `${figures.name}:${code}`
  const unit = around.units.get(code)
  if (unit === undefined) return { name, code: code.slice(0, 100) }
  const parse = (figures.name === 'target' ? target : figure)(unit)
  return {
    name,
    required: false,
    parse,
    memory: new CellMemory(),
    put: (draft, value) => draft.figures?.set(code, value as Figure | null),
  }
}

/** Other provinces are named neither as known nor as unknown: there are those that may be written, and no others. */
function provinceColumn({ provinces }: Surroundings): BoundColumn {
  const slugs = new Map<string, string>()
  for (const { slug, name, asciiName } of provinces) {
    for (const word of [slug, name, asciiName, `tỉnh ${name}`]) slugs.set(fold(word), slug)
  }
  return {
    name: 'province',
    required: true,
    memory: new CellMemory(),
    parse: (text) => slugs.get(fold(text)) ?? new Fault('NO_SUCH_PROVINCE'),
    put: (draft, value) => {
      if (value !== null) draft.province = value as string
    },
  }
}
