import t from 'tap'
import { createApp, type TestApp, type Viewer } from '../helpers/app.ts'
import { createDepartment, createPlan, createTask } from '../helpers/fixtures.ts'
import { attempt, perform } from '../helpers/mutations.ts'

const app = await createApp(t, { poolSize: 10 })

/** A plan whose reports count by the quarter, with a task, its lead, and a department that coordinates. */
async function world({ withLead = true } = {}) {
  const admin = app.viewer('PROVINCE_ADMIN', app.nextProvince())
  const [lead, coordinating] = [await createDepartment(app, admin), await createDepartment(app, admin)]
  const { id: planId } = await createPlan(app, admin, { reportingPeriod: 'QUARTER' })
  const participants = { leadDepartmentId: lead.id, coordinatingDepartmentIds: [coordinating.id] }
  const { id: taskId } = await createTask(app, admin, planId, participants)
  await app.owner.query(`update plans set status = 'APPROVED', published = true where id = $1`, [planId])
  // As in old records: nobody leads, and either may have reported.
  const part = `update task_departments set part = 'COORDINATING' where task_id = $1`
  if (!withLead) await app.owner.query(part, [taskId])
  const onTask = { taskId, departmentId: lead.id, period: '2024-Q1' }
  const onPlan = { planId, period: '2024-Q1' }
  return { admin, planId, onTask, onPlan, byOther: { ...onTask, departmentId: coordinating.id } }
}

type Figures = Record<string, number | null>

/** A report that was submitted with these figures; null stands for “many”. */
async function submitted(admin: Viewer, on: object, figures: Figures) {
  const values = Object.entries(figures).map(([code, value]) =>
    value === null ? { code, qualifier: 'UNKNOWN' } : { code, value },
  )
  const draft = await perform(app, 'saveProgressReport', { ...on, values }, admin)
  return perform(app, 'submitProgressReport', draft, admin)
}

/** The same, accepted. */
async function accepted(admin: Viewer, on: object, figures: Figures) {
  return perform(app, 'acceptProgressReport', await submitted(admin, on, figures), admin)
}

const accept = (report: object, admin: Viewer, headers = {}) =>
  attempt(app, 'acceptProgressReport', report, admin, { fields: 'id version status', headers })

/** The figures that count for the whole province. */
async function counted(admin: Viewer): Promise<object> {
  const query = '{ nationalRollup { total { indicators { indicator { code } value figures } } } }'
  const { data } = await app.gql(query, {}, admin)
  const totals: { indicator: { code: string }; value: number; figures: number }[] = data.nationalRollup.total.indicators
  return Object.fromEntries(totals.map(({ indicator, value, figures }) => [indicator.code, [value, figures]]))
}

for (const [first, second] of [
  ['onTask', 'onPlan'],
  ['onPlan', 'onTask'],
] as const) {
  t.test(`given ${first} counts, when ${second} would count it again, then it is refused by name`, async (t) => {
    const { admin, ...on } = await world()
    const one = await accepted(admin, on[first], { COURSES_HELD: 3, PEOPLE_TRAINED: 90, EXHIBITIONS: 1 })
    const other = await submitted(admin, on[second], { PEOPLE_TRAINED: 90, COURSES_HELD: 3, DELEGATIONS_IN: 2 })
    const before = await rowsOf(app, other.id)
    const sentences = {
      en: `The plan’s COURSES_HELD, PEOPLE_TRAINED for this period already count from the report ${one.id}; a figure counts only once.`,
      vi: `Chỉ tiêu COURSES_HELD, PEOPLE_TRAINED của kế hoạch trong kỳ này đã được tính từ báo cáo ${one.id}; một số liệu chỉ được tính một lần.`,
    }
    for (const [language, message] of Object.entries(sentences)) {
      const refusal = await accept(other, admin, { 'accept-language': language })
      t.match(refusal, { code: 'INVALID_STATE', path: 'input.id', message, object: null })
    }
    t.strictSame(await rowsOf(app, other.id), before)
    t.strictSame(await counted(admin), { COURSES_HELD: [3, 1], PEOPLE_TRAINED: [90, 1], EXHIBITIONS: [1, 1] })

    const corrected = { id: one.id, version: one.version, period: '2024-Q1' }
    await accepted(admin, corrected, { EXHIBITIONS: 1 })
    t.match(
      await accept(other, admin),
      { code: null, object: { status: 'ACCEPTED' } },
      'once the first says it no more',
    )
    const totals = { COURSES_HELD: [3, 1], PEOPLE_TRAINED: [90, 1], EXHIBITIONS: [1, 1], DELEGATIONS_IN: [2, 1] }
    t.strictSame(await counted(admin), totals)
  })

  t.test(`given ${first} counts “many”, when ${second} would count a number, then it is refused`, async (t) => {
    const { admin, ...on } = await world()
    await accepted(admin, on[first], { COURSES_HELD: null })
    t.equal((await accept(await submitted(admin, on[second], { COURSES_HELD: 0 }), admin)).code, 'INVALID_STATE')
  })

  t.test(
    `given nobody leads the task, when ${second} would count what ${first} does, then it is refused`,
    async (t) => {
      const { admin, ...on } = await world({ withLead: false })
      await accepted(admin, on[first], { COURSES_HELD: 3 })
      t.equal((await accept(await submitted(admin, on[second], { COURSES_HELD: 3 }), admin)).code, 'INVALID_STATE')
      t.strictSame(await counted(admin), { COURSES_HELD: [3, 1] })
    },
  )
}

