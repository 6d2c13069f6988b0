import { buildSchema } from 'graphql'
import t from 'tap'
import { schemaText } from '../../src/api.ts'
import { createApp, type Viewer } from '../helpers/app.ts'
import { approvedTask, createDepartment, createPlan, createTask, daysFromToday } from '../helpers/fixtures.ts'
import { lintStatement, type Tables } from '../helpers/statement-lint.ts'
import { queriesOf, selectionOf } from '../helpers/whole-schema.ts'
import { createWorld } from '../helpers/world.ts'

const schema = buildSchema(schemaText)
const app = await createApp(t)
const tables = await readTables()

async function readTables(): Promise<Tables> {
  const { rows } = await app.owner.query<{ name: string; column: string }>(
    `select table_name as name, column_name as column from information_schema.columns where table_schema = 'public'`,
  )
  const having = (column: string) => new Set(rows.filter((row) => row.column === column).map(({ name }) => name))
  const tenant = having('province_id')
  tenant.delete('province_codes')
  return { tenant, withId: having('id') }
}

const linted = new Set<string>()

async function faultsOf(statements: readonly string[], as: Viewer): Promise<string[]> {
  const role = as.province === undefined ? 'national' : 'serving'
  const faults: string[] = []
  for (const text of statements) {
    if (linted.has(role + text)) continue
    linted.add(role + text)
    for (const fault of await lintStatement(text, tables, role)) faults.push(`${fault}, in ${text.slice(0, 300)}`)
  }
  return faults
}

t.test(
  'given every field, argument and order of the schema, when asked for, then each level names its province',
  async (t) => {
    const [own, predecessor, successor] = [app.nextProvince(), 'bac-kan', 'thai-nguyen']
    for (const slug of [own, predecessor, successor]) await createWorld(app, slug, 2)
    const viewers = [
      app.viewer('PROVINCE_VIEWER', own),
      app.viewer('PROVINCE_VIEWER', successor),
      app.viewer('MINISTRY_ANALYST'),
    ]
    const queries = queriesOf(schema, { depth: 2, variations: true })
    t.ok(queries.length > 100, `${queries.length} queries`)
    for (const { field, query } of queries) {
      for (const as of viewers) {
        const { errors, statements } = await app.gql(query, {}, as)
        t.same(errors, undefined, `${field} for ${as.role}: ${query.slice(0, 200)}`)
        t.equal(statements.length, 1)
        t.same(await faultsOf(statements, as), [])
      }
    }
  },
)

t.test('given pages behind cursors, when asked for, then each level names its province', async (t) => {
  for (const list of [
    'plans',
    'tasks',
    'departments',
    'documents',
    'progressReports',
    'recommendations',
    'provinces',
  ]) {
    for (const as of [
      app.viewer('PROVINCE_VIEWER', 'bac-kan'),
      app.viewer('PROVINCE_VIEWER', 'thai-nguyen'),
      app.viewer('MINISTRY_ADMIN'),
    ]) {
      const { data } = await app.gql(`{ ${list} { pageInfo { startCursor } } }`, {}, as)
      for (const cursor of ['after', 'before']) {
        const query = `query($at: String) { ${list}(${cursor}: $at) { totalCount edges { cursor node { id } } pageInfo { endCursor } } }`
        const { errors, statements } = await app.gql(query, { at: data[list].pageInfo.startCursor }, as)
        t.same(errors, undefined)
        t.same(await faultsOf(statements, as), [])
      }
    }
  }
})

