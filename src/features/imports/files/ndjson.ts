import { joinList } from './cells.ts'
import type { ImportKind } from './columns.ts'
import { bindHeader, type Header, type Surroundings } from './header.ts'
import { nestedKind, referenceTo, WaitingObjects, type JsonObject, type NestedObject } from './nested.ts'
import { numberAsWritten } from './numbers.ts'
import { atLine, problemAt, type Place, type Problem } from '../problems.ts'
import type { RawRow } from './rows.ts'
import { readText, unreadable } from './text.ts'

/**
 * The rows of a file in which each line is a JSON object; its names are those of a table's header. A plan may have a list
 * of its `tasks` and of its `reports`, and a task one of its `reports`: they follow when all plans are read. Without a header, a
 * file of nothing is an empty one: so a province without plans is exported.
 */
export async function* readNdjsonRows(
  kind: ImportKind,
  source: AsyncIterable<Uint8Array>,
  around: Surroundings,
): AsyncGenerator<RawRow[]> {
  const reader = new ObjectReader(around)
  let problem: { error: unknown } | undefined
  try {
    try {
      for await (const rows of readLines(kind, source, reader)) yield rows
    } catch (error) {
      // What was read before belongs to the file's good part, with all that stands in it.
      problem = { error }
    }
    for (const nested of ['tasks', 'reports'] as const) {
      for (const objects of reader.waiting[nested].read()) {
        yield objects.map((object) => reader.read(nested, object))
      }
    }
  } finally {
    reader.close()
  }
  if (problem) throw problem.error
}

async function* readLines(
  kind: ImportKind,
  source: AsyncIterable<Uint8Array>,
  reader: ObjectReader,
): AsyncGenerator<RawRow[]> {
  let line = 1
  let first = true
  for await (const text of readText(source)) {
    const rows: RawRow[] = []
    const lines = text.split('\n')
    // Whole lines end in a line feed, behind which nothing comes.
    if (lines.at(-1) === '') lines.pop()
    for (const written of lines) {
      if (written.trim() !== '') {
        // Else each of its lines would be refused by itself.
        if (first && written.trimStart().startsWith('[')) throw unreadable(line, 'JSON_LIST')
        first = false
        const value = parsed(written)
        rows.push(value ? reader.read(kind, { line, path: '', value, around: {} }) : reader.noObject(kind, line))
      }
      line++
    }
    if (rows.length > 0) yield rows
  }
}

function parsed(line: string): JsonObject | undefined {
  try {
    const value: unknown = JSON.parse(line)
    return isObject(value) ? value : undefined
  } catch {
    return undefined
  }
}

const isObject = (value: unknown): value is JsonObject =>
  typeof value === 'object' && value !== null && !Array.isArray(value)

const mostHeaders = 1_000

class ObjectReader {
  readonly waiting = { tasks: new WaitingObjects(), reports: new WaitingObjects() }
  readonly #around: Surroundings
  /** Objects with the same names share a header; a file has few such sets, or means no good. */
  readonly #headers = new Map<string, Header>()

  constructor(around: Surroundings) {
    this.#around = around
  }

  close(): void {
    this.waiting.tasks.close()
    this.waiting.reports.close()
  }

  noObject(kind: ImportKind, line: number): RawRow {
    const place = atLine(line)
    const { header } = this.#headerOf(kind, place, [])
    return { header, place, cells: [], problems: [problemAt(place, null, null, 'BAD_JSON')], signs: 'literal' }
  }

  /** The row of an object itself; what stands in it is put aside. */
  read(kind: ImportKind, object: NestedObject): RawRow {
    const { line, path, value } = object
    const place = { line, sheet: null, path }
    const problems: Problem[] = []
    const names: string[] = []
    for (const name of Object.keys(value)) {
      const nested = nestedKind(kind, name)
      if (nested) problems.push(...this.#putAside(kind, object, name, nested))
      else names.push(name)
    }
    const cells = names.map((name) => cellOf(value[name]))
    const implied = Object.entries(object.around).filter(([name]) => !names.includes(name))
    const { header, problems: wrong } = this.#headerOf(kind, place, [...names, ...implied.map(([name]) => name)])
    problems.push(...wrong)
    for (const [i, column] of header.columns.slice(0, names.length).entries()) {
      if (column === undefined) continue
      const [name = '', cell] = [names[i], cells[i]]
      if (cell === undefined) problems.push(problemAt(place, column.name, name, 'BAD_JSON_VALUE'))
      const owed = Object.hasOwn(object.around, name) ? object.around[name] : cell
      if (owed !== cell) problems.push(problemAt(place, column.name, cell ?? null, 'NOT_AROUND'))
    }
    // What stands under an unknown name is told of already.
    const known = [...cells, ...implied.map(([, key]) => key)].map((cell, i) => (header.columns[i] && cell) ?? '')
    return { header, place, cells: known, problems, signs: 'literal' }
  }

  #putAside(kind: ImportKind, object: NestedObject, name: string, nested: 'tasks' | 'reports'): Problem[] {
    const { line, path, value, around } = object
    const list = value[name] ?? []
    const place = { line, sheet: null, path }
    if (!Array.isArray(list)) return [problemAt(place, nested, name, 'NO_LIST')]
    const reference = referenceTo(kind, value, around)
    return list.flatMap((item: unknown, i) => {
      const own = `${path}${nested}[${i}].`
      if (!isObject(item)) return [problemAt(place, `${nested}[${i}]`, null, 'NO_LIST')]
      this.waiting[nested].put({ line, path: own, value: item, around: reference })
      return []
    })
  }

  #headerOf(kind: ImportKind, place: Place, names: readonly string[]): { header: Header; problems: Problem[] } {
    const key = JSON.stringify([kind, names])
    const known = this.#headers.get(key)
    if (known !== undefined) return { header: known, problems: [] }
    const bound = bindHeader(kind, place, names, this.#around)
    if (bound.problems.length === 0 && this.#headers.size < mostHeaders) this.#headers.set(key, bound.header)
    return bound
  }
}

/** A value as a cell would have it; undefined for what fits in no cell. */
function cellOf(value: unknown): string | undefined {
  if (value === null) return ''
  if (typeof value === 'string') return value
  // Beyond 15 digits a number may have become another one on its way.
  if (typeof value === 'number') return Math.abs(value) < 1e15 ? numberAsWritten(value) : undefined
  if (typeof value === 'boolean') return String(value)
  if (!Array.isArray(value)) return undefined
  const items = value.map((item) => (Array.isArray(item) ? undefined : cellOf(item)))
  return items.every((item) => item !== undefined) ? joinList(items) : undefined
}
