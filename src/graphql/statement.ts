import { isId } from '../db/ids.ts'
import { AppError } from '../errors.ts'
import { actual, type Variables } from './arguments.ts'

/** What a statement's parameters are taken from, at each execution. */
export interface Execution {
  variables: Variables
  /** The provinces whose rows may be read; null for the nation. */
  readable: readonly number[] | null
  /** The viewer, as far as SQL needs to know. */
  viewer: {
    subject: string
    role: string
    provinceId: number | null
    departmentId: string | null
    /** Only an importer's. */
    provinceIds: readonly number[]
    /** Only a service account's. */
    scopes: readonly string[] | null
  }
  /** A province's key by its slug. */
  provinceId(slug: string): number | undefined
  /** A province's key by its slug, on the map of a date; an error if it isn't on it. */
  onMap(slug: string, date: string | null): number
  /** What an argument that the statement was built with is this time. */
  actual(value: unknown): unknown
  /** The key that seals the cursors of one list. */
  cursorKey(list: string): Buffer
}

type Parameter = (execution: Execution) => unknown

/** Whose rows a statement reads: the nation's, those of one province, or of several. */
export type StatementScope = 'nation' | 'province' | 'provinces'

/** One SQL statement under construction: hands out aliases and parameters, and names the scope at each level. */
export class Statement {
  readonly parameters: Parameter[] = []
  readonly #scope: StatementScope
  #aliases = 0
  #readable: string | undefined
  readonly #byText = new Map<string, string>()
  readonly #bound = new Set<string>()

  constructor(scope: StatementScope) {
    this.#scope = scope
  }

  alias(): string {
    return `t${++this.#aliases}`
  }

  /** A parameter whose value is computed at each execution. */
  computed(parameter: Parameter, cast: string, sameAs?: string): string {
    const known = sameAs === undefined ? undefined : this.#byText.get(sameAs)
    if (known !== undefined) return known
    this.parameters.push(parameter)
    const placeholder = `$${this.parameters.length}::${cast}`
    if (sameAs !== undefined) this.#byText.set(sameAs, placeholder)
    return placeholder
  }

  /** A parameter from an argument; `as` turns the argument's value into the parameter's. */
  param(value: unknown, cast: string, as: (value: unknown, execution: Execution) => unknown = (same) => same): string {
    return this.computed((execution) => storable(as(actual(value, execution.variables), execution)), cast)
  }

  /** An id that came from outside. What is no UUID is nobody's id, so it finds nothing. */
  id(value: unknown): string {
    return this.param(value, 'uuid', (id) => (isId(id) ? id : null))
  }

  /** A province's key by the slug in an argument; an unknown slug finds nothing. */
  province(slug: unknown): string {
    return this.param(slug, 'integer', (name, execution) => execution.provinceId(String(name)) ?? null)
  }

  /**
   * “This tenant row is in scope.” Row security says so too; naming it at each level is what lets the planner use it
   * as an index condition, and a distributed Postgres find the one node. The nation names no province: its role sees
   * what is published.
   */
  inScope(row: string): string[] {
    if (this.#scope === 'nation') return []
    if (this.#scope === 'province') {
      this.#bound.add(row)
      return [`${row}.province_id = ${this.#readableKeys()}`]
    }
    return [`${row}.province_id = any (${this.#readableKeys()})`]
  }

  /**
   * “It is of its parent's province”, of a row in scope. Where that is one province and the parent is in scope too, they
   * have said so: a second condition would only keep the planner from a hash join by the key alone.
   */
  sameProvince(row: string, parent: string): string[] {
    if (this.#scope === 'province' && this.#bound.has(parent)) return []
    return [`${row}.province_id = ${parent}.province_id`]
  }

  /** Where one province is in scope, “it is among those”; else undefined, for then it is asked of each row. */
  onlyProvinceAmong(provinces: string): string | undefined {
    return this.#scope === 'province' ? `${this.#readableKeys()} = any (${provinces})` : undefined
  }

  #readableKeys(): string {
    this.#readable ??=
      this.#scope === 'province'
        ? this.computed((execution) => execution.readable?.[0], 'integer')
        : this.computed((execution) => execution.readable, 'integer[]')
    return this.#readable
  }

  get national(): boolean {
    return this.#scope === 'nation'
  }
}

/** Refuses texts that Postgres can't read at all. */
function storable(value: unknown): unknown {
  const texts: unknown[] = Array.isArray(value) ? value : [value]
  if (texts.some((text) => typeof text === 'string' && text.includes('\0'))) throw new AppError('unreadable')
  return value
}

/** Any object in SQL as one JSON text. `concat` takes at most 100 arguments, so long ones are nested. */
export function concat(parts: readonly string[]): string {
  const merged: string[] = []
  for (const part of parts) {
    const last = merged.at(-1)
    if (last !== undefined && isLiteral(last) && isLiteral(part))
      merged[merged.length - 1] = last.slice(0, -1) + part.slice(1)
    else merged.push(part)
  }
  if (merged.length === 1) return merged[0] as string
  if (merged.length <= 90) return `concat(${merged.join(', ')})`
  const groups: string[] = []
  for (let i = 0; i < merged.length; i += 90) groups.push(`concat(${merged.slice(i, i + 90).join(', ')})`)
  return concat(groups)
}

const isLiteral = (part: string) => /^'[^']*'$/.test(part)

/** The size of a page, checked. */
export function pageSize(value: unknown, max: number): number {
  const size = Number(value)
  if (size < 0) throw new AppError('negativePage')
  if (size > max) throw new AppError('pageTooLarge', { max })
  return size
}
