import { drizzle, type NodePgDatabase } from 'drizzle-orm/node-postgres'
import pg from 'pg'
import { settle } from './before-commit.ts'
import { isSilence } from './pg-errors.ts'
import type { Pools } from './pool.ts'
import { Turns } from './turns.ts'

/** Enters a scope until the transaction ends; prepared once on every connection. */
const enterStatement = { name: 'enter', text: 'select app_enter($1::integer, $2::integer[])' }
/** The same for a province that others have merged into: whether they still have is looked up. */
const enterMerged = { name: 'enterMerged', text: 'select app_enter_merged($1::integer, $2::integer[])' }

/** Which provinces' rows a viewer may read, and in which one rows may be written. */
export interface Scope {
  readonly readable: readonly number[]
  /** Null: nothing may be written. */
  readonly own: number | null
  /** Whether all of `readable` but the first are read because they merged into the first, and only as long as that stands. */
  readonly merged?: boolean
}

/** A statement whose one column of its one row is a JSON text. Named ones are prepared once per connection. */
export interface JsonStatement {
  name?: string
  text: string
  values: unknown[]
}

/** What every transaction offers. Statements are sent in the order in which they are asked for. */
export interface Tx {
  json(statement: JsonStatement): Promise<string | null>
  /** Rows of a hand-written statement, which begins with its function's name in a comment. */
  rows<R extends pg.QueryResultRow>(text: string, values?: unknown[]): Promise<R[]>
  /** The same of a statement that is sent often: prepared once on every connection. */
  prepared<R extends pg.QueryResultRow>(statement: { name: string; text: string }, values: unknown[]): Promise<R[]>
  /** Sends a hand-written statement and doesn't wait for it: if it fails, so does the transaction. */
  send(statement: string | { name: string; text: string }, values?: unknown[]): void
}

declare const tenant: unique symbol
declare const nation: unique symbol

/** A transaction inside one province. Only a door makes one, so who holds it has entered a scope. */
export interface TenantTx extends Tx {
  readonly [tenant]: true
  /** The province whose rows may be written. */
  readonly provinceId: number
  readonly readable: readonly number[]
  /** For writes, and reads of the rows that they change. */
  readonly db: NodePgDatabase
  /**
   * Sends a statement of `db` that `build` prepares, once for each connection, for what many commands look up. `build` is always
   * the same function, each with a name of its own in `prepare`; what differs from call to call is in `values`, by placeholder.
   */
  kept<R>(build: Build<R>, values: Record<string, unknown>): Promise<R>
  /**
   * Brings up to date now what is derived from the facts, which otherwise is done before the commit: for a transaction that
   * changes more than should be gone through at once. Whoever else changes the same waits from here on.
   */
  settle(): Promise<void>
}

/** A transaction that sees the nation's published rows and writes nothing. */
export interface NationalTx extends Tx {
  readonly [nation]: true
}

/** Puts a statement with placeholders together, whose rows are `R`. */
export type Build<R> = (db: NodePgDatabase) => { execute(values: Record<string, unknown>): Promise<R> }

declare const ministry: unique symbol

/**
 * A transaction of the ministry's few writes in one province, or (`provinceId` 0) in what all share. Its role may touch
 * only what the grants name.
 */
export interface MinistryTx extends Tx {
  readonly [ministry]: true
  readonly provinceId: number
  readonly db: NodePgDatabase
}

/** What both doors offer to reads. */
export interface ReadDoor {
  /** One statement in one round trip: one statement is one snapshot. */
  read(statement: JsonStatement): Promise<string | null>
  /** Several statements that see one instant. */
  snapshot<T>(work: (tx: Tx) => Promise<T>): Promise<T>
}

export interface TenantDoor extends ReadDoor {
  readonly scope: Scope
  /**
   * One transaction; rolled back if `work` throws. `handedOver`: not in the own province, but in this one, which has merged
   * into it; for what a successor takes over. Row security lets nothing be written there once the merger is withdrawn.
   */
  write<T>(work: (tx: TenantTx) => Promise<T>, handedOver?: number): Promise<T>
}

export interface NationalDoor extends ReadDoor {
  /** One transaction that has entered one province, or none (0); rolled back if `work` throws. */
  write<T>(provinceId: number, work: (tx: MinistryTx) => Promise<T>): Promise<T>
}

export function tenantDoor(pools: Pick<Pools, 'serving' | 'prepared' | 'beforeCommit'>, scope: Scope): TenantDoor {
  const how = scope.merged ? enterMerged : enterStatement
  const entering = (own = scope.own) => ({ ...how, values: [own, scope.readable] })
  return {
    scope,
    read: (statement) =>
      oneTrip(pools.serving, pools.prepared, statement, { ...how, values: [scope.own, scope.readable] }),
    snapshot: (work) =>
      transaction(pools.serving, 'begin isolation level repeatable read read only', entering(), (_, tx) => work(tx)),
    async write(work, handedOver) {
      if (scope.own === null) throw new Error('A scope without a province of its own writes nothing')
      const provinceId = handedOver ?? scope.own
      if (handedOver !== undefined && !(scope.merged && scope.readable.includes(handedOver))) {
        throw new Error('Only what has merged into the own province is handed over to it')
      }
      return transaction(pools.serving, 'begin', entering(provinceId), async (client, base) => {
        const parts = { ...base, ...builderOf(client), provinceId, readable: scope.readable }
        const tx = Object.assign(parts, { settle: () => settle(tx, pools.beforeCommit) }) as unknown as TenantTx
        const result = await work(tx)
        await settle(tx, pools.beforeCommit)
        return result
      })
    },
  }
}

