import t, { type Test } from 'tap'
import { createApp } from '../helpers/app.ts'
import { nothing, Stage, type Sight } from '../helpers/stage.ts'

// One province's year as its people live it, over HTTP: what each act leads to, who sees it, who is told, what counts.

const app = await createApp(t)
const slug = app.nextProvince()
const admin = app.viewer('PROVINCE_ADMIN', slug)
const ministry = app.viewer('MINISTRY_ADMIN')
const stranger = app.viewer('PROVINCE_ADMIN', app.nextProvince())
const stage = await Stage.open(t, app)
const departments: string[] = []
for (const name of ['Sở A', 'Sở B']) {
  departments.push(await stage.act(admin, 'createDepartment', name, { name, kind: 'DEPARTMENT' }, true))
}
const [officerA, officerB] = departments.map((id) => app.viewer('DEPARTMENT_OFFICER', slug, id)) as [
  typeof admin,
  typeof admin,
]
const people = [admin, officerA, officerB, app.viewer('PROVINCE_VIEWER', slug)]
for (const listener of [officerA, admin, ministry, stranger]) await stage.listen(listener)

let province = nothing
let nation = nothing

/** Checks what everybody sees: `changed` since the last time, by the province's people, and by the ministry. */
async function see(t: Test, changed: Partial<Sight>, published: Partial<Sight> = changed): Promise<void> {
  province = { ...province, ...changed }
  nation = { ...nation, ...published }
  for (const viewer of people) t.strictSame(await stage.look(viewer), province, viewer.role)
  t.strictSame(await stage.look(ministry), nation, 'the ministry')
  t.strictSame(await stage.look(stranger), nothing, 'another province')
}
const unseen = {}

/** The rollup in a line, the same for the province and for the ministry; another province’s has nothing of it. */
async function rollup(t: Test): Promise<string> {
  const query = `query($filter: RollupFilter) { nationalRollup(filter: $filter) { total { tasksByStatus { status count } plansByStatus { status count }
    reportsDue reportsSubmitted reportsOnTime progress plannedBudget spentBudget completedOnTime recommendationsOpen recommendationsAnswered
    indicators { indicator { code } value qualifier } } } }`
  const [own, national, foreign] = await Promise.all(
    [admin, ministry, stranger].map(async (viewer) => {
      const filter = viewer === ministry ? { provinces: [slug] } : {}
      return (await stage.ask(viewer, query, { filter })).nationalRollup.total
    }),
  )
  t.strictSame(national, own, 'province and ministry are told the same')
  t.match(foreign, { tasksByStatus: [], plansByStatus: [], reportsDue: 0, indicators: [], recommendationsOpen: 0 })
  const counts = (list: { status: string; count: number }[]) => list.map(({ status, count }) => `${count} ${status}`)
  const figures = own.indicators.map(
    ({ indicator, value, qualifier }: any) => `${indicator.code} ${qualifier} ${value}`,
  )
  return [
    [...counts(own.plansByStatus), ...counts(own.tasksByStatus)].join(', '),
    `${own.reportsDue} due, ${own.reportsSubmitted} filed, ${own.reportsOnTime} in time`,
    `${own.progress} %, ${own.spentBudget} of ${own.plannedBudget}, ${own.completedOnTime} done in time`,
    `${own.recommendationsOpen} asked, ${own.recommendationsAnswered} answered`,
    figures.join(', '),
  ].join('; ')
}

const tasks: string[] = []
const noneAsked = '0 asked, 0 answered'

