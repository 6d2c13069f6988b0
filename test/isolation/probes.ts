import pg from 'pg'
import type { TestDatabase } from '../helpers/database.ts'
import { outcome, probeConstraints } from './constraints.ts'
import { isSummary, nationalReads, probeGrants, type Check, type Role } from './grants.ts'
import { probeWithdrawn } from './withdrawn.ts'
import type { Row, World } from './world.ts'

// What the database alone allows, whatever the service asks of it: as each login role, inside A's scope, against the rows
// of A itself, of its predecessor C (readable, not to be written) and of B.

export type Fault = (sentence: string) => void

/** Tables that hold the ministry's own rows too, which belong to no province. */
const ministrysOwn = new Set(['members', 'service_accounts'])
/** Rows that were published and may be deleted all the same, as parts that are replaced with their whole. */
const replaced = new Set(['legal_bases', 'task_departments', 'task_targets'])
/** Tries everything; returns how many things were tried. */
export async function probeDatabase(database: TestDatabase, world: World, fault: Fault): Promise<number> {
  const owner = new pg.Client({ connectionString: database.ownerUrl })
  await owner.connect()
  let tried = 0
  const check = (fine: boolean, sentence: string) => {
    tried += 1
    if (!fine) fault(`database: ${sentence}`)
  }
  try {
    await owner.query('begin')
    await probeGrants(owner, world, check)
    for (const table of world.tables) await probeTable(owner, world, table, check)
    await owner.query('rollback')
  } finally {
    await owner.end()
  }
  await probeConnections(database, world, check)
  return tried
}

/** All that guards one table, in a transaction that is open already and stays as it was. */
export async function probeTable(owner: pg.Client, world: World, table: string, check: Check): Promise<void> {
  await probePolicies(owner, world, table, check)
  await probeNational(owner, world, table, check)
  await probeUse(owner, world, table, check)
  await probeWithdrawn(owner, world, table, check)
  await probeOwner(owner, table, check)
  await probeConstraints(owner, world, table, check)
}

/** Does something as a role, with every right on the table that a grant could give, and undoes it. */
async function as<T>(
  owner: pg.Client,
  role: Role,
  table: string,
  scope: readonly [number | null, readonly number[] | null] | undefined,
  work: () => Promise<T>,
): Promise<T> {
  await owner.query('savepoint probe')
  try {
    await owner.query(`grant select, insert, update, delete on ${table} to ${role}; set local role ${role}`)
    if (scope) await owner.query('select app_enter($1::integer, $2::integer[])', [scope[0], scope[1]])
    return await work()
  } finally {
    await owner.query('rollback to savepoint probe; release savepoint probe')
  }
}

