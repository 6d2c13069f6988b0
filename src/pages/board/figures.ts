import { ask, type Viewer } from './api.ts'

/** A figure as exact as it is: `lower` and `upper` must hold, and are null where there is no such bound. */
export interface Figure {
  value: number | null
  qualifier: string
  lower: number | null
  upper: number | null
}

interface Row {
  province: { slug: string; name: string } | null
  year: number | null
  tasks: number
  overdueTasks: number
  reportsDue: number
  reportsSubmitted: number
  reportsOnTime: number
  reportingRate: number | null
  progress: number | null
  indicators: (Figure & { indicator: { code: string } })[]
}

export interface Board {
  /** The map that was asked for. */
  map: MapName
  viewer: { role: string; province: { slug: string; name: string } | null }
  indicators: { code: string; name: string; unit: string }[]
  cells: { asOf: string; rows: Row[] }
  years: { rows: Row[]; total: Row & { provincesReporting: number } }
}

export const maps = { filed: null, map63: '2025-06-30', map34: '2025-07-01' } as const
export type MapName = keyof typeof maps

export const counts = ['tasks', 'overdueTasks', 'reportsDue', 'reportsSubmitted', 'reportingRate', 'progress'] as const

/** What a measure is made of; a rate, of what is counted and of what it is a part of. Indicators are of their own kind. */
const parts: Record<string, readonly RollupMeasure[]> = {
  tasks: ['TASKS'],
  overdueTasks: ['OVERDUE_TASKS'],
  reportsDue: ['REPORTS_DUE'],
  reportsSubmitted: ['REPORTS_SUBMITTED'],
  reportingRate: ['REPORTS_SUBMITTED', 'REPORTS_DUE'],
  progress: ['PROGRESS'],
} satisfies Record<(typeof counts)[number], readonly RollupMeasure[]>
export type RollupMeasure = 'TASKS' | 'OVERDUE_TASKS' | 'REPORTS_DUE' | 'REPORTS_SUBMITTED' | 'PROGRESS' | 'INDICATOR'

export const partsOf = (measure: string): readonly RollupMeasure[] => parts[measure] ?? ['INDICATOR']

const figures = `tasks overdueTasks reportsDue reportsSubmitted reportsOnTime reportingRate progress
  indicators { indicator { code } value qualifier lower upper }`

/** Everything on the board, of one instant. */
export async function askBoard(viewer: Viewer, map: MapName): Promise<Board> {
  const query = `query Board($asOf: Date) {
    viewer { role province { slug name } }
    indicators { code name unit }
    cells: nationalRollup(groupBy: [PROVINCE, YEAR], asOf: $asOf) { asOf rows { province { slug name } year ${figures} } }
    years: nationalRollup(groupBy: [YEAR], asOf: $asOf) { rows { year ${figures} } total { provincesReporting ${figures} } }
  }`
  return { ...(await ask<Omit<Board, 'map'>>(viewer, query, { asOf: maps[map] })), map }
}

/** The measure's figure in a row: a count, or an indicator by its code; undefined where nothing was reported. */
export function figureOf(row: Row | undefined, measure: string): Figure | undefined {
  if (row === undefined) return undefined
  if (!(counts as readonly string[]).includes(measure)) {
    return row.indicators.find(({ indicator }) => indicator.code === measure)
  }
  const count = row[measure as (typeof counts)[number]]
  if (count === null) return undefined
  const value = measure === 'reportingRate' ? count * 100 : count
  return { value, qualifier: 'EXACT', lower: value, upper: value }
}

const signs: Record<string, string> = { AT_LEAST: '> ', ABOUT: '≈ ', JUST_UNDER: '< ', UNKNOWN: '?' }

/** `> 1.000`, `≈ 850`, `< 200`, or `?` where there is no number. */
export function written({ value, qualifier }: Figure, locale: string): string {
  const sign = signs[qualifier] ?? ''
  if (value === null) return '?'
  return sign + value.toLocaleString(locale, { maximumFractionDigits: value < 100 ? 1 : 0, notation: 'standard' })
}
