import { difference } from '../../../db/audit.ts'
import { newId } from '../../../db/ids.ts'
import type { Value } from '../../../db/schema/values.ts'
import { expandAbbreviation, nameKey } from '../../departments/rules.ts'
import { kindOfTitle, guessLevel, type Reference } from '../../documents/rules.ts'
import { note, rowOf, stored, write, type Batch, type Stored } from './batch.ts'
import type { LegalBasis } from '../files/cells.ts'
import { keyWithoutProvince } from './department-directory.ts'
import { fold } from '../files/fold.ts'
import { table } from './tables.ts'

/** Documents have no versions: the audit log counts each as its first. */
export const documentTable = table(
  'documents',
  {
    reference: ['reference', 'text'],
    number: ['number', 'integer'],
    symbol: ['symbol', 'text'],
    kind: ['kind', 'text'],
    level: ['level', 'text'],
    issuedOn: ['issued_on', 'date'],
    issuer: ['issuer', 'text'],
    title: ['title', 'text'],
    source: ['source', 'text'],
  },
  { versions: false },
)

export interface DocumentFields {
  reference: string | null
  number: number | null
  symbol: string | null
  kind: Value<'DocumentKind'>
  level: Value<'DocumentLevel'>
  issuedOn: string | null
  issuer: string | null
  title: string | null
  source: string | null
}

/** What tells documents apart. */
export type Identity = Pick<DocumentFields, 'number' | 'symbol' | 'issuedOn' | 'issuer' | 'title'>

/** The province's documents that a batch could mean, and the central ones. */
export interface Register {
  /** `taken`: documents that are somebody else's already. */
  find(identity: Identity, taken?: ReadonlySet<string>): Stored | undefined
  /** Only the one with this very issuer and day. */
  findExact(identity: Identity): Stored | undefined
  /** All that a plan's legal basis could mean: the province's own or, without any, central ones. */
  citedBy(basis: LegalBasis): readonly Stored[]
  isCentral(id: string): boolean
  add(document: Stored): void
  /** Documents that are yet to be written: new ones, and those that have been filled in or published. */
  made: Stored[]
  completed: Set<Stored>
}

/** Reads what has one of these numbers or, without a number, one of these titles. */
export async function openRegister(
  { tx, job }: Batch,
  wanted: readonly Pick<DocumentFields, 'number' | 'title'>[],
): Promise<Register> {
  const numbers = [...new Set(wanted.flatMap(({ number }) => number ?? []))]
  const titles = [...new Set(wanted.flatMap(({ number, title }) => (number === null ? (title ?? []) : [])))]
  const own = new Map<string, Stored[]>()
  const shared = new Map<string, Stored[]>()
  const centralIds = new Set<string>()
  if (wanted.length > 0) {
    const rows = await tx.rows(
      `/* openRegister */ select ${documentTable.select} from documents t
       where t.province_id = $1 and (t.number = any ($2::integer[]) or t.number is null and t.title = any ($3::text[]))
       order by t.id for no key update`,
      [tx.provinceId, numbers, titles],
    )
    for (const row of rows) put(own, stored(row))
    const central = await tx.rows(
      `/* openRegisterCentral */ select id, true as published, number, symbol, issued_on as "issuedOn", issuer, title
       from central_documents where number = any ($1::integer[]) or title = any ($2::text[]) order by id`,
      [numbers, titles],
    )
    for (const row of central.map(stored)) {
      put(shared, row)
      centralIds.add(row.id)
    }
  }
  return {
    find: (identity, taken) => {
      const alike = own.get(groupOf(identity)) ?? []
      const free = taken ? alike.filter(({ id }) => !taken.has(id)) : alike
      return closest(free, identity, job.province.name)
    },
    findExact: (identity) => own.get(groupOf(identity))?.find((document) => isExact(document, identity)),
    citedBy: (basis) => {
      const cited = own.get(groupOfBasis(basis))?.filter((document) => isOfDay(basis, document)) ?? []
      if (cited.length > 0) return cited
      return shared.get(groupOfBasis(basis))?.filter((document) => isOfDay(basis, document)) ?? []
    },
    isCentral: (id) => centralIds.has(id),
    add: (document) => put(own, document),
    made: [],
    completed: new Set(),
  }
}

const identityOf = (document: Stored) => document.fields as unknown as DocumentFields

