import { newId } from '../../db/ids.ts'
import { dayInVietnam } from '../../db/periods.ts'
import { ofAccepted, place, type Counting, type Fact, type Found, type Place } from './counting.ts'
import { isZero, negative, plus, type Sum } from './exact.ts'
import { packed, type Row } from './kept.ts'
import { finestKeys, presenceColumns, sorts, type Column, type Sort } from './measures.ts'

// Postgres says what counts; here it is added up. A unit has few facts, and the sums many columns: making them ready takes Postgres
// longer than finding the facts, and each write would pay for it.

/** What is to be kept of units whose contribution has changed, and to be appended to the deltas of each sort; JSON texts. */
export interface Counted {
  /** Null if none has changed. */
  units: string | null
  /** The ids of those whose hasn't. */
  same: readonly string[]
  /** Of those sorts in which something differs. */
  deltas: Map<Sort, string>
}

/** By the values of their keys, joined. */
type Rows = Map<string, Row>

const keysOf = new Map(Object.values(sorts).map((sort) => [sort, finestKeys(sort)]))
/** By measure: the sums of each sort that its facts may add to. `facts` is had from the others. */
const sumsOf = new Map<string, Map<Sort, [string, Column][]>>()
for (const sort of Object.values(sorts)) {
  for (const [name, sum] of Object.entries(sort.sums)) {
    for (const measure of name === 'facts' ? [] : sum.measures) {
      const ofSort = sumsOf.get(measure) ?? new Map<Sort, [string, Column][]>()
      sumsOf.set(measure, ofSort.set(sort, [...(ofSort.get(sort) ?? []), [name, sum]]))
    }
  }
}
const measureAt = place['measure'] as number
const codeAt = place['code'] as number
const qualifierAt = place['qualifier'] as number
const valueAt = { n: place['n'] as number, amount: place['amount'] as number }

/**
 * What counts by yesterday counts for good, and its day is not kept apart, as it isn't in the base tables (`folding`): a unit has
 * fewer rows, and appends fewer.
 */
const forGood = '-infinity'
const dayKept = (day: Sum | null | undefined, today: string) => (typeof day === 'string' && day < today ? forGood : day)

/** Adds up the facts of units, and compares with what each added before of the same measures. */
export function addUp(found: Found, { columns }: Counting): Counted {
  const today = dayInVietnam(new Date())
  const now = rowsOfUnits(found.facts, today)
  const changed: string[] = []
  const same: string[] = []
  const differing = new Map([...columns.keys()].map((sort) => [sort, new Map() as Rows]))
  for (const unit of found.units) {
    let differs = false
    const kept: string[] = []
    for (const [sort, names] of columns) {
      const before = folded(sort, unit[sort.column], today)
      const counted = countedIn(sort, names, found.reportsAt)
      const rows = compare(sort, counted, now.get(unit.id)?.get(sort), before, differing.get(sort) as Rows)
      differs ||= rows !== before
      kept.push(`"${sort.column}":${JSON.stringify(packed(rows))}`)
    }
    if (differs) changed.push(`{"id":"${unit.id}",${kept.join(',')}}`)
    else same.push(unit.id)
  }
  const deltas = new Map<Sort, string>()
  for (const [sort, rows] of differing) {
    const some = [...rows.values()].filter((row) => holdsAny(sort, row))
    if (some.length > 0) deltas.set(sort, JSON.stringify(some.map((row) => ({ ...row, id: newId() }))))
  }
  return { units: changed.length === 0 ? null : `[${changed.join(',')}]`, same, deltas }
}

function rowsOfUnits(facts: readonly Fact[], today: string): Map<string, Map<Sort, Rows>> {
  const units = new Map<string, Map<Sort, Rows>>()
  for (const fact of facts) {
    const id = fact[0] as string
    const unit = units.get(id) ?? new Map<Sort, Rows>()
    units.set(id, unit)
    for (const [sort, some] of sumsOf.get(fact[measureAt] as string) ?? []) {
      let row: Row | undefined
      for (const [name, { code, qualifiers, of }] of some) {
        if (code !== undefined && code !== fact[codeAt]) continue
        if (qualifiers !== undefined && !qualifiers.includes(fact[qualifierAt] as string)) continue
        const value = fact[valueAt[of]]
        if (value == null || isZero(value)) continue
        row ??= rowOfFact(unit, sort, fact, today)
        add(row, name, value)
      }
    }
  }
  return units
}

function rowOfFact(unit: Map<Sort, Rows>, sort: Sort, fact: Fact, today: string): Row {
  const names = keysOf.get(sort) as readonly string[]
  const rows = unit.get(sort) ?? (new Map() as Rows)
  unit.set(sort, rows)
  const values = names.map((name) => {
    const value = fact[place[name] as number] ?? null
    return name === 'counts_from' ? dayKept(value, today) : value
  })
  const keys = values.join(' ')
  const row = rows.get(keys) ?? Object.fromEntries(names.map((name, index) => [name, values[index] as Sum | null]))
  rows.set(keys, row)
  return row
}

