import { and, eq } from 'drizzle-orm'
import { audit, difference } from '../../db/audit.ts'
import { newId } from '../../db/ids.ts'
import { legalBases, plans } from '../../db/schema/plans.ts'
import type { TenantTx } from '../../db/tenancy.ts'
import { UserError } from '../../errors.ts'
import { checkedId, checkedList, notFound, optionalText, requiredText } from '../../graphql/input.ts'
import { checkVersion, type Caller } from '../../graphql/payloads.ts'
import type { CreatePlanInput, UpdatePlanInput } from '../../graphql/schema-types.generated.ts'
import { findOrCreateDocument, publishDocument } from '../documents/commands.ts'
import { findLegalBases } from '../documents/queries.ts'
import { getPlan } from './queries.ts'
import { checkChange } from './rules.ts'

export async function createPlan(tx: TenantTx, caller: Caller, input: CreatePlanInput): Promise<string> {
  const title = requiredText(input.title, ['input', 'title'], 500)
  const objectives = checkedObjectives(input.objectives)
  checkPeriod(caller, input.periodStart, input.periodEnd)
  const parentId = input.parentId ? checkedId(input.parentId, ['input', 'parentId'], 'plan') : null
  if (parentId !== null) await getPlan(tx, parentId, ['input', 'parentId'])
  const bases = await checkedBases(tx, input.legalBasisIds)
  const documentId = input.document
    ? await findOrCreateDocument(tx, caller, input.document, ['input', 'document'])
    : null

  const id = newId()
  const plan = {
    title,
    kind: input.kind,
    status: 'DRAFT',
    periodStart: input.periodStart,
    periodEnd: input.periodEnd,
    reportingPeriod: input.reportingPeriod ?? 'QUARTER',
    objectives,
    documentId,
    parentId,
  }
  await tx.db.insert(plans).values({ provinceId: tx.provinceId, id, ...plan })
  if (bases.length > 0) {
    const rows = bases.map((basis, index) => ({ provinceId: tx.provinceId, planId: id, ordinal: index + 1, ...basis }))
    await tx.db.insert(legalBases).values(rows)
  }
  const changes = difference({}, { ...plan, legalBasisIds: input.legalBasisIds ?? [] })
  audit(tx, caller.actor, [{ action: 'createPlan', entity: 'Plan', id, version: 1, changes }])
  return id
}

export async function updatePlan(tx: TenantTx, caller: Caller, input: UpdatePlanInput): Promise<string> {
  const plan = await getPlan(tx, checkedId(input.id, ['input', 'id'], 'plan'), ['input', 'id'])
  checkVersion(plan, input.version)
  const reason = optionalText(input.reason, ['input', 'reason'], 1_000) ?? null
  checkChange(plan.status, reason, ['input', 'id'])

  const after = {
    title: input.title == null ? plan.title : requiredText(input.title, ['input', 'title'], 500),
    periodStart: input.periodStart ?? plan.periodStart,
    periodEnd: input.periodEnd ?? plan.periodEnd,
    objectives: input.objectives == null ? plan.objectives : checkedObjectives(input.objectives),
    documentId: input.document
      ? await findOrCreateDocument(tx, caller, input.document, ['input', 'document'])
      : plan.documentId,
  }
  checkPeriod(caller, after.periodStart, after.periodEnd)
  const changes = difference(plan, after)
  if (Object.keys(changes).length === 0) return plan.id
  if (plan.published && after.documentId !== null) await publishDocument(tx, after.documentId)
  const version = plan.version + 1
  await tx.db
    .update(plans)
    .set({ ...after, version, updatedAt: new Date() })
    .where(and(eq(plans.provinceId, tx.provinceId), eq(plans.id, plan.id)))
  const { id, published } = plan
  audit(tx, caller.actor, [{ action: 'updatePlan', entity: 'Plan', id, version, changes, reason, published }])
  return plan.id
}

function checkPeriod(caller: Caller, start: string, end: string): void {
  if (start > end) throw new UserError('datesReversed', ['input', 'periodEnd'])
  const { merger } = caller
  if (merger !== null && start >= merger.effectiveOn) {
    throw new UserError('afterMerger', ['input', 'periodStart'], { date: merger.effectiveOn, successor: merger.slug })
  }
}

function checkedObjectives(objectives: readonly string[] | null | undefined): string[] {
  return checkedList(objectives, ['input', 'objectives'], 50).map((objective, index) =>
    requiredText(objective, ['input', 'objectives', String(index)], 2_000),
  )
}

async function checkedBases(tx: TenantTx, given: readonly string[] | null | undefined) {
  const path = (index: number) => ['input', 'legalBasisIds', String(index)]
  const ids = checkedList(given, ['input', 'legalBasisIds'], 50).map((id, index) =>
    checkedId(id, path(index), 'document'),
  )
  if (ids.length === 0) return []
  const found = await findLegalBases(tx, ids)
  return ids.map((id, index) => {
    const basis = found.get(id)
    if (basis === undefined) throw notFound(id, path(index), 'document')
    if (ids.indexOf(id) !== index) throw new UserError('listedTwice', path(index), { value: id })
    return basis
  })
}
