import { setTimeout as sleep } from 'node:timers/promises'
import t from 'tap'
import { createApp, type Viewer } from '../helpers/app.ts'
import { makeAccount, sendWell, tokenOf } from '../helpers/accounts.ts'
import { createPlan } from '../helpers/fixtures.ts'
import { rawSocket, signIn, until, type Raw } from '../helpers/live.ts'

const app = await createApp(t)
const slug = app.nextProvince()
const admin = app.viewer('PROVINCE_ADMIN', slug)

const plans = 'subscription { planChanged { plan { title } } }'
const subscribe = (id: string, query = plans, more: object = {}) => ({
  id,
  type: 'subscribe',
  payload: { query, ...more },
})
/** A token that ends so many seconds from now. */
const token = (seconds: number) => {
  const exp = Math.floor(Date.now() / 1000) + seconds
  return app.app.jwt.sign({ sub: 'a@test', role: 'PROVINCE_ADMIN', province: slug, exp })
}

async function signedIn(t: Parameters<typeof rawSocket>[0], viewer: Viewer = admin): Promise<Raw> {
  const raw = await rawSocket(t, app.app)
  const ack = await raw.ask(signIn(viewer))
  if (ack.type !== 'connection_ack') throw new Error(JSON.stringify(ack))
  return raw
}

t.test('given a token, when a client signs in, then it is taken from the message or the header', async (t) => {
  const bearer = admin.headers['authorization']!
  const wrong = { authorization: 'Bearer x' }
  const good: [string, object, object | undefined][] = [
    ['payload', {}, { Authorization: bearer }],
    ['in any case', {}, { aUTHORIZATION: bearer.replace('Bearer', 'bearer') }],
    ['header', { headers: { authorization: bearer } }, undefined],
    ['header, with a payload about something else', { headers: { authorization: bearer } }, { 'x-a': 1 }],
    ['payload before header', { headers: wrong }, { Authorization: bearer }],
  ]
  for (const [name, options, payload] of good) {
    const raw = await rawSocket(t, app.app, options)
    t.strictSame(await raw.ask({ type: 'connection_init', payload }), { type: 'connection_ack' }, name)
    raw.socket.close()
  }
  const bad: [string, object, object | undefined, string][] = [
    ['none', {}, undefined, 'Unauthorized'],
    ['no scheme', {}, { Authorization: bearer.slice(7) }, 'Unauthorized'],
    ['another scheme', {}, { Authorization: bearer.replace('Bearer', 'Basic') }, 'Unauthorized'],
    ['changed', {}, { Authorization: `${bearer}x` }, 'Unauthorized'],
    ['no text', {}, { Authorization: [bearer, bearer] }, 'Unauthorized'],
    [
      'wrong payload, good header',
      { headers: { authorization: bearer } },
      { Authorization: 'Bearer x' },
      'Unauthorized',
    ],
    ['nested', {}, { headers: { Authorization: bearer } }, 'Unauthorized'],
    ['old', {}, { Authorization: `Bearer ${token(-60)}` }, 'Token expired'],
  ]
  for (const [name, options, payload, reason] of bad) {
    const raw = await rawSocket(t, app.app, options)
    raw.send({ type: 'connection_init', payload })
    t.strictSame(await raw.closed, { code: 4401, reason }, name)
    t.strictSame(raw.messages, [], 'not a word before the close')
  }
})