t.test(
  'given reports that do not count together, when one is accepted after the other, then each may be',
  async (t) => {
    const pairs: Record<string, (on: Awaited<ReturnType<typeof world>>) => [first: object, second: object]> = {
      'one by a department that coordinates': ({ byOther, onPlan }) => [byOther, onPlan],
      'one in another cadence': ({ onTask, planId }) => [
        { planId, period: '2024' },
        { ...onTask, period: '2024' },
      ],
      'for different periods': ({ onTask, onPlan }) => [onTask, { ...onPlan, period: '2024-Q2' }],
      'one on the year without a plan': ({ onTask }) => [{ period: '2024-Q1' }, onTask],
      'by the lead and by one who coordinates': ({ onTask, byOther }) => [onTask, byOther],
    }
    for (const [name, pair] of Object.entries(pairs)) {
      for (const turned of [false, true]) {
        const { admin, ...on } = await world()
        const [first, second] = turned ? pair({ admin, ...on }).reverse() : pair({ admin, ...on })
        await accepted(admin, first!, { COURSES_HELD: 3 })
        const outcome = await accept(await submitted(admin, second!, { COURSES_HELD: 3 }), admin)
        t.equal(outcome.code, null, `${name}${turned ? ', the other way round' : ''}`)
      }
    }
    const { admin, onTask, onPlan } = await world()
    const open = await submitted(admin, onTask, { COURSES_HELD: 3 })
    await perform(app, 'returnProgressReport', { ...open, comment: 'Thiếu' }, admin)
    t.ok(await accepted(admin, onPlan, { COURSES_HELD: 3 }), 'what was returned does not count')

    const unled = await world({ withLead: false })
    await submitted(unled.admin, unled.byOther, { COURSES_HELD: 1 })
    await accepted(unled.admin, unled.onTask, { COURSES_HELD: 3 })
    await accepted(unled.admin, unled.onPlan, { COURSES_HELD: 3 })
    t.strictSame(
      await counted(unled.admin),
      { COURSES_HELD: [3, 1] },
      'of two reports on a task that nobody leads none counts',
    )
  },
)

t.test('given two would count the same, when both are accepted at the same moment, then one is', async (t) => {
  for (let round = 0; round < 5; round++) {
    const { admin, onTask, onPlan } = await world()
    const reports = [
      await submitted(admin, onTask, { COURSES_HELD: 3 }),
      await submitted(admin, onPlan, { COURSES_HELD: 3 }),
    ]
    const codes = (await Promise.all(reports.map((report) => accept(report, admin)))).map(({ code }) => code)
    t.strictSame(codes.sort(), ['INVALID_STATE', null].sort())
    t.strictSame(await counted(admin), { COURSES_HELD: [3, 1] })
  }
})

t.test('given two revisions, when both are accepted in any order or at once, then the newer counts', async (t) => {
  for (const order of ['older first', 'newer first', 'at once'] as const) {
    for (const year of [false, true]) {
      const { admin, onTask } = await world()
      const on = year ? { period: '2024' } : onTask
      const older = await submitted(admin, on, { COURSES_HELD: 3 })
      const newer = await submitted(admin, { ...older, period: on.period }, { COURSES_HELD: 5 })
      const both = order === 'newer first' ? [newer, older] : [older, newer]
      if (order === 'at once') await Promise.all(both.map((report) => accept(report, admin)))
      else for (const report of both) t.equal((await accept(report, admin)).code, null)
      t.strictSame(await counted(admin), { COURSES_HELD: [5, 1] }, `${order}${year ? ', on a year' : ''}`)
    }
  }
})

/** A report and what the audit log says of it. */
async function rowsOf({ owner }: TestApp, id: string): Promise<unknown[]> {
  const report = await owner.query('select to_jsonb(r)::text from progress_reports r where id = $1', [id])
  const entries = await owner.query('select id from audit_log where entity_id = $1', [id])
  return [...report.rows, ...entries.rows]
}
