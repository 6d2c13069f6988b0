import t from 'tap'
import { createApp, type Viewer } from '../../helpers/app.ts'
import { askImport, lines, plans, runImport, tasks, visibleState } from '../../helpers/imports.ts'
import { Mirror } from '../../helpers/mirror.ts'
import { perform } from '../../helpers/mutations.ts'

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

const plan = (key: string, title: string, status: string) =>
  lines('key,title,period_start,period_end,status', `${key},${title},2019-01-01,2019-12-31,${status}`)
const report = (key: string, period: string, status: string, asks = '') =>
  lines('key,period,status,recommendations', `${key},${period},${status},${asks}`)

/** Sends files in this order, whose names begin with their kinds; the imports' ids by the files' names. */
async function runAll(viewer: Viewer, files: Record<string, string>): Promise<Record<string, string>> {
  const jobs: Record<string, string> = {}
  for (const [name, text] of Object.entries(files)) {
    const { id, state } = await runImport(app, { kind: name.split(' ')[0]!, text, viewer })
    if (state !== 'APPLIED') throw new Error(`${name}: ${state}`)
    jobs[name] = id
  }
  return jobs
}

/** What is in the way of undoing each import, in the order of the alphabet. */
async function blockersOf(viewer: Viewer, jobs: Record<string, string>): Promise<Record<string, string[]>> {
  const found: Record<string, string[]> = {}
  for (const [name, id] of Object.entries(jobs)) {
    const answer = (await askImport(app, id, viewer, { path: '/undo', method: 'POST' })).json()
    const said = /built on: (.*)\. Take/.exec(answer.detail)?.[1] ?? answer.state
    found[name] = said.split('; ').sort()
  }
  return found
}

/** Everything that a province shows and that a step may be taken with, by its name. */
async function everything(viewer: Viewer): Promise<(name: string) => { id: string; version: number }> {
  const { data } = await app.gql(
    `{ departments { nodes { id version name } } documents { nodes { id name: reference } } recommendations { nodes { id version name: text } }
      plans { nodes { id version name: title } } tasks { nodes { id version name: title } } progressReports { nodes { id version period { code } } } }`,
    {},
    viewer,
  )
  const all = Object.values<any>(data).flatMap(({ nodes }) => nodes)
  return (name) => {
    const { id, version } = all.find((one) => (one.name ?? one.period?.code) === name)
    return { id, version }
  }
}

t.test('given what can be built on imports, when they are undone, then all that is in the way is named', async (t) => {
  const admin = app.viewer('PROVINCE_ADMIN', app.nextProvince())
  const jobs = await runAll(admin, {
    departments: lines('name,kind', 'Sở Cũ,DEPARTMENT'),
    documents: lines('reference,issued_on,issuer', '9/QĐ-UBND,2018-05-02,UBND tỉnh'),
    'plans with work': plan('w', 'Có việc', 'APPROVED'),
    'plans without': plan('o', 'Không việc', 'APPROVED'),
    'plans as drafts': plan('d', 'Nháp', 'DRAFT'),
    tasks: lines('key,plan_key,title,lead_department', 't,w,Tập huấn,Sở Mới'),
    'tasks reported on': lines('key,plan_key,title,lead_department', 'u,w,Họp báo,Sở Mới'),
    'reports on tasks': lines('key,task_key,department,period', 'r,u,Sở Mới,2019'),
    'reports as drafts': report('y', '2017', 'DRAFT'),
  })
  const find = await everything(admin)
  const make = (name: string, input: object) => perform(app, name, input, admin)
  const planned = { kind: 'THEMATIC', periodStart: '2019-01-01', periodEnd: '2019-06-30' }
  const document = { reference: '9/QĐ-UBND', issuedOn: '2018-05-02' }
  const departmentId = find('Sở Cũ').id
  const child = await make('createPlan', { title: 'Con', ...planned, parentId: find('Nháp').id })
  await make('createPlan', { title: 'Căn cứ', ...planned, legalBasisIds: [find('9/QĐ-UBND').id] })
  await make('createPlan', { title: 'Ban hành', ...planned, document })
  await make('createTask', { planId: find('Nháp').id, title: 'Thêm', category: 'OTHER' })
  await make('createTask', { planId: child.id, title: 'Giao', leadDepartmentId: departmentId, category: 'OTHER' })
  await make('saveProgressReport', { planId: find('Không việc').id, period: '2018' })
  const mine = { departmentId: find('Sở Mới').id, taskId: find('Tập huấn').id }
  await make('saveProgressReport', { ...mine, period: '2019-Q1' })
  await make('saveProgressReport', { ...find('2019'), taskId: find('Họp báo').id, period: '2019', achievements: 'Tốt' })
  await make('createRecommendation', { progressReportId: find('2017').id, text: 'Xin thêm người' })
  await make('createDepartment', { name: 'Phòng', kind: 'DEPARTMENT', parentId: departmentId })
  const gone = await make('createDepartment', { name: 'Sở Mất', kind: 'DEPARTMENT' })
  await make('updateDepartment', { ...gone, successorId: departmentId, existedUntil: '2025-03-01' })
  await make('createMember', { subject: 'm', displayName: 'Bà Hoa', role: 'DEPARTMENT_OFFICER', departmentId })
  const before = await visibleState(app.owner, app.key(admin.province!))

  t.strictSame(await blockersOf(admin, jobs), {
    departments: ['Department “Phòng”', 'Department “Sở Mất”', 'Member “Bà Hoa”', 'Task “Giao”'],
    documents: ['Plan “Ban hành”', 'Plan “Căn cứ”'],
    'plans with work': ['ProgressReport “2019-Q1”', 'ProgressReport “2019”', 'Task “Họp báo”', 'Task “Tập huấn”'],
    'plans without': ['ProgressReport “2018”'],
    'plans as drafts': ['Plan “Con”', 'Task “Thêm”'],
    // Whose department others work for.
    tasks: ['ProgressReport “2019-Q1”', 'ProgressReport “2019”', 'Task “Họp báo”'],
    'tasks reported on': ['ProgressReport “2019”'],
    // The revision that came after.
    'reports on tasks': ['ProgressReport “2019”'],
    'reports as drafts': ['Recommendation “Xin thêm người”'],
  })
  t.equal(await visibleState(app.owner, app.key(admin.province!)), before, 'and nothing is undone')
})

