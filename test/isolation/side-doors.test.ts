import { buildSchema } from 'graphql'
import t from 'tap'
import { schemaText } from '../../src/api.ts'
import { tenantDoor } from '../../src/db/tenancy.ts'
import { createApp, type TestApp, type Viewer } from '../helpers/app.ts'
import { administer } from '../helpers/database.ts'
import { attempt, documentOf } from '../helpers/mutations.ts'
import { nobodysId } from './inputs.ts'
import { marksIn } from './marks.ts'
import { generous } from './viewers.ts'
import { makeFilledTemplate, type Side } from './world.ts'
import { attemptsOf } from './write-cells.ts'

// Ways by which one province could learn of another without asking for it: names that are taken, what a cache or a
// connection still knows of who was there before, and answers that are kept for a retry.

const name = `side_doors_${process.pid}`
const world = await makeFilledTemplate(name)
process.env['TEST_TEMPLATE'] = name
t.teardown(() => administer(`drop database if exists ${name} with (force)`))

const adminOf = (app: TestApp, side: Side): Viewer => app.viewer('PROVINCE_ADMIN', world.slugs[side])
const ofB = [world.marks.Bopen, world.marks.Bhidden]

t.test('given names, references and subjects that B has, when A uses the same, then none is taken', async (t) => {
  const app = await createApp(t, { env: generous })
  const admin = adminOf(app, 'A')
  const row = (table: string) => world.rows[table]!.B[0]!
  const document = row('documents')
  const plan = { kind: 'ANNUAL', periodStart: '2024-01-01', periodEnd: '2024-12-31' }
  const tries: [string, object][] = [
    ['createDepartment', { name: row('departments')['name'], kind: 'DEPARTMENT' }],
    ['createPlan', { ...plan, title: row('plans')['title'] }],
    [
      'createPlan',
      {
        ...plan,
        title: 'x',
        document: {
          title: document['title'],
          issuedOn: document['issued_on'],
          issuer: document['issuer'],
          kind: 'PLAN',
        },
      },
    ],
    [
      'createMember',
      { subject: row('members')['subject'].replaceAll(' ', '-'), displayName: 'x', role: 'PROVINCE_VIEWER' },
    ],
    ['createServiceAccount', { name: row('service_accounts')['name'], role: 'IMPORTER', scopes: ['imports:write'] }],
    ['saveProgressReport', { period: `${world.marks.Bopen.year}`, causes: 'x' }],
  ]
  await app.owner.query(`update members set subject = replace(subject, ' ', '-')`)
  for (const [mutation, input] of tries) {
    const outcome = await attempt(app, mutation, input, admin)
    t.equal(outcome.code, null, `${mutation}: ${outcome.body}`)
    t.same(
      marksIn(outcome.body, JSON.stringify(input), ofB).map((mark) => mark.name),
      [],
      mutation,
    )
  }
})

t.test(
  'given one connection, when provinces ask the same by turns and at once, then each has its own answer',
  async (t) => {
    const app = await createApp(t, { poolSize: 1, env: generous })
    const asks: { query: string; variables: object }[] = [
      {
        query:
          '{ plans(first: 100) { totalCount nodes { id title document { reference } tasks { nodes { title } } } } }',
        variables: {},
      },
      {
        query: 'query($year: Int) { plans(filter: { year: $year }) { totalCount edges { cursor node { id } } } }',
        variables: { year: world.marks.Bopen.year },
      },
      {
        query: 'query($id: ID!) { node(id: $id) { id ... on Plan { title } } }',
        variables: { id: world.rows['plans']!.B[0]!.id },
      },
      {
        query: '{ viewer { province { slug } } departments { nodes { name } } auditLog { nodes { actor } } }',
        variables: {},
      },
      {
        query: '{ nationalRollup(groupBy: [YEAR]) { rows { year plans tasks plannedBudget } total { plans } } }',
        variables: {},
      },
    ]
    const viewers = [adminOf(app, 'B'), adminOf(app, 'A'), adminOf(app, 'C'), app.viewer('MINISTRY_ANALYST')]
    const send = async ({ query, variables }: (typeof asks)[number], viewer: Viewer) => {
      const headers = { 'content-type': 'application/json', ...viewer.headers }
      const { body } = await app.app.inject({ method: 'POST', url: '/graphql', headers, payload: { query, variables } })
      const { data, errors } = JSON.parse(body)
      return JSON.stringify([data, errors])
    }
    const calm = new Map<string, string>()
    for (const viewer of viewers) {
      // Each in a service of its own, which nobody else has warmed.
      const fresh = await createApp(t, { env: generous })
      for (const ask of asks) {
        const { data, errors } = await fresh.gql(ask.query, ask.variables, viewer)
        calm.set(viewer.province + ask.query, JSON.stringify([data, errors]))
      }
    }
    for (let round = 0; round < 12; round += 1) {
      const all = asks.flatMap((ask) => viewers.map((viewer) => ({ ask, viewer })))
      const mixed = round % 2 === 0 ? all : all.toReversed()
      const answers = await Promise.all(mixed.map(({ ask, viewer }) => send(ask, viewer)))
      const wrong = mixed.filter(({ ask, viewer }, i) => answers[i] !== calm.get(viewer.province + ask.query))
      t.same(
        wrong.map(({ ask, viewer }) => `${viewer.province}: ${ask.query}`),
        [],
        `round ${round}`,
      )
    }
  },
)

