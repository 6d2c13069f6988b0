import { AppError } from '../../errors.ts'
import { openSealed, seal } from '../../graphql/sealed.ts'

/** What has been read of the log: the transactions that a snapshot shows, in these provinces; null: in all. */
export interface Mark {
  snapshot: string
  provinces: readonly number[] | null
}

/** How far a reader has got in a stretch: the entry's place in the stretch's order, and how many events of it. */
export interface Place {
  key: string
  told: number
}

/**
 * Where a reader stands. The log is read in stretches: what one snapshot shows and an earlier one doesn't. Transactions
 * commit in another order than that of their numbers, so only so can a reader be sure that nothing appears behind it,
 * and yet not wait for the longest transaction that is running.
 */
export interface Position {
  /** All of this has been told. */
  low: Mark
  /** The stretch that is being told, and where in it; null: the next one begins now. */
  current: { high: Mark; last: Place } | null
}

/** Shows nothing. */
const nothing = '1:1:'

export const beginning: Position = { low: { snapshot: nothing, provinces: [] }, current: null }

export const start: Place = { key: `${'0'.repeat(20)}00000000-0000-0000-0000-000000000000`, told: 0 }

export function cursorOf({ low, current }: Position, key: Buffer): string {
  const place = current && [current.high.snapshot, current.high.provinces, current.last.key, current.last.told]
  return seal(JSON.stringify([low.snapshot, low.provinces, place]), key)
}

export function positionAt(cursor: string, key: Buffer): Position {
  const place = openSealed(cursor, key)
  try {
    const [snapshot, provinces, current] = JSON.parse(place)
    return { low: { snapshot, provinces }, current: current && placed(current) }
  } catch {
    throw new AppError('badCursor')
  }
}

function placed([snapshot, provinces, key, told]: [string, number[] | null, string, number]): Position['current'] {
  return { high: { snapshot, provinces }, last: { key, told } }
}

/** From which snapshot on a province's part of the log is new to a reader; all of it, if it wasn't read before. */
export function lowOf({ low }: Position, province: number): string {
  return low.provinces === null || low.provinces.includes(province) ? low.snapshot : nothing
}