export function nationalDoor(pools: Pools): NationalDoor {
  return {
    read: (statement) =>
      oneTrip(pools.national, pools.prepared, statement, { ...enterStatement, values: [null, null] }),
    snapshot: (work) =>
      transaction(pools.national, 'begin isolation level repeatable read read only', undefined, (_, tx) => work(tx)),
    write: (provinceId, work) => {
      const entering = { ...enterStatement, values: [provinceId === 0 ? null : provinceId, null] }
      return transaction(pools.national, 'begin', entering, async (client, base) => {
        const tx = { ...base, db: builderOf(client).db, provinceId } as unknown as MinistryTx
        const result = await work(tx)
        await settle(tx, pools.beforeCommit)
        return result
      })
    },
  }
}

const builders = new WeakMap<pg.PoolClient, Pick<TenantTx, 'db' | 'kept'>>()

/** What builds statements for a connection, and keeps those that it is told to keep. */
function builderOf(client: pg.PoolClient): Pick<TenantTx, 'db' | 'kept'> {
  let builder = builders.get(client)
  if (builder === undefined) {
    const db = drizzle({ client })
    const statements = new Map<Build<unknown>, ReturnType<Build<unknown>>>()
    const keep = <R>(build: Build<R>) => {
      const statement = build(db)
      statements.set(build, statement)
      return statement
    }
    const kept = <R>(build: Build<R>, values: Record<string, unknown>) =>
      ((statements.get(build) ?? keep(build)) as ReturnType<Build<R>>).execute(values)
    builders.set(client, (builder = { db, kept }))
  }
  return builder
}

function txOn(client: pg.PoolClient, turns: Turns): Tx {
  return {
    json: async (statement) => {
      const send = () => client.query<[string | null]>({ ...statement, rowMode: 'array' })
      return (await turns.take(send)).rows[0]?.[0] ?? null
    },
    rows: async <R extends pg.QueryResultRow>(text: string, values?: unknown[]) =>
      (await turns.take(() => client.query<R>(text, values))).rows,
    prepared: async <R extends pg.QueryResultRow>(statement: { name: string; text: string }, values: unknown[]) =>
      (await turns.take(() => client.query<R>({ ...statement, values }))).rows,
    send: (statement, values = []) =>
      turns.give(() => client.query({ ...(typeof statement === 'string' ? { text: statement } : statement), values })),
  }
}

async function transaction<T>(
  pool: pg.Pool,
  begin: string,
  entering: Enter | undefined,
  work: (client: pg.PoolClient, tx: Tx) => Promise<T>,
): Promise<T> {
  const client = await pool.connect()
  const turns = new Turns()
  let broken: Error | undefined
  try {
    turns.give(() => client.query(begin))
    if (entering !== undefined) turns.give(() => client.query(entering))
    const result = await work(client, txOn(client, turns))
    await turns.finish(() => commit(client))
    return result
  } catch (error) {
    // On a line that has gone silent, a rollback would only wait once more; without the connection, Postgres rolls back.
    if (isSilence(error)) broken = error as Error
    else {
      await turns.end()
      await client.query('rollback').catch((failure: Error) => (broken = failure))
    }
    throw turns.reason(error)
  } finally {
    client.release(broken)
  }
}

/** Of a transaction in which something has failed, Postgres answers a COMMIT with a ROLLBACK, and with no error. */
async function commit(client: pg.PoolClient): Promise<void> {
  const { command } = await client.query('commit')
  if (command !== 'COMMIT') throw new Error('The transaction was rolled back')
}

async function oneTrip(
  pool: pg.Pool,
  prepared: boolean,
  statement: JsonStatement,
  enter: Enter,
): Promise<string | null> {
  const client = await pool.connect()
  let broken: Error | undefined
  try {
    return await new Promise<string | null>((resolve, reject) => {
      const query = new ScopedQuery({ ...statement, rowMode: 'array' }, { enter, prepared }, (error, results) =>
        error ? reject(error) : resolve(results[1]?.rows[0]?.[0] ?? null),
      )
      client.query(query as never)
    })
  } catch (error) {
    // The driver can't know which of the two statements failed, and so not what is prepared: this connection goes.
    broken = error as Error
    throw error
  } finally {
    client.release(broken)
  }
}

interface Enter {
  name: string
  text: string
  values: unknown[]
}

type Callback = (error: Error | null, results: { rows: [string | null][] }[]) => void

interface Wire {
  parsedStatements: Record<string, string>
  parse(message: object): void
  bind(message: object): void
  describe(message: object): void
  execute(message: object): void
}

/**
 * Enters the scope and runs one statement in a single round trip. Statements between two Sync messages of the extended
 * protocol are one implicit transaction, so the scope holds for just this statement, without BEGIN and COMMIT.
 * It relies on the driver's inner parts; the driver's version is pinned, and the isolation tests run through here.
 */
class ScopedQuery extends (pg.Query as unknown as new (...args: unknown[]) => {
  prepare(wire: Wire): void
  requiresPreparation(): boolean
}) {
  readonly #enter: Enter

  constructor(config: object, { enter, prepared }: { enter: Enter; prepared: boolean }, callback: Callback) {
    super(config, undefined, callback)
    this.#enter = prepared ? enter : { ...enter, name: '' }
  }

  override requiresPreparation(): boolean {
    return true
  }

  override prepare(wire: Wire): void {
    const { name, text } = this.#enter
    if (name === '' || wire.parsedStatements[name] === undefined) {
      wire.parse({ name, text })
      if (name !== '') wire.parsedStatements[name] = text
    }
    const values = this.#enter.values.map((value) => (Array.isArray(value) ? `{${value.join()}}` : value))
    wire.bind({
      statement: name,
      values,
      valueMapper: (value: string | number | null) => value && String(value),
    })
    wire.describe({ type: 'P', name: '' })
    wire.execute({})
    super.prepare(wire)
  }
}
