import { newId } from '../../../db/ids.ts'
import {
  accepted,
  keepEdited,
  note,
  record,
  refuse,
  rowOf,
  sortOut,
  stored,
  write,
  type Batch,
  type Fields,
  type Said,
  type Stored,
  type Written,
} from './batch.ts'
import { withBreaks } from '../files/breaks.ts'
import { openDirectory, writeMade } from './department-directory.ts'
import { findAskedByHand, readReportParts, recommendationsOf, valuesOf, writeReportParts } from './report-parts.ts'
import {
  checkSubject,
  readReferenced,
  subjectKey,
  subjectOf,
  type Referenced,
  type ReportRow,
  type Subject,
} from './report-subjects.ts'
import { table } from './tables.ts'

export const reportTable = table('progress_reports', {
  planId: ['plan_id', 'uuid'],
  taskId: ['task_id', 'uuid'],
  departmentId: ['department_id', 'uuid'],
  periodCode: ['period_code', 'text'],
  byLead: ['by_lead', 'boolean'],
  revision: ['revision', 'smallint'],
  status: ['status', 'text'],
  superseded: ['superseded', 'boolean'],
  percentComplete: ['percent_complete', 'numeric'],
  achievements: ['achievements', 'text'],
  limitations: ['limitations', 'text'],
  causes: ['causes', 'text'],
  spentBudget: ['spent_budget', 'bigint'],
  submittedAt: ['submitted_at', 'timestamptz'],
  deadline: ['deadline', 'date'],
  acceptedAt: ['accepted_at', 'timestamptz'],
  returnComment: ['return_comment', 'text'],
  sourceKey: ['source_key', 'text'],
  source: ['source', 'text'],
})

/** A report, its revisions on record, oldest first, and the last of them that this key has written. */
interface Found {
  row: ReportRow
  subject: Subject
  revisions: readonly Stored[]
  before: Stored | undefined
}

/**
 * Reports are known by their keys. A draft is changed where it stands; a correction of what was submitted is a new
 * revision with an id and figures of its own, and the old one stays as it is.
 */
export async function applyReports(batch: Batch, rows: readonly ReportRow[]): Promise<void> {
  const [known, directory] = await Promise.all([readReferenced(batch, rows), openDirectory(batch)])
  for await (const row of withBreaks(rows)) checkSubject(batch, row, known, directory)
  const subjects = new Map<ReportRow, Subject>()
  for await (const row of withBreaks(accepted(batch, rows))) {
    subjects.set(row, subjectOf(batch, directory, row, known))
  }
  const found = await findReports(batch, subjects)
  const recommendations = await readReportParts(
    batch,
    found.flatMap(({ before }) => before ?? []),
  )
  const said: Said[] = []
  for await (const report of withBreaks(found)) said.push(saidBy(report, known))
  const { created, changed } = await sortOut(batch, said)
  const askedByHand = await findAskedByHand(batch, changed, recommendations)

  const reports = new Map(found.map((report) => [report.row, report]))
  const inPlace: Written[] = []
  const revised: Written[] = []
  for (const report of changed) {
    const { row, before } = report
    const newest = reports.get(row as ReportRow)?.revisions.at(-1)
    if ((newest !== undefined && newest !== before) || askedByHand.has(report.id)) keepEdited(batch, row)
    else if (before?.fields['status'] !== 'DRAFT') revised.push(nextRevision(report))
    else inPlace.push(report)
  }
  await writeMade(batch, directory)
  await write(batch, reportTable.insert, [...created, ...revised], rowOf)
  await write(batch, reportTable.update, inPlace, rowOf)
  await writeReportParts(batch, { created: [...created, ...revised], inPlace, recommendations })
  supersede(batch, [...created, ...revised, ...inPlace], reports)
  record(batch, 'ProgressReport', { created, changed: [...revised, ...inPlace] })
}

/** Finds what is on record under each row's key and on each row's subject, and refuses rows that take another's place. */
async function findReports(batch: Batch, subjects: ReadonlyMap<ReportRow, Subject>): Promise<Found[]> {
  const revisions = await readRevisions(batch, subjects)
  const byKey = new Map<string, Stored>()
  const bySubject = new Map<string, Stored[]>()
  for (const revision of revisions) {
    const { sourceKey } = revision.fields as { sourceKey: string | null }
    const subject = subjectKey(revision.fields as unknown as Subject)
    if (sourceKey !== null) byKey.set(sourceKey, revision)
    bySubject.set(subject, [...(bySubject.get(subject) ?? []), revision])
  }
  const taken = new Set<string>()
  const found: Found[] = []
  for (const [row, subject] of subjects) {
    const key = subjectKey(subject)
    const before = byKey.get(row.values.key)
    const others = bySubject.get(key) ?? []
    if (before && subjectKey(before.fields as unknown as Subject) !== key) {
      refuse(batch, row, 'key', 'KEY_TAKEN')
    } else if (taken.has(key) || (before === undefined && others.length > 0)) {
      refuse(batch, row, 'period', 'DUPLICATE_REPORT')
    } else found.push({ row, subject, revisions: others, before })
    taken.add(key)
  }
  return found
}