async function probePolicies(owner: pg.Client, world: World, table: string, check: Check): Promise<void> {
  const { A, B, C } = world.keys
  const rows = world.rows[table]!
  const within = [A, [A, C]] as const
  const provinces = `select province_id as key from ${table}`
  const seen = (scope: Parameters<typeof as>[3]) =>
    as(owner, 'app_serving', table, scope, async () => (await owner.query<{ key: number | null }>(provinces)).rows)
  check((await seen(undefined)).length === 0, `${table}: without a scope, app_serving sees rows`)
  check((await seen([null, null])).length === 0, `${table}: in an empty scope, app_serving sees rows`)
  const visible = await seen(within)
  check(visible.filter(({ key }) => key === A).length === rows.A.length, `${table}: A does not see all of its own rows`)
  check(!visible.some(({ key }) => key !== A && key !== C), `${table}: A sees rows of B`)
  check(!(await seen([A, [A]])).some(({ key }) => key !== A), `${table}: A sees rows of C before the merger`)

  const write = (text: string, values: unknown[], scope: Parameters<typeof as>[3] = within) =>
    as(owner, 'app_serving', table, scope, () => outcome(owner, text, values))
  for (const [side, key] of [
    ['B', B],
    ['C', C],
  ] as const) {
    const row = JSON.stringify(rows[side][0])
    const all = (await insertable(owner, table)).join()
    const insert = `insert into ${table} (${all}) select ${all} from jsonb_populate_record(null::${table}, $1)`
    check((await write(insert, [row])) === '42501', `${table}: A inserts a row of ${side}`)
    const touch = `update ${table} set province_id = province_id where province_id = $1`
    check((await write(touch, [key])) === 0, `${table}: A changes rows of ${side}`)
    check(
      (await write(`delete from ${table} where province_id = $1`, [key])) === 0,
      `${table}: A deletes rows of ${side}`,
    )
    const move = await write(`update ${table} set province_id = $1 where province_id = $2`, [key, A])
    check(move === '42501' || move === 0, `${table}: A moves its rows to ${side} (${move})`)
  }
  // Without a WHERE that reads a column, no policy for reading stands before the one for changing.
  const blind = await write(`update ${table} set province_id = $1`, [A])
  check(typeof blind === 'number' && blind <= rows.A.length, `${table}: A changes rows unseen (${blind})`)
  const pushed = await write(`update ${table} set province_id = $1`, [C])
  check(pushed === '42501' || pushed === 0, `${table}: A moves rows unseen (${pushed})`)
  if (table === 'plans') check(Number(blind) > 0, `${table}: A can't change its own rows`)
  const nobody = [null, [A, C]] as const
  const touch = await write(`update ${table} set province_id = province_id`, [], nobody)
  check(touch === 0, `${table}: who may only read changes rows`)
  check((await write(`delete from ${table}`, [], nobody)) === 0, `${table}: who may only read deletes rows`)
  if ('published' in (rows.A[0] as Row) && !replaced.has(table)) {
    const gone = await write(`delete from ${table} where province_id = $1 and published`, [A])
    check(gone === 0, `${table}: A deletes what was published`)
  }
  if (table === 'indicator_values') {
    const changed = await write(`update ${table} set value = 1 where province_id = $1 and published`, [A])
    check(changed === 0, `${table}: A changes figures that were published`)
  }
  const kept: Record<string, string> = {
    plans: `status <> 'DRAFT'`,
    progress_reports: `status <> 'DRAFT'`,
    tasks: 'filed',
    import_jobs: `state <> 'RECEIVING'`,
    idempotency_keys: 'created_at > now()',
  }
  if (kept[table] === undefined) return
  if (table === 'idempotency_keys') {
    const fresh = await as(owner, 'app_serving', table, within, async () => {
      await owner.query(`update ${table} set created_at = now() where province_id = $1`, [A])
      return outcome(owner, `delete from ${table} where province_id = $1`, [A])
    })
    check(fresh === 0, `${table}: A deletes a key of today`)
  } else {
    const gone = await write(`delete from ${table} where province_id = $1 and ${kept[table]}`, [A])
    check(gone === 0, `${table}: A deletes what stays on record`)
  }
}

