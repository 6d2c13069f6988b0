import { createHmac, generateKeyPairSync, sign } from 'node:crypto'
import t from 'tap'
import { newId } from '../../src/db/ids.ts'
import { createApp } from '../helpers/app.ts'
import { createDepartment } from '../helpers/fixtures.ts'

const secret = 'a secret of this test alone, and long enough'
const app = await createApp(t, { env: { JWT_SECRET: secret } })
const query = '{ viewer { subject role province { slug } department { id } } }'
const now = Math.floor(Date.now() / 1000)
const usual = {
  sub: 'lan@example.vn',
  role: 'PROVINCE_VIEWER',
  province: 'lang-son',
  iss: 'ttdn',
  aud: 'ttdn',
  iat: now,
  exp: now + 600,
}

const encode = (part: object | string) =>
  Buffer.from(typeof part === 'string' ? part : JSON.stringify(part)).toString('base64url')
const hmac = (text: string, key = secret, algorithm = 'sha256') =>
  createHmac(algorithm, key).update(text).digest('base64url')

/** A token made by hand: its claims are the usual ones but for what is said; undefined leaves one out. */
function token(claims: object = {}, header: object = { alg: 'HS256', typ: 'JWT' }, key = secret): string {
  const body = `${encode(header)}.${encode({ ...usual, ...claims })}`
  return `${body}.${hmac(body, key)}`
}

async function ask(authorization: string | undefined, language?: string) {
  const { status, data, errors } = await app.gql(query, {}, undefined, {
    ...(authorization !== undefined && { authorization }),
    ...(language !== undefined && { 'accept-language': language }),
  })
  return { status, viewer: data?.viewer, code: errors?.[0].extensions.code, message: errors?.[0].message }
}

t.test('given a token that is right, when it is sent, then the service knows who asks', async (t) => {
  const admin = app.viewer('PROVINCE_ADMIN', 'lang-son')
  const { id } = await createDepartment(app, admin)
  const table: [claims: object, viewer: object][] = [
    [{}, { subject: 'lan@example.vn', role: 'PROVINCE_VIEWER', province: { slug: 'lang-son' }, department: null }],
    [
      { role: 'PROVINCE_ADMIN', province: 'bac-kan' },
      { role: 'PROVINCE_ADMIN', province: { slug: 'bac-kan' } },
    ],
    [
      { role: 'DEPARTMENT_OFFICER', department: id },
      { role: 'DEPARTMENT_OFFICER', department: { id } },
    ],
    [
      { role: 'DEPARTMENT_OFFICER', department: newId() },
      { role: 'DEPARTMENT_OFFICER', department: null },
    ],
    [
      { role: 'PROVINCE_ADMIN', department: id },
      { role: 'PROVINCE_ADMIN', department: null },
    ],
    [{ role: 'IMPORTER' }, { role: 'IMPORTER', province: { slug: 'lang-son' } }],
    [
      { role: 'MINISTRY_ANALYST', province: undefined },
      { role: 'MINISTRY_ANALYST', province: null },
    ],
    [
      { role: 'MINISTRY_ADMIN', province: 'lang-son', department: id },
      { role: 'MINISTRY_ADMIN', province: null, department: null },
    ],
    [{ aud: ['other', 'ttdn'] }, { role: 'PROVINCE_VIEWER' }],
    [{ sub: 'Trần Thị "Lan" \\ \u2028', more: { a: 1 } }, { subject: 'Trần Thị "Lan" \\ \u2028' }],
  ]
  for (const [i, [claims, viewer]] of table.entries()) {
    for (let run = 0; run < 3; run++)
      t.match(await ask(`Bearer ${token(claims)}`), { status: 200, viewer, code: undefined }, `token ${i}`)
  }
})

