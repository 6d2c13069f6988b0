import { refuse, write, type Batch, type Stored, type Written } from './batch.ts'
import {
  citedDocument,
  completeDocument,
  makeDocument,
  type DocumentFields,
  type Register,
} from './document-register.ts'
import type { Row } from '../files/rows.ts'
import { table } from './tables.ts'

type PlanRow = Row<'plans'>

const basisTable = table(
  'legal_bases',
  {
    planId: ['plan_id', 'uuid'],
    ordinal: ['ordinal', 'smallint'],
    documentId: ['document_id', 'uuid'],
    centralDocumentId: ['central_document_id', 'uuid'],
  },
  { versions: false, ids: false },
)

/** The documents that a row's legal bases speak of, for the register. */
export function documentsOfBases({ values }: PlanRow): DocumentFields[] {
  return (values.legal_bases ?? []).map(citedDocument)
}

/** Refuses a row with a basis that could be one of several documents. */
export function checkBases(batch: Batch, register: Register, row: PlanRow): void {
  for (const basis of row.values.legal_bases ?? []) {
    if (register.citedBy(basis).length > 1)
      refuse(batch, row, 'legal_bases', 'AMBIGUOUS_DOCUMENT', { name: basis.name })
  }
}

/**
 * The documents that a plan rests on, in its own order: of the province, or else of the nation, or else made as what the
 * reference tells. Undefined if the file doesn't say.
 */
export function basesOf(batch: Batch, register: Register, row: PlanRow, visible: boolean): string[] | undefined {
  const { legal_bases: cited } = row.values
  if (cited === undefined) return undefined
  const ids = (cited ?? []).map((basis) => {
    const [known] = register.citedBy(basis)
    if (known === undefined) return makeDocument(batch, register, citedDocument(basis), visible).id
    if (!register.isCentral(known.id)) completeDocument(batch, register, known, {}, visible)
    return known.id
  })
  return [...new Set(ids)]
}

/** The bases on record of these plans, by plan. */
export async function readBases({ tx }: Batch, plans: readonly Stored[]): Promise<Map<string, string[]>> {
  if (plans.length === 0) return new Map()
  const rows = await tx.rows<{ plan: string; documents: string[] }>(
    `/* readBases */ select plan_id as plan, array_agg(coalesce(document_id, central_document_id) order by ordinal) as documents
     from legal_bases where province_id = $1 and plan_id = any ($2::uuid[]) group by plan_id`,
    [tx.provinceId, plans.map(({ id }) => id)],
  )
  return new Map(rows.map(({ plan, documents }) => [plan, documents]))
}

/** Writes the bases of new plans, and those anew that a change of a plan concerns. */
export async function writeBases(
  batch: Batch,
  register: Pick<Register, 'isCentral'>,
  { created, changed }: { created: readonly Written[]; changed: readonly Written[] },
): Promise<void> {
  const { tx } = batch
  const replaced = changed.filter(({ changes }) => 'legalBasisIds' in changes)
  if (replaced.length > 0) {
    tx.send('/* removeBases */ delete from legal_bases where province_id = $1 and plan_id = any ($2::uuid[])', [
      tx.provinceId,
      replaced.map(({ id }) => id),
    ])
  }
  const rows = [...created, ...replaced].flatMap(({ id, fields, published }) =>
    (fields['legalBasisIds'] as string[]).map((document, i) => ({
      planId: id,
      ordinal: i + 1,
      published,
      ...(register.isCentral(document) ? { centralDocumentId: document } : { documentId: document }),
    })),
  )
  await write(batch, basisTable.insert, rows)
}
