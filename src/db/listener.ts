import { setTimeout as sleep } from 'node:timers/promises'
import pg from 'pg'
import { changesChannel, lasting, snapshotText, type Message } from './audit.ts'
import { positionOf } from './change-log.ts'
import { newId } from './ids.ts'

/** Who is told what the listener hears. */
export interface Hearer {
  /** Committed changes, in the order of their commits. */
  message(message: Message): void
  /** That a piece of work has gone on; see `tellProgress`. Some of these may be lost. */
  progress(id: string): void
  /** From now on messages are missed. */
  down(): void
  /** Messages arrive again. What was committed meanwhile is in the log, behind this position; null the first time. */
  up(missedFrom: string | null): void
}

export interface ListenerOptions {
  /** A line to the database that stays on one session. */
  url: string
  hearer: Hearer
  onError: (error: Error) => void
}

const beatEvery = 30_000 // ms
const patience = 10_000 // ms
const longestPause = 10_000 // ms

/**
 * The one connection of a process that hears of committed changes. When it breaks it comes back by itself. A beat, which
 * is a message to itself, proves from time to time that the line is whole: a half-open connection, or a pooler that
 * takes LISTEN and forgets it, would stay silent without an error.
 */
export class ChangeListener {
  readonly #options: ListenerOptions
  readonly #stop = new AbortController()
  #running: Promise<void> | undefined
  #firstTry: Promise<void> | undefined
  #heard = (_beat: string) => {}
  /** Behind it in the log is all that is committed after the last message that arrived. */
  #position: string | null = null
  /** Since when messages have been missed; kept until the line is whole again. */
  #missedFrom: string | null = null
  #everUp = false
  #session: Session | undefined

  constructor(options: ListenerOptions) {
    this.#options = options
  }

  /**
   * Returns once changes are listened for, or were before and will be again. The connection is made when it is first
   * asked for, and kept. Rejects if it couldn't be made; it is then tried again, so asking later is worth while.
   */
  async ready(): Promise<void> {
    if (this.#everUp) return
    this.#running ??= this.#run()
    await this.#firstTry
  }

  async close(): Promise<void> {
    this.#stop.abort()
    this.#session?.end()
    await this.#running
  }

  async #run(): Promise<void> {
    const { hearer, onError } = this.#options
    for (let failures = 0; !this.#stop.signal.aborted; failures++) {
      const session = new Session(this.#options.url, (payload) => this.#receive(payload))
      this.#session = session
      const opening = this.#open(session).then(() => void (failures = 0))
      this.#firstTry = opening
      try {
        await opening
        await this.#keep(session)
      } catch (error) {
        if (!this.#stop.signal.aborted) onError(error as Error)
      }
      hearer.down()
      session.end()
      await this.#pause(Math.min(longestPause, 100 * 2 ** failures) * (0.5 + Math.random() / 2))
    }
  }

  async #open(session: Session): Promise<void> {
    this.#missedFrom ??= this.#position
    await session.connect()
    // Before LISTEN: what commits between this look and LISTEN is then behind the position, and not lost.
    const { snapshot, direct } = await session.look()
    this.#position = positionOf(snapshot)
    await session.query(`listen ${changesChannel}`)
    if (direct) await this.#beat(session)
    else await this.#beatFromElsewhere(session)
    const missedFrom = this.#missedFrom
    this.#missedFrom = null
    this.#everUp = true
    this.#options.hearer.up(missedFrom)
  }

  async #keep(session: Session): Promise<void> {
    while (!this.#stop.signal.aborted) {
      await Promise.race([session.lost, this.#pause(beatEvery)])
      if (!this.#stop.signal.aborted) await this.#beat(session)
    }
  }

  /**
   * Behind a pooler that shares connections between transactions, a message of one's own comes back by chance and others'
   * don't come at all. So the first beat is sent by somebody else.
   */
  async #beatFromElsewhere(session: Session): Promise<void> {
    const sender = new Session(this.#options.url, () => {})
    try {
      await sender.connect()
      await this.#beat(session, sender)
    } finally {
      sender.end()
    }
  }

  /** Sends a message without changes and waits until it comes back. It also brings the position up to now. */
  async #beat(session: Session, sender = session): Promise<void> {
    const beat = newId()
    const back = new Promise<void>((resolve) => {
      this.#heard = (heard) => (heard === beat ? resolve() : undefined)
    })
    await sender.query(
      `/* beat */ select pg_notify('${changesChannel}', jsonb_build_object('snapshot', ${snapshotText},
         'beat', $1::text)::text), ${lasting}`,
      [beat],
    )
    const silence = new AbortController()
    const late = sleep(patience, undefined, { signal: silence.signal }).then(() => {
      throw new Error('LISTEN stays silent: DATABASE_LISTEN_URL must lead to Postgres itself, not to a pooler.')
    })
    try {
      await Promise.race([back, session.lost, late])
    } finally {
      silence.abort()
      late.catch(() => {})
    }
  }

  #receive(payload: string): void {
    const message = JSON.parse(payload) as Message | { snapshot: string; beat: string } | { progress: string }
    if ('progress' in message) this.#options.hearer.progress(message.progress)
    else if ('beat' in message) {
      this.#position = positionOf(message.snapshot)
      this.#heard(message.beat)
    } else {
      const entry = message.notices.at(-1)?.entry
      this.#position = positionOf(message.snapshot, entry === undefined ? undefined : { xact: message.xact, entry })
      this.#options.hearer.message(message)
    }
  }

  async #pause(ms: number): Promise<void> {
    // Rejects when it is cut short, which the caller sees from the signal.
    await sleep(ms, undefined, { signal: this.#stop.signal }).catch(() => {})
  }
}

/** One connection, until it is lost. */
class Session {
  readonly lost: Promise<never>
  readonly #client: pg.Client

  constructor(url: string, receive: (payload: string) => void) {
    this.#client = new pg.Client({
      connectionString: url,
      application_name: 'ttdn-listen',
      connectionTimeoutMillis: 5_000,
      query_timeout: patience,
      keepAlive: true,
      keepAliveInitialDelayMillis: 10_000,
    })
    this.lost = new Promise((_, reject) => {
      this.#client.on('error', reject)
      this.#client.on('end', () => reject(new Error('The connection that listens for changes has ended.')))
    })
    this.lost.catch(() => {}) // nobody may be waiting for it when it happens
    this.#client.on('notification', ({ payload }) => receive(payload ?? ''))
  }

  async connect(): Promise<void> {
    await Promise.race([this.lost, this.#client.connect()])
  }

  async query(text: string, values: unknown[] = []): Promise<pg.QueryResult> {
    return Promise.race([this.lost, this.#client.query(text, values)])
  }

  /** What is committed now, and whether the other end is Postgres itself: a pooler has process ids of its own. */
  async look(): Promise<{ snapshot: string; direct: boolean }> {
    const { rows } = await this.query(
      `/* look */ select ${snapshotText} as snapshot, pg_backend_pid() as pid, ${lasting}`,
    )
    const { processID } = this.#client as unknown as { processID: number | null }
    return { snapshot: rows[0].snapshot as string, direct: rows[0].pid === processID }
  }

  end(): void {
    this.#client.removeAllListeners('notification')
    this.#client.end().catch(() => {})
  }
}
