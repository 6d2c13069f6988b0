import { and, eq, isNull } from 'drizzle-orm'
import { audit } from '../../db/audit.ts'
import { newId } from '../../db/ids.ts'
import { provinces, successions } from '../../db/schema/reference.ts'
import type { MinistryTx } from '../../db/tenancy.ts'
import { UserError } from '../../errors.ts'
import { checkedId, notFound, requiredText } from '../../graphql/input.ts'
import type { Caller } from '../../graphql/payloads.ts'
import type { RecordSuccessionInput, WithdrawSuccessionInput } from '../../graphql/schema-types.generated.ts'

interface Active {
  predecessor: number
  slug: string
  successor: number
  successorSlug: string
  effectiveOn: string
}

/**
 * Appends that a province merges into another. No fact is touched: maps are read through what is on record, so a withdrawal
 * brings back every figure.
 */
export async function recordSuccession(tx: MinistryTx, caller: Caller, input: RecordSuccessionInput): Promise<string> {
  await takeTurn(tx)
  const legalBasis = requiredText(input.legalBasis, ['input', 'legalBasis'], 500)
  const predecessor = await getProvince(tx, input.predecessor, ['input', 'predecessor'])
  const successor = await getProvince(tx, input.successor, ['input', 'successor'])
  if (predecessor.id === successor.id) throw new UserError('sameProvince', ['input', 'successor'])
  const { effectiveOn } = input
  checkOrder(await listActive(tx), predecessor, successor, effectiveOn)

  const id = newId()
  const row = { predecessorId: predecessor.id, successorId: successor.id, effectiveOn, legalBasis }
  await tx.db.insert(successions).values({ id, ...row })
  await setLastDay(tx, predecessor.id, effectiveOn)
  const changes = {
    predecessor: [null, predecessor.slug],
    successor: [null, successor.slug],
    effectiveOn: [null, effectiveOn],
    legalBasis: [null, legalBasis],
  } as const
  audit(tx, caller.actor, [{ action: 'recordSuccession', entity: 'Succession', id, version: 1, changes }])
  return id
}

export async function withdrawSuccession(
  tx: MinistryTx,
  caller: Caller,
  input: WithdrawSuccessionInput,
): Promise<string> {
  await takeTurn(tx)
  const path = ['input', 'id']
  const id = checkedId(input.id, path, 'succession')
  const reason = requiredText(input.reason, ['input', 'reason'], 1_000)
  const [found] = await tx.db.select().from(successions).where(eq(successions.id, id))
  if (found === undefined) throw notFound(id, path, 'succession')
  if (found.withdrawnAt !== null) throw new UserError('withdrawnAlready', path)
  const withdrawnAt = new Date()
  await tx.db
    .update(successions)
    .set({ withdrawnAt })
    .where(and(eq(successions.id, id), isNull(successions.withdrawnAt)))
  await setLastDay(tx, found.predecessorId, null)
  const changes = { withdrawnAt: [null, withdrawnAt] } as const
  audit(tx, caller.actor, [{ action: 'withdrawSuccession', entity: 'Succession', id, version: 2, changes, reason }])
  return id
}

/** What is on record must be one map on every day: who takes over exists that day, and nobody succeeds itself. */
function checkOrder(
  active: readonly Active[],
  predecessor: { id: number; slug: string },
  successor: { id: number; slug: string },
  effectiveOn: string,
): void {
  const day = ['input', 'effectiveOn']
  const into = (province: number) => active.find((one) => one.predecessor === province)
  const known = into(predecessor.id)
  if (known !== undefined) {
    const details = { slug: predecessor.slug, successor: known.successorSlug, date: known.effectiveOn }
    throw new UserError('mergedAlready', ['input', 'predecessor'], details)
  }
  for (let next = into(successor.id); next !== undefined; next = into(next.successor)) {
    if (next.successor === predecessor.id) throw new UserError('mergerCircle', ['input', 'successor'])
  }
  const gone = into(successor.id)
  if (gone !== undefined && gone.effectiveOn <= effectiveOn) {
    const details = { slug: successor.slug, successor: gone.successorSlug, date: gone.effectiveOn }
    throw new UserError('successorMerged', ['input', 'successor'], details)
  }
  const late = active.find((one) => one.successor === predecessor.id && one.effectiveOn >= effectiveOn)
  if (late !== undefined) throw new UserError('predecessorsLater', day, { slug: late.slug, date: late.effectiveOn })
}

/** Of two who record at once, the second sees what the first has recorded. */
async function takeTurn(tx: MinistryTx): Promise<void> {
  await tx.rows('/* takeTurn */ select pg_advisory_xact_lock(727452, 0)')
}

async function listActive(tx: MinistryTx): Promise<Active[]> {
  return tx.rows<Active & { [column: string]: unknown }>(
    `/* listActive */ select s.predecessor_id as predecessor, p.slug, s.successor_id as successor, n.slug as "successorSlug",
       s.effective_on as "effectiveOn"
     from successions s join provinces p on p.id = s.predecessor_id join provinces n on n.id = s.successor_id
     where s.withdrawn_at is null`,
  )
}

async function getProvince(tx: MinistryTx, slug: string, path: readonly string[]) {
  const rows = await tx.db
    .select({ id: provinces.id, slug: provinces.slug })
    .from(provinces)
    .where(eq(provinces.slug, slug.replaceAll('\0', '')))
  const [province] = rows
  if (province === undefined) throw new UserError('unknownProvince', path, { slug: slug.slice(0, 100) })
  return province
}

/** The predecessor's last day is the one before; null: it goes on. */
async function setLastDay(tx: MinistryTx, province: number, effectiveOn: string | null): Promise<void> {
  await tx.rows('/* setLastDay */ update provinces set existed_until = $2::date - 1 where id = $1', [
    province,
    effectiveOn,
  ])
}
