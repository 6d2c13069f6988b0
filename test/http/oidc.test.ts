import { setTimeout as sleep } from 'node:timers/promises'
import t from 'tap'
import { readConfig } from '../../src/config.ts'
import { createApp, type TestApp } from '../helpers/app.ts'
import { insert } from '../helpers/fixtures.ts'
import { audience, compose, hmac, makeKey, now, signature, startIssuer, trusting } from '../helpers/issuer.ts'

const rsa = makeKey('rsa', 'RS256')
const ec = makeKey('ec', 'ES256')
const ed = makeKey('ed', 'EdDSA')
const stranger = makeKey('rsa', 'RS256')
const issuer = await startIssuer(t, [rsa, ec, ed])
const app = await createApp(t, { env: trusting(issuer) })
const slug = app.nextProvince()
const member = { subject: 'somebody', display_name: 'Ai đó', role: 'PROVINCE_ADMIN' }
await insert(app, 'members', [{ ...member, province_id: app.key(slug) }], times())

/** Times that the database would fill in. */
function times() {
  const at = new Date().toISOString()
  return { version: 1, created_at: at, updated_at: at, active_since: at }
}

async function ask(on: TestApp, token: string) {
  const response = await on.app.inject({
    method: 'POST',
    url: '/graphql',
    headers: { authorization: `Bearer ${token}`, 'accept-language': 'en' },
    payload: { query: '{ viewer { subject role province { slug } } }' },
  })
  const { data, errors } = response.json()
  return { viewer: data?.viewer, code: errors?.[0]?.extensions.code, message: errors?.[0]?.message }
}

const accepted = { viewer: { subject: 'somebody', role: 'PROVINCE_ADMIN', province: { slug } }, code: undefined }
const refused = { viewer: undefined, code: 'UNAUTHENTICATED' }

t.test('given keys of each kind, when tokens are signed by them, then members are known by them', async (t) => {
  for (const key of [rsa, ec, ed]) {
    t.match(await ask(app, issuer.token(key)), accepted, key.algorithm)
    t.match(await ask(app, issuer.token(key, { aud: ['other', audience] })), accepted, `${key.algorithm}, several aud`)
  }
  t.equal(issuer.fetches, 1, 'the keys were fetched once')
  t.equal(issuer.discoveries, 1)
})

t.test('given claims about a role, then the member decides and they do not', async (t) => {
  const claims = { role: 'MINISTRY_ADMIN', province: 'ha-noi', scope: 'rollups:read' }
  t.match(await ask(app, issuer.token(ec, claims)), accepted)
})

const publicPem = rsa.publicKey.export({ type: 'spki', format: 'pem' }).toString()
const publicDer = rsa.publicKey.export({ type: 'spki', format: 'der' })
const publicJwk = JSON.stringify(rsa.publicKey.export({ format: 'jwk' }))
const claims = (more: object = {}) => ({ iss: issuer.url, aud: audience, sub: 'somebody', exp: now() + 300, ...more })
const without = (name: string) => Object.fromEntries(Object.entries(claims()).filter(([key]) => key !== name))
const signed = (header: object, body: object) => compose(header, body, (input) => signature(rsa, input))
const header = { alg: 'RS256', kid: 'rsa' }

