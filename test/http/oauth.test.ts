import t from 'tap'
import { createApp } from '../helpers/app.ts'
import { askToken, bearing, makeAccount, sendWell, tokenOf, whoIs } from '../helpers/accounts.ts'
import { compose, hmac, now } from '../helpers/issuer.ts'

// Whoever guesses here comes from one address, and far more often than is allowed.
const app = await createApp(t, { env: { TOKEN_REQUESTS_PER_MINUTE: '10000' } })
const slug = app.nextProvince()
const admin = app.viewer('PROVINCE_ADMIN', slug)
const reader = { role: 'PROVINCE_VIEWER', scopes: ['records:read', 'rollups:read'] }
const account = await makeAccount(app, admin, reader)
const grant = { grant_type: 'client_credentials' }
const posted = { ...grant, client_id: account.id, client_secret: account.secret }
const basic = (text: string) => ({ authorization: `Basic ${Buffer.from(text).toString('base64')}` })
const good = basic(`${account.id}:${account.secret}`)

t.test('given a client’s id and secret, then it gets a token that nobody may store', async (t) => {
  const { status, headers, body } = await askToken(app, posted)
  t.equal(status, 200)
  t.match(body, { token_type: 'Bearer', expires_in: 600, scope: 'records:read rollups:read' })
  t.match(headers, { 'cache-control': 'no-store', pragma: 'no-cache' })
  const viewer = await whoIs(app, body.access_token)
  t.match(viewer, { subject: `account:${account.id}`, role: 'PROVINCE_VIEWER', province: { slug } })
  t.strictSame(viewer.scopes, ['records:read', 'rollups:read'])
  const claims: any = app.app.jwt.decode(body.access_token)
  t.equal(claims.exp - claims.iat, 600)
})

t.test('given the secret in the header, then that is as good', async (t) => {
  t.match(await askToken(app, grant, good), { status: 200 })
  const encoded = basic(`${encodeURIComponent(account.id)}:${encodeURIComponent(account.secret)}`)
  t.match(await askToken(app, { ...grant, client_id: account.id }, encoded), { status: 200 }, 'encoded as in a form')
})

t.test('given a narrower scope, then the token has no more than that', async (t) => {
  const { body } = await askToken(app, { ...posted, scope: 'rollups:read' })
  t.equal(body.scope, 'rollups:read')
  const viewer = bearing(body.access_token)
  const rollup = await app.gql('{ nationalRollup(groupBy: [YEAR]) { total { plans } } }', {}, viewer)
  t.match(rollup.data, { nationalRollup: { total: { plans: 0 } } })
  const { errors } = await app.gql('{ plans { totalCount } }', {}, viewer, { 'accept-language': 'en' })
  t.match(errors, [{ message: /the scope records:read/, extensions: { code: 'FORBIDDEN' } }])
  t.match(
    await app.gql('{ provinces(first: 1) { nodes { slug } } }', {}, viewer),
    { errors: undefined },
    'what is public',
  )
})

