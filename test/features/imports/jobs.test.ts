import { randomUUID } from 'node:crypto'
import { gzipSync } from 'node:zlib'
import { writeXlsx } from 'hucre/xlsx'
import pg from 'pg'
import t from 'tap'
import { holdJob } from '../../../src/features/imports/jobs/hold.ts'
import { createApp } from '../../helpers/app.ts'
import { askImport, ended, plans, runImport, sendImport, tasks, visibleState } from '../../helpers/imports.ts'
import { lintStatement, readTables } from '../../helpers/statement-lint.ts'

const app = await createApp(t, { env: { IMPORT_MAX_BYTES: '200000' } })

const counts = (job: any) => ({
  state: job.state,
  read: job.rowsRead,
  written: job.rowsWritten,
  unchanged: job.rowsUnchanged,
  refused: job.rowsRefused,
})
const titles = async (province: string) => {
  const viewer = app.viewer('PROVINCE_VIEWER', province)
  const { data } = await app.gql(
    '{ tasks(orderBy: { by: ORDINAL }) { nodes { title version } } plans { totalCount } }',
    {},
    viewer,
  )
  return data.tasks.nodes.map(({ title }: { title: string }) => title).sort()
}

t.test(
  'given files sent again and corrected, then the first writes, the same changes nothing, the corrected its correction',
  async (t) => {
    const province = app.nextProvince()
    const viewer = app.viewer('IMPORTER', province)
    const answer = await sendImport(app, { kind: 'plans', text: plans, viewer, query: { name: 'plans.csv' } })
    t.equal(answer.statusCode, 202)
    const { id } = answer.json()
    t.equal(answer.headers.location, `/api/v1/imports/${id}`)
    t.match(await ended(app, id, viewer), {
      kind: 'plans',
      name: 'plans.csv',
      state: 'APPLIED',
      rowsWritten: 2,
      province,
    })

    const packed = { text: gzipSync(tasks()), headers: { 'content-encoding': 'gzip' } }
    const first = await runImport(app, { kind: 'tasks', viewer, ...packed })
    t.match(first, {
      state: 'APPLIED',
      rowsRead: 3,
      rowsWritten: 3,
      rowsRefused: 0,
      problems: 0,
      failure: null,
      secondsLeft: 0,
    })
    t.strictSame(first.departmentsMade.map(({ name }: { name: string }) => name).sort(), [
      'Công an tỉnh',
      'Sở Nội vụ',
      'Sở Thông tin và Truyền thông',
    ])
    const again = await runImport(app, { kind: 'tasks', text: tasks(), viewer })
    t.strictSame(counts(again), { state: 'APPLIED', read: 3, written: 0, unchanged: 3, refused: 0 })
    const corrected = await runImport(app, { kind: 'tasks', text: tasks('Bồi dưỡng'), viewer })
    t.strictSame(counts(corrected), { state: 'APPLIED', read: 3, written: 1, unchanged: 2, refused: 0 })
    t.strictSame(await titles(province), ['Bồi dưỡng', 'Họp báo', 'Triển lãm'])
  },
)

t.test(
  'given bad rows, when imported whole nothing is written, when in part the good rows are, and all problems are told',
  async (t) => {
    const province = app.nextProvince()
    const viewer = app.viewer('PROVINCE_ADMIN', province)
    await runImport(app, { kind: 'plans', text: plans, viewer })
    const bad = `${tasks()}t-4,nope,Việc khác,Sở A,31/02/2019,DAY,\nt-5,p-1,,Sở A,,,\n`
    const whole = await runImport(app, { kind: 'tasks', text: bad, viewer })
    t.strictSame(counts(whole), { state: 'REFUSED', read: 5, written: 0, unchanged: 0, refused: 2 })
    t.strictSame([whole.problems, whole.departmentsMade], [3, []])
    t.strictSame(await titles(province), [])

    const page = (await askImport(app, whole.id, viewer, { path: '/problems?first=2' })).json()
    t.equal(page.problems.length, 2)
    const rest = (await askImport(app, whole.id, viewer, { path: `/problems?first=2&after=${page.next}` })).json()
    t.equal(rest.next, null)
    const all = [...page.problems, ...rest.problems]
    t.strictSame(all.map(({ line, column, code }: any) => `${line} ${column} ${code}`).sort(), [
      '5 due_on BAD_DATE',
      '5 plan_key NO_SUCH_PLAN',
      '6 title REQUIRED',
    ])
    t.match(
      all.find(({ code }: any) => code === 'BAD_DATE'),
      { value: '31/02/2019', message: /real date/ },
    )
    const table = await askImport(app, whole.id, viewer, { path: '/problems', headers: { accept: 'text/csv' } })
    t.match(table.headers['content-type'], 'text/csv')
    t.match(table.body, /^\ufeffsheet,line,column,value,code,message\r\n/)
    t.equal(table.body.trim().split('\r\n').length, 4)
    const headers = { accept: 'text/csv', 'accept-language': 'vi' }
    const handedBack = await askImport(app, whole.id, viewer, { path: '/problems', headers })
    t.match(
      handedBack.body,
      /^\ufeffTrang tính,Dòng,Cột,Giá trị,Mã lỗi,Giải thích\r\n(.*\r\n)*,5,Hạn,31\/02\/2019,BAD_DATE/,
    )
    for (const after of ['x', '0.-9999999999', '0.1e9', '-1.0', '0.1.2', '0.9999999999']) {
      const odd = await askImport(app, whole.id, viewer, { path: `/problems?after=${after}` })
      t.match(odd.json(), { status: 400, code: 'BAD_INPUT', path: ['after'] }, after)
    }

    const part = await runImport(app, { kind: 'tasks', text: bad, viewer, query: { mode: 'partial' } })
    t.strictSame(counts(part), { state: 'APPLIED', read: 5, written: 3, unchanged: 0, refused: 2 })
    t.strictSame(await titles(province), ['Họp báo', 'Triển lãm', 'Tập huấn'])
  },
)

