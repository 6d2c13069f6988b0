import pg from 'pg'

/** A statement whose one column of its one row is a JSON text. Named ones are prepared once per connection. */
export interface JsonStatement {
  name?: string
  text: string
  values: unknown[]
}

/** What enters a scope: a statement too, prepared under its name. */
export interface Enter {
  name: string
  text: string
  values: unknown[]
}

/** The JSON text that a statement gives within a scope; null: no row. `prepared`: whether `enter` may be, under its name. */
export async function oneTrip(
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
    this.#enter = prepared ? enter : { name: '', text: enter.text, values: enter.values }
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
