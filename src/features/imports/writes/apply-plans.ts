import { guessLevel } from '../../documents/rules.ts'
import {
  accepted,
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
} from './batch.ts'
import { endless } from './circles.ts'
import {
  completeDocument,
  makeDocument,
  numbered,
  openRegister,
  writeDocuments,
  type DocumentFields,
  type Register,
} from './document-register.ts'
import { mistakesOf, referenceOf } from './issue.ts'
import { basesOf, checkBases, documentsOfBases, readBases, writeBases } from './legal-bases.ts'
import { publishParts } from './publish-plans.ts'
import { withBreaks } from '../files/breaks.ts'
import type { Row } from '../files/rows.ts'
import { table } from './tables.ts'

type PlanRow = Row<'plans'>

export const planTable = table('plans', {
  title: ['title', 'text'],
  kind: ['kind', 'text'],
  status: ['status', 'text'],
  periodStart: ['period_start', 'date'],
  periodEnd: ['period_end', 'date'],
  reportingPeriod: ['reporting_period', 'text'],
  objectives: ['objectives', 'text[]'],
  documentId: ['document_id', 'uuid'],
  parentId: ['parent_id', 'uuid'],
  approvedAt: ['approved_at', 'timestamptz'],
  sourceKey: ['source_key', 'text'],
  source: ['source', 'text'],
})

/** Who issues a province's documents where a file doesn't say. */
const defaultIssuer = 'UBND tỉnh'
/** The states in which the ministry sees a plan. */
const visibleIn = new Set<unknown>(['APPROVED', 'COMPLETED', 'CANCELLED'])
const approvedIn = new Set<unknown>(['APPROVED', 'COMPLETED'])

/**
 * Plans are known by their keys. A row whose parent is not on record waits, since the parent may come later in the file;
 * in the `last` round nothing more can come.
 */
export async function applyPlans(batch: Batch, rows: readonly PlanRow[], last: boolean): Promise<void> {
  const onRecord = await readPlans(
    batch,
    rows.map((row) => row.values.key),
  )
  const register = await openRegister(
    batch,
    rows.flatMap((row) => [...issueOf(row), ...documentsOfBases(row)]),
  )
  for await (const row of withBreaks(rows)) {
    check(batch, row, onRecord.get(row.values.key))
    checkBases(batch, register, row)
  }
  const parents = await readPlans(
    batch,
    rows.flatMap((row) => row.values.parent_key ?? []),
  )
  const ready = accepted(batch, rows).filter((row) => {
    const known = row.values.parent_key == null || parents.has(row.values.parent_key)
    if (!known && last) refuse(batch, row, 'parent_key', 'NO_SUCH_PLAN')
    else if (!known) batch.waiting.push(row)
    return known
  })

  const bases = await readBases(batch, [...onRecord.values()])
  const said: Said[] = []
  for await (const row of withBreaks(accepted(batch, ready))) {
    const before = onRecord.get(row.values.key)
    if (before) before.fields['legalBasisIds'] = bases.get(before.id) ?? []
    const visible = visibleIn.has(statusOf(row, before))
    const { parent_key: parentKey } = row.values
    const fields = {
      ...fieldsOf(row, before),
      parentId: parentKey == null ? parentKey : parents.get(parentKey)?.id,
      documentId: documentOf(batch, register, row, visible),
      legalBasisIds: basesOf(batch, register, row, visible),
    }
    said.push({ row, before, fields, defaults: defaultsOf(row), published: visible })
  }
  await refuseCircles(batch, said)
  const { created, changed } = await sortOut(
    batch,
    said.filter(({ row }) => !batch.refused.has(row)),
  )
  await writeDocuments(batch, register)
  await write(batch, planTable.insert, created, rowOf)
  await write(batch, planTable.update, changed, rowOf)
  await writeBases(batch, register, { created, changed })
  publishParts(batch, changed)
  record(batch, 'Plan', { created, changed })
}

function check(batch: Batch, row: PlanRow, before: Stored | undefined): void {
  const { key, parent_key: parentKey, period_start: start, period_end: end } = row.values
  const { merger } = batch.job.province
  for (const { column, code, details } of mistakesOf(row)) refuse(batch, row, column, code, details)
  if (start > end) refuse(batch, row, 'period_end', 'DATES_REVERSED')
  if (parentKey != null && parentKey === key) refuse(batch, row, 'parent_key', 'OWN_PARENT')
  if (before && stepsBack(before, statusOf(row, before))) {
    refuse(batch, row, 'status', 'STEP_BACK', { status: before.fields['status'] as string })
  }
  // What a merged province planned from its last day on is its successor's to tell.
  if (merger !== null && start >= merger.effectiveOn) {
    refuse(batch, row, 'period_start', 'AFTER_MERGER', { date: merger.effectiveOn, successor: merger.slug })
  }
}

