import t from 'tap'
import { createApp, type Viewer } from '../helpers/app.ts'
import { due, layWindows, ofTask, report, write } from '../helpers/due.ts'
import { daysFromToday } from '../helpers/fixtures.ts'
import { perform } from '../helpers/mutations.ts'

const app = await createApp(t)
await layWindows(app)

interface Figures {
  reportsDue: number
  reportsSubmitted: number
  reportsOnTime: number
}

/** The rollup's figures by year and quarter, `due submitted on time`, and of all. */
async function rollup(viewer: Viewer, slug: string): Promise<Record<string, string>> {
  const figures = 'reportsDue reportsSubmitted reportsOnTime reportingRate onTimeRate'
  const { data } = await app.gql(
    `query($filter: RollupFilter) { nationalRollup(filter: $filter, groupBy: [YEAR, QUARTER]) {
       rows { year quarter ${figures} } total { ${figures} } } }`,
    { filter: { provinces: [slug] } },
    viewer,
  )
  const say = (row: Figures) => `${row.reportsDue} ${row.reportsSubmitted} ${row.reportsOnTime}`
  const { rows, total } = data.nationalRollup
  const owing = rows.filter((row: Figures) => row.reportsDue > 0)
  const named = owing.map((row: any) => [`${row.year}${row.quarter ? ` Q${row.quarter}` : ''}`, say(row)])
  return { ...Object.fromEntries(named), all: say(total), rates: `${total.reportingRate} ${total.onTimeRate}` }
}

/** The same figures, counted from the list of what is owed. */
function countedFrom(slots: any[]): string {
  const closed = slots.filter(({ period }) => period.dataTo < daysFromToday(0))
  const filed = closed.filter(({ state }) => ['SUBMITTED', 'RETURNED', 'ACCEPTED'].includes(state))
  return `${closed.length} ${filed.length} ${filed.filter(({ progressReport }) => progressReport.isLate === false).length}`
}

t.test('given reports in time, late and missing, when figures are asked for, then list and rollup agree', async (t) => {
  const slug = app.nextProvince()
  const viewer = app.viewer('PROVINCE_VIEWER', slug)
  const on = await write(app, slug, { cadence: 'MONTH', plan: ['2018-01-01', '2020-12-31'] })
  await write(app, slug, { cadence: 'MONTH', plan: ['2018-01-01', '2020-12-31'], planStatus: 'COMPLETED' })
  await write(app, slug, { cadence: 'YEAR', plan: ['2019-01-01', '2019-12-14'], status: 'CANCELLED' })
  const byLead = { task_id: on.taskId, department_id: on.department }
  const empty: Record<string, string> = { '2018': '1 0 0', '2019': '2 0 0', '2020': '1 0 0', '2021 Q1': '1 0 0' }
  for (const year of [2018, 2019, 2020]) for (const quarter of [1, 2, 3, 4]) empty[`${year} Q${quarter}`] = '3 0 0'
  Object.assign(empty, { all: '41 0 0', rates: '0 0' })
  t.strictSame(await rollup(viewer, slug), empty)
  t.equal(countedFrom(await due(app, viewer)), '41 0 0')

  const january = { ...byLead, period_code: '2019-01', deadline: '2019-02-11' }
  const lastSecond = await report(app, on, {
    ...january,
    status: 'SUBMITTED',
    submitted_at: '2019-02-11T16:59:59.999Z',
  })
  const february = { ...byLead, period_code: '2019-02', deadline: '2019-03-04' }
  const nextSecond = await report(app, on, { ...february, status: 'ACCEPTED', submitted_at: '2019-03-04T17:00:00Z' })
  const april = { ...byLead, period_code: '2019-04', deadline: '2019-04-17' }
  await report(app, on, { ...april, status: 'RETURNED', submitted_at: '2019-04-15T00:00:00Z' })
  await report(app, on, { ...byLead, period_code: '2019-05', status: 'DRAFT' })
  const undated = await report(app, on, { period_code: '2018', status: 'ACCEPTED', deadline: '2019-01-03' })
  const outside = { status: 'SUBMITTED', submitted_at: '2019-04-15T00:00:00Z', deadline: '2020-01-01' }
  await report(app, on, { ...byLead, period_code: '2019-Q2', ...outside })
  await report(app, on, { period_code: '2019-06', ...outside })

  const ways = { [lastSecond]: false, [nextSecond]: true, [undated]: null }
  for (const [id, isLate] of Object.entries(ways)) {
    const { data } = await app.gql('query($id: ID!) { progressReport(id: $id) { isLate } }', { id }, viewer)
    t.equal(data.progressReport.isLate, isLate)
  }
  const filed = { '2018': '1 1 0', '2019 Q1': '3 2 1', '2019 Q2': '3 1 1', all: '41 4 2', rates: '0.0976 0.0488' }
  t.strictSame(await rollup(viewer, slug), { ...empty, ...filed })
  t.strictSame(await rollup(app.viewer('MINISTRY_ANALYST'), slug), { ...empty, ...filed }, 'the ministry sees the same')
  for (const who of [viewer, app.viewer('MINISTRY_ANALYST')]) {
    t.equal(countedFrom(await due(app, who, { province: slug })), '41 4 2')
    t.equal(countedFrom(await due(app, who, { province: slug, year: 2019 })), '14 3 2')
  }
})

