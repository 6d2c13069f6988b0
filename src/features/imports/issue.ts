import { parseReference, type Reference } from '../documents/rules.ts'
import { refuse, type Batch } from './batch.ts'
import type { Row } from './rows.ts'

type IssuedRow = Row<'documents'> | Row<'plans'>

/** A document's reference may stand in one column or as number and symbol in two; undefined if it stands nowhere. */
export function referenceOf({ values }: IssuedRow): Reference | undefined {
  if (values.reference != null) return values.reference
  const { number, symbol } = values
  if (number == null || symbol == null) return undefined
  return parseReference(`${number}${symbol.includes('/') && !/^\d/.test(symbol) ? '-' : '/'}${symbol}`)
}

/** Refuses a row whose number and symbol are not both there, are no reference, or are another than its reference. */
export function checkReference(batch: Batch, row: IssuedRow): void {
  const { reference, number, symbol } = row.values
  if (reference == null) {
    if (number == null && symbol == null) return
    if (number == null || symbol == null) refuse(batch, row, number == null ? 'number' : 'symbol', 'REQUIRED')
    else if (referenceOf(row) === undefined) refuse(batch, row, 'symbol', 'BAD_REFERENCE')
    return
  }
  const { number: ownNumber, symbol: ownSymbol } = reference
  const details = { reference: reference.reference }
  if ((number ?? ownNumber) !== ownNumber) refuse(batch, row, 'number', 'REFERENCE_MISMATCH', details)
  if ((symbol ?? ownSymbol) !== ownSymbol) refuse(batch, row, 'symbol', 'REFERENCE_MISMATCH', details)
}
