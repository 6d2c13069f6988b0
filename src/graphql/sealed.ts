import { createCipheriv, createDecipheriv, randomBytes } from 'node:crypto'
import { AppError } from '../errors.ts'

// A cursor of the log is a place, encrypted and authenticated: base64 of a nonce, a tag and the text. It can't be made up,
// and it can't be read: it counts the transactions of all provinces.

const algorithm = 'aes-256-gcm'
const nonceSize = 12
const tagSize = 16

/** `key` has 32 bytes. The same place is sealed otherwise each time. */
export function seal(place: string, key: Buffer): string {
  const nonce = randomBytes(nonceSize)
  const cipher = createCipheriv(algorithm, key, nonce)
  const text = Buffer.concat([cipher.update(place), cipher.final()])
  return Buffer.concat([nonce, cipher.getAuthTag(), text]).toString('base64url')
}

/** The place in a cursor; throws for one that wasn't sealed with this key. */
export function openSealed(sealed: string, key: Buffer): string {
  const bytes = Buffer.from(sealed, 'base64url')
  const textAt = nonceSize + tagSize
  if (bytes.length <= textAt || bytes.toString('base64url') !== sealed) throw new AppError('badCursor')
  const decipher = createDecipheriv(algorithm, key, bytes.subarray(0, nonceSize), { authTagLength: tagSize })
  decipher.setAuthTag(bytes.subarray(nonceSize, textAt))
  try {
    return decipher.update(bytes.subarray(textAt)).toString() + decipher.final().toString()
  } catch {
    throw new AppError('badCursor')
  }
}
