import { newId } from '../../../db/ids.ts'
import { guessLevel, kindOfTitle } from '../../documents/rules.ts'
import {
  accepted,
  record,
  refuse,
  rowOf,
  sortOut,
  write,
  type Batch,
  type Fields,
  type Said,
  type Stored,
} from './batch.ts'
import { documentTable, identityKey, openRegister, type Identity } from './document-register.ts'
import { isNameless, mistakesOf, referenceOf } from './issue.ts'
import type { Row } from '../files/rows.ts'

type DocumentRow = Row<'documents'>

/** Documents are known by issuer, number, symbol and date of issue or, without a number, by issuer, title and date. */
export async function applyDocuments(batch: Batch, rows: readonly DocumentRow[]): Promise<void> {
  for (const row of rows) {
    for (const { column, code, details } of mistakesOf(row)) refuse(batch, row, column, code, details)
    if (isNameless(row)) refuse(batch, row, 'title', 'REQUIRED')
  }
  const register = await openRegister(batch, accepted(batch, rows).map(identityOf))
  const lines = new Map<string, number>()
  // A row that says less than is known takes no document from one that says just that.
  const claimed = new Set(accepted(batch, rows).flatMap((row) => register.findExact(identityOf(row))?.id ?? []))
  const said: Said[] = []
  for (const row of accepted(batch, rows)) {
    const key = identityKey(identityOf(row), batch.job.province.name)
    const line = lines.get(key)
    if (line !== undefined) {
      refuse(batch, row, null, 'DUPLICATE_KEY', { line })
      continue
    }
    lines.set(key, row.line)
    const before = register.findExact(identityOf(row)) ?? register.find(identityOf(row), claimed)
    const id = before?.id ?? newId()
    claimed.add(id)
    const fields = fieldsOf(row)
    const defaults = defaultsOf(row)
    said.push({ row, before, id, fields, defaults, published: true })
  }
  const { created, changed } = await sortOut(batch, said)
  // A document of a plan that is only a draft becomes visible by being listed for itself.
  const rewritten = new Set(changed.map(({ id }) => id))
  const hidden = said.flatMap(({ before }) => (before?.published === false && !rewritten.has(before.id) ? before : []))
  const shown = hidden.map((document) => ({ ...document, published: true }))
  await write(batch, documentTable.insert, created, rowOf)
  await write<Stored>(batch, documentTable.update, [...changed, ...shown], rowOf)
  // Without a version of its own, every entry of a document is for its first.
  record(batch, 'Document', { created, changed: changed.map((document) => ({ ...document, version: 1 })) })
}

function identityOf(row: DocumentRow): Identity {
  const { number = null, symbol = null } = referenceOf(row) ?? {}
  const { issued_on: issuedOn = null, issuer = null, title = null } = row.values
  return { number, symbol, issuedOn, issuer, title }
}

/** An empty cell says nothing here: what was known of a document is not taken away by a file that doesn't know it. */
function fieldsOf(row: DocumentRow): Fields {
  const { reference, number, symbol } = referenceOf(row) ?? {}
  const { values } = row
  return {
    reference,
    number,
    symbol,
    kind: values.kind ?? undefined,
    level: values.level ?? undefined,
    issuedOn: values.issued_on ?? undefined,
    issuer: values.issuer ?? undefined,
    title: values.title ?? undefined,
    source: values.source ?? undefined,
  }
}

function defaultsOf(row: DocumentRow): Fields {
  const said = referenceOf(row)
  return {
    reference: null,
    number: null,
    symbol: null,
    kind: said?.kind ?? kindOfTitle(row.values.title ?? ''),
    level: said ? guessLevel(said.symbol) : 'PROVINCIAL',
    issuedOn: null,
    issuer: null,
    title: null,
    source: null,
  }
}