const attacks: [string, () => string][] = [
  ['alg none', () => compose({ alg: 'none', kid: 'rsa' }, claims(), () => '')],
  ['alg None', () => compose({ alg: 'None', kid: 'rsa' }, claims(), () => '')],
  ['no signature', () => compose(header, claims(), () => '')],
  ['HS256 by the public key as PEM', () => compose({ alg: 'HS256', kid: 'rsa' }, claims(), hmac(publicPem))],
  ['HS256 by the public key, trimmed', () => compose({ alg: 'HS256', kid: 'rsa' }, claims(), hmac(publicPem.trim()))],
  ['HS256 by the public key as DER', () => compose({ alg: 'HS256', kid: 'rsa' }, claims(), hmac(publicDer))],
  ['HS256 by the public key as JWK', () => compose({ alg: 'HS256', kid: 'rsa' }, claims(), hmac(publicJwk))],
  [
    'HS256 by the service’s own secret',
    () => compose({ alg: 'HS256' }, claims(), hmac(trusting(issuer)['JWT_SECRET']!)),
  ],
  ['HS256 by nothing', () => compose({ alg: 'HS256', kid: 'rsa' }, claims(), hmac(''))],
  [
    'the service’s own token with claims',
    () => app.app.jwt.sign({ sub: 'a', role: 'MINISTRY_ADMIN' }, { expiresIn: '1h' }),
  ],
  ['another’s key under a known kid', () => issuer.token(stranger)],
  ['another algorithm of the same key', () => signed({ alg: 'RS512', kid: 'rsa' }, claims())],
  ['PS256', () => signed({ alg: 'PS256', kid: 'rsa' }, claims())],
  ['EdDSA by an RSA key', () => signed({ alg: 'EdDSA', kid: 'rsa' }, claims())],
  ['a key of another kind', () => signed({ alg: 'ES256', kid: 'ec' }, claims())],
  ['no kid', () => signed({ alg: 'RS256' }, claims())],
  ['a kid that is a list', () => signed({ alg: 'RS256', kid: ['rsa'] }, claims())],
  ['a kid that is a path', () => signed({ alg: 'RS256', kid: '../../../../dev/null' }, claims())],
  ['a kid that is SQL', () => signed({ alg: 'RS256', kid: `rsa' or '1'='1` }, claims())],
  ['a kid of every object', () => signed({ alg: 'RS256', kid: '__proto__' }, claims())],
  ['a kid that is an address', () => signed({ alg: 'RS256', kid: 'https://evil.example/keys' }, claims())],
  ['a kid of enormous length', () => signed({ alg: 'RS256', kid: 'k'.repeat(5_000) }, claims())],
  [
    'a key that the token brings',
    () =>
      compose({ alg: 'RS256', kid: 'new', jwk: stranger.publicKey.export({ format: 'jwk' }) }, claims(), (input) =>
        signature(stranger, input),
      ),
  ],
  [
    'keys at an address that the token brings',
    () => issuer.token(stranger, {}, { kid: 'x', jku: 'https://evil.example' }),
  ],
  ['a critical extension', () => signed({ ...header, crit: ['b64'], b64: false }, claims())],
  ['another issuer', () => signed(header, claims({ iss: 'https://evil.example' }))],
  ['an issuer with a slash', () => signed(header, claims({ iss: `${issuer.url}/` }))],
  ['a list of issuers', () => signed(header, claims({ iss: [issuer.url] }))],
  ['another audience', () => signed(header, claims({ aud: 'another-api' }))],
  ['no audience in a list', () => signed(header, claims({ aud: [] }))],
  ...['iss', 'aud', 'sub', 'exp'].map((name): [string, () => string] => [
    `no ${name}`,
    () => signed(header, without(name)),
  ]),
  ['an expiry in words', () => signed(header, claims({ exp: '2999-01-01' }))],
  ['an expiry of null', () => signed(header, claims({ exp: null }))],
  ['expired beyond the skew', () => signed(header, claims({ exp: now() - 35 }))],
  ['not yet good, beyond the skew', () => signed(header, claims({ nbf: now() + 60 }))],
  ['an empty subject', () => signed(header, claims({ sub: '' }))],
  ['a subject that is a number', () => signed(header, claims({ sub: 7 }))],
  ['a subject with NUL', () => signed(header, claims({ sub: 'somebody\0' }))],
  ['a subject in other letters', () => signed(header, claims({ sub: 'Somebody' }))],
  ['a subject that nobody has', () => signed(header, claims({ sub: 'nobody' }))],
  ['changed claims', () => issuer.token(rsa).replace(/\.[^.]+\./, `.${Buffer.from('{}').toString('base64url')}.`)],
  ['padding', () => `${issuer.token(rsa)}=`],
  ['four parts', () => `${issuer.token(rsa)}.x`],
  ['a token of more than 8 KiB', () => issuer.token(rsa, { filler: 'x'.repeat(8_192) })],
  ['no token', () => ''],
  ['dots', () => '..'],
]

t.test('given attacks, then none gets in, and they cost the issuer no more than a fetch', async (t) => {
  const before = issuer.fetches
  for (const [name, token] of attacks) t.match(await ask(app, token()), refused, name)
  t.ok(issuer.fetches - before <= 1, `${issuer.fetches - before} fetches`)
})

