import { parsePeriodCode } from '../../../db/periods.ts'
import { values, type Value } from '../../../db/schema/values.ts'
import { parseReference, splitLegalBasis, type Reference } from '../../documents/rules.ts'
import { fold } from './fold.ts'
import { Fault } from '../problems.ts'
import { serialDate } from './serials.ts'
import { words } from './words.ts'

/** Reads a cell that is not empty, or says what is wrong with it. */
export type Parser<T> = (text: string) => T | Fault

// Latin letters in one piece, digits, and the signs of print; no white space at the ends. Such text is NFC already, and
// most cells are: they are told in one step.
const plain =
  /^[!-~\u00c0-\u024f\u1ea0-\u1ef9](?:[ -~\n\u00c0-\u024f\u1ea0-\u1ef9\u2010-\u2027]*[!-~\u00c0-\u024f\u1ea0-\u1ef9])?$/

/** Whether there is nothing to clean about a cell, and nothing that can't be stored. */
export function isPlain(cell: string): boolean {
  return plain.test(cell)
}

/** A cell as every parser gets it: NFC, plain spaces, none at the ends. */
export function clean(cell: string): string {
  if (cell === '' || isPlain(cell)) return cell
  return cell
    .normalize('NFC')
    .replace(/[\p{Zs}\t\v]/gu, ' ')
    .replace(/[\u200b\u2060\ufeff]/gu, '')
    .replace(/\r\n?/g, '\n')
    .trim()
}

/** Whether a text has what the database or a workbook can't hold: control characters, half of a surrogate pair. */
export function isUnstorable(text: string): boolean {
  // oxlint-disable-next-line eslint/no-control-regex
  return !isPlain(text) && /[\0-\x08\x0c\x0e-\x1f\x7f\p{Cs}]/u.test(text)
}

/** A leading `'` before = + - @ is what keeps spreadsheets from taking text for a formula, and is no part of it. */
export function unguarded(text: string): string {
  return text.startsWith("'") ? text.replace(/^'(?='*[=+\-@])/u, '') : text
}

