import t from 'tap'
import { createApp, type Viewer } from '../helpers/app.ts'
import { due, ofProvince, ofTask, write } from '../helpers/due.ts'
import { advance, createDepartment, createPlan } from '../helpers/fixtures.ts'
import { attempt, perform } from '../helpers/mutations.ts'

const app = await createApp(t)

const codes = (slots: any[]) => slots.map(({ period }) => period.code).join(' ')
const filed = (slots: any[]) =>
  slots.map(({ period, state, department }) => `${period.code} ${state} ${department?.id ?? '–'}`)

/** Reports due, submitted and in time, and what was counted of events, over all that a viewer sees. */
async function figures(viewer: Viewer): Promise<string> {
  const { data } = await app.gql(
    `{ nationalRollup(filter: { indicators: ["EVENTS_HELD"] }) { total { reportsDue reportsSubmitted reportsOnTime indicators { value } } } }`,
    {},
    viewer,
  )
  const { reportsDue, reportsSubmitted, reportsOnTime, indicators } = data.nationalRollup.total
  return `${reportsDue} ${reportsSubmitted} ${reportsOnTime} ${indicators[0]?.value ?? '–'}`
}

t.test('given a plan that was completed, when reports are asked for, then what it owed until then', async (t) => {
  const slug = app.nextProvince()
  const admin = app.viewer('PROVINCE_ADMIN', slug)
  const plan: [string, string] = ['2018-01-01', '2020-12-31']
  const table: [completedAt: string, task: string, province: string][] = [
    // The second half's last window, which is open on that day, is still owed; the one that opens the day after is not.
    ['2019-06-14T16:59:59Z', '2018-Q1 2018-Q2 2018-Q3 2018-Q4 2019-Q1 2019-Q2', '2018 2019'],
    ['2019-06-14T17:00:00Z', '2018-Q1 2018-Q2 2018-Q3 2018-Q4 2019-Q1 2019-Q2 2019-Q3', '2018 2019'],
  ]
  for (const [completedAt, task, province] of table) {
    const on = await write(app, slug, { cadence: 'QUARTER', plan, planStatus: 'COMPLETED', completedAt })
    const slots = await due(app, admin, { planId: on.planId })
    t.strictSame([codes(slots.filter(ofTask)), codes(slots.filter(ofProvince))], [task, province], completedAt)
  }

  const open = await write(app, slug, { cadence: 'QUARTER', plan: ['2018-01-01', '2018-12-14'] })
  const before = await due(app, admin, { planId: open.planId })
  const owed = await figures(admin)
  await perform(app, 'completePlan', { id: open.planId, version: 1 }, admin)
  t.strictSame(await due(app, admin, { planId: open.planId }), before, 'completing it changes nothing of its past')
  t.equal(await figures(admin), owed)
  const late = await perform(app, 'saveProgressReport', { taskId: open.taskId, period: '2018-Q1' }, admin)
  t.match(await attempt(app, 'submitProgressReport', late, admin), { code: null }, 'and what it owes can be handed in')
})

t.test('given a report of the lead, when another department leads, then it stays the lead’s', async (t) => {
  const slug = app.nextProvince()
  const admin = app.viewer('PROVINCE_ADMIN', slug)
  const on = await write(app, slug, { cadence: 'QUARTER', plan: ['2018-01-01', '2018-12-14'] })
  const { id: next } = await createDepartment(app, admin)
  const report = async (departmentId: string, period: string, value: number, more: object = {}) => {
    const values = [{ code: 'EVENTS_HELD', value }]
    const input = { taskId: on.taskId, departmentId, period, values, percentComplete: value, ...more }
    return advance(app, admin, await perform(app, 'saveProgressReport', input, admin), 'submitProgressReport')
  }
  const assign = (version: number, leadDepartmentId: string, others: string[]) => {
    const participants = others.map((departmentId) => ({ departmentId, part: 'COORDINATING' }))
    return perform(
      app,
      'assignTask',
      { id: on.taskId, version, leadDepartmentId, participants, reason: 'Vì sao' },
      admin,
    )
  }
  await assign(1, on.department, [next])
  const first = await report(on.department, '2018-Q1', 30)
  await advance(app, admin, first, 'acceptProgressReport')
  await advance(app, admin, await report(next, '2018-Q2', 5), 'acceptProgressReport')
  t.equal(await figures(admin), '5 1 0 30')
  const owed = async () => filed((await due(app, admin, { planId: on.planId })).filter(ofTask))
  const progress = async () =>
    (await app.gql('query($id: ID!) { task(id: $id) { progress } }', { id: on.taskId }, admin)).data.task.progress

  await assign(2, next, [on.department])
  t.equal(await figures(admin), '5 1 0 30', 'a coordinating department’s report has not become the lead’s')
  t.equal(await progress(), 30)
  t.strictSame(await owed(), [
    `2018-Q1 ACCEPTED ${on.department}`,
    `2018-Q2 OVERDUE ${next}`,
    `2018-Q3 OVERDUE ${next}`,
    `2018-Q4 OVERDUE ${next}`,
  ])
  await advance(app, admin, await report(next, '2018-Q1', 7), 'acceptProgressReport')
  t.equal(await figures(admin), '5 1 0 30', 'the new lead’s report on the former one’s period informs')
  await advance(app, admin, await report(next, '2018-Q3', 50), 'acceptProgressReport')
  t.equal(await figures(admin), '5 2 0 80')
  t.equal(await progress(), 50)
  const again = await report(on.department, '2018-Q1', 31, { id: first.id, version: 3 })
  t.equal(await figures(admin), '5 2 0 80', 'a correction counts once it is accepted')
  await advance(app, admin, again, 'acceptProgressReport')
  t.equal(await figures(admin), '5 2 0 81')
  await assign(3, on.department, [next])
  t.equal(await figures(admin), '5 2 0 81', 'and back')
  t.strictSame((await owed()).slice(0, 3), [
    `2018-Q1 ACCEPTED ${on.department}`,
    `2018-Q2 OVERDUE ${on.department}`,
    `2018-Q3 ACCEPTED ${next}`,
  ])
})

