import { parseReference, type Reference } from '../../documents/rules.ts'
import type { Details } from '../problems.ts'
import type { ProblemCode } from '../problem-sentences.ts'
import type { Row } from '../files/rows.ts'

type IssuedRow = Row<'documents'> | Row<'plans'>

/** A document's reference may stand in one column or as number and symbol in two; undefined if it stands nowhere. */
export function referenceOf({ values }: IssuedRow): Reference | undefined {
  if (values.reference != null) return values.reference
  const { number, symbol } = values
  if (number == null || symbol == null) return undefined
  return parseReference(`${number}${symbol.includes('/') && !/^\d/.test(symbol) ? '-' : '/'}${symbol}`)
}

const columns = ['reference', 'number', 'symbol']

export interface Mistake {
  column: string
  code: ProblemCode
  details?: Details
}

/** What is wrong with a row whose number and symbol are not both there, are no reference, or are another than its own. */
export function mistakesOf(row: IssuedRow): Mistake[] {
  const { reference, number, symbol } = row.values
  if (columns.some((column) => row.faulty.has(column))) return []
  if (reference == null) {
    if (number == null && symbol == null) return []
    if (number == null || symbol == null) return [{ column: number == null ? 'number' : 'symbol', code: 'REQUIRED' }]
    return referenceOf(row) === undefined ? [{ column: 'symbol', code: 'BAD_REFERENCE' }] : []
  }
  const mistake = { code: 'REFERENCE_MISMATCH' as const, details: { reference: reference.reference } }
  return [
    ...((number ?? reference.number) === reference.number ? [] : [{ column: 'number', ...mistake }]),
    ...((symbol ?? reference.symbol) === reference.symbol ? [] : [{ column: 'symbol', ...mistake }]),
  ]
}

/** Whether a row of a document says neither a number nor a title, so that nothing is known to call it by. */
export function isNameless({ values, faulty }: Row<'documents'>): boolean {
  return (
    columns.every((column) => !faulty.has(column)) &&
    [values.reference, values.number, values.symbol, values.title].every((value) => value == null)
  )
}