t.test('given a client that breaks the protocol, then its connection is closed with the protocol’s code', async (t) => {
  const init = signIn(admin)
  const table: [name: string, messages: (object | string)[], code: number, protocol?: string][] = [
    ['no JSON', ['{'], 4400],
    ['no object', ['[]'], 4400],
    ['no type', [init, {}], 4400],
    ['an unknown type', [init, { type: 'start', id: '1' }], 4400],
    ['a type of servers', [init, { type: 'next', id: '1', payload: {} }], 4400],
    ['no id', [init, { ...subscribe(''), id: undefined }], 4400],
    ['a syntax tree for a text', [init, subscribe('1', { kind: 'Document', definitions: [] } as never)], 4400],
    ['variables that are a list', [init, subscribe('1', plans, { variables: [] })], 4400],
    ['no sign-in first', [subscribe('1')], 4401],
    ['a second sign-in', [init, init], 4429],
    ['an id in use', [init, subscribe('1'), subscribe('1')], 4409],
    ['too long', [init, subscribe('1', `${plans} #${'x'.repeat(16_384)}`)], 1009],
    ['another sub-protocol', [], 4406, 'graphql-ws'],
  ]
  for (const [name, messages, code, protocol] of table) {
    const raw = await rawSocket(t, app.app, protocol ? { protocol } : {}).catch((error: Error) => error)
    // A client refuses a server that takes none of its sub-protocols.
    if (raw instanceof Error) {
      t.match(raw.message, /no subprotocol/, name)
      continue
    }
    for (const [i, message] of messages.entries()) {
      if (i > 0 && messages[0] === init && i === 1) await until('it is signed in', () => raw.messages.length > 0)
      raw.send(message)
    }
    t.equal((await raw.closed).code, code, name)
  }
  const none = await rawSocket(t, app.app, { protocol: '' })
  t.strictSame(await none.closed, { code: 4406, reason: 'Subprotocol not acceptable' })
  await until('all subscriptions have ended', () => app.app.live.size === 0)
})

t.test('given a client that says nothing, then its connection is closed after five seconds', async (t) => {
  const start = Date.now()
  const raw = await rawSocket(t, app.app)
  const closed = await Promise.race([raw.closed, sleep(9_000, 'not closed')])
  t.strictSame(closed, { code: 4408, reason: 'Connection initialisation timeout' })
  t.ok(Date.now() - start >= 4_900 && Date.now() - start < 8_000)
})

t.test('given an operation at fault, when it is sent, then it alone ends with an error', async (t) => {
  const raw = await signedIn(t)
  const deep = `subscription { planChanged { plan { ${'parent { '.repeat(13)}id${' }'.repeat(13)} } } }`
  const table: [name: string, payload: Record<string, unknown>, code: string, message: RegExp][] = [
    ['a query', { query: '{ viewer { subject } }' }, 'BAD_INPUT', /over HTTP/],
    ['a mutation', { query: 'mutation { createPlan(input: {}) { plan { id } } }' }, 'BAD_INPUT', /over HTTP/],
    ['no document', { query: '' }, 'BAD_INPUT', /Syntax Error/],
    ['a syntax tree in JSON', { query: '{"kind":"Document","definitions":[]}' }, 'BAD_INPUT', /Syntax Error/],
    ['an unknown field', { query: 'subscription { planChanged { x } }' }, 'BAD_INPUT', /Cannot query field "x"/],
    [
      'two fields',
      { query: `subscription { a: planChanged { kind } b: planChanged { kind } }` },
      'BAD_INPUT',
      /only one/,
    ],
    ['introspection', { query: 'subscription { __typename }' }, 'BAD_INPUT', /introspection/],
    ['a field left out', { query: 'subscription { planChanged @skip(if: true) { kind } }' }, 'BAD_INPUT', /directive/],
    [
      'a fragment left out',
      { query: 'subscription { ... @skip(if: true) { planChanged { kind } } }' },
      'BAD_INPUT',
      /fragment/,
    ],
    [
      'several operations',
      { query: `${plans} subscription B { planChanged { kind } }`, operationName: null },
      'BAD_INPUT',
      /anonymous|several/,
    ],
    [
      'a wrong variable',
      { query: 'subscription($a: String!) { planChanged(after: $a) { kind } }' },
      'BAD_INPUT',
      /\$a/,
    ],
    [
      'a variable of another type',
      { query: 'subscription($a: ID) { planChanged(planId: $a) { kind } }', variables: { a: {} } },
      'BAD_INPUT',
      /\$a/,
    ],
    ['too deep', { query: deep }, 'LIMIT_EXCEEDED', /15 cấp/],
    [
      'too many rows',
      { query: 'subscription { planChanged { plan { tasks(first: 101) { nodes { id } } } } }' },
      'LIMIT_EXCEEDED',
      /100/,
    ],
  ]
  for (const [name, payload, code, message] of table) {
    const answer = await raw.ask({ id: name, type: 'subscribe', payload })
    t.match(answer, { id: name, type: 'error', payload: [{ message, extensions: { code } }] }, name)
  }
  const importer = await signedIn(t, app.viewer('IMPORTER', slug))
  t.match(await importer.ask(subscribe('1')), { type: 'error', payload: [{ extensions: { code: 'FORBIDDEN' } }] })

  raw.send(subscribe('good'))
  await until('it began', () => app.app.live.size === 1)
  await createPlan(app, admin, { title: 'Được' })
  await until('the event came', () => raw.messages.at(-1)?.type === 'next')
  t.match(raw.messages.at(-1), { id: 'good', payload: { data: { planChanged: { plan: { title: 'Được' } } } } })
  raw.send({ type: 'complete', id: 'good' })
  await until('it ended', () => app.app.live.size === 0)
  t.strictSame(await raw.ask({ type: 'ping', payload: { a: 1 } }), { type: 'pong', payload: { a: 1 } })
})

