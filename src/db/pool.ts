import pg from 'pg'

/** The two ways into the database that requests use; the owner's is only for migrations. */
export interface Pools {
  serving: pg.Pool
  national: pg.Pool
  /** Where one more connection can be opened that stays on one session, as LISTEN needs it. */
  listenUrl: string
  end(): Promise<void>
}

export interface PoolOptions {
  servingUrl: string
  nationalUrl: string
  /** A direct line past a pooler; left out: as for serving. */
  listenUrl?: string | null
  /** Connections of each pool, at most. */
  size: number
  /** Told every statement's text as it is sent; never its values. */
  onStatement?: (text: string) => void
  /** Told of connections that broke while idle. */
  onError: (error: Error) => void
}

// Dates stay the strings that they are, whatever the time zone of this machine; so do numbers past 2^53.
const asText = new Set<number>([pg.types.builtins.DATE, pg.types.builtins.INT8, pg.types.builtins.NUMERIC])
export const types = {
  getTypeParser: ((oid: number, format: 'text') =>
    asText.has(oid) ? (value: string) => value : pg.types.getTypeParser(oid, format)) as typeof pg.types.getTypeParser,
}

export function openPools(options: PoolOptions): Pools {
  const open = (connectionString: string) => {
    const pool = new pg.Pool({
      connectionString,
      types,
      max: options.size,
      connectionTimeoutMillis: 5_000,
      idleTimeoutMillis: 60_000,
      statement_timeout: 30_000,
      idle_in_transaction_session_timeout: 60_000,
      keepAlive: true,
      application_name: 'ttdn',
    })
    // Without a listener, a connection that Postgres closes while it is idle ends this process.
    pool.on('error', options.onError)
    pool.on('connect', (client) => {
      client.on('error', options.onError)
      const { onStatement } = options
      if (onStatement) tellStatements(client, onStatement)
    })
    return pool
  }
  const serving = open(options.servingUrl)
  const national = open(options.nationalUrl)
  return {
    serving,
    national,
    listenUrl: options.listenUrl ?? options.servingUrl,
    end: async () => void (await Promise.all([serving.end(), national.end()])),
  }
}

function tellStatements(client: pg.PoolClient, onStatement: (text: string) => void): void {
  const query = client.query.bind(client) as (...args: unknown[]) => unknown
  client.query = ((...args: unknown[]) => {
    const text = typeof args[0] === 'string' ? args[0] : (args[0] as { text?: string }).text
    if (text !== undefined) onStatement(text)
    return query(...args)
  }) as typeof client.query
}
