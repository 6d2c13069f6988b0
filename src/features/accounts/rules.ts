import type { Value } from '../../db/schema/values.ts'
import type { Scope } from '../../graphql/context.ts'

/** The roles that the administrator of a province, or of the ministry, can give. */
export const provinceRoles: readonly Value<'MemberRole'>[] = ['PROVINCE_VIEWER', 'DEPARTMENT_OFFICER', 'PROVINCE_ADMIN']
export const ministryRoles: readonly Value<'MemberRole'>[] = ['MINISTRY_ANALYST', 'MINISTRY_ADMIN']

const reading: readonly Scope[] = ['records:read', 'rollups:read', 'changes:read', 'exports:read']

/** What an account of each role may be allowed: never more than its role could use. */
export const scopesOf: Readonly<Record<Value<'ServiceAccountRole'>, readonly Scope[]>> = {
  IMPORTER: ['imports:write'],
  PROVINCE_VIEWER: reading,
  MINISTRY_ANALYST: reading,
}