const joined = (row: Row, keyNames: readonly string[]): string => keyNames.map((name) => row[name] ?? null).join(' ')

/** What a unit added before, without the days that have passed since; the very same rows, if none has. */
function folded(sort: Sort, rows: readonly Row[], today: string): readonly Row[] {
  if (rows.every(({ counts_from: day }) => dayKept(day, today) === day)) return rows
  const keyNames = keysOf.get(sort) as readonly string[]
  const merged: Rows = new Map()
  for (const { counts_from: day, ...others } of rows) {
    const row: Row = { ...others, counts_from: dayKept(day, today) ?? null }
    const keys = joined(row, keyNames)
    const same = merged.get(keys)
    if (same === undefined) merged.set(keys, row)
    else addAll(sort, same, row)
  }
  return [...merged.values()].filter((row) => holdsAny(sort, row))
}

/** Which sums were counted, of the row that it is given. */
type CountedIn = (row: Row) => readonly string[]

/** All in `names`; but where reports were not looked for, none of what they add. */
function countedIn(sort: Sort, names: readonly string[], reportsAt: Place | undefined): CountedIn {
  if (reportsAt === undefined) return () => names
  const { year, quarter } = reportsAt
  const others = names.filter((name) => !sort.sums[name]?.measures.some((measure) => ofAccepted.has(measure)))
  return (row) => (row['year'] === year && row['quarter'] === quarter ? names : others)
}

/**
 * What a unit adds now to a sort, of whose rows the sums that `counted` tells were counted; adds to `differing` how it
 * differs from before. The very same rows, if it does not.
 */
function compare(
  sort: Sort,
  counted: CountedIn,
  now: Rows | undefined,
  before: readonly Row[],
  differing: Rows,
): readonly Row[] {
  const keyNames = keysOf.get(sort) as readonly string[]
  let differs = false
  const left = new Map(now)
  const rows: Row[] = []
  for (const row of before) {
    const names = counted(row)
    if (names.length === 0) {
      rows.push(row)
      continue
    }
    const keys = joined(row, keyNames)
    const changed = changedRow(sort, names, row, left.get(keys), () => rowIn(differing, keys, row, keyNames))
    left.delete(keys)
    differs ||= changed !== row
    if (changed === row || holdsAny(sort, changed)) rows.push(changed)
  }
  for (const [keys, row] of left) {
    const none = emptyRow(row, keyNames)
    const made = changedRow(sort, counted(row), none, row, () => rowIn(differing, keys, row, keyNames))
    if (made === none) continue
    differs = true
    rows.push(made)
  }
  return differs ? rows : before
}

/** A row with the sums in `names` as they are now; what each of them has more goes into `delta`. The row itself, if nothing differs. */
function changedRow(sort: Sort, names: readonly string[], row: Row, now: Row | undefined, delta: () => Row): Row {
  let changed: Row | undefined
  for (const name of names) {
    const counted = now?.[name] ?? undefined
    const kept = row[name] ?? undefined
    const old = kept !== undefined && sort.sums[name]?.type === 'numeric' ? String(kept) : kept
    if (counted === old) continue
    const more =
      old === undefined ? (counted as Sum) : counted === undefined ? negative(old) : plus(counted, negative(old))
    if (isZero(more)) continue
    changed ??= { ...row }
    const isPresence = 'facts' in sort.sums && presenceColumns.has(name)
    for (const sum of isPresence ? [name, 'facts'] : [name]) {
      add(changed, sum, more)
      add(delta(), sum, more)
    }
  }
  return changed ?? row
}

/** The row of these keys; if there is none, one that holds nothing yet. */
function rowIn(rows: Rows, keys: string, like: Row, keyNames: readonly string[]): Row {
  const row = rows.get(keys) ?? emptyRow(like, keyNames)
  rows.set(keys, row)
  return row
}

const emptyRow = (like: Row, keyNames: readonly string[]): Row =>
  Object.fromEntries(keyNames.map((name) => [name, like[name] ?? null]))

function add(row: Row, name: string, more: Sum): void {
  const sum = row[name] ?? undefined
  const value = sum === undefined ? more : plus(typeof more === 'string' ? String(sum) : sum, more)
  if (isZero(value)) delete row[name]
  else row[name] = value
}

function addAll(sort: Sort, row: Row, more: Row): void {
  for (const [name, { type }] of Object.entries(sort.sums)) {
    const sum = more[name]
    if (sum != null) add(row, name, type === 'numeric' ? String(sum) : sum)
  }
}

function holdsAny(sort: Sort, row: Row): boolean {
  for (const name in row) if (name in sort.sums) return true
  return false
}
