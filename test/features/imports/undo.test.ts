import t from 'tap'
import { createApp } from '../../helpers/app.ts'
import { askImport, lines, plans, runImport, tasks, visibleState } from '../../helpers/imports.ts'
import { Mirror } from '../../helpers/mirror.ts'

const app = await createApp(t)

t.test(
  'given imports undone newest first, then what is visible is as before each, and the files can be sent again',
  async (t) => {
    const province = app.nextProvince()
    const key = app.key(province)
    const viewer = app.viewer('IMPORTER', province)
    const admin = app.viewer('PROVINCE_ADMIN', province)
    const reports = lines(
      'key,plan_key,task_key,department,period,percent_complete,achievements,indicator:PEOPLE_TRAINED',
      'r-1,p-2,t-1,Sở Thông tin và Truyền thông,2019,100,Xong,>800',
      'r-2,p-2,,,2019,90,Tốt,',
    )
    const files: [string, string][] = [
      ['departments', lines('name,kind', 'Sở Thông tin và Truyền thông,DEPARTMENT', 'Sở Nội vụ,DEPARTMENT')],
      ['plans', plans],
      ['plans', plans.replace('Kế hoạch 2019', 'Kế hoạch năm 2019')],
      ['tasks', tasks()],
      ['tasks', tasks('Bồi dưỡng').replace('Sở Nội vụ', 'Sở Ngoại vụ').replace(',850', ',900')],
      ['reports', reports],
      ['reports', reports.replace('>800', '812').replace('Xong', 'Đã xong')],
    ]
    const undo = (id: string) => askImport(app, id, viewer, { path: '/undo', method: 'POST' })
    const run = async () => {
      const states: string[] = []
      const ids: string[] = []
      for (const [kind, text] of files) {
        states.push(await visibleState(app.owner, key))
        const job = await runImport(app, { kind, text, viewer })
        t.equal(job.state, 'APPLIED', kind)
        ids.push(job.id)
      }
      return { states, ids }
    }
    const { states, ids } = await run()
    t.equal(new Set(states).size, files.length, 'every import shows')
    const early = (await undo(ids[1]!)).json()
    t.match(early, { status: 409, code: 'INVALID_STATE', detail: /built on: .*(Plan|Task)/ })
    t.equal((await askImport(app, ids[1]!, viewer)).json().state, 'APPLIED', 'and nothing was undone')
    const figures =
      '{ nationalRollup(groupBy: [YEAR], filter: { years: [2019], indicators: ["PEOPLE_TRAINED"] }) { rows { tasks } } }'
    for (const [i, id] of [...ids.entries()].reverse()) {
      const answer = await undo(id)
      t.match(answer.json(), { state: 'UNDONE' })
      t.equal(await visibleState(app.owner, key), states[i], `as before import ${i} (${files[i]?.[0]})`)
    }
    t.match((await undo(ids[0]!)).json(), { status: 409, detail: /was undone already/ }, 'nothing is undone twice')
    const seen = await app.gql(
      '{ plans { totalCount } tasks { totalCount } progressReports { totalCount } departments { totalCount } }',
      {},
      admin,
    )
    for (const list of Object.values<any>(seen.data)) t.equal(list.totalCount, 0)
    const { data } = await app.gql(figures, {}, app.viewer('MINISTRY_ANALYST'))
    t.ok(data, 'and the nation is asked without an error')
    const log = await app.gql('{ auditLog(first: 100) { totalCount } }', {}, admin)
    t.ok(log.data.auditLog.totalCount > 20, 'what was done and undone stays in the audit log')
    const mirror = await new Mirror().catchUp(app, admin)
    t.strictSame(mirror.faults, [], 'the feed tells each version once, in order')
    t.strictSame(mirror.lines(), [], 'and whoever follows it keeps nothing')
    const again = await run()
    t.equal(again.ids.length, files.length)
  },
)

t.test('given something built by hand on an import, when it is undone, then what is in the way is named', async (t) => {
  const province = app.nextProvince()
  const viewer = app.viewer('PROVINCE_ADMIN', province)
  const first = await runImport(app, { kind: 'plans', text: plans, viewer })
  const { data } = await app.gql('{ plans { nodes { id title } } }', {}, viewer)
  const plan = data.plans.nodes.find(({ title }: any) => title === 'Kế hoạch 2019')
  const made = await app.gql(
    `mutation ($input: CreatePlanInput!) { createPlan(input: $input) { plan { id } userErrors { message } } }`,
    {
      input: {
        title: 'Kế hoạch con',
        kind: 'THEMATIC',
        periodStart: '2019-01-01',
        periodEnd: '2019-06-30',
        parentId: plan.id,
      },
    },
    viewer,
  )
  t.ok(made.data.createPlan.plan)
  const refused = await askImport(app, first.id, viewer, { path: '/undo', method: 'POST' })
  t.match(refused.json(), { code: 'INVALID_STATE', detail: /Plan “Kế hoạch con”/ })
})

