import { setImmediate, setTimeout as sleep } from 'node:timers/promises'

/** After so long others are answered before the work goes on. */
const longest = 3 // ms
/** So long a break lasts at most, so that an import ends however many ask. */
const longestBreak = 20 // ms

let othersAsk = () => false

/** Has all imports of this thread make room for as long as this says that somebody has just asked for something. */
export function giveWayTo(busy: () => boolean): void {
  othersAsk = busy
}

/** Lets others go first: their queries then have the processor and the database to themselves, as far as imports can see to it. */
async function takeBreak(): Promise<void> {
  await setImmediate()
  for (const end = performance.now() + longestBreak; othersAsk() && performance.now() < end;) await sleep(1)
}

/** Things one by one, with a break now and then in which others are answered. */
export async function* withBreaks<T>(things: Iterable<T>): AsyncGenerator<T> {
  let begun = performance.now()
  for (const thing of things) {
    if (performance.now() - begun > longest) {
      await takeBreak()
      begun = performance.now()
    }
    yield thing
  }
}

/** Things in parts of so many, with a break before each. */
export async function* inParts<T>(things: readonly T[], size: number): AsyncGenerator<T[]> {
  for (let from = 0; from < things.length; from += size) {
    await takeBreak()
    yield things.slice(from, from + size)
  }
}
