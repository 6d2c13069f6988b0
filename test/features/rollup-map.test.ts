import t from 'tap'
import { createApp } from '../helpers/app.ts'
import { Facts, rollup } from '../helpers/facts.ts'

const app = await createApp(t)
const ministry = app.viewer('MINISTRY_ANALYST')
const [old, today] = ['2025-06-30', '2025-07-01']
const [alone, predecessor, successor] = [
  new Facts(app, 'lang-son'),
  new Facts(app, 'bac-kan'),
  new Facts(app, 'thai-nguyen'),
]
for (const [facts, n] of [
  [alone, 1],
  [predecessor, 2],
  [successor, 4],
] as const) {
  const lead = await facts.department()
  for (let i = 0; i < n; i++) {
    const plan_id = await facts.plan()
    const task_id = await facts.task(plan_id, { planned_budget: n, due_on: '2024-02-01' }, { lead })
    const report_id = await facts.report(
      { plan_id, task_id, department_id: lead, percent_complete: 10 * n, spent_budget: n },
      { EVENTS_HELD: n },
    )
    await facts.recommendation(report_id)
  }
  // What nobody but the province itself may see, and so counts nowhere.
  const plan_id = await facts.plan({ status: 'DRAFT', published: false })
  await facts.task(plan_id, { published: false, planned_budget: 1_000_000 }, { lead })
  const draft = await facts.report(
    { plan_id, status: 'DRAFT', published: false, spent_budget: 1_000_000 },
    { EVENTS_HELD: 1_000_000 },
  )
  await facts.recommendation(draft, { published: false })
}
const measures = `plans plansByStatus { status count } tasks tasksByStatus { status count } overdueTasks completedOnTime reportsDue reportsSubmitted
  reportsOnTime progress plannedBudget spentBudget indicators { value lower upper figures indicator { code } } recommendationsOpen recommendationsAnswered
  provincesReporting reportingRate onTimeRate`
const fields = `{ asOf rows { province { slug } ${measures} provincesNotReporting { slug } } total { ${measures} provincesNotReporting { slug } } }`
const slugsOf = (rows: any[]) =>
  rows.filter(({ plans }) => plans > 0).map(({ province, plans }) => `${province.slug} ${plans}`)

t.test(
  'given the map of a date, when the nation is added up, then the total is the same and rows move to the successor',
  async (t) => {
    const filed = await rollup(app, ministry, { by: ['PROVINCE'] }, fields)
    const before = await rollup(app, ministry, { by: ['PROVINCE'], asOf: old }, fields)
    const after = await rollup(app, ministry, { by: ['PROVINCE'], asOf: today }, fields)
    t.same([filed.rows.length, before.rows.length, after.rows.length], [63, 63, 34])
    t.same(slugsOf(filed.rows), ['bac-kan 2', 'lang-son 1', 'thai-nguyen 4'])
    t.same(before.rows, filed.rows)
    t.same(slugsOf(after.rows), ['lang-son 1', 'thai-nguyen 6'])
    t.match(before, {
      asOf: old,
      total: { plans: 7, tasks: 7, indicators: [{ value: 21, figures: 7 }], provincesReporting: 3 },
    })
    t.same(before.total, filed.total)
    const provinces = { provincesReporting: 2, provincesNotReporting: { length: 32 } }
    t.match(after, { asOf: today, total: provinces })
    const shared = ({ provincesReporting, provincesNotReporting, ...total }: any) => ({
      ...total,
      sum: provincesReporting + provincesNotReporting.length,
    })
    t.same(shared(after.total), { ...shared(before.total), sum: 34 })
    t.equal(shared(before.total).sum, 63)
    const names = after.rows.map(({ province }: any) => province.slug)
    t.same(
      [names[0], names.at(-1), names.indexOf('da-nang') > names.indexOf('cao-bang')],
      ['an-giang', 'vinh-long', true],
      'in Vietnamese order',
    )
    const byYear = await rollup(app, ministry, { by: ['PROVINCE', 'YEAR'], asOf: today }, fields)
    t.same(slugsOf(byYear.rows), ['lang-son 1', 'thai-nguyen 6'], 'rows with nothing in them are left out')
  },
)

t.test(
  'given a filter of provinces, when asked on a map, then of that map, and a merged one names its successor',
  async (t) => {
    const ask = async (provinces: string[], asOf: string | null = null) => {
      const { total, rows } = await rollup(app, ministry, { filter: { provinces }, by: ['PROVINCE'], asOf }, fields)
      return [total.plans, rows.length]
    }
    t.same(await ask(['bac-kan']), [2, 1])
    t.same(await ask(['thai-nguyen']), [4, 1])
    t.same(await ask(['thai-nguyen', 'bac-kan', 'hue']), [6, 3])
    t.same(await ask(['bac-kan'], old), [2, 1])
    t.same(await ask(['thai-nguyen'], today), [6, 1])
    t.same(await ask([]), [0, 0])
    const table: [provinces: string[], asOf: string | null, error: RegExp][] = [
      [
        ['bac-kan'],
        today,
        /^BAD_INPUT: The province “bac-kan” is not on the map of 2025-07-01; use its successor “thai-nguyen”/,
      ],
      [['hue', 'quang-binh'], '2026-01-01', /successor “quang-tri”/],
      [['nowhere'], null, /^BAD_INPUT: There is no province “nowhere”/],
      [['nowhere'], today, /^BAD_INPUT: There is no province/],
      [['hue', 'x'.repeat(500)], null, /no province “x{100}”/],
      [[''], null, /^BAD_INPUT/],
    ]
    for (const [provinces, asOf, error] of table)
      await t.rejects(ask(provinces, asOf), error, `${provinces.join().slice(0, 50)} ${asOf}`)
  },
)

