import { and, eq } from 'drizzle-orm'
import { difference } from '../../db/audit.ts'
import { indicatorValues } from '../../db/schema/reports.ts'
import type { TenantTx } from '../../db/tenancy.ts'
import { unknownIndicator, type Figure } from './rules.ts'

/** Makes these a draft's figures, and no others; returns what that changed, for the audit log. */
export async function replaceFigures(tx: TenantTx, reportId: string, figures: readonly Figure[]) {
  await checkCodes(tx, figures)
  const before = await listFigures(tx, reportId)
  const after = [...figures].sort(byCode)
  const changes = difference({ values: before }, { values: after })
  if (Object.keys(changes).length === 0) return {}
  await tx.db
    .delete(indicatorValues)
    .where(and(eq(indicatorValues.provinceId, tx.provinceId), eq(indicatorValues.reportId, reportId)))
  await insertFigures(tx, reportId, after)
  return changes
}

/** Gives a new revision the figures of the one before. */
export async function copyFigures(tx: TenantTx, fromReportId: string, toReportId: string): Promise<void> {
  await insertFigures(tx, toReportId, await listFigures(tx, fromReportId))
}

async function listFigures(tx: TenantTx, reportId: string): Promise<Figure[]> {
  const rows = await tx.db
    .select({ code: indicatorValues.indicatorCode, value: indicatorValues.value, qualifier: indicatorValues.qualifier })
    .from(indicatorValues)
    .where(and(eq(indicatorValues.provinceId, tx.provinceId), eq(indicatorValues.reportId, reportId)))
  return rows.map((row) => ({ ...row, value: row.value === null ? null : Number(row.value) }) as Figure).sort(byCode)
}

async function insertFigures(tx: TenantTx, reportId: string, figures: readonly Figure[]): Promise<void> {
  if (figures.length === 0) return
  await tx.db.insert(indicatorValues).values(
    figures.map(({ code, value, qualifier }) => ({
      provinceId: tx.provinceId,
      reportId,
      indicatorCode: code,
      value: value === null ? null : String(value),
      qualifier,
    })),
  )
}

async function checkCodes(tx: TenantTx, figures: readonly Figure[]): Promise<void> {
  const found = await tx.rows<{ code: string }>(
    '/* checkCodes */ select code from indicators where code = any ($1::text[])',
    [figures.map(({ code }) => code)],
  )
  const known = new Set(found.map(({ code }) => code))
  figures.forEach(({ code }, index) => {
    if (known.has(code)) return
    throw unknownIndicator(code, ['input', 'values', String(index), 'code'])
  })
}

const byCode = (a: Figure, b: Figure) => (a.code < b.code ? -1 : 1)
