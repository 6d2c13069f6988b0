import type { Value } from './schema/values.ts'

// Reporting periods, their windows and their deadlines, without a database. Days are ISO strings (`2019-03-14`), which
// compare as text and have no time zone; only `dayInVietnam` knows of instants.

export type PeriodKind = Value<'PeriodKind'>

/** The years whose periods and days are on record. */
export const firstYear = 1990
export const lastYear = 2060

/** `part` counts from 1 inside the year: the month, the quarter, the half; 1 for nine months and for the year. */
export interface Period {
  readonly kind: PeriodKind
  readonly year: number
  readonly part: number
}

/** The days whose facts belong to a period, both ends included. */
export interface Window {
  readonly from: string
  readonly to: string
  /** From the window's end to the deadline, by the national rule. */
  readonly dueWorkingDays: number
}

/** How windows are laid, from one day on. */
export interface ReportingRule {
  readonly basis: string
  readonly inForceFrom: string
  /** The day of a period's last month on which its window closes, and after which the next one opens; null: the last. */
  readonly closingDay: number | null
  readonly dueWorkingDays: number
}

/**
 * Oldest first. Article 12 of Decree 09/2019/NĐ-CP closes every window on the 14th: a month's runs from the 15th of the
 * month before, a quarter's from the 15th of the month before the quarter, the first half's, the nine months' and the
 * year's from 15 December, the second half's from 15 June. The decree has been in force since 12 March 2019.
 */
export const reportingRules: readonly ReportingRule[] = [
  { basis: 'the calendar', inForceFrom: '0001-01-01', closingDay: null, dueWorkingDays: 2 },
  { basis: 'Decree 09/2019/NĐ-CP, article 12', inForceFrom: '2019-03-12', closingDay: 14, dueWorkingDays: 2 },
]

interface Shape {
  readonly parts: number
  readonly months: number
  readonly suffix: (part: number) => string
}

const shapes: Record<PeriodKind, Shape> = {
  YEAR: { parts: 1, months: 12, suffix: () => '' },
  HALF_YEAR: { parts: 2, months: 6, suffix: (part) => `-H${part}` },
  NINE_MONTHS: { parts: 1, months: 9, suffix: () => '-9M' },
  QUARTER: { parts: 4, months: 3, suffix: (part) => `-Q${part}` },
  MONTH: { parts: 12, months: 1, suffix: (part) => `-${twoDigits(part)}` },
}
const kinds = Object.keys(shapes) as PeriodKind[]

/** The 20 periods of a year: the year, its halves, its nine months, its quarters, its months. */
export function periodsOf(year: number): Period[] {
  return kinds.flatMap((kind) => Array.from({ length: shapes[kind].parts }, (_, i) => ({ kind, year, part: i + 1 })))
}

/** `2019`, `2019-H1`, `2019-9M`, `2019-Q3` or `2019-05`. */
export function formatPeriodCode(period: Period): string {
  return `${period.year}${shapes[period.kind].suffix(period.part)}`
}

const onRecord = new Map(
  Array.from({ length: lastYear - firstYear + 1 }, (_, i) => periodsOf(firstYear + i))
    .flat()
    .map((period) => [formatPeriodCode(period), period]),
)

/** Undefined if the text is no period's code, or names a year that is not on record. */
export const parsePeriodCode = (code: string): Period | undefined => onRecord.get(code)

/**
 * The window by the rule in force on the window's last day. Two rules can end one period on different days, so plainly:
 * the newest rule counts whose own window ends while it is in force. March 2019 is 15 February to 14 March, since the
 * 14th lies after the decree's first day; the decree's February 2019 would have ended before it, so that is the
 * calendar's 1 to 28. The second half of February 2019 therefore belongs to two months, and no day to none.
 */
export function windowOf(period: Period): Window {
  for (const rule of reportingRules.toReversed()) {
    const window = windowUnder(rule, period)
    if (window.to >= rule.inForceFrom) return window
  }
  throw new Error(`No reporting rule covers ${formatPeriodCode(period)}.`)
}

function windowUnder({ closingDay, dueWorkingDays }: ReportingRule, { kind, year, part }: Period): Window {
  const last = part * shapes[kind].months
  const first = last - shapes[kind].months + 1
  // Day 0 of a month is the last of the month before.
  return closingDay === null
    ? { from: dayOf(year, first, 1), to: dayOf(year, last + 1, 0), dueWorkingDays }
    : { from: dayOf(year, first - 1, closingDay + 1), to: dayOf(year, last, closingDay), dueWorkingDays }
}

/** The quarter of the calendar that a day lies in, 1 to 4. */
export function quarterOf(day: string): number {
  return Math.ceil(Number(day.slice(5, 7)) / 3)
}

/** Days that are unlike others of their weekday: false for a day off, true for a Saturday or Sunday that is worked. */
export type CalendarExceptions = ReadonlyMap<string, boolean>

export function isWorkingDay(day: string, exceptions: CalendarExceptions): boolean {
  const weekday = new Date(`${day}T00:00:00Z`).getUTCDay()
  return exceptions.get(day) ?? (weekday !== 0 && weekday !== 6)
}

/** The `count`th working day after `day`; `day` itself for 0, whether it is worked or not. */
export function addWorkingDays(day: string, count: number, exceptions: CalendarExceptions): string {
  let reached = day
  for (let left = count; left > 0;) {
    reached = addDays(reached, 1)
    if (isWorkingDay(reached, exceptions)) left--
  }
  return reached
}

/** The last day on which a report on the window is in time; it ends at midnight in Vietnam. */
export function deadlineOf(window: Window, exceptions: CalendarExceptions): string {
  return addWorkingDays(window.to, window.dueWorkingDays, exceptions)
}

export interface CalendarDay {
  readonly day: string
  readonly working: boolean
  /** Working days from the first day on, up to and with this one. */
  readonly ordinal: number
}

/** Every day from the first to the last of the two. */
export function calendarDays(first: string, last: string, exceptions: CalendarExceptions): CalendarDay[] {
  const days: CalendarDay[] = []
  let ordinal = 0
  for (let day = first; day <= last; day = addDays(day, 1)) {
    const working = isWorkingDay(day, exceptions)
    if (working) ordinal++
    days.push({ day, working, ordinal })
  }
  return days
}

/** The day it is in Vietnam (UTC+7 all year) at that instant. */
export function dayInVietnam(instant: Date): string {
  return isoDay(instant.getTime() + 7 * 3_600_000)
}

/** `count` days later, or earlier if negative. */
export function addDays(day: string, count: number): string {
  return isoDay(Date.parse(`${day}T00:00:00Z`) + count * 86_400_000)
}

/** Months and days may lie outside of their year and month, as in `Date.UTC`, but months count from 1. */
function dayOf(year: number, month: number, day: number): string {
  return isoDay(Date.UTC(year, month - 1, day))
}

let last = { number: 0, day: '1970-01-01' }

/** Nearly always the same day is asked for as before. */
function isoDay(milliseconds: number): string {
  const number = Math.floor(milliseconds / 86_400_000)
  if (number !== last.number) last = { number, day: new Date(milliseconds).toISOString().slice(0, 10) }
  return last.day
}

function twoDigits(part: number): string {
  return String(part).padStart(2, '0')
}
