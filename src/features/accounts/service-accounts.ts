import { and, eq, inArray, isNull } from 'drizzle-orm'
import { audit, difference } from '../../db/audit.ts'
import { newId } from '../../db/ids.ts'
import { serviceAccounts } from '../../db/schema/identities.ts'
import { provinces } from '../../db/schema/reference.ts'
import type { MinistryTx, TenantTx } from '../../db/tenancy.ts'
import { UserError } from '../../errors.ts'
import { isScope, type Scope } from '../../graphql/context.ts'
import { checkedId, checkedList, notFound, optionalText, requiredText } from '../../graphql/input.ts'
import { checkVersion, type Caller } from '../../graphql/payloads.ts'
import type {
  CreateServiceAccountInput,
  RevokeServiceAccountInput,
  RotateServiceAccountSecretInput,
  ServiceAccountRole,
  UpdateServiceAccountInput,
} from '../../graphql/schema-types.generated.ts'
import { scopesOf } from './rules.ts'
import { hashSecret, newSecret } from './secrets.ts'

type OwnersTx = TenantTx | MinistryTx
type Row = typeof serviceAccounts.$inferSelect

const usualOverlap = 24 // hours
const longestOverlap = 720 // hours
const owned = (tx: OwnersTx) =>
  tx.provinceId === 0 ? isNull(serviceAccounts.provinceId) : eq(serviceAccounts.provinceId, tx.provinceId)

/** Makes an account and reveals its secret, once. */
export async function createServiceAccount(
  tx: OwnersTx,
  caller: Caller,
  input: CreateServiceAccountInput,
): Promise<string> {
  const name = requiredText(input.name, ['input', 'name'], 200)
  const allowed: readonly ServiceAccountRole[] =
    tx.provinceId === 0 ? ['IMPORTER', 'MINISTRY_ANALYST'] : ['IMPORTER', 'PROVINCE_VIEWER']
  if (!allowed.includes(input.role)) throw new UserError('roleElsewhere', ['input', 'role'], { role: input.role })
  const scopes = checkedScopes(input.role, input.scopes)
  const reach = await checkedReach(tx, input)
  const [secret, id] = [newSecret(), newId()]
  await tx.db.insert(serviceAccounts).values({
    id,
    provinceId: tx.provinceId === 0 ? null : tx.provinceId,
    name,
    role: input.role,
    scopes,
    provinces: reach?.map((province) => province.id) ?? null,
    secretHash: await hashSecret(secret),
  })
  // What is audited is named one by one: a hash, let alone a secret, must not get among it.
  const changes = difference({}, { name, role: input.role, scopes, provinces: reach?.map(({ slug }) => slug) ?? null })
  audit(tx, caller.actor, [{ action: 'createServiceAccount', entity: 'ServiceAccount', id, version: 1, changes }])
  caller.reveal?.(secret)
  return id
}

/** Changes an account's name, or what it may do. What is left out stays as it is. */
export async function updateServiceAccount(
  tx: OwnersTx,
  caller: Caller,
  input: UpdateServiceAccountInput,
): Promise<string> {
  const before = await getAccount(tx, input)
  const name = input.name == null ? before.name : requiredText(input.name, ['input', 'name'], 200)
  const scopes = input.scopes == null ? before.scopes : checkedScopes(before.role as ServiceAccountRole, input.scopes)
  const changes = difference(before, { name, scopes })
  if (Object.keys(changes).length === 0) return before.id
  return change(tx, caller, before, 'updateServiceAccount', { name, scopes }, changes)
}

