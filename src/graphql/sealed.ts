import { createHmac, timingSafeEqual } from 'node:crypto'
import { AppError } from '../errors.ts'

// A cursor is a place, sealed so that it can't be made up: base64 of a 16-byte seal and the place.

const sealOf = (place: string, key: Buffer) => createHmac('sha256', key).update(place).digest().subarray(0, 16)

export const seal = (place: string, key: Buffer): string =>
  Buffer.concat([sealOf(place, key), Buffer.from(place)]).toString('base64url')

/** The place in a cursor; throws for one that wasn't sealed with this key. */
export function openSealed(text: string, key: Buffer): string {
  const bytes = Buffer.from(text, 'base64url')
  const place = bytes.subarray(16).toString()
  const genuine = bytes.length > 16 && bytes.toString('base64url') === text
  if (!genuine || !timingSafeEqual(sealOf(place, key), bytes.subarray(0, 16))) throw new AppError('badCursor')
  return place
}