t.test(
  'given a statement that fails in B’s scope, when the connection is used again, then the scope is gone',
  async (t) => {
    const app = await createApp(t, { poolSize: 1, env: generous })
    const door = tenantDoor(app.pools, { own: world.keys.B, readable: [world.keys.B] })
    const failures: Record<string, () => Promise<unknown>> = {
      'one trip': () => door.read({ text: 'select (1 / 0)::text', values: [] }),
      'one trip that can’t be parsed': () => door.read({ text: 'select from where', values: [] }),
      'one trip, named': () => door.read({ name: 'failing', text: 'select (1 / $1::integer)::text', values: [0] }),
      'one trip with a bad value': () => door.read({ text: 'select $1::uuid::text', values: ['x'] }),
      snapshot: () => door.snapshot((tx) => tx.rows('select 1 / 0')),
      write: () => door.write((tx) => tx.rows('select 1 / 0')),
      'a write that throws': () =>
        door.write(async (tx) => {
          await tx.rows('select 1')
          throw new Error('no')
        }),
    }
    for (const [name, fail] of Object.entries(failures)) {
      await t.rejects(fail(), name)
      const { rows } = await app.pools.serving.query(
        `select (select count(*)::integer from plans) as plans, coalesce(current_setting('app.own_province', true), '') as own,
         coalesce(current_setting('app.readable_provinces', true), '') as readable`,
      )
      t.same(rows[0], { plans: 0, own: '', readable: '' }, `${name}: nothing is readable outside a scope`)
      const { data } = await app.gql('{ plans(first: 100) { nodes { id title } } }', {}, adminOf(app, 'A'))
      t.equal(marksIn(JSON.stringify(data), '', ofB).length, 0, `${name}: A is shown nothing of B`)
      t.ok(data.plans.nodes.length > 0, `${name}: A is served`)
    }
  },
)

t.test('given one connection, when two provinces use it by turns under load, then each finds it clean', async (t) => {
  const app = await createApp(t, { poolSize: 1, env: { ...generous, CALLER_WAITING: '1000', CALLER_OPERATIONS: '50' } })
  const [A, B] = [adminOf(app, 'A'), adminOf(app, 'B')]
  const send = (viewer: Viewer, query: string, variables: object = {}) =>
    app.app.inject({
      method: 'POST',
      url: '/graphql',
      headers: { 'content-type': 'application/json', ...viewer.headers },
      payload: JSON.stringify({ query, variables }),
    })
  const left = `select current_user as "user", pg_is_in_recovery() as recovering, now() = statement_timestamp() as fresh,
      concat(current_setting('app.own_province', true), current_setting('app.readable_provinces', true),
        current_setting('app.subject', true), current_setting('app.client', true)) as scope,
      (select count(*)::integer from plans) as plans, (select count(*)::integer from members) as members,
      array(select pg_listening_channels()) as channels,
      (select count(*)::integer from pg_locks where pid = pg_backend_pid() and locktype = 'advisory') as locks,
      (select count(*)::integer from pg_class where pg_my_temp_schema() <> 0 and relnamespace = pg_my_temp_schema()) as temporary,
      (select count(*)::integer from pg_cursors where is_holdable) as cursors,
      array(select name from pg_settings where source = 'session') as settings,
      (select coalesce(string_agg(statement, ' '), '') from pg_prepared_statements) as prepared`
  const clean = {
    user: 'app_serving',
    recovering: false,
    fresh: true,
    scope: '',
    plans: 0,
    members: 0,
    channels: [],
    locks: 0,
    temporary: 0,
    cursors: 0,
    settings: [],
  }
  const own = (side: Side) => world.rows['plans']![side].find(({ status }) => status === 'DRAFT')!
  const update = documentOf('updatePlan')
  const turns: (() => Promise<unknown>)[] = [
    () => send(A, '{ plans(first: 100) { totalCount nodes { title } } tasks { totalCount } }'),
    () => send(B, '{ plans(first: 100) { totalCount nodes { title } } }'),
    () => send(A, update, { input: { id: own('B').id, version: 1, title: 'x' } }),
    () => send(B, update, { input: { id: own('B').id, version: 0, title: 'x' } }),
    () => send(B, 'query($id: ID!) { node(id: $id) { id } }', { id: own('A').id }),
    () => send(A, '{ plans(after: "x") { totalCount } }'),
    () => app.pools.serving.query(`select 1 / 0`).catch(() => {}),
    () =>
      tenantDoor(app.pools, { own: world.keys.B, readable: [world.keys.B] })
        .write((tx) => tx.rows('x'))
        .catch(() => {}),
  ]
  let looked = 0
  const look = async () => {
    const { rows } = await app.pools.serving.query(left)
    const { prepared, ...state } = rows[0]
    looked += 1
    if (marksIn(prepared, '', Object.values(world.marks)).length > 0) t.fail(`prepared: ${prepared}`)
    if (JSON.stringify(state) !== JSON.stringify(clean)) t.same(state, clean)
  }
  for (let round = 0; round < 5; round += 1) {
    // The pool lends its one connection in the order in which it is asked: a look falls between any two.
    await Promise.all(turns.flatMap((turn) => [turn(), look()]))
  }
  t.equal(looked, 5 * turns.length)
  t.equal(app.pools.serving.totalCount, 1)
})

