import { randomFillSync } from 'node:crypto'
import { v7 } from 'uuid'

// Random bytes are drawn for many ids at once: each draw takes ten times as long as the rest of an id, and an import makes
// millions of them.
const bytesOfId = 16
const drawn = Buffer.alloc(256 * bytesOfId)
let used = drawn.length
let millisecond = 0
let place = 0

/** A new id: UUIDv7, so ids made later sort later. The service makes them, never the database. */
export function newId(): string {
  if (used === drawn.length) {
    randomFillSync(drawn)
    used = 0
  }
  const random = drawn.subarray(used, (used += bytesOfId))
  const now = Date.now()
  // Within a millisecond they are numbered from a random place on, with room for more than can be made in it.
  place = now > millisecond ? random.readUInt32LE() >>> 1 : place + 1
  millisecond = Math.max(now, millisecond)
  return v7({ random, msecs: millisecond, seq: place })
}

const shape = /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/i

/** Whether a text can be an id at all; Postgres refuses other texts with an error of its own. */
export const isId = (value: unknown): value is string => typeof value === 'string' && shape.test(value)