const noId = '01890000-0000-7000-8000-000000000000'
const refusals: [string, Record<string, string> | string, object, number, string][] = [
  ['a wrong secret', { ...posted, client_secret: 'wrong' }, {}, 401, 'invalid_client'],
  ['an enormous secret', { ...posted, client_secret: account.secret + 'x'.repeat(300) }, {}, 401, 'invalid_client'],
  ['an unknown client', { ...posted, client_id: noId }, {}, 401, 'invalid_client'],
  ['a client that is no id', { ...posted, client_id: `x' or '1'='1` }, {}, 401, 'invalid_client'],
  ['a client with NUL', { ...posted, client_id: '\0' }, {}, 401, 'invalid_client'],
  ['no client', grant, {}, 401, 'invalid_client'],
  ['no secret', { ...grant, client_id: account.id }, {}, 401, 'invalid_client'],
  ['an empty secret', { ...posted, client_secret: '' }, {}, 401, 'invalid_client'],
  ['a header of another kind', grant, { authorization: 'Bearer x' }, 401, 'invalid_client'],
  ['a header without a colon', grant, basic('x'), 401, 'invalid_client'],
  ['a wrong secret in the header', grant, basic(`${account.id}:wrong`), 401, 'invalid_client'],
  ['two ways at once', posted, good, 400, 'invalid_request'],
  ['two clients', { ...grant, client_id: noId }, good, 400, 'invalid_request'],
  ['a parameter twice', `${new URLSearchParams(posted).toString()}&scope=a&scope=b`, {}, 400, 'invalid_request'],
  ['no grant type', { ...posted, grant_type: '' }, {}, 400, 'invalid_request'],
  ['another grant type', { ...posted, grant_type: 'password' }, {}, 400, 'unsupported_grant_type'],
  ['an unknown scope', { ...posted, scope: 'everything' }, {}, 400, 'invalid_scope'],
  ['a scope that it has not', { ...posted, scope: 'records:read imports:write' }, {}, 400, 'invalid_scope'],
  ['JSON', JSON.stringify(posted), { 'content-type': 'application/json' }, 415, 'invalid_request'],
  ['too much', { ...posted, scope: 'x'.repeat(10_000) }, {}, 413, 'invalid_request'],
]

t.test('given what can be wrong, then the answer is as OAuth has it', async (t) => {
  for (const [name, form, headers, status, error] of refusals) {
    const answer = await askToken(app, form, headers)
    t.match(answer, { status, body: { error } }, name)
    t.match(answer.body.error_description, /^[\x20-\x21\x23-\x5b\x5d-\x7e]+$/, `${name}: ASCII`)
    t.equal(answer.headers['cache-control'], 'no-store', name)
    t.equal(answer.headers['www-authenticate'] !== undefined, status === 401, `${name}: how to authenticate`)
  }
  t.equal((await app.app.inject({ method: 'GET', url: '/oauth/token' })).statusCode, 404)
})

t.test('given an unknown client, then the answer takes as long as that to a wrong secret', async (t) => {
  const timed = async (form: Record<string, string>) => {
    const start = performance.now()
    await askToken(app, form)
    return performance.now() - start
  }
  // By turns, and the quickest of each: a machine that is busy meanwhile makes some slow, and none quick.
  const [wrongs, unknowns]: [number[], number[]] = [[], []]
  for (let i = 0; i < 8; i++) {
    wrongs.push(await timed({ ...posted, client_secret: 'wrong' }))
    unknowns.push(await timed({ ...posted, client_id: noId }))
  }
  const [wrong, unknown] = [Math.min(...wrongs), Math.min(...unknowns)]
  t.ok(unknown > wrong / 2 && wrong > unknown / 2, `${unknown} ms, ${wrong} ms`)
})

t.test(
  'given more guesses than can be checked, then the rest are sent away, and afterwards all is as before',
  async (t) => {
    const guesses = await Promise.all(
      Array.from({ length: 30 }, () => askToken(app, { ...posted, client_secret: 'guess' })),
    )
    const statuses = guesses.map(({ status }) => status)
    t.ok(statuses.includes(503), 'not all wait')
    t.strictSame([...new Set(statuses)].sort(), [401, 503])
    t.equal(guesses.find(({ status }) => status === 503)?.headers['retry-after'], '5')
    t.match(await askToken(app, posted), { status: 200 })
  },
)

