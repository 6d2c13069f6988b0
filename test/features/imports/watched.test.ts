import t from 'tap'
import { createApp } from '../../helpers/app.ts'
import { runCommand } from '../../helpers/commands.ts'
import { askImport, ended, runImport, sendImport } from '../../helpers/imports.ts'
import { anotherInstance } from '../../helpers/instance.ts'
import { subscribe, until } from '../../helpers/live.ts'

const app = await createApp(t)
const other = await anotherInstance(t, app)

const lines = (...rows: string[]) => `${rows.join('\n')}\n`
const plans = lines('key,title,period_start,period_end,status', 'p,Kế hoạch,2019-01-01,2019-12-31,APPROVED')
const followed = 'subscription($id: ID!) { importJobChanged(id: $id) { id state rowsRead failure finishedAt } }'
const asked = 'query($id: ID!) { importJob(id: $id) { id state } node(id: $id) { __typename id } }'

t.test(
  'given an import, when it is asked for, then it is told as GET tells it, with problems page by page',
  async (t) => {
    const province = app.nextProvince()
    const viewer = app.viewer('IMPORTER', province)
    const text = lines('key,title,period_start,period_end', 'a,,2019-01-01,2019-12-31', 'b,B,31/02/2019,2019-12-31')
    const job = await runImport(app, { kind: 'plans', text, viewer, query: { name: 'sổ.csv' } })
    const query = `query($id: ID!, $after: String) { importJob(id: $id) {
    id kind name mode state dryRun rowsRead rowsWritten rowsUnchanged rowsRefused bytes bytesRead rowsPerSecond secondsLeft failure
    createdAt startedAt finishedAt departmentsMade parts { province { slug } state rowsRefused }
    problems(first: 1, after: $after) { totalCount nodes { line column value code message } pageInfo { endCursor hasNextPage } } } }`
    const { data, errors } = await app.gql(query, { id: job.id }, viewer, { 'accept-language': 'en' })
    t.equal(errors, undefined)
    const { problems, parts, mode, departmentsMade, ...told } = data.importJob
    t.match(job, told)
    t.strictSame([mode, departmentsMade], ['ATOMIC', []])
    t.strictSame(parts, [{ province: { slug: province }, state: 'REFUSED', rowsRefused: 2 }])
    const next = await app.gql(query, { id: job.id, after: problems.pageInfo.endCursor }, viewer)
    const listed = (await askImport(app, job.id, viewer, { path: '/problems' })).json().problems
    t.strictSame(problems.nodes[0], listed[0])
    t.equal(problems.totalCount, listed.length)
    t.match(next.data.importJob.problems, { nodes: [{ line: 3, code: 'BAD_DATE', message: /không phải/ }] })
  },
)

t.test('given a dry run, when its changes are asked for, then each field that would differ is told', async (t) => {
  const viewer = app.viewer('PROVINCE_ADMIN', app.nextProvince())
  await runImport(app, { kind: 'plans', text: plans, viewer })
  const text = plans.replace('Kế hoạch', 'Kế hoạch mới')
  const { id } = await runImport(app, { kind: 'plans', text, viewer, query: { dryRun: 'true' } })
  const query = `query($id: ID!) { importJob(id: $id) { dryRun rowsChanged changes { totalCount nodes { line entity changes { field before after } } } } }`
  const { data } = await app.gql(query, { id }, viewer)
  const changes = [{ field: 'title', before: 'Kế hoạch', after: 'Kế hoạch mới' }]
  const told = { totalCount: 1, nodes: [{ line: 2, entity: 'Plan', changes }] }
  t.match(data.importJob, { dryRun: true, rowsChanged: 1, changes: told })
})

