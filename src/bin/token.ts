import { parseArgs } from 'node:util'
import fastify from 'fastify'
import { readConfig, type Config } from '../config.ts'
import { ConfigError } from '../settings.ts'
import { openPools } from '../db/pool.ts'
import { Directory } from '../features/provinces/directory.ts'
import { findDepartments } from '../features/departments/queries.ts'
import { tenantDoor } from '../db/tenancy.ts'
import type { Role } from '../graphql/context.ts'
import { provinceRoles, registerAuth, roles, type Claims } from '../http/auth.ts'
import { openDatabase } from './database.ts'
import { keepSummary } from '../features/rollups/upkeep.ts'
import { helpIfAsked } from './help.ts'

const usage = `npm run --silent token -- --role ROLE [--province SLUG] [--department NAME] [--subject NAME] [--expires-in 8h]

Prints an access token for trying things; it works only while JWT_SECRET is the development secret.
ROLE is one of ${roles.join(', ')}; those of a province need --province, DEPARTMENT_OFFICER also needs
--department with the department's full or short name.`

helpIfAsked(usage)

try {
  const config = readConfig(process.env)
  if (!config.developmentSecret) {
    throw new ConfigError('Tokens are made here only with the development secret; this service has one of its own.')
  }
  const { claims, expiresIn } = await readClaims(config)
  const app = fastify()
  registerAuth(app, config)
  await app.ready()
  console.log(app.jwt.sign(claims, { expiresIn }))
} catch (error) {
  console.error(error instanceof ConfigError ? error.message : error)
  process.exitCode = 1
}

async function readClaims(config: Config): Promise<{ claims: Claims; expiresIn: string }> {
  const options = readOptions()
  const role = options.role as Role
  if (!roles.includes(role)) throw new ConfigError(usage)
  const claims: Claims = { sub: options.subject ?? `${role.toLowerCase().replaceAll('_', '-')}@example.vn`, role }
  const expiresIn = options['expires-in'] ?? '8h'
  if (!/^\d+[smhd]$/.test(expiresIn)) throw new ConfigError('--expires-in must be like 30m, 8h or 7d.')
  if (!provinceRoles.has(role)) return { claims, expiresIn }
  if (options.province === undefined) throw new ConfigError(`--province is needed for ${role}.\n\n${usage}`)
  claims.province = options.province
  if (role === 'DEPARTMENT_OFFICER') {
    if (options.department === undefined) throw new ConfigError(`--department is needed for ${role}.\n\n${usage}`)
    claims.department = await departmentId(config, options.province, options.department)
  }
  return { claims, expiresIn }
}

function readOptions() {
  const text = { type: 'string' } as const
  try {
    const { values } = parseArgs({
      options: { role: text, province: text, department: text, subject: text, 'expires-in': text },
    })
    return values
  } catch (error) {
    throw new ConfigError(`${(error as Error).message}\n\n${usage}`)
  }
}

/** Asks the database, the running service's or, if none runs, one that is started for the moment. */
async function departmentId(config: Config, slug: string, name: string): Promise<string> {
  const database = await openDatabase(config)
  const pools = openPools({ beforeCommit: keepSummary, ...database, size: 1, onError: () => {} })
  try {
    const directory = new Directory(pools.serving)
    await directory.refresh()
    const province = directory.find(slug)
    if (province === undefined) throw new ConfigError(`There is no province “${slug}”.`)
    const door = tenantDoor(pools, { readable: [province.id], own: null })
    const found = await door.snapshot((tx) => findDepartments(tx, province.id, name))
    if (found.length === 1) return found[0]?.id as string
    const names = found.map((department) => department.name).join('; ')
    throw new ConfigError(
      found.length === 0 ? `There is no department “${name}” in ${slug}.` : `“${name}” is not clear: ${names}.`,
    )
  } finally {
    await pools.end()
    await database.stop()
  }
}
