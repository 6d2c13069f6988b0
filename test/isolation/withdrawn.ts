import type pg from 'pg'
import type { Check } from './grants.ts'
import { nobodysId } from './inputs.ts'
import type { World } from './world.ts'

/** What an undone import has withdrawn is shown to nobody: neither to its own province nor, published as it is, to the ministry. */
export async function probeWithdrawn(owner: pg.Client, world: World, table: string, check: Check): Promise<void> {
  const row = world.rows[table]!.B.find((one) => one['published'] === true && 'withdrawn_by' in one)
  if (row === undefined) return
  const { B } = world.keys
  await owner.query('savepoint withdrawn')
  // No import is undone here, and rows on record refuse to be changed.
  await owner.query('set local session_replication_role = replica')
  const sees = async (role: string) => {
    await owner.query('savepoint asked')
    await owner.query(`set local role ${role}`)
    await owner.query('select app_enter($1::integer, $2::integer[])', [B, [B]])
    const { rowCount } = await owner.query(`select from ${table} where id = $1`, [row.id])
    await owner.query('rollback to savepoint asked; release savepoint asked')
    return rowCount === 1
  }
  const roles = { app_serving: 'its own province', app_national: 'the ministry' }
  for (const [role, who] of Object.entries(roles))
    check(await sees(role), `${table}: ${who} does not see what is not withdrawn`)
  await owner.query(`update ${table} set withdrawn_by = $1 where province_id = $2 and id = $3`, [nobodysId, B, row.id])
  for (const [role, who] of Object.entries(roles))
    check(!(await sees(role)), `${table}: ${who} sees what an undone import has withdrawn`)
  await owner.query('rollback to savepoint withdrawn; release savepoint withdrawn')
}
