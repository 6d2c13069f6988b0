import t from 'tap'
import { createApp } from '../helpers/app.ts'
import { approvedTask, auditOf, daysFromToday, insert } from '../helpers/fixtures.ts'
import { perform } from '../helpers/mutations.ts'

const app = await createApp(t)
const slug = app.nextProvince()
const admin = app.viewer('PROVINCE_ADMIN', slug)
const { planId } = await approvedTask(app, admin)
const fields = `id version revision status percentComplete achievements limitations causes spentBudget isLate submittedAt returnComment
  period { code } plan { id } task { id } department { id } values { value qualifier lower upper indicator { code } } revisions { id revision }`

t.test(
  'given a deadline, when a report is handed in, then in time or late is told by the province’s own rule',
  async (t) => {
    const far = String(Number(daysFromToday(0).slice(0, 4)) + 2)
    const year = await perform(
      app,
      'saveProgressReport',
      { planId, period: far, values: [{ code: 'EVENTS_HELD', value: 3 }] },
      admin,
    )
    const ministry = app.viewer('MINISTRY_ANALYST')
    const ask = async (id: string) =>
      (await app.gql(`query($id: ID!) { progressReport(id: $id) { ${fields} } }`, { id }, ministry)).data.progressReport
    t.equal(await ask(year.id), null, 'the ministry sees no draft')
    const early = await perform(app, 'submitProgressReport', { ...year, comment: 'Gửi sớm' }, admin, { fields })
    t.match(early, {
      status: 'SUBMITTED',
      version: 2,
      isLate: false,
      submittedAt: new RegExp(`^${new Date().toISOString().slice(0, 13)}`),
    })
    t.match(await ask(year.id), { status: 'SUBMITTED', values: [{ value: 3 }] }, 'and then the whole')
    t.match((await auditOf(app, admin, year.id))[0], {
      action: 'submitProgressReport',
      reason: 'Gửi sớm',
      changes: { status: ['DRAFT', 'SUBMITTED'] },
    })
    const old = await perform(app, 'saveProgressReport', { planId, period: '2020-Q2' }, admin)
    t.match(await perform(app, 'submitProgressReport', old, admin, { fields }), { isLate: true })

    const deadlines = async (as = admin) => {
      const { data } = await app.gql('{ reportingPeriods(year: 2019) { code deadline } }', {}, as)
      return data.reportingPeriods.find(({ code }: { code: string }) => code === '2019-Q3').deadline
    }
    t.equal(await deadlines(), '2019-09-17')
    await app.owner.query('update provinces set report_due_working_days = 5 where slug = $1', [slug])
    t.equal(await deadlines(), '2019-09-20', 'the province’s')
    t.equal(await deadlines(ministry), '2019-09-17', 'the nation’s')
  },
)

t.test(
  'given reports in time and late, when listed by that, then those of which it isn’t known are in neither',
  async (t) => {
    const own = app.nextProvince()
    const row = { province_id: app.key(own), revision: 1, status: 'ACCEPTED', published: true, deadline: '2019-03-18' }
    // The deadline's last instant in Vietnam is 16:59:59 of the same day in UTC.
    const times: [at: string | null, isLate: boolean | null][] = [
      ['2019-03-18T16:59:59.999Z', false],
      ['2019-03-18T17:00:00Z', true],
      ['2019-03-01T00:00:00Z', false],
      ['2020-01-01T00:00:00Z', true],
      [null, null],
    ]
    const rows = times.map(([submitted_at], i) => ({ submitted_at, period_code: `201${i}` }))
    const ids = await insert(
      app,
      'progress_reports',
      [...rows, { period_code: '2018', submitted_at: '2019-01-01T00:00:00Z', deadline: null }],
      row,
    )
    const ask = async (late: boolean | null) => {
      const { data } = await app.gql(
        'query($late: Boolean) { progressReports(filter: { late: $late }) { nodes { id isLate } } }',
        { late },
        app.viewer('PROVINCE_VIEWER', own),
      )
      return data.progressReports.nodes.map((node: any) => [ids.indexOf(node.id), node.isLate]).sort()
    }
    t.same(await ask(true), [
      [1, true],
      [3, true],
    ])
    t.same(await ask(false), [
      [0, false],
      [2, false],
    ])
    t.same(await ask(null), [
      [0, false],
      [1, true],
      [2, false],
      [3, true],
      [4, null],
      [5, null],
    ])
  },
)
