import type { FastifyInstance } from 'fastify'
import t from 'tap'
import { createApp, type Viewer } from '../helpers/app.ts'
import { createDepartment, createPlan, createTask, insert } from '../helpers/fixtures.ts'
import { anotherInstance } from '../helpers/instance.ts'
import { until } from '../helpers/live.ts'
import { documentOf, outcomeOf } from '../helpers/mutations.ts'

const app = await createApp(t, { poolSize: 12 })
const other = await anotherInstance(t, app, 12)
const slug = app.nextProvince()
const admin = app.viewer('PROVINCE_ADMIN', slug)
let count = 0
const nextKey = () => `key ${++count} ~ "quoted"`
const nextTitle = () => `Kế hoạch thứ ${++count}`
const year = { kind: 'ANNUAL', periodStart: '2024-01-01', periodEnd: '2024-12-31' }
const planInput = (title: string, more: object = {}) => ({ title, ...year, ...more })
const creating = (title: string, fields?: string) => ({
  query: documentOf('createPlan', fields),
  variables: { input: planInput(title) },
  key: nextKey(),
})

t.test(
  'given a mutation with a key, when it is sent again, then it is done once, answered in the same bytes',
  async (t) => {
    const title = nextTitle()
    const query = `mutation M($input: CreatePlanInput!) { done: createPlan(input: $input) { userErrors { code }
    plan { version title b: title id progress periodEnd createdAt tasks(first: 3) { nodes { id } totalCount } objectives } } }`
    const variables = { input: planInput(title, { objectives: ['“Một” \\ \n 🇻🇳', '1.0'] }) }
    const request = { query, variables, key: nextKey() }
    const first = await send(app.app, request)
    t.equal(JSON.parse(first.body).data.done.plan.title, title)
    const { id, version } = JSON.parse(first.body).data.done.plan
    await send(app.app, { query: documentOf('updatePlan'), variables: { input: { id, version, title: 'Tên khác' } } })
    for (const instance of [app.app, app.app, other]) t.strictSame(await send(instance, request), first)
    t.equal(await countOf('plans', `title in ('${title}', 'Tên khác')`), 1)
    t.strictSame(await actionsOn(id), ['createPlan', 'updatePlan'])
    t.equal(await countOf('idempotency_keys', `key = '${request.key}'`), 1)

    await send(app.app, { query, variables })
    await send(app.app, { query, variables })
    t.equal(await countOf('plans', `title = '${title}'`), 2, 'without the key it is done each time')
  },
)

t.test(
  'given a mistake was answered, when the request is sent again, then the mistake is answered again',
  async (t) => {
    const plan = await createPlan(app, admin)
    const stale = { query: documentOf('submitPlan'), variables: { input: { id: plan.id, version: 7 } }, key: nextKey() }
    const first = await send(app.app, stale)
    t.match(outcomeOf('submitPlan', first.body), { code: 'CONFLICT', object: { id: plan.id, version: 1 } })
    await app.owner.query('update plans set version = 7 where id = $1', [plan.id])
    t.strictSame(await send(other, stale), first, 'though by now it would succeed')
    t.strictSame(await actionsOn(plan.id), ['createPlan'])

    for (const id of ['no id', '\0', '\ud83c', `${'a'.repeat(99)}🇻🇳`, '"\\']) {
      const unknown = { query: documentOf('discardPlan'), variables: { input: { id, version: 1 } }, key: nextKey() }
      const answer = await send(app.app, unknown)
      t.match(outcomeOf('discardPlan', answer.body), { code: 'NOT_FOUND', path: 'input.id' }, JSON.stringify(id))
      t.strictSame(await send(other, unknown), answer)
    }
  },
)

t.test(
  'given ten sends of one request at once to two instances, when all are answered, then one was done',
  async (t) => {
    const title = nextTitle()
    const request = creating(title)
    const answers = await Promise.all(Array.from({ length: 10 }, (_, i) => send(i % 2 ? app.app : other, request)))
    t.equal(outcomeOf('createPlan', answers[0]!.body).code, null)
    for (const answer of answers) t.strictSame(answer, answers[0])
    t.equal(await countOf('plans', `title = '${title}'`), 1)
  },
)

