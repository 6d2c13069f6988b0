import { createHmac, hash, randomUUID } from 'node:crypto'
import type { FastifyInstance } from 'fastify'
import type { Config } from '../config.ts'
import { findAccount, findActiveMember, noteUse, type Account } from '../db/identities.ts'
import { isId } from '../db/ids.ts'
import { isUnavailable } from '../db/pg-errors.ts'
import type { Pools } from '../db/pool.ts'
import { AppError } from '../errors.ts'
import type { Directory } from '../features/provinces/directory.ts'
import { isScope, type Role, type Scope, type Viewer } from '../graphql/context.ts'
import { isSubject, viewerOfClaims, type Claims } from './auth.ts'
import { IssuerKeys, type IssuerAlgorithm } from './issuer-keys.ts'

/** Who calls and until when that holds, in milliseconds since 1970; or why that isn't known. */
export type Identity = { viewer: Viewer; refusal: null; expiresAt: number } | { viewer: null; refusal: AppError }

/** What a verified token says. */
interface Verified {
  kind: 'claims' | 'member' | 'account'
  claims: Claims & { exp: number; scope?: unknown; secret?: unknown }
  /** Of claims that decide by themselves: they say the same each time. */
  viewer?: Viewer
}

interface Remembered {
  verified: Verified
  /** Of the issuer's keys by which it was. */
  generation: number
}

const longestToken = 8_192 // characters
const mostRemembered = 10_000
/** By how much other people's clocks may differ from ours. */
const clockSkew = 30_000 // ms
/** How long a service account's token is good for. */
export const accountTokenLasts = 600 // s
const accountSubject = 'account:'

/**
 * Turns tokens into viewers. A token's signature and claims are verified once and remembered, under a digest of the token,
 * until it expires; for whom it speaks, and whether that one is still active, is looked up with every request, so a
 * deactivation or a revocation counts from its commit on, whichever process is asked.
 */
export class BearerTokens {
  readonly #app: FastifyInstance
  readonly #config: Config
  readonly #pool: Pools['serving']
  readonly #directory: Directory
  readonly #keys: IssuerKeys | null
  readonly #accountKey: string
  readonly #remembered = new Map<string, Remembered>()

  constructor(app: FastifyInstance, config: Config, pools: Pools, directory: Directory) {
    this.#app = app
    this.#config = config
    this.#pool = pools.serving
    this.#directory = directory
    // A key of its own: nobody who makes tokens with claims makes one of these by mistake.
    this.#accountKey = createHmac('sha256', config.jwtSecret).update('service accounts').digest('base64url')
    this.#keys =
      config.oidc &&
      new IssuerKeys({
        ...config.oidc,
        secure: config.production,
        onError: (err) => app.log.warn({ err }, 'the issuer’s keys could not be fetched'),
      })
  }

  /**
   * Who sends this Authorization header. `place`: for which of the provinces where it is a member (`nation`: the ministry)
   * somebody acts; without it, for the one where that began first. It changes nothing for those who have one place.
   */
  async identify(authorization: string | undefined, place?: unknown): Promise<Identity> {
    const token = tokenIn(authorization)
    if (token === undefined) return refused(new AppError('unauthenticated'))
    try {
      const digest = hash('sha256', token, 'base64')
      const known = this.#remembered.get(digest)
      if (known?.verified.kind === 'member') await this.#keys?.refresh()
      const verified = known && this.#holds(known) ? known.verified : await this.#remember(digest, token)
      const viewer = verified.viewer ?? (await this.#viewer(verified, place))
      return { viewer, refusal: null, expiresAt: verified.claims.exp * 1000 }
    } catch (error) {
      if (error instanceof AppError) return refused(error)
      if (isUnavailable(error)) return refused(new AppError('unavailable'))
      throw error
    }
  }

  /** A token for a service account: what it may do now, or less. */
  issue(account: Account, scopes: readonly Scope[]): string {
    const claims = { sub: accountSubject + account.id, scope: scopes.join(' '), secret: account.secretNumbers[0] }
    return this.#app.jwt.sign(
      { ...claims, jti: randomUUID() },
      { key: this.#accountKey, kid: 'accounts', iss: this.#accountIssuer, expiresIn: accountTokenLasts },
    )
  }

  get #accountIssuer(): string {
    return `${this.#config.jwtIssuer}/oauth/token`
  }

  #holds({ verified, generation }: Remembered): boolean {
    return verified.claims.exp * 1000 > Date.now() && generation === (this.#keys?.generation ?? 0)
  }