/** Oldest revisions first. */
async function readRevisions({ tx }: Batch, subjects: ReadonlyMap<ReportRow, Subject>): Promise<Stored[]> {
  const all = [...subjects.values()]
  const rows = await tx.rows(
    `/* readRevisions */ select ${reportTable.select} from progress_reports t where t.province_id = $1 and t.withdrawn_by is null and (
       t.source_key = any ($2::text[])
       or t.task_id = any ($3::uuid[]) and t.period_code = any ($4::text[])
       or t.plan_id = any ($5::uuid[]) and t.task_id is null
       or t.plan_id is null and t.task_id is null and t.period_code = any ($4::text[]))
     order by t.revision, t.id for no key update`,
    [
      tx.provinceId,
      [...subjects.keys()].map((row) => row.values.key),
      all.flatMap(({ taskId }) => taskId ?? []),
      [...new Set(all.map(({ periodCode }) => periodCode))],
      all.flatMap(({ planId, taskId }) => (taskId === null ? (planId ?? []) : [])),
    ],
  )
  return rows.map(stored)
}

function saidBy({ row, subject, before }: Found, known: Referenced): Said {
  const { values } = row
  const { submittedAt, deadline } = submissionOf(row, before, known)
  const fields: Fields = {
    ...subject,
    status: values.status ?? undefined,
    percentComplete: values.percent_complete,
    achievements: values.achievements,
    limitations: values.limitations,
    causes: values.causes,
    spentBudget: values.spent_budget,
    submittedAt,
    deadline,
    sourceKey: values.key,
    source: values.source,
    values: valuesOf(row, before),
    recommendations: recommendationsOf(row),
  }
  const published = (values.status ?? before?.fields['status'] ?? defaults.status) !== 'DRAFT'
  return { row, before, fields, defaults, published }
}

const defaults = {
  byLead: null,
  revision: 1,
  status: 'ACCEPTED',
  superseded: false,
  percentComplete: null,
  achievements: null,
  limitations: null,
  causes: null,
  spentBudget: null,
  submittedAt: null,
  deadline: null,
  acceptedAt: null,
  returnComment: null,
  source: null,
  values: [],
  recommendations: [],
}

/**
 * Of the day of submission only the date is known. Noon in Vietnam stands for it, since it is that date in every time
 * zone from UTC−5 to UTC+18 and so can't slip to the day before or after where somebody reads it. The deadline is the
 * calendar's of now, and stays as it is while the day of submission does.
 */
function submissionOf({ values }: ReportRow, before: Stored | undefined, { deadlines }: Referenced) {
  const day = values.submitted_on
  if (day == null) return { submittedAt: day, deadline: day }
  const submittedAt = new Date(`${day}T12:00:00+07:00`).toISOString()
  const known = before?.fields['submittedAt'] as Date | null | undefined
  if (known?.toISOString() === submittedAt) return { submittedAt, deadline: undefined }
  return { submittedAt, deadline: deadlines.get(values.period) ?? null }
}

function nextRevision(report: Written): Written {
  const revision = report.fields['revision'] as number
  const fields = {
    ...report.fields,
    revision: revision + 1,
    superseded: false,
    acceptedAt: null,
    returnComment: null,
  }
  const changes = { revision: [revision, revision + 1] as const, ...report.changes }
  return { ...report, id: newId(), version: 1, fields, changes }
}

/** An accepted revision gives way once a newer one is accepted. */
function supersede(batch: Batch, written: readonly Written[], reports: ReadonlyMap<ReportRow, Found>): void {
  const { tx } = batch
  const older = written
    .filter(({ fields }) => fields['status'] === 'ACCEPTED')
    .flatMap(({ id, row }) => (reports.get(row as ReportRow)?.revisions ?? []).filter((revision) => revision.id !== id))
    .filter(({ fields }) => fields['status'] === 'ACCEPTED' && !fields['superseded'])
  if (older.length === 0) return
  tx.send(
    `/* supersede */ update progress_reports t set superseded = true, version = t.version + 1, updated_at = now()
     where t.province_id = $1 and t.id = any ($2::uuid[])`,
    [tx.provinceId, older.map(({ id }) => id)],
  )
  for (const { version, ...report } of older) {
    note(batch, 'ProgressReport', { ...report, version: version + 1 }, { superseded: [false, true] })
  }
}
