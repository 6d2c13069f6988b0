import t from 'tap'
import { nationalDoor, tenantDoor } from '../../src/db/tenancy.ts'
import { listUnbuilt } from '../../src/features/rollups/build.ts'
import { SummaryKeeper } from '../../src/features/rollups/keeper.ts'
import { createApp, type Viewer } from '../helpers/app.ts'
import { advance, createDepartment, createPlan, createTask, raced } from '../helpers/fixtures.ts'
import { askImport, lines, runImport } from '../helpers/imports.ts'
import { perform } from '../helpers/mutations.ts'

// A department's tasks in the order in which they are due.

const app = await createApp(t)

interface Asked {
  filter?: object
  direction?: string
  page?: object
  viewer: Viewer
}

async function ask({ filter, direction = 'ASC', page = {}, viewer }: Asked) {
  const query = `query($filter: TaskFilter, $direction: Direction!, $first: Int, $last: Int, $after: String, $before: String) {
    tasks(filter: $filter, orderBy: { by: DUE_ON, direction: $direction }, first: $first, last: $last, after: $after, before: $before) {
      totalCount nodes { title dueOn } pageInfo { hasNextPage hasPreviousPage startCursor endCursor } } }`
  const { data, errors } = await app.gql(query, { filter, direction, ...page }, viewer)
  if (errors) throw new Error(JSON.stringify(errors))
  return { ...data.tasks, titles: data.tasks.nodes.map(({ title }: { title: string }) => title).join(' ') }
}

/** Two departments, and five tasks of the first: E has it in two parts, and F and G have no due date. */
async function makeTasks(province: string) {
  const viewer = app.viewer('PROVINCE_ADMIN', province)
  const [own, other] = [await createDepartment(app, viewer), await createDepartment(app, viewer)]
  const plan = await createPlan(app, viewer)
  const task = (title: string, dueOn: string | null, more: object = {}) =>
    createTask(app, viewer, plan.id, { title, dueOn, leadDepartmentId: own.id, ...more })
  const tasks = {
    A: await task('A', '2024-09-30'),
    F: await task('F', null),
    C: await task('C', '2024-03-31', { leadDepartmentId: other.id, coordinatingDepartmentIds: [own.id] }),
    E: await task('E', '2024-06-30', { coordinatingDepartmentIds: [own.id] }),
    G: await task('G', null),
    H: await task('H', '2024-01-31', { leadDepartmentId: other.id }),
  }
  return { viewer, own: own.id, other: other.id, plan, tasks, of: { departmentId: own.id } }
}

t.test(
  'given a department, when its tasks are asked for, then each comes once, as it is due, and on any page',
  async (t) => {
    const { viewer, of, plan } = await makeTasks(app.nextProvince())
    t.match(await ask({ viewer, filter: of }), { titles: 'C E A F G', totalCount: 5 })
    t.equal((await ask({ viewer, filter: of, direction: 'DESC' })).titles, 'G F A E C')
    for (const [direction, all] of [
      ['ASC', 'CEAFG'],
      ['DESC', 'GFAEC'],
    ] as const) {
      let [seen, after] = ['', null]
      for (const [size, more] of [
        [2, true],
        [2, true],
        [2, false],
      ] as const) {
        const { titles, pageInfo } = await ask({ viewer, filter: of, direction, page: { first: size, after } })
        seen += titles.replaceAll(' ', '')
        after = pageInfo.endCursor
        t.match(pageInfo, { hasNextPage: more })
      }
      t.equal(seen, all)
      const back = await ask({ viewer, filter: of, direction, page: { last: 2, before: after } })
      t.equal(back.titles.replaceAll(' ', ''), all.slice(2, 4))
      t.match(back.pageInfo, { hasPreviousPage: true })
    }
    // A place in the list of all tasks is one in this list too.
    const { titles, pageInfo } = await ask({ viewer, page: { first: 2 } })
    t.equal(titles, 'H C')
    t.equal((await ask({ viewer, filter: of, page: { first: 9, after: pageInfo.endCursor } })).titles, 'E A F G')
    const dueTo = { ...of, dueTo: '2024-06-30' }
    t.match(await ask({ viewer, filter: dueTo }), { titles: 'C E', totalCount: 2 })
    t.match(await ask({ viewer, filter: { ...of, planId: plan.id, status: ['COMPLETED'] } }), {
      titles: '',
      totalCount: 0,
    })
    t.match(await ask({ viewer, filter: { departmentId: plan.id } }), { titles: '', totalCount: 0 })
  },
)

