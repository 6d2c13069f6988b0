import { and, eq, isNull } from 'drizzle-orm'
import { audit, difference } from '../../db/audit.ts'
import { newId } from '../../db/ids.ts'
import { violates } from '../../db/pg-errors.ts'
import { departments } from '../../db/schema/plans.ts'
import type { TenantTx } from '../../db/tenancy.ts'
import { UserError } from '../../errors.ts'
import { checkedId, notFound, optionalText, requiredText } from '../../graphql/input.ts'
import { checkVersion, Conflict, type Caller } from '../../graphql/payloads.ts'
import type { CreateDepartmentInput, UpdateDepartmentInput } from '../../graphql/schema-types.generated.ts'
import { getDepartment } from './queries.ts'
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
  audit(tx, caller.actor, [
    {
      action: 'createDepartment',
      entity: 'Department',
      id: department.id,
      version: 1,
      changes: difference({}, { name, ...row }),
      published: true,
    },
  ])
  return department.id
}

/** Changes a department, or ends it and names who took over. What is left out stays as it is. */
export async function updateDepartment(tx: TenantTx, caller: Caller, input: UpdateDepartmentInput): Promise<string> {
  const id = checkedId(input.id, ['input', 'id'], 'department')
  const own = and(eq(departments.provinceId, tx.provinceId), eq(departments.id, id))
  const [before] = await tx.db.select().from(departments).where(own).for('no key update')
  if (before === undefined) throw notFound(id, ['input', 'id'], 'department')
  checkVersion(before, input.version)
  const name = input.name == null ? before.name : requiredText(input.name, ['input', 'name'], 300)
  const shortName = optionalText(input.shortName, ['input', 'shortName'], 100)
  const after = {
    name,
    shortName: shortName === undefined ? before.shortName : shortName,
    kind: input.kind ?? before.kind,
    existedUntil: input.existedUntil === undefined ? before.existedUntil : input.existedUntil,
    successorId:
      input.successorId === undefined ? before.successorId : await checkedSuccessor(tx, id, input.successorId),
  }
  if (before.existedFrom !== null && after.existedUntil !== null && before.existedFrom > after.existedUntil) {
    throw new UserError('datesReversed', ['input', 'existedUntil'])
  }
  const changes = difference(before, after)
  if (Object.keys(changes).length === 0) return id
  const same = after.existedUntil === null ? await findByName(tx, nameKey(name)) : undefined
  if (same !== undefined && same !== id) throw new Conflict(id, 'duplicateName', ['input', 'name'], { name })
  const version = before.version + 1
  await tx.db
    .update(departments)
    .set({ ...after, nameKey: nameKey(name), version, updatedAt: new Date() })
    .where(own)
    .catch((error: unknown) => {
      if (violates(error, 'departments_name_key')) throw new UserError('duplicateName', ['input', 'name'], { name })
      throw error
    })
  const change = { action: 'updateDepartment', entity: 'Department', id, version, changes, published: true } as const
  audit(tx, caller.actor, [change])
  return id
}

/** A successor that exists and doesn't, over others, succeed to the department itself. */
async function checkedSuccessor(tx: TenantTx, id: string, given: string | null): Promise<string | null> {
  if (given === null) return null
  const path = ['input', 'successorId']
  const successor = checkedId(given, path, 'department')
  await getDepartment(tx, successor, path)
  const circle = await tx.rows(
    `/* checkedSuccessor */ with recursive chain (id) as (
       select $3::uuid union select d.successor_id from departments d join chain c on c.id = d.id
       where d.province_id = $1 and d.successor_id is not null)
     select 1 from chain where id = $2::uuid`,
    [tx.provinceId, id, successor],
  )
  if (circle.length > 0) throw new UserError('successorSelf', path)
  return successor
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
