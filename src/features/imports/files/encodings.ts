// Vietnam wrote its letters in many ways before Unicode, and ten years of spreadsheets still do. Two of them are fonts: the
// text is Latin letters and signs, which only show as Vietnamese in fonts made for it (.VnTime for TCVN3, VNI-Times for
// VNI), so that a file can be good UTF-8 and its text still be no Vietnamese.

export type LegacyFont = 'TCVN3 (ABC)' | 'VNI'

/** `ho¹ch`, `®èi`, `th«ng`: TCVN3 has signs where the marked vowels and đ are. */
const tcvn3 = /[a-z][µ¶·¸¹]|[©ª«¬\u00ad®][a-zµ¶·¸¹]|®/gi
/** `hoaïch`, `ñoái`: VNI puts the mark behind its vowel as a letter of its own. */
const vni = /[aeouyôö][ùøûõï]|[aeo][âåä]/gi
// Letters that Vietnamese in Unicode doesn't have; most texts are done with once this finds none.
const foreign = /[µ¶·¸¹®ïøûåä]/
const vietnamese = /[ạảấầẩẫậắằẳẵặẹẻẽếềểễệỉịọỏốồổỗộớờởỡợụủứừửữựỳỵỷỹơưđ]/gi
const enough = 3

/** The font without which a text can't be read, if it is in one. A few foreign names make no such text. */
export function legacyFont(text: string): LegacyFont | undefined {
  if (!foreign.test(text)) return undefined
  const [signs, marks] = [count(text, tcvn3), count(text, vni)]
  if (Math.max(signs, marks) < enough || Math.max(signs, marks) <= count(text, vietnamese)) return undefined
  return signs >= marks ? 'TCVN3 (ABC)' : 'VNI'
}

const count = (text: string, pattern: RegExp) => text.match(pattern)?.length ?? 0

/** What bytes are that are no UTF-8, as far as it can be told. */
export function guessEncoding(bytes: Buffer): string {
  const text = bytes.toString('latin1')
  const [signs, marks] = [count(text, tcvn3), count(text, vni)]
  // In Windows-1258 the tone follows its vowel as well, in other places of the table.
  const tones = count(new TextDecoder('windows-1258').decode(bytes), /[aeiouyăâêôơư][\u0300\u0301\u0303\u0309\u0323]/gi)
  const most = Math.max(signs, marks, tones)
  if (most === 0) return 'ANSI'
  if (most === tones) return 'Windows-1258'
  return most === signs ? 'TCVN3 (ABC)' : 'VNI'
}

/** Text of two bytes a letter, which spreadsheets save under the name Unicode. */
export function isUtf16(bytes: Buffer): boolean {
  const mark = bytes.toString('latin1', 0, 2)
  if (mark === '\xff\xfe' || mark === '\xfe\xff') return true
  const start = bytes.subarray(0, 1000)
  const zeros = start.reduce((sum, byte) => sum + (byte === 0 ? 1 : 0), 0)
  return zeros > start.length / 5
}

/** Whether bytes are UTF-8 but for a few, as after a bad transfer or a cut. */
export function isDamagedUtf8(bytes: Buffer): boolean {
  const text = bytes.toString('utf8')
  return count(text, /[\u0080-\ufffc]/g) > count(text, /\ufffd/g)
}
