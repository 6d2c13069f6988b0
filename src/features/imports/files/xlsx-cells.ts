import type { BoundColumn } from './header.ts'
import { numberAsWritten } from './numbers.ts'
import { serialDate } from './serials.ts'
import type { SheetCell } from './sheet.ts'

/** What the cell shows, in the way in which a text file would have it. */
export function textOf(cell: SheetCell, column: BoundColumn | undefined, from1904: boolean): string {
  const { number, style } = cell
  if (number === undefined) return cell.text
  const isDate = style === 'date' || style === 'month'
  // Days since 1900 without a style are understood by the column itself.
  if (isDate || (column?.isDate && from1904 && number >= 10_000)) {
    const date = serialDate(number, from1904)
    if (date !== undefined) return style === 'month' && !column?.isDate ? date.slice(0, 7) : date
  }
  return style === 'percent' ? `${numberAsWritten(number * 100)}%` : numberAsWritten(number)
}
