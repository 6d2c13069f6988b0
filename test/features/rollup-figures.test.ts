import t from 'tap'
import { createApp } from '../helpers/app.ts'
import { Facts, rollup } from '../helpers/facts.ts'

const app = await createApp(t)
const ministry = app.viewer('MINISTRY_ANALYST')
const totals = 'indicators { value qualifier lower upper figures indicator { code unit } }'

type Qualifier = 'EXACT' | 'AT_LEAST' | 'ABOUT' | 'JUST_UNDER' | 'UNKNOWN'
const figures: [value: number | null, qualifier: Qualifier][] = [
  [1, 'EXACT'],
  [10, 'AT_LEAST'],
  [100, 'ABOUT'],
  [1000, 'JUST_UNDER'],
  [null, 'UNKNOWN'],
]
const names = figures.map(([, qualifier]) => qualifier)

/** Every combination of qualifiers, by the places of those that are in it, with the sum's own. */
const combinations: [places: string, sum: Qualifier][] = [
  ['E', 'EXACT'],
  ['A', 'AT_LEAST'],
  ['~', 'ABOUT'],
  ['<', 'JUST_UNDER'],
  ['?', 'UNKNOWN'],
  ['EA', 'AT_LEAST'],
  ['E~', 'ABOUT'],
  ['E<', 'JUST_UNDER'],
  ['E?', 'AT_LEAST'],
  ['A~', 'ABOUT'],
  ['A<', 'ABOUT'],
  ['A?', 'AT_LEAST'],
  ['~<', 'ABOUT'],
  ['~?', 'ABOUT'],
  ['<?', 'ABOUT'],
  ['EA~', 'ABOUT'],
  ['EA<', 'ABOUT'],
  ['EA?', 'AT_LEAST'],
  ['E~<', 'ABOUT'],
  ['E~?', 'ABOUT'],
  ['E<?', 'ABOUT'],
  ['A~<', 'ABOUT'],
  ['A~?', 'ABOUT'],
  ['A<?', 'ABOUT'],
  ['~<?', 'ABOUT'],
  ['EA~<', 'ABOUT'],
  ['EA~?', 'ABOUT'],
  ['EA<?', 'ABOUT'],
  ['E~<?', 'ABOUT'],
  ['A~<?', 'ABOUT'],
  ['EA~<?', 'ABOUT'],
]
const signs = 'EA~<?'

t.test(
  'given figures of every exactness in every combination, when added up, then the sum is as exact as they are',
  async (t) => {
    t.equal(new Set(combinations.map(([places]) => places)).size, 31)
    const facts = new Facts(app)
    const years = combinations.map((_, i) => 1991 + i)
    for (const [place, figure] of figures.entries()) {
      const plan_id = await facts.plan({
        period_start: '1991-01-01',
        period_end: '2030-12-31',
        reporting_period: 'YEAR',
      })
      for (const [i, [places]] of combinations.entries()) {
        if (places.includes(signs[place] as string))
          await facts.report({ plan_id, period_code: String(years[i]) }, { EVENTS_HELD: figure })
      }
    }
    const filter = { provinces: [facts.slug], years }
    const { rows } = await rollup(app, ministry, { filter, by: ['YEAR'] }, `{ rows { year ${totals} } }`)
    for (const [i, [places, qualifier]] of combinations.entries()) {
      const parts = figures.filter((_, place) => places.includes(signs[place] as string))
      const sum = (...of: Qualifier[]) =>
        parts.reduce((sum, [value, one]) => sum + (of.includes(one) ? (value ?? 0) : 0), 0)
      const bounded = parts.every(([, one]) => one === 'EXACT' || one === 'JUST_UNDER')
      t.same(
        rows[i],
        {
          year: years[i],
          indicators: [
            {
              value: places === '?' ? null : sum(...names),
              qualifier,
              lower: sum('EXACT', 'AT_LEAST'),
              upper: bounded ? sum('EXACT', 'JUST_UNDER') : null,
              figures: parts.length,
              indicator: { code: 'EVENTS_HELD', unit: 'COUNT' },
            },
          ],
        },
        places,
      )
    }
    const { total } = await rollup(app, ministry, { filter }, `{ total { ${totals} } }`)
    t.match(total.indicators, [{ value: 16 * 1111, qualifier: 'ABOUT', lower: 16 * 11, upper: null, figures: 80 }])
  },
)

