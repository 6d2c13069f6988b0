import pg from 'pg'
import t from 'tap'
import { createApp } from '../helpers/app.ts'
import { insert } from '../helpers/fixtures.ts'
import { attempt, perform } from '../helpers/mutations.ts'

// What holds whatever the code above the database does: the serving role tries, inside its own province, in raw SQL.

const app = await createApp(t)
const slug = app.nextProvince()
const province_id = app.key(slug)
const own = { province_id }
const client = new pg.Client({ connectionString: app.servingUrl })
await client.connect()
t.teardown(() => client.end())

/** Runs one statement in the province's scope, and takes it back: how many rows it touched, or which error it met. */
async function tried(sql: string, values: unknown[] = []): Promise<number | string> {
  await client.query('begin')
  try {
    await client.query('select app_enter($1, $2)', [province_id, [province_id]])
    return (await client.query(sql, values)).rowCount ?? 0
  } catch (error) {
    return (error as { code: string }).code
  } finally {
    await client.query('rollback')
  }
}

const [permissionDenied, kept] = ['42501', '23001']
const year = { period_start: '2024-01-01', period_end: '2024-12-31' }
const planRow = { ...own, title: 'Kế hoạch', kind: 'ANNUAL', reporting_period: 'YEAR', ...year }
const plan = async (status: string) => (await insert(app, 'plans', [{ ...planRow, status }]))[0]!
const taskRow = { ...own, ordinal: 1, title: 'Nhiệm vụ', category: 'TRAINING', status: 'NOT_STARTED' }
let revision = 0
const reportRow = () => ({ ...own, period_code: '2024', revision: ++revision })
const report = async (status: string) =>
  (await insert(app, 'progress_reports', [{ ...reportRow(), status, published: status !== 'DRAFT' }]))[0]!

t.test(
  'given plans and reports, when the serving role deletes them or makes them drafts, then drafts alone go',
  async (t) => {
    const states = {
      plans: ['SUBMITTED', 'RETURNED', 'APPROVED', 'COMPLETED', 'CANCELLED'],
      progress_reports: ['SUBMITTED', 'RETURNED', 'ACCEPTED'],
    }
    for (const [table, statuses] of Object.entries(states)) {
      const make = table === 'plans' ? plan : report
      const columns = ['id', 'status', ...Object.keys(table === 'plans' ? planRow : reportRow())].join(', ')
      t.equal(await tried(`delete from ${table} where id = $1`, [await make('DRAFT')]), 1, `${table}: a draft goes`)
      for (const status of statuses) {
        const id = await make(status)
        t.equal(await tried(`delete from ${table} where id = $1`, [id]), 0, `${table} ${status} stays`)
        t.equal(
          await tried(`update ${table} set status = 'DRAFT' where id = $1`, [id]),
          kept,
          `${table} ${status} is no draft`,
        )
        const both = `with d as (update ${table} set status = 'DRAFT' where id = $1) delete from ${table} where id = $1`
        t.equal(await tried(both, [id]), kept)
        const upsert = `insert into ${table} (${columns}) select ${columns} from ${table} where id = $1
        on conflict (province_id, id) do update set status = 'DRAFT'`
        t.equal(await tried(upsert, [id]), kept)
        t.equal(await tried(`delete from ${table} returning id`), 1, 'the draft is all that there is to delete')
      }
      t.equal(await tried(`truncate ${table} cascade`), permissionDenied)
    }
  },
)

