import type { Tx } from '../../db/tenancy.ts'

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