t.test('given a dry run, then it tells what the real run then does, and writes nothing', async (t) => {
  const province = app.nextProvince()
  const viewer = app.viewer('IMPORTER', province)
  await runImport(app, { kind: 'plans', text: plans, viewer })
  await runImport(app, { kind: 'tasks', text: tasks(), viewer })
  const before = await visibleState(app.owner, app.key(province))
  const text = `${tasks('Bồi dưỡng')}t-4,p-1,Mới,Sở mới,,,\n`
  const dry = await runImport(app, { kind: 'tasks', text, viewer, query: { dryRun: 'true' } })
  t.equal(await visibleState(app.owner, app.key(province)), before)
  t.match(dry, { state: 'APPLIED', dryRun: true, rowsCreated: 1, rowsChanged: 1, rowsUnchanged: 2, changes: 1 })
  const { changes, next } = (await askImport(app, dry.id, viewer, { path: '/changes' })).json()
  t.match(changes, [{ line: 2, entity: 'Task', changes: { title: ['Tập huấn', 'Bồi dưỡng'] } }])
  t.equal(next, null)
  const real = await runImport(app, { kind: 'tasks', text, viewer })
  for (const count of ['rowsRead', 'rowsCreated', 'rowsChanged', 'rowsUnchanged', 'rowsRefused']) {
    t.equal(real[count], dry[count], count)
  }
  t.strictSame(
    real.departmentsMade.map(({ name }: any) => name),
    dry.departmentsMade.map(({ name }: any) => name),
  )
  const undone = await askImport(app, dry.id, viewer, { path: '/undo', method: 'POST' })
  t.match(undone.json(), { status: 409, code: 'INVALID_STATE', detail: /was a dry run/ })
})

t.test(
  'given bad rows among good ones, when tried in part, then all that the real run then tells is told',
  async (t) => {
    const viewer = app.viewer('IMPORTER', app.nextProvince())
    await runImport(app, { kind: 'plans', text: plans, viewer })
    await runImport(app, { kind: 'tasks', text: tasks(), viewer })
    const text = `${tasks('Bồi dưỡng').replace('Họp báo', 'Giao ban')}t-4,nope,Lạc,Sở A,,,\nt-5,p-1,Mới,Sở B,31/02/2019,,\nt-6,p-1,Mới,Sở C,,,\n`
    const sent = { kind: 'tasks', text, viewer, query: { mode: 'partial' } }
    const dry = await runImport(app, { ...sent, query: { ...sent.query, dryRun: 'true' } })
    const changes: any[] = []
    for (let after = ''; ;) {
      const page = (await askImport(app, dry.id, viewer, { path: `/changes?first=1&after=${after}` })).json()
      changes.push(...page.changes)
      if (page.next === null) break
      t.equal(page.changes.length, 1)
      after = page.next
    }
    const diffs = changes.map(({ line, changes: fields }) => ({ line, fields }))
    const title = (...both: string[]) => ({ title: both })
    t.strictSame(
      diffs.sort((a, b) => a.line - b.line),
      [
        { line: 2, fields: title('Tập huấn', 'Bồi dưỡng') },
        { line: 3, fields: title('Họp báo', 'Giao ban') },
      ],
    )
    const real = await runImport(app, sent)
    t.strictSame(counts(real), { state: 'APPLIED', read: 6, written: 3, unchanged: 1, refused: 2 })
    t.strictSame(counts(dry), counts(real))
    const names = (job: any) => job.departmentsMade.map(({ name }: any) => name)
    t.strictSame(names(real), ['Sở C'])
    t.strictSame(names(dry), names(real))
    const problems = async ({ id }: any) => (await askImport(app, id, viewer, { path: '/problems' })).json()
    t.equal((await problems(real)).problems.length, 2)
    t.strictSame(await problems(dry), await problems(real))
  },
)

