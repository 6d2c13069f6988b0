import type { TenantTx } from '../../db/tenancy.ts'

/** Which of these ids are documents that a plan may rest on: the province's own, or central ones. */
export async function findLegalBases(
  tx: TenantTx,
  ids: readonly string[],
): Promise<Map<string, { documentId: string | null; centralDocumentId: string | null }>> {
  const rows = await tx.rows<{ id: string; central: boolean }>(
    `/* findLegalBases */ select id, false as central from documents where province_id = $1 and id = any ($2::uuid[])
     union all select id, true from central_documents where id = any ($2::uuid[])`,
    [tx.provinceId, ids],
  )
  return new Map(
    rows.map(({ id, central }) => [id, { documentId: central ? null : id, centralDocumentId: central ? id : null }]),
  )
}
