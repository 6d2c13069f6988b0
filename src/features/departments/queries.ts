import { and, eq } from 'drizzle-orm'
import { departments } from '../../db/schema/plans.ts'
import type { TenantTx, Tx } from '../../db/tenancy.ts'
import { notFound } from '../../graphql/input.ts'

/** The departments whose full or short name is this one, case and marks ignored. */
export async function findDepartments(
  tx: Tx,
  provinceId: number,
  name: string,
): Promise<{ id: string; name: string }[]> {
  return tx.rows(
    `/* findDepartments */ select id, name from departments
     where province_id = $1 and (fold(name) = fold($2) or fold(short_name) = fold($2)) order by name`,
    [provinceId, name],
  )
}

/** A department of the province, or NOT_FOUND. */
export async function getDepartment(tx: TenantTx, id: string, path: readonly string[]) {
  const [department] = await tx.db
    .select({ id: departments.id, name: departments.name })
    .from(departments)
    .where(and(eq(departments.provinceId, tx.provinceId), eq(departments.id, id)))
  if (department === undefined) throw notFound(id, path, 'department')
  return department
}