t.test('given clocks that differ by up to 30 seconds, then tokens are good', async (t) => {
  t.match(await ask(app, issuer.token(rsa, { exp: now() - 20 })), accepted, 'expired a moment ago')
  t.match(await ask(app, issuer.token(rsa, { nbf: now() + 20 })), accepted, 'good in a moment')
  t.match((await ask(app, issuer.token(rsa, { exp: now() - 60 }))).message, /has expired/)
})

t.test('given many unknown keys, then the issuer is asked once', async (t) => {
  const own = await startIssuer(t, [rsa])
  const app = await createApp(t, { env: trusting(own) })
  await Promise.all(
    Array.from({ length: 50 }, (_, i) => ask(app, own.token({ ...stranger, kid: `unknown ${i}` }))),
  ).then((answers) => answers.forEach((answer) => t.match(answer, refused)))
  t.equal(own.fetches, 1)
  for (let i = 0; i < 20; i++) await ask(app, own.token({ ...stranger, kid: 'the same' }))
  t.equal(own.fetches, 1)
})

t.test('given an issuer that takes new keys, then theirs are good, and withdrawn ones are not', async (t) => {
  const own = await startIssuer(t, [rsa])
  const env = trusting(own, { OIDC_JWKS_URL: `${own.url}/keys`, OIDC_REFETCH_SECONDS: '1' })
  const app = await createApp(t, { env })
  await insert(app, 'members', [{ ...member, province_id: app.key(slug) }], times())
  const old = own.token(rsa)
  t.match(await ask(app, old), accepted)
  t.equal(own.discoveries, 0, 'the address was given')
  own.keys = [ec]
  own.oddKeys = [
    null as never,
    { kty: 'oct', kid: 'oct', k: 'c2VjcmV0' },
    { kty: 'RSA', kid: 'broken' },
    { kid: 'empty' },
  ]
  await sleep(1_050)
  t.match(await ask(app, own.token(ec)), accepted, 'the first token by a new key finds it')
  t.equal(own.fetches, 2)
  t.match(await ask(app, old), refused, 'what was verified by a key that is gone is verified anew')
  const byOct = compose({ alg: 'HS256', kid: 'oct' }, { ...claims(), iss: own.url }, hmac('secret'))
  t.match(await ask(app, byOct), refused, 'a symmetric key among the published ones is none')
})

t.test(
  'given an issuer that is down, then callers are told at once to come back, and known keys still do',
  async (t) => {
    const own = await startIssuer(t, [rsa])
    const app = await createApp(t, { env: trusting(own, { OIDC_REFETCH_SECONDS: '1' }) })
    await insert(app, 'members', [{ ...member, province_id: app.key(slug) }], times())
    own.mood = 'silent'
    const started = performance.now()
    const answers = await Promise.all(Array.from({ length: 10 }, () => ask(app, own.token(rsa))))
    for (const answer of answers) t.match(answer, { code: 'UNAVAILABLE', message: /try again/ })
    t.ok(performance.now() - started < 4_500, 'within the time limit')
    t.equal(own.discoveries, 1)
    own.mood = 'well'
    t.match(await ask(app, own.token(rsa)), accepted, 'until it is back')
    own.mood = 'failing'
    await sleep(1_050)
    t.match(await ask(app, own.token({ ...stranger, kid: 'new' })), { code: 'UNAVAILABLE' }, 'nobody knows this key')
    t.match(await ask(app, own.token(rsa)), accepted, 'but this one')
  },
)

t.test('given settings that would let anybody in, then the service does not start', async (t) => {
  const env = trusting(issuer)
  t.throws(() => readConfig({ ...env, OIDC_AUDIENCE: '' }), /OIDC_AUDIENCE/)
  t.throws(() => readConfig({ OIDC_ISSUER: issuer.url, OIDC_AUDIENCE: audience }), /JWT_SECRET must be set with/)
  const production = { ...env, NODE_ENV: 'production', DATABASE_URL: 'postgres://a:b@localhost/c' }
  t.throws(() => readConfig(production), /OIDC_ISSUER must be a URL that begins with https/)
  t.throws(() => readConfig({ ...env, OIDC_JWKS_URL: 'file:///etc/passwd' }), /OIDC_JWKS_URL/)
})