t.test('given a stored hash that is damaged, then its client is unknown, until a new secret mends it', async (t) => {
  const broken = await makeAccount(app, admin)
  const form = { ...grant, client_id: broken.id, client_secret: broken.secret }
  const kept = `scrypt:16384:8:1:${'A'.repeat(22)}:${'A'.repeat(43)}`
  for (const hash of [
    '',
    'x',
    'scrypt',
    'scrypt:::::',
    'scrypt:16384:8:1:short',
    kept.replace('scrypt', 'argon2'),
    kept.replace('16384', '16383'),
    kept.replace('16384', '1'),
    kept.replace('16384', '999999'),
    kept.replace(':8:', ':0:'),
    `${kept}=`,
  ]) {
    await app.owner.query('update service_accounts set secret_hash = $2 where id = $1', [broken.id, hash])
    t.match(await askToken(app, form), { status: 401, body: { error: 'invalid_client' } }, hash)
  }
  const renewed = await sendWell(app, 'rotateServiceAccountSecret', { id: broken.id, version: 1 }, admin)
  t.match(await askToken(app, { ...form, client_secret: renewed.clientSecret }), { status: 200 }, 'a new secret')
  await app.owner.query(`update service_accounts set previous_hash = 'x' where id = $1`, [broken.id])
  t.match(
    await askToken(app, { ...form, client_secret: renewed.clientSecret }),
    { status: 200 },
    'beside a damaged one',
  )
})

t.test('given an address or a client that asks without end, then it is told to wait, and nobody else is', async (t) => {
  const env = { TOKEN_REQUESTS_PER_MINUTE: '8', TOKENS_PER_MINUTE: '3', TRUST_PROXY: '1' }
  const limited = await createApp(t, { env })
  const one = await makeAccount(limited, limited.viewer('PROVINCE_ADMIN', limited.nextProvince()))
  const form = { ...grant, client_id: one.id, client_secret: one.secret }
  const from = (address: string, more: object = {}) =>
    askToken(limited, { ...form, ...more }, { 'x-forwarded-for': address })
  // What was used is forgiven as time goes by, so a slow machine may ask some more before it is refused.
  const untilRefused = async (ask: (i: number) => ReturnType<typeof from>) => {
    const statuses: number[] = []
    for (let i = 0; i < 100; i++) {
      const answer = await ask(i)
      if (answer.status === 429) return { statuses, refused: answer }
      statuses.push(answer.status)
    }
    throw new Error(`Nobody was refused: ${statuses.join(' ')}`)
  }
  for (let i = 0; i < 5; i++) await from(`10.0.1.${i}`, { client_secret: 'a guess' })
  const client = await untilRefused((i) => from(`10.0.2.${i}`))
  t.ok(client.statuses.length >= 3, 'guesses of others count for nobody else')
  t.strictSame([...new Set(client.statuses)], [200])
  t.match(client.refused, { status: 429, body: { error: 'temporarily_unavailable', code: 'LIMIT_EXCEEDED' } })
  t.match(
    client.refused.body.error_description,
    /^One client gets 3 tokens a minute, each good for ten; try again in \d+ s$/,
  )
  t.ok(Number(client.refused.headers['retry-after']) >= 1)
  const network = await untilRefused((i) => from(`2001:db8:1:2:${i}::1`, { client_secret: 'a guess' }))
  t.ok(network.statuses.length >= 8, 'a network')
  t.strictSame([...new Set(network.statuses)], [401])
  t.match(network.refused.body.error_description, /^One address may ask 8 times a minute/)
  const other = await makeAccount(limited, limited.viewer('PROVINCE_ADMIN', limited.nextProvince()))
  t.match(await from('10.0.0.3', { client_id: other.id, client_secret: other.secret }), { status: 200 }, 'others go on')
})

t.test('given tokens that somebody else has made, then they are none', async (t) => {
  const claims = { iss: 'ttdn/oauth/token', aud: 'ttdn', sub: `account:${account.id}`, exp: now() + 60, secret: 1 }
  const header = { alg: 'HS256', kid: 'accounts' }
  const development = 'development-only-secret-that-production-refuses'
  const forged = compose(header, { ...claims, scope: 'records:read' }, hmac(development))
  t.match(await whoIs(app, forged), /^UNAUTHENTICATED/, 'by the secret of tokens with claims')
  const borrowed = await tokenOf(app, account)
  const [head, , tail] = borrowed.split('.')
  const payload = Buffer.from(JSON.stringify({ ...claims, scope: 'imports:write' })).toString('base64url')
  t.match(await whoIs(app, `${head}.${payload}.${tail}`), /^UNAUTHENTICATED/, 'by changing one')
})