t.test('given provinces, when each is asked for alone, then they add up to the nation', async (t) => {
  const { total } = await rollup(app, ministry, {}, fields)
  const parts = []
  for (const { slug } of [alone, predecessor, successor])
    parts.push((await rollup(app, ministry, { filter: { provinces: [slug] } }, fields)).total)
  for (const name of [
    'plans',
    'tasks',
    'overdueTasks',
    'completedOnTime',
    'reportsDue',
    'reportsSubmitted',
    'reportsOnTime',
    'recommendationsOpen',
    'provincesReporting',
  ]) {
    t.equal(
      parts.reduce((sum, part) => sum + part[name], 0),
      total[name],
      name,
    )
  }
  for (const name of ['plannedBudget', 'spentBudget'])
    t.equal(String(parts.reduce((sum, part) => sum + BigInt(part[name]), 0n)), total[name], name)
  t.equal(
    parts.reduce((sum, part) => sum + part.indicators[0].value, 0),
    total.indicators[0].value,
  )
  t.equal(parts.reduce((sum, part) => sum + part.progress * part.tasks, 0) / total.tasks, total.progress)
})

t.test(
  'given a province’s user, when asking for the nation, then it is the own province’s rows and its predecessors’',
  async (t) => {
    const ask = async (slug: string, asOf: string | null = null, filter: object = {}) => {
      const { rows, total } = await rollup(
        app,
        app.viewer('PROVINCE_VIEWER', slug),
        { by: ['PROVINCE'], asOf, filter: { ...filter } },
        fields,
      )
      return [
        rows.map(({ province, plans }: any) => `${province.slug} ${plans}`),
        total.plans,
        total.provincesReporting,
        total.provincesNotReporting.length,
      ]
    }
    t.same(await ask('lang-son'), [['lang-son 1'], 1, 1, 0])
    t.same(await ask('thai-nguyen'), [['bac-kan 2', 'thai-nguyen 4'], 6, 2, 0])
    t.same(await ask('thai-nguyen', old), [['bac-kan 2', 'thai-nguyen 4'], 6, 2, 0])
    t.same(await ask('thai-nguyen', today), [['thai-nguyen 6'], 6, 1, 0])
    t.same(await ask('bac-kan'), [['bac-kan 2'], 2, 1, 0])
    t.same(await ask('bac-kan', today), [['thai-nguyen 2'], 2, 1, 0])
    t.same(await ask('hue'), [['hue 0'], 0, 0, 1])
    t.same(await ask('lang-son', null, { provinces: ['thai-nguyen'] }), [[], 0, 0, 0], 'another province’s is empty')
    const own = await rollup(app, app.viewer('PROVINCE_VIEWER', 'lang-son'), {}, fields)
    const ofMinistry = await rollup(app, ministry, { filter: { provinces: ['lang-son'] } }, fields)
    t.same(own.total, ofMinistry.total, 'to the province and to the ministry the figures are the same')
  },
)

t.test('given wrong questions, when asked, then BAD_INPUT says what is wrong', async (t) => {
  const table: [args: object, error: RegExp | null][] = [
    [{ by: ['DEPARTMENT'] }, /^BAD_INPUT: Grouping by department needs a filter of exactly one province/],
    [{ by: ['DEPARTMENT'], filter: { years: [2024] } }, /exactly one province/],
    [{ by: ['PROVINCE', 'DEPARTMENT'], filter: { provinces: ['hue', 'lang-son'] } }, /exactly one province/],
    [{ by: ['DEPARTMENT'], filter: { provinces: [] } }, /exactly one province/],
    [{ by: ['DEPARTMENT'], filter: { provinces: ['lang-son'] } }, null],
    [
      { filter: { indicators: ['EVENTS_HELD', 'HAPPINESS'] } },
      /^BAD_INPUT: The catalogue has no indicator “HAPPINESS”/,
    ],
    [{ filter: { indicators: ['x'.repeat(300)] } }, /no indicator “x{100}”/],
    [{ filter: { indicators: [''] } }, /^BAD_INPUT/],
    [{ by: ['YEAR', 'YEAR', 'YEAR'] }, null],
    [{ asOf: '1900-01-01' }, null],
    [{ asOf: '2200-12-31' }, null],
  ]
  for (const [args, error] of table) {
    for (let run = 0; run < 3; run++) {
      if (error) await t.rejects(rollup(app, ministry, args, fields), error, JSON.stringify(args).slice(0, 80))
      else t.type((await rollup(app, ministry, args, fields)).total.plans, 'number', JSON.stringify(args))
    }
  }
})

t.test('given a change just committed, when asked, then it is counted', async (t) => {
  const facts = new Facts(app, 'hue')
  for (let n = 1; n <= 3; n++) {
    await facts.plan()
    const { total } = await rollup(app, ministry, { filter: { provinces: ['hue'] } }, '{ total { plans } }')
    t.equal(total.plans, n)
  }
})
