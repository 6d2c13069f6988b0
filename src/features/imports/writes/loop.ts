import type { ImportKind } from '../files/columns.ts'
import type { FileBatch } from '../files/file.ts'
import type { Problem } from '../problems.ts'
import type { Row } from '../files/rows.ts'

/** One step of an import: rows of one kind that are written together. */
export interface Step {
  kind: ImportKind
  rows: readonly Row[]
  /** What was wrong with their cells. */
  problems: readonly Problem[]
  /** Rows that the step has taken from the file; none where it is about rows that have waited. */
  read: number
  /** What waits for another row of the file is not handed back any more: nothing will come. */
  last: boolean
  /** The other rows that wait. */
  others: readonly Row[]
}

export interface LoopOptions {
  kind: ImportKind
  batches: AsyncIterable<FileBatch>
  /** Rows written at once, at most. */
  batchSize: number
  /** Writes a step; returns the rows that wait for another row of the file. */
  apply: (step: Step) => Promise<Row[]>
  /** Where an earlier run got to: so many rows of the file are done, but for those at these places, which wait. */
  from?: { rows: number; waiting: readonly string[] }
}

/** A row's name within its file, by which it is known again when the file is read once more. */
export const placeOf = ({ sheet, line, path }: Row): string => `${sheet ?? ''} ${line} ${path}`

/**
 * Takes a file through `apply`, batch by batch. While one is written the next is read. What refers to a row that has not
 * come yet waits until all of its kind are read, and goes round until nothing more finds its place.
 */
export async function takeThrough({ kind: first, batches, batchSize, apply, from }: LoopOptions): Promise<void> {
  let kind = first
  let waiting: Row[] = []
  let place = 0
  const held = new Set(from?.waiting)

  for await (const batch of readAhead(batches)) {
    // What comes next may refer to what waits.
    if (batch.kind !== kind) waiting = await settle(waiting)
    kind = batch.kind
    const done = Math.min(Math.max((from?.rows ?? 0) - place, 0), batch.rows.length)
    place += batch.rows.length
    if (done > 0 && held.size > 0) waiting.push(...batch.rows.slice(0, done).filter((row) => held.has(placeOf(row))))
    if (done === batch.rows.length) continue
    const { rows, problems } = done === 0 ? batch : rest(batch, done)
    waiting.push(...(await apply({ kind, rows, problems, read: rows.length, last: false, others: waiting })))
  }
  await settle(waiting)

  async function settle(rows: readonly Row[]): Promise<Row[]> {
    const step = { kind, problems: [], read: 0 }
    for (let round = [...rows]; round.length > 0;) {
      const still: Row[] = []
      for (let at = 0; at < round.length; at += batchSize) {
        const others = [...still, ...round.slice(at + batchSize)]
        still.push(...(await apply({ ...step, rows: round.slice(at, at + batchSize), last: false, others })))
      }
      // What waits in vain waits for nothing in this file, or for itself.
      if (still.length === round.length) {
        await apply({ ...step, rows: still, last: true, others: [] })
        break
      }
      round = still
    }
    return []
  }
}

/** What is left of a batch whose first rows are done. */
function rest({ rows, problems }: FileBatch, done: number): Pick<FileBatch, 'rows' | 'problems'> {
  const lines = new Set(rows.slice(0, done).map(({ line }) => line))
  return { rows: rows.slice(done), problems: problems.filter(({ line }) => !lines.has(line)) }
}

/** The next item is already on its way while one is worked on. */
async function* readAhead<T>(items: AsyncIterable<T>): AsyncGenerator<T> {
  const iterator = items[Symbol.asyncIterator]()
  const ask = () => {
    const next = iterator.next()
    next.catch(() => {}) // told when it is asked for
    return next
  }
  let next = ask()
  try {
    for (let result = await next; !result.done; result = await next) {
      next = ask()
      yield result.value
    }
  } finally {
    await next.catch(() => {})
    await iterator.return?.()
  }
}