/** Whether a spreadsheet would take a cell of a text file for a formula; `=> kết quả` is none. */
export function isFormula(text: string): boolean {
  return text.startsWith('=') && /^=\s*[\p{L}\d_(+\-"'@{[\\]/u.test(text)
}

/** A text of one line: line breaks and runs of spaces become one space. */
export const line =
  (max: number): Parser<string> =>
  (text) =>
    limited(/\s\s|[^\S ]/.test(text) ? text.replace(/\s+/g, ' ') : text, max)

/** The name of one department. */
export function departmentName(text: string): string | Fault {
  return text.includes(';') ? new Fault('ONE_DEPARTMENT') : line(300)(text)
}

/** A text that keeps its line breaks. */
export const prose =
  (max: number): Parser<string> =>
  (text) =>
    limited(text, max)

function limited(text: string, max: number): string | Fault {
  return text.length > max ? new Fault('TOO_LONG', { max }) : text
}

/** What stands between semicolons; empty parts are left out. `\;` is a semicolon within a part, `\\` a backslash. */
export const list =
  <T>(item: Parser<T>, max: number): Parser<T[]> =>
  (text) => {
    const items: T[] = []
    for (const part of splitList(text)) {
      if (part.trim() === '') continue
      const value = item(part.trim())
      if (value instanceof Fault) return value
      items.push(value)
    }
    return items.length > max ? new Fault('TOO_MANY', { max }) : items
  }

function splitList(text: string): string[] {
  if (!text.includes('\\')) return text.split(';')
  return [...text.matchAll(/(?:^|;)((?:\\[^]|[^;\\])*\\?)/g)].map(([, part = '']) => part.replace(/\\([;\\])/g, '$1'))
}

/** Writes a list so that it is read as it was. */
export function joinList(items: readonly string[]): string {
  return items.map((item) => item.replace(/[;\\]/g, '\\$&')).join('; ')
}

const yearFirst = /^(?<year>\d{4})[-/.](?<month>\d{1,2})[-/.](?<day>\d{1,2})(?:[T ]00:00(?::00(?:\.0+)?)?)?$/
const dayFirst = /^(?<day>\d{1,2})[-/.](?<month>\d{1,2})[-/.](?<year>\d{4})(?: 00:00(?::00)?)?$/

// Five digits, from 1927 on: fewer could be a year.
const serial = /^[1-7]\d{4}$/

/**
 * `2019-01-28`, `28/01/2019`, `28-1-2019` or `28.01.2019`: the day before the month, as everywhere in Vietnam; or a
 * spreadsheet's number of that day, `43493`. Only days that exist, from 1900 to 2100; an empty time of day, which some
 * programs add, is left off.
 */
export function date(text: string): string | Fault {
  if (serial.test(text)) return serialDate(Number(text), false) ?? new Fault('BAD_DATE')
  const { year = '', month = '', day = '' } = (yearFirst.exec(text) ?? dayFirst.exec(text))?.groups ?? {}
  const iso = `${year}-${month.padStart(2, '0')}-${day.padStart(2, '0')}`
  const parsed = new Date(`${iso}T00:00:00Z`)
  const real = !Number.isNaN(parsed.getTime()) && parsed.toISOString().startsWith(iso)
  return real && year >= '1900' && year <= '2100' ? iso : new Fault('BAD_DATE')
}

// Few periods occur in one file, and each on many lines.
const knownPeriods = new Map<string, boolean>()

/** A period's code: `2019`, `2019-H1`, `2019-9M`, `2019-Q3`, `2019-05`. */
export function period(text: string): string | Fault {
  const code = text.toUpperCase()
  if (code.length > 7) return new Fault('BAD_PERIOD')
  let known = knownPeriods.get(code)
  if (known === undefined) {
    known = parsePeriodCode(code) !== undefined
    if (known) knownPeriods.set(code, known)
  }
  return known ? code : new Fault('BAD_PERIOD')
}

/** One of a closed list: its name in any case, or a Vietnamese word for it with or without marks. */
export function oneOf<K extends keyof typeof words>(name: K): Parser<Value<K>> {
  const meanings = new Map<string, Value<K>>()
  const all = words[name] as Record<Value<K>, readonly string[]>
  for (const value of values[name] as readonly Value<K>[]) {
    for (const word of [value, ...all[value]]) meanings.set(fold(word), value)
  }
  const firstWords = (values[name] as readonly Value<K>[]).map((value) => `“${all[value][0]}”`)
  const details = { allowed: values[name].join(', '), 'allowed.vi': firstWords.join(', ') }
  return (text) => meanings.get(fold(text)) ?? new Fault('BAD_VALUE', details)
}

/** Number and symbol of a document. */
export function reference(text: string): Reference | Fault {
  if (text.length > 100) return new Fault('TOO_LONG', { max: 100 })
  return parseReference(text) ?? new Fault('BAD_REFERENCE')
}

/** A document that a plan rests on, by its reference or, where it has none, by its title; with its date, if known. */
export interface LegalBasis {
  name: string
  reference: Reference | undefined
  issuedOn: string | null
}

/** `368/QĐ-TTg@2013-02-28` or `Luật Biên giới quốc gia`; what begins like a reference must be one. */
export function legalBasis(text: string): LegalBasis | Fault {
  const { name, date: written } = splitLegalBasis(text.replace(/\s+/g, ' '))
  const issuedOn = written === undefined ? null : date(written)
  if (issuedOn instanceof Fault) return issuedOn
  const parsed = parseReference(name)
  if (name === '' || (parsed === undefined && /^(số *)?\d/iu.test(name))) return new Fault('BAD_REFERENCE')
  if (name.length > 500) return new Fault('TOO_LONG', { max: 500 })
  return { name, reference: parsed, issuedOn }
}