t.test('given a job that a newer version failed with words of its own, when it is seen, then it is seen', async (t) => {
  const province = app.nextProvince()
  const viewer = app.viewer('IMPORTER', province)
  const { id } = await runImport(app, { kind: 'plans', text: plans, viewer })
  await app.owner.query(`update import_jobs set state = 'FAILED', failure = 'unheardOf' where id = $1`, [id])
  t.match((await askImport(app, id, viewer)).json(), { state: 'FAILED', failure: /stopped on an error/ })
  const { data } = await app.gql('query($id: ID!) { importJob(id: $id) { failure } }', { id }, viewer)
  t.match(data.importJob.failure, /dừng vì một lỗi/)
})

t.test('given an import, when others ask for it, then it is not there', async (t) => {
  const province = app.nextProvince()
  const viewer = app.viewer('IMPORTER', province)
  const { id } = await runImport(app, { kind: 'plans', text: plans, viewer })
  const administrator = app.viewer('PROVINCE_ADMIN', province)
  const seen = await app.gql(asked, { id }, administrator)
  t.strictSame(seen.data, { importJob: { id, state: 'APPLIED' }, node: { __typename: 'ImportJob', id } })
  const elsewhere = app.viewer('PROVINCE_ADMIN', app.nextProvince())
  t.strictSame((await app.gql(asked, { id }, elsewhere)).data, { importJob: null, node: null })
  for (const role of ['PROVINCE_VIEWER', 'DEPARTMENT_OFFICER', 'MINISTRY_ADMIN'] as const) {
    const asker = app.viewer(
      role,
      role === 'MINISTRY_ADMIN' ? undefined : province,
      role === 'DEPARTMENT_OFFICER' ? id : undefined,
    )
    const { data, errors } = await app.gql('query($id: ID!) { node(id: $id) { id } }', { id }, asker)
    t.strictSame([data.node, errors], [null, undefined], role)
    t.match(await app.gql(asked, { id }, asker), { errors: [{ extensions: { code: 'FORBIDDEN' } }] }, role)
  }
  const followers = [elsewhere, app.viewer('PROVINCE_VIEWER', province)]
  const feeds = await Promise.all(
    followers.map((asker) => subscribe(t, app.app, asker, followed, { variables: { id } })),
  )
  await until('both are refused', () => feeds.every(({ errors }) => errors !== undefined))
  t.match(
    feeds.map(({ errors }) => errors[0].extensions.code),
    ['NOT_FOUND', 'FORBIDDEN'],
  )
})

t.test('given an import that waits, when it is followed elsewhere, then all is told up to its end', async (t) => {
  const province = app.nextProvince()
  const viewer = app.viewer('IMPORTER', province)
  // What locks the plans of the province keeps the import from going on.
  const client = await app.owner.connect()
  await client.query('begin')
  await client.query('select pg_advisory_xact_lock(727450, $1)', [app.key(province)])
  const { id } = (await sendImport(app, { kind: 'plans', text: plans, viewer })).json()
  const feed = await subscribe(t, other, viewer, followed, { variables: { id } })
  await feed.reach(1)
  t.match(feed.events[0], { id, finishedAt: null })
  await client.query('commit')
  client.release()
  await ended(app, id, viewer)
  await until('the subscription ends', () => feed.errors !== undefined)
  t.equal(feed.errors, 'completed')
  t.match(feed.events.at(-1), { state: 'APPLIED', rowsRead: 1, failure: null })
  const late = await subscribe(t, other, viewer, followed, { variables: { id } })
  await until('who comes late is told the end', () => late.errors !== undefined)
  t.match([late.events, late.errors], [[{ state: 'APPLIED' }], 'completed'])
  t.equal(app.app.live.size + other.live.size, 0, 'nothing is watched any more')
})

