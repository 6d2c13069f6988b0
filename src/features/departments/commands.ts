import { and, eq, isNull } from 'drizzle-orm'
import { audit, difference } from '../../db/audit.ts'
import { newId } from '../../db/ids.ts'
import { violates } from '../../db/pg-errors.ts'
import { departments } from '../../db/schema/plans.ts'
import type { TenantTx } from '../../db/tenancy.ts'
import { UserError } from '../../errors.ts'
import { checkedId, notFound, optionalText, requiredText } from '../../graphql/input.ts'
import { Conflict, type Caller } from '../../graphql/payloads.ts'
import type { CreateDepartmentInput } from '../../graphql/schema-types.generated.ts'
import { nameKey } from './rules.ts'

export async function createDepartment(tx: TenantTx, caller: Caller, input: CreateDepartmentInput): Promise<string> {
  const name = requiredText(input.name, ['input', 'name'], 300)
  const shortName = optionalText(input.shortName, ['input', 'shortName'], 100)
  const parentId = input.parentId ? checkedId(input.parentId, ['input', 'parentId'], 'department') : null
  if (parentId !== null) await getDepartment(tx, parentId, ['input', 'parentId'])

  const row = { shortName: shortName ?? null, kind: input.kind, parentId, existedFrom: input.existedFrom ?? null }
  const department = { provinceId: tx.provinceId, id: newId(), name, nameKey: nameKey(name), ...row }
  const same = await findByName(tx, department.nameKey)
  if (same !== undefined) throw new Conflict(same, 'duplicateName', ['input', 'name'], { name })
  await tx.db
    .insert(departments)
    .values(department)
    .catch((error: unknown) => {
      // Somebody added it between the look and the insert.
      if (violates(error, 'departments_name_key')) throw new UserError('duplicateName', ['input', 'name'], { name })
      throw error
    })
  await audit(tx, caller.actor, [
    {
      action: 'createDepartment',
      entity: 'Department',
      id: department.id,
      version: 1,
      changes: difference({}, { name, ...row }),
    },
  ])
  return department.id
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

async function findByName(tx: TenantTx, key: string): Promise<string | undefined> {
  const [department] = await tx.db
    .select({ id: departments.id })
    .from(departments)
    .where(
      and(eq(departments.provinceId, tx.provinceId), eq(departments.nameKey, key), isNull(departments.existedUntil)),
    )
  return department?.id
}
