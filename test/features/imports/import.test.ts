import t from 'tap'
import { sayProblem } from '../../../src/features/imports/problems.ts'
import { countsOf, csv, openProvinces, problemsOf } from './province.ts'

const plans = csv(
  'key,reference,issued_on,issuer,title,period_start,period_end,status',
  'p-2019,51/KH-UBND,28/01/2019,UBND tỉnh,Kế hoạch 2019,2019-01-01,2019-12-31,APPROVED',
  'p-2020,,,,Kế hoạch 2020,2020-01-01,2020-12-31,Dự thảo',
)
const tasks = csv(
  'key,plan_key,title,lead_department,coordinating_departments,due_on,due_precision,planned_budget,target:PEOPLE_TRAINED',
  't-1,p-2019,Tập huấn,Sở TTTT,Sở Nội vụ; Công an tỉnh,15/11/2019,Quý,"1,5 tỷ",850',
  't-2,p-2019,Họp báo,Sở Thông tin và Truyền thông,,,,,',
)

t.test(
  'given rows that correct one of two tasks, when they are imported, then only that one has a new version',
  async (t) => {
    const { load, rows } = await openProvinces(t)
    await load('bac-kan', 'plans', plans)
    t.match(await load('bac-kan', 'tasks', tasks), { applied: true, created: 2, problems: [] })
    const again = await load('bac-kan', 'tasks', tasks)
    t.strictSame(countsOf(again), { read: 2, created: 0, changed: 0, unchanged: 2, refused: 0 })

    const corrected = tasks
      .replace('Tập huấn', 'Tập huấn và bồi dưỡng')
      .replace('; Công an tỉnh', '')
      .replace(',850', ',900')
    const result = await load('bac-kan', 'tasks', corrected, { name: 'corrected.csv' })
    t.strictSame(countsOf(result), { read: 2, created: 0, changed: 1, unchanged: 1, refused: 0 })
    const found = await rows(
      `select source_key as key, version, title, due_on::text as due, due_precision as precision, ordinal, status,
       planned_budget::text as budget, (select value::float from task_targets x where x.task_id = t.id) as target,
       (select array_agg(x.part || ' ' || d.name order by x.part, d.name) from task_departments x join departments d on d.id = x.department_id
        where x.task_id = t.id) as parts
     from tasks t order by 1`,
    )
    const common = { status: 'NOT_STARTED' }
    t.strictSame(found, [
      {
        ...common,
        key: 't-1',
        version: 2,
        title: 'Tập huấn và bồi dưỡng',
        due: '2019-12-31',
        precision: 'QUARTER',
        ordinal: 1,
        budget: '1500000000',
        target: 900,
        parts: ['COORDINATING Sở Nội vụ', 'LEAD Sở TTTT'],
      },
      {
        ...common,
        key: 't-2',
        version: 1,
        title: 'Họp báo',
        due: null,
        precision: null,
        ordinal: 2,
        budget: null,
        target: null,
        parts: ['LEAD Sở TTTT'],
      },
    ])
    const audit = await rows(
      `select actor, role, request_id, action, entity_version as version, reason, changes, published from audit_log
     where reason = 'corrected.csv'`,
    )
    t.equal(audit.length, 1)
    t.match(audit[0], {
      actor: 'importer',
      role: 'IMPORTER',
      request_id: 'request-1',
      action: 'import',
      version: 2,
      published: true,
      changes: { title: ['Tập huấn', 'Tập huấn và bồi dưỡng'], targets: [[{ value: 850 }], [{ value: 900 }]] },
    })
    t.strictSame(Object.keys(audit[0]?.['changes']).sort(), ['participants', 'targets', 'title'])
  },
)

t.test('given a task of one plan, when a file puts its key into another, then the key is taken', async (t) => {
  const { load } = await openProvinces(t)
  await load('bac-kan', 'plans', plans)
  await load('bac-kan', 'tasks', tasks)
  t.strictSame(problemsOf(await load('bac-kan', 'tasks', tasks.replace('t-1,p-2019', 't-1,p-2020'))), [
    '2 key KEY_TAKEN',
  ])
  // Of a line whose cells have moved, nothing else is said.
  t.strictSame(problemsOf(await load('bac-kan', 'tasks', `${tasks}\nt-3,p-none,;`)), ['4  WRONG_CELL_COUNT'])
})

t.test('given columns that a file leaves out, when it is imported, then what is on record stays', async (t) => {
  const { load, rows } = await openProvinces(t)
  await load('bac-kan', 'plans', plans)
  await load('bac-kan', 'tasks', tasks)
  const fewer = csv('key,plan_key,title,coordinating_departments,target:COURSES_HELD', 't-1,p-2019,Tập huấn,,4')
  const result = await load('bac-kan', 'tasks', fewer)
  t.strictSame(countsOf(result), { read: 1, created: 0, changed: 1, unchanged: 0, refused: 0 })
  const [task] = await rows(
    `select due_on::text as due, planned_budget::text as budget, (select count(*)::int from task_targets x where x.task_id = t.id) as targets,
       (select array_agg(part) from task_departments x where x.task_id = t.id) as parts from tasks t where source_key = 't-1'`,
  )
  t.strictSame(task, { due: '2019-12-31', budget: '1500000000', targets: 2, parts: ['LEAD'] })
})