t.test('given the first send failed, when it is sent again, then it is done', async (t) => {
  const title = nextTitle()
  const request = creating(title)
  await app.owner.query(`create function broken() returns trigger language plpgsql as $$ begin raise 'broken'; end $$`)
  await app.owner.query('create trigger broken before insert on audit_log for each row execute function broken()')
  t.match(JSON.parse((await send(app.app, request)).body), { errors: [{ extensions: { code: 'INTERNAL' } }] })
  t.equal(await countOf('plans', `title = '${title}'`), 0)
  await app.owner.query('drop trigger broken on audit_log')
  t.equal(outcomeOf('createPlan', (await send(other, request)).body).code, null)
  t.equal(await countOf('plans', `title = '${title}'`), 1)

  const { id: planId } = await createPlan(app, admin)
  const { id } = await createTask(app, admin, planId)
  await app.owner.query(`update plans set status = 'APPROVED' where id = $1`, [planId])
  const department = await createDepartment(app, admin)
  const officer = app.viewer('DEPARTMENT_OFFICER', slug, department.id)
  const start = { query: documentOf('startTask'), variables: { input: { id, version: 1 } }, key: nextKey() }
  t.equal(outcomeOf('startTask', (await send(app.app, start, officer)).body).code, 'FORBIDDEN')
  const part = { province_id: app.key(slug), task_id: id, department_id: department.id, part: 'COORDINATING' }
  await insert(app, 'task_departments', [part])
  t.equal(outcomeOf('startTask', (await send(app.app, start, officer)).body).code, null)
})

t.test('given the first of two sends at once is cut off, when the second has waited, then it is done', async (t) => {
  const plan = await createPlan(app, admin)
  const query = documentOf('cancelPlan')
  const request = { query, variables: { input: { id: plan.id, version: 1, reason: 'Thôi' } }, key: nextKey() }
  const holder = await app.owner.connect()
  await holder.query('begin')
  await holder.query('select 1 from plans where id = $1 for update', [plan.id])
  const first = send(app.app, request)
  await until('the first waits', async () => (await blocked()).length === 1)
  const [pid] = await blocked()
  const second = send(other, request)
  await until('the second waits for it', async () => (await blocked()).length === 2)
  await app.owner.query('select pg_terminate_backend($1)', [pid])
  t.match(JSON.parse((await first).body).errors?.[0].extensions.code, 'UNAVAILABLE')
  await holder.query('commit')
  holder.release()
  t.match(outcomeOf('cancelPlan', (await second).body), { code: null, object: { id: plan.id, version: 2 } })
  t.strictSame(await send(app.app, request), await second)
  t.strictSame(await actionsOn(plan.id), ['createPlan', 'cancelPlan'])
})

t.test('given a key was used, when another request comes with it, then it is refused and nothing done', async (t) => {
  const title = nextTitle()
  const request = creating(title)
  const first = await send(app.app, request)
  const others = [
    { ...request, variables: { input: planInput(`${title} khác`) } },
    { ...request, variables: { input: planInput(title), more: 1 } },
    { ...request, query: documentOf('createPlan', 'id') },
    { ...request, query: `${request.query} ` },
    { query: documentOf('createDepartment'), variables: { input: { name: title, kind: 'OFFICE' } }, key: request.key },
  ]
  for (const changed of others) {
    for (const [language, message] of [
      ['vi', 'Idempotency-Key này đã dùng cho một yêu cầu khác; hãy dùng khóa mới.'],
      ['en', 'This Idempotency-Key was used for another request; use a new one.'],
    ] as const) {
      const answer = await send(app.app, changed, admin, { 'accept-language': language })
      t.match(JSON.parse(answer.body), { data: null, errors: [{ message, extensions: { code: 'BAD_INPUT' } }] })
    }
  }
  t.equal(await countOf('plans', `title like '${title}%'`), 1)
  t.equal(await countOf('departments', `name = '${title}'`), 0)
  t.strictSame(await send(app.app, request), first, 'the key still stands for the first')
})

