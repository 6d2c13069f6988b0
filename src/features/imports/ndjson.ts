import { joinList } from './cells.ts'
import type { ImportKind } from './columns.ts'
import { bindHeader, type Header, type Surroundings } from './header.ts'
import { numberAsWritten } from './numbers.ts'
import { atLine, problemAt, type Place, type Problem, type ProblemCode } from './problems.ts'
import type { RawRow } from './rows.ts'
import { readText, unreadable } from './text.ts'

type JsonObject = Readonly<Record<string, unknown>>

/** The rows of a file in which each line is a JSON object; its names are those of a table's header. */
export async function* readNdjsonRows(
  kind: ImportKind,
  source: AsyncIterable<Uint8Array>,
  around: Surroundings,
): AsyncGenerator<RawRow[]> {
  const headerOf = headersByNames(around)
  let line = 1
  let said = false
  for await (const text of readText(source)) {
    const rows: RawRow[] = []
    const lines = text.split('\n')
    // Whole lines end in a line feed, behind which nothing comes.
    if (lines.at(-1) === '') lines.pop()
    for (const written of lines) {
      if (written.trim() !== '') rows.push(readObject(kind, atLine(line), parsed(written), headerOf))
      line++
    }
    said ||= rows.length > 0
    if (rows.length > 0) yield rows
  }
  if (!said) throw unreadable(1, 'EMPTY_FILE')
}

type HeaderOf = (kind: ImportKind, place: Place, names: readonly string[]) => { header: Header; problems: Problem[] }

/** Objects with the same names share a header; a file has few such sets, or means no good. */
function headersByNames(around: Surroundings): HeaderOf {
  const found = new Map<string, Header>()
  return (kind, place, names) => {
    const key = JSON.stringify([kind, names])
    const known = found.get(key)
    if (known !== undefined) return { header: known, problems: [] }
    const bound = bindHeader(kind, place, names, around)
    if (bound.problems.length === 0 && found.size < 1_000) found.set(key, bound.header)
    return bound
  }
}

function readObject(kind: ImportKind, place: Place, value: JsonObject | ProblemCode, headerOf: HeaderOf): RawRow {
  if (typeof value === 'string') {
    const problems = [problemAt(place, null, null, value)]
    return { header: headerOf(kind, place, []).header, place, cells: [], problems, signs: 'literal' }
  }
  const names = Object.keys(value)
  const { header, problems } = headerOf(kind, place, names)
  const cells = names.map((name) => cellOf(value[name]))
  const nested = names.findIndex((_, i) => cells[i] === undefined)
  if (nested >= 0) {
    problems.push(problemAt(place, header.columns[nested]?.name ?? null, names[nested] ?? null, 'BAD_JSON_VALUE'))
  }
  // What stands under an unknown name is told of already.
  const known = cells.map((cell, i) => (header.columns[i] && cell) ?? '')
  return { header, place, cells: known, problems, signs: 'literal' }
}

function parsed(line: string): JsonObject | ProblemCode {
  try {
    const value: unknown = JSON.parse(line)
    return typeof value === 'object' && value !== null && !Array.isArray(value) ? (value as JsonObject) : 'BAD_JSON'
  } catch {
    return 'BAD_JSON'
  }
}

/** A value as a cell would have it; undefined for what fits in no cell. */
function cellOf(value: unknown): string | undefined {
  if (value === null) return ''
  if (typeof value === 'string') return value
  if (typeof value === 'number') return numberAsWritten(value)
  if (typeof value === 'boolean') return String(value)
  if (!Array.isArray(value)) return undefined
  const items = value.map((item) => (Array.isArray(item) ? undefined : cellOf(item)))
  return items.every((item) => item !== undefined) ? joinList(items) : undefined
}