t.test('a plan is drafted, returned, mended and approved with its document', async (t) => {
  const year = { title: 'Kế hoạch 2024', kind: 'ANNUAL', periodStart: '2024-01-01', periodEnd: '2024-12-14' }
  const id = (stage.planId = await stage.act(admin, 'createPlan', 'plan', year, false))
  await see(t, { plan: 'DRAFT 1' }, unseen)
  const works = [
    { title: 'Tập huấn', dueOn: '2024-06-14', leadDepartmentId: departments[0], plannedBudget: '50000000' },
    {
      title: 'Triển lãm',
      leadDepartmentId: departments[1],
      coordinatingDepartmentIds: [departments[0]],
      plannedBudget: '30000000',
    },
    { title: 'Đón đoàn', dueOn: '2024-03-14', leadDepartmentId: departments[1] },
  ]
  for (const [i, work] of works.entries()) {
    const input = { planId: id, category: 'OTHER', ...work }
    tasks.push(await stage.act(admin, 'createTask', `task ${i + 1}`, input, false))
  }
  await see(t, { tasks: '1 NOT_STARTED, 2 NOT_STARTED, 3 NOT_STARTED' }, unseen)
  t.equal((await stage.attempt(officerA, 'startTask', { id: tasks[0] })).code, 'INVALID_STATE', 'too early')
  await stage.act(admin, 'submitPlan', 'plan', { id }, false)
  await see(t, { plan: 'SUBMITTED 2' }, unseen)
  t.equal((await stage.attempt(admin, 'returnPlan', { id })).code, 'INVALID_STATE', 'a reason is owed')
  await stage.act(admin, 'returnPlan', 'plan', { id, reason: 'Thiếu nội dung' }, false)
  await see(t, { plan: 'RETURNED 3' }, unseen)
  await stage.act(admin, 'updateTask', 'task 1', { id: tasks[0], title: 'Tập huấn nghiệp vụ' }, false)
  await stage.act(admin, 'submitPlan', 'plan', { id }, false)
  t.equal(await rollup(t), '; 0 due, 0 filed, 0 in time; null %, null of null, 0 done in time; 0 asked, 0 answered; ')
  const document = { reference: '35/KH-UBND', issuedOn: '2024-01-02' }
  await stage.act(admin, 'approvePlan', 'plan', { id, document }, true)
  const sight = { plan: 'APPROVED 5 35/KH-UBND', tasks: '1 NOT_STARTED, 2 NOT_STARTED, 3 NOT_STARTED' }
  await see(t, sight)
  // As if it had been approved when the year began: what is owed follows from that day.
  await app.owner.query(`update plans set approved_at = '2024-01-02T03:00:00Z' where id = $1`, [id])
  app.stale.add(app.key(slug))
  await app.refreshSummary()
  t.equal(
    await rollup(t),
    `1 APPROVED, 3 NOT_STARTED; 8 due, 0 filed, 0 in time; null %, null of 80000000, 0 done in time; ${noneAsked}; `,
  )
})