t.test('given a file of several kinds, when it is sent, then all is in, and again changes nothing', async (t) => {
  const plan = { key: 'p', title: 'Kế hoạch', period_start: '2019-01-01', period_end: '2019-12-31', status: 'APPROVED' }
  const report = { key: 'r', department: 'Sở TTTT', period: '2019', 'indicator:PEOPLE_TRAINED': 'hơn 1.000' }
  const task = { key: 't', title: 'Tập huấn', lead_department: 'Sở Thông tin và Truyền thông' }
  const nested = { ...plan, tasks: [{ ...task, reports: [report] }], reports: [{ key: 's', period: '2019' }] }
  const sheet = (name: string, ...rows: object[]) => ({
    name,
    rows: [Object.keys(rows[0]!), ...rows.map(Object.values)],
  })
  const sheets = [
    sheet(
      'Báo cáo',
      { plan_key: 'p', task_key: 't', ...report },
      { plan_key: 'p', task_key: '', key: 's', department: '', period: '2019', 'indicator:PEOPLE_TRAINED': '' },
    ),
    sheet('Nhiệm vụ', { plan_key: 'p', ...task }),
    sheet('Kế hoạch', { ...plan, period_start: new Date('2019-01-01T00:00:00Z') }),
  ]
  const files = {
    'application/x-ndjson': `${JSON.stringify(nested)}\n`,
    'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet': gzipSync(await writeXlsx({ sheets })),
  }
  for (const [type, text] of Object.entries(files)) {
    const viewer = app.viewer('PROVINCE_ADMIN', app.nextProvince())
    const sent = { kind: 'plans', text, viewer, headers: { 'content-type': type } }
    const first = await runImport(app, sent)
    t.strictSame(counts(first), { state: 'APPLIED', read: 4, written: 4, unchanged: 0, refused: 0 }, type)
    const again = await runImport(app, sent)
    t.strictSame(counts(again), { state: 'APPLIED', read: 4, written: 0, unchanged: 4, refused: 0 }, type)
    const query = '{ tasks { nodes { title lead { name } } } progressReports { nodes { values { asWritten value } } } }'
    const { data } = await app.gql(query, {}, viewer)
    t.equal(data.tasks.nodes[0].lead.name, 'Sở Thông tin và Truyền thông')
    const values = data.progressReports.nodes.flatMap((node: any) => node.values)
    t.strictSame(values, [{ asWritten: 'hơn 1.000', value: 1000 }])
  }
})

t.test(
  'given a key for retries, when a file is sent twice, then there is one import; another file is refused',
  async (t) => {
    const province = app.nextProvince()
    const viewer = app.viewer('IMPORTER', province)
    const headers = { 'idempotency-key': 'once' }
    const first = await sendImport(app, { kind: 'plans', text: plans, viewer, headers })
    const second = await sendImport(app, { kind: 'plans', text: plans, viewer, headers })
    t.equal(second.json().id, first.json().id)
    const other = await sendImport(app, { kind: 'plans', text: `${plans}\n`, viewer, headers })
    t.match(other.json(), { status: 400, code: 'BAD_INPUT', detail: /Idempotency-Key/ })
    await ended(app, first.json().id, viewer)
    const { rows } = await app.owner.query('select count(*)::int as count from import_jobs where province_id = $1', [
      app.key(province),
    ])
    t.equal(rows[0].count, 1)
  },
)

t.test('given what is no import, when it is sent, then it is refused and leaves nothing', async (t) => {
  const province = app.nextProvince()
  const viewer = app.viewer('IMPORTER', province)
  const send = async (more: object) => (await sendImport(app, { kind: 'plans', text: plans, viewer, ...more })).json()
  t.match(await send({ kind: 'potatoes' }), { status: 400, code: 'BAD_INPUT', path: ['kind'] })
  t.match(await send({ query: { mode: 'quick' } }), { status: 400, path: ['mode'] })
  t.match(await send({ query: { province: 'lang-son' } }), { code: 'BAD_INPUT' })
  t.match(await send({ headers: { 'content-type': 'image/png' } }), { status: 415 })
  t.match(await send({ headers: { 'content-encoding': 'br' } }), {
    status: 415,
    code: 'BAD_INPUT',
    detail: /“br”.*gzip/,
  })
  t.match(await send({ viewer: app.viewer('PROVINCE_VIEWER', province) }), { status: 403, code: 'FORBIDDEN' })
  t.match(await send({ viewer: app.viewer('MINISTRY_ADMIN') }), { status: 403 })
  t.match(await send({ text: 'x'.repeat(200_001) }), { status: 413, code: 'LIMIT_EXCEEDED' })
  const { rows } = await app.owner.query('select count(*)::int as count from import_jobs where province_id = $1', [
    app.key(province),
  ])
  t.equal(rows[0].count, 0)
  const empty = await runImport(app, { kind: 'plans', text: 'title\n', viewer })
  t.equal(empty.state, 'REFUSED')
})

