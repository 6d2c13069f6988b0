import { and, eq, isNull } from 'drizzle-orm'
import { audit, difference } from '../../db/audit.ts'
import { newId } from '../../db/ids.ts'
import { violates } from '../../db/pg-errors.ts'
import { members } from '../../db/schema/identities.ts'
import type { MinistryTx, TenantTx } from '../../db/tenancy.ts'
import { UserError } from '../../errors.ts'
import { checkedId, notFound, optionalText, requiredText } from '../../graphql/input.ts'
import { checkVersion, Conflict, type Caller } from '../../graphql/payloads.ts'
import type {
  CreateMemberInput,
  MemberRole,
  MemberStepInput,
  UpdateMemberInput,
} from '../../graphql/schema-types.generated.ts'
import { getDepartment } from '../departments/queries.ts'
import { ministryRoles, provinceRoles } from './rules.ts'

type OwnersTx = TenantTx | MinistryTx
type Row = typeof members.$inferSelect

/** A member's own province, or null for the ministry, which has no key. */
const owner = (tx: OwnersTx): number | null => (tx.provinceId === 0 ? null : tx.provinceId)
const owned = (tx: OwnersTx) =>
  tx.provinceId === 0 ? isNull(members.provinceId) : eq(members.provinceId, tx.provinceId)

/** Lets somebody call for the transaction's province, or for the ministry. */
export async function createMember(tx: OwnersTx, caller: Caller, input: CreateMemberInput): Promise<string> {
  const subject = checkedSubject(input.subject)
  const displayName = requiredText(input.displayName, ['input', 'displayName'], 200)
  const departmentId = await checkedRole(tx, input.role, input.departmentId ?? null)
  const [same] = await tx.db
    .select({ id: members.id })
    .from(members)
    .where(and(owned(tx), eq(members.subject, subject)))
  if (same !== undefined) throw new Conflict(same.id, 'duplicateMember', ['input', 'subject'], { subject })
  const id = newId()
  const row = { subject, displayName, role: input.role, departmentId }
  await tx.db
    .insert(members)
    .values({ id, provinceId: owner(tx), ...row })
    .catch((error: unknown) => {
      // Somebody added it between the look and the insert.
      if (!violates(error, 'members_subject_key')) throw error
      throw new UserError('duplicateMember', ['input', 'subject'], { subject })
    })
  const changes = difference({}, row)
  audit(tx, caller.actor, [{ action: 'createMember', entity: 'Member', id, version: 1, changes }])
  return id
}

/** Changes a member's name, role or department. What is left out stays as it is. */
export async function updateMember(tx: OwnersTx, caller: Caller, input: UpdateMemberInput): Promise<string> {
  const administrators = await lockAdministrators(tx)
  const before = await getMember(tx, input)
  const displayName =
    input.displayName == null ? before.displayName : requiredText(input.displayName, ['input', 'displayName'], 200)
  const role = input.role ?? (before.role as MemberRole)
  // Another role than an officer's takes the department away, unless one is named, which is then a mistake.
  const kept = role === 'DEPARTMENT_OFFICER' ? before.departmentId : null
  const given = input.departmentId === undefined ? kept : input.departmentId
  const same = role === before.role && given === before.departmentId
  const departmentId = same ? before.departmentId : await checkedRole(tx, role, given)
  if (role !== before.role) checkNotLockedOut(administrators, caller, before, ['input', 'role'])
  return change(tx, caller, before, 'updateMember', { displayName, role, departmentId })
}

/** Ends a member's access: the next request finds nobody. */
export async function deactivateMember(tx: OwnersTx, caller: Caller, input: MemberStepInput): Promise<string> {
  const administrators = await lockAdministrators(tx)
  const before = await getMember(tx, input)
  const reason = optionalText(input.reason, ['input', 'reason'], 1_000)
  if (before.deactivatedAt !== null) throw new UserError('memberInactive', ['input', 'id'])
  checkNotLockedOut(administrators, caller, before, ['input', 'id'])
  return change(tx, caller, before, 'deactivateMember', { deactivatedAt: new Date() }, reason)
}

/** Lets a deactivated member call again. Whoever has become active elsewhere in the meantime goes on there. */
export async function reactivateMember(tx: OwnersTx, caller: Caller, input: MemberStepInput): Promise<string> {
  const before = await getMember(tx, input)
  const reason = optionalText(input.reason, ['input', 'reason'], 1_000)
  if (before.deactivatedAt === null) throw new UserError('memberActive', ['input', 'id'])
  const after = { deactivatedAt: null, activeSince: new Date() }
  return change(tx, caller, before, 'reactivateMember', after, reason)
}

/** The member, locked, in the version that was read. */
async function getMember(tx: OwnersTx, input: { id: string; version: number }): Promise<Row> {
  const id = checkedId(input.id, ['input', 'id'], 'member')
  const [member] = await tx.db
    .select()
    .from(members)
    .where(and(owned(tx), eq(members.id, id)))
    .for('no key update')
  if (member === undefined) throw notFound(id, ['input', 'id'], 'member')
  checkVersion(member, input.version)
  return member
}

async function change(
  tx: OwnersTx,
  caller: Caller,
  before: Row,
  action: string,
  after: Partial<Row>,
  reason: string | null = null,
): Promise<string> {
  const changes = difference(before, after)
  if (Object.keys(changes).length === 0) return before.id
  const version = before.version + 1
  await tx.db
    .update(members)
    .set({ ...after, version, updatedAt: new Date() })
    .where(and(owned(tx), eq(members.id, before.id)))
  audit(tx, caller.actor, [{ action, entity: 'Member', id: before.id, version, changes, reason }])
  return before.id
}

/** A role that the administrator can give, with the department that goes with it. */
async function checkedRole(tx: OwnersTx, role: MemberRole, department: string | null): Promise<string | null> {
  const allowed = tx.provinceId === 0 ? ministryRoles : provinceRoles
  if (!allowed.includes(role)) throw new UserError('roleElsewhere', ['input', 'role'], { role })
  const path = ['input', 'departmentId']
  if ((role === 'DEPARTMENT_OFFICER') !== (department !== null)) throw new UserError('officersDepartment', path)
  if (department === null) return null
  const id = checkedId(department, path, 'department')
  await getDepartment(tx as TenantTx, id, path)
  return id
}

/** The active administrators, locked first and in one order: of two who end each other, the second comes too late. */
async function lockAdministrators(tx: OwnersTx): Promise<string[]> {
  const role = tx.provinceId === 0 ? 'MINISTRY_ADMIN' : 'PROVINCE_ADMIN'
  const administrators = await tx.db
    .select({ id: members.id })
    .from(members)
    .where(and(owned(tx), eq(members.role, role), isNull(members.deactivatedAt)))
    .orderBy(members.id)
    .for('no key update')
  return administrators.map(({ id }) => id)
}

/** Some administrator stays, and nobody is the one who goes. */
function checkNotLockedOut(
  administrators: readonly string[],
  caller: Caller,
  member: Row,
  path: readonly string[],
): void {
  if (member.subject === caller.viewer.subject) throw new UserError('notYourself', path)
  if (administrators.length === 1 && administrators[0] === member.id) throw new UserError('lastAdministrator', path)
}

/** A subject is compared byte by byte, so it is taken as it is. OpenID Connect allows at most 255 ASCII characters. */
function checkedSubject(subject: string): string {
  if (!/^[\x21-\x7e](?:[\x20-\x7e]{0,253}[\x21-\x7e])?$/.test(subject)) {
    throw new UserError('badSubject', ['input', 'subject'])
  }
  return subject
}
