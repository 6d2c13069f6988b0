import type { ProblemCode } from '../problem-sentences.ts'
import { BrokenBytes } from './unpack.ts'
import { longer, unescaped, type NumberStyle, type Sheet, type Workbook } from './workbook.ts'
import { readXml } from './xml.ts'

export interface SheetCell {
  text: string
  /** Where the cell holds a number, which `text` then doesn't tell. */
  number?: number
  style: NumberStyle
  /** What is wrong with it, whatever column it is in. */
  fault?: ProblemCode
}

/** A row with something in it. */
export interface SheetRow {
  line: number
  /** By column; empty ones are left out. */
  cells: SheetCell[]
  /** How many columns there would have to be for a cell that lies too far to the right; 0 if none does. */
  beyond: number
}

const mostColumns = 1_000
const mostLines = 1_048_576
const largestRow = 4 * 1024 * 1024

/**
 * Reads a sheet's rows as they are unpacked. A formula counts as what it came to when the workbook was saved.
 *
 * @throws BrokenBytes
 */
export async function* readSheet(workbook: Workbook, { part }: Sheet): AsyncGenerator<SheetRow[]> {
  const text = workbook.archive.part(part)
  if (text === undefined) throw new BrokenBytes('BAD_WORKBOOK')
  let rows: SheetRow[] = []
  let row: SheetRow = { line: 0, cells: [], beyond: 0 }
  let size = 0
  let column = -1
  let cell = emptyCell()
  let taking: 'value' | 'inline' | undefined
  let phonetic = false
  const steps = readXml(text, {
    open(name, attributes) {
      if (name === 'row') {
        row = { line: lineOf(attributes['r'], row.line), cells: [], beyond: 0 }
        size = 0
        column = -1
      } else if (name === 'c') {
        column = columnOf(attributes['r']) ?? column + 1
        cell = emptyCell(attributes['t'], workbook.styles[Number(attributes['s'] ?? 0)])
      } else if (name === 'v') {
        taking = 'value'
        cell.valued = true
      } else if (name === 't' && !phonetic) taking = 'inline'
      else if (name === 'f') cell.formula = true
      else if (name === 'rPh') phonetic = true
    },
    text(more) {
      if (taking !== undefined) cell.text = longer(cell.text, more)
    },
    close(name) {
      taking = undefined
      if (name === 'rPh') phonetic = false
      if (name === 'c') {
        const read = readCell(cell, workbook)
        if (read.text === '' && read.number === undefined && read.fault === undefined) return
        size += read.text.length
        if (size > largestRow) throw new BrokenBytes('TOO_LARGE')
        if (column < mostColumns) row.cells[column] = read
        else row.beyond = Math.max(row.beyond, column + 1)
      }
      if (name === 'row' && (row.cells.length > 0 || row.beyond > 0)) rows.push(row)
    },
  })
  try {
    while ((await steps.next()).done !== true) {
      if (rows.length > 0) yield rows
      rows = []
    }
  } finally {
    // Whoever wanted only the first rows has the rest left packed.
    await steps.return(undefined)
  }
}

interface WrittenCell {
  type: string
  style: NumberStyle
  text: string
  formula: boolean
  valued: boolean
}

function emptyCell(type = 'n', style: NumberStyle = 'plain'): WrittenCell {
  return { type, style, text: '', formula: false, valued: false }
}

function lineOf(written: string | undefined, before: number): number {
  const line = written === undefined ? before + 1 : Number(written)
  if (!Number.isInteger(line) || line <= before || line > mostLines) throw new BrokenBytes('BAD_WORKBOOK')
  return line
}

/** `A1` is in column 0, `AB7` in 27. */
function columnOf(reference: string | undefined): number | undefined {
  if (reference === undefined) return undefined
  let column = 0
  for (let i = 0; i < reference.length && i < 4; i++) {
    const letter = reference.charCodeAt(i) - 64
    if (letter < 1 || letter > 26) break
    column = column * 26 + letter
  }
  if (column === 0) throw new BrokenBytes('BAD_WORKBOOK')
  return column - 1
}

function readCell({ type, style, text, formula, valued }: WrittenCell, { strings }: Workbook): SheetCell {
  if (formula && !valued) return { text: '', style, fault: 'FORMULA_WITHOUT_VALUE' }
  if (text === '') return { text, style }
  switch (type) {
    case 's': {
      const shared = strings.get(Number(text))
      if (shared === undefined) throw new BrokenBytes('BAD_WORKBOOK')
      return { text: shared, style }
    }
    case 'b':
      return { text: text === '1' ? 'TRUE' : 'FALSE', style }
    case 'e':
      return { text, style, fault: 'FORMULA_ERROR' }
    case 'n': {
      const number = Number(text)
      return Number.isFinite(number) ? { text: '', number, style } : { text, style }
    }
    default:
      return { text: unescaped(text), style }
  }
}
