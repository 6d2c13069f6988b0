import type pg from 'pg'

/** One statement on its way to the database; its values are nobody's business. */
export interface SentStatement {
  text: string
  /** What it is known by: one of few, whatever callers ask. */
  name: string
}

/** Told of each statement as it is sent; what it returns is called when the statement has ended, with its error if it failed. */
export type StatementWatcher = (statement: SentStatement) => void | ((error: unknown) => void)

type Callback = (error: unknown, ...rest: unknown[]) => void
interface Query {
  text?: string
  name?: string
  callback?: Callback
  submit?: unknown
}

/** Tells watchers of all that is sent through one connection, and takes the names off where they may not be used. */
export function watchStatements(client: pg.PoolClient, watchers: readonly StatementWatcher[], prepared: boolean): void {
  const send = client.query.bind(client) as (...args: unknown[]) => unknown
  client.query = ((first: string | Query, ...rest: unknown[]) => {
    const query = typeof first === 'string' ? { text: first } : first
    if (!prepared) delete query.name
    if (watchers.length === 0 || query.text === undefined) return send(first, ...rest)
    const statement = { text: query.text, name: nameOf(query.text) }
    const ends = watchers.map((watcher) => watcher(statement))
    const ended = (error: unknown) => {
      for (const end of ends) end?.(error)
    }
    if (query.submit !== undefined) {
      query.callback = watched(query.callback, ended)
      return send(query, ...rest)
    }
    const callback = rest.at(-1)
    if (typeof callback === 'function') return send(first, ...rest.slice(0, -1), watched(callback as Callback, ended))
    const answer = send(first, ...rest) as Promise<unknown>
    answer.then(() => ended(undefined), ended)
    return answer
  }) as typeof client.query
}

function watched(callback: Callback | undefined, ended: (error: unknown) => void): Callback {
  return (error, ...rest) => {
    ended(error ?? undefined)
    callback?.(error, ...rest)
  }
}

const known = new Map<string, string>()
const maxKnown = 2_000

/**
 * The name in the comment that a statement begins with; of one without, its verb and its first table. Of the texts that
 * the service sends there are few, and those that callers shape have a name in front.
 */
export function nameOf(text: string): string {
  let name = known.get(text)
  if (name === undefined) {
    name = /^\s*\/\* *(\w+) *\*\//.exec(text)?.[1] ?? describe(text)
    if (known.size >= maxKnown) known.clear()
    known.set(text, name)
  }
  return name
}

function describe(text: string): string {
  const verb = /^\s*(\w+)/.exec(text)?.[1]?.toLowerCase() ?? 'other'
  const table = /\b(?:from|into|update)\s+"?(\w+)/i.exec(text)?.[1]
  return table === undefined ? verb : `${verb} ${table}`
}
