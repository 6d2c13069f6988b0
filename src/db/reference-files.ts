import { createHash } from 'node:crypto'
import { readFileSync } from 'node:fs'
import { parse } from 'csv-parse/sync'
import type { CalendarExceptions } from './periods.ts'

// What src/reference-data/ holds, as rows for the reference tables. README.md there says where the data come from.

/** The first day of the map of 34 provinces, by Nghị quyết 202/2025/QH15. */
const merger = '2025-07-01'
const dayBefore = '2025-06-30'
const legalBasis = 'Nghị quyết 202/2025/QH15 ngày 12/6/2025'
/** The code table of Quyết định 124/2004/QĐ-TTg of that day; that of Quyết định 19/2025/QĐ-TTg followed with the merger. */
const codesFrom = '2004-07-08'

export interface ProvinceRow {
  id: number
  uid: string
  slug: string
  name: string
  asciiName: string
  region: string
  existedUntil: string | null
}
export interface ProvinceCodeRow {
  provinceId: number
  code: string
  validFrom: string
  validUntil: string | null
}
export interface SuccessionRow {
  id: string
  predecessorId: number
  successorId: number
  effectiveOn: string
  legalBasis: string
}
export interface IndicatorRow {
  code: string
  name: string
  unit: string
  aggregation: string
  position: number
}

export interface ReferenceData {
  provinces: ProvinceRow[]
  provinceCodes: ProvinceCodeRow[]
  successions: SuccessionRow[]
  indicators: IndicatorRow[]
  calendarExceptions: CalendarExceptions
  /** SHA-256 of the files, hexadecimal. */
  hash: string
}

/**
 * Reads and checks the files.
 *
 * @throws Error naming the file and what is wrong in it
 */
export function readReferenceData(folder = new URL('../reference-data/', import.meta.url)): ReferenceData {
  const hash = createHash('sha256')
  const read = (name: string) => {
    const text = readFileSync(new URL(name, folder), 'utf8')
    hash.update(text)
    return parse(text, { columns: true, bom: true, trim: true, record_delimiter: ['\r\n', '\n'] }) as Record<
      string,
      string
    >[]
  }
  const provinces = read('provinces.csv')
  const indicators = read('indicators.csv')
  const holidays = read('public-holidays.csv')
  return {
    ...provinceRows(provinces),
    indicators: indicators.map((row, i) => ({
      code: cell(row, 'code'),
      name: cell(row, 'name'),
      unit: cell(row, 'unit'),
      aggregation: cell(row, 'aggregation'),
      position: i + 1,
    })),
    calendarExceptions: exceptions(holidays),
    hash: hash.digest('hex'),
  }
}

function provinceRows(rows: Record<string, string>[]) {
  const ids = new Map(rows.map((row) => [cell(row, 'slug'), Number(cell(row, 'id'))]))
  const provinces: ProvinceRow[] = []
  const provinceCodes: ProvinceCodeRow[] = []
  const successions: SuccessionRow[] = []
  for (const row of rows) {
    const slug = cell(row, 'slug')
    const id = ids.get(slug)!
    const successor = row['merged_into_on_2025_07_01']
    provinces.push({
      id,
      uid: cell(row, 'uid'),
      slug,
      name: cell(row, 'name'),
      asciiName: cell(row, 'ascii_name'),
      region: cell(row, 'region'),
      existedUntil: successor ? dayBefore : null,
    })
    const old = cell(row, 'code_until_2025_06_30')
    provinceCodes.push({ provinceId: id, code: old, validFrom: codesFrom, validUntil: dayBefore })
    if (!successor) {
      const code = cell(row, 'code_from_2025_07_01')
      provinceCodes.push({ provinceId: id, code, validFrom: merger, validUntil: null })
      continue
    }
    const successorId = ids.get(successor)
    if (successorId === undefined)
      throw new Error(`provinces.csv: ${slug} merged into ${successor}, which is not in the file.`)
    const key = `${slug} → ${successor} ${merger}`
    successions.push({ id: uuidOf(key), predecessorId: id, successorId, effectiveOn: merger, legalBasis })
  }
  return { provinces, provinceCodes, successions }
}

function exceptions(rows: Record<string, string>[]): CalendarExceptions {
  const found = new Map<string, boolean>()
  for (const row of rows) {
    const day = cell(row, 'day')
    const working = cell(row, 'working')
    const real = /^\d{4}-\d\d-\d\d$/.test(day) && new Date(`${day}T00:00:00Z`).toJSON()?.startsWith(day)
    if (!real) throw new Error(`public-holidays.csv: “${day}” is not a day; write it like 2026-02-16.`)
    if (working !== 'true' && working !== 'false') {
      throw new Error(`public-holidays.csv: ${day}: the column working holds true or false, not “${working}”.`)
    }
    if (found.has(day)) throw new Error(`public-holidays.csv: ${day} is there twice.`)
    found.set(day, working === 'true')
  }
  return found
}

function cell(row: Record<string, string>, column: string): string {
  const text = row[column]
  if (!text) throw new Error(`The column ${column} is empty in ${JSON.stringify(row)}.`)
  return text
}

/** The same text gives the same id everywhere: a UUID of version 8, whose other bits are the application's (RFC 9562). */
function uuidOf(text: string): string {
  const bytes = createHash('sha256').update(text).digest().subarray(0, 16)
  bytes[6] = 0x80 | (bytes[6]! & 0x0f)
  bytes[8] = 0x80 | (bytes[8]! & 0x3f)
  return bytes.toString('hex').replace(/^(.{8})(.{4})(.{4})(.{4})/, '$1-$2-$3-$4-')
}