t.test(
  'given figures of several indicators, when added up, then each has its own sum, in the catalogue’s order',
  async (t) => {
    const facts = new Facts(app)
    const plan_id = await facts.plan()
    await facts.report({ plan_id }, { EXHIBITION_VISITS: 5, PEOPLE_TRAINED: [7, 'AT_LEAST'], COURSES_HELD: 0 })
    await facts.report(
      { plan_id, period_code: '2024-Q2' },
      { EXHIBITION_VISITS: 0.5, INVESTMENT_REGISTERED_VND: 9_007_199_254_740_991 },
    )
    const ask = async (indicators?: string[]) =>
      (
        await rollup(
          app,
          ministry,
          { filter: { provinces: [facts.slug], ...(indicators && { indicators }) } },
          `{ total { ${totals} } }`,
        )
      ).total.indicators
    const all = [
      {
        indicator: { code: 'COURSES_HELD', unit: 'COUNT' },
        value: 0,
        qualifier: 'EXACT',
        lower: 0,
        upper: 0,
        figures: 1,
      },
      {
        indicator: { code: 'PEOPLE_TRAINED', unit: 'PERSON' },
        value: 7,
        qualifier: 'AT_LEAST',
        lower: 7,
        upper: null,
        figures: 1,
      },
      {
        indicator: { code: 'EXHIBITION_VISITS', unit: 'VISIT' },
        value: 5.5,
        qualifier: 'EXACT',
        lower: 5.5,
        upper: 5.5,
        figures: 2,
      },
      {
        indicator: { code: 'INVESTMENT_REGISTERED_VND', unit: 'VND' },
        value: 9_007_199_254_740_991,
        qualifier: 'EXACT',
        figures: 1,
      },
    ]
    const match = (found: object[], expected: object[]) =>
      t.match(found, expected) && t.equal(found.length, expected.length)
    match(await ask(), all)
    match(await ask(['EXHIBITION_VISITS', 'COURSES_HELD']), [all[0], all[2]] as object[])
    match(await ask(['TV_PROGRAMMES']), [])
    match(await ask([]), [])
  },
)

t.test(
  'given reports of all sorts, when figures are added up, then only those count that should, and once',
  async (t) => {
    const facts = new Facts(app)
    const [lead, helper, third] = [await facts.department(), await facts.department('PRESS'), await facts.department()]
    const plan_id = await facts.plan()
    const task_id = await facts.task(plan_id, {}, { lead, coordinating: [helper] })
    const nobody = await facts.task(plan_id)
    const several = await facts.task(plan_id)
    const alone = await facts.task(plan_id)
    const yearly = await facts.plan({ reporting_period: 'YEAR', status: 'COMPLETED' })
    const hidden = { published: false, status: 'DRAFT' }
    const on = (task_id: string, department_id: string) => ({ plan_id, task_id, department_id })
    const table: [what: string, counts: boolean, row: object][] = [
      ['the lead’s', true, on(task_id, lead)],
      ['another’s who coordinates', false, on(task_id, helper)],
      [
        'the lead’s that only was submitted',
        false,
        { ...on(task_id, lead), period_code: '2024-Q2', status: 'SUBMITTED' },
      ],
      ['the lead’s that was returned', false, { ...on(task_id, lead), period_code: '2024-Q3', status: 'RETURNED' }],
      ['the lead’s draft', false, { ...on(task_id, lead), period_code: '2024-Q4', ...hidden }],
      ['an older revision', false, { ...on(task_id, lead), period_code: '2023-Q4', superseded: true }],
      ['the newer revision', true, { ...on(task_id, lead), period_code: '2023-Q4', revision: 2 }],
      ['a draft of a newer one', false, { ...on(task_id, lead), period_code: '2023-Q4', revision: 3, ...hidden }],
      ['the lead’s of a month', false, { ...on(task_id, lead), period_code: '2024-01' }],
      ['the lead’s of a year', false, { ...on(task_id, lead), period_code: '2024' }],
      ['the province’s on the plan', true, { plan_id }],
      ['the province’s on the plan of a year', false, { plan_id, period_code: '2024' }],
      ['the province’s on a yearly plan', true, { plan_id: yearly, period_code: '2024' }],
      ['the province’s on a yearly plan of a quarter', false, { plan_id: yearly, period_code: '2024-Q1' }],
      ['the province’s on its year', true, { period_code: '2024' }],
      ['the province’s on its half-year', false, { period_code: '2024-H1' }],
      ['the only one where nobody leads', true, on(nobody, helper)],
      ['one of two where nobody leads', false, on(several, helper)],
      ['the other of two where nobody leads', false, on(several, third)],
      ['the only one but for a draft where nobody leads', true, on(alone, helper)],
      ['the draft where nobody leads', false, { ...on(alone, third), ...hidden }],
    ]
    let expected = 0
    for (const [i, [, counts, row]] of table.entries()) {
      await facts.report({ ...row, spent_budget: 2 ** i }, { BROADCASTS: 2 ** i })
      if (counts) expected += 2 ** i
    }
    for (const viewer of [ministry, app.viewer('PROVINCE_VIEWER', facts.slug)]) {
      const { total } = await rollup(
        app,
        viewer,
        { filter: { provinces: [facts.slug] } },
        `{ total { spentBudget ${totals} } }`,
      )
      for (const [what, sum] of [
        ['figures', total.indicators[0].value],
        ['budget', Number(total.spentBudget)],
      ] as const) {
        for (const [i, [name, counts]] of table.entries())
          t.equal(Math.floor(sum / 2 ** i) % 2 === 1, counts, `${what}: ${name}, to ${viewer.role}`)
        t.equal(sum, expected)
      }
      t.equal(total.indicators[0].figures, table.filter(([, counts]) => counts).length)
    }
  },
)

t.test('given what nobody reported, when asked for, then it is neither zero nor there', async (t) => {
  const facts = new Facts(app)
  const task_id = await facts.task(await facts.plan(), {}, { lead: await facts.department() })
  t.ok(task_id)
  const { total } = await rollup(
    app,
    ministry,
    { filter: { provinces: [facts.slug] } },
    `{ total { tasks progress spentBudget plannedBudget ${totals} } }`,
  )
  t.same(total, { tasks: 1, progress: null, spentBudget: null, plannedBudget: null, indicators: [] })
})