t.test(
  'given an importer of several provinces, when it asks for its import, then it sees all parts of it',
  async (t) => {
    const [a, b] = [app.nextProvince(), app.nextProvince()]
    const token = app.app.jwt.sign({ sub: 'both', role: 'IMPORTER', provinces: [a, b] }, { expiresIn: '1h' })
    const viewer = { ...app.viewer('IMPORTER', a), headers: { authorization: `Bearer ${token}` } }
    const rows = [a, b].map((slug) => `${slug},k,Của ${slug},2019-01-01,2019-12-31,APPROVED`)
    const text = lines('province,key,title,period_start,period_end,status', ...rows)
    const { id } = (await sendImport(app, { kind: 'plans', text, viewer })).json()
    const query =
      'query($id: ID!) { importJob(id: $id) { rowsWritten finishedAt parts { province { slug } rowsWritten } } }'
    const ask = async () => (await app.gql(query, { id }, viewer)).data.importJob
    await until('both parts have ended', async () => (await ask()).rowsWritten === 2)
    t.strictSame(
      (await ask()).parts.sort((one: any, two: any) => one.province.slug.localeCompare(two.province.slug)),
      [a, b].sort().map((slug) => ({ province: { slug }, rowsWritten: 1 })),
    )
    const { errors } = await app.gql('{ plans { totalCount } }', {}, viewer)
    t.match(errors, [{ extensions: { code: 'FORBIDDEN' } }])
  },
)

t.test(
  'given a file of more tasks than are told one by one, when it is in, then who watches tasks is told so',
  async (t) => {
    const province = app.nextProvince()
    const viewer = app.viewer('PROVINCE_ADMIN', province)
    await runImport(app, { kind: 'plans', text: plans, viewer })
    const tasks = await subscribe(t, other, viewer, 'subscription { taskChanged { task { id } } }')
    const changed = await subscribe(t, other, viewer, 'subscription { planChanged { plan { title } } }')
    const text = lines('key,plan_key,title', ...Array.from({ length: 1_100 }, (_, n) => `t-${n},p,Việc ${n}`))
    t.match(await runImport(app, { kind: 'tasks', text, viewer }), { state: 'APPLIED', rowsCreated: 1_100 })
    await until('who watches tasks is told', () => tasks.errors !== undefined)
    t.match([tasks.events, tasks.errors], [[], [{ extensions: { code: 'LIMIT_EXCEEDED' } }]])
    await runImport(app, { kind: 'plans', text: plans.replace('Kế hoạch', 'Sửa'), viewer })
    await changed.reach(1)
    t.strictSame([changed.events, changed.errors], [[{ plan: { title: 'Sửa' } }], undefined])
    const again = await subscribe(t, other, viewer, 'subscription { taskChanged { task { title } } }')
    await runImport(app, { kind: 'tasks', text: text.replace('Việc 7\n', 'Việc bảy\n'), viewer })
    await again.reach(1)
    t.strictSame(again.events, [{ task: { title: 'Việc bảy' } }])
  },
)

t.test('given an import of one province, when others ask for it, then it is not there', async (t) => {
  const province = app.nextProvince()
  const viewer = app.viewer('PROVINCE_ADMIN', province)
  const { id } = await runImport(app, { kind: 'plans', text: plans, viewer })
  const other = app.viewer('PROVINCE_ADMIN', app.nextProvince())
  const colleague = app.viewer('IMPORTER', province)
  for (const [asker, path, method] of [
    [other, '', 'GET'],
    [other, '/problems', 'GET'],
    [other, '/changes', 'GET'],
    [other, '', 'DELETE'],
    [other, '/undo', 'POST'],
    [colleague, '', 'GET'],
  ] as const) {
    const theirs = (await askImport(app, id, asker, { path, method })).json()
    const nobodys = (await askImport(app, id.replace(/^0/, 'f'), asker, { path, method })).json()
    t.match(theirs, { status: 404, code: 'NOT_FOUND' })
    t.equal(theirs.detail, nobodys.detail.replace(/\bf/, '0'))
  }
})

