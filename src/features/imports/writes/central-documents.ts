import { newId } from '../../../db/ids.ts'
import type { MinistryTx } from '../../../db/tenancy.ts'
import { kindOfTitle } from '../../documents/rules.ts'
import { isNameless, mistakesOf, referenceOf, type Mistake } from './issue.ts'
import { problemAt, UnreadableFile } from '../problems.ts'
import type { Row } from '../files/rows.ts'

/** Adds those that are not on record; returns how many. */
export async function addCentralDocuments(tx: MinistryTx, rows: readonly Row<'documents'>[]): Promise<number> {
  const problems = rows.flatMap((row) => {
    const mistakes: Mistake[] = isNameless(row) ? [{ column: 'title', code: 'REQUIRED' }] : mistakesOf(row)
    return mistakes.map(({ column, code, details }) => problemAt(row, column, row.written(column), code, details))
  })
  if (problems.length > 0) throw new UnreadableFile(problems)
  const documents = rows.map((row) => {
    const { reference = null, number = null, symbol = null, kind } = referenceOf(row) ?? {}
    const { values } = row
    return {
      id: newId(),
      reference,
      number,
      symbol,
      kind: values.kind ?? kind ?? kindOfTitle(values.title ?? ''),
      issuedOn: values.issued_on ?? null,
      issuer: values.issuer ?? null,
      title: values.title ?? null,
      source: values.source ?? null,
    }
  })
  const added = await tx.rows(
    `/* addCentralDocuments */ insert into central_documents
       (id, reference, number, symbol, kind, issued_on, issuer, title, source)
     select e.id, e.reference, e.number, e.symbol, e.kind, e."issuedOn", e.issuer, e.title, e.source
     from jsonb_to_recordset($1::jsonb) as e (id uuid, reference text, number integer, symbol text, kind text,
       "issuedOn" date, issuer text, title text, source text)
     on conflict do nothing returning id`,
    [JSON.stringify(documents)],
  )
  return added.length
}
