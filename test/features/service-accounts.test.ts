import t from 'tap'
import { createApp } from '../helpers/app.ts'
import { askToken, bearing, makeAccount, send, sendWell, tokenOf, whoIs } from '../helpers/accounts.ts'

const logged: string[] = []
const app = await createApp(t, {
  env: { LOG_LEVEL: 'trace' },
  logTo: { write: (line) => void logged.push(line) },
})
const ministry = app.viewer('MINISTRY_ADMIN')
const noId = '01890000-0000-7000-8000-000000000000'
const gone = /^UNAUTHENTICATED: This account isn’t registered here/
const revealed: string[] = []

/** A province of the test's own, its administrator, and an importer's account. */
async function newAccount(more: object = {}) {
  const slug = app.nextProvince()
  const admin = app.viewer('PROVINCE_ADMIN', slug)
  const account = await makeAccount(app, admin, more)
  revealed.push(account.secret)
  return { slug, admin, account }
}

/** How the administrator sees it. */
async function seen(id: string, admin: typeof ministry) {
  const { data } = await app.gql(
    '{ serviceAccounts(first: 100) { nodes { id name scopes version lastUsedAt previousSecretUntil revokedAt provinces { slug } } } }',
    {},
    admin,
  )
  return data.serviceAccounts.nodes.find((node: { id: string }) => node.id === id)
}

t.test('given a token in hand, when its account is revoked, then it is worth nothing at once', async (t) => {
  const { slug, admin, account } = await newAccount()
  const token = await tokenOf(app, account)
  for (let i = 0; i < 3; i++) t.match(await whoIs(app, token), { role: 'IMPORTER', province: { slug } })
  const { errors } = await app.gql('{ plans { totalCount } }', {}, bearing(token))
  t.match(errors, [{ extensions: { code: 'FORBIDDEN' } }], 'an importer reads nothing else')
  const input = { id: account.id, version: 1, reason: 'Không dùng nữa' }
  t.match(await sendWell(app, 'revokeServiceAccount', input, admin), {
    serviceAccount: { revokedAt: String, version: 2 },
  })
  t.match(await whoIs(app, token), gone)
  const form = { grant_type: 'client_credentials', client_id: account.id, client_secret: account.secret }
  t.match(await askToken(app, form), { status: 401, body: { error: 'invalid_client' } })
  for (const name of ['revokeServiceAccount', 'rotateServiceAccountSecret', 'updateServiceAccount']) {
    const { userErrors, data } = await send(app, name, { id: account.id, version: 2 }, admin)
    t.match(userErrors, [{ code: 'INVALID_STATE' }], name)
    t.notOk(data.clientSecret, name)
  }
})

t.test('given a new secret, then the old one is good until its end and no longer, and so are its tokens', async (t) => {
  const { admin, account } = await newAccount()
  const early = await tokenOf(app, account)
  const rotate = async (version: number, overlapHours?: number) => {
    const input = { id: account.id, version, ...(overlapHours !== undefined && { overlapHours }) }
    const { serviceAccount, clientSecret } = await sendWell(app, 'rotateServiceAccountSecret', input, admin)
    revealed.push(clientSecret)
    return { ...serviceAccount, secret: clientSecret as string }
  }
  const second = await rotate(1)
  const hours = (Date.parse(second.previousSecretUntil) - Date.now()) / 3_600_000
  t.ok(hours > 23.9 && hours <= 24, 'for a day unless said')
  t.match(await whoIs(app, await tokenOf(app, account)), { role: 'IMPORTER' }, 'the first')
  t.match(await whoIs(app, await tokenOf(app, second)), { role: 'IMPORTER' }, 'the second')
  t.match(await whoIs(app, early), { role: 'IMPORTER' }, 'a token of the first')
  await app.owner.query(`update service_accounts set previous_until = now() where id = $1`, [account.id])
  await t.rejects(tokenOf(app, account), /invalid_client/, 'the first, after its end')
  t.match(await whoIs(app, early), gone, 'a token of the first, after its end')
  const current = await tokenOf(app, second)
  const third = await rotate(2, 0)
  t.equal(third.previousSecretUntil, null)
  await t.rejects(tokenOf(app, second), /invalid_client/, 'without overlap')
  t.match(await whoIs(app, current), gone)
  t.match(await whoIs(app, await tokenOf(app, third)), { role: 'IMPORTER' })
  for (const overlapHours of [-1, 721]) {
    const { userErrors } = await send(
      app,
      'rotateServiceAccountSecret',
      { id: account.id, version: 3, overlapHours },
      admin,
    )
    t.match(userErrors, [{ code: 'BAD_INPUT', path: ['input', 'overlapHours'] }])
  }
})