t.test(
  'given every mutation, when it succeeds, conflicts or fails, then each statement names its province',
  async (t) => {
    const slug = 'thai-nguyen'
    const admin = app.viewer('PROVINCE_ADMIN', slug)
    const { planId, taskId, departmentId } = await approvedTask(app, admin)
    const officer = app.viewer('DEPARTMENT_OFFICER', slug, departmentId)
    const draft = await createPlan(app, admin)
    const task = await createTask(app, admin, draft.id)
    const other = await createDepartment(app, admin)
    const known = { id: taskId, version: 1, reason: 'Sửa' }
    const document = { reference: '1/KH-UBND', issuedOn: '2024-01-01' }
    const values = [{ code: 'COURSES_HELD', value: 1 }]
    let reportId = ''

    const table: Record<string, (() => object)[]> = {
      createPlan: [
        () => ({
          title: 'A',
          kind: 'ANNUAL',
          periodStart: '2024-01-01',
          periodEnd: '2024-12-31',
          document,
          parentId: planId,
          legalBasisIds: [],
        }),
        () => ({
          title: 'A',
          kind: 'ANNUAL',
          periodStart: '2024-01-01',
          periodEnd: '2024-12-31',
          document: { ...document, title: 'B' },
          legalBasisIds: [planId],
        }),
      ],
      updatePlan: [() => ({ ...draft, title: 'B', document }), () => ({ ...draft, title: 'C' })],
      createTask: [
        () => ({
          planId: draft.id,
          title: 'A',
          category: 'EVENT',
          leadDepartmentId: departmentId,
          coordinatingDepartmentIds: [other.id],
        }),
      ],
      updateTask: [() => ({ ...task, title: 'B' }), () => ({ ...task, title: 'C' })],
      assignTask: [
        () => ({
          id: task.id,
          version: 2,
          leadDepartmentId: departmentId,
          participants: [{ departmentId: other.id, part: 'COORDINATING' }],
        }),
        () => ({ id: task.id, version: 3, participants: [] }),
      ],
      startTask: [() => known, () => known],
      completeTask: [() => ({ ...known, version: 2, completedOn: daysFromToday(0) })],
      saveProgressReport: [
        () => ({ taskId, period: '2024-Q1', values }),
        () => ({ taskId, period: '2024-Q1', values }),
        () => ({ id: reportId, version: 1, period: '2024-Q1', values: [], percentComplete: 5 }),
        () => ({ planId, period: '2024', achievements: 'Tốt' }),
        () => ({ period: '2024' }),
      ],
      submitProgressReport: [() => ({ id: reportId, version: 2 }), () => ({ id: reportId, version: 9 })],
      createDepartment: [
        () => ({ name: 'Sở Mới', kind: 'DEPARTMENT', parentId: other.id }),
        () => ({ name: 'SỞ MỚI', kind: 'OTHER' }),
      ],
    }
    t.same(
      Object.keys(schema.getMutationType()?.getFields() ?? {}).filter((name) => !(name in table)),
      [],
      'none is left out',
    )

    for (const [name, inputs] of Object.entries(table)) {
      const { field, type } = payloadOf(name)
      const object = schema.getType(`${field[0]?.toUpperCase()}${field.slice(1)}`)
      const query = `mutation($input: ${type}!) { ${name}(input: $input) { ${field} ${selectionOf(object as never, schema, 1)} userErrors { code message path } } }`
      for (const input of inputs) {
        const as = ['startTask', 'submitProgressReport'].includes(name) ? officer : admin
        const { data, errors, statements } = await app.gql(query, { input: input() }, as)
        t.same(errors, undefined, name)
        if (name === 'saveProgressReport') reportId ||= data[name][field].id
        t.ok(
          statements.length >= 3,
          `${name}: ${statements.length} statements, ${JSON.stringify(data[name].userErrors)}`,
        )
        t.same(await faultsOf(statements, as), [])
      }
    }
  },
)

