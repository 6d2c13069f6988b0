import { useEffect, useState } from 'react'
import { ask, type Viewer } from './api.ts'
import { maps, type Figure, type RollupMeasure } from './figures.ts'
import type { Cell } from './heat-table.tsx'

/** One thing that a cell counts: how many it adds, or how much, and where it comes from. */
export interface Fact extends Omit<Figure, 'qualifier' | 'upper'> {
  counts: number
  qualifier: string | null
  status: string | null
  countsFrom: string | null
  source: string | null
  province: { slug: string; name: string }
  period: { code: string } | null
  document: { reference: string | null } | null
  plan: { title: string } | null
  task: { title: string; dueOn: string | null; lead: { name: string } | null } | null
  progressReport: {
    revision: number
    submittedAt: string | null
    period: { code: string }
    department: { name: string } | null
    values: { indicator: { code: string }; asWritten: string | null }[]
  } | null
}

export interface Facts {
  nodes: Fact[]
  totalCount: number
  hasMore: boolean
}

interface Page {
  nodes: Fact[]
  totalCount: number
  pageInfo: { hasNextPage: boolean; endCursor: string | null }
}

const pageSize = 50

const query = `query Cell($cell: RollupCell!, $asOf: Date, $first: Int, $after: String) {
  explainRollup(cell: $cell, groupBy: [PROVINCE, YEAR], asOf: $asOf, first: $first, after: $after) {
    totalCount
    pageInfo { hasNextPage endCursor }
    nodes {
      counts value qualifier lower status countsFrom source province { slug name } period { code } document { reference }
      plan { title } task { title dueOn lead { name } }
      progressReport { revision submittedAt period { code } department { name } values { indicator { code } asWritten } }
    }
  }
}`

/** What the cell of a table by province and year is made of, at least `wanted` of it if there is so much. */
async function askFacts(viewer: Viewer, asOf: string | null, cell: object, wanted: number): Promise<Facts> {
  const askPage = async (after: string | null) =>
    (await ask<{ explainRollup: Page }>(viewer, query, { cell, asOf, first: pageSize, after })).explainRollup
  let page = await askPage(null)
  const nodes = [...page.nodes]
  while (page.pageInfo.hasNextPage && nodes.length < wanted) {
    page = await askPage(page.pageInfo.endCursor)
    nodes.push(...page.nodes)
  }
  return { nodes, totalCount: page.totalCount, hasMore: page.pageInfo.hasNextPage }
}

interface Question {
  viewer: Viewer
  cell: Cell
  part: RollupMeasure
  /** An indicator's code, where the part is INDICATOR. */
  measure: string
  /** Changes when the figures are to be asked for anew. */
  round: number
}

/** The facts of a part, or why there are none; null while they are not known. All shown are asked for anew together. */
export function useFacts({ viewer, cell, part, measure, round }: Question) {
  const [wanted, setWanted] = useState(pageSize)
  const [found, setFound] = useState<Facts | string | null>(null)
  const indicator = part === 'INDICATOR' ? measure : undefined
  useEffect(() => {
    let left = false
    askFacts(viewer, maps[cell.map], { measure: part, indicator, province: cell.slug, year: cell.year }, wanted).then(
      (facts) => left || setFound(facts),
      (error: Error) => left || setFound(error.message),
    )
    return () => {
      left = true
    }
  }, [viewer, cell, part, indicator, round, wanted])
  return { found, more: () => setWanted((before) => before + pageSize) }
}