t.test('given a connection, when a message brings another identity, then the first one stays', async (t) => {
  const other = app.nextProvince()
  const stranger = app.viewer('PROVINCE_ADMIN', other)
  const raw = await rawSocket(t, app.app, { headers: { ...stranger.headers } })
  const also = { province: other, 'x-forwarded-for': '1.1.1.1', headers: stranger.headers, viewer: { province: other } }
  await raw.ask({ type: 'connection_init', payload: { ...signIn(admin).payload, ...also } })
  const extension = { type: 'connectionInit', payload: signIn(stranger).payload }
  raw.send({ ...subscribe('1', plans, { extensions: { connectionInit: extension } }), extensions: [extension] })
  await until('it began', () => app.app.live.size === 1)
  await createPlan(app, stranger, { title: 'Của tỉnh khác' })
  await createPlan(app, admin, { title: 'Của mình' })
  await until('an event came', () => raw.messages.length > 1)
  t.strictSame(
    raw.messages.slice(1).map(({ payload }) => payload.data.planChanged.plan.title),
    ['Của mình'],
  )
})

t.test(
  'given a token that expires, when its time comes, then the connection ends with its subscriptions',
  async (t) => {
    const raw = await rawSocket(t, app.app)
    const start = Math.floor(Date.now() / 1000)
    await raw.ask({ type: 'connection_init', payload: { Authorization: `Bearer ${token(2)}` } })
    raw.send(subscribe('1'))
    await until('it began', () => app.app.live.size === 1)
    t.strictSame(await raw.closed, { code: 4401, reason: 'Token expired' })
    t.ok(Date.now() / 1000 >= start + 2)
    t.equal(app.app.live.size, 0)
  },
)

t.test(
  'given an open connection, when its account is revoked, then it ends within seconds, and no other',
  async (t) => {
    const ministry = app.viewer('MINISTRY_ADMIN')
    const open = async (owner: Viewer, role: string) => {
      const account = await makeAccount(app, owner, { role, scopes: ['records:read', 'changes:read'] })
      const raw = await signedIn(t, {
        ...owner,
        headers: { authorization: `Bearer ${await tokenOf(app, account)}` },
      })
      raw.send(subscribe('1'))
      return { account, raw }
    }
    const before = app.app.live.begun
    const accounts = {
      revoked: await open(admin, 'PROVINCE_VIEWER'),
      other: await open(admin, 'PROVINCE_VIEWER'),
      ofTheMinistry: await open(ministry, 'MINISTRY_ANALYST'),
    }
    await until('all listen', () => app.app.live.begun === before + 3)
    const revoke = ({ account }: typeof accounts.other, viewer: Viewer) =>
      sendWell(app, 'revokeServiceAccount', { id: account.id, version: account.version }, viewer)
    await revoke(accounts.revoked, admin)
    await revoke(accounts.ofTheMinistry, ministry)
    for (const { raw } of [accounts.revoked, accounts.ofTheMinistry]) {
      t.strictSame(await raw.closed, { code: 4401, reason: 'Unauthorized' })
    }
    await createPlan(app, admin)
    await until('the other is still told', () => accounts.other.raw.messages.some(({ type }) => type === 'next'))
  },
)