t.test('given uses, then the last is shown to the minute, and written no oftener', async (t) => {
  const { admin, account } = await newAccount()
  t.equal((await seen(account.id, admin)).lastUsedAt, null)
  const token = await tokenOf(app, account)
  const first = (await seen(account.id, admin)).lastUsedAt
  t.ok(Date.now() - Date.parse(first) < 5_000)
  const from = app.statements.length
  for (let i = 0; i < 3; i++) await whoIs(app, token)
  t.equal(app.statements.slice(from).filter((text) => text.includes('noteUse')).length, 0)
  t.equal((await seen(account.id, admin)).lastUsedAt, first)
  await app.owner.query(`update service_accounts set last_used_at = now() - interval '2 minutes' where id = $1`, [
    account.id,
  ])
  await whoIs(app, token)
  const later = (await seen(account.id, admin)).lastUsedAt
  t.ok(Date.parse(later) >= Date.parse(first))
  t.equal((await seen(account.id, admin)).version, 1, 'and it is no change of the account')
})

t.test('given fewer scopes, then tokens that have more lose them at once', async (t) => {
  const { admin, account } = await newAccount({ role: 'PROVINCE_VIEWER', scopes: ['records:read', 'rollups:read'] })
  const viewer = bearing(await tokenOf(app, account))
  t.match(await app.gql('{ plans { totalCount } }', {}, viewer), { data: { plans: { totalCount: 0 } } })
  await sendWell(app, 'updateServiceAccount', { id: account.id, version: 1, scopes: ['rollups:read'] }, admin)
  const { errors } = await app.gql('{ plans { totalCount } }', {}, viewer)
  t.match(errors, [{ extensions: { code: 'FORBIDDEN' } }])
  const mutation =
    'mutation { createPlan(input: { title: "x", kind: ANNUAL, periodStart: "2024-01-01", periodEnd: "2024-12-31" }) { userErrors { code } } }'
  t.match((await app.gql(mutation, {}, viewer)).errors, [{ extensions: { code: 'FORBIDDEN' } }], 'and none writes')
})

t.test('given several provinces, then the account may enter each of them and is in none', async (t) => {
  const [a, b] = [app.nextProvince(), app.nextProvince()]
  const account = await makeAccount(app, ministry, { provinces: [b, a, b] })
  revealed.push(account.secret)
  const token = await tokenOf(app, account)
  const viewer = await whoIs(app, token)
  t.match(viewer, { role: 'IMPORTER', province: null, scopes: ['imports:write'] })
  t.strictSame(viewer.provinces.map((one: any) => one.slug).sort(), [a, b].sort())
  for (const query of ['{ plans { totalCount } }', '{ nationalRollup(groupBy: [YEAR]) { total { plans } } }']) {
    t.match((await app.gql(query, {}, bearing(token))).errors, [{ extensions: { code: 'FORBIDDEN' } }], query)
  }
  t.match(await app.gql('{ provinces(first: 1) { nodes { slug } } }', {}, bearing(token)), { data: { provinces: {} } })
  const nation = await makeAccount(app, ministry, { role: 'MINISTRY_ANALYST', scopes: ['rollups:read'] })
  revealed.push(nation.secret)
  t.match(await whoIs(app, await tokenOf(app, nation)), { role: 'MINISTRY_ANALYST', province: null, provinces: [] })
})

