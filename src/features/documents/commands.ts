import { and, eq, isNull } from 'drizzle-orm'
import { audit, difference } from '../../db/audit.ts'
import { newId } from '../../db/ids.ts'
import { documents } from '../../db/schema/plans.ts'
import type { TenantTx } from '../../db/tenancy.ts'
import { UserError } from '../../errors.ts'
import { optionalText } from '../../graphql/input.ts'
import type { Caller } from '../../graphql/payloads.ts'
import type { DocumentInput } from '../../graphql/schema-types.generated.ts'
import { parseReference } from './rules.ts'

/** Who issues a province's documents unless the input says otherwise. */
const defaultIssuer = 'UBND tỉnh'

/**
 * The province's document that an input names: the one on record with this issuer, number, symbol and date, completed
 * with what it lacked, or else a new one. Decree 30/2020/NĐ-CP names the forms of number and symbol.
 */
export async function findOrCreateDocument(
  tx: TenantTx,
  caller: Caller,
  input: DocumentInput,
  path: readonly string[],
): Promise<string> {
  const written = optionalText(input.reference, [...path, 'reference'], 100) ?? null
  const title = optionalText(input.title, [...path, 'title'], 1_000) ?? null
  const issuer = optionalText(input.issuer, [...path, 'issuer'], 300) ?? defaultIssuer
  const issuedOn = input.issuedOn ?? null
  if (written === null && title === null) throw new UserError('required', [...path, 'reference'])
  const parsed = written === null ? null : parseReference(written)
  if (parsed === undefined) throw new UserError('badReference', [...path, 'reference'], { value: written as string })

  const document = {
    reference: parsed?.reference ?? null,
    number: parsed?.number ?? null,
    symbol: parsed?.symbol ?? null,
    kind: input.kind ?? parsed?.kind ?? 'OTHER',
    level: 'PROVINCIAL',
    issuedOn,
    issuer,
    title,
  }
  const known = await findDocument(tx, document)
  if (known !== undefined) {
    if (known.title === null && title !== null) await complete(tx, caller, known.id, title)
    return known.id
  }
  const id = newId()
  const added = await tx.db
    .insert(documents)
    .values({ provinceId: tx.provinceId, id, ...document })
    .onConflictDoNothing()
    .returning({ id: documents.id })
  if (added.length === 0) {
    // Somebody added it between the look and the insert.
    const theirs = await findDocument(tx, document)
    if (theirs !== undefined) return theirs.id
  }
  audit(tx, caller.actor, [
    { action: 'createDocument', entity: 'Document', id, version: 1, changes: difference({}, document) },
  ])
  return id
}

/** The province's document of this issuer, reference and date; where there is no reference, of this title. */
async function findDocument(
  tx: TenantTx,
  {
    issuer,
    issuedOn,
    reference,
    title,
  }: { issuer: string; issuedOn: string | null; reference: string | null; title: string | null },
) {
  const [known] = await tx.db
    .select()
    .from(documents)
    .where(
      and(
        eq(documents.provinceId, tx.provinceId),
        eq(documents.issuer, issuer),
        issuedOn === null ? isNull(documents.issuedOn) : eq(documents.issuedOn, issuedOn),
        reference === null
          ? and(isNull(documents.number), eq(documents.title, title as string))
          : eq(documents.reference, reference),
      ),
    )
    .for('update')
  return known
}

/** Lets the ministry see a document; done when what it issues is, or becomes, published. */
export async function publishDocument(tx: TenantTx, id: string): Promise<void> {
  await tx.db
    .update(documents)
    .set({ published: true })
    .where(and(eq(documents.provinceId, tx.provinceId), eq(documents.id, id)))
}

async function complete(tx: TenantTx, caller: Caller, id: string, title: string): Promise<void> {
  await tx.db
    .update(documents)
    .set({ title })
    .where(and(eq(documents.provinceId, tx.provinceId), eq(documents.id, id)))
  audit(tx, caller.actor, [
    { action: 'completeDocument', entity: 'Document', id, version: 1, changes: { title: [null, title] } },
  ])
}
