import type { Value } from '../../db/schema/values.ts'

/**
 * What makes two names the same name: NFC, every run of white space (no-break spaces too) as one space, no space at the
 * ends, lower case. Tone marks count: `Sở Nội vụ` and `So Noi vu` are two names.
 */
export function nameKey(name: string): string {
  return name.normalize('NFC').replace(/\s+/g, ' ').trim().toLocaleLowerCase('vi')
}

// Written without the signs that people put between the parts: `TT&TT`, `TT-TT` and `TTTT` are one abbreviation.
const fields: Record<string, string> = {
  TTTT: 'Thông tin và Truyền thông',
  VHTTDL: 'Văn hóa, Thể thao và Du lịch',
  VHTT: 'Văn hóa và Thể thao',
  DL: 'Du lịch',
  NNPTNT: 'Nông nghiệp và Phát triển nông thôn',
  NNMT: 'Nông nghiệp và Môi trường',
  KHĐT: 'Kế hoạch và Đầu tư',
  KHCN: 'Khoa học và Công nghệ',
  GTVT: 'Giao thông vận tải',
  LĐTBXH: 'Lao động - Thương binh và Xã hội',
  TNMT: 'Tài nguyên và Môi trường',
  GDĐT: 'Giáo dục và Đào tạo',
  CT: 'Công Thương',
  NV: 'Nội vụ',
  NGV: 'Ngoại vụ',
  NG: 'Ngoại giao',
  TC: 'Tài chính',
  TP: 'Tư pháp',
  XD: 'Xây dựng',
  YT: 'Y tế',
}

const bodies: Record<string, string> = {
  UBND: 'Ủy ban nhân dân',
  HĐND: 'Hội đồng nhân dân',
  UBMTTQ: 'Ủy ban Mặt trận Tổ quốc',
  MTTQ: 'Mặt trận Tổ quốc',
  VP: 'Văn phòng',
  TU: 'Tỉnh ủy',
  BTGTU: 'Ban Tuyên giáo Tỉnh ủy',
  BTG: 'Ban Tuyên giáo',
  TGTU: 'Tuyên giáo Tỉnh ủy',
  BCĐ: 'Ban Chỉ đạo',
  BQL: 'Ban Quản lý',
  KKT: 'Khu kinh tế',
  BCH: 'Bộ Chỉ huy',
  BĐBP: 'Bộ đội Biên phòng',
  QS: 'Quân sự',
  CA: 'Công an',
  PTTH: 'Phát thanh - Truyền hình',
  TTTH: 'Truyền thanh - Truyền hình',
  TTĐT: 'Thông tin điện tử',
  TTĐN: 'thông tin đối ngoại',
  VHTT: 'Văn hóa thông tin',
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
    const field = i > 0 && /^(sở|bộ)$/iu.test(words[i - 1] ?? '') ? fields[short] : undefined
    const full = field ?? bodies[short]
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