t.test('given what can be wrong with an account, then it is said and there is no secret', async (t) => {
  const [slug, other] = [app.nextProvince(), app.nextProvince()]
  const admin = app.viewer('PROVINCE_ADMIN', slug)
  const importer = { name: 'x', role: 'IMPORTER', scopes: ['imports:write'] }
  const cases: [string, object, typeof admin, string[]][] = [
    ['no name', { ...importer, name: '' }, admin, ['input', 'name']],
    ['the nation for a province', { ...importer, role: 'MINISTRY_ANALYST' }, admin, ['input', 'role']],
    ['a province’s reader for the ministry', { ...importer, role: 'PROVINCE_VIEWER' }, ministry, ['input', 'role']],
    ['no scope', { ...importer, scopes: [] }, admin, ['input', 'scopes']],
    [
      'another role’s scope',
      { ...importer, scopes: ['imports:write', 'records:read'] },
      admin,
      ['input', 'scopes', '1'],
    ],
    ['an unknown scope', { ...importer, scopes: ['*'] }, admin, ['input', 'scopes', '0']],
    ['another province', { ...importer, provinces: [other] }, admin, ['input', 'provinces']],
    ['no province', importer, ministry, ['input', 'provinces']],
    ['an unknown province', { ...importer, provinces: [slug, 'nowhere'] }, ministry, ['input', 'provinces', '1']],
    [
      'a province for the nation',
      { name: 'x', role: 'MINISTRY_ANALYST', scopes: ['rollups:read'], provinces: [slug] },
      ministry,
      ['input', 'provinces'],
    ],
  ]
  for (const [name, input, who, path] of cases) {
    const { data, userErrors } = await send(app, 'createServiceAccount', input, who)
    t.match(userErrors, [{ code: 'BAD_INPUT', path }], name)
    t.match(data, { serviceAccount: null, clientSecret: null }, name)
  }
  for (const role of ['PROVINCE_VIEWER', 'IMPORTER'] as const) {
    const { errors } = await send(app, 'createServiceAccount', importer, app.viewer(role, slug))
    t.match(errors, [{ extensions: { code: 'FORBIDDEN' } }], role)
  }
})

t.test('given another’s account, then it is word for word as if there were none', async (t) => {
  const { account, admin } = await newAccount()
  const other = app.viewer('PROVINCE_ADMIN', app.nextProvince())
  for (const who of [other, ministry]) {
    for (const name of ['updateServiceAccount', 'rotateServiceAccountSecret', 'revokeServiceAccount']) {
      const [real, none] = [account.id, noId].map((id) => send(app, name, { id, version: 1 }, who))
      t.equal(JSON.stringify(await real).replaceAll(account.id, noId), JSON.stringify(await none), name)
      t.match((await none)?.userErrors, [{ code: 'NOT_FOUND' }])
    }
    t.equal(await seen(account.id, who), undefined)
  }
  t.ok(await seen(account.id, admin))
})

t.test('given a repeated request, then its secret is not said again, and is not kept for that', async (t) => {
  const admin = app.viewer('PROVINCE_ADMIN', app.nextProvince())
  const input = { name: 'Máy', role: 'IMPORTER', scopes: ['imports:write'] }
  const headers = { 'idempotency-key': 'one' }
  const first = await send(app, 'createServiceAccount', input, admin, headers)
  const again = await send(app, 'createServiceAccount', input, admin, headers)
  t.match(first.data.clientSecret, /^[\w-]{43}$/)
  revealed.push(first.data.clientSecret)
  t.equal(again.data.clientSecret, null)
  t.equal(again.data.serviceAccount.id, first.data.serviceAccount.id)
})

t.test('given all that was done here, then no secret and no token is in the log or the database', async (t) => {
  t.ok(revealed.length > 8 && logged.length > 50, `${revealed.length} secrets, ${logged.length} lines`)
  const { rows: tables } = await app.owner.query(
    `select quote_ident(relname) as name from pg_class where relnamespace = 'public'::regnamespace and relkind = 'r'
     and relname in ('audit_log', 'national_audit_log', 'idempotency_keys', 'national_idempotency_keys', 'service_accounts')`,
  )
  const texts = [...logged]
  for (const { name } of tables) {
    const { rows } = await app.owner.query(`select x::text as text from ${name} x`)
    texts.push(...rows.map(({ text }) => text as string))
  }
  const all = texts.join('\n')
  t.notOk(
    revealed.some((secret) => all.includes(secret)),
    'secrets',
  )
  t.notMatch(all, /eyJ[\w-]+\.eyJ/, 'tokens')
  const { rows: audits } = await app.owner.query(
    'select changes::text from audit_log union all select changes::text from national_audit_log',
  )
  t.notMatch(JSON.stringify(audits), /scrypt/, 'nor a hash in the history')
  const { rows } = await app.owner.query('select secret_hash from service_accounts')
  for (const { secret_hash: hash } of rows) t.match(hash, /^scrypt:16384:8:1:[\w-]{22}:[\w-]{43}$/)
})
