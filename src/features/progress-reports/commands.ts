import { desc } from 'drizzle-orm'
import { audit, difference } from '../../db/audit.ts'
import { newId } from '../../db/ids.ts'
import { violates } from '../../db/pg-errors.ts'
import { progressReports } from '../../db/schema/reports.ts'
import type { TenantTx } from '../../db/tenancy.ts'
import { UserError } from '../../errors.ts'
import { checkedId, optionalText } from '../../graphql/input.ts'
import { checkVersion, Conflict, type Caller } from '../../graphql/payloads.ts'
import type { SaveProgressReportInput } from '../../graphql/schema-types.generated.ts'
import { change } from './changes.ts'
import { replaceFigures, copyFigures } from './figures.ts'
import { getReport, type Report } from './queries.ts'
import { checkedFigures, checkedPercent } from './rules.ts'
import { checkedSubject, revisionsOf, type Subject } from './subject.ts'

/**
 * Saves a draft. What was submitted is never edited: saving on it opens the next revision, which begins with what the
 * older one says.
 */
export async function saveProgressReport(
  tx: TenantTx,
  caller: Caller,
  input: SaveProgressReportInput,
): Promise<string> {
  const content = checkedContent(input)
  const figures = input.values == null ? null : checkedFigures(input.values)
  const on = input.id ? await getReport(tx, checkedId(input.id, ['input', 'id'], 'report'), ['input', 'id']) : undefined
  const subject = await checkedSubject(tx, caller, input, on)
  const base = on?.report
  const newest = await findNewest(tx, subject)
  if (base === undefined) {
    if (newest !== undefined) throw duplicate(newest, subject)
    return saveRevision(tx, caller, { subject, revision: 1, content, figures, base: undefined })
  }
  if (input.version == null) throw new UserError('versionOwed', ['input', 'version'])
  if (newest !== undefined && newest.id !== base.id) throw duplicate(newest, subject)
  checkVersion(base, input.version)
  if (base.status !== 'DRAFT') {
    return saveRevision(tx, caller, { subject, revision: base.revision + 1, content, figures, base })
  }

  const before = { ...base, spentBudget: base.spentBudget?.toString() ?? null }
  const changes = difference(before, {
    ...content,
    spentBudget: content.spentBudget === null ? null : content.spentBudget?.toString(),
  })
  if (figures !== null) Object.assign(changes, await replaceFigures(tx, base.id, figures))
  if (Object.keys(changes).length === 0) return base.id
  return change(tx, caller, base, { action: 'saveProgressReport', set: content, changes, reason: null })
}

interface Revision {
  subject: Subject
  revision: number
  content: ReturnType<typeof checkedContent>
  figures: ReturnType<typeof checkedFigures> | null
  base: Report | undefined
}

async function saveRevision(
  tx: TenantTx,
  caller: Caller,
  { subject, revision, content, figures, base }: Revision,
): Promise<string> {
  const id = newId()
  const inherited = base && {
    percentComplete: base.percentComplete,
    achievements: base.achievements,
    limitations: base.limitations,
    causes: base.causes,
    spentBudget: base.spentBudget,
  }
  const said = Object.fromEntries(Object.entries(content).filter(([, value]) => value !== undefined))
  const text = { ...inherited, ...said } as Partial<Report>
  await tx.db
    .insert(progressReports)
    .values({
      provinceId: tx.provinceId,
      id,
      ...subject,
      byLead: base?.byLead ?? null,
      revision,
      status: 'DRAFT',
      ...text,
    })
    .catch((error: unknown) => {
      // Somebody began the same report between the look and the insert.
      if (!violates(error, 'progress_reports_subject_key')) throw error
      throw new UserError('duplicateReport', ['input', 'period'], { period: subject.periodCode })
    })
  const changes = difference({}, { ...subject, revision, ...text, spentBudget: text.spentBudget?.toString() })
  if (figures !== null) Object.assign(changes, await replaceFigures(tx, id, figures))
  else if (base) await copyFigures(tx, base.id, id)
  const action = 'saveProgressReport'
  audit(tx, caller.actor, [{ action, entity: 'ProgressReport', id, version: 1, changes }])
  return id
}

function checkedContent(input: SaveProgressReportInput) {
  const percent = checkedPercent(input.percentComplete)
  return {
    percentComplete: percent === undefined || percent === null ? percent : String(percent),
    achievements: optionalText(input.achievements, ['input', 'achievements'], 20_000),
    limitations: optionalText(input.limitations, ['input', 'limitations'], 20_000),
    causes: optionalText(input.causes, ['input', 'causes'], 20_000),
    spentBudget: input.spentBudget == null ? input.spentBudget : BigInt(input.spentBudget),
  }
}

/** The newest revision of a report. */
async function findNewest(tx: TenantTx, subject: Subject): Promise<Report | undefined> {
  const [newest] = await tx.db
    .select()
    .from(progressReports)
    .where(revisionsOf(tx, subject))
    .orderBy(desc(progressReports.revision))
    .limit(1)
  return newest
}

function duplicate(newest: Report, subject: Subject): Conflict {
  return new Conflict(newest.id, 'duplicateReport', ['input', 'period'], { period: subject.periodCode })
}
