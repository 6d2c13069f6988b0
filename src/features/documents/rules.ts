import type { Value } from '../../db/schema/values.ts'

export interface Reference {
  /** As documents are cited, without stray spaces: `51/KH-UBND`. */
  reference: string
  number: number
  /** Without the number and the year: `KH-UBND`, `QĐ-UBND`, `HD/BTGTU`. */
  symbol: string
  /** Only where the reference holds it, as those of legal acts do: `34/2017/QĐ-UBND`. */
  year?: number
  kind: Value<'DocumentKind'>
}

// The government's form, with or without a year, and the Party's, which has the dash and the slash the other way round.
const forms = [
  /^(?<number>\d{1,9})\/(?:(?<year>(?:19|20)\d\d)\/)?(?<symbol>\p{L}[\p{L}\d&.]*(?:[-/][\p{L}\d&.]+)*)$/u,
  /^(?<number>\d{1,9})-(?<symbol>\p{L}+\/[\p{L}\d&.]+(?:-[\p{L}\d&.]+)*)$/u,
]

/** Reads `51/KH-UBND`, `34/2017/QĐ-UBND`, `368/QĐ-TTg` or `16-HD/BTGTU`; undefined for anything else. */
export function parseReference(text: string): Reference | undefined {
  const reference = text
    .normalize('NFC')
    .replace(/\s+/g, ' ')
    .trim()
    .replace(/^số *:? */iu, '')
    .replace(/ *([-–—/]) */g, (_, sign: string) => (sign === '/' ? '/' : '-'))
  for (const form of forms) {
    const { number, year, symbol } = form.exec(reference)?.groups ?? {}
    if (number === undefined || symbol === undefined) continue
    const found = { reference, number: Number(number), symbol, kind: kindOfSymbol(symbol) }
    return year === undefined ? found : { ...found, year: Number(year) }
  }
  return undefined
}

/** `368/QĐ-TTg@2013-02-28`: what stands before and after the last `@`, untouched but for spaces. */
export function splitLegalBasis(text: string): { name: string; date: string | undefined } {
  const at = text.lastIndexOf('@')
  return at < 0
    ? { name: text.trim(), date: undefined }
    : { name: text.slice(0, at).trim(), date: text.slice(at + 1).trim() }
}

// By the abbreviations of Decree 30/2020/NĐ-CP, and those of the Party and of legal acts.
const kinds = new Map<string, Value<'DocumentKind'>>([
  ['QĐ', 'DECISION'],
  ['KH', 'PLAN'],
  ['CTR', 'PROGRAMME'],
  ['ĐA', 'SCHEME'],
  ['QC', 'REGULATION'],
  ['HD', 'GUIDANCE'],
  ['BC', 'REPORT'],
  ['TB', 'NOTICE'],
  ['CT', 'DIRECTIVE'],
  ['NQ', 'RESOLUTION'],
  ['KL', 'CONCLUSION'],
  ['CV', 'OFFICIAL_LETTER'],
  ['L', 'LAW'],
  ['NĐ', 'LAW'],
  ['TT', 'LAW'],
  ['TTLT', 'LAW'],
  ['PL', 'LAW'],
])

function kindOfSymbol(symbol: string): Value<'DocumentKind'> {
  const [leading = ''] = symbol.split(/[-/]/)
  return kinds.get(leading.toLocaleUpperCase('vi')) ?? 'OTHER'
}

const titles: readonly (readonly [RegExp, Value<'DocumentKind'>])[] = [
  [/^quyết định/u, 'DECISION'],
  [/^kế hoạch/u, 'PLAN'],
  [/^chương trình/u, 'PROGRAMME'],
  [/^đề án/u, 'SCHEME'],
  [/^quy chế/u, 'REGULATION'],
  [/^hướng dẫn/u, 'GUIDANCE'],
  [/^báo cáo/u, 'REPORT'],
  [/^thông báo/u, 'NOTICE'],
  [/^chỉ thị/u, 'DIRECTIVE'],
  [/^nghị quyết/u, 'RESOLUTION'],
  [/^kết luận/u, 'CONCLUSION'],
  [/^(hiệp ước|hiệp định|công ước|nghị định thư)/u, 'TREATY'],
  [/^(luật|bộ luật|pháp lệnh|nghị định|thông tư)/u, 'LAW'],
  [/^công văn/u, 'OFFICIAL_LETTER'],
]

/** What kind of document a title begins with; OTHER where it doesn't say. */
export function kindOfTitle(title: string): Value<'DocumentKind'> {
  const start = title.normalize('NFC').trim().toLocaleLowerCase('vi')
  return titles.find(([pattern]) => pattern.test(start))?.[1] ?? 'OTHER'
}

// Named one by one, because the province's own boards begin with B as ministries do: BTGTU, BCĐ, BQL.
const central = new Set(
  (
    'TTG CP CTN QH UBTVQH TW TƯ BBT BCT VPTW VPCP TTCP TANDTC VKSNDTC KTNN NHNN UBDT BTGTW ' +
    'BTTTT BVHTTDL BVHTT BNG BTC BNV BTP BQP BCA BCT BXD BYT BKHĐT BKHCN BGDĐT BGTVT BLĐTBXH BTNMT BNNPTNT BNNMT'
  ).split(' '),
)

/** Whether a symbol's issuer is a central body (`QĐ-TTg`, `NĐ-CP`, `QH14`, `TTLT-BTC-BTTTT`, `NQ/TW`) or a provincial one. */
export function guessLevel(symbol: string): Value<'DocumentLevel'> {
  const parts = symbol.toLocaleUpperCase('vi').split(/[-/]/)
  const issuers = parts.length > 1 ? parts.slice(1) : parts
  return issuers.some((part) => central.has(part.replace(/[&.\d]/g, ''))) ? 'CENTRAL' : 'PROVINCIAL'
}