async function probeNational(owner: pg.Client, world: World, table: string, check: Check): Promise<void> {
  const { A, B } = world.keys
  const rows = world.rows[table]!
  const read = (scope: Parameters<typeof as>[3]) =>
    as(owner, 'app_national', table, scope, async () => (await owner.query<Row>(`select * from ${table}`)).rows)
  for (const scope of [undefined, [B, [A, B]] as const]) {
    const seen = await read(scope)
    const foreign = seen.filter((row) => row.province_id !== null && row['published'] !== true && !isSummary(table))
    check(foreign.length === 0, `${table}: the ministry sees what is not published`)
    const published = Object.values(rows)
      .flat()
      .filter((row) => row['published'] === true)
    const missing = nationalReads.has(table) && seen.filter((row) => row.province_id !== null).length < published.length
    check(!missing, `${table}: the ministry does not see what is published`)
    if (!nationalReads.has(table) && !ministrysOwn.has(table) && !isSummary(table))
      check(seen.length === 0, `${table}: the ministry sees rows`)
  }
  const write = (text: string, values: unknown[]) =>
    as(owner, 'app_national', table, [B, null], () => outcome(owner, text, values))
  const all = (await insertable(owner, table)).join()
  const insert = `insert into ${table} (${all}) select ${all} from jsonb_populate_record(null::${table}, $1)`
  check(
    (await write(insert, [JSON.stringify(rows.A[0])])) === '42501',
    `${table}: the ministry inserts a row of A while in B`,
  )
  const has = (part: string) => world.guards.policies.includes(`${table}.${table}_${part}`)
  const addsThere = table === 'audit_log' || (isSummary(table) && has('ministry_insert'))
  if (!addsThere) {
    check(
      (await write(insert, [JSON.stringify(rows.B[0])])) === '42501',
      `${table}: the ministry inserts a row of a province`,
    )
  }
  // What it may change of the province that it is in.
  const there =
    table === 'recommendations'
      ? `published and province_id = ${B}`
      : isSummary(table) && has('ministry_update')
        ? `province_id = ${B}`
        : undefined
  const others = ` where ${there === undefined ? 'province_id is not null' : `not (${there})`}`
  check(
    (await write(`update ${table} set province_id = province_id${others}`, [])) === 0,
    `${table}: the ministry changes rows`,
  )
  const ownRows = `select count(*)::integer as count from ${table} where ${there ?? 'province_id is null'}`
  const { count } = (await owner.query<{ count: number }>(ownRows)).rows[0]!
  const blind = await write(`update ${table} set province_id = ${there === undefined ? 'null' : B}`, [])
  check(typeof blind === 'number' && blind <= count, `${table}: the ministry changes rows unseen (${blind})`)
  const pushed = await write(`update ${table} set province_id = $1`, [A])
  check(pushed === '42501' || pushed === 0, `${table}: the ministry moves rows unseen (${pushed})`)
  check(
    (await write(`delete from ${table} where province_id is not null`, [])) === 0,
    `${table}: the ministry deletes rows`,
  )
  if (table !== 'recommendations') return
  // A trigger and the grants refuse that too; here it is the policy's turn.
  await owner.query('savepoint alone; set local session_replication_role = replica')
  // Blindly, or the policy for reading would refuse it first.
  const withdrawn = await write(`update ${table} set published = false`, [])
  await owner.query('rollback to savepoint alone; release savepoint alone')
  check(withdrawn === '42501', `${table}: the ministry withdraws what was published (${withdrawn})`)
}

const insertable = async (owner: pg.Client, table: string): Promise<string[]> => {
  const { rows } = await owner.query<{ name: string }>(
    `select column_name as name from information_schema.columns
     where table_schema = 'public' and table_name = $1 and is_generated = 'NEVER'`,
    [table],
  )
  return rows.map(({ name }) => name)
}

