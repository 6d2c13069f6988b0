import { once } from 'node:events'
import { PassThrough } from 'node:stream'
import type { ReadDoor } from './tenancy.ts'

const rowsAtOnce = 500

/**
 * The rows of one statement as of one instant, in batches, through a cursor in the database: however many there are, only a
 * few are here at once. Who stops taking them ends the cursor. Who takes nothing for a minute loses it, since an open
 * snapshot keeps the database from cleaning up.
 */
export async function* rowsOf<R extends object>(
  door: ReadDoor,
  text: string,
  values: readonly unknown[],
): AsyncGenerator<R[]> {
  const batches = new PassThrough({ objectMode: true, highWaterMark: 1 })
  const ended = new Promise((resolve) => batches.once('close', resolve))
  const reading = door.snapshot(async (tx) => {
    // What belongs to a row is looked up row by row. Of a table that was empty a moment ago the planner thinks that reading
    // all of it each time is quicker, and would go on thinking so for a million rows.
    await tx.rows('set local enable_seqscan = off')
    await tx.rows(text.replace(/\bselect\b/, 'declare export_rows no scroll cursor for select'), [...values])
    while (!batches.destroyed) {
      const rows = await tx.rows<R>(`/* nextRows */ fetch ${rowsAtOnce} from export_rows`)
      if (rows.length === 0) break
      if (!batches.write(rows) && !batches.destroyed) await Promise.race([once(batches, 'drain'), ended])
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