  async #remember(digest: string, token: string): Promise<Verified> {
    this.#remembered.delete(digest)
    if (!/^[\w.~+/=-]+$/.test(token)) throw new AppError('unauthenticated')
    const verified = await this.#verify(token)
    const [oldest] = this.#remembered.keys()
    if (this.#remembered.size >= mostRemembered && oldest !== undefined) this.#remembered.delete(oldest)
    this.#remembered.set(digest, { verified, generation: this.#keys?.generation ?? 0 })
    return verified
  }

  /** The issuer that a token claims only chooses by what it is verified: each has its own keys and algorithms. */
  async #verify(token: string): Promise<Verified> {
    const { header, payload } = this.#decode(token)
    const { oidc, jwtIssuer, jwtAudience } = this.#config
    if (payload['iss'] === this.#accountIssuer) {
      const claims = this.#check(token, this.#accountKey, 'HS256', this.#accountIssuer, jwtAudience)
      return { kind: 'account', claims }
    }
    if (oidc === null || this.#keys === null) {
      return { kind: 'claims', claims: this.#check(token, this.#config.jwtSecret, 'HS256', jwtIssuer, jwtAudience) }
    }
    // Whoever sends something else must not make us ask the issuer.
    if (payload['iss'] !== oidc.issuer) throw new AppError('unauthenticated')
    const key = await this.#keys.find(header['kid'], header['alg'])
    if (key === undefined) throw new AppError('unauthenticated')
    return { kind: 'member', claims: this.#check(token, key.pem, key.algorithm, oidc.issuer, oidc.audience) }
  }

  #decode(token: string): Record<'header' | 'payload', Record<string, unknown>> {
    try {
      return this.#app.jwt.decode(token, { complete: true }) ?? { header: {}, payload: {} }
    } catch {
      throw new AppError('unauthenticated')
    }
  }

  #check(token: string, key: string, algorithm: 'HS256' | IssuerAlgorithm, issuer: string, audience: string) {
    try {
      return this.#app.jwt.verify<Verified['claims']>(token, {
        key,
        algorithms: [algorithm],
        allowedIss: issuer,
        allowedAud: audience,
        // Without this, a token that lacks a claim passes the check of its value.
        requiredClaims: ['exp', 'iss', 'aud', 'sub'],
        clockTolerance: clockSkew,
      })
    } catch (error) {
      throw new AppError((error as { code?: string }).code === 'FAST_JWT_EXPIRED' ? 'tokenExpired' : 'unauthenticated')
    }
  }

  async #viewer(verified: Verified, place: unknown): Promise<Viewer> {
    const { kind, claims } = verified
    const subject: unknown = claims.sub
    if (typeof subject !== 'string' || subject === '') throw new AppError('unauthenticated')
    if (kind === 'claims') {
      const viewer = viewerOfClaims(claims, this.#directory)
      if (viewer === undefined) throw new AppError('unauthenticated')
      return (verified.viewer = viewer)
    }
    if (kind === 'account') return this.#viewerOfAccount(subject, claims)
    if (!isSubject(subject)) throw new AppError('notRegistered')
    if (place !== undefined && !(typeof place === 'string' && /^[a-z-]{1,50}$/.test(place))) {
      throw new AppError('notRegistered')
    }
    const member = await findActiveMember(this.#pool, subject, place ?? null)
    if (member === undefined) throw new AppError('notRegistered')
    return { subject, role: member.role as Role, province: member.province, departmentId: member.departmentId }
  }

  async #viewerOfAccount(subject: string, { scope, secret }: Verified['claims']): Promise<Viewer> {
    const id = subject.slice(accountSubject.length)
    const account = isId(id) ? await findAccount(this.#pool, id) : undefined
    if (account === undefined || account.revoked || !account.secretNumbers.includes(Number(secret))) {
      throw new AppError('notRegistered')
    }
    if (account.useIsDue) await noteUse(this.#pool, id)
    const asked = String(scope).split(' ')
    const scopes = account.scopes.filter(isScope).filter((one) => asked.includes(one))
    const [first, ...others] = account.provinces ?? []
    const viewer = { subject, role: account.role as Role, departmentId: null, scopes }
    if (account.role !== 'IMPORTER') return { ...viewer, province: first ?? null }
    return { ...viewer, province: others.length === 0 ? (first ?? null) : null, provinces: account.provinces ?? [] }
  }
}

declare module 'fastify' {
  interface FastifyInstance {
    bearerTokens: BearerTokens
  }
}

/** What stands behind the scheme, whatever that is: most requests bring a token that is remembered, which then need not be looked through. */
function tokenIn(authorization = ''): string | undefined {
  const scheme = /^Bearer +/i.exec(authorization)?.[0]
  const token = scheme && authorization.slice(scheme.length)
  return token && token.length <= longestToken ? token : undefined
}

const refused = (refusal: AppError): Identity => ({ viewer: null, refusal })