t.test('tasks are started and reported on; a report is returned and corrected by a new revision', async (t) => {
  const [training, exhibition] = tasks as [string, string]
  t.equal((await stage.attempt(officerB, 'startTask', { id: training })).code, 'FORBIDDEN', 'another department’s')
  t.equal((await stage.attempt(stranger, 'startTask', { id: training, version: 2 })).code, 'NOT_FOUND')
  await stage.act(officerA, 'startTask', 'task 1', { id: training }, true)
  await stage.act(officerA, 'startTask', 'task 2', { id: exhibition }, true)
  await see(t, { tasks: '1 IN_PROGRESS, 2 IN_PROGRESS, 3 NOT_STARTED' })

  const first = { taskId: training, period: '2024-Q1', percentComplete: 40, spentBudget: '10000000' }
  const values = (courses: number, people: number) => [
    { code: 'COURSES_HELD', value: courses },
    { code: 'PEOPLE_TRAINED', value: people, qualifier: 'AT_LEAST' },
  ]
  const r1 = await stage.act(officerA, 'saveProgressReport', 'report 1', { ...first, values: values(2, 100) }, false)
  await see(t, { reports: '1 Sở A 2024-Q1 r1 DRAFT' }, unseen)
  const before = '1 APPROVED, 2 IN_PROGRESS, 1 NOT_STARTED; 8 due'
  t.equal(await rollup(t), `${before}, 0 filed, 0 in time; null %, null of 80000000, 0 done in time; ${noneAsked}; `)
  t.equal((await stage.attempt(officerB, 'submitProgressReport', { id: r1 })).code, 'FORBIDDEN')
  await stage.act(officerA, 'submitProgressReport', 'report 1', { id: r1 }, true)
  await see(t, { reports: '1 Sở A 2024-Q1 r1 SUBMITTED' })
  t.equal(
    await rollup(t),
    `${before}, 1 filed, 0 in time; null %, null of 80000000, 0 done in time; ${noneAsked}; `,
    'not accepted, not counted',
  )
  t.equal((await stage.attempt(officerA, 'acceptProgressReport', { id: r1 })).code, 'FORBIDDEN')
  await stage.act(admin, 'returnProgressReport', 'report 1', { id: r1, comment: 'Thiếu một lớp' }, true)
  await see(t, { reports: '1 Sở A 2024-Q1 r1 RETURNED' })

  const again = { id: r1, period: '2024-Q1', percentComplete: 50, values: values(3, 120) }
  const r2 = await stage.act(officerA, 'saveProgressReport', 'report 1 r2', again, false)
  await see(t, { reports: '1 Sở A 2024-Q1 r1 RETURNED, 1 Sở A 2024-Q1 r2 DRAFT' }, unseen)
  await stage.act(officerA, 'submitProgressReport', 'report 1 r2', { id: r2 }, true)
  await stage.act(admin, 'acceptProgressReport', 'report 1 r2', { id: r2 }, true)
  const two = '1 Sở A 2024-Q1 r1 RETURNED, 1 Sở A 2024-Q1 r2 ACCEPTED'
  await see(t, { reports: two })
  const counted =
    '50 %, 10000000 of 80000000, 0 done in time; 0 asked, 0 answered; COURSES_HELD EXACT 3, PEOPLE_TRAINED AT_LEAST 120'
  t.equal(await rollup(t), `${before}, 1 filed, 0 in time; ${counted}`)

  const r3 = await stage.act(
    officerA,
    'saveProgressReport',
    'report 1 r3',
    { id: r2, period: '2024-Q1', values: values(4, 150) },
    false,
  )
  await stage.act(officerA, 'submitProgressReport', 'report 1 r3', { id: r3 }, true)
  await see(t, { reports: `${two}, 1 Sở A 2024-Q1 r3 SUBMITTED` })
  t.equal(
    await rollup(t),
    `${before}, 1 filed, 0 in time; ${counted}`,
    'until the newer one is accepted the older counts',
  )
  await stage.act(admin, 'acceptProgressReport', 'report 1 r3', { id: r3 }, true)
  const newest = counted.replace('EXACT 3', 'EXACT 4').replace('120', '150')
  t.equal(await rollup(t), `${before}, 1 filed, 0 in time; ${newest}`, 'and then no more')

  const values2 = [{ code: 'EXHIBITIONS', value: 1 }]
  for (const [who, name, percentComplete] of [
    [officerB, 'report 2', 20],
    [officerA, 'report 3', 90],
  ] as const) {
    const input = { taskId: exhibition, period: '2024-Q1', percentComplete, values: values2 }
    const id = await stage.act(who, 'saveProgressReport', name, input, false)
    await stage.act(who, 'submitProgressReport', name, { id }, true)
    await stage.act(admin, 'acceptProgressReport', name, { id }, true)
  }
  await see(t, {
    reports: `${two}, 1 Sở A 2024-Q1 r3 ACCEPTED, 2 Sở A 2024-Q1 r1 ACCEPTED, 2 Sở B 2024-Q1 r1 ACCEPTED`,
  })
  const both = newest.replace('50 %', '35 %').concat(', EXHIBITIONS EXACT 1')
  t.equal(await rollup(t), `${before}, 2 filed, 0 in time; ${both}`, 'of a task the lead’s report counts')
})

t.test('a task is amended, one is cancelled, and less is owed', async (t) => {
  const figures = 'COURSES_HELD EXACT 4, PEOPLE_TRAINED AT_LEAST 150, EXHIBITIONS EXACT 1'
  const rest = `2 filed, 0 in time; 35 %, 10000000 of 80000000, 0 done in time; ${noneAsked}; ${figures}`
  const [, exhibition, reception] = tasks as [string, string, string]
  t.equal((await stage.attempt(admin, 'updateTask', { id: exhibition, dueOn: '2024-09-14' })).code, 'INVALID_STATE')
  t.equal(
    await rollup(t),
    `1 APPROVED, 2 IN_PROGRESS, 1 NOT_STARTED; 8 due, ${rest}`,
    'without a reason nothing happens',
  )
  await stage.act(admin, 'updateTask', 'task 2', { id: exhibition, dueOn: '2024-09-14', reason: 'Làm sớm' }, true)
  t.equal(
    await rollup(t),
    `1 APPROVED, 2 IN_PROGRESS, 1 NOT_STARTED; 7 due, ${rest}`,
    'of the last quarter nothing is owed',
  )
  await stage.act(admin, 'cancelTask', 'task 3', { id: reception, reason: 'Đoàn không sang' }, true)
  await see(t, { tasks: '1 IN_PROGRESS, 2 IN_PROGRESS, 3 CANCELLED' })
  t.equal(await rollup(t), `1 APPROVED, 1 CANCELLED, 2 IN_PROGRESS; 6 due, ${rest}`)
})

