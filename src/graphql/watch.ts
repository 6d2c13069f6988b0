import type { Notice } from '../db/audit.ts'
import { isBefore } from '../db/change-log.ts'
import type { ReadDoor } from '../db/tenancy.ts'
import type { Line } from './line.ts'

/** One committed change, as all who watch it share it. */
export interface Event {
  readonly notice: Omit<Notice, 'entry'>
  /** What was read because of it, by what was asked, so that many who ask the same cost one statement. */
  readonly answers: Map<string, Promise<unknown>>
}

/** What is still to be told of one thing: only its newest state counts. */
export interface Pending {
  event: Event
  /** The first version that is not told yet. */
  first: number
  /** Whether that is new to who watches; undefined if it is not known yet. */
  created?: boolean | undefined
  /** Reading the log from here on finds all that is told after this, and perhaps some of what was told before. */
  position: string
}

export interface WatchOptions {
  door: ReadDoor
  /** The provinces that the door lets read; null for the nation's published rows. */
  readable: readonly number[] | null
  entity: Notice['entity']
  /** Only this thing. */
  id: string | null
  line: Line
}

/** What one subscription has still to tell, in the order of the commits. */
export class Watch {
  readonly options: WatchOptions
  /** Behind this position are changes that were missed; until they are looked up, nothing is told. */
  missedFrom: string | null = null
  #held: boolean
  /** How much waited when telling stopped. */
  #earlier = 0
  /** What was missed was read as of this snapshot. */
  #readAt: string | null = null
  readonly #pending = new Map<string, Pending>()
  readonly #ended: (watch: Watch) => void
  #error: unknown
  #open = true
  #wake = () => {}

  constructor(options: WatchOptions, held: boolean, ended: (watch: Watch) => void) {
    this.options = options
    this.#held = held
    this.#ended = ended
  }

  wants(notice: Event['notice']): boolean {
    const { id } = this.options
    return (id === null || notice.id === id) && this.wantsSome(notice)
  }

  /** Whether such things may be among those that are told here. */
  wantsSome({ entity, province, published }: Pick<Event['notice'], 'entity' | 'province' | 'published'>): boolean {
    const { readable, entity: wanted } = this.options
    return entity === wanted && (readable === null ? published : readable.includes(province))
  }

  get open(): boolean {
    return this.#open
  }

  add(pending: Pending): void {
    if (!this.#open) return
    const { id, version } = pending.event.notice
    const known = this.#pending.get(id)
    if (known === undefined) {
      this.#pending.set(id, pending)
      this.options.line.wait(1)
    } else {
      // It keeps its place and its position: those are older, so nothing behind it is skipped.
      if (version > known.event.notice.version) known.event = pending.event
      if (pending.first < known.first) Object.assign(known, { first: pending.first, created: pending.created })
    }
    this.#wake()
  }

  /**
   * Whether a commit that is heard of was among what `resume` was given. Commits are heard of in their order: behind one that was not,
   * none is.
   */
  knew(xact: string): boolean {
    if (this.#readAt !== null && isBefore(xact, this.#readAt)) return true
    this.#readAt = null
    return false
  }

  /** Stops telling, until what is missed from now on has been looked up. */
  hold(): void {
    if (this.#held) return
    this.#held = true
    this.#earlier = this.#pending.size
  }

  /**
   * Goes on telling: what waited already, then what was missed, then what has come since. `readAt`: the snapshot as of which what was
   * missed was read.
   */
  resume(missed: readonly Pending[], readAt: string | null = null): void {
    this.#readAt = readAt
    const waiting = [...this.#pending.values()]
    this.options.line.wait(-this.#pending.size)
    this.#pending.clear()
    for (const pending of waiting.slice(0, this.#earlier)) this.add(pending)
    for (const pending of missed) this.add({ ...pending })
    for (const pending of waiting.slice(this.#earlier)) this.add(pending)
    this.missedFrom = null
    this.#held = false
    this.#wake()
  }

  /** The next thing to tell; undefined once the watch has ended. Throws what it has ended with. */
  async next(): Promise<Pending | undefined> {
    while (this.#open) {
      const [first] = this.#held ? [] : this.#pending
      if (first !== undefined) {
        this.#pending.delete(first[0])
        this.options.line.wait(-1)
        return first[1]
      }
      await new Promise<void>((resolve) => (this.#wake = resolve))
    }
    if (this.#error !== undefined) throw this.#error as Error
    return undefined
  }

  end(error?: unknown): void {
    if (!this.#open) return
    this.#open = false
    this.#error = error
    this.options.line.wait(-this.#pending.size)
    this.#pending.clear()
    this.#ended(this)
    this.#wake()
  }
}