/** What each policy is there to allow, so that one that is lost is missed. */
async function probeUse(owner: pg.Client, world: World, table: string, check: Check): Promise<void> {
  const { A, B } = world.keys
  const has = (part: string) => world.guards.policies.includes(`${table}.${table}_${part}`)
  const all = (await insertable(owner, table)).join()
  const insert = `insert into ${table} (${all}) select ${all} from jsonb_populate_record(null::${table}, $1)`
  const own = (text: string, values: unknown[]) =>
    as(owner, 'app_serving', table, [A, [A]], () => outcome(owner, text, values))
  const again = await own(insert, [JSON.stringify(world.rows[table]!.A[0])])
  check(!has('insert') || again !== '42501', `${table}: A can't insert a row of its own`)
  const touched = await own(`update ${table} set province_id = province_id where province_id = $1`, [A])
  check(!has('update') || (touched !== 0 && touched !== '42501'), `${table}: A can't change rows of its own`)
  await owner.query('savepoint ready')
  if (table === 'import_jobs') await owner.query(`update ${table} set state = 'RECEIVING' where province_id = $1`, [A])
  const gone = await own(`delete from ${table} where province_id = $1`, [A])
  await owner.query('rollback to savepoint ready; release savepoint ready')
  check(!has('delete') || gone !== 0, `${table}: A can't delete rows of its own`)

  const ministry = (text: string, values: unknown[] = []) =>
    as(owner, 'app_national', table, [B, null], () => outcome(owner, text, values))
  const { rows } = await owner.query<{ row: Row }>(
    `select to_jsonb(x) as row from ${table} x where province_id is null`,
  )
  if (rows.length > 0) {
    const seen = await ministry(`select from ${table} where province_id is null`)
    check(seen === rows.length, `${table}: the ministry does not see its own rows`)
    const inserted = await ministry(insert, [JSON.stringify(rows[0]!.row)])
    check(inserted !== '42501', `${table}: the ministry can't insert a row of its own`)
    const changed = await ministry(`update ${table} set version = version where province_id is null`)
    check(changed === rows.length, `${table}: the ministry can't change its own rows`)
  }
  if (isSummary(table)) {
    check(
      (await ministry(`select from ${table} where province_id = $1`, [A])) !== 0,
      `${table}: the ministry sees no sums`,
    )
    const added = await ministry(insert, [JSON.stringify(world.rows[table]!.B[0])])
    check(!has('ministry_insert') || added !== '42501', `${table}: the ministry can't add to a province's sums`)
    const changed = await ministry(`update ${table} set province_id = province_id where province_id = $1`, [B])
    check(!has('ministry_update') || changed !== 0, `${table}: the ministry can't change a province's sums`)
  }
  if (has('answer')) {
    const answered =
      table === 'audit_log'
        ? await ministry(insert, [JSON.stringify(world.rows[table]!.B[0])])
        : await ministry(`update ${table} set version = version where published and province_id = $1`, [B])
    check(answered !== '42501' && answered !== 0, `${table}: the ministry can't answer in the province that it is in`)
  }
  const [first] = world.rows[table]!.B
  const nobody = (text: string, value: unknown) =>
    as(owner, 'app_serving', table, undefined, () => outcome(owner, text, [value]))
  if (table === 'members') {
    for (const way of ['app_member', 'app_memberships']) {
      const found = await nobody(`select from ${way}($1)`, first!['subject'])
      check(found === 1, `${table}: nobody is found by a subject (${way})`)
    }
  }
  if (table === 'service_accounts') {
    check((await nobody('select from app_account($1)', first!.id)) === 1, `${table}: nobody is found by an id`)
    await owner.query('savepoint used')
    await owner.query(`set local role app_serving`)
    await owner.query('select app_account_used($1)', [first!.id])
    await owner.query('reset role')
    const used = await outcome(owner, `select from ${table} where id = $1 and last_used_at = now()`, [first!.id])
    await owner.query('rollback to savepoint used')
    check(used === 1, `${table}: the use of an account is not noted`)
  }
}

/** Row security holds for a table's owner, so that no function of an owner's is a way around it. */
async function probeOwner(owner: pg.Client, table: string, check: Check): Promise<void> {
  await owner.query('savepoint owner')
  // Roles belong to the whole server, where other databases may be probed at the same time.
  const role = `isolation_probe_${owner.database}`
  await owner.query(`create role ${role}; grant usage, create on schema public to ${role};
    alter table ${table} owner to ${role}; set local role ${role}`)
  const { rows } = await owner.query<{ count: string }>(`select count(*) from ${table}`)
  check(rows[0]?.count === '0', `${table}: its owner sees rows`)
  await owner.query('rollback to savepoint owner; release savepoint owner')
}

/** A scope ends with its transaction, also when that failed, and nobody but the doors' function makes one. */
export async function probeConnections(database: TestDatabase, world: World, check: Check): Promise<void> {
  const { A, B } = world.keys
  for (const [role, url] of [
    ['app_serving', database.servingUrl],
    ['app_national', database.nationalUrl],
  ] as const) {
    const client = new pg.Client({ connectionString: url })
    await client.connect()
    try {
      for (const end of ['commit', 'rollback', 'select 1/0']) {
        await client.query('begin')
        await client.query('select app_enter($1::integer, $2::integer[])', [A, [A]])
        await client.query(end).catch(() => client.query('rollback'))
        if (end === 'rollback' || end === 'commit') await client.query('select 1')
        const { rows } = await client.query<{ own: string; readable: string }>(
          `select current_setting('app.own_province', true) as own, current_setting('app.readable_provinces', true) as readable`,
        )
        check(!rows[0]?.own && !rows[0]?.readable, `${role}: a scope outlives its transaction (${end})`)
      }
      const text = 'select count(*) from plans where province_id = $1'
      const { rows } = await client.query<{ count: string }>({ name: 'warm', text, values: [B] })
      const open = world.rows['plans']!.B.filter((row) => row['published']).length
      check(
        Number(rows[0]?.count) === (role === 'app_serving' ? 0 : open),
        `${role}: a prepared statement sees too much`,
      )
    } finally {
      await client.end()
    }
  }
}
