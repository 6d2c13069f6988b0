import { parseArgs } from 'node:util'
import { ConfigError } from '../settings.ts'
import { isId } from '../db/ids.ts'
import { createMember, deactivateMember, reactivateMember } from '../features/accounts/members.ts'
import { ministryRoles, provinceRoles } from '../features/accounts/rules.ts'
import { findDepartments } from '../features/departments/queries.ts'
import type { MemberRole } from '../graphql/schema-types.generated.ts'
import { inColumns, operate, type Operator } from './operator.ts'

const usage = `npm run --silent member -- COMMAND [--province SLUG]

  create --subject SUBJECT --name NAME --role ROLE [--department NAME]
  list
  deactivate ID [--reason TEXT]
  reactivate ID [--reason TEXT]

People who may sign in, by the sub of their tokens: of a province (${provinceRoles.join(', ')}) with --province, else of
the ministry (${ministryRoles.join(', ')}). A province's first administrator is made here; the others by that one.`

const text = { type: 'string' } as const

await operate(usage, async (operator) => {
  const { positionals, values } = parseArgs({
    allowPositionals: true,
    options: { province: text, subject: text, name: text, role: text, department: text, reason: text },
  })
  const [command, id = ''] = positionals
  const owner = values.province ?? null
  if (command === 'create') await create(operator, owner, values)
  else if (command === 'list') await print(operator, owner)
  else if (command === 'deactivate' || command === 'reactivate') {
    const version = await versionOf(operator, owner, id)
    const change = command === 'deactivate' ? deactivateMember : reactivateMember
    await operator.write(owner, (tx, caller) => change(tx, caller, { id, version, reason: values.reason }))
    console.log(`${command}d ${id}`)
  } else throw new ConfigError(usage)
})

async function create(
  operator: Operator,
  owner: string | null,
  { subject, name, role, department }: Partial<Record<'subject' | 'name' | 'role' | 'department', string>>,
): Promise<void> {
  if (
    subject === undefined ||
    name === undefined ||
    ![...provinceRoles, ...ministryRoles].some((one) => one === role)
  ) {
    throw new ConfigError(usage)
  }
  const departmentId = department === undefined ? undefined : await departmentOf(operator, owner, department)
  const input = { subject, displayName: name, role: role as MemberRole, departmentId }
  console.log(await operator.write(owner, (tx, caller) => createMember(tx, caller, input)))
}

async function departmentOf(operator: Operator, owner: string | null, name: string): Promise<string> {
  if (owner === null) throw new ConfigError('A department is in a --province.')
  const found = await operator.read(owner, (tx) => findDepartments(tx, operator.province(owner).id, name))
  const [department, ...others] = found
  if (department === undefined) throw new ConfigError(`There is no department “${name}” in ${owner}.`)
  if (others.length === 0) return department.id
  throw new ConfigError(`“${name}” is not clear: ${found.map((one) => one.name).join('; ')}.`)
}

async function print(operator: Operator, owner: string | null): Promise<void> {
  const rows = await operator.read(owner, (tx) =>
    tx.rows<{ cells: string[] }>(
      `/* listMembers */ select array[id::text, subject, display_name, role,
         case when deactivated_at is null then 'active' else 'deactivated' end] as cells
       from members order by display_name, id`,
    ),
  )
  console.log(inColumns([['ID', 'SUBJECT', 'NAME', 'ROLE', 'STATE'], ...rows.map(({ cells }) => cells)]))
}

async function versionOf(operator: Operator, owner: string | null, id: string): Promise<number> {
  const [member] = await operator.read(owner, (tx) =>
    tx.rows<{ version: number }>('/* versionOfMember */ select version from members where id = $1', [
      isId(id) ? id : null,
    ]),
  )
  if (member === undefined) throw new ConfigError(`There is no member “${id}” of ${owner ?? 'the ministry'}.`)
  return member.version
}
