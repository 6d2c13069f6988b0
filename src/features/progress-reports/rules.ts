import { UserError } from '../../errors.ts'
import { checkedList } from '../../graphql/input.ts'
import type { IndicatorValueInput, Qualifier, ReportStatus } from '../../graphql/schema-types.generated.ts'

export interface Figure {
  code: string
  value: number | null
  qualifier: Qualifier
}

/** No real figure is greater, in đồng either; without a limit, 1e400 in a query is infinite, which no JSON can say. */
const greatestFigure = 1_000_000_000_000_000

/** The figures of an input: none twice, none negative, and a value exactly where the qualifier has one. */
export function checkedFigures(given: readonly IndicatorValueInput[]): Figure[] {
  const seen = new Set<string>()
  return checkedList(given, ['input', 'values'], 200).map(({ code, value, qualifier }, index) => {
    const path = (field: string) => ['input', 'values', String(index), field]
    const figure: Figure = { code, value: value == null ? null : rounded(value, 6), qualifier: qualifier ?? 'EXACT' }
    if (!/^\w{1,100}$/.test(code)) throw unknownIndicator(code, path('code'))
    if (seen.has(code)) throw new UserError('listedTwice', path('code'), { value: code.slice(0, 100) })
    seen.add(code)
    if (figure.qualifier === 'UNKNOWN' && figure.value !== null) throw new UserError('valueNotAllowed', path('value'))
    if (figure.qualifier !== 'UNKNOWN' && figure.value === null) throw new UserError('valueOwed', path('value'))
    if (figure.value !== null && figure.value < 0) throw new UserError('negative', path('value'))
    if (figure.value !== null && figure.value > greatestFigure) {
      throw new UserError('tooGreat', path('value'), { max: greatestFigure })
    }
    return figure
  })
}

export function unknownIndicator(code: string, path: readonly string[]): UserError {
  return new UserError('unknownIndicator', path, { code: code.slice(0, 100) })
}

/** What computing in binary leaves behind the last decimal that anybody means is not kept. */
const rounded = (value: number, decimals: number) => (Math.abs(value) < 1e21 ? Number(value.toFixed(decimals)) : value)

export function checkedPercent(value: number | null | undefined): number | null | undefined {
  if (value === null || value === undefined) return value
  if (value < 0 || value > 100) throw new UserError('percentOutOfRange', ['input', 'percentComplete'])
  return rounded(value, 2)
}

/**
 * SQL: the last day on which a report is in time, so many working days after its window's last day; that day itself for
 * 0, whether it is worked or not. A row without a column name, none beyond the calendar.
 */
export const deadlineSql = (dataTo: string, workingDays: string) =>
  `select greatest(due.day, closed.day) from calendar_days closed join calendar_days due ` +
  `on due.working and due.ordinal = closed.ordinal + ${workingDays} where closed.day = ${dataTo}`

export type ReportStep = 'submitProgressReport' | 'acceptProgressReport' | 'returnProgressReport'

/** From which state a step leads, and to which; returning owes a comment. */
export const reportSteps: Record<ReportStep, { from: ReportStatus; to: ReportStatus; comment: boolean }> = {
  submitProgressReport: { from: 'DRAFT', to: 'SUBMITTED', comment: false },
  acceptProgressReport: { from: 'SUBMITTED', to: 'ACCEPTED', comment: false },
  returnProgressReport: { from: 'SUBMITTED', to: 'RETURNED', comment: true },
}

/** The state that a step leads to; refuses one that the present state doesn't allow, or that lacks its comment. */
export function checkStep(step: ReportStep, status: string, comment: string | null): ReportStatus {
  const { from, to, comment: owed } = reportSteps[step]
  if (status !== from) throw new UserError('reportStep', ['input', 'id'], { step, status, from })
  if (owed && comment === null) throw new UserError('commentOwed', ['input', 'comment'])
  return to
}
