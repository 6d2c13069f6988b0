import { nationalDoor } from '../../src/db/tenancy.ts'
import { driftOf, type Drift } from '../../src/features/rollups/drift.ts'
import type { TestApp, Viewer } from './app.ts'
import { insert } from './fixtures.ts'

type Row = Record<string, unknown>
/** A figure's number and how exact it is; a bare number is exact. */
type Figure = number | [value: number | null, qualifier: string]

/** Of a row of a rollup, every measure that adds up: the same facts give the same total on any map. */
export const additive = `plans plansByStatus { status count } tasks tasksByStatus { status count } overdueTasks completedOnTime reportsDue
  reportsSubmitted reportsOnTime progress plannedBudget spentBudget recommendationsOpen recommendationsAnswered
  indicators { value qualifier lower upper figures indicator { code } }`

/** Writes published facts of one province, past all rules, so that a test says of each only what it is about. */
export class Facts {
  readonly #app: TestApp
  readonly slug: string
  readonly key: number
  #count = 0

  constructor(app: TestApp, slug: string = app.nextProvince()) {
    this.#app = app
    this.slug = slug
    this.key = app.key(slug)
  }

  async #one(table: string, row: Row): Promise<string> {
    const [id] = await insert(this.#app, table, [{ province_id: this.key, published: true, ...row }])
    return id as string
  }

  async department(kind = 'DEPARTMENT'): Promise<string> {
    const name = `Cơ quan ${++this.#count}`
    return this.#one('departments', { name, name_key: name, kind })
  }

  /** Approved, of the year 2024, reported on by quarters, unless said. */
  async plan(row: Row = {}): Promise<string> {
    const year = { period_start: '2024-01-01', period_end: '2024-12-31', reporting_period: 'QUARTER' }
    return this.#one('plans', { title: 'Kế hoạch', kind: 'ANNUAL', status: 'APPROVED', ...year, ...row })
  }

  async task(plan_id: string, row: Row = {}, parts: { lead?: string; coordinating?: string[] } = {}): Promise<string> {
    const ordinal = ++this.#count
    const task_id = await this.#one('tasks', {
      plan_id,
      ordinal,
      title: 'Nhiệm vụ',
      category: 'TRAINING',
      status: 'IN_PROGRESS',
      ...row,
    })
    const published = row['published'] ?? true
    const part = async (department_id: string, part: string) =>
      insert(this.#app, 'task_departments', [{ province_id: this.key, published, task_id, department_id, part }])
    if (parts.lead) await part(parts.lead, 'LEAD')
    for (const one of parts.coordinating ?? []) await part(one, 'COORDINATING')
    return task_id
  }

  /** Accepted, of the first quarter of 2024, unless said. */
  async report(row: Row, figures: Record<string, Figure> = {}): Promise<string> {
    const usual = { period_code: '2024-Q1', revision: 1, status: 'ACCEPTED', superseded: false }
    const report_id = await this.#one('progress_reports', { ...usual, ...row })
    const published = row['published'] ?? true
    const values = Object.entries(figures).map(([indicator_code, figure]) => {
      const [value, qualifier] = Array.isArray(figure) ? figure : [figure, 'EXACT']
      return { province_id: this.key, published, report_id, indicator_code, value, qualifier }
    })
    if (values.length > 0) await insert(this.#app, 'indicator_values', values)
    return report_id
  }

  async recommendation(report_id: string, row: Row = {}): Promise<string> {
    return this.#one('recommendations', {
      report_id,
      ordinal: ++this.#count,
      text: 'Kiến nghị',
      status: 'OPEN',
      ...row,
    })
  }
}

export interface RollupArgs {
  filter?: Row | null
  by?: string[]
  asOf?: string | null
}

/** Asks for a rollup; throws its error's code and message, if it has one. */
export async function rollup(app: TestApp, viewer: Viewer, { by, ...args }: RollupArgs, fields: string): Promise<any> {
  const query = `query($filter: RollupFilter, $by: [RollupDimension!]!, $asOf: Date) {
    nationalRollup(filter: $filter, groupBy: $by, asOf: $asOf) ${fields} }`
  const { data, errors } = await app.gql(query, { ...args, by: by ?? [] }, viewer, { 'accept-language': 'en' })
  if (errors) throw new Error(`${errors[0].extensions.code}: ${errors[0].message}`)
  return data.nationalRollup
}

/** Where the summary of these provinces is not what the facts say. */
export async function driftIn(app: TestApp, slugs: Iterable<string>): Promise<Drift[]> {
  const door = nationalDoor(app.pools)
  const found: Drift[] = []
  for (const slug of slugs) found.push(...(await door.snapshot((tx) => driftOf(tx, app.key(slug)))))
  return found
}
