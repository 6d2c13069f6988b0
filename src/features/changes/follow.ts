import { Readable } from 'node:stream'
import type { FastifyInstance, FastifyRequest } from 'fastify'
import type { Rest } from '../../rest/routes.ts'
import { changesAfter, type ChangeEvent, type ChangesPage } from './pages.ts'
import { beginning, cursorOf, positionAt, type Position } from './positions.ts'

/** A reader, while its request lasts. */
export interface Following {
  app: FastifyInstance
  rest: Rest
  request: FastifyRequest
  /** Given when nobody waits for the answer any more. */
  signal: AbortSignal
}

// A notice of a commit may get lost, as when the line that it comes through breaks; then this late it is seen anyway.
const longestSilence = 5_000 // ms
const beatEvery = 15_000 // ms
const streamLasts = 600_000 // ms
const linesAtOnce = 200

type Told = ChangeEvent & { cursor: string }

/** The events behind a cursor; where there are none, waits for some. */
export async function pageAt(
  following: Following,
  { after, limit, wait }: { after: string | undefined; limit: number; wait: number },
): Promise<{ changes: Told[]; next: string; more: boolean }> {
  const key = sealing(following)
  const until = Date.now() + wait
  const isAllowed = stillAllowed(following)
  let position = after === undefined ? beginning : positionAt(after, key)
  for (;;) {
    const { live } = following.app
    const { heard } = live
    const { events, after: next, more } = await read(following, position, limit)
    const left = until - Date.now()
    if (events.length > 0 || left <= 0 || following.signal.aborted) {
      return { changes: told(events, key), next: cursorOf(next, key), more }
    }
    position = next
    listen(following)
    await live.heardMoreThan(heard, Math.min(left, longestSilence), following.signal)
    // The next request is told why.
    if (!(await isAllowed())) return { changes: [], next: cursorOf(next, key), more: false }
  }
}

/** A line for each event behind a cursor, and for each that is committed from now on. */
export async function follow(following: Following, after: string | undefined): Promise<Readable> {
  const key = sealing(following)
  const position = after === undefined ? beginning : positionAt(after, key)
  return Readable.from(lines(following, position, key), { objectMode: false, highWaterMark: 65_536 })
}

async function* lines(following: Following, from: Position, key: Buffer): AsyncGenerator<string> {
  const { app, signal } = following
  const isAllowed = stillAllowed(following)
  const until = Date.now() + streamLasts
  let position = from
  let quietSince = Date.now()
  listen(following)
  // Headers leave with the first bytes: the client is to know at once that it is let in.
  yield '\n'
  while (!signal.aborted && Date.now() < until) {
    const { heard } = app.live
    const { events, after, more } = await read(following, position, linesAtOnce)
    position = after
    if (events.length > 0) {
      yield told(events, key)
        .map((event) => `${JSON.stringify(event)}\n`)
        .join('')
      quietSince = Date.now()
    }
    if (!(await isAllowed())) return
    if (more) continue
    await app.live.heardMoreThan(heard, longestSilence, signal)
    if (Date.now() - quietSince >= beatEvery) {
      yield '\n'
      quietSince = Date.now()
    }
  }
}

/**
 * Asks whether a reader may go on; looked up anew from time to time, and whenever provinces have merged. Who may no longer read
 * is told nothing more; after a merger, the successor is told more.
 */
function stillAllowed({ app, rest, request }: Following): () => Promise<boolean> {
  let checked = 0
  let mergers = 0
  return async () => {
    if (Date.now() - checked <= beatEvery && mergers === app.live.mergers) return true
    mergers = app.live.mergers
    checked = Date.now()
    return rest.isStillAllowed(request)
  }
}

/** Without being told of commits, a reader looks for them from time to time. */
const listen = ({ app }: Following) => void app.listening().catch(() => {})

/** A reader takes its caller's turn only while it reads. */
function read({ rest, request }: Following, position: Position, limit: number): Promise<ChangesPage> {
  const { door } = rest.asker(request)
  const readable = 'scope' in door ? door.scope.readable : null
  return rest.turn(request, () => changesAfter(door, position, { readable, limit }))
}

const told = (events: ChangesPage['events'], key: Buffer): Told[] =>
  events.map(({ event, after }) => ({ cursor: cursorOf(after, key), ...event }))

/** A cursor of one province is no good in another. */
function sealing({ rest, request }: Following): Buffer {
  const { viewer } = rest.asker(request)
  return rest.cursorKey('feed', String(viewer.province?.id ?? 'nation'))
}