/** Number and symbol or, without a number, the title: what two mentions of one document always share. */
function groupOf({ number, symbol, title }: Pick<Identity, 'number' | 'symbol' | 'title'>): string {
  return number === null ? `=${title}` : `${number}/${fold(symbol ?? '')}`
}

function groupOfBasis({ name, reference }: LegalBasis): string {
  return groupOf({ ...(reference ?? { number: null, symbol: null }), title: name })
}

function put(groups: Map<string, Stored[]>, document: Stored): void {
  const group = groupOf(identityOf(document))
  groups.set(group, [...(groups.get(group) ?? []), document])
}

function isOfDay({ issuedOn }: LegalBasis, document: Stored): boolean {
  return issuedOn === null || identityOf(document).issuedOn === issuedOn
}

function isExact(document: Stored, { issuer, issuedOn }: Identity): boolean {
  const known = identityOf(document)
  return known.issuer === issuer && known.issuedOn === issuedOn
}

const issuerKey = (issuer: string, province: string) =>
  keyWithoutProvince(nameKey(expandAbbreviation(issuer)), province)

/** Two rows of a file with the same are about one document. */
export function identityKey(identity: Identity, province: string): string {
  const { issuedOn, issuer } = identity
  return [groupOf(identity), issuedOn, issuer && issuerKey(issuer, province)].join('\n')
}

/**
 * Of documents with one number and symbol, or one title: the very same first, then one whose issuer is written in another
 * way or not at all, then one that is known only from being cited by number, without a date, an issuer or a title.
 */
function closest(alike: readonly Stored[], said: Identity, province: string): Stored | undefined {
  const sameDay = alike.filter((document) => identityOf(document).issuedOn === said.issuedOn)
  return (
    sameDay.find((document) => isExact(document, said)) ??
    sameDay.find((document) => {
      const { issuer } = identityOf(document)
      if (issuer === null || said.issuer === null) return true
      return issuerKey(issuer, province) === issuerKey(said.issuer, province)
    }) ??
    alike.find((document) => {
      const { issuedOn, issuer, title } = identityOf(document)
      return issuedOn === null && issuer === null && title === null
    })
  )
}

/** A new document of the province. */
export function makeDocument(batch: Batch, register: Register, fields: DocumentFields, published: boolean): Stored {
  const document: Stored = { id: newId(), version: 1, published, fields: { ...fields } }
  register.add(document)
  register.made.push(document)
  note(batch, 'Document', document, difference({}, document.fields))
  return document
}

/** Gives a document what it lacks, and shows it to the ministry if it is to be; what it has is never overwritten. */
export function completeDocument(
  batch: Batch,
  register: Register,
  document: Stored,
  said: Partial<DocumentFields>,
  published: boolean,
): void {
  const lacking = Object.entries(said).filter(
    ([field, value]) => value != null && (document.fields[field] ?? null) === null,
  )
  const changes = difference(document.fields, Object.fromEntries(lacking))
  if (lacking.length === 0 && (document.published || !published)) return
  Object.assign(document.fields, Object.fromEntries(lacking))
  document.published ||= published
  if (!register.made.includes(document)) register.completed.add(document)
  if (lacking.length > 0) note(batch, 'Document', document, changes)
}

/** What is known of a document that is only cited. */
export function citedDocument({ name, reference, issuedOn }: LegalBasis): DocumentFields {
  const nothing = { issuer: null, title: null, source: null }
  return reference === undefined
    ? { ...nothing, ...noReference, kind: kindOfTitle(name), level: levelOfTitle(name), issuedOn, title: name }
    : { ...nothing, ...numbered(reference), level: guessLevel(reference.symbol), issuedOn }
}

const noReference = { reference: null, number: null, symbol: null }

export function numbered({ reference, number, symbol, kind }: Reference) {
  return { reference, number, symbol, kind }
}

/** Laws and treaties are the nation's; of anything else without a number only the province itself is known. */
function levelOfTitle(title: string): Value<'DocumentLevel'> {
  return ['LAW', 'TREATY'].includes(kindOfTitle(title)) ? 'CENTRAL' : 'PROVINCIAL'
}

/** Writes what was made and completed; before the rows that point to it. */
export async function writeDocuments(batch: Batch, register: Register): Promise<void> {
  await write(batch, documentTable.insert, register.made, rowOf)
  await write(batch, documentTable.update, [...register.completed], rowOf)
  register.made = []
  register.completed.clear()
}
