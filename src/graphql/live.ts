import { setTimeout as sleep } from 'node:timers/promises'
import type { Message, Notice } from '../db/audit.ts'
import { changesSince, positionOf, type LoggedChange } from '../db/change-log.ts'
import type { Hearer } from '../db/listener.ts'
import { isUnavailable } from '../db/pg-errors.ts'
import type { ReadDoor } from '../db/tenancy.ts'
import { AppError } from '../errors.ts'
import { turns, type Line } from './line.ts'

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

// How long what was read for an event serves others. Who comes later reads anew.
const answersLast = 3_000 // ms
// Requests come first: so few connections of the pools are busy with subscriptions at once.
const readsAtOnce = 3
const pauses = [100, 500, 2_000] // ms

/** What one subscription has still to tell, in the order of the commits. */
export class Watch {
  readonly options: WatchOptions
  /** Behind this position are changes that were missed; until they are looked up, nothing is told. */
  missedFrom: string | null = null
  #held: boolean
  /** How much waited when telling stopped. */
  #earlier = 0
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

  wants({ entity, id, province, published }: Event['notice']): boolean {
    const { readable, ...options } = this.options
    if (entity !== options.entity || (options.id !== null && id !== options.id)) return false
    return readable === null ? published : readable.includes(province)
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

  /** Stops telling, until what is missed from now on has been looked up. */
  hold(): void {
    if (this.#held) return
    this.#held = true
    this.#earlier = this.#pending.size
  }

  /** Goes on telling: what waited already, then what was missed, then what has come since. */
  resume(missed: readonly Pending[]): void {
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

/** All that is watched in this process. */
export class Live implements Hearer {
  readonly #watches = new Set<Watch>()
  readonly #inTurn = turns(readsAtOnce)
  readonly #identityHearers = new Set<(provinceId: number) => void>()
  readonly #waiting = new Set<() => void>()
  #up = false
  #outages = 0
  #begun = 0
  #heard = 0

  /** Whether changes are heard of as they are committed. */
  get hearing(): boolean {
    return this.#up
  }

  /** How many subscriptions there are now. */
  get size(): number {
    return this.#watches.size
  }

  /** How many there have been since the start. */
  get begun(): number {
    return this.#begun
  }

  watch(options: WatchOptions): Watch {
    this.#begun++
    const watch = new Watch(options, !this.#up, (ended) => {
      this.#watches.delete(ended)
      options.line.watches.delete(ended)
    })
    this.#watches.add(watch)
    options.line.watches.add(watch)
    return watch
  }

  /** Calls back when who may call changes in a province (0: in the ministry); returns what ends that. */
  onIdentityChange(hear: (provinceId: number) => void): () => void {
    this.#identityHearers.add(hear)
    return () => void this.#identityHearers.delete(hear)
  }

  /** How many commits have been heard of; see `heardMoreThan`. */
  get heard(): number {
    return this.#heard
  }

  /**
   * Returns once more commits have been heard of than so many, or after that time, or when the signal is given. A caller
   * that takes `heard` before it reads misses nothing that is committed while it reads.
   */
  async heardMoreThan(count: number, ms: number, signal: AbortSignal): Promise<void> {
    if (this.#heard > count || signal.aborted) return
    await new Promise<void>((resolve) => {
      const done = () => {
        clearTimeout(timer)
        signal.removeEventListener('abort', done)
        this.#waiting.delete(done)
        resolve()
      }
      const timer = setTimeout(done, ms)
      signal.addEventListener('abort', done)
      this.#waiting.add(done)
    })
  }

  message({ notices, snapshot, xact }: Message): void {
    this.#heard++
    for (const wake of this.#waiting) wake()
    for (const { entity, province } of notices) {
      if (entity === 'Member' || entity === 'ServiceAccount') for (const hear of this.#identityHearers) hear(province)
    }
    if (this.#watches.size === 0) return
    for (const notice of notices) {
      const event = eventOf(notice)
      const position = positionOf(snapshot, { xact, entry: notice.entry })
      for (const watch of this.#watches) {
        if (watch.wants(notice)) watch.add({ event, first: notice.version, position })
      }
    }
  }

  down(): void {
    this.#up = false
    this.#outages++
    for (const watch of this.#watches) watch.hold()
  }

  up(missedFrom: string | null): void {
    this.#up = true
    // What comes from now on waits behind what was missed: a cursor that is told covers all that was told before it.
    if (missedFrom !== null) for (const watch of this.#watches) watch.missedFrom ??= missedFrom
    void this.#lookUpMissed()
  }

  async #lookUpMissed(): Promise<void> {
    const groups = new Map<string, Watch[]>()
    for (const watch of this.#watches) {
      if (watch.missedFrom === null) watch.resume([])
      else {
        const key = `${watch.options.readable?.join() ?? 'nation'} ${watch.missedFrom}`
        groups.set(key, [...(groups.get(key) ?? []), watch])
      }
    }
    const outage = this.#outages
    const lookUp = async (group: readonly Watch[]) => {
      const missed = await this.#missedBy(group)
      // After another outage meanwhile all of this is done again, from the older position.
      if (outage !== this.#outages) return
      for (const watch of group) watch.resume(missed.filter(({ event }) => watch.wants(event.notice)))
    }
    const end = (group: readonly Watch[], error: unknown) => {
      for (const watch of group) watch.end(error)
    }
    await Promise.all([...groups.values()].map((group) => lookUp(group).catch((error) => end(group, error))))
  }

  /** One statement for all who read the same provinces and have missed the same. */
  async #missedBy(group: readonly Watch[]): Promise<Pending[]> {
    const [{ options, missedFrom }] = group as [Watch]
    const position = missedFrom as string
    const entities = [...new Set(group.map((watch) => watch.options.entity))]
    const { readable, door } = options
    const since = await this.read(() => changesSince(door, { readable, entities, position }))
    if (since === undefined) throw new AppError('tooManyChanges')
    return since.changes.map((change) => pendingOf(change, position))
  }

  /** What `read` gives, once for all who ask the same of one event. */
  once<T>(event: Event, question: string, read: () => Promise<T>): Promise<T> {
    const known = event.answers.get(question) as Promise<T> | undefined
    if (known !== undefined) return known
    const answer = this.read(read)
    event.answers.set(question, answer)
    const forget = () => event.answers.delete(question)
    answer.then(() => void setTimeout(forget, answersLast).unref(), forget)
    return answer
  }

  /**
   * Reads in turn. A database that restarts is back after a moment; to end all subscriptions for that would make all
   * clients come anew at once.
   */
  async read<T>(work: () => Promise<T>): Promise<T> {
    for (const pause of pauses) {
      try {
        return await this.#inTurn(work)
      } catch (error) {
        if (!isUnavailable(error)) throw error
        await sleep(pause)
      }
    }
    return this.#inTurn(work)
  }
}

export const pendingOf = (change: LoggedChange, position: string): Pending => ({
  event: eventOf(change),
  first: change.version,
  created: change.created,
  position,
})

const eventOf = (notice: Event['notice']): Event => ({ notice, answers: new Map() })