const mixed = csv(
  'key,plan_key,title,lead_department,due_on,due_precision,status,completed_on',
  't-1,p-2019,Tập huấn,Sở Y tế,,,,',
  't-2,p-1999,,Sở Y tế,31/02/2019,,,',
  't-3,p-1999,Họp báo,Sở A; Sở B,2019-03-01,RECURRING,NOT_STARTED,2019-03-01',
  't-1,p-2019,Tập huấn,Sở Y tế,,,,',
  't-5,p-2019,Họp báo,,,DAY,,',
)
const wrong = [
  '3 title REQUIRED',
  '3 due_on BAD_DATE',
  '3 plan_key NO_SUCH_PLAN',
  '4 lead_department ONE_DEPARTMENT',
  '4 plan_key NO_SUCH_PLAN',
  '4 completed_on STATUS_MISMATCH',
  '4 due_on DUE_NOT_ALLOWED',
  '5 key DUPLICATE_KEY',
  '6 due_on REQUIRED',
]

t.test('given one bad row, when a file is imported as a whole, then nothing of it is written', async (t) => {
  const { load, rows } = await openProvinces(t)
  await load('bac-kan', 'plans', plans)
  const count = 'select (select count(*)::int from audit_log) + (select count(*)::int from departments) as count'
  const before = await rows(count)
  const result = await load('bac-kan', 'tasks', mixed)
  t.strictSame(problemsOf(result), wrong)
  t.equal(result.problemCount, wrong.length)
  t.equal(result.applied, false)
  t.strictSame(result.departmentsMade, [])
  t.strictSame(countsOf(result), { read: 5, created: 0, changed: 0, unchanged: 0, refused: 4 })
  t.strictSame(await rows('select 1 from tasks'), [])
  t.strictSame(await rows(count), before)
})

t.test(
  'given bad rows, when a file is imported in part, then the good ones go in and all that is wrong is told',
  async (t) => {
    for (const batchSize of [1, 2, 1000]) {
      const { load, rows } = await openProvinces(t)
      await load('bac-kan', 'plans', plans)
      const result = await load('bac-kan', 'tasks', mixed, { mode: 'partial', batchSize })
      t.strictSame(problemsOf(result), wrong, `in batches of ${batchSize}`)
      t.strictSame(countsOf(result), { read: 5, created: 1, changed: 0, unchanged: 0, refused: 4 })
      t.strictSame(
        result.departmentsMade.map(({ name }) => name),
        ['Sở Y tế'],
      )
      t.strictSame(await rows('select source_key as key from tasks'), [{ key: 't-1' }])
      t.strictSame(await rows('select name, kind from departments'), [{ name: 'Sở Y tế', kind: 'DEPARTMENT' }])
    }
  },
)

t.test('given a file that breaks off, when it is imported in part, then what stands before is in', async (t) => {
  const { load, rows } = await openProvinces(t)
  const file = csv('name', 'Sở Nội vụ', 'Sở Y tế', '"Sở', 'Sở Tài chính')
  const result = await load('bac-kan', 'departments', file, { mode: 'partial' })
  t.strictSame(problemsOf(result), ['4  QUOTE_NOT_CLOSED'])
  t.equal((await rows('select 1 from departments')).length, 2)
  const whole = await load('lang-son', 'departments', file)
  t.strictSame([whole.applied, problemsOf(whole)], [false, ['4  QUOTE_NOT_CLOSED']])
  t.equal((await rows('select 1 from departments')).length, 2)
  t.strictSame(problemsOf(await load('bac-kan', 'plans', '')), ['1  EMPTY_FILE'])
  t.strictSame(problemsOf(await load('bac-kan', 'plans', 'key,ttle\n')).length, 4)
})

t.test('given another province’s plan, when a task names it, then it is as unknown as any', async (t) => {
  const { load, rows } = await openProvinces(t)
  await load('lang-son', 'plans', plans)
  const problemOf = async (file: string, key: string) => {
    const { problems } = await load('bac-kan', 'tasks', file)
    return problems[0] && sayProblem(problems[0], 'vi').replace(key, '…')
  }
  const foreign = await problemOf(tasks, 'p-2019')
  const unknown = await problemOf(tasks.replaceAll('p-2019', 'p-none'), 'p-none')
  t.match(foreign, /Không có kế hoạch nào/)
  t.equal(foreign, unknown)
  const report = csv('key,task_key,department,period', 'r-1,t-1,Sở TTTT,2019')
  t.strictSame(problemsOf(await load('bac-kan', 'reports', report)), ['2 task_key NO_SUCH_TASK'])
  t.strictSame(
    problemsOf(
      await load(
        'bac-kan',
        'plans',
        csv('key,title,period_start,period_end,parent_key', 'x,X,2019-01-01,2019-12-31,p-2019'),
      ),
    ),
    ['2 parent_key NO_SUCH_PLAN'],
  )
  t.strictSame(await rows('select 1 from tasks union all select 1 from progress_reports'), [])

  // The same keys in two provinces are two plans.
  t.match(await load('bac-kan', 'plans', plans), { created: 2 })
})

