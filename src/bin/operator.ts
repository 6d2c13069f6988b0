import { userInfo } from 'node:os'
import { readConfig, type Config } from '../config.ts'
import { openPools, type Pools } from '../db/pool.ts'
import { nationalDoor, tenantDoor, type MinistryTx, type TenantTx, type Tx } from '../db/tenancy.ts'
import { AppError } from '../errors.ts'
import { Directory } from '../features/provinces/directory.ts'
import type { Caller } from '../graphql/payloads.ts'
import { ConfigError } from '../settings.ts'
import { openDatabase } from './database.ts'
import { helpIfAsked } from './help.ts'
import { keepSummary } from '../features/rollups/upkeep.ts'

type OwnersTx = TenantTx | MinistryTx

/** What the commands of an operator work with: the same commands as the API's, in one province or for the ministry. */
export interface Operator {
  config: Readonly<Config>
  pools: Pools
  provinces(): readonly { id: number; slug: string }[]
  province(slug: string): { id: number; slug: string }
  /** Changes something of a province's, or of the ministry's (null), and says who did. */
  write<T>(slug: string | null, work: (tx: OwnersTx, caller: Caller) => Promise<T>): Promise<T>
  read<T>(slug: string | null, work: (tx: Tx) => Promise<T>): Promise<T>
}

/** Runs one command against the database of the settings, and ends the process with 1 and a sentence if it fails. */
export async function operate(usage: string, work: (operator: Operator) => Promise<void>): Promise<void> {
  helpIfAsked(usage)
  try {
    const config = readConfig(process.env)
    const database = await openDatabase(config)
    const pools = openPools({ beforeCommit: keepSummary, ...database, size: 2, onError: () => {} })
    try {
      const directory = new Directory(pools.serving)
      await directory.refresh()
      await work(operatorOf(config, pools, directory))
    } finally {
      await pools.end()
      await database.stop()
    }
  } catch (error) {
    const misused = error instanceof TypeError && 'code' in error && String(error.code).startsWith('ERR_PARSE_ARGS')
    if (misused) console.error(`${error.message}\n\n${usage}`)
    else console.error(error instanceof ConfigError || error instanceof AppError ? error.message : error)
    process.exitCode = 1
  }
}

function operatorOf(config: Readonly<Config>, pools: Pools, directory: Directory): Operator {
  const province = (slug: string) => {
    const found = directory.find(slug)
    if (found === undefined) throw new ConfigError(`There is no province “${slug}”.`)
    return found
  }
  const doorOf = (slug: string) => {
    const { id } = province(slug)
    return tenantDoor(pools, { readable: [id], own: id })
  }
  const subject = `${userInfo().username} at the command line`
  const callerOf = (slug: string | null): Caller => {
    const role = slug === null ? 'MINISTRY_ADMIN' : 'PROVINCE_ADMIN'
    return {
      viewer: { subject, role, province: slug === null ? null : province(slug), departmentId: null },
      actor: { subject, role, requestId: null },
      merger: null,
    }
  }
  return {
    config,
    pools,
    provinces: () => directory.all(),
    province,
    write: (slug, work) =>
      slug === null
        ? nationalDoor(pools).write(0, (tx) => work(tx, callerOf(null)))
        : doorOf(slug).write((tx) => work(tx, callerOf(slug))),
    read: (slug, work) => (slug === null ? nationalDoor(pools) : doorOf(slug)).snapshot(work),
  }
}

const lengthOf = (text: string): number => Array.from(text.normalize('NFC')).length

/** Rows as lines whose columns stand under each other. */
export function inColumns(rows: readonly (readonly string[])[]): string {
  const widths = rows[0]?.map((_, column) => Math.max(...rows.map((row) => lengthOf(row[column] ?? '')))) ?? []
  return rows
    .map((row) =>
      row
        .map((cell, column) => cell + ' '.repeat((widths[column] ?? 0) - lengthOf(cell)))
        .join('  ')
        .trimEnd(),
    )
    .join('\n')
}
