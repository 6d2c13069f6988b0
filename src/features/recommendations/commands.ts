import { and, eq, sql } from 'drizzle-orm'
import { audit, difference } from '../../db/audit.ts'
import { newId } from '../../db/ids.ts'
import { recommendations } from '../../db/schema/reports.ts'
import type { MinistryTx, TenantTx } from '../../db/tenancy.ts'
import { UserError } from '../../errors.ts'
import { requireNational, type Context } from '../../graphql/context.ts'
import { checkedId, notFound, requiredText } from '../../graphql/input.ts'
import { checkVersion, type Caller } from '../../graphql/payloads.ts'
import type { AnswerRecommendationInput, CreateRecommendationInput } from '../../graphql/schema-types.generated.ts'
import { getReport } from '../progress-reports/queries.ts'

/** Adds what the province asks of the ministry to its report on a plan or a year, while that is being written. */
export async function createRecommendation(
  tx: TenantTx,
  caller: Caller,
  input: CreateRecommendationInput,
): Promise<string> {
  const path = ['input', 'progressReportId']
  const text = requiredText(input.text, ['input', 'text'], 5_000)
  const { report } = await getReport(tx, checkedId(input.progressReportId, path, 'report'), path)
  if (report.taskId !== null) throw new UserError('provinceReportOwed', path)
  if (report.status !== 'DRAFT') throw new UserError('reportFixed', path, { status: report.status })
  const own = and(eq(recommendations.provinceId, tx.provinceId), eq(recommendations.reportId, report.id))
  // The report is locked, so no other takes this place.
  const [last] = await tx.db
    .select({ ordinal: sql<number>`coalesce(max(${recommendations.ordinal}), 0)` })
    .from(recommendations)
    .where(own)
  const id = newId()
  const recommendation = { reportId: report.id, ordinal: (last?.ordinal ?? 0) + 1, text }
  await tx.db.insert(recommendations).values({ provinceId: tx.provinceId, id, ...recommendation })
  const changes = difference({}, recommendation)
  audit(tx, caller.actor, [{ action: 'createRecommendation', entity: 'Recommendation', id, version: 1, changes }])
  return id
}

/** The ministry's answer, once: OPEN → ANSWERED or DECLINED. */
export async function answerRecommendation(
  tx: MinistryTx,
  caller: Caller,
  input: AnswerRecommendationInput,
): Promise<string> {
  const answer = requiredText(input.answer, ['input', 'answer'], 5_000)
  if (input.status === 'OPEN') throw new UserError('answerStatus', ['input', 'status'])
  const own = and(eq(recommendations.provinceId, tx.provinceId), eq(recommendations.id, input.id))
  const [recommendation] = await tx.db.select().from(recommendations).where(own).for('no key update')
  if (recommendation === undefined) throw notFound(input.id, ['input', 'id'], 'recommendation')
  checkVersion(recommendation, input.version)
  if (recommendation.status !== 'OPEN') {
    throw new UserError('alreadyAnswered', ['input', 'id'], { status: recommendation.status })
  }
  const version = recommendation.version + 1
  const set = { status: input.status, answer, answeredAt: new Date() }
  await tx.db
    .update(recommendations)
    .set({ ...set, version, updatedAt: new Date() })
    .where(own)
  const changes = difference(recommendation, { status: input.status, answer })
  const change = { action: 'answerRecommendation', entity: 'Recommendation', id: recommendation.id } as const
  audit(tx, caller.actor, [{ ...change, version, changes, published: true }])
  return recommendation.id
}

/** The province that the ministry must enter to answer a recommendation; NOT_FOUND where it sees none. */
export async function provinceOfRecommendation(input: AnswerRecommendationInput, context: Context): Promise<number> {
  const id = checkedId(input.id, ['input', 'id'], 'recommendation')
  const { door } = requireNational(context)
  const [row] = await door.snapshot((tx) =>
    tx.rows<{ province: number }>(
      '/* provinceOfRecommendation */ select province_id as province from recommendations where id = $1',
      [id],
    ),
  )
  if (row === undefined) throw notFound(id, ['input', 'id'], 'recommendation')
  return row.province
}
