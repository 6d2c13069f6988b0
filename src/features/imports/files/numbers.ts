import type { Value } from '../../../db/schema/values.ts'
import { unmarked } from './fold.ts'
import { Fault } from '../problems.ts'

// Numbers as they are written in Vietnam (1.234,5) and in English (1,234.5). Which sign is which is decided so:
//   both occur                      the last one is the decimal sign: 1.234,5 and 1,234.5 are 1234.5
//   one occurs several times        it groups thousands: 1.234.567
//   one occurs once                 with exactly three digits after it, and one to three before it that don't begin with
//                                   0, it groups thousands: 1.000 and 1,000 are a thousand; else it is the decimal sign:
//                                   1,5 and 1.25 and 0,125 and 1234.567
// So a decimal with three places and a short whole part must be written with another number of places (12,3450).

const number = /^[+]?(?<digits>\d[\d., ]*?)\s*(?<magnitude>(?:(?:chuc|tram|nghin|ngan|van|trieu|tr|ty|ti|k)\s*)*)$/
const magnitudes: Record<string, number> = {
  chuc: 1,
  tram: 2,
  nghin: 3,
  ngan: 3,
  k: 3,
  van: 4,
  trieu: 6,
  tr: 6,
  ty: 9,
  ti: 9,
}

/** A number without sign as plain digits, `1234.5`; words multiply it: `100 ngàn tỷ`, `1,5 triệu`. */
export function parseDecimal(text: string): string | Fault {
  if (/^\d+$/.test(text)) return text.replace(/^0+(?=\d)/, '')
  const { digits, magnitude = '' } = number.exec(unmarked(text).trim())?.groups ?? {}
  const plain = digits === undefined ? undefined : plainDigits(digits)
  if (plain === undefined) return new Fault('BAD_NUMBER')
  const zeros = (magnitude.match(/[a-z]+/g) ?? []).reduce((sum, word) => sum + (magnitudes[word] ?? 0), 0)
  return shifted(plain, zeros)
}

function plainDigits(digits: string): string | undefined {
  const grouped = /^\d{1,3}( \d{3})+(?=$|[.,])/
  const text = grouped.test(digits) ? digits.replaceAll(' ', '') : digits
  const signs = text.replace(/\d/g, '')
  const last = signs.at(-1)
  if (last === undefined) return text
  if (signs.includes(' ')) return undefined
  const [whole, fraction] = splitAtLast(text, last)
  if (signs === last) {
    if (/^[1-9]\d{0,2}$/.test(whole) && fraction.length === 3) return whole + fraction
    return fraction === '' ? undefined : `${whole}.${fraction}`
  }
  const thousands = last === '.' ? /^[1-9]\d{0,2}(,\d{3})+$/ : /^[1-9]\d{0,2}(\.\d{3})+$/
  if (thousands.test(whole)) return fraction === '' ? undefined : `${whole.replace(/[.,]/g, '')}.${fraction}`
  return /^[1-9]\d{0,2}(\.\d{3})+$|^[1-9]\d{0,2}(,\d{3})+$/.test(text) ? text.replace(/[.,]/g, '') : undefined
}

function splitAtLast(text: string, sign: string): [string, string] {
  const at = text.lastIndexOf(sign)
  return [text.slice(0, at), text.slice(at + 1)]
}

/** `value` times ten to the power of `zeros`, without zeros that say nothing. */
function shifted(value: string, zeros: number): string {
  const [whole = '', fraction = ''] = value.split('.')
  const padded = fraction.padEnd(zeros, '0')
  const left = (whole + padded.slice(0, zeros)).replace(/^0+(?=\d)/, '')
  const right = padded.slice(zeros).replace(/0+$/, '')
  return right === '' ? left : `${left}.${right}`
}

/**
 * A number of a program as text that is read as that number, whatever its decimals: `1.234` would be a thousand and some.
 * To the 15 digits that spreadsheets show, so that 0.1 + 0.2 is 0.3.
 */
export function numberAsWritten(value: number): string {
  if (Number.isSafeInteger(value)) return String(value)
  const rounded = Number(value.toPrecision(15))
  const text = /e/.test(String(rounded)) ? rounded.toFixed(Math.abs(rounded) < 1 ? 20 : 0) : String(rounded)
  return /\.\d{3}$/.test(text) ? `${text}0` : text
}