t.test(
  'given tasks, figures and recommendations, when the serving role removes them, then only what was never handed in goes',
  async (t) => {
    const planId = await plan('RETURNED')
    const tasks = await insert(app, 'tasks', [{ filed: true }, { filed: false }], { ...taskRow, plan_id: planId })
    t.equal(await tried('delete from tasks where id = $1', [tasks[0]]), 0)
    t.equal(await tried('update tasks set filed = false where id = $1', [tasks[0]]), kept)
    t.equal(await tried('delete from tasks where id = $1', [tasks[1]]), 1)

    const [draft, submitted] = [await report('DRAFT'), await report('SUBMITTED')]
    const figure = { ...own, indicator_code: 'COURSES_HELD', value: 3, qualifier: 'EXACT' }
    await insert(app, 'indicator_values', [
      { ...figure, report_id: draft, published: false },
      { ...figure, report_id: submitted, published: true },
    ])
    const asked = { ...own, ordinal: 1, text: 'Đề nghị' }
    const [unheard, heard] = await insert(app, 'recommendations', [
      { ...asked, report_id: draft, published: false },
      { ...asked, report_id: submitted, published: true },
    ])
    for (const change of ['delete from indicator_values', 'update indicator_values set published = false, value = 9']) {
      t.equal(await tried(`${change} where report_id = $1`, [submitted]), 0, change)
      t.equal(await tried(`${change} where report_id = $1`, [draft]), 1, `a draft: ${change}`)
    }
    t.equal(await tried('delete from recommendations where id = $1', [heard]), 0)
    t.equal(await tried('update recommendations set published = false where id = $1', [heard]), kept)
    t.equal(await tried('delete from recommendations where id = $1', [unheard]), 1)
    for (const table of ['tasks', 'indicator_values', 'recommendations']) {
      t.equal(await tried(`truncate ${table} cascade`), permissionDenied, table)
    }
  },
)

t.test('given the audit log, when either role would change it, then it may not', async (t) => {
  const entry = { ...own, actor: 'ai', role: 'PROVINCE_ADMIN', action: 'createPlan', entity: 'Plan', entity_version: 1 }
  const [id] = await insert(app, 'audit_log', [{ ...entry, entity_id: await plan('DRAFT'), changes: {} }])
  const changes = [
    `update audit_log set reason = 'khác'`,
    'delete from audit_log',
    'truncate audit_log',
    `insert into audit_log select * from audit_log on conflict (province_id, id) do update set reason = 'khác'`,
    'drop table audit_log',
    'alter table audit_log disable row level security',
  ]
  for (const sql of changes) t.equal(await tried(sql), permissionDenied, sql)
  t.equal(await tried('select 1 from audit_log where id = $1', [id]), 1, 'it may read it')

  const national = new pg.Client({ connectionString: app.nationalUrl })
  await national.connect()
  for (const sql of changes.slice(0, 3)) {
    await t.rejects(national.query(sql), { code: permissionDenied }, `the ministry: ${sql}`)
  }
  await national.end()
})

t.test(
  'given drafts that imports hung something on, when they are discarded, then it is said why they stay',
  async (t) => {
    const admin = app.viewer('PROVINCE_ADMIN', slug)
    const draft = async (filed: boolean) => {
      const plan_id = await plan('DRAFT')
      const [task_id] = await insert(app, 'tasks', [{ ...taskRow, plan_id, filed }])
      return { plan_id, task_id: task_id! }
    }
    const [onPlan, onTask, submitted] = [await draft(false), await draft(false), await draft(true)]
    const [department_id] = await insert(app, 'departments', [
      { ...own, name: 'Sở', name_key: 'sở', kind: 'DEPARTMENT' },
    ])
    await insert(app, 'progress_reports', [
      { ...reportRow(), plan_id: onPlan.plan_id, status: 'DRAFT', published: false },
      { ...reportRow(), ...onTask, department_id, status: 'ACCEPTED', published: true },
    ])
    const headers = { 'accept-language': 'en' }
    const cases: [string, string, RegExp][] = [
      ['discardPlan', onPlan.plan_id, /progress reports on this/],
      ['discardPlan', onTask.plan_id, /progress reports on this/],
      ['discardTask', onTask.task_id, /progress reports on this/],
      ['discardPlan', submitted.plan_id, /was submitted before/],
      ['discardTask', submitted.task_id, /Only a draft/],
    ]
    for (const [name, id, message] of cases) {
      const outcome = await attempt(app, name, { id, version: 1 }, admin, { headers })
      t.match(outcome, { object: null, code: 'INVALID_STATE', path: 'input.id', message }, `${name} ${message.source}`)
    }
    const reason = 'Không làm nữa'
    for (const { plan_id: id } of [onPlan, onTask, submitted]) {
      t.match(
        await perform(app, 'cancelPlan', { id, version: 1, reason }, admin),
        { id, version: 2 },
        'what is left to do',
      )
    }
  },
)