t.test(
  'given a file for several provinces, when their importer sends it, then each gets its rows and no others',
  async (t) => {
    const [a, b] = [app.nextProvince(), app.nextProvince()]
    const token = app.app.jwt.sign({ sub: 'both', role: 'IMPORTER', provinces: [a, b] }, { expiresIn: '1h' })
    const viewer = { ...app.viewer('IMPORTER', a), headers: { authorization: `Bearer ${token}` } }
    const text = lines(
      'province,key,title,period_start,period_end,status',
      `${a},k,Của A,2019-01-01,2019-12-31,APPROVED`,
      `${b},k,Của B,2019-01-01,2019-12-31,APPROVED`,
      `${b},l,,2019-01-01,2019-12-31,APPROVED`,
    )
    const { id } = (await sendImport(app, { kind: 'plans', text, viewer })).json()
    let job = await ended(app, id, viewer)
    while ((job.provinces ?? []).length < 2 || job.finishedAt === null) job = await ended(app, id, viewer)
    t.match(job.provinces, [
      { province: a, state: 'APPLIED', rowsWritten: 1 },
      { province: b, state: 'REFUSED', rowsWritten: 0, rowsRefused: 1 },
    ])
    const { rows } = await app.owner.query('select title from plans where province_id = any ($1)', [
      [app.key(a), app.key(b)],
    ])
    t.strictSame(rows, [{ title: 'Của A' }])
    const admin = await askImport(app, id, app.viewer('PROVINCE_ADMIN', b))
    t.match(admin.json(), { province: b, state: 'REFUSED', rowsRead: 2 })
    t.equal(admin.json().provinces, undefined, 'the administrator of one sees nothing of the other')
  },
)

t.test('given files, when the command sends them, then it shows how it gets on and ends accordingly', async (t) => {
  const province = app.nextProvince()
  const url = app.app.listeningOrigin
  const folder = t.testdir({
    'plans.csv': plans,
    'tasks.csv': lines('Mã,Mã kế hoạch,Tên,Trạng thái', 't-1,p,Họp báo,', 't-2,nope,Khác,Xong rồi'),
    'plans.doc': plans,
  })
  const run = (given: string[], env: Record<string, string> = {}) =>
    runCommand('import', ['--province', province, ...given, '--url', url], env)
  const terminal = { NODE_OPTIONS: '--import=data:text/javascript,process.stdout.isTTY=true' }
  const good = await run([`${folder}/plans.csv`, '--kind', 'plans'], terminal)
  t.match(good, { code: 0, out: /\r.\[K[█░]{30} \d+ %.*\r.\[KImported \(APPLIED\): 1 row read: 1 new, /s })
  const [tried, sent, none, other, nowhere] = await Promise.all([
    run([`${folder}/tasks.csv`, '--kind', 'tasks', '--dry-run'], { LC_ALL: 'en_US.UTF-8' }),
    run([`${folder}/tasks.csv`, '--kind', 'tasks'], { LC_ALL: 'vi_VN.UTF-8' }),
    run([`${folder}/none.csv`, '--kind', 'tasks'], { LC_ALL: '', LANG: 'vi_VN.UTF-8' }),
    run([`${folder}/plans.doc`, '--kind', 'plans']),
    run([`${folder}/plans.csv`, '--kind', 'plans', '--province', 'nowhere']),
  ])
  t.match(tried, {
    code: 1,
    out: /^Tried, nothing written, the file is refused \(REFUSED\): 2 rows read: .* 1 refused/m,
    said: /^Line 3, plan_key, nope: There is no plan with the key/m,
  })
  t.match(sent, {
    code: 1,
    out: /^Bị từ chối \(REFUSED\): đã đọc 2 dòng: .* 1 bị từ chối.*\nChưa ghi gì cả: hãy sửa/m,
    said: /^Dòng 3, Mã kế hoạch, nope: Không có kế hoạch nào có mã “nope”/m,
  })
  t.match(sent.said, /3, Trạng thái, Xong rồi: .* chọn một trong: “chưa thực hiện”, “đang thực hiện”/)
  t.match(none, { code: 1, said: /Không có tệp .*none\.csv; hãy/ })
  t.match(other, { code: 1, said: /plans\.doc .* ends with none of \.csv/ })
  t.match(nowhere, { code: 1, said: /no province/ })
})
