import type { TestApp } from './app.ts'
import { rollup } from './facts.ts'
import type { randomly } from './random-work.ts'

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

export interface Cell {
  measure: string
  indicator?: string
  [dimension: string]: unknown
}

/** The facts of each cell, so many cells asked for in one request, and then page after page. */
export async function explain(
  app: TestApp,
  question: object,
  cells: readonly Cell[],
  viewer = app.viewer('MINISTRY_ANALYST'),
): Promise<any[][]> {
  const facts = cells.map((): any[] => [])
  const pages = cells.map((cell, at) => ({ at, cell, after: null as string | null }))
  while (pages.length > 0) {
    const some = pages.splice(0, cellsAtOnce)
    const variables = some.flatMap(({ cell, after }, i) => [
      [`cell${i}`, cell],
      [`after${i}`, after],
    ])
    const { data, errors } = await app.gql(
      explanations(some.length),
      { ...question, ...Object.fromEntries(variables) },
      viewer,
    )
    if (errors) throw new Error(JSON.stringify(errors))
    for (const [i, { at, cell }] of some.entries()) {
      const { nodes, pageInfo } = data[`of${i}`]
      facts[at]?.push(...nodes)
      if (pageInfo.hasNextPage) pages.push({ at, cell, after: pageInfo.endCursor })
    }
  }
  return facts
}

const cellsAtOnce = 10

const explanations = (count: number) => {
  const each = Array.from({ length: count }, (_, i) => i)
  return `query($filter: RollupFilter, $by: [RollupDimension!]!, $asOf: Date, ${each.map((i) => `$cell${i}: RollupCell!, $after${i}: String`).join(', ')}) {
    ${each.map((i) => `of${i}: explainRollup(cell: $cell${i}, filter: $filter, groupBy: $by, asOf: $asOf, first: 20, after: $after${i}) { ...page }`).join('\n')}
  } fragment page on RollupFactConnection { nodes { ${factFields} } pageInfo { hasNextPage endCursor } }`
}

const total = (facts: any[], field: string) => facts.reduce((sum, fact) => sum + (fact[field] ?? 0), 0)

/** What a cell says, and how the same is made of its facts. */
interface Expected {
  cell: Cell
  says: unknown
  made: (facts: any[]) => unknown
}

/** Every cell of a rollup's row. */
function cellsOf(row: any): Expected[] {
  const key = {
    province: row.province?.slug,
    year: row.year,
    quarter: row.quarter,
    category: row.category,
    departmentId: row.department?.id,
    departmentKind: row.departmentKind,
  }
  const counted = Object.entries(counts).map(([measure, name]) => ({
    cell: { measure, ...key },
    says: row[name],
    made: (facts: any[]) => total(facts, 'counts'),
  }))
  const summed = Object.entries(sums).map(([measure, name]) => ({
    cell: { measure, ...key },
    says: row[name],
    made: (facts: any[]) => {
      if (facts.length === 0) return null
      const sum = total(facts, 'value')
      return measure === 'PROGRESS' ? Math.round((sum / facts.length) * 100) / 100 : String(sum)
    },
  }))
  const figured = row.indicators.map(({ indicator, value, lower, figures }: any) => ({
    cell: { measure: 'INDICATOR', indicator: indicator.code, ...key },
    says: `${value} ${lower} ${figures}, all accepted: true`,
    made: (facts: any[]) => {
      const all = facts.every((fact) => fact.qualifier === 'UNKNOWN') ? null : total(facts, 'value')
      const accepted = facts.every(({ progressReport }) => progressReport?.status === 'ACCEPTED')
      return `${all} ${total(facts, 'lower')} ${facts.length}, all accepted: ${accepted}`
    },
  }))
  return [...counted, ...summed, ...figured]
}

/** Makes so many random cells of random rollups again from their explanations; tells those that come out different. */
export async function wrongCells(
  app: TestApp,
  random: ReturnType<typeof randomly>,
  wanted: number,
): Promise<unknown[]> {
  const dimensions = ['PROVINCE', 'YEAR', 'QUARTER', 'CATEGORY', 'DEPARTMENT_KIND', 'DEPARTMENT']
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
    const { rows } = await rollup(app, app.viewer('MINISTRY_ANALYST'), question, `{ rows { ${selection} } }`)
    const all = rows
      .filter((row: any) => row.plans + row.tasks + row.reportsDue + row.indicators.length > 0)
      .flatMap(cellsOf)
    if (all.length === 0) continue
    const some = Array.from({ length: cellsAtOnce }, () => random.one<Expected>(all))
    const explained = await explain(
      app,
      question,
      some.map(({ cell }) => cell),
    )
    for (const [i, { cell, says, made }] of some.entries()) {
      const facts = explained[i] ?? []
      cells += 1
      if (made(facts) !== says) wrong.push({ question, cell, says, made: made(facts), facts })
    }
  }
  return wrong
}
