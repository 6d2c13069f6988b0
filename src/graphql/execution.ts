import { actual, type Variables } from './arguments.ts'
import type { Viewer } from './context.ts'
import type { Execution } from './statement.ts'

/** What a statement's execution needs beside the viewer. */
export interface Surroundings {
  provinceId(slug: string): number | undefined
  onMap(slug: string, date: string | null): number
  /** The key that seals the cursors of one list for one scope. */
  cursorKey(list: string, scope: string): Buffer
}

/** One execution of a statement for one viewer. There is one for each read: a class costs it less than an object of functions. */
export class ViewersExecution implements Execution {
  readonly variables: Variables
  readonly readable: readonly number[] | null
  readonly viewer: Execution['viewer']
  readonly #surroundings: Surroundings

  constructor(
    variables: Variables,
    readable: readonly number[] | null,
    { subject, role, province, departmentId, provinces, scopes }: Viewer,
    surroundings: Surroundings,
  ) {
    const provinceIds = provinces?.map(({ id }) => id) ?? []
    this.variables = variables
    this.readable = readable
    this.viewer = { subject, role, provinceId: province?.id ?? null, departmentId, provinceIds, scopes: scopes ?? null }
    this.#surroundings = surroundings
  }

  provinceId(slug: string): number | undefined {
    return this.#surroundings.provinceId(slug)
  }

  onMap(slug: string, date: string | null): number {
    return this.#surroundings.onMap(slug, date)
  }

  actual(value: unknown): unknown {
    return actual(value, this.variables)
  }

  cursorKey(list: string): Buffer {
    return this.#surroundings.cursorKey(list, this.readable === null ? 'nation' : String(this.viewer.provinceId))
  }
}
