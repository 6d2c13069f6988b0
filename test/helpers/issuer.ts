import { createHmac, generateKeyPairSync, sign as signBytes, type KeyObject } from 'node:crypto'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import type { Test } from 'tap'

export type Algorithm = 'RS256' | 'ES256' | 'EdDSA'

export interface SigningKey {
  kid: string
  algorithm: Algorithm
  privateKey: KeyObject
  publicKey: KeyObject
}

/** An issuer of tokens with a web server of its own, as OpenID Connect has it. */
export interface Issuer {
  url: string
  /** What it publishes now; change it at will. */
  keys: SigningKey[]
  /** Added to the key set as they are. */
  oddKeys: object[]
  /** How often the key set was fetched. */
  fetches: number
  discoveries: number
  /** Answers nothing, an error, or as it should. */
  mood: 'well' | 'silent' | 'failing'
  token(key: SigningKey, claims?: object, header?: object): string
}

export function makeKey(kid: string, algorithm: Algorithm): SigningKey {
  const pair =
    algorithm === 'RS256'
      ? generateKeyPairSync('rsa', { modulusLength: 2048 })
      : algorithm === 'ES256'
        ? generateKeyPairSync('ec', { namedCurve: 'P-256' })
        : generateKeyPairSync('ed25519')
  return { kid, algorithm, ...pair }
}

export const audience = 'ttdn-api'
export const now = (): number => Math.floor(Date.now() / 1000)
const part = (value: unknown) => Buffer.from(JSON.stringify(value)).toString('base64url')

/** A token of any header and claims, signed as `sign` does. */
export function compose(header: object, claims: object, sign: (input: string) => string): string {
  const input = `${part(header)}.${part(claims)}`
  return `${input}.${sign(input)}`
}

export const hmac = (secret: string | Buffer) => (input: string) =>
  createHmac('sha256', secret).update(input).digest('base64url')

export function signature({ algorithm, privateKey }: SigningKey, input: string): string {
  const key = algorithm === 'ES256' ? { key: privateKey, dsaEncoding: 'ieee-p1363' as const } : privateKey
  return signBytes(algorithm === 'EdDSA' ? null : 'sha256', Buffer.from(input), key).toString('base64url')
}

export async function startIssuer(t: Pick<Test, 'teardown'>, keys: SigningKey[]): Promise<Issuer> {
  const issuer: Issuer = {
    url: '',
    keys,
    oddKeys: [],
    fetches: 0,
    discoveries: 0,
    mood: 'well',
    token: (key, claims = {}, header = {}) =>
      compose(
        { alg: key.algorithm, typ: 'JWT', kid: key.kid, ...header },
        { iss: issuer.url, aud: audience, sub: 'somebody', iat: now(), exp: now() + 300, ...claims },
        (input) => signature(key, input),
      ),
  }
  const server = createServer((request, response) => {
    const discovery = request.url === '/.well-known/openid-configuration'
    if (discovery) issuer.discoveries += 1
    else issuer.fetches += 1
    if (issuer.mood === 'silent') return
    if (issuer.mood === 'failing') return void response.writeHead(500).end()
    const published = issuer.keys.map(({ kid, algorithm, publicKey }) => ({
      ...publicKey.export({ format: 'jwk' }),
      kid,
      alg: algorithm,
      use: 'sig',
    }))
    const answer = discovery
      ? { issuer: issuer.url, jwks_uri: `${issuer.url}/keys` }
      : { keys: [...issuer.oddKeys, ...published] }
    response.setHeader('content-type', 'application/json').end(JSON.stringify(answer))
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  issuer.url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`
  t.teardown(() => {
    server.closeAllConnections()
    server.close()
  })
  return issuer
}

/** Settings of a service that trusts the issuer. */
export const trusting = (issuer: Issuer, more: Record<string, string> = {}): Record<string, string> => ({
  OIDC_ISSUER: issuer.url,
  OIDC_AUDIENCE: audience,
  JWT_SECRET: 'a secret of this test alone, and long enough',
  ...more,
})