t.test('given what was done with imported things, when they are undone, then those are named', async (t) => {
  const admin = app.viewer('PROVINCE_ADMIN', app.nextProvince())
  const jobs = await runAll(admin, {
    departments: lines('name,kind', 'Sở Cũ,DEPARTMENT'),
    documents: lines('reference,issued_on,issuer', '9/QĐ-UBND,2018-05-02,UBND tỉnh'),
    plans: plan('p', 'Kế hoạch', 'APPROVED'),
    tasks: lines('key,plan_key,title', 't,p,Họp báo'),
    reports: report('r', '2018', 'SUBMITTED', `Xin kinh phí ${'rất '.repeat(30)}lớn`),
    'plans as drafts': plan('d', 'Nháp', 'DRAFT'),
    'plans handed in': plan('d', 'Nháp', 'SUBMITTED'),
    'reports as drafts': report('s', '2016', 'DRAFT'),
    'reports handed in': report('s', '2016', 'SUBMITTED'),
    'reports that ask': report('a', '2015', 'DRAFT', 'Một'),
    'reports that ask otherwise': report('a', '2015', 'DRAFT', 'Hai'),
  })
  const find = await everything(admin)
  const make = (name: string, input: object, viewer = admin) => perform(app, name, input, viewer)
  const asked = `Xin kinh phí ${'rất '.repeat(30)}`.slice(0, 100)
  await make('updateDepartment', { ...find('Sở Cũ'), shortName: 'SC' })
  await make('createPlan', {
    title: 'Ban hành',
    kind: 'THEMATIC',
    periodStart: '2019-01-01',
    periodEnd: '2019-06-30',
    document: { reference: '9/QĐ-UBND', issuedOn: '2018-05-02', title: 'Về việc' },
  })
  await make('updatePlan', { ...find('Kế hoạch'), title: 'Kế hoạch sửa', reason: 'Sửa' })
  await make('startTask', find('Họp báo'))
  await make('acceptProgressReport', find('2018'))
  const { data } = await app.gql('{ recommendations { nodes { id version } } }', {}, app.viewer('MINISTRY_ADMIN'))
  const answer = { ...data.recommendations.nodes[0], status: 'DECLINED', answer: 'Chưa có' }
  await make('answerRecommendation', answer, app.viewer('MINISTRY_ADMIN'))
  await make('createRecommendation', { progressReportId: find('2015').id, text: 'Thêm tay' })

  t.strictSame(await blockersOf(admin, jobs), {
    departments: ['Department “Sở Cũ”'],
    documents: ['Document “9/QĐ-UBND”'],
    plans: ['Plan “Kế hoạch sửa”'],
    tasks: ['Task “Họp báo”'],
    reports: ['ProgressReport “2018”', `Recommendation “${asked}…”`],
    'plans as drafts': ['Plan “Nháp”'],
    'plans handed in': ['Plan “Nháp” (DRAFT → SUBMITTED)'],
    'reports as drafts': ['ProgressReport “2016”'],
    'reports handed in': ['ProgressReport “2016” (DRAFT → SUBMITTED)'],
    'reports that ask': ['ProgressReport “2015”', 'Recommendation “Hai”', 'Recommendation “Thêm tay”'],
    'reports that ask otherwise': ['Recommendation “Thêm tay”'],
  })
  const again = { kind: 'reports', text: report('a', '2015', 'DRAFT', 'Ba'), viewer: admin }
  const { id, state } = await runImport(app, again)
  const { problems } = (await askImport(app, id, admin, { path: '/problems' })).json()
  t.match([state, problems], ['REFUSED', [{ code: 'EDITED_SINCE' }]], 'nor is what was added by hand overwritten')
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