t.test('given an import that another version of the service ended, when asked for, then it is shown', async (t) => {
  const viewer = app.viewer('PROVINCE_ADMIN', app.nextProvince())
  const { id } = await runImport(app, { kind: 'plans', text: 'key,reference\np-1,\n', viewer })
  await app.owner.query(`update import_jobs set state = 'FAILED', failure = 'toString' where id = $1`, [id])
  await app.owner.query(`update import_problems set problem = problem::jsonb || '{"code":"NEWER"}' where job_id = $1`, [
    id,
  ])
  const job = await askImport(app, id, viewer)
  t.match([job.statusCode, job.json()], [200, { state: 'FAILED', failure: /stopped on an error of the service/ }])
  const { problems } = (await askImport(app, id, viewer, { path: '/problems' })).json()
  t.match(problems[0], { code: 'NEWER', message: /another version/ })
})

t.test('given what the workers have sent to the database, then each statement names its province', async (t) => {
  const tables = await readTables(app.owner)
  const faults: string[] = []
  for (const text of new Set(app.jobStatements)) {
    if (/^(begin|commit|rollback|discard|select app_)/.test(text.replace(/^\/\*.*?\*\/ /, ''))) continue
    for (const fault of await lintStatement(text, tables)) faults.push(`${text.slice(0, 60)}: ${fault}`)
  }
  t.strictSame(faults, [])
  t.ok(app.jobStatements.length > 50)
})

t.test('given a process that stands still while it takes a job, then others go on with other jobs', async (t) => {
  const [a, b] = [app.nextProvince(), app.nextProvince()]
  const sent = (province: string) => ({ kind: 'plans', text: plans, viewer: app.viewer('IMPORTER', province) })
  const still = await app.owner.connect()
  // While this is held, the first doesn't end, and nobody takes the next.
  await still.query('select pg_advisory_lock(727450, $1)', [app.key(a)])
  const [first, next] = [(await sendImport(app, sent(a))).json(), (await sendImport(app, sent(a))).json()]
  await still.query('begin')
  await still.query('select from import_jobs where id = $1 for update', [next.id])
  await still.query('select pg_advisory_unlock(727450, $1)', [app.key(a)])
  await ended(app, first.id, sent(a).viewer)
  t.match(await runImport(app, sent(b)), { state: 'APPLIED', rowsWritten: 2 })
  t.match((await askImport(app, next.id, sent(a).viewer)).json(), { finishedAt: null, startedAt: null })
  await still.query('rollback')
  still.release()
  t.match(await ended(app, next.id, sent(a).viewer), { state: 'APPLIED', rowsUnchanged: 2 }, 'and with it later')
})

t.test(
  'given an attempt that stands still in its transaction, when another takes the job, then it is cut off',
  async (t) => {
    const province = app.nextProvince()
    const id = randomUUID()
    const still = new pg.Client({ connectionString: app.servingUrl })
    const cutOff = new Promise<Error>((resolve) => still.on('error', resolve))
    await still.connect()
    await still.query('begin')
    holdJob({ send: (text: string, values: unknown[]) => void still.query(text, values) } as never, { id, attempt: 1 })
    // What every import holds of its province until its transaction ends.
    await still.query('select pg_advisory_xact_lock(727450, $1)', [app.key(province)])
    await app.owner.query(
      `with job as (
       insert into import_jobs (province_id, id, subject, role, kind, mode, dry_run, name, format, file_province_id, province_ids,
         state, bytes, attempt, leased_until)
       values ($1, $2, 'x', 'IMPORTER', 'plans', 'atomic', false, 'plans.csv', 'csv', $1, array[$1::integer], 'APPLYING', $4, 1, now()))
     insert into import_chunks (province_id, job_id, ordinal, bytes) values ($1, $2, 0, $3)`,
      [app.key(province), id, Buffer.from(plans), Buffer.byteLength(plans)],
    )
    t.match(await ended(app, id, app.viewer('PROVINCE_ADMIN', province)), { state: 'APPLIED', rowsWritten: 2 })
    t.match(await cutOff, { message: /terminat/ })
  },
)