t.test('given ids of B and ids of nothing, when A sends them, then the database is asked the very same', async (t) => {
  const app = await createApp(t, { env: generous })
  const admin = adminOf(app, 'A')
  const schema = buildSchema(schemaText)
  const ask = async (query: string, variables: object) => {
    const { statements } = await app.gql(query, variables, admin)
    return statements
  }
  let compared = 0
  for (const { mutation, path, table, make } of attemptsOf(schema, world)) {
    const target = world.rows[table]!.B[0]!
    const query = documentOf(mutation)
    const [there, nowhere] = [
      await ask(query, { input: make('A', target) }),
      await ask(query, { input: make('A', { ...target, id: nobodysId }) }),
    ]
    compared += 1
    t.same(there, nowhere, `${mutation}(${path})`)
  }
  for (const table of ['plans', 'tasks', 'progress_reports', 'departments', 'documents', 'recommendations']) {
    const query = 'query($id: ID!) { node(id: $id) { id } }'
    // The third time on, a query goes its shorter way.
    for (let run = 0; run < 2; run++) await ask(query, { id: nobodysId })
    t.same(await ask(query, { id: world.rows[table]!.B[0]!.id }), await ask(query, { id: nobodysId }), table)
  }
  t.ok(compared > 30)
})

t.test(
  'given a key that B has used, when A sends the same request with it, then A’s is done and nothing of B told',
  async (t) => {
    const app = await createApp(t, { env: generous })
    const input = { name: 'Sở của mọi người', kind: 'DEPARTMENT' }
    const headers = { 'idempotency-key': 'the-same' }
    const ids = new Set<string>()
    for (const side of ['B', 'A', 'C'] as const) {
      const { object, body } = await attempt(app, 'createDepartment', input, adminOf(app, side), { headers })
      t.ok(object, body)
      ids.add(object.id)
      const again = await attempt(app, 'createDepartment', input, adminOf(app, side), { headers })
      t.equal(again.object.id, object.id, `${side} is given its first answer again`)
    }
    t.equal(ids.size, 3, 'three provinces, three departments')
    const other = await attempt(
      app,
      'createDepartment',
      { ...input, name: 'Khác' },
      app.viewer('PROVINCE_ADMIN', 'cao-bang'),
      { headers },
    )
    t.equal(other.code, null, 'to who has not used it, the key is free for any request')
  },
)

t.test(
  'given requests that fail, when they hold what B has, then no answer holds SQL, a stack or B’s rows',
  async (t) => {
    const app = await createApp(t, { env: generous })
    const plan = world.rows['plans']!.B[0]!
    const inputs: [string, object][] = [
      ['updatePlan', { id: plan.id, version: 2_147_483_647, title: '\ud800' }],
      ['createPlan', { title: 'a\0b', kind: 'ANNUAL', periodStart: '2024-01-01', periodEnd: '2024-12-31' }],
      ['createTask', { planId: plan.id, title: 'x'.repeat(2_000), category: 'TRAINING' }],
      ['createTask', { planId: `${plan.id}' or true --`, title: 'x', category: 'TRAINING' }],
      ['createDepartment', { name: 'x', kind: 'DEPARTMENT', parentId: plan.id }],
    ]
    for (const [mutation, input] of inputs) {
      const { body, code } = await attempt(app, mutation, input, adminOf(app, 'A'))
      t.not(code, 'INTERNAL', `${mutation}: ${body}`)
      t.notMatch(body, /select |insert |violates|constraint|policy|relation |\bat .*\.ts:/i, documentOf(mutation))
      t.equal(marksIn(body, JSON.stringify(input), ofB).length, 0, mutation)
    }
  },
)
