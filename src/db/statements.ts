import type { Socket } from 'node:net'
import type pg from 'pg'

/** One statement on its way to the database; its values are nobody's business. */
export interface SentStatement {
  text: string
  /** What it is known by: one of few, whatever callers ask. */
  name: string
}

/**
 * Told of each statement as it is sent; what it returns is called when the statement has ended, with its error if it failed and
 * the time that it took.
 */
export type StatementWatcher = (statement: SentStatement) => void | ((error: unknown, seconds: number) => void)

type Callback = (error: unknown, ...rest: unknown[]) => void
interface Query {
  text?: string
  name?: string | undefined
  values?: unknown
  callback?: Callback
  submit?: unknown
}

/**
 * Which statements are prepared under a name: none; those that are sent under one; or those as well whose text is sent often, so that
 * Postgres parses and plans them once for a connection.
 */
export type Names = 'none' | 'given' | 'often'

/**
 * Stands before one connection: tells watchers of all that is sent through it, sees to the statements' names, and lets what is
 * sent within one turn of the event loop go out in one piece.
 */
export function watchStatements(client: pg.PoolClient, watchers: readonly StatementWatcher[], names: Names): void {
  const inOnePiece = gathering(client)
  const send = client.query.bind(client) as (...args: unknown[]) => unknown
  client.query = ((first: string | Query, ...rest: unknown[]) => {
    inOnePiece()
    const query = typeof first === 'string' ? { text: first } : first
    const { text } = query
    if (names === 'none') delete query.name
    if (text === undefined) return send(query, ...rest)
    // Without values it may be several statements, which can't be prepared.
    const hasValues = Array.isArray(query.values ?? rest[0])
    if (names === 'often' && query.submit === undefined && hasValues) query.name ??= oftenName(text)
    if (watchers.length === 0) return send(query, ...rest)
    const statement = { text, name: nameOf(text) }
    const start = performance.now()
    const ends = watchers.map((watcher) => watcher(statement))
    const ended = (error: unknown) => {
      const seconds = (performance.now() - start) / 1000
      for (const end of ends) end?.(error, seconds)
    }
    if (query.submit !== undefined) {
      query.callback = watched(query.callback, ended)
      return send(query, ...rest)
    }
    const callback = rest.at(-1)
    if (typeof callback === 'function') return send(query, ...rest.slice(0, -1), watched(callback as Callback, ended))
    const answer = send(query, ...rest) as Promise<unknown>
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

/** Holds back what is written to the connection until this turn of the event loop is over. The driver has no such setting. */
function gathering(client: pg.PoolClient): () => void {
  const { stream } = (client as unknown as { connection: { stream: Socket } }).connection
  let holds = false
  const letGo = () => {
    holds = false
    stream.uncork()
  }
  return () => {
    if (holds) return
    holds = true
    stream.cork()
    process.nextTick(letGo)
  }
}

/** Names of texts, or how often those have been sent that have none yet. */
const sent = new Map<string, number | string>()
const maxSent = 2_000
const often = 3
// Each connection keeps the plans of all.
const mostNamed = 200
let named = 0

function oftenName(text: string): string | undefined {
  const found = sent.get(text) ?? 0
  if (typeof found === 'string') return found
  if (named >= mostNamed) return undefined
  if (found + 1 >= often) sent.set(text, `often_${++named}`)
  else if (sent.size < maxSent) sent.set(text, found + 1)
  else for (const [rare, count] of sent) if (typeof count === 'number') sent.delete(rare)
  return undefined
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