t.test('given imported things that somebody has edited, when it is undone, then they are named', async (t) => {
  const viewer = app.viewer('PROVINCE_ADMIN', app.nextProvince())
  await runImport(app, { kind: 'plans', text: plans, viewer })
  const { id } = await runImport(app, { kind: 'tasks', text: tasks(), viewer })
  const { data } = await app.gql('{ tasks { nodes { id title version } } }', {}, viewer)
  const task = data.tasks.nodes.find(({ title }: any) => title === 'Họp báo')
  const edited = await app.gql(
    `mutation ($id: ID!, $version: Int!) { updateTask(input: { id: $id, version: $version, title: "Họp báo quý I", reason: "Sửa" }) {
      task { id } userErrors { message } } }`,
    task,
    viewer,
  )
  t.ok(edited.data.updateTask.task)
  const refused = await askImport(app, id, viewer, { path: '/undo', method: 'POST' })
  t.match(refused.json(), { status: 409, code: 'INVALID_STATE', detail: /: Task “Họp báo quý I”\. / })
  t.equal((await app.gql('{ tasks { totalCount } }', {}, viewer)).data.tasks.totalCount, 3, 'and nothing is undone')
})

const head = 'province,key,title,period_start,period_end,status'
const row = (province: string, title: string) => `${province},k,${title},2019-01-01,2019-12-31,APPROVED`

function ofSeveral(...provinces: [string, ...string[]]) {
  const token = app.app.jwt.sign({ sub: 'all', role: 'IMPORTER', provinces }, { expiresIn: '1h' })
  return { ...app.viewer('IMPORTER', provinces[0]), headers: { authorization: `Bearer ${token}` } }
}

t.test('given a file with rows for one of its provinces, when it is undone, then it is in all, and once', async (t) => {
  const [a, b] = [app.nextProvince(), app.nextProvince()]
  const viewer = ofSeveral(a, b)
  for (const mode of ['atomic', 'partial']) {
    const { id, state } = await runImport(app, {
      kind: 'plans',
      text: lines(head, row(b, 'Của B')),
      viewer,
      query: { mode },
    })
    t.equal(state, 'APPLIED', mode)
    const undo = async () => (await askImport(app, id, viewer, { path: '/undo', method: 'POST' })).json()
    t.match(await undo(), { state: 'UNDONE', provinces: [{ state: 'UNDONE' }, { state: 'UNDONE' }] }, mode)
    t.match(await undo(), { status: 409, detail: /was undone already/ }, mode)
  }
})

t.test(
  'given a file for several provinces, when it is undone, then in all that it was written to, or in none',
  async (t) => {
    const [a, b, c] = [app.nextProvince(), app.nextProvince(), app.nextProvince()]
    const viewer = ofSeveral(a, b, c)
    // Refused in the first, written in the others.
    const text = lines(head, row(a, ''), row(b, 'Của B'), row(c, 'Của C'))
    const { id } = await runImport(app, { kind: 'plans', text, viewer })
    const job = async () => (await askImport(app, id, viewer)).json()
    const titles = async (province: string) => {
      const { data } = await app.gql('{ plans { nodes { id title } } }', {}, app.viewer('PROVINCE_ADMIN', province))
      return data.plans.nodes
    }
    const undo = async () => (await askImport(app, id, viewer, { path: '/undo', method: 'POST' })).json()
    const [plan] = await titles(c)
    const admin = app.viewer('PROVINCE_ADMIN', c)
    const input = {
      title: 'Con',
      kind: 'THEMATIC',
      periodStart: '2019-01-01',
      periodEnd: '2019-06-30',
      parentId: plan.id,
    }
    const made = await app.gql(
      'mutation ($input: CreatePlanInput!) { createPlan(input: $input) { plan { id version } userErrors { message } } }',
      { input },
      admin,
    )
    const child = made.data.createPlan.plan
    t.match(await undo(), { status: 409, code: 'INVALID_STATE', detail: /Plan “Con”/ })
    t.match(await titles(b), [{ title: 'Của B' }], 'what is in the way in one keeps the others')
    const gone = await app.gql(
      'mutation ($id: ID!, $version: Int!) { discardPlan(input: { id: $id, version: $version }) { userErrors { message } } }',
      child,
      admin,
    )
    t.strictSame(gone.data.discardPlan.userErrors, [])
    t.equal((await job()).state, 'REFUSED', 'before, it is what went wrong')
    // As if the process had ended between two provinces.
    await app.owner.query(`update import_jobs set state = 'UNDONE' where id = $1 and province_id = $2`, [
      id,
      app.key(b),
    ])
    t.equal((await job()).state, 'REFUSED', 'also while something of it is left')
    await app.owner.query(`update import_jobs set state = 'APPLIED' where id = $1 and province_id = $2`, [
      id,
      app.key(b),
    ])
    const { provinces, state } = await undo()
    const told = await app.gql('query($id: ID!) { importJob(id: $id) { state } }', { id }, viewer)
    t.strictSame([state, told.data.importJob.state], ['UNDONE', 'UNDONE'], 'of the whole')
    const states = (provinces as any[]).map(({ province, state }) => `${province} ${state}`).sort()
    t.strictSame(states, [`${a} REFUSED`, `${b} UNDONE`, `${c} UNDONE`].sort())
    t.strictSame([await titles(b), await titles(c)], [[], []])
    t.match(await undo(), { status: 409, code: 'INVALID_STATE', detail: /was undone already/ })
    const inA = await askImport(app, id, app.viewer('PROVINCE_ADMIN', a), { path: '/undo', method: 'POST' })
    t.match(inA.json(), { status: 409, detail: /is REFUSED, and there is nothing to undo/ }, 'there nothing ever was')
  },
)