/** Makes a new secret and reveals it, once; the one before it ends after the overlap. */
export async function rotateServiceAccountSecret(
  tx: OwnersTx,
  caller: Caller,
  input: RotateServiceAccountSecretInput,
): Promise<string> {
  const before = await getAccount(tx, input)
  const overlapHours = input.overlapHours ?? usualOverlap
  if (overlapHours < 0 || overlapHours > longestOverlap) {
    throw new UserError('overlapRange', ['input', 'overlapHours'], { max: longestOverlap })
  }
  const secret = newSecret()
  const previousUntil = overlapHours === 0 ? null : new Date(Date.now() + overlapHours * 3_600_000)
  const after = {
    secretHash: await hashSecret(secret, before.secretHash),
    secretNumber: before.secretNumber + 1,
    previousHash: previousUntil === null ? null : before.secretHash,
    previousUntil,
  }
  const changes = difference({ previousSecretUntil: before.previousUntil }, { previousSecretUntil: previousUntil })
  const id = await change(tx, caller, before, 'rotateServiceAccountSecret', after, changes)
  caller.reveal?.(secret)
  return id
}

/** Ends an account for good, with its secrets and tokens. */
export async function revokeServiceAccount(
  tx: OwnersTx,
  caller: Caller,
  input: RevokeServiceAccountInput,
): Promise<string> {
  const before = await getAccount(tx, input)
  const reason = optionalText(input.reason, ['input', 'reason'], 1_000)
  const revokedAt = new Date()
  const changes = difference({}, { revokedAt })
  return change(tx, caller, before, 'revokeServiceAccount', { revokedAt }, changes, reason)
}

/** The account, locked, in the version that was read, and not revoked. */
async function getAccount(tx: OwnersTx, input: { id: string; version: number }): Promise<Row> {
  const id = checkedId(input.id, ['input', 'id'], 'serviceAccount')
  const [account] = await tx.db
    .select()
    .from(serviceAccounts)
    .where(and(owned(tx), eq(serviceAccounts.id, id)))
    .for('no key update')
  if (account === undefined) throw notFound(id, ['input', 'id'], 'serviceAccount')
  checkVersion(account, input.version)
  if (account.revokedAt !== null) throw new UserError('accountRevoked', ['input', 'id'])
  return account
}

async function change(
  tx: OwnersTx,
  caller: Caller,
  { id, version }: Row,
  action: string,
  after: Partial<Row>,
  changes: ReturnType<typeof difference>,
  reason: string | null = null,
): Promise<string> {
  await tx.db
    .update(serviceAccounts)
    .set({ ...after, version: version + 1, updatedAt: new Date() })
    .where(and(owned(tx), eq(serviceAccounts.id, id)))
  audit(tx, caller.actor, [{ action, entity: 'ServiceAccount', id, version: version + 1, changes, reason }])
  return id
}

function checkedScopes(role: ServiceAccountRole, given: readonly string[]): Scope[] {
  const path = ['input', 'scopes']
  if (given.length === 0) throw new UserError('scopesOwed', path)
  const allowed = scopesOf[role]
  return [...new Set(checkedList(given, path, 20))].map((scope, place) => {
    if (isScope(scope) && allowed.includes(scope)) return scope
    const details = { scope: scope.slice(0, 100), role, allowed: allowed.join(', ') }
    throw new UserError('scopeOfRole', [...path, String(place)], details)
  })
}

/** The provinces where the account will act; null for the nation. */
async function checkedReach(tx: OwnersTx, { role, provinces: slugs }: CreateServiceAccountInput) {
  const path = ['input', 'provinces']
  const wanted = [...new Set(checkedList(slugs, path, 100))]
  if (role === 'MINISTRY_ANALYST') {
    if (wanted.length > 0) throw new UserError('nationwide', path)
    return null
  }
  const columns = { id: provinces.id, slug: provinces.slug }
  if (tx.provinceId !== 0) {
    const own = await tx.db.select(columns).from(provinces).where(eq(provinces.id, tx.provinceId))
    if (wanted.some((slug) => slug !== own[0]?.slug)) throw new UserError('ownProvince', path)
    return own
  }
  if (wanted.length === 0) throw new UserError('provincesOwed', path)
  const found = await tx.db.select(columns).from(provinces).where(inArray(provinces.slug, wanted)).orderBy(provinces.id)
  const missing = wanted.findIndex((slug) => !found.some((province) => province.slug === slug))
  if (missing < 0) return found
  throw new UserError('unknownProvince', [...path, String(missing)], { slug: String(wanted[missing]).slice(0, 100) })
}