t.test('given due dates and participants that change, then the order is that of the newest', async (t) => {
  const { viewer, own, other, of, tasks } = await makeTasks(app.nextProvince())
  const after = async (name: string, input: object) => {
    await perform(app, name, input, viewer)
    return (await ask({ viewer, filter: of })).titles
  }
  t.equal(await after('updateTask', { ...tasks.A, dueOn: '2024-01-31', duePrecision: 'DAY' }), 'A C E F G')
  t.equal(await after('updateTask', { ...tasks.C, dueOn: null, duePrecision: null }), 'A E F C G')
  t.equal(await after('updateTask', { ...tasks.E, title: 'E2' }), 'A E2 F C G')
  t.equal(await after('assignTask', { ...tasks.H, leadDepartmentId: own }), 'A H E2 F C G')
  t.equal(await after('assignTask', { ...tasks.G, leadDepartmentId: other }), 'A H E2 F C')
  t.equal(await after('discardTask', { ...tasks.F }), 'A H E2 C')
})

t.test(
  'given tasks of a file, when it comes with other due dates and that is undone, then they move and move back',
  async (t) => {
    const province = app.nextProvince()
    const viewer = app.viewer('IMPORTER', province)
    const admin = app.viewer('PROVINCE_ADMIN', province)
    const file = (a: string, b: string) =>
      lines('key,plan_key,title,lead_department,due_on', `a,p,A,Sở Nội vụ,${a}`, `b,p,B,Sở Nội vụ,${b}`)
    const send = async (kind: string, text: string) => {
      const job = await runImport(app, { kind, text, viewer })
      t.equal(job.state, 'APPLIED', kind)
      return job.id
    }
    await send('plans', lines('key,title,period_start,period_end,status', 'p,Kế hoạch,2019-01-01,2019-12-31,APPROVED'))
    await send('tasks', file('2019-03-31', '2019-06-30'))
    const { data } = await app.gql('{ departments { nodes { id } } }', {}, admin)
    const filter = { departmentId: data.departments.nodes[0].id }
    t.equal((await ask({ viewer: admin, filter })).titles, 'A B')
    // A file without participants leaves them as they are.
    const moved = await send('tasks', lines('key,plan_key,title,due_on', 'a,p,A,2019-09-30'))
    t.equal((await ask({ viewer: admin, filter })).titles, 'B A')
    t.match((await askImport(app, moved, viewer, { path: '/undo', method: 'POST' })).json(), { state: 'UNDONE' })
    t.equal((await ask({ viewer: admin, filter })).titles, 'A B')
  },
)

t.test(
  'given a merger, then the successor sees the predecessor’s, and the ministry those that are published',
  async (t) => {
    const { viewer, of, plan } = await makeTasks('bac-kan')
    const heir = app.viewer('PROVINCE_VIEWER', 'thai-nguyen')
    const ministry = app.viewer('MINISTRY_ANALYST')
    t.equal((await ask({ viewer: heir, filter: of, page: { first: 3 } })).titles, 'C E A')
    t.equal((await ask({ viewer: ministry, filter: of })).titles, '')
    await advance(app, viewer, plan, 'submitPlan', 'approvePlan')
    t.match(await ask({ viewer: ministry, filter: of }), { titles: 'C E A F G', totalCount: 5 })
    t.equal((await ask({ viewer: app.viewer('PROVINCE_ADMIN', app.nextProvince()), filter: of })).titles, '')
  },
)

t.test(
  'given rows from before due dates were kept, when the service starts, then they have those that hold',
  async (t) => {
    const province = app.nextProvince()
    const { viewer, of, tasks } = await makeTasks(province)
    const key = [app.key(province)]
    const keeper = new SummaryKeeper({
      national: nationalDoor(app.pools),
      of: (id) => tenantDoor(app.pools, { readable: [id], own: id }),
      provinces: key,
      log: { info: () => {}, warn: () => {}, error: () => {} },
    })
    await keeper.build()
    await app.owner.query(`update task_departments set due_on = 'infinity' where province_id = $1`, key)
    await app.owner.query('update rollup_builds set due_dates_copied = false where province_id = $1', key)
    // Somebody gives A another due date at the same moment.
    await raced(
      app,
      async (other) => {
        for (const [table, id] of [
          ['tasks', 'id'],
          ['task_departments', 'task_id'],
        ]) {
          await other.query(`update ${table} set due_on = '2024-02-29' where ${id} = $1`, [tasks.A.id])
        }
      },
      () => keeper.build(),
    )
    t.equal((await ask({ viewer, filter: of })).titles, 'A C E F G')
    t.strictSame((await listUnbuilt(nationalDoor(app.pools))).provinces, [], 'and the next start has nothing to do')
  },
)

t.test('given all that, then each participant’s row keeps its task’s due date', async (t) => {
  const { rows } = await app.owner.query(
    `select t.title, t.due_on::text as due, d.due_on::text as kept from task_departments d
     join tasks t on t.province_id = d.province_id and t.id = d.task_id where d.due_on <> coalesce(t.due_on, 'infinity')`,
  )
  t.strictSame(rows, [])
})