t.test('given a report that was in time, when it is corrected late, then it was in time all the same', async (t) => {
  const slug = app.nextProvince()
  const admin = app.viewer('PROVINCE_ADMIN', slug)
  const handIn = async (planId: string, more: object = {}) => {
    const draft = await perform(app, 'saveProgressReport', { planId, period: '2018', ...more }, admin)
    return perform(app, 'submitProgressReport', draft, admin, { fields: 'id version isLate' })
  }
  const asOf = (id: string, day: string) =>
    app.owner.query('update progress_reports set submitted_at = $2, first_submitted_at = $2 where id = $1', [id, day])
  for (const [day, isLate, all] of [
    ['2019-01-03T16:59:59Z', false, '5 1 1 –'],
    ['2019-01-03T17:00:00Z', true, '10 2 1 –'],
  ] as const) {
    const { planId } = await write(app, slug, { cadence: 'QUARTER', plan: ['2018-01-01', '2018-12-14'] })
    const first = await handIn(planId)
    t.equal(first.isLate, true)
    await asOf(first.id, day)
    const returned = await advance(app, admin, first, 'returnProgressReport')
    // A rule that allows more days by then changes nothing of the past.
    await app.owner.query('update provinces set report_due_working_days = 4000 where slug = $1', [slug])
    const second = await handIn(planId, returned)
    await app.owner.query('update provinces set report_due_working_days = null where slug = $1', [slug])
    t.equal(second.isLate, isLate)
    t.match((await due(app, admin, { planId })).find(ofProvince), { progressReport: { id: second.id, isLate } })
    t.equal(await figures(admin), all)
  }
})

t.test(
  'given no working day is allowed, when a window closes on a day off, then that day is the deadline',
  async (t) => {
    const slug = app.nextProvince()
    const admin = app.viewer('PROVINCE_ADMIN', slug)
    await app.owner.query('update provinces set report_due_working_days = 0 where slug = $1', [slug])
    const { planId } = await write(app, slug, { cadence: 'MONTH', plan: ['2019-12-15', '2020-01-14'] })
    // 14 December 2019 is a Saturday, 14 January 2020 a Tuesday.
    const { data } = await app.gql('{ reportingPeriods(year: 2019) { code deadline } }', {}, admin)
    const told = data.reportingPeriods.find(({ code }: { code: string }) => code === '2019').deadline
    const [slot] = (await due(app, admin, { planId })).filter(ofTask)
    t.strictSame([told, slot.deadline], ['2019-12-14', '2020-01-14'])
    const year = await perform(app, 'saveProgressReport', { planId, period: '2019' }, admin)
    await perform(app, 'submitProgressReport', year, admin)
    const { rows } = await app.owner.query('select deadline::text from progress_reports where id = $1', [year.id])
    t.strictSame(rows, [{ deadline: '2019-12-14' }])
  },
)

t.test('given a plan that was cancelled since, when its reports are to go on, then INVALID_STATE', async (t) => {
  const slug = app.nextProvince()
  const admin = app.viewer('PROVINCE_ADMIN', slug)
  const on = await write(app, slug, { cadence: 'QUARTER', plan: ['2018-01-01', '2018-12-14'] })
  const save = (period: string, more: object = {}) =>
    perform(app, 'saveProgressReport', { taskId: on.taskId, period, ...more }, admin)
  const draft = await save('2018-Q1')
  const submitted = await advance(app, admin, await save('2018-Q2'), 'submitProgressReport')
  await perform(app, 'cancelPlan', { id: on.planId, version: 1, reason: 'Vì sao' }, admin)
  const attempts: [mutation: string, input: object][] = [
    ['submitProgressReport', draft],
    ['acceptProgressReport', submitted],
    ['returnProgressReport', { ...submitted, comment: 'Vì sao' }],
    ['saveProgressReport', { ...draft, period: '2018-Q1', achievements: 'Thêm' }],
    ['saveProgressReport', { ...submitted, period: '2018-Q2', achievements: 'Thêm' }],
    ['saveProgressReport', { taskId: on.taskId, period: '2018-Q3' }],
  ]
  for (const [mutation, input] of attempts) {
    const message = 'Kế hoạch phải được duyệt trước; hiện ở trạng thái CANCELLED.'
    t.match(await attempt(app, mutation, input, admin), { code: 'INVALID_STATE', message, object: null }, mutation)
  }
  t.match(await attempt(app, 'discardProgressReport', draft, admin), { code: null }, 'a draft can go')
  t.equal(await figures(admin), '0 0 0 –')
})

t.test('given a plan above another, when it is discarded, then it says what stands in the way', async (t) => {
  const admin = app.viewer('PROVINCE_ADMIN', app.nextProvince())
  const parent = await createPlan(app, admin)
  const child = await createPlan(app, admin, { parentId: parent.id })
  const refused = await attempt(app, 'discardPlan', parent, admin)
  t.match(refused, { code: 'INVALID_STATE', path: 'input.id', message: /cấp trên của kế hoạch khác/, object: null })
  await perform(app, 'discardPlan', child, admin)
  t.match(await attempt(app, 'discardPlan', parent, admin), { code: null })
})