/** A whole number up to `max`. */
export const wholeNumber =
  (max: number) =>
  (text: string): number | Fault => {
    const value = parseDecimal(text)
    if (value instanceof Fault) return value
    if (value.includes('.')) return new Fault('BAD_WHOLE_NUMBER')
    return value.length > 15 || Number(value) > max ? new Fault('OUT_OF_RANGE', { min: 0, max }) : Number(value)
  }

const largestMoney = 9_223_372_036_854_775_807n
const dong = /\s*(?:dong|vnd|d|₫)$/

/** Whole đồng as digits: `1.500.000.000`, `1,5 tỷ`, `100 triệu đồng`. */
export function money(text: string): string | Fault {
  const value = parseDecimal(/^\d+$/.test(text) ? text : unmarked(text).trim().replace(dong, ''))
  if (value instanceof Fault || value.includes('.')) return new Fault('BAD_MONEY')
  return value.length > 19 || BigInt(value) > largestMoney
    ? new Fault('OUT_OF_RANGE', { min: 0, max: String(largestMoney) })
    : value
}

/** 0 to 100, with or without the sign. */
export function percent(text: string): string | Fault {
  const value = parseDecimal(text.replace(/\s*%$/, ''))
  if (value instanceof Fault) return value
  return Number(value) > 100 || value.length > 20 ? new Fault('OUT_OF_RANGE', { min: 0, max: 100 }) : value
}

export type Unit = Value<'Unit'>

/** A figure as exact as its source. */
export interface Figure {
  /** Null exactly where the qualifier is UNKNOWN. */
  value: number | null
  qualifier: Value<'Qualifier'>
  /** The cell's own words. */
  asWritten: string
}

const qualifiers: readonly (readonly [RegExp, Value<'Qualifier'>])[] = [
  [/^(?:>=?|≥|hon|tren|it nhat|toi thieu|khong duoi|more than|over|at least)\s*/, 'AT_LEAST'],
  [/^(?:~|≈|khoang|chung|uoc(?: tinh| dat)?|about|around)\s*/, 'ABOUT'],
  [/^(?:<=?|≤|gan|duoi|nearly|almost|under)\s*/, 'JUST_UNDER'],
]
const withoutNumber =
  /^(?:hang (?:chuc|tram|nghin|ngan|van|trieu|ty)(?: (?:nghin|ngan|trieu|ty))?|(?:rat )?nhieu|mot so|vai(?: chuc| tram| nghin| ngan)?|vo so|many|several|hundreds|thousands)$/
const wholeUnits = new Set<Unit>(['COUNT', 'PERSON', 'ATTENDANCE', 'VISIT'])
const signs: Partial<Record<Unit, RegExp>> = { VND: dong, USD: /\s*(?:usd|\$)$/, PERCENT: /\s*%$/ }

/**
 * A figure in the unit of its indicator: `167`, `>1000`, `hơn 1.000`, `~850`, `gần 200`, `hàng trăm`. Words for what is
 * counted are refused, since they may name another unit than the indicator's.
 */
export const figure =
  (unit: Unit) =>
  (text: string): Figure | Fault => {
    let rest = unmarked(text).trim()
    if (withoutNumber.test(rest)) return { value: null, qualifier: 'UNKNOWN', asWritten: text }
    let qualifier: Value<'Qualifier'> = 'EXACT'
    for (const [pattern, meaning] of qualifiers) {
      if (!pattern.test(rest)) continue
      rest = rest.replace(pattern, '')
      qualifier = meaning
      break
    }
    const sign = signs[unit]
    const value = parseDecimal(sign ? rest.replace(sign, '') : rest)
    if (value instanceof Fault) return new Fault('BAD_FIGURE')
    if (wholeUnits.has(unit) && value.includes('.')) return new Fault('BAD_WHOLE_NUMBER')
    // More digits than a double holds would come out as another figure.
    if (value.replace(/\D/g, '').length > 15) return new Fault('OUT_OF_RANGE', { min: 0, max: 999_999_999_999_999 })
    return { value: Number(value), qualifier, asWritten: text }
  }

/** What is promised of an indicator: a figure that is a plain number. */
export const target =
  (unit: Unit) =>
  (text: string): Figure | Fault => {
    const promised = figure(unit)(text)
    return promised instanceof Fault || promised.qualifier === 'EXACT' ? promised : new Fault('BAD_NUMBER')
  }
