import { setImmediate } from 'node:timers/promises'

/** After so long others are answered before the work goes on. */
const longest = 3 // ms

/**
 * Things one by one, with a break now and then in which the process answers others. An import runs beside everybody's requests: a
 * batch gone through in one go would let each of them wait for hundreds of milliseconds.
 */
export async function* withBreaks<T>(things: Iterable<T>): AsyncGenerator<T> {
  let begun = performance.now()
  for (const thing of things) {
    if (performance.now() - begun > longest) {
      await setImmediate()
      begun = performance.now()
    }
    yield thing
  }
}

/** Things in parts of so many, with a break before each. */
export async function* inParts<T>(things: readonly T[], size: number): AsyncGenerator<T[]> {
  for (let from = 0; from < things.length; from += size) {
    await setImmediate()
    yield things.slice(from, from + size)
  }
}
