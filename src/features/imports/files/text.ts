import { isUtf8 } from 'node:buffer'
import { guessEncoding, isDamagedUtf8, isUtf16, legacyFont } from './encodings.ts'
import { atLine, problemAt, UnreadableFile, type Details } from '../problems.ts'
import { type ProblemCode } from '../problem-sentences.ts'
import { BrokenBytes, unpacked } from './unpack.ts'

/** No line of a file and no record may have more bytes. */
export const largestRecord = 4 * 1024 * 1024

/**
 * A text file as it arrives, packed or not: whole lines, each ended by a plain line feed, without the BOM.
 *
 * @throws UnreadableFile for what is no UTF-8 text, with its line, and for lines above 4 MiB
 */
export async function* readText(source: AsyncIterable<Uint8Array>): AsyncGenerator<string> {
  let line = 1
  let start = true
  let unicode = false
  let held: Buffer = Buffer.alloc(0)
  const take = (bytes: Buffer): string => {
    const text = decoded(bytes, line, unicode)
    unicode ||= text.length < bytes.length
    line += countBreaks(text)
    const plain = start && text.startsWith('\ufeff') ? text.slice(1) : text
    start = false
    return plain
  }
  try {
    for await (const chunk of unpacked(source)) {
      const bytes = held.length > 0 ? Buffer.concat([held, chunk]) : Buffer.from(chunk)
      const end = endOfLines(bytes)
      held = bytes.subarray(end)
      if (end > 0) yield take(bytes.subarray(0, end))
      if (held.length > largestRecord) {
        decoded(held, line, unicode)
        throw unreadable(line, 'TOO_LARGE')
      }
    }
  } catch (error) {
    if (!(error instanceof BrokenBytes)) throw error
    throw unreadable(line, error.code, error.details)
  }
  if (held.length > 0) yield take(held)
}

const lineFeed = 10
const carriageReturn = 13

/** Up to where the bytes are whole lines. A carriage return at the very end may be half of a line break. */
function endOfLines(bytes: Buffer): number {
  const returns = bytes.lastIndexOf(carriageReturn, bytes.length - 2)
  return Math.max(bytes.lastIndexOf(lineFeed), returns) + 1
}

/**
 * @param unicode whether UTF-8 of more than ASCII came before
 * @throws UnreadableFile for what is no UTF-8 or was written in a font's own letters
 */
function decoded(bytes: Buffer, line: number, unicode: boolean): string {
  if (!isUtf8(bytes) || bytes.includes(0)) throw notUtf8(bytes, line, unicode)
  const text = bytes.toString('utf8').replace(/\r\n?/g, '\n')
  const font = legacyFont(text)
  if (font) throw unreadable(line, 'LEGACY_FONT', { font })
  return text
}

function notUtf8(bytes: Buffer, line: number, unicode: boolean): UnreadableFile {
  const archive = bytes.toString('latin1', 0, 4)
  if (archive === 'PK\x03\x04') return unreadable(line, 'OTHER_FORMAT', { format: 'XLSX' })
  if (archive === '\xd0\xcf\x11\xe0') return unreadable(line, 'OTHER_FORMAT', { format: 'XLS' })
  if (archive.startsWith('%PDF')) return unreadable(line, 'OTHER_FORMAT', { format: 'PDF' })
  if (isUtf16(bytes)) return unreadable(line, 'NOT_UTF8', { encoding: 'UTF-16' })
  const count = linesBeforeBad(bytes)
  if (isUtf8(bytes)) return unreadable(line + count, 'NUL_BYTE')
  if (unicode || isDamagedUtf8(bytes)) return unreadable(line + count, 'DAMAGED_UTF8')
  return unreadable(line + count, 'NOT_UTF8', { encoding: guessEncoding(bytes) })
}

/** How many lines before the first bad one; a line feed is never part of another character in UTF-8. */
function linesBeforeBad(bytes: Buffer): number {
  let count = 0
  for (let from = 0; from < bytes.length; count++) {
    const end = bytes.indexOf(lineFeed, from)
    const part = bytes.subarray(from, end < 0 ? bytes.length : end)
    if (!isUtf8(part) || part.includes(0)) return count
    from = end < 0 ? bytes.length : end + 1
  }
  return count
}

/** How many line breaks a text has. */
export function countBreaks(text: string): number {
  let count = 0
  for (let at = text.indexOf('\n'); at >= 0; at = text.indexOf('\n', at + 1)) count++
  return count
}

/** A file that can't be read from this line on. */
export function unreadable(line: number, code: ProblemCode, details: Details = {}): UnreadableFile {
  return new UnreadableFile([problemAt(atLine(line), null, null, code, details)])
}
