import pg from 'pg'
import type { BeforeCommit } from './before-commit.ts'
import { watchStatements, type Names, type SentStatement, type StatementWatcher } from './statements.ts'

/** The two ways into the database that requests use, with some lines for each purpose; the owner's is only for migrations. */
export interface Pools {
  serving: pg.Pool
  national: pg.Pool
  /** As serving, for the looks at what imports there are, which go on however many requests wait. */
  jobs: pg.Pool
  /** As serving and national, for what subscriptions read because of an event: behind a queue of requests it would be told late. */
  live: Pick<Pools, 'serving' | 'national'>
  /** Where one more connection can be opened that stays on one session, as LISTEN needs it. */
  listenUrl: string
  /** Whether statements may be prepared under a name. */
  prepared: boolean
  /** Whether what is prepared keeps its plan; false for work under which tables grow. */
  keepsPlans: boolean
  /** From now on, the watcher is told of every statement as it is sent. */
  watch(watcher: StatementWatcher): void
  /** With what a thread opens pools of its own, and whom it then tells what happens there. */
  forThread: {
    options: ThreadPoolOptions
    sent(statement: SentStatement, seconds: number, failed: boolean): void
    onError: PoolOptions['onError']
  }
  /** The last thing that each transaction does which has changed anything. */
  beforeCommit: BeforeCommit
  end(): Promise<void>
}

export interface PoolOptions {
  servingUrl: string
  nationalUrl: string
  /** A direct line past a pooler; left out: as for serving. */
  listenUrl?: string | null
  /** Connections of each pool, at most. */
  size: number
  /** How long to wait for a connection, in milliseconds. */
  databaseWait?: number
  /** How long one statement may take, in milliseconds. */
  statementTime?: number
  /** False for a pooler that shares connections between transactions and knows no prepared statements. */
  prepared?: boolean
  /** Has what is sent often planned each time, and not once for a connection: for work under which tables grow. */
  plannedAnew?: boolean
  /** Told every statement's text as it is sent, and whether it is a job's; never its values. */
  onStatement?: (text: string, ofJob: boolean) => void
  /** Told of connections that broke while idle. */
  onError: (error: Error) => void
  /** Keeps what is derived from the facts; see `Pools`. */
  beforeCommit: BeforeCommit
}

/** What of it can be handed to another thread. */
export type ThreadPoolOptions = Omit<PoolOptions, 'onStatement' | 'onError' | 'beforeCommit'>

// Dates stay the strings that they are, whatever the time zone of this machine; so do numbers past 2^53.
const asText = new Set<number>([pg.types.builtins.DATE, pg.types.builtins.INT8, pg.types.builtins.NUMERIC])
export const types = {
  getTypeParser: ((oid: number, format: 'text') =>
    asText.has(oid) ? (value: string) => value : pg.types.getTypeParser(oid, format)) as typeof pg.types.getTypeParser,
}

// Postgres ends a statement that takes too long and says so. If even that doesn't come, the line is dead, and is left.
const patience = 2_000 // ms

// One look after the other.
const jobConnections = 1
// An event is read once for all who are told the same, in a millisecond or two.
const liveConnections = 2

export function openPools(options: PoolOptions): Pools {
  const { onStatement, onError, beforeCommit, ...forThread } = options
  const { databaseWait = 5_000, statementTime = 30_000, prepared = true, plannedAnew = false } = options
  const names: Names = !prepared ? 'none' : plannedAnew ? 'given' : 'often'
  const watchersOf = (ofJob: boolean): StatementWatcher[] =>
    onStatement ? [({ text }) => onStatement(text, ofJob)] : []
  const watchers = watchersOf(false)
  const watchersOfJobs = watchersOf(true)
  const open = (connectionString: string, size: number, told = watchers) => {
    const pool = new pg.Pool({
      connectionString,
      // What is asked for is sent without waiting for the answer to what was asked before.
      pipeline: true,
      types,
      max: size,
      connectionTimeoutMillis: databaseWait,
      idleTimeoutMillis: 60_000,
      statement_timeout: statementTime,
      query_timeout: statementTime + patience,
      idle_in_transaction_session_timeout: 60_000,
      keepAlive: true,
      // Finds within half a minute that the other end of an idle line has gone without a word.
      keepAliveInitialDelayMillis: 10_000,
      application_name: 'ttdn',
    })
    // Without a listener, a connection that Postgres closes while it is idle ends this process.
    pool.on('error', onError)
    pool.on('connect', (client) => {
      client.on('error', onError)
      watchStatements(client, told, names)
    })
    return pool
  }
  const serving = open(options.servingUrl, options.size)
  const national = open(options.nationalUrl, options.size)
  const jobs = open(options.servingUrl, jobConnections, watchersOfJobs)
  const live = {
    serving: open(options.servingUrl, liveConnections),
    national: open(options.nationalUrl, liveConnections),
  }
  const all = [serving, national, jobs, live.serving, live.national]
  return {
    serving,
    national,
    jobs,
    live,
    listenUrl: options.listenUrl ?? options.servingUrl,
    prepared,
    keepsPlans: prepared && !plannedAnew,
    beforeCommit,
    watch: (watcher) => {
      for (const list of [watchers, watchersOfJobs]) list.push(watcher)
    },
    forThread: {
      options: forThread,
      sent: (statement, seconds, failed) => {
        const error = failed ? new Error(`${statement.name} has failed`) : undefined
        for (const watcher of watchersOfJobs) watcher(statement)?.(error, seconds)
      },
      onError,
    },
    end: async () => void (await Promise.all(all.map((pool) => pool.end()))),
  }
}
