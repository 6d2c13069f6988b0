import { createPublicKey, type JsonWebKey } from 'node:crypto'
import { AppError } from '../errors.ts'

export type IssuerAlgorithm = 'RS256' | 'ES256' | 'EdDSA'
export const issuerAlgorithms: IssuerAlgorithm[] = ['RS256', 'ES256', 'EdDSA']

export interface IssuerKey {
  algorithm: IssuerAlgorithm
  /** The public key, as PEM. */
  pem: string
}

export interface IssuerOptions {
  issuer: string
  /** Null: as the issuer's discovery document says. */
  jwksUrl: string | null
  /** Whether only https will do. */
  secure: boolean
  /** For unknown keys, the set is fetched anew at most once in so many milliseconds. */
  refetchPause: number
  /** Told why a fetch failed. */
  onError(error: Error): void
}

const fetchTimeout = 3_000 // ms, for the two requests together
const largestAnswer = 262_144 // bytes
const mostKeys = 100
const longestKid = 200
/** Older than this, the keys are fetched anew while they go on serving. */
const refreshAfter = 600_000 // ms
/** Older than this, they are not trusted any more: a key that the issuer has withdrawn must not outlive it by much. */
const usableFor = 3_600_000 // ms
/** While the issuer can't be reached, it is asked no more often than this, and callers are answered at once. */
const retryPause = 5_000 // ms

/**
 * The keys by which an issuer signs, as it publishes them. However many tokens with made-up keys arrive, there is at most
 * one fetch at a time and one in `refetchPause`, so unknown keys need not be remembered. A key that the issuer has begun
 * to use is found by the first token that names it, or `refetchPause` later.
 */
export class IssuerKeys {
  /** Grows whenever the set of keys changes: what was verified before is to be verified anew. */
  generation = 0
  readonly #options: IssuerOptions
  #keys = new Map<string, IssuerKey>()
  #published = ''
  #fetchedAt = -Infinity
  #triedAt = -Infinity
  #running: Promise<void> | undefined

  constructor(options: IssuerOptions) {
    this.#options = options
  }

  /**
   * The key that a token names; undefined if the issuer has no such key for that algorithm.
   *
   * @throws AppError UNAVAILABLE if the issuer can't be asked
   */
  async find(kid: unknown, algorithm: unknown): Promise<IssuerKey | undefined> {
    if (typeof kid !== 'string' || kid.length > longestKid) return undefined
    if (!issuerAlgorithms.includes(algorithm as IssuerAlgorithm)) return undefined
    await this.refresh(kid)
    const key = this.#keys.get(kid)
    return key?.algorithm === algorithm ? key : undefined
  }

  /** Sees to it that the keys are fresh enough, and fetches them if the one that is looked for is not among them. */
  async refresh(kid?: string): Promise<void> {
    const age = performance.now() - this.#fetchedAt
    if (age > usableFor) return this.#fetch()
    if (kid !== undefined && !this.#keys.has(kid)) return this.#fetch()
    if (age > refreshAfter) this.#fetch().catch(() => {})
  }

  async #fetch(): Promise<void> {
    if (this.#running !== undefined) return this.#running
    const failed = this.#triedAt > this.#fetchedAt
    const pause = failed ? Math.min(retryPause, this.#options.refetchPause) : this.#options.refetchPause
    if (performance.now() - this.#triedAt < pause) {
      if (failed) throw new AppError('issuerUnavailable')
      return
    }
    this.#triedAt = performance.now()
    this.#running = this.#load()
      .catch((error: Error) => {
        this.#options.onError(error)
        throw new AppError('issuerUnavailable')
      })
      .finally(() => (this.#running = undefined))
    return this.#running
  }

  async #load(): Promise<void> {
    const signal = AbortSignal.timeout(fetchTimeout)
    const url = this.#options.jwksUrl ?? (await this.#discover(signal))
    const { keys } = await getJson<{ keys: JsonWebKey[] }>(url, signal)
    if (!Array.isArray(keys)) throw new Error(`${url} has no list of keys`)
    const known = new Map<string, IssuerKey>()
    for (const jwk of keys.slice(0, mostKeys)) {
      const kid: unknown = jwk?.['kid']
      const key = readKey(jwk)
      if (typeof kid === 'string' && key !== undefined && !known.has(kid)) known.set(kid, key)
    }
    if (known.size === 0) throw new Error(`${url} has no key for ${issuerAlgorithms.join(', ')}`)
    const published = JSON.stringify([...known])
    if (published !== this.#published) this.generation += 1
    this.#published = published
    this.#keys = known
    this.#fetchedAt = performance.now()
  }

  async #discover(signal: AbortSignal): Promise<string> {
    const { issuer, secure } = this.#options
    const url = `${issuer.replace(/\/$/, '')}/.well-known/openid-configuration`
    const found = await getJson<{ issuer: unknown; jwks_uri: unknown }>(url, signal)
    // A document that speaks for another issuer would bring that one's keys.
    if (found.issuer !== issuer) throw new Error(`${url} is of another issuer`)
    const keys = String(found.jwks_uri)
    if (!URL.canParse(keys) || !(secure ? /^https:/i : /^https?:/i).test(keys)) {
      throw new Error(`${url} names no address of keys that may be used`)
    }
    return keys
  }
}

/** A public key that signs by one of the algorithms; undefined for any other. */
function readKey(jwk: JsonWebKey | null): IssuerKey | undefined {
  if (jwk === null || typeof jwk !== 'object') return undefined
  const algorithm = algorithmOf(jwk)
  if (algorithm === undefined || (jwk['alg'] !== undefined && jwk['alg'] !== algorithm)) return undefined
  if (jwk['use'] !== undefined && jwk['use'] !== 'sig') return undefined
  try {
    const key = createPublicKey({ key: jwk, format: 'jwk' })
    if (algorithm === 'RS256' && (key.asymmetricKeyDetails?.modulusLength ?? 0) < 2048) return undefined
    return { algorithm, pem: key.export({ type: 'spki', format: 'pem' }).toString() }
  } catch {
    return undefined
  }
}

function algorithmOf({ kty, crv }: JsonWebKey): IssuerAlgorithm | undefined {
  if (kty === 'RSA') return 'RS256'
  if (kty === 'EC' && crv === 'P-256') return 'ES256'
  return kty === 'OKP' && crv === 'Ed25519' ? 'EdDSA' : undefined
}

async function getJson<T>(url: string, signal: AbortSignal): Promise<T> {
  // A redirect could lead anywhere, also to what only this machine can reach.
  const response = await fetch(url, { signal, redirect: 'error', headers: { accept: 'application/json' } })
  if (!response.ok || response.body === null) throw new Error(`${url} answers ${response.status}`)
  const chunks: Uint8Array[] = []
  let size = 0
  for await (const chunk of response.body as unknown as AsyncIterable<Uint8Array>) {
    size += chunk.length
    if (size > largestAnswer) throw new Error(`${url} answers more than ${largestAnswer} bytes`)
    chunks.push(chunk)
  }
  const value: unknown = JSON.parse(Buffer.concat(chunks).toString('utf8'))
  if (value === null || typeof value !== 'object') throw new Error(`${url} does not answer with an object`)
  return value as T
}