t.test(
  'given a token that is wrong, when it is sent, then UNAUTHENTICATED in two languages, and nothing more',
  async (t) => {
    const { privateKey } = generateKeyPairSync('rsa', { modulusLength: 2048 })
    const signed = (header: object, claims: object = {}) => {
      const body = `${encode(header)}.${encode({ ...usual, ...claims })}`
      return `${body}.${sign('sha256', Buffer.from(body), privateKey).toString('base64url')}`
    }
    const good = token()
    const [header, payload, signature] = good.split('.') as [string, string, string]
    const body = `${encode({ alg: 'HS512' })}.${payload}`
    const authorizations: Record<string, string | undefined> = {
      'no token': undefined,
      'an empty header': '',
      'no scheme': good,
      'another scheme': `Basic ${Buffer.from('lan:secret').toString('base64')}`,
      'a scheme alone': 'Bearer ',
      'two tokens': `Bearer ${good} ${good}`,
      'no token at all': 'Bearer abc',
      'a part too few': `Bearer ${header}.${payload}`,
      'a part too many': `Bearer ${good}.x`,
      'no signature': `Bearer ${header}.${payload}.`,
      'another signature': `Bearer ${header}.${payload}.${hmac('something else')}`,
      'one letter of the signature': `Bearer ${header}.${payload}.${signature[0] === 'A' ? 'B' : 'A'}${signature.slice(1)}`,
      'other claims under it': `Bearer ${header}.${encode({ ...usual, role: 'PROVINCE_ADMIN' })}.${signature}`,
      'another secret': `Bearer ${token({}, { alg: 'HS256' }, 'the secret of somebody else altogether')}`,
      'the secret that everybody knows': `Bearer ${token({}, { alg: 'HS256' }, 'development-only-secret-that-production-refuses')}`,
      'no algorithm': `Bearer ${encode({ alg: 'none' })}.${payload}.`,
      'no algorithm, in capitals': `Bearer ${encode({ alg: 'NONE' })}.${payload}.`,
      'no algorithm, though signed': `Bearer ${token({}, { alg: 'none' })}`,
      'another algorithm of the same secret': `Bearer ${body}.${hmac(body, secret, 'sha512')}`,
      'a key of its own': `Bearer ${signed({ alg: 'RS256' })}`,
      'a key in its header': `Bearer ${signed({ alg: 'RS256', jwk: {}, jku: 'http://127.0.0.1/keys', kid: '../../dev/null' })}`,
      'a key’s name that reads a file': `Bearer ${token({}, { alg: 'HS256', kid: '/dev/null' }, '')}`,
      'a wrong audience': `Bearer ${token({ aud: 'other' })}`,
      'no audience': `Bearer ${token({ aud: undefined })}`,
      'a wrong issuer': `Bearer ${token({ iss: 'https://example.vn' })}`,
      'no issuer': `Bearer ${token({ iss: undefined })}`,
      'no end': `Bearer ${token({ exp: undefined })}`,
      'an end that is no number': `Bearer ${token({ exp: String(now + 600) })}`,
      'not yet': `Bearer ${token({ nbf: now + 300 })}`,
      nobody: `Bearer ${token({ sub: undefined })}`,
      'an empty subject': `Bearer ${token({ sub: '' })}`,
      'a subject that is no text': `Bearer ${token({ sub: 7 })}`,
      'a subject with NUL': `Bearer ${token({ sub: 'lan\0' })}`,
      'a subject with half a letter': `Bearer ${token({ sub: 'lan\ud800' })}`,
      'a subject without end': `Bearer ${token({ sub: 'x'.repeat(256) })}`,
      'no role': `Bearer ${token({ role: undefined })}`,
      'an unknown role': `Bearer ${token({ role: 'ADMIN' })}`,
      'a role in small letters': `Bearer ${token({ role: 'province_viewer' })}`,
      'several roles': `Bearer ${token({ role: ['PROVINCE_VIEWER'] })}`,
      'a role that every object has': `Bearer ${token({ role: 'constructor' })}`,
      'no province': `Bearer ${token({ province: undefined })}`,
      'an unknown province': `Bearer ${token({ province: 'nowhere' })}`,
      'a province’s number': `Bearer ${token({ province: 13 })}`,
      'a province that every object has': `Bearer ${token({ province: '__proto__' })}`,
      'an officer without a department': `Bearer ${token({ role: 'DEPARTMENT_OFFICER' })}`,
      'an officer of no department': `Bearer ${token({ role: 'DEPARTMENT_OFFICER', department: 'Sở TTTT' })}`,
      'claims that are no object': `Bearer ${header}.${encode('[]')}.${hmac(`${header}.${encode('[]')}`)}`,
      'claims that are no JSON': `Bearer ${header}.${encode('{')}.${hmac(`${header}.${encode('{')}`)}`,
      'a very long one': `Bearer ${token({ more: 'x'.repeat(100_000) })}`.slice(0, 12_000),
    }
    for (const [what, authorization] of Object.entries(authorizations)) {
      const english = await ask(authorization, 'en')
      t.match(english, { viewer: undefined, code: 'UNAUTHENTICATED', message: /^Sign in first/ }, what)
      t.match(await ask(authorization), { code: 'UNAUTHENTICATED', message: /^Cần đăng nhập/ }, what)
    }
  },
)

t.test('given a token that has ended, when it is sent, then UNAUTHENTICATED says so', async (t) => {
  for (const exp of [now - 300, 1, 0, -1]) {
    t.match(
      await ask(`Bearer ${token({ exp })}`, 'en'),
      { code: 'UNAUTHENTICATED', message: /has expired/ },
      String(exp),
    )
    t.match(await ask(`Bearer ${token({ exp })}`, 'vi'), { code: 'UNAUTHENTICATED', message: /đã hết hạn/ })
  }
  t.match(await ask(`Bearer ${token({ exp: now + 3 })}`), { code: undefined })
})

t.test('given no token, when any field is asked for, then UNAUTHENTICATED; the schema is told', async (t) => {
  const table: [query: string, code: string | undefined][] = [
    ['{ indicators { code } }', 'UNAUTHENTICATED'],
    ['{ provinces { totalCount } }', 'UNAUTHENTICATED'],
    ['{ node(id: "x") { id } }', 'UNAUTHENTICATED'],
    ['mutation { createDepartment(input: { name: "x", kind: OTHER }) { userErrors { code } } }', 'UNAUTHENTICATED'],
    ['{ __typename }', undefined],
    ['{ __schema { queryType { name } } }', undefined],
  ]
  for (const [query, code] of table) {
    const { errors, statements } = await app.gql(query, {}, undefined)
    t.equal(errors?.[0].extensions.code, code, query)
    t.same(statements, [], 'the database is not asked')
  }
})

t.test(
  'given a preference of languages, when refused, then the message is in the first that the service speaks',
  async (t) => {
    const table: [header: string | undefined, language: 'vi' | 'en'][] = [
      [undefined, 'vi'],
      ['', 'vi'],
      ['en', 'en'],
      ['en-US,en;q=0.9', 'en'],
      ['EN', 'en'],
      ['vi', 'vi'],
      ['vi-VN,vi;q=0.9,en;q=0.8', 'vi'],
      ['fr, en;q=0.5', 'en'],
      ['fr', 'vi'],
      ['*', 'vi'],
      ['english', 'vi'],
    ]
    for (const [header, language] of table) {
      t.match(await ask(undefined, header), { message: language === 'en' ? /^Sign in/ : /^Cần/ }, String(header))
    }
  },
)