t.test('given two imports of one file at once, when both are done, then it is in once', async (t) => {
  const { load, rows } = await openProvinces(t)
  async function* slow() {
    yield Buffer.from(plans.slice(0, plans.indexOf('p-2020')))
    await new Promise((resolve) => setTimeout(resolve, 300))
    yield Buffer.from(plans.slice(plans.indexOf('p-2020')))
  }
  const first = load('bac-kan', 'plans', '', { source: slow(), batchSize: 1 })
  await new Promise((resolve) => setTimeout(resolve, 100))
  const second = await load('bac-kan', 'plans', plans)
  const both = [await first, second]
  t.strictSame(both.map(({ created, unchanged }) => [created, unchanged].join()).sort(), ['0,2', '2,0'])
  t.equal((await rows('select 1 from plans')).length, 2)
})

t.test('given hundreds of rows, when they are imported, then the statements are no more than for ten', async (t) => {
  const { load, statements } = await openProvinces(t)
  await load('bac-kan', 'plans', plans)
  const rows = (from: number, count: number) =>
    Array.from({ length: count }, (_, i) => `t-${from + i},p-2019,Việc ${from + i},Sở ${(from + i) % 7}; Sở Y tế,${i}`)
  const file = (from: number, count: number) =>
    csv('key,plan_key,title,coordinating_departments,target:PEOPLE_TRAINED', ...rows(from, count))
  // Other processes are told of changes, some dozens at once.
  const counted = () => statements.filter((text) => !text.startsWith('/* notify */')).length
  await load('bac-kan', 'tasks', file(0, 10))
  const begin = counted()
  await load('bac-kan', 'tasks', file(10, 10))
  const few = counted() - begin
  await load('bac-kan', 'tasks', file(20, 250))
  t.equal(counted() - begin - few, few)
  // Tasks, who takes part, targets and the log are written in four parts each, and counted in four of four statements, so that nobody
  // waits behind more.
  await load('bac-kan', 'tasks', file(270, 1000))
  t.equal(counted() - begin - 2 * few, few + 4 * 3 + 3 * 4)
  t.ok(few < 30, `${few} statements`)
  for (const text of statements) t.match(text, /^(\/\* \w+ \*\/ |begin|commit|select app_enter)/)
})

t.test(
  'given a connection that knows a table as all but empty, when it is filled, then it is never read whole',
  async (t) => {
    const { load, rows, doorOf } = await openProvinces(t)
    await load('bac-kan', 'plans', plans)
    const file = (from: number, to: number) => {
      const lines = Array.from({ length: to - from }, (_, i) => `t-${from + i},p-2019,Việc,Sở A,Sở B; Sở C`)
      return csv('key,plan_key,title,lead_department,coordinating_departments', ...lines)
    }
    // After some uses Postgres keeps the way in which it looks up a task.
    await load('bac-kan', 'tasks', file(0, 10))
    // Other provinces have most of what Postgres knows of.
    await rows(
      `with plan as (insert into plans (province_id, id, title, kind, status, period_start, period_end, reporting_period, objectives)
         select p.id, gen_random_uuid(), 'Kế hoạch', 'ANNUAL', 'APPROVED', '2019-01-01', '2019-12-31', 'QUARTER', '{}'
         from provinces p where p.slug <> 'bac-kan' returning province_id, id)
       insert into tasks (province_id, id, plan_id, ordinal, title, category, status, start_on, due_on)
       select province_id, gen_random_uuid(), id, n, 'Việc', 'OTHER', 'NOT_STARTED', '2019-01-01', '2019-01-01'::date + n from plan, generate_series(1, 400) n`,
    )
    await rows('analyze')
    await load('bac-kan', 'tasks', file(10, 3000))
    await doorOf('bac-kan').write((tx) => tx.rows('select pg_stat_force_next_flush()'))
    const [read] = await rows(`select seq_tup_read::int as count from pg_stat_user_tables where relname = 'tasks'`)
    t.ok(read?.['count'] < 100_000, `${read?.['count']} rows`)
    // Indexes that have the id behind something else, and through which Postgres would find a row by going through the province’s.
    const scans = await rows(
      `select indexrelname as name, idx_scan::int as count from pg_stat_user_indexes where relname in ('tasks', 'task_departments')`,
    )
    const scansOf = (index: string) => scans.find(({ name }) => name === index)?.['count'] as number
    t.ok(scansOf('tasks_pkey') >= 3000)
    for (const index of ['tasks_due_idx', 'tasks_updated_idx', 'task_departments_due_idx']) {
      t.ok(scansOf(index) < 100, `${index} is asked ${scansOf(index)} times`)
    }
  },
)