t.test('the province asks something of the ministry in its report on the year, and is answered', async (t) => {
  const said = { planId: stage.planId, period: '2024', achievements: 'Hoàn thành' }
  const id = await stage.act(admin, 'saveProgressReport', 'report 4', said, false)
  const asking = { progressReportId: id, text: 'Đề nghị hỗ trợ kinh phí' }
  const asked = await stage.act(admin, 'createRecommendation', 'recommendation', asking, false)
  await see(t, { reports: `${province.reports}, plan 2024 r1 DRAFT`, asked: 'OPEN' }, unseen)
  const answer = { id: asked, status: 'ANSWERED', answer: 'Sẽ hỗ trợ' }
  t.equal((await stage.attempt(ministry, 'answerRecommendation', answer)).code, 'NOT_FOUND', 'a draft’s')
  await stage.act(admin, 'submitProgressReport', 'report 4', { id }, true)
  const reports = province.reports.replace(/DRAFT$/, 'SUBMITTED')
  await see(t, { reports }, { reports, asked: 'OPEN' })
  t.match(await rollup(t), /; 6 due, 3 filed, 0 in time; .*; 1 asked, 0 answered; /)
  t.equal((await stage.attempt(admin, 'answerRecommendation', answer)).code, 'FORBIDDEN')
  await stage.act(ministry, 'answerRecommendation', 'recommendation', answer, true)
  await see(t, { asked: 'ANSWERED Sẽ hỗ trợ' })
  t.equal((await stage.attempt(ministry, 'answerRecommendation', answer)).code, 'INVALID_STATE', 'once')
  await stage.act(admin, 'acceptProgressReport', 'report 4', { id }, true)
  await see(t, { reports: province.reports.replace(/SUBMITTED$/, 'ACCEPTED') })
  t.match(await rollup(t), /; 0 asked, 1 answered; /)
})

t.test('the tasks are done, the plan is completed, and what was owed stays on record', async (t) => {
  const [training, exhibition] = tasks as [string, string]
  await stage.act(officerA, 'completeTask', 'task 1', { id: training, completedOn: '2024-06-14' }, true)
  await stage.act(officerB, 'completeTask', 'task 2', { id: exhibition, completedOn: '2024-09-15' }, true)
  await see(t, { tasks: '1 COMPLETED, 2 COMPLETED, 3 CANCELLED' })
  t.match(await rollup(t), /^1 APPROVED, 1 CANCELLED, 2 COMPLETED; 6 due, 3 filed, .* 1 done in time; /)
  await stage.act(admin, 'completePlan', 'plan', { id: stage.planId }, true)
  await see(t, { plan: 'COMPLETED 6 35/KH-UBND' })
  const figures = 'COURSES_HELD EXACT 4, PEOPLE_TRAINED AT_LEAST 150, EXHIBITIONS EXACT 1'
  const rest = `6 due, 3 filed, 0 in time; 35 %, 10000000 of 80000000, 1 done in time; 0 asked, 1 answered; ${figures}`
  t.equal(await rollup(t), `1 COMPLETED, 1 CANCELLED, 2 COMPLETED; ${rest}`)
  const late = { taskId: training, period: '2024-Q1' }
  t.equal((await stage.attempt(stranger, 'saveProgressReport', late)).code, 'NOT_FOUND', 'another province')
})

t.test('at the year’s end the history is complete, and whoever listened has missed nothing', async (t) => {
  const entries = 'nodes { role action entityId entityVersion reason }'
  const { auditLog, plan } = await stage.ask(
    officerB,
    `query($id: ID!, $logged: AuditFilter) { auditLog(filter: $logged, first: 100) { ${entries} } plan(id: $id) { history(first: 100) { ${entries} } } }`,
    { id: stage.planId, logged: { entity: ['Department', 'Plan', 'Task', 'ProgressReport', 'Recommendation'] } },
  )
  const told = (list: any[]) => list.map((entry) => stage.lineOf(entry)).reverse()
  t.strictSame(told(auditLog.nodes), stage.log)
  const ofPlan = stage.log.filter((line) => / (plan|task \d) \d/.test(line))
  t.strictSame(told(plan.history.nodes), ofPlan)
  t.equal(stage.log.length, 38)
  t.equal(ofPlan.length, 16)
  for (const { role, field, lines, expected } of stage.told()) t.strictSame(lines, expected, `${role} ${field}`)
  t.strictSame(
    stage.told().map(({ lines }) => lines.length),
    [6, 10, 18, 6, 10, 18, 2, 6, 12, 0, 0, 0],
  )
})
