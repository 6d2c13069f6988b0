import { setImmediate } from 'node:timers/promises'

/** So many rows are worked on in one go, a few milliseconds for each kind of work. */
const rowsAtOnce = 100

/**
 * Rows one by one, with a break now and then in which the process answers others. An import runs beside everybody's requests: a
 * batch gone through in one go would let each of them wait for hundreds of milliseconds.
 */
export async function* withBreaks<T>(rows: Iterable<T>): AsyncGenerator<T> {
  let done = 0
  for (const row of rows) {
    if (++done % rowsAtOnce === 0) await setImmediate()
    yield row
  }
}
