import { setTimeout as sleep } from 'node:timers/promises'
import type { Message } from '../db/audit.ts'
import { changesSince, positionOf, type LoggedChange } from '../db/change-log.ts'
import type { Hearer } from '../db/listener.ts'
import { isUnavailable } from '../db/pg-errors.ts'
import { AppError } from '../errors.ts'
import { turns, type Line } from './line.ts'
import { ProgressWatch } from './progress-watch.ts'
import { Watch, type Event, type Pending, type WatchOptions } from './watch.ts'

// How long what was read for an event serves others. Who comes later reads anew.
const answersLast = 3_000 // ms
// What subscriptions read has connections of its own, but the processor is everybody's.
const readsAtOnce = 3
const pauses = [100, 500, 2_000] // ms

/** All that is watched in this process. */
export class Live implements Hearer {
  readonly #watches = new Set<Watch>()
  readonly #inTurn = turns(readsAtOnce)
  readonly #followed = new Map<string, Set<ProgressWatch>>()
  readonly #identityHearers = new Set<(provinceId: number) => void>()
  readonly #mergerHearers = new Set<() => void>()
  readonly #waiting = new Set<() => void>()
  readonly #readMergers: () => Promise<void>
  #mergers = 0
  #up = false
  #outages = 0
  #begun = 0
  #heard = 0

  /** `readMergers` brings what this process knows of the provinces' mergers up to what is committed. */
  constructor(readMergers: () => Promise<void> = async () => {}) {
    this.#readMergers = readMergers
  }

  /** Whether changes are heard of as they are committed. */
  get hearing(): boolean {
    return this.#up
  }

  /** How many subscriptions there are now. */
  get size(): number {
    return [...this.#followed.values()].reduce((total, { size }) => total + size, this.#watches.size)
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

  /** Watches how far the piece of work with this id is. */
  follow(id: string, line: Line): ProgressWatch {
    this.#begun++
    const followers = this.#followed.get(id) ?? new Set()
    const watch = new ProgressWatch((ended) => {
      line.watches.delete(ended)
      followers.delete(ended)
      if (followers.size === 0 && this.#followed.get(id) === followers) this.#followed.delete(id)
    })
    line.watches.add(watch)
    this.#followed.set(id, followers.add(watch))
    return watch
  }

  progress(id: string): void {
    for (const watch of this.#followed.get(id) ?? []) watch.hear()
  }

  /** Calls back when who may call changes in a province (0: in the ministry); returns what ends that. */
  onIdentityChange(hear: (provinceId: number) => void): () => void {
    this.#identityHearers.add(hear)
    return () => void this.#identityHearers.delete(hear)
  }

  /** Calls back when mergers of provinces may have changed, and this process knows it; returns what ends that. */
  onMergers(hear: () => void): () => void {
    this.#mergerHearers.add(hear)
    return () => void this.#mergerHearers.delete(hear)
  }

  /** How often that was so. */
  get mergers(): number {
    return this.#mergers
  }

  /** Looks whether mergers of provinces have changed. Called when that is heard of; and where it might not be, now and then. */
  async lookForMergers(): Promise<void> {
    await this.read(this.#readMergers)
    this.#mergers++
    for (const wake of this.#waiting) wake()
    for (const hear of this.#mergerHearers) hear()
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

  message({ notices, snapshot, xact, many }: Message): void {
    this.#heard++
    for (const wake of this.#waiting) wake()
    for (const { entity, province } of notices) {
      if (entity === 'Member' || entity === 'ServiceAccount') for (const hear of this.#identityHearers) hear(province)
    }
    // Where this fails, the line that is heard through is broken as well, and it is done again when that is whole.
    if (notices.some(({ entity }) => entity === 'Succession')) this.lookForMergers().catch(() => {})
    if (this.#watches.size === 0) return
    if (many !== undefined) {
      // One by one they would keep the service busy for long, for clients who show lists that have to be read anew anyway.
      for (const watch of this.#watches) if (watch.wantsSome(many)) watch.end(new AppError('tooManyChanges'))
    }
    for (const notice of notices) {
      const event = eventOf(notice)
      const position = positionOf(snapshot, { xact, entry: notice.entry })
      for (const watch of this.#watches) {
        if (watch.wants(notice) && !watch.knew(xact)) watch.add({ event, first: notice.version, position })
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
    // What was missed may have been a merger, and those are not looked up in the log.
    this.lookForMergers().catch(() => {})
    // What comes from now on waits behind what was missed: a cursor that is told covers all that was told before it.
    if (missedFrom !== null) for (const watch of this.#watches) watch.missedFrom ??= missedFrom
    // Whoever follows something looks anew: what was said of it meanwhile is lost.
    for (const watches of this.#followed.values()) for (const watch of watches) watch.hear()
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
      const { missed, readAt } = await this.#missedBy(group)
      // After another outage meanwhile all of this is done again, from the older position.
      if (outage !== this.#outages) return
      for (const watch of group)
        watch.resume(
          missed.filter(({ event }) => watch.wants(event.notice)),
          readAt,
        )
    }
    const end = (group: readonly Watch[], error: unknown) => {
      for (const watch of group) watch.end(error)
    }
    await Promise.all([...groups.values()].map((group) => lookUp(group).catch((error) => end(group, error))))
  }

  /** One statement for all who read the same provinces and have missed the same. */
  async #missedBy(group: readonly Watch[]): Promise<{ missed: Pending[]; readAt: string }> {
    const [{ options, missedFrom }] = group as [Watch]
    const position = missedFrom as string
    const entities = [...new Set(group.map((watch) => watch.options.entity))]
    const { readable, door } = options
    const since = await this.read(() => changesSince(door, { readable, entities, position }))
    if (since === undefined) throw new AppError('tooManyChanges')
    return { missed: since.changes.map((change) => pendingOf(change, position)), readAt: since.position }
  }

  /** What `read` gives, once for all who ask the same of one event. */
  once<T>(event: Event, question: string, read: () => Promise<T>): Promise<T> {
    return this.shared(event, question, () => this.read(read))
  }

  /** The same of what is made, without a turn to read. */
  shared<T>(event: Event, question: string, make: () => Promise<T>): Promise<T> {
    const known = event.answers.get(question) as Promise<T> | undefined
    if (known !== undefined) return known
    const answer = make()
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