async function readPlans({ tx }: Batch, keys: readonly string[]): Promise<Map<string, Stored>> {
  if (keys.length === 0) return new Map()
  const rows = await tx.rows(
    `/* readPlans */ select ${planTable.select} from plans t
     where t.province_id = $1 and t.source_key = any ($2::text[]) and t.withdrawn_by is null order by t.id for no key update`,
    [tx.provinceId, keys],
  )
  return new Map(rows.map((row) => [row['sourceKey'] as string, stored(row)]))
}

/** A new plan can't stand above one on record, so only plans that are moved can close a circle. */
async function refuseCircles(batch: Batch, said: readonly Said[]): Promise<void> {
  const moved = said.flatMap(({ row, before, fields }) => {
    const parent = fields['parentId'] as string | null | undefined
    return before && parent != null && parent !== before.fields['parentId'] ? [{ row, id: before.id, parent }] : []
  })
  if (moved.length === 0) return
  const above = await batch.tx.rows<{ id: string; parent: string | null }>(
    `/* readAncestors */ with recursive up (id, parent) as (
       select p.id, p.parent_id from plans p where p.province_id = $1 and p.id = any ($2::uuid[])
       union
       select p.id, p.parent_id from up join plans p on p.id = up.parent where p.province_id = $1)
     select id, parent from up`,
    [batch.tx.provinceId, moved.map(({ parent }) => parent)],
  )
  const parents = new Map([...above, ...moved].map(({ id, parent }) => [id, parent]))
  const circles = endless(
    moved.map(({ id }) => id),
    (id) => parents.get(id),
  )
  for (const { row, id } of moved) if (circles.has(id)) refuse(batch, row, 'parent_key', 'OWN_PARENT')
}

const statusOf = (row: PlanRow, before: Stored | undefined) =>
  row.values.status ?? before?.fields['status'] ?? 'COMPLETED'

/** What was handed in is no draft again, and what the ministry has seen does not vanish. */
function stepsBack(before: Stored, status: unknown): boolean {
  return (before.fields['status'] !== 'DRAFT' && status === 'DRAFT') || (before.published && !visibleIn.has(status))
}

function fieldsOf(row: PlanRow, before: Stored | undefined): Fields {
  const { values } = row
  const dated = values.issued_on != null && approvedIn.has(statusOf(row, before))
  return {
    title: values.title,
    kind: values.kind ?? undefined,
    status: values.status ?? undefined,
    periodStart: values.period_start,
    periodEnd: values.period_end,
    reportingPeriod: values.reporting_period ?? undefined,
    objectives: values.objectives === null ? [] : values.objectives,
    // The day of issue is the day of approval; it begins when it does in Vietnam.
    approvedAt: dated ? new Date(`${values.issued_on}T00:00:00+07:00`).toISOString() : undefined,
    sourceKey: values.key,
    source: values.source,
  }
}

function defaultsOf({ values }: PlanRow): Fields {
  const oneYear = values.period_start.slice(0, 4) === values.period_end.slice(0, 4)
  return {
    kind: oneYear ? 'ANNUAL' : 'MULTI_YEAR',
    status: 'COMPLETED',
    reportingPeriod: 'YEAR',
    objectives: [],
    documentId: null,
    parentId: null,
    approvedAt: null,
    source: null,
    legalBasisIds: [],
  }
}

/** The document that issues the plan, if the row says anything of one. */
function issueOf(row: PlanRow): [DocumentFields] | [] {
  const reference = referenceOf(row)
  const { issued_on: issuedOn = null, issuer = null, title } = row.values
  if (reference === undefined && issuedOn === null && issuer === null) return []
  const document = reference
    ? numbered(reference)
    : { reference: null, number: null, symbol: null, kind: 'PLAN' as const }
  const level = reference ? guessLevel(reference.symbol) : 'PROVINCIAL'
  return [{ ...document, level, issuedOn, issuer, title, source: null }]
}

/** Its id: undefined if the file has no column on it, null if the row leaves them all empty. */
function documentOf(batch: Batch, register: Register, row: PlanRow, visible: boolean): string | null | undefined {
  const [issue] = issueOf(row)
  const { reference, number, symbol, issued_on: issuedOn, issuer } = row.values
  if (issue === undefined) return [reference, number, symbol, issuedOn, issuer].includes(null) ? null : undefined
  const known = register.find(issue)
  if (known === undefined) {
    const named = { ...issue, issuer: issue.issuer ?? defaultIssuer, source: row.values.source ?? null }
    return makeDocument(batch, register, named, visible).id
  }
  completeDocument(batch, register, known, issue, visible)
  return known.id
}
