import type { Archive } from './archive.ts'
import { openStringStore, type StringStore } from './string-store.ts'
import { BrokenBytes } from './unpack.ts'
import { readXml, type XmlHandlers } from './xml.ts'

/** How a number is shown, as far as it tells what the number means. */
export type NumberStyle = 'plain' | 'date' | 'month' | 'percent'

export interface Sheet {
  name: string
  hidden: boolean
  /** Where it is in the archive. */
  part: string
}

export interface Workbook {
  archive: Archive
  sheets: Sheet[]
  /** By the number that cells give. */
  styles: NumberStyle[]
  /** Whether days are counted from 1904, as old Macs did. */
  from1904: boolean
  strings: StringStore
  close(): void
}

const mostSheets = 200
const mostStyles = 100_000

/** Everything of a workbook but what its sheets hold. */
export async function openWorkbook(archive: Archive): Promise<Workbook> {
  const strings = openStringStore()
  const close = () => {
    strings.close()
    archive.close()
  }
  try {
    const [main = 'xl/workbook.xml'] = (await readTargets(archive, '')).values()
    const targets = await readTargets(archive, main)
    const { sheets, from1904 } = await readSheets(archive, main, targets)
    const folder = main.slice(0, main.lastIndexOf('/') + 1)
    await readStrings(archive, `${folder}sharedStrings.xml`, strings)
    const styles = await readStyles(archive, `${folder}styles.xml`)
    return { archive, sheets, styles, from1904, strings, close }
  } catch (error) {
    close()
    throw error
  }
}

async function readPart(archive: Archive, part: string, handlers: XmlHandlers): Promise<boolean> {
  const text = archive.part(part)
  if (text === undefined) return false
  const steps = readXml(text, handlers)
  while ((await steps.next()).done !== true) continue
  return true
}

/** The parts that a part points to, by the id of the pointer; of the archive itself, its main part. */
async function readTargets(archive: Archive, part: string): Promise<Map<string, string>> {
  const at = part.lastIndexOf('/') + 1
  const folder = part.slice(0, at)
  const targets = new Map<string, string>()
  await readPart(archive, `${folder}_rels/${part.slice(at)}.rels`, {
    open(name, { Id: id = '', Target: target = '', Type: type = '' }) {
      if (name !== 'Relationship' || targets.size > mostSheets * 10) return
      if (part !== '' || type.endsWith('/officeDocument')) {
        targets.set(id, target.startsWith('/') ? target.slice(1) : folder + target)
      }
    },
  })
  return targets
}

async function readSheets(archive: Archive, main: string, targets: ReadonlyMap<string, string>) {
  const sheets: Sheet[] = []
  let from1904 = false
  const found = await readPart(archive, main, {
    open(name, attributes) {
      if (name === 'workbookPr') from1904 = ['1', 'true'].includes(attributes['date1904'] ?? '')
      if (name !== 'sheet' || sheets.length >= mostSheets) return
      const [, id = ''] = Object.entries(attributes).find(([key]) => key.endsWith(':id')) ?? []
      const part = targets.get(id)
      const hidden = (attributes['state'] ?? 'visible') !== 'visible'
      if (part !== undefined) sheets.push({ name: attributes['name'] ?? '', hidden, part })
    },
  })
  if (!found || sheets.length === 0) throw new BrokenBytes('BAD_WORKBOOK')
  return { sheets, from1904 }
}

/** Texts that cells refer to by number; what only says how to pronounce one is left out. */
async function readStrings(archive: Archive, part: string, strings: StringStore): Promise<void> {
  let text = ''
  let taking = false
  let phonetic = false
  await readPart(archive, part, {
    open(name) {
      if (name === 'si') text = ''
      if (name === 'rPh') phonetic = true
      taking = name === 't' && !phonetic
    },
    text(more) {
      if (taking) text = longer(text, more)
    },
    close(name) {
      taking = false
      if (name === 'rPh') phonetic = false
      if (name === 'si') strings.add(unescaped(text))
    },
  })
}

const largestText = 1024 * 1024

/** @throws BrokenBytes for a text above 1 MiB, as of a cell in a text file */
export function longer(text: string, more: string): string {
  if (text.length + more.length > largestText) throw new BrokenBytes('TOO_LARGE')
  return text + more
}

/** Workbooks write characters that XML can't hold as `_x000D_`. */
export function unescaped(text: string): string {
  if (!text.includes('_x')) return text
  return text.replace(/_x([0-9A-Fa-f]{4})_/g, (_, code: string) => String.fromCharCode(Number.parseInt(code, 16)))
}

async function readStyles(archive: Archive, part: string): Promise<NumberStyle[]> {
  const formats = new Map<number, string>()
  const styles: NumberStyle[] = []
  let ofCells = false
  await readPart(archive, part, {
    open(name, attributes) {
      if (name === 'cellXfs') ofCells = true
      const id = Number(attributes['numFmtId'] ?? 0)
      if (name === 'numFmt' && formats.size < mostStyles) formats.set(id, attributes['formatCode'] ?? '')
      if (name === 'xf' && ofCells && styles.length < mostStyles) styles.push(styleOf(id, formats.get(id)))
    },
    close(name) {
      if (name === 'cellXfs') ofCells = false
    },
  })
  return styles
}

/** By the numbers of ECMA-376, 18.8.30, or by a format of the file's own. */
function styleOf(id: number, format: string | undefined): NumberStyle {
  if (format === undefined) {
    if (id === 9 || id === 10) return 'percent'
    if (id === 17) return 'month'
    const isDate = (id >= 14 && id <= 22) || (id >= 27 && id <= 36) || (id >= 45 && id <= 47) || (id >= 50 && id <= 58)
    return isDate ? 'date' : 'plain'
  }
  // Without what is shown as it stands, colours, languages and conditions.
  const signs = format.replace(/"[^"]*"|\\.|_.|\*.|\[[^\]]*\]/g, '').toLowerCase()
  if (signs.includes('%')) return 'percent'
  if (!/[dmyhs]/.test(signs) || signs.includes('general')) return 'plain'
  return /y/.test(signs) && /m/.test(signs) && !/[dhs]/.test(signs) ? 'month' : 'date'
}