t.test('given a key of one subject, when others use it, then they know nothing of it', async (t) => {
  const title = nextTitle()
  const request = creating(title)
  const elsewhere = app.viewer('PROVINCE_ADMIN', app.nextProvince())
  const colleague = viewerNamed('đồng nghiệp', slug)
  const ids = new Set<string>()
  for (const viewer of [admin, colleague, elsewhere]) {
    const answer = await send(app.app, request, viewer)
    ids.add(outcomeOf('createPlan', answer.body).object.id)
    t.strictSame(await send(app.app, request, viewer), answer)
  }
  t.equal(ids.size, 3)
  const another = { ...request, variables: { input: planInput(`${title} khác`) } }
  const fresh = app.viewer('PROVINCE_ADMIN', app.nextProvince())
  t.equal(
    outcomeOf('createPlan', (await send(app.app, another, fresh)).body).code,
    null,
    'another request is no matter',
  )
  t.equal(await countOf('plans', `title like '${title}%'`), 4)
})

t.test(
  'given a key of the wrong form or a request of two mutations, when it is sent, then nothing is done',
  async (t) => {
    const title = nextTitle()
    const query = documentOf('createPlan')
    const variables = { input: planInput(title) }
    for (const key of ['', 'a'.repeat(256), 'khóa', 'tab\there', '\u007f']) {
      const answer = await send(app.app, { query, variables, key })
      t.match(
        JSON.parse(answer.body),
        { data: null, errors: [{ extensions: { code: 'BAD_INPUT' } }] },
        JSON.stringify(key),
      )
    }
    const one = 'createPlan(input: $input) { plan { id } }'
    for (const two of [
      `mutation($input: CreatePlanInput!) { a: ${one} b: ${one} }`,
      `mutation($input: CreatePlanInput!) { ${one} ...F } fragment F on Mutation { b: ${one} }`,
      `mutation($input: CreatePlanInput!) { ${one} createDepartment(input: { name: "${title}", kind: OFFICE }) { department { id } } }`,
    ]) {
      const answer = await send(app.app, { query: two, variables, key: nextKey() })
      t.match(JSON.parse(answer.body), { data: null, errors: [{ extensions: { code: 'BAD_INPUT' } }] })
    }
    t.equal(await countOf('plans', `title = '${title}'`), 0)
    t.equal(await countOf('departments', `name = '${title}'`), 0)
    for (const key of [' ~', 'a'.repeat(255)]) {
      t.equal(outcomeOf('createPlan', (await send(app.app, { query, variables, key })).body).code, null)
    }
    t.equal(await countOf('plans', `title = '${title}'`), 2)
  },
)

t.test('given a key is 24 hours old, when it is used again, then it is a new one', async (t) => {
  const title = nextTitle()
  const request = creating(title)
  const age = (interval: string) =>
    app.owner.query('update idempotency_keys set created_at = now() - $2::interval where key = $1', [
      request.key,
      interval,
    ])
  const first = await send(app.app, request)
  await age('23 hours 59 minutes')
  t.strictSame(await send(app.app, request), first)
  await age('24 hours 1 second')
  const again = await send(app.app, request)
  t.not(outcomeOf('createPlan', again.body).object.id, outcomeOf('createPlan', first.body).object.id)
  t.strictSame(await send(other, request), again)
  t.equal(await countOf('plans', `title = '${title}'`), 2)
  await age('24 hours 1 second')
  const changed = { ...request, variables: { input: planInput(`${title} khác`) } }
  t.equal(outcomeOf('createPlan', (await send(app.app, changed)).body).code, null, 'for another request too')
})

t.test('given the ministry answers with a key, when it is sent again, then it is done once', async (t) => {
  const ministry = app.viewer('MINISTRY_ADMIN')
  const province_id = app.key(slug)
  const [report] = await insert(app, 'progress_reports', [
    { province_id, period_code: '2019', revision: 1, status: 'SUBMITTED', published: true },
  ])
  const asked = { province_id, report_id: report, text: 'Đề nghị' }
  const [open, hidden] = await insert(app, 'recommendations', [
    { ...asked, ordinal: 1, published: true },
    { ...asked, ordinal: 2, published: false },
  ])
  const query = documentOf('answerRecommendation', 'id version status answer province { slug }')
  const answering = (id: string, answer = 'Đồng ý') => ({ input: { id, version: 1, status: 'ANSWERED', answer } })
  const request = { query, variables: answering(open!), key: nextKey() }
  const answers = await Promise.all(
    Array.from({ length: 10 }, (_, i) => send(i % 2 ? app.app : other, request, ministry)),
  )
  t.match(outcomeOf('answerRecommendation', answers[0]!.body), {
    code: null,
    object: { version: 2, province: { slug } },
  })
  for (const answer of answers) t.strictSame(answer, answers[0])
  t.strictSame(await actionsOn(open!), ['answerRecommendation'])
  const changed = await send(other, { ...request, variables: answering(open!, 'Không') }, ministry)
  t.match(JSON.parse(changed.body), { data: null, errors: [{ extensions: { code: 'BAD_INPUT' } }] })

  for (const id of [hidden!, 'no id', '\0', '01890000-0000-7000-8000-000000000000']) {
    const unknown = { query, variables: answering(id), key: nextKey() }
    const refusal = await send(app.app, unknown, ministry)
    t.match(outcomeOf('answerRecommendation', refusal.body), { code: 'NOT_FOUND', path: 'input.id', object: null })
    await app.owner.query('update recommendations set published = true where id = $1', [hidden])
    t.strictSame(await send(other, unknown, ministry), refusal, 'though by now it would succeed')
  }
})