t.test(
  'given windows around today, when reports are handed in now, then the province’s deadline says which are late',
  async (t) => {
    const slug = app.nextProvince()
    const admin = app.viewer('PROVINCE_ADMIN', slug)
    const dates = { startOn: daysFromToday(-3), dueOn: daysFromToday(1) }
    const plan = [daysFromToday(-9), daysFromToday(9)] as [string, string]
    const on = await write(app, slug, { cadence: 'QUARTER', plan, approvedAt: null, ...dates })
    const handIn = async (period: string) => {
      const draft = await perform(app, 'saveProgressReport', { taskId: on.taskId, period }, admin)
      return perform(app, 'submitProgressReport', draft, admin, { fields: 'isLate' })
    }
    t.strictSame(await handIn('2055-Q1'), { isLate: false }, 'before its window has closed')
    t.strictSame(await handIn('2055-Q4'), { isLate: false }, 'on the last day')
    t.strictSame(await handIn('2056-Q1'), { isLate: true }, 'on the day after')
    const slots = (await due(app, admin, { taskId: on.taskId })).filter(({ period }) => /^205[56]/.test(period.code))
    t.strictSame(slots.map(({ period, state }) => `${period.code} ${state}`).sort(), [
      '2055-Q1 SUBMITTED',
      '2055-Q2 UPCOMING',
      '2055-Q3 DUE',
      '2055-Q4 SUBMITTED',
      '2056-Q1 SUBMITTED',
    ])
    t.equal(countedFrom(slots), '3 2 1', 'a window that is open is not counted yet')
    const figures = Object.entries(await rollup(admin, slug)).filter(([quarter]) => /^205[56]/.test(quarter))
    const closed = { '2055 Q3': '1 0 0', '2055 Q4': '1 1 1', '2056 Q1': '1 1 0' }
    t.strictSame(Object.fromEntries(figures), closed, 'nor in the rollup')

    await app.owner.query('update provinces set report_due_working_days = 1 where slug = $1', [slug])
    t.strictSame(await handIn('2055-Q3'), { isLate: false }, 'with one working day, on the last day')
    await app.owner.query('update provinces set report_due_working_days = null where slug = $1', [slug])
    const { rows } = await app.owner.query(
      `select period_code, deadline::text from progress_reports where task_id = $1 order by deadline, period_code`,
      [on.taskId],
    )
    t.strictSame(
      rows.map(({ period_code, deadline }) => `${period_code} ${deadline}`),
      [
        `2056-Q1 ${daysFromToday(-1)}`,
        `2055-Q3 ${daysFromToday(0)}`,
        `2055-Q4 ${daysFromToday(0)}`,
        `2055-Q1 ${daysFromToday(3)}`,
      ],
    )
  },
)

