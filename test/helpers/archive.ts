import { crc32, deflateRawSync } from 'node:zlib'

/** A part as it is packed; of what can't be held unpacked, its packed bytes are made piece by piece. */
export interface Part {
  name: string
  packed: Buffer
  size: number
  crc: number
}

export function part(name: string, text: string | Buffer): Part {
  const bytes = Buffer.from(text as string)
  return { name, packed: deflateRawSync(bytes, { level: 1 }), size: bytes.length, crc: crc32(bytes) }
}

/** A ZIP archive of these parts, with sizes as they are said to be. */
export function archive(parts: readonly Part[]): Buffer {
  const files: Buffer[] = []
  const entries: Buffer[] = []
  let offset = 0
  for (const { name, packed, size, crc } of parts) {
    const common = Buffer.alloc(26)
    common.writeUInt16LE(20, 0)
    common.writeUInt16LE(0x800, 2)
    common.writeUInt16LE(8, 4)
    common.writeUInt32LE(crc, 10)
    common.writeUInt32LE(packed.length, 14)
    common.writeUInt32LE(size, 18)
    common.writeUInt16LE(Buffer.byteLength(name), 22)
    const file = Buffer.concat([Buffer.from('PK\x03\x04', 'latin1'), common, Buffer.from(name), packed])
    const rest = Buffer.alloc(14)
    rest.writeUInt32LE(offset, 10)
    entries.push(Buffer.concat([Buffer.from('PK\x01\x02\x14\0', 'latin1'), common, rest, Buffer.from(name)]))
    files.push(file)
    offset += file.length
  }
  const directory = Buffer.concat(entries)
  const end = Buffer.alloc(22)
  end.write('PK\x05\x06', 'latin1')
  end.writeUInt16LE(parts.length, 8)
  end.writeUInt16LE(parts.length, 10)
  end.writeUInt32LE(directory.length, 12)
  end.writeUInt32LE(offset, 16)
  return Buffer.concat([...files, directory, end])
}

const head = '<?xml version="1.0" encoding="UTF-8"?>'
const ns = 'http://schemas.openxmlformats.org'

/** A workbook of one sheet, written by hand: what stands in `<sheetData>`, and further or other parts. */
export function workbook(sheetData: string, more: Record<string, string> = {}): Part[] {
  const parts: Record<string, string> = {
    '_rels/.rels': `${head}<Relationships><Relationship Id="rId1" Type="${ns}/officeDocument/2006/relationships/officeDocument" Target="xl/workbook.xml"/></Relationships>`,
    'xl/workbook.xml': `${head}<workbook xmlns:r="r"><sheets><sheet name="Nhiệm vụ" sheetId="1" r:id="rId1"/></sheets></workbook>`,
    'xl/_rels/workbook.xml.rels': `${head}<Relationships><Relationship Id="rId1" Type="${ns}/officeDocument/2006/relationships/worksheet" Target="worksheets/sheet1.xml"/></Relationships>`,
    'xl/worksheets/sheet1.xml': `${head}<worksheet><sheetData>${sheetData}</sheetData></worksheet>`,
    ...more,
  }
  return Object.entries(parts).map(([name, text]) => part(name, text))
}

/** A row of cells whose text stands in them. */
export function inlineRow(line: number, cells: readonly string[]): string {
  const inner = cells.map((cell) => `<c t="inlineStr"><is><t>${cell}</t></is></c>`)
  return `<row r="${line}">${inner.join('')}</row>`
}
