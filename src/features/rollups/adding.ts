import { newId } from '../../db/ids.ts'
import { place, type Found } from './counting.ts'
import { isZero, negative, plus, sumJson, valueOf, type Sum } from './exact.ts'
import { finestKeys, sorts, type Column, type Sort } from './measures.ts'

// Postgres says what counts; here it is added up. A unit has few facts, and the sums many columns: making them ready takes Postgres
// longer than finding the facts, and each write would pay for it.

/** What is to be kept of units whose contribution has changed, and to be appended to the deltas of each sort; JSON texts. */
export interface Counted {
  /** Null if none has changed. */
  units: string | null
  /** Of those sorts in which something differs. */
  deltas: Map<Sort, string>
}

/** The sums of one row by their columns. */
type Sums = Map<string, Sum>
/** Rows by their keys, written as they stand in a JSON object behind its sums. */
type Rows = Map<string, Sums>

type Value = string | number | null
type Fact = readonly Value[]
type KeptRow = Readonly<Record<string, Value>>
type Unit = { id: string } & Record<Sort['column'], KeptRow[]>

/** By measure: the sums of each sort that its facts may add to. */
const sumsOf = new Map<string, Map<Sort, [string, Column][]>>()
/** By sort: how each of its keys is written, and where a fact has it. */
const keysOf = new Map<Sort, [string, string, number][]>()
for (const sort of Object.values(sorts)) {
  keysOf.set(
    sort,
    finestKeys(sort).map((name) => [name, `,"${name}":`, place[name] as number]),
  )
  for (const [name, sum] of Object.entries(sort.sums)) {
    for (const measure of sum.measures) {
      const ofSort = had(sumsOf, measure, newMap<Sort, [string, Column][]>)
      ofSort.set(sort, [...(ofSort.get(sort) ?? []), [name, sum]])
    }
  }
}
const measureAt = place['measure'] as number
const codeAt = place['code'] as number
const qualifierAt = place['qualifier'] as number
const valueAt = { n: place['n'] as number, amount: place['amount'] as number }

/** Adds up the facts of units, and compares with what each added before. */
export function addUp(found: Found, counted: readonly Sort[]): Counted {
  const now = rowsOfUnits(JSON.parse(found.facts) as Fact[])
  const differing = new Map(counted.map((sort) => [sort, new Map() as Rows]))
  const changed: string[] = []
  for (const unit of JSON.parse(found.units) as Unit[]) {
    const rows = new Map(counted.map((sort) => [sort, now.get(unit.id)?.get(sort) ?? (new Map() as Rows)]))
    const differs = [...rows].map(([sort, own]) => compare(sort, own, unit[sort.column], differing.get(sort) as Rows))
    if (!differs.includes(true)) continue
    const columns = [...rows].map(([{ column }, own]) => `"${column}":[${jsonOf(own)}]`)
    changed.push(`{"id":"${unit.id}",${columns.join(',')}}`)
  }
  const deltas = [...differing].flatMap(([sort, rows]) => {
    const json = jsonOf(rows, () => `,"id":"${newId()}"`)
    return json === '' ? [] : [[sort, `[${json}]`] as const]
  })
  return { units: changed.length === 0 ? null : `[${changed.join(',')}]`, deltas: new Map(deltas) }
}

function rowsOfUnits(facts: readonly Fact[]): Map<string, Map<Sort, Rows>> {
  const units = new Map<string, Map<Sort, Rows>>()
  for (const fact of facts) {
    const unit = had(units, fact[0] as string, newMap<Sort, Rows>)
    for (const [sort, some] of sumsOf.get(fact[measureAt] as string) ?? []) {
      let sums: Sums | undefined
      for (const [name, { code, qualifiers, of }] of some) {
        if (code !== undefined && code !== fact[codeAt]) continue
        if (qualifiers !== undefined && !qualifiers.includes(fact[qualifierAt] as string)) continue
        const value = fact[valueAt[of]]
        if (value == null) continue
        sums ??= had(had(unit, sort, newMap<string, Sums>), keysOfFact(sort, fact), newMap<string, Sum>)
        add(sums, name, valueOf(value))
      }
    }
  }
  return units
}

/** Adds to `differing` what a unit has more now than before; says whether it has anything. */
function compare(sort: Sort, now: Rows, before: readonly KeptRow[], differing: Rows): boolean {
  let differs = false
  const differ = (keys: string, name: string, more: Sum) => {
    if (isZero(more)) return
    differs = true
    add(had(differing, keys, newMap<string, Sum>), name, more)
  }
  const kept = new Map(before.map((row) => [keysOfRow(sort, row), row]))
  for (const [keys, sums] of now) {
    const row = kept.get(keys)
    for (const [name, value] of sums)
      differ(keys, name, row?.[name] == null ? value : plus(value, less(sort, row, name)))
  }
  for (const [keys, row] of kept) {
    const sums = now.get(keys)
    for (const name in row) if (name in sort.sums && !sums?.has(name)) differ(keys, name, less(sort, row, name))
  }
  return differs
}

/** What to add so that a sum of a row is taken away. */
function less(sort: Sort, row: KeptRow, name: string): Sum {
  const value = row[name] as number | string
  return negative(valueOf(sort.sums[name]?.type === 'numeric' ? String(value) : value))
}

function add(sums: Sums, name: string, value: Sum): void {
  const sum = sums.get(name)
  sums.set(name, sum === undefined ? value : plus(sum, value))
}

/** The keys of a fact in a sort, each behind a comma. */
function keysOfFact(sort: Sort, fact: Fact): string {
  let json = ''
  for (const [, prefix, at] of keysOf.get(sort) ?? []) json += prefix + keyJson(fact[at])
  return json
}

/** The same of a row that is kept. */
function keysOfRow(sort: Sort, row: KeptRow): string {
  let json = ''
  for (const [name, prefix] of keysOf.get(sort) ?? []) json += prefix + keyJson(row[name])
  return json
}

const keyJson = (value: Value | undefined) => (typeof value === 'string' ? `"${value}"` : (value ?? null))

/** Rows as JSON objects, without brackets around them; sums that are zero, and rows of such, are left out. */
function jsonOf(rows: Rows, id = () => ''): string {
  const texts: string[] = []
  for (const [keys, sums] of rows) {
    let json = ''
    for (const [name, value] of sums) if (!isZero(value)) json += `,"${name}":${sumJson(value)}`
    if (json !== '') texts.push(`{${json.slice(1)}${keys}${id()}}`)
  }
  return texts.join(',')
}

/** What a map has for a key; if it has nothing, what is made for it. */
function had<K, V>(map: Map<K, V>, key: K, make: () => V): V {
  const value = map.get(key)
  if (value !== undefined) return value
  const made = make()
  map.set(key, made)
  return made
}

function newMap<K, V>(): Map<K, V> {
  return new Map()
}
