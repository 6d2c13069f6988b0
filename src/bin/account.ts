import { parseArgs } from 'node:util'
import { ConfigError } from '../settings.ts'
import { findAccount } from '../db/identities.ts'
import { isId } from '../db/ids.ts'
import { scopesOf } from '../features/accounts/rules.ts'
import {
  createServiceAccount,
  revokeServiceAccount,
  rotateServiceAccountSecret,
} from '../features/accounts/service-accounts.ts'
import type { ServiceAccountRole } from '../graphql/schema-types.generated.ts'
import { inColumns, operate, type Operator } from './operator.ts'

const usage = `npm run --silent account -- COMMAND

  create --name NAME --role ROLE [--province SLUG]... [--scope SCOPE]...
  list [--province SLUG]
  rotate ID [--overlap-hours 24]
  revoke ID [--reason TEXT]

Accounts of programs, which get tokens at POST /oauth/token. ROLE and its scopes, all of them unless said:
${Object.entries(scopesOf)
  .map(([role, scopes]) => `  ${role}: ${scopes.join(' ')}`)
  .join('\n')}
With one --province the account is that province's. IMPORTER accounts of several provinces and MINISTRY_ANALYST accounts,
which name none, are the ministry's. A secret is printed once, when it is made.`

const text = { type: 'string' } as const
const list = { type: 'string', multiple: true } as const

await operate(usage, async (operator) => {
  const { positionals, values } = parseArgs({
    allowPositionals: true,
    options: { name: text, role: text, province: list, scope: list, 'overlap-hours': text, reason: text },
  })
  const [command, id = ''] = positionals
  if (command === 'create') await create(operator, values)
  else if (command === 'list') await print(operator, values.province?.[0] ?? null)
  else if (command === 'rotate') await rotate(operator, id, Number(values['overlap-hours'] ?? '24'))
  else if (command === 'revoke') await revoke(operator, id, values.reason)
  else throw new ConfigError(usage)
})

interface Given {
  name?: string | undefined
  role?: string | undefined
  province?: string[] | undefined
  scope?: string[] | undefined
}

async function create(operator: Operator, { name, role, province = [], scope }: Given): Promise<void> {
  if (name === undefined || role === undefined || !(role in scopesOf)) throw new ConfigError(usage)
  const owner = province.length === 1 ? (province[0] ?? null) : null
  const scopes = scope ?? [...scopesOf[role as ServiceAccountRole]]
  const input = { name, role: role as ServiceAccountRole, scopes, provinces: province }
  let secret = ''
  const id = await operator.write(owner, (tx, caller) =>
    createServiceAccount(tx, { ...caller, reveal: (made) => (secret = made) }, input),
  )
  console.log(`client_id: ${id}\nclient_secret: ${secret}`)
}

async function print(operator: Operator, owner: string | null): Promise<void> {
  const rows = await operator.read(owner, (tx) =>
    tx.rows<{ cells: string[] }>(
      `/* listAccounts */ select array[a.id::text, a.name, a.role, array_to_string(a.scopes, ' '),
         coalesce((select string_agg(p.slug, ' ' order by p.slug) from provinces p where p.id = any (a.provinces)), 'nation'),
         coalesce(to_char(a.last_used_at, 'YYYY-MM-DD HH24:MI'), 'never'),
         case when a.revoked_at is null then 'good' else 'revoked' end] as cells
       from service_accounts a order by a.id`,
    ),
  )
  console.log(
    inColumns([['ID', 'NAME', 'ROLE', 'SCOPES', 'WHERE', 'LAST USED', 'STATE'], ...rows.map(({ cells }) => cells)]),
  )
}

async function rotate(operator: Operator, given: string, overlapHours: number): Promise<void> {
  if (!Number.isInteger(overlapHours)) throw new ConfigError('--overlap-hours must be a whole number.')
  const { id, owner, version } = await find(operator, given)
  let secret = ''
  await operator.write(owner, (tx, caller) =>
    rotateServiceAccountSecret(tx, { ...caller, reveal: (made) => (secret = made) }, { id, version, overlapHours }),
  )
  console.log(`client_id: ${id}\nclient_secret: ${secret}`)
}

async function revoke(operator: Operator, given: string, reason: string | undefined): Promise<void> {
  const { id, owner, version } = await find(operator, given)
  await operator.write(owner, (tx, caller) => revokeServiceAccount(tx, caller, { id, version, reason }))
  console.log(`revoked ${id}`)
}

/** Who keeps the account, and its version now. */
async function find(operator: Operator, id: string) {
  const account = isId(id) ? await findAccount(operator.pools.serving, id) : undefined
  if (account === undefined) throw new ConfigError(`There is no account “${id}”.`)
  const owner = account.ownerId === null ? null : (account.provinces?.[0]?.slug ?? null)
  const [row] = await operator.read(owner, (tx) =>
    tx.rows<{ version: number }>('/* versionOfAccount */ select version from service_accounts where id = $1', [id]),
  )
  return { id, owner, version: row?.version ?? 0 }
}
