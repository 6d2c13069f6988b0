import { difference } from '../../../db/audit.ts'
import { newId } from '../../../db/ids.ts'
import type { Value } from '../../../db/schema/values.ts'
import { editedByHand, note, write, type Batch, type Stored, type Written } from './batch.ts'
import type { ReportRow } from './report-subjects.ts'
import { table } from './tables.ts'

// What hangs on one revision of a report: its figures and its recommendations.

interface ReportedValue {
  code: string
  value: number | null
  qualifier: Value<'Qualifier'>
  asWritten: string | null
}

/** As it is on record; the answer is the ministry's. */
export interface Recommendation {
  id: string
  reportId: string
  version: number
  published: boolean
  text: string
  status: string
  answer: string | null
  answeredAt: Date | null
}

const valueTable = table(
  'indicator_values',
  {
    reportId: ['report_id', 'uuid'],
    code: ['indicator_code', 'text'],
    value: ['value', 'numeric'],
    qualifier: ['qualifier', 'text'],
    asWritten: ['as_written', 'text'],
  },
  { versions: false, ids: false },
)
export const recommendationTable = table('recommendations', {
  reportId: ['report_id', 'uuid'],
  ordinal: ['ordinal', 'smallint'],
  text: ['text', 'text'],
  status: ['status', 'text'],
  answer: ['answer', 'text'],
  answeredAt: ['answered_at', 'timestamptz'],
})

/** The figures of the row, and those of the record that the file has no column for. */
export function valuesOf({ figures }: ReportRow, before: Stored | undefined): ReportedValue[] | undefined {
  if (figures === undefined) return undefined
  const known = (before?.fields['values'] ?? []) as ReportedValue[]
  const said = [...figures].flatMap(([code, figure]) =>
    figure === null ? [] : { code, value: figure.value, qualifier: figure.qualifier, asWritten: figure.asWritten },
  )
  return [...known.filter(({ code }) => !figures.has(code)), ...said].sort((a, b) => (a.code < b.code ? -1 : 1))
}

export function recommendationsOf({ values }: ReportRow): string[] | undefined {
  return values.recommendations === null ? [] : values.recommendations
}

/** Adds to reports on record what hangs on them; returns their recommendations in full, by report. */
export async function readReportParts(
  { tx }: Batch,
  reports: readonly Stored[],
): Promise<ReadonlyMap<string, Recommendation[]>> {
  const byReport = new Map<string, Recommendation[]>()
  if (reports.length === 0) return byReport
  const ids = reports.map(({ id }) => id)
  const values = await tx.rows<Omit<ReportedValue, 'value'> & { reportId: string; value: string | null }>(
    `/* readValues */ select report_id as "reportId", indicator_code as code, value, qualifier, as_written as "asWritten"
     from indicator_values where province_id = $1 and report_id = any ($2::uuid[]) order by indicator_code collate "C"`,
    [tx.provinceId, ids],
  )
  const recommendations = await tx.rows<Recommendation>(
    `/* readRecommendations */ select id, report_id as "reportId", version, published, text, status, answer,
       answered_at as "answeredAt" from recommendations
     where province_id = $1 and report_id = any ($2::uuid[]) order by ordinal`,
    [tx.provinceId, ids],
  )
  for (const one of recommendations) byReport.set(one.reportId, [...(byReport.get(one.reportId) ?? []), one])
  const figures = new Map<string, ReportedValue[]>()
  for (const { reportId, code, value, qualifier, asWritten } of values) {
    const figure = { code, value: value === null ? null : Number(value), qualifier, asWritten }
    figures.set(reportId, [...(figures.get(reportId) ?? []), figure])
  }
  for (const { id, fields } of reports) {
    fields['values'] = figures.get(id) ?? []
    fields['recommendations'] = (byReport.get(id) ?? []).map(({ text }) => text)
  }
  return byReport
}

/**
 * The drafts to which somebody has added a recommendation by hand, which the file would reword or take away. The report's own
 * version tells nothing of it.
 */
export async function findAskedByHand(
  batch: Batch,
  changed: readonly Written[],
  recommendations: ReadonlyMap<string, readonly Recommendation[]>,
): Promise<Set<string>> {
  const asked = changed
    .filter(({ before, changes }) => before?.fields['status'] === 'DRAFT' && 'recommendations' in changes)
    .flatMap(({ id }) => recommendations.get(id) ?? [])
  const byHand = await editedByHand(
    batch,
    asked.map(({ id }) => id),
  )
  return new Set(asked.filter(({ id }) => byHand.has(id)).map(({ reportId }) => reportId))
}

interface WrittenReports {
  /** New revisions, the first ones and later ones. */
  created: readonly Written[]
  /** Drafts that stay the revision that they are. */
  inPlace: readonly Written[]
  recommendations: ReadonlyMap<string, readonly Recommendation[]>
}

/** Writes the figures and recommendations of reports that were just written. */
export async function writeReportParts(batch: Batch, reports: WrittenReports): Promise<void> {
  const { tx } = batch
  const { created, inPlace } = reports
  if (inPlace.length > 0) {
    tx.send(
      `/* removeValues */ delete from indicator_values
       where province_id = $1 and report_id = any ($2::uuid[]) and not published`,
      [tx.provinceId, inPlace.map(({ id }) => id)],
    )
  }
  await write(batch, valueTable.insert, [...created, ...inPlace], ({ id: reportId, published, fields }) =>
    (fields['values'] as ReportedValue[]).map((value) => ({ ...value, reportId, published })),
  )
  await writeRecommendations(batch, reports)
}

/**
 * A new revision has recommendations of its own; one that asks the same as before takes the ministry's answer along. Those
 * of a draft are reworded where they stand.
 */
async function writeRecommendations(
  batch: Batch,
  { created, inPlace, recommendations }: WrittenReports,
): Promise<void> {
  const added: object[] = []
  const changed: object[] = []
  const surplus: string[] = []
  for (const { id: reportId, before, published, fields } of [...created, ...inPlace]) {
    const known = (before && recommendations.get(before.id)) ?? []
    const kept = before?.id === reportId ? known : []
    ;(fields['recommendations'] as string[]).forEach((text, i) => {
      const own = kept[i]
      const answered = own ?? known.find((one) => one.text === text)
      const { status = 'OPEN', answer = null, answeredAt = null } = answered ?? {}
      const one = { reportId, ordinal: i + 1, text, status, answer, answeredAt, published }
      if (own === undefined) {
        const entry = { ...one, id: newId(), version: 1 }
        added.push(entry)
        note(batch, 'Recommendation', entry, difference({}, { text, status, answer, answeredAt }))
      } else if (own.text !== text || own.published !== published) {
        const entry = { ...one, id: own.id, version: own.version + 1 }
        changed.push(entry)
        note(batch, 'Recommendation', entry, difference({ ...own }, { text }))
      }
    })
    surplus.push(...kept.slice((fields['recommendations'] as string[]).length).map(({ id }) => id))
  }
  if (surplus.length > 0) {
    batch.tx.send(
      `/* removeRecommendations */ delete from recommendations
       where province_id = $1 and id = any ($2::uuid[]) and not published`,
      [batch.tx.provinceId, surplus],
    )
  }
  await write(batch, recommendationTable.insert, added)
  await write(batch, recommendationTable.update, changed)
}
