import { readFileSync } from 'node:fs'
import type { Value } from '../../db/schema/values.ts'

/**
 * What makes two names the same name: NFC, every run of white space (no-break spaces too) as one space, no space at the
 * ends, lower case. Tone marks count: `Sở Nội vụ` and `So Noi vu` are two names.
 */
export function nameKey(name: string): string {
  return name.normalize('NFC').replace(/\s+/g, ' ').trim().toLocaleLowerCase('vi')
}

/**
 * What is written out, from `abbreviations.csv`: a field stands after `Sở` or `Bộ`, a body anywhere. Without the signs that people
 * put between the parts: `TT&TT`, `TT-TT` and `TTTT` are one abbreviation.
 */
const abbreviations: Readonly<Record<'field' | 'body', ReadonlyMap<string, string>>> = readAbbreviations(
  readFileSync(new URL('./abbreviations.csv', import.meta.url), 'utf8'),
)

function readAbbreviations(text: string) {
  const lines = text
    .trim()
    .split('\n')
    .slice(1)
    .map((line) => /^(field|body),(\p{Lu}+),"?([^"]+)"?$/u.exec(line) ?? [line])
  const of = (kind: string) =>
    new Map(lines.flatMap(([, which, short, name]) => (which === kind ? [[short ?? '', name ?? ''] as const] : [])))
  const unread = lines.find(([, which]) => which === undefined)
  if (unread !== undefined) throw new Error(`abbreviations.csv has a line that can’t be read: ${unread[0]}`)
  return { field: of('field'), body: of('body') }
}

/**
 * The name with its abbreviations written out and tones placed in one way (`Uỷ ban` as `Ủy ban`), for matching only: a
 * department keeps the name that it was given. What isn't known stays as it is.
 */
export function expandAbbreviation(name: string): string {
  const words = name.normalize('NFC').replace(/\s+/g, ' ').trim().replace(/ ?& ?/g, '&').split(' ')
  const expanded = words.map((word, i) => {
    const [, letters = '', rest = ''] = /^([\p{Lu}&.–-]+)(\P{L}*)$/u.exec(word) ?? []
    const short = letters.replace(/[&.–-]/g, '')
    // Two letters mean a field only after `Sở` or `Bộ`: elsewhere TP is a city.
    const field = i > 0 && /^(sở|bộ)$/iu.test(words[i - 1] ?? '') ? abbreviations.field.get(short) : undefined
    const full = field ?? abbreviations.body.get(short)
    return full === undefined ? word : full + rest
  })
  return toneOnFirstVowel(expanded.join(' '))
}

const tones: Record<string, string> = {
  oà: 'òa',
  oá: 'óa',
  oả: 'ỏa',
  oã: 'õa',
  oạ: 'ọa',
  oè: 'òe',
  oé: 'óe',
  oẻ: 'ỏe',
  oẽ: 'õe',
  oẹ: 'ọe',
  uỳ: 'ùy',
  uý: 'úy',
  uỷ: 'ủy',
  uỹ: 'ũy',
  uỵ: 'ụy',
}
const openSyllable = /(?:o[àáảãạèéẻẽẹ]|u[ỳýỷỹỵ])(?!\p{L})/giu

/** `hoà` and `hòa` are two spellings of one syllable; `hoàn` has only one. */
function toneOnFirstVowel(text: string): string {
  return text.replace(openSyllable, (pair) => {
    const placed = tones[pair.toLocaleLowerCase('vi')] ?? pair
    const [first = '', second = ''] = placed
    const upper = (letter: string | undefined) => letter !== undefined && letter !== letter.toLocaleLowerCase('vi')
    return (
      (upper(pair[0]) ? first.toLocaleUpperCase('vi') : first) +
      (upper(pair[1]) ? second.toLocaleUpperCase('vi') : second)
    )
  })
}

// The first that fits. A party body comes before the office or the board that its name begins with.
const kinds: readonly (readonly [RegExp, Value<'DepartmentKind'>])[] = [
  [/^ban chỉ đạo/u, 'STEERING_COMMITTEE'],
  [/^ban quản lý/u, 'MANAGEMENT_BOARD'],
  [/^(tỉnh|thành|huyện|thị|đảng) ủy|(tỉnh|thành|huyện|thị|đảng) ủy( |$)|^ban (tuyên giáo|dân vận)/u, 'PARTY_BODY'],
  [/^(công an|bộ chỉ huy|bộ tư lệnh|bộ đội|cảnh sát|đồn biên phòng|ban chỉ huy)( |$)/u, 'ARMED_FORCES'],
  [/^(báo|đài|cổng|tạp chí|cơ quan báo chí|thông tấn xã|trung tâm truyền thông)([ ,]|$)/u, 'PRESS'],
  [/^(văn phòng)( |$)/u, 'OFFICE'],
  [/^hội đồng nhân dân/u, 'OTHER'],
  [/^(hội|đoàn|tỉnh đoàn|liên hiệp|liên đoàn|hiệp hội|ủy ban mặt trận|mặt trận)( |$)/u, 'ASSOCIATION'],
  [/^ủy ban nhân dân (các )?(huyện|thành phố|thị xã|quận|xã|phường)/u, 'DISTRICT'],
  [/^ủy ban nhân dân/u, 'PEOPLES_COMMITTEE'],
  [/^(cục|tổng cục|bộ)( |$)/u, 'CENTRAL_BODY'],
  [/^(sở|ban)( |$)/u, 'DEPARTMENT'],
]

/** What kind of body a name speaks of; OTHER where it doesn't say. */
export function guessKind(name: string): Value<'DepartmentKind'> {
  const key = nameKey(expandAbbreviation(name)).replace(/^các /u, '')
  return kinds.find(([pattern]) => pattern.test(key))?.[1] ?? 'OTHER'
}
