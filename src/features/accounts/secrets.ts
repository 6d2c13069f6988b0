import { randomBytes, scrypt, timingSafeEqual } from 'node:crypto'

// Secrets of service accounts. They are 256 random bits, so nobody finds one by trying; a hash that takes memory and time
// is for whoever gets hold of a backup and hopes that some of them were made up by people after all.

const parameters = { N: 2 ** 14, r: 8, p: 1 } // 16 MiB, some 50 ms
const saltBytes = 16
const hashBytes = 32
/** Two at a time take 32 MiB, and leave the other threads of the pool to files and names of hosts. */
const atOnce = 2
const mostWaiting = 20

/** More secrets are to be checked than can be; try again later. */
export class TooBusy extends Error {}

export const newSecret = (): string => randomBytes(32).toString('base64url')

/** `scrypt:N:r:p:salt:hash`. With the salt of an older hash, one computation checks a secret against both. */
export async function hashSecret(secret: string, like?: string): Promise<string> {
  const prefix = prefixOf(like ?? '')
  const salt = randomBytes(saltBytes).toString('base64url')
  const ours = `scrypt:${parameters.N}:${parameters.r}:${parameters.p}:`
  const chosen = prefix.startsWith(ours) ? prefix : `${ours}${salt}:`
  return chosen + (await compute(secret, chosen)).toString('base64url')
}

/**
 * The place of the hash that the secret fits, or -1. It takes as long if there is no hash at all, so that the time tells
 * nobody which accounts there are.
 *
 * @throws TooBusy
 */
export async function findFitting(secret: string, hashes: readonly string[]): Promise<number> {
  const known = hashes.length > 0 ? hashes : [nobody]
  const computed = new Map<string, Buffer>()
  let fitting = -1
  for (const [place, hash] of known.entries()) {
    const prefix = prefixOf(hash)
    let value = computed.get(prefix)
    if (value === undefined) computed.set(prefix, (value = await compute(secret, prefix)))
    const stored = Buffer.from(hash.slice(prefix.length), 'base64url')
    if (stored.length === value.length && timingSafeEqual(stored, value) && fitting < 0) fitting = place
  }
  return hashes.length > 0 ? fitting : -1
}

const nobody = `scrypt:${parameters.N}:${parameters.r}:${parameters.p}:${'A'.repeat(22)}:${'A'.repeat(43)}`
const prefixOf = (hash: string): string => hash.slice(0, hash.lastIndexOf(':') + 1)

let running = 0
const waiting: (() => void)[] = []

async function compute(secret: string, prefix: string): Promise<Buffer> {
  const [, N, r, p, salt = ''] = prefix.split(':')
  if (running >= atOnce) {
    if (waiting.length >= mostWaiting) throw new TooBusy()
    await new Promise<void>((resolve) => waiting.push(resolve))
  } else running += 1
  try {
    const options = { N: Number(N), r: Number(r), p: Number(p) }
    return await new Promise<Buffer>((resolve, reject) =>
      scrypt(secret, Buffer.from(salt, 'base64url'), hashBytes, options, (error, key) =>
        error ? reject(error) : resolve(key),
      ),
    )
  } finally {
    const next = waiting.shift()
    if (next === undefined) running -= 1
    else next()
  }
}