t.test('given a statement at fault, when linted, then it is found', async (t) => {
  const names = 'is read without naming its province'
  const bad: [text: string, ...faults: string[]][] = [
    ['select * from plans', `plans ${names}`],
    ['select * from plans where id = $1', `plans ${names}`],
    ['select * from plans p where p.province_id = 4', `plans as p ${names}`],
    ['select * from plans p where p.province_id <> $1', `plans as p ${names}`],
    ['select * from plans p where p.province_id = $1 or p.published', `plans as p ${names}`],
    ['select * from plans p where not p.province_id = $1', `plans as p ${names}`],
    [`select * from plans p where p.province_id = current_setting('app.own_province')::integer`, `plans as p ${names}`],
    [
      'select * from plans p join tasks t on t.province_id = p.province_id where p.province_id = $1',
      `tasks as t ${names}`,
    ],
    ['select * from plans p left join tasks t on p.province_id = $1 where t.province_id = $1', `plans as p ${names}`],
    [
      'select * from plans p full join tasks t on p.province_id = $1 and t.province_id = $1',
      `plans as p ${names}`,
      `tasks as t ${names}`,
    ],
    ['select * from plans p, tasks t where province_id = $1', `plans as p ${names}`, `tasks as t ${names}`],
    [
      'select (select count(*) from tasks t where t.plan_id = p.id) from plans p where p.province_id = $1',
      `tasks as t ${names}`,
    ],
    [
      'select * from plans p where p.province_id = $1 and exists (select from tasks t where t.province_id = p.province_id)',
      `tasks as t ${names}`,
    ],
    ['select * from (select * from tasks t) t where t.province_id = $1', `tasks as t ${names}`],
    ['select id from plans where province_id = $1 union all select id from tasks', `tasks ${names}`],
    ['with x as (select * from plans) select * from x where x.province_id = $1', `plans ${names}`],
    ['select * from indicators i cross join lateral (select * from tasks t) x', `tasks as t ${names}`],
    ['update plans set title = $1 where id = $2', `plans ${names}`],
    ['update plans set title = t.title from tasks t where plans.province_id = $1', `tasks as t ${names}`],
    ['update plans set title = $1 where province_id = $2 and id in (select plan_id from tasks)', `tasks ${names}`],
    ['delete from task_departments where task_id = $1', `task_departments ${names}`],
    ['delete from task_departments d using tasks t where d.province_id = $1', `tasks as t ${names}`],
    ['insert into audit_log (province_id, actor) select $1, $2', 'inserts selected rows into audit_log without an id'],
    [
      'insert into task_departments (task_id, part) values ($1, $2)',
      'inserts into task_departments without a province',
    ],
    ['insert into tasks (province_id, id) select $1, id from plans', `plans ${names}`],
    ['select kind from plans where province_id = $1 group by grouping sets ((kind), ())', 'groups by several sets'],
    ['select kind from plans where province_id = $1 group by rollup (kind)', 'groups by several sets'],
    ['merge into indicators i using provinces p on false when not matched then do nothing', 'merges'],
    [`select set_config('app.own_province', $1, true)`, `calls set_config('app.own_province')`],
    ['select set_config($1, $2, true)', `calls set_config('')`],
    ['set local role app_national', 'sets role'],
    ['set session authorization postgres', 'sets session_authorization'],
    ['set local app.readable_provinces = 1', 'sets app.readable_provinces'],
  ]
  for (const [text, ...faults] of bad) t.same(await lintStatement(text, tables), faults, text)
  const good = [
    'select * from plans p where p.province_id = any ($1::integer[]) and p.id = $2',
    'select * from plans where $1::integer = province_id',
    'select * from plans p left join tasks t on t.province_id = $1 and t.plan_id = p.id where p.province_id = $1',
    'select * from plans p join tasks t on t.province_id = $1 and p.province_id = $1',
    'update plans set title = $1 where "plans"."province_id" = $2',
    'select * from provinces p join province_codes c on c.province_id = p.id',
    'with plan as (select 1) select * from plan',
    'begin isolation level repeatable read read only',
    'select app_enter($1::integer, $2::integer[])',
  ]
  for (const text of good) t.same(await lintStatement(text, tables), [], text)
  t.same(await lintStatement('select * from plans', tables, 'national'), [])
  t.same(await lintStatement('set role app_serving', tables, 'national'), ['sets role'])
})