t.test('given keys older than a day, when others are used, then the old ones go, some at a time', async (t) => {
  const own = app.nextProvince()
  const elsewhere = app.nextProvince()
  const old = (province: string, hours: number) =>
    app.owner.query(
      `insert into idempotency_keys (province_id, subject, key, request, answer, created_at)
       select $1, 's', $2 || n, 'r', '"{}"', now() - make_interval(hours => $3) from generate_series(1, 30) n`,
      [app.key(province), `old ${hours} `, hours],
    )
  await Promise.all([old(own, 25), old(own, 23), old(elsewhere, 25)])
  await app.owner.query(
    `insert into national_idempotency_keys (subject, key, request, answer, created_at)
     values ('s', 'old', 'r', '"{}"', now() - interval '25 hours'), ('s', 'young', 'r', '"{}"', now() - interval '23 hours')`,
  )
  const left = async () => [
    await countOf('idempotency_keys', `province_id = ${app.key(own)} and key like 'old 25 %'`),
    await countOf('idempotency_keys', `province_id = ${app.key(own)} and key like 'old 23 %'`),
    await countOf('idempotency_keys', `province_id = ${app.key(elsewhere)}`),
    await countOf('national_idempotency_keys', `key in ('old', 'young')`),
  ]
  const viewer = app.viewer('PROVINCE_ADMIN', own)
  await send(app.app, creating(nextTitle()), viewer)
  t.strictSame(await left(), [10, 30, 30, 2])
  await send(app.app, creating(nextTitle()), viewer)
  t.strictSame(await left(), [0, 30, 30, 2])
  const answering = {
    query: documentOf('answerRecommendation'),
    variables: { input: { id: app.key(own).toString(), version: 1, status: 'ANSWERED', answer: 'x' } },
    key: nextKey(),
  }
  await send(app.app, answering, app.viewer('MINISTRY_ADMIN'))
  t.strictSame(await left(), [0, 30, 30, 1])
})

interface Request {
  query: string
  variables: object
  key?: string
}

async function send(instance: FastifyInstance, { key, ...body }: Request, viewer = admin, headers: object = {}) {
  const response = await instance.inject({
    method: 'POST',
    url: '/graphql',
    headers: {
      'content-type': 'application/json',
      ...viewer.headers,
      ...(key === undefined ? {} : { 'idempotency-key': key }),
      ...headers,
    },
    payload: JSON.stringify(body),
  })
  return { status: response.statusCode, type: response.headers['content-type'], body: response.body }
}

function viewerNamed(sub: string, province: string): Viewer {
  const token = app.app.jwt.sign({ sub, role: 'PROVINCE_ADMIN', province } as never, { expiresIn: '1h' })
  return { role: 'PROVINCE_ADMIN', province, department: undefined, headers: { authorization: `Bearer ${token}` } }
}

async function countOf(table: string, where: string): Promise<number> {
  const { rows } = await app.owner.query(`select count(*)::integer as n from ${table} where ${where}`)
  return rows[0].n
}

/** Connections that wait for others. */
async function blocked(): Promise<number[]> {
  const { rows } = await app.owner.query(
    'select pid from pg_stat_activity where datname = current_database() and cardinality(pg_blocking_pids(pid)) > 0',
  )
  return rows.map(({ pid }) => pid)
}

async function actionsOn(id: string): Promise<string[]> {
  const { rows } = await app.owner.query('select action from audit_log where entity_id = $1 order by id', [id])
  return rows.map(({ action }) => action)
}