t.test(
  'given two provinces owe reports, when filters and viewers differ, then each sees what is asked and theirs',
  async (t) => {
    const [slug, other] = [app.nextProvince(), app.nextProvince()]
    const one = await write(app, slug, { cadence: 'QUARTER', plan: ['2019-01-01', '2019-12-14'] })
    const two = await write(app, slug, { cadence: 'YEAR', plan: ['2018-01-01', '2018-12-14'] })
    const abroad = await write(app, other, { cadence: 'YEAR', plan: ['2018-01-01', '2018-12-14'] })
    await report(app, two, {
      task_id: two.taskId,
      department_id: two.department,
      period_code: '2018',
      status: 'SUBMITTED',
    })
    const admin = app.viewer('PROVINCE_ADMIN', slug)
    const slotsOf = async (viewer: Viewer, filter?: object) => {
      const slots = await due(app, viewer, filter)
      const named = slots.map(({ period, task, province }) =>
        [task === null ? 'plan' : 'task', period.code, ...(province.slug === slug ? [] : ['abroad'])].join(' '),
      )
      return named.sort()
    }
    const all = ['plan 2018', 'plan 2019', 'task 2018', 'task 2019-Q1', 'task 2019-Q2', 'task 2019-Q3', 'task 2019-Q4']
    const cases: [filter: object, slots: string[]][] = [
      [{}, all],
      [{ province: slug }, all],
      [{ province: other }, []],
      [{ province: 'nowhere' }, []],
      [{ planId: two.planId }, ['plan 2018', 'task 2018']],
      [{ planId: abroad.planId }, []],
      [{ planId: 'no id' }, []],
      [{ taskId: one.taskId, period: '2019-Q3' }, ['task 2019-Q3']],
      [{ departmentId: two.department }, ['task 2018']],
      [{ departmentId: abroad.department }, []],
      [{ year: 2018 }, ['plan 2018', 'task 2018']],
      [{ year: 2019, state: ['SUBMITTED'] }, []],
      [{ state: ['SUBMITTED'] }, ['task 2018']],
      [{ state: ['SUBMITTED', 'OVERDUE'] }, all],
      [{ state: [] }, []],
      [{ period: '2018' }, ['plan 2018', 'task 2018']],
    ]
    for (const [filter, slots] of cases) {
      t.strictSame(await slotsOf(admin, filter), slots, JSON.stringify(filter))
    }
    const officer = app.viewer('DEPARTMENT_OFFICER', slug, one.department)
    for (const viewer of [app.viewer('PROVINCE_VIEWER', slug), officer]) t.strictSame(await slotsOf(viewer), all)
    t.strictSame(await slotsOf(app.viewer('PROVINCE_ADMIN', other)), ['plan 2018 abroad', 'task 2018 abroad'])
    for (const role of ['MINISTRY_ANALYST', 'MINISTRY_ADMIN'] as const) {
      t.strictSame(await slotsOf(app.viewer(role), { province: slug }), all)
      t.strictSame(await slotsOf(app.viewer(role), { planId: abroad.planId }), ['plan 2018 abroad', 'task 2018 abroad'])
    }
    const refusals = [
      [app.viewer('IMPORTER', slug), {}, 'FORBIDDEN'],
      [undefined, {}, 'UNAUTHENTICATED'],
      [admin, { period: '2019-13' }, 'BAD_INPUT'],
    ] as const
    for (const [viewer, filter, code] of refusals) {
      const query = 'query($filter: ReportDueFilter) { reportsDue(filter: $filter) { totalCount } }'
      t.match((await app.gql(query, { filter }, viewer)).errors, [{ extensions: { code } }])
    }

    const merged = await write(app, 'bac-kan', { cadence: 'YEAR', plan: ['2018-01-01', '2018-12-14'] })
    t.equal((await due(app, app.viewer('PROVINCE_VIEWER', 'thai-nguyen'), { planId: merged.planId })).length, 2)
    t.equal((await due(app, app.viewer('PROVINCE_VIEWER', 'bac-kan'))).length, 2)
  },
)

t.test('given more than a page is owed, when pages are walked, then each report comes once and in order', async (t) => {
  const slug = app.nextProvince()
  const viewer = app.viewer('PROVINCE_VIEWER', slug)
  for (let i = 0; i < 3; i++) await write(app, slug, { cadence: 'QUARTER', plan: ['2018-01-01', '2018-12-31'] })
  const whole = (await due(app, viewer)).map(
    (slot) => `${slot.deadline} ${slot.plan.id} ${ofTask(slot)} ${slot.period.code}`,
  )
  const walked: string[] = []
  const query = `query($after: String) { reportsDue(first: 4, after: $after) {
    nodes { deadline plan { id } task { id } period { code } } pageInfo { hasNextPage endCursor } } }`
  for (let after: string | null = null; ;) {
    const { data } = (await app.gql(query, { after }, viewer)) as { data: any }
    walked.push(
      ...data.reportsDue.nodes.map(
        (slot: any) => `${slot.deadline} ${slot.plan.id} ${ofTask(slot)} ${slot.period.code}`,
      ),
    )
    if (!data.reportsDue.pageInfo.hasNextPage) break
    after = data.reportsDue.pageInfo.endCursor
  }
  t.equal(whole.length, 18)
  t.strictSame(walked, whole)
})
