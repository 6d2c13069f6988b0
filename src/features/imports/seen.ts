import { hash } from 'node:crypto'

/**
 * Remembers on which line each key of a file stood, in about 24 bytes a key whatever its length: a file may have millions.
 * Kept are 64 bits of a hash, in a table with open addressing.
 *
 * @returns a function that tells the earlier line of a key, or remembers this one
 */
export function linesByKey(): (key: string, line: number) => number | undefined {
  let keys = new BigUint64Array(1024)
  let lines = new Uint32Array(1024)
  let count = 0

  /** Where a key is, or where it would go: lines are counted from 1, so 0 is a free place. */
  const placeOf = (key: bigint): number => {
    let place = Number(key % BigInt(keys.length))
    while (lines[place] !== 0 && keys[place] !== key) place = (place + 1) % keys.length
    return place
  }
  const grow = () => {
    const [oldKeys, oldLines] = [keys, lines]
    keys = new BigUint64Array(oldKeys.length * 2)
    lines = new Uint32Array(oldLines.length * 2)
    oldKeys.forEach((key, i) => {
      const line = oldLines[i] ?? 0
      if (line === 0) return
      const place = placeOf(key)
      keys[place] = key
      lines[place] = line
    })
  }
  return (text, line) => {
    const key = hash('sha1', text, 'buffer').readBigUInt64LE()
    const place = placeOf(key)
    const earlier = lines[place] ?? 0
    if (earlier !== 0) return earlier
    keys[place] = key
    lines[place] = line
    if (++count * 2 > keys.length) grow()
    return undefined
  }
}
