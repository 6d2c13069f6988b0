import { drizzle, type NodePgDatabase } from 'drizzle-orm/node-postgres'
import pg from 'pg'
import { settle, type BeforeCommit } from './before-commit.ts'
import { isSilence } from './pg-errors.ts'
import type { Pools } from './pool.ts'
import { oneTrip, type Enter, type JsonStatement } from './one-trip.ts'
import { Turns } from './turns.ts'

/** Enters a scope until the transaction ends; prepared once on every connection. */
const enterStatement = entry('enter', 'app_enter($1::integer, $2::integer[])')
/** The same for a province that others have merged into: whether they still have is looked up. */
const enterMerged = entry('enterMerged', 'app_enter_merged($1::integer, $2::integer[])')

type Entry = Record<'plain' | 'planned', Omit<Enter, 'values'>>

/**
 * `planned` is for what is asked again and again, and for writes: what is prepared keeps the plan that a connection has made for it.
 * Left alone, Postgres weighs the plan that fits all provinces by the rows of the average one, and so plans anew for each question
 * of a small one among large ones.
 */
function entry(name: string, call: string): Entry {
  const text = `select ${call}`
  return {
    plain: { name, text },
    planned: { name: `${name}Planned`, text: `${text}, set_config('plan_cache_mode', 'force_generic_plan', true)` },
  }
}

export type { JsonStatement }

/** Which provinces' rows a viewer may read, and in which one rows may be written. */
export interface Scope {
  readonly readable: readonly number[]
  /** Null: nothing may be written. */
  readonly own: number | null
  /** Whether all of `readable` but the first are read because they merged into the first, and only as long as that stands. */
  readonly merged?: boolean
}

/** With `rowMode`, its rows are lists of values. */
interface PreparedStatement {
  name: string
  text: string
  rowMode?: 'array'
}

/** What every transaction offers. Statements are sent in the order in which they are asked for. */
export interface Tx {
  json(statement: JsonStatement): Promise<string | null>
  /** Rows of a hand-written statement, which begins with its function's name in a comment. */
  rows<R extends pg.QueryResultRow>(text: string, values?: unknown[]): Promise<R[]>
  /** The same of a statement that is sent often: prepared once on every connection. */
  prepared<R extends pg.QueryResultRow>(statement: PreparedStatement, values: unknown[]): Promise<R[]>
  /** Sends a hand-written statement and doesn't wait for it: if it fails, so does the transaction. */
  send(statement: string | { name: string; text: string }, values?: unknown[]): void
}

/** What a transaction offers that may write. */
interface WriteTx extends Tx {
  /**
   * Brings up to date now what is derived from the facts, which otherwise is done before the commit: for a transaction that
   * changes more than should be gone through at once, or still reads, which then takes no round trip of its own. Whoever else
   * changes the same waits from here on.
   */
  settle(): Promise<void>
}

declare const tenant: unique symbol
declare const nation: unique symbol

/** A transaction inside one province. Only a door makes one, so who holds it has entered a scope. */
export interface TenantTx extends WriteTx {
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
export interface MinistryTx extends WriteTx {
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

export const tenantDoor = (pools: TenantPools, scope: Scope): TenantDoor => new DoorOfTenant(pools, scope)

/** What a door into provinces needs. */
export type TenantPools = Pick<Pools, 'serving' | 'prepared' | 'keepsPlans' | 'beforeCommit'>

/** Every request has one: a class costs it less than an object of functions. */
class DoorOfTenant implements TenantDoor {
  readonly #pools: TenantPools
  readonly scope: Scope

  constructor(pools: TenantPools, scope: Scope) {
    this.#pools = pools
    this.scope = scope
  }

  read(statement: JsonStatement): Promise<string | null> {
    const { serving, prepared } = this.#pools
    return oneTrip(serving, prepared, statement, this.#entering(this.scope.own, statement.name !== undefined))
  }

  snapshot<T>(work: (tx: Tx) => Promise<T>): Promise<T> {
    const entering = this.#entering(this.scope.own, false)
    return transaction(this.#pools.serving, beginSnapshot, entering, (_, tx) => work(tx))
  }

  async write<T>(work: (tx: TenantTx) => Promise<T>, handedOver?: number): Promise<T> {
    const { own, readable, merged } = this.scope
    const { serving, beforeCommit } = this.#pools
    if (own === null) throw new Error('A scope without a province of its own writes nothing')
    if (handedOver !== undefined && !(merged && readable.includes(handedOver))) {
      throw new Error('Only what has merged into the own province is handed over to it')
    }
    const provinceId = handedOver ?? own
    return transaction(serving, 'begin', this.#entering(provinceId, true), async (client, base) => {
      return settled({ ...base, ...builderOf(client), provinceId, readable }, beforeCommit, work)
    })
  }

  #entering(own: number | null, planned: boolean): Enter {
    const entered = this.scope.merged ? enterMerged : enterStatement
    const { name, text } = entered[planned && this.#pools.keepsPlans ? 'planned' : 'plain']
    return { name, text, values: [own, this.scope.readable] }
  }
}

export const nationalDoor = (pools: Pools): NationalDoor => new DoorOfNation(pools)

class DoorOfNation implements NationalDoor {
  readonly #pools: Pools

  constructor(pools: Pools) {
    this.#pools = pools
  }

  read(statement: JsonStatement): Promise<string | null> {
    return oneTrip(this.#pools.national, this.#pools.prepared, statement, {
      ...enterStatement.plain,
      values: [null, null],
    })
  }

  snapshot<T>(work: (tx: Tx) => Promise<T>): Promise<T> {
    return transaction(this.#pools.national, beginSnapshot, undefined, (_, tx) => work(tx))
  }

  write<T>(provinceId: number, work: (tx: MinistryTx) => Promise<T>): Promise<T> {
    const { national, keepsPlans, beforeCommit } = this.#pools
    const { name, text } = enterStatement[keepsPlans ? 'planned' : 'plain']
    const entering = { name, text, values: [provinceId === 0 ? null : provinceId, null] }
    return transaction(national, 'begin', entering, async (client, base) => {
      return settled({ ...base, db: builderOf(client).db, provinceId }, beforeCommit, work)
    })
  }
}

/** Does the work of a transaction that may write, and settles what it has not settled itself. */
async function settled<T>(parts: object, beforeCommit: BeforeCommit, work: (tx: never) => Promise<T>): Promise<T> {
  const tx = Object.assign(parts, { settle: () => settle(tx, beforeCommit) }) as unknown as TenantTx | MinistryTx
  const result = await work(tx as never)
  await tx.settle()
  return result
}

const beginSnapshot = 'begin isolation level repeatable read read only'

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
    prepared: async <R extends pg.QueryResultRow>(statement: PreparedStatement, values: unknown[]) =>
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
