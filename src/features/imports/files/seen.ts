/**
 * Remembers on which line each key of a file stood, in 24 bytes or so a key whatever its length: a file may have millions.
 * Kept are 64 bits of a hash, in a table with open addressing; that two of a million keys have the same is one to 40 million.
 *
 * @returns a function that tells the earlier line of a key, or remembers this one
 */
export function linesByKey(): (key: string, line: number) => number | undefined {
  // Three numbers to a place: both halves of the hash, and the line. Lines are counted from 1, so 0 is a free place.
  let table = new Uint32Array(3 * 1024)
  let count = 0

  /** Where a hash is, or where it would go. */
  const placeOf = (high: number, low: number): number => {
    const places = table.length / 3
    let at = (low % places) * 3
    while (table[at + 2] !== 0 && (table[at] !== high || table[at + 1] !== low)) at = (at + 3) % table.length
    return at
  }
  const put = (at: number, high: number, low: number, line: number) => {
    table[at] = high
    table[at + 1] = low
    table[at + 2] = line
  }
  const grow = () => {
    const old = table
    table = new Uint32Array(old.length * 2)
    for (let at = 0; at < old.length; at += 3) {
      const [high = 0, low = 0, line = 0] = old.subarray(at, at + 3)
      if (line !== 0) put(placeOf(high, low), high, low, line)
    }
  }
  return (key, line) => {
    const [high, low] = hashOf(key)
    const at = placeOf(high, low)
    const earlier = table[at + 2] ?? 0
    if (earlier !== 0) return earlier
    put(at, high, low, line)
    if (++count * 6 > table.length) grow()
    return undefined
  }
}

/** Two multiplicative hashes that are mixed into each other: no secret, but well spread, and without a call into C. */
function hashOf(text: string): [high: number, low: number] {
  let high = 0xdeadbeef
  let low = 0x41c6ce57
  for (let i = 0; i < text.length; i++) {
    const code = text.charCodeAt(i)
    high = Math.imul(high ^ code, 0x9e3779b1)
    low = Math.imul(low ^ code, 0x5f356495)
  }
  high = Math.imul(high ^ (high >>> 16), 0x85ebca6b) ^ Math.imul(low ^ (low >>> 13), 0xc2b2ae35)
  low = Math.imul(low ^ (low >>> 16), 0x85ebca6b) ^ Math.imul(high ^ (high >>> 13), 0xc2b2ae35)
  return [high >>> 0, low >>> 0]
}
