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
export async function hashSecret(secret: string, like = ''): Promise<string> {
  const salt = randomBytes(saltBytes).toString('base64url')
  const chosen = isWhole(like) && like.startsWith(ours) ? prefixOf(like) : `${ours}${salt}:`
  return chosen + (await compute(secret, chosen)).toString('base64url')
}

/**
 * The place of the hash that the secret fits, or -1. A hash that is damaged fits nothing, and is as if it were not there: a
 * new secret mends it. It takes as long if there is no hash at all, so that the time tells
 * nobody which accounts there are.
 *
 * @throws TooBusy
 */
export async function findFitting(secret: string, hashes: readonly string[]): Promise<number> {
  const known = hashes.some(isWhole) ? hashes : [nobody]
  const computed = new Map<string, Buffer>()
  let fitting = -1
  for (const [place, hash] of known.entries()) {
    if (!isWhole(hash)) continue
    const prefix = prefixOf(hash)
    let value = computed.get(prefix)
    if (value === undefined) computed.set(prefix, (value = await compute(secret, prefix)))
    const stored = Buffer.from(hash.slice(prefix.length), 'base64url')
    if (stored.length === value.length && timingSafeEqual(stored, value) && fitting < 0) fitting = place
  }
  return known === hashes ? fitting : -1
}

const ours = `scrypt:${parameters.N}:${parameters.r}:${parameters.p}:`
const nobody = `${ours}${'A'.repeat(22)}:${'A'.repeat(43)}`
/** Whether a stored hash is one that can be computed, within 32 MiB. */
function isWhole(hash: string): boolean {
  const [, N = 0, r = 0, p = 0] =
    /^scrypt:(\d{1,6}):(\d{1,2}):(\d{1,2}):[\w-]{22}:[\w-]{43}$/.exec(hash)?.map(Number) ?? []
  return N > 1 && Number.isInteger(Math.log2(N)) && r > 0 && p > 0 && 128 * N * r < 2 ** 25
}
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
