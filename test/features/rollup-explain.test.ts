import t from 'tap'
import { createApp } from '../helpers/app.ts'
import { rollup } from '../helpers/facts.ts'
import { doSomething, openOffice, randomly } from '../helpers/random-work.ts'

const app = await createApp(t)
const ministry = app.viewer('MINISTRY_ANALYST')
const seed = Number(process.env['SEED'] ?? Date.now() % 1_000_000)
const random = randomly(seed)
const slugs = ['bac-kan', 'thai-nguyen']

const selection = `year quarter category departmentKind province { slug } department { id } plans tasks overdueTasks completedOnTime
  reportsDue reportsSubmitted reportsOnTime progress plannedBudget spentBudget recommendationsOpen recommendationsAnswered
  indicators { indicator { code } value lower figures }`
const counts: Record<string, string> = {
  PLANS: 'plans',
  TASKS: 'tasks',
  OVERDUE_TASKS: 'overdueTasks',
  COMPLETED_ON_TIME: 'completedOnTime',
  REPORTS_DUE: 'reportsDue',
  REPORTS_SUBMITTED: 'reportsSubmitted',
  REPORTS_ON_TIME: 'reportsOnTime',
  RECOMMENDATIONS_OPEN: 'recommendationsOpen',
  RECOMMENDATIONS_ANSWERED: 'recommendationsAnswered',
}
const sums: Record<string, string> = {
  PROGRESS: 'progress',
  PLANNED_BUDGET: 'plannedBudget',
  SPENT_BUDGET: 'spentBudget',
}

const factFields = `counts value qualifier lower status countsFrom source province { slug } period { code } document { reference }
  plan { id status } task { id status } progressReport { id status revision } recommendation { id }`

async function explain(question: object, cell: object, viewer = ministry): Promise<any[]> {
  const facts: any[] = []
  for (let after: string | null = null; ;) {
    const { data, errors } = await app.gql(
      `query($cell: RollupCell!, $filter: RollupFilter, $by: [RollupDimension!]!, $asOf: Date, $after: String) {
         explainRollup(cell: $cell, filter: $filter, groupBy: $by, asOf: $asOf, first: 7, after: $after) {
           nodes { ${factFields} } pageInfo { hasNextPage endCursor } } }`,
      { ...question, cell, after },
      viewer,
    )
    if (errors) throw new Error(JSON.stringify(errors))
    facts.push(...data.explainRollup.nodes)
    if (!data.explainRollup.pageInfo.hasNextPage) return facts
    after = data.explainRollup.pageInfo.endCursor
  }
}

const total = (facts: any[], field: string) => facts.reduce((sum, fact) => sum + (fact[field] ?? 0), 0)

t.test('given cells of rollups, when each is made again from its explanation, then it is the same', async (t) => {
  t.comment(`SEED=${seed}`)
  for (const slug of slugs) {
    const office = await openOffice(app, slug)
    for (let n = 0; n < 40; n++) await doSomething(app, office, random)
  }
  const dimensions = ['PROVINCE', 'YEAR', 'QUARTER', 'CATEGORY', 'DEPARTMENT_KIND', 'DEPARTMENT']
  const wanted = Number(process.env['CELLS'] ?? 50)
  const wrong: unknown[] = []
  let cells = 0
  while (cells < wanted) {
    const by = dimensions.filter((name) => random.below(3) === 0 && name !== 'DEPARTMENT')
    const provinces = random.one([undefined, ['thai-nguyen']])
    if (provinces && random.below(3) === 0) by.push('DEPARTMENT')
    const filter = {
      ...(provinces && { provinces }),
      ...(random.below(4) === 0 && { years: [2024, 2020, 2022, 2017] }),
      ...(random.below(6) === 0 && { categories: ['TRAINING', 'EVENT'] }),
      ...(random.below(6) === 0 && { departmentKinds: ['DEPARTMENT', 'PRESS'] }),
    }
    const asOf = random.one([null, '2020-01-01', '2026-01-01'])
    const question = { filter, by, asOf }
    const { rows } = await rollup(app, ministry, question, `{ rows { ${selection} } }`)
    const some = rows.filter((row: any) => row.plans + row.tasks + row.reportsDue + row.indicators.length > 0)
    if (some.length === 0) continue
    for (let n = 0; n < 3; n++) {
      const row = random.one<any>(some)
      const key = {
        province: row.province?.slug,
        year: row.year,
        quarter: row.quarter,
        category: row.category,
        departmentId: row.department?.id,
        departmentKind: row.departmentKind,
      }
      const check = (measure: string, found: unknown, expected: unknown, facts: any[]) => {
        cells += 1
        if (found !== expected) wrong.push({ question, key, measure, found, expected, facts })
      }
      const measure = random.one(Object.keys(counts))
      const counted = await explain(question, { measure, ...key })
      check(measure, total(counted, 'counts'), row[counts[measure] as string], counted)
      const sum = random.one(Object.keys(sums))
      const added = await explain(question, { measure: sum, ...key })
      const mean = added.length === 0 ? null : Math.round((total(added, 'value') / added.length) * 100) / 100
      const amount = added.length === 0 ? null : String(total(added, 'value'))
      check(sum, sum === 'PROGRESS' ? mean : amount, row[sums[sum] as string], added)
      for (const { indicator, value, lower, figures } of row.indicators.slice(0, 1)) {
        const facts = await explain(question, { measure: 'INDICATOR', indicator: indicator.code, ...key })
        const all = facts.every((fact) => fact.qualifier === 'UNKNOWN') ? null : total(facts, 'value')
        check(indicator.code, `${all} ${total(facts, 'lower')} ${facts.length}`, `${value} ${lower} ${figures}`, facts)
        if (!facts.every(({ progressReport }) => progressReport?.status === 'ACCEPTED')) wrong.push(facts)
      }
    }
  }
  t.same(wrong.slice(0, 3), [], `${cells} cells`)
})

t.test('given who may see less, when a cell is explained, then only what they may see, or a clear error', async (t) => {
  const question = { filter: null, by: [], asOf: null }
  const own = await explain(question, { measure: 'TASKS' }, app.viewer('PROVINCE_VIEWER', 'bac-kan'))
  t.ok(own.length > 0)
  t.same([...new Set(own.map(({ province }) => province.slug))], ['bac-kan'])
  const heir = await explain(question, { measure: 'TASKS' }, app.viewer('PROVINCE_VIEWER', 'thai-nguyen'))
  t.same([...new Set(heir.map(({ province }) => province.slug))].sort(), slugs)
  t.same(await explain(question, { measure: 'TASKS' }, app.viewer('PROVINCE_VIEWER', 'lang-son')), [])
  const seen = await explain(question, { measure: 'PLANS' })
  t.notOk(
    seen.some(({ status }) => ['DRAFT', 'SUBMITTED', 'RETURNED'].includes(status)),
    'no drafts for the ministry',
  )
  await t.rejects(explain(question, { measure: 'INDICATOR' }), /BAD_INPUT/)
  for (let run = 0; run < 3; run++) {
    await t.rejects(
      explain(question, { measure: 'INDICATOR', indicator: 'HAPPINESS' }),
      /(no indicator|chỉ tiêu) “HAPPINESS”.*BAD_INPUT/,
    )
  }
})
