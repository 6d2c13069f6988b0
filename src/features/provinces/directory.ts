import type { Pools } from '../../db/pool.ts'
import { AppError } from '../../errors.ts'

export interface Entry {
  id: number
  slug: string
}

interface Merger {
  predecessor: number
  successor: number
  effectiveOn: string
}

/**
 * The provinces and their mergers, kept in memory: every request needs to turn a slug into the tenant's key, and to know
 * whose rows a successor may read.
 */
export class Directory {
  readonly #pool: Pools['serving']
  #bySlug = new Map<string, Entry>()
  #byId = new Map<number, Entry>()
  /** Mergers by their successor, and by their predecessor. */
  #into = new Map<number, Merger[]>()
  #outOf = new Map<number, Merger[]>()
  #refreshing = Promise.resolve()

  constructor(pool: Pools['serving']) {
    this.#pool = pool
  }

  /** Reads them anew. Call once before the first request, and after every change. What is asked for later is read later. */
  refresh(): Promise<void> {
    this.#refreshing = this.#refreshing.catch(() => {}).then(() => this.#read())
    return this.#refreshing
  }

  async #read(): Promise<void> {
    const { rows } = await this.#pool.query<Entry>('/* provinces */ select id, slug from provinces')
    const mergers = await this.#pool.query<Merger>(
      '/* mergers */ select predecessor_id as predecessor, successor_id as successor, effective_on as "effectiveOn" ' +
        'from successions where withdrawn_at is null',
    )
    const entries = rows.map(({ id, slug }) => ({ id, slug }))
    this.#bySlug = new Map(entries.map((entry) => [entry.slug, entry]))
    this.#byId = new Map(entries.map((entry) => [entry.id, entry]))
    this.#into = by('successor', mergers.rows)
    this.#outOf = by('predecessor', mergers.rows)
  }

  /** Every province there is or was. */
  all(): readonly Entry[] {
    return [...this.#bySlug.values()]
  }

  find(slug: string): Entry | undefined {
    return this.#bySlug.get(slug)
  }

  /** The key of a province that is on the map of a date, or of any that is on record. */
  onMap(slug: string, date: string | null): number {
    const province = this.#bySlug.get(slug)
    if (province === undefined) throw new AppError('unknownProvince', { slug: slug.slice(0, 100) })
    const successor = date === null ? undefined : this.successorOf(province.id, date)
    if (successor === undefined) return province.id
    throw new AppError('mergedProvince', { slug, date: date as string, successor: successor.slug })
  }

  /** A province and all that merged into it, directly or not, up to a date; a successor reads what its predecessors filed. */
  readableBy(id: number, today: string): number[] {
    const readable = [id]
    for (const province of readable) {
      for (const { predecessor, effectiveOn } of this.#into.get(province) ?? []) {
        if (effectiveOn <= today && !readable.includes(predecessor)) readable.push(predecessor)
      }
    }
    return readable
  }

  /** Which province holds on a date what was this one's, if it has merged by then, and the day on which it did. */
  successorOf(id: number, date: string): { id: number; slug: string; effectiveOn: string } | undefined {
    const merger = this.#merger(id, date)
    if (merger === undefined) return undefined
    let last = merger
    for (let next = merger as Merger | undefined; next !== undefined; next = this.#merger(last.successor, date))
      last = next
    const successor = this.#byId.get(last.successor)
    return successor && { id: successor.id, slug: successor.slug, effectiveOn: merger.effectiveOn }
  }

  #merger(predecessor: number, date: string): Merger | undefined {
    return this.#outOf.get(predecessor)?.find(({ effectiveOn }) => effectiveOn <= date)
  }
}

function by(key: 'predecessor' | 'successor', mergers: readonly Merger[]): Map<number, Merger[]> {
  const found = new Map<number, Merger[]>()
  for (const merger of mergers) found.set(merger[key], [...(found.get(merger[key]) ?? []), merger])
  return found
}
