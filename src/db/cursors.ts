import { once } from 'node:events'
import { PassThrough } from 'node:stream'
import type { ReadDoor, Tx } from './tenancy.ts'

const rowsAtOnce = 50

/**
 * The rows of one statement, for each of these values in turn, as of one instant, in batches, through cursors in the database:
 * however many there are, only a few are here at once. Who stops taking them ends the cursor. Who takes nothing for a minute
 * loses it, since an open snapshot keeps the database from cleaning up.
 */
export async function* rowsOf<R extends object>(
  door: ReadDoor,
  text: string,
  inTurn: readonly (readonly unknown[])[],
): AsyncGenerator<R[]> {
  const batches = new PassThrough({ objectMode: true, highWaterMark: 1 })
  const ended = new Promise((resolve) => batches.once('close', resolve))
  const reading = door.snapshot(async (tx) => {
    // What belongs to a row is looked up row by row. Of a table that was empty a moment ago the planner thinks that reading
    // all of it each time is quicker, and would go on thinking so for a million rows.
    tx.send('set local enable_seqscan = off')
    for (const values of inTurn) {
      for await (const rows of cursor<R>(tx, text, values)) {
        if (batches.destroyed) return
        if (!batches.write(rows) && !batches.destroyed) await Promise.race([once(batches, 'drain'), ended])
      }
    }
    batches.end()
  })
  reading.catch((error: Error) => batches.destroy(error))
  try {
    yield* batches as AsyncIterable<R[]>
  } finally {
    batches.destroy()
    await reading.catch(() => {})
  }
}

async function* cursor<R extends object>(tx: Tx, text: string, values: readonly unknown[]): AsyncGenerator<R[]> {
  tx.send(text.replace(/\bselect\b/, 'declare export_rows no scroll cursor for select'), [...values])
  for (;;) {
    const rows = await tx.rows<R>(`/* nextRows */ fetch ${rowsAtOnce} from export_rows`)
    if (rows.length > 0) yield rows
    if (rows.length < rowsAtOnce) break
  }
  tx.send('close export_rows')
}
