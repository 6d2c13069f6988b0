import { setTimeout } from 'node:timers/promises'
import t from 'tap'
import { nationalDoor, tenantDoor } from '../../src/db/tenancy.ts'
import { createApp } from '../helpers/app.ts'
import { readTables } from '../helpers/statement-lint.ts'
import { createWorld } from '../helpers/world.ts'

// What the database itself holds apart, whatever the service above it asks.

const app = await createApp(t, { poolSize: 1 })
const { serving, national } = app.pools
const { tenant } = await readTables(app.owner)
const [a, b] = [await createWorld(app, app.nextProvince(), 2), await createWorld(app, app.nextProvince(), 3)]
await app.owner.query(
  `insert into audit_log (province_id, id, actor, role, action, entity, entity_id, entity_version, changes)
   select province_id, id, 'x', 'x', 'x', 'Plan', id, 1, '{}' from plans`,
)
const count = (table: string) =>
  `select count(*)::integer as n, array_agg(distinct province_id) as provinces from ${table}`

/** The tables that hold rows of both provinces. */
const filled: string[] = []
for (const table of tenant) if ((await app.owner.query(count(table))).rows[0].n > 1) filled.push(table)

/** How many rows a statement changes, or the code of its refusal. */
const rowsOrCode = async (pool: typeof serving, text: string) =>
  pool.query(text).then(
    ({ rowCount }) => rowCount,
    ({ code }: { code: string }) => code,
  )

/** A row of province A with every column that may be written. */
async function rowOf(table: string): Promise<{ insert: string; row: string } | undefined> {
  const { rows } = await app.owner.query(
    `select to_jsonb(r) as row from ${table} r where province_id = ${a.key} limit 1`,
  )
  const written = await app.owner.query(
    `select string_agg(column_name, ', ') as names from information_schema.columns where table_name = $1 and is_generated = 'NEVER'`,
    [table],
  )
  const { names } = written.rows[0]
  const insert = `insert into ${table} (${names}) select ${names} from jsonb_populate_record(null::${table}, $1)`
  return rows[0] && { insert, row: JSON.stringify(rows[0].row) }
}

t.test(
  'given no scope, when a login of the service reads or writes, then no row is there and none is taken',
  async (t) => {
    t.ok(filled.length >= 11)
    for (const table of tenant) {
      t.same((await serving.query(count(table))).rows, [{ n: 0, provinces: null }], `${table} is empty`)
      for (const change of [`update ${table} set province_id = province_id`, `delete from ${table}`]) {
        t.match(String(await rowsOrCode(serving, change)), /^(0|42501)$/, change)
      }
      const known = await rowOf(table)
      if (known) await t.rejects(serving.query(known.insert, [known.row]), { code: '42501' }, `${table} takes no row`)
    }
  },
)

t.test('given empty scopes, when entered, then no row is there', async (t) => {
  for (const [own, readable] of [
    [null, null],
    [null, []],
    [a.key, null],
    [a.key, []],
  ]) {
    const client = await serving.connect()
    await client.query('begin')
    await client.query('select app_enter($1, $2)', [own, readable])
    for (const table of tenant)
      t.equal((await client.query(count(table))).rows[0].n, 0, `${table} under ${JSON.stringify([own, readable])}`)
    await client.query('rollback')
    client.release()
  }
})

t.test(
  'given a scope, when entered, then its provinces’ rows are there, and only the own one’s may be written',
  async (t) => {
    const client = await serving.connect()
    t.teardown(() => client.release())
    await client.query('begin')
    await client.query('select app_enter($1, $2)', [a.key, [a.key, b.key]])
    for (const table of filled) {
      const { rows } = await client.query(count(table))
      t.same(rows[0].provinces, [a.key, b.key], table)
    }
    const changed = await client.query(`update plans set title = 'Của A'`)
    t.equal(changed.rowCount, a.plans.length, 'only A’s rows are changed')
    for (const statement of [
      `update plans set province_id = ${b.key} where id = '${a.plans[0]?.id}'`,
      `insert into departments (province_id, id, name, name_key, kind) values (${b.key}, gen_random_uuid(), 'x', 'x', 'OTHER')`,
    ]) {
      await client.query('savepoint before')
      await t.rejects(client.query(statement), { code: '42501' }, statement)
      await client.query('rollback to savepoint before')
    }
    await client.query('rollback')
  },
)

t.test(
  'given a statement that is asked again and again, when provinces of any size ask it, then it is planned once and nothing else is',
  async (t) => {
    const text = 'select count(*)::text as json from plans where province_id = $1'
    for (let turn = 0; turn < 8; turn++) {
      const { key, plans } = turn % 2 === 0 ? a : b
      const door = tenantDoor(app.pools, { readable: [key], own: key })
      t.equal(await door.read({ name: 'plans_counted', text, values: [key] }), String(plans.length))
    }
    const { rows } = await serving.query(
      `select custom_plans::integer as anew, generic_plans::integer as kept, current_setting('plan_cache_mode') as others
       from pg_prepared_statements where name = 'plans_counted'`,
    )
    t.same(rows, [{ anew: 0, kept: 8, others: 'auto' }])
  },
)

t.test(
  'given one connection that provinces use in turn, when one is done or has failed, then the next sees only its own',
  async (t) => {
    const doors = [a, b].map(({ key }) => tenantDoor(app.pools, { readable: [key], own: key }))
    const provinces = `select json_agg(distinct province_id)::text as json from plans`
    for (let turn = 0; turn < 12; turn++) {
      const [door, world] = [doors[turn % 2]!, [a, b][turn % 2]!]
      const named = turn % 3 === 0 ? {} : { name: `plans_${turn % 3}` }
      t.equal(await door.read({ ...named, text: provinces, values: [] }), `[${world.key}]`)
      t.equal((await serving.query(count('plans'))).rows[0].n, 0, 'without a scope nothing is left of it')
      if (turn % 4 === 1) {
        await t.rejects(door.read({ text: 'select 1/0', values: [] }), { code: '22012' })
        await t.rejects(door.read({ text: 'select nonsense', values: [] }), { code: '42703' })
        await t.rejects(
          door.write(async (tx) => tx.rows('select 1/0')),
          { code: '22012' },
        )
        t.equal((await serving.query(count('plans'))).rows[0].n, 0, 'nor after a failure')
      }
      if (turn % 4 === 2) {
        const seen = await door.snapshot(async (tx) => [
          await tx.json({ text: provinces, values: [] }),
          await tx.json({ text: provinces, values: [] }),
        ])
        t.same(seen, [`[${world.key}]`, `[${world.key}]`])
      }
      if (turn % 4 === 3) t.match(await door.write(async (tx) => tx.rows(count('tasks'))), [{ provinces: [world.key] }])
    }
    t.equal(serving.totalCount, 1)
  },
)

t.test('given many who ask at once through one connection, when answered, then each has its own', async (t) => {
  const query = '{ plans(first: 100) { totalCount nodes { province { slug } } } }'
  const ask = async (i: number) => {
    const world = i % 2 ? a : b
    const { data } = await app.gql(query, {}, app.viewer('PROVINCE_VIEWER', world.slug))
    return (
      data.plans.totalCount === world.plans.length &&
      data.plans.nodes.every((node: any) => node.province.slug === world.slug)
    )
  }
  const answers = await Promise.all(Array.from({ length: 60 }, (_, i) => ask(i)))
  t.same(
    answers.filter((right) => !right),
    [],
  )
})

t.test('given who only reads, when a write is tried all the same, then the database refuses it', async (t) => {
  const insert = `insert into departments (province_id, id, name, name_key, kind) values (${a.key}, gen_random_uuid(), 'x', 'x', 'OTHER') returning '1'`
  const viewer = tenantDoor(app.pools, { readable: [a.key], own: null })
  await t.rejects(viewer.read({ text: insert, values: [] }), { code: '42501' })
  await t.rejects(viewer.write(async (tx) => tx.rows(insert)))
  const admin = tenantDoor(app.pools, { readable: [a.key], own: a.key })
  await t.rejects(
    admin.snapshot(async (tx) => tx.rows(insert)),
    { code: '25006' },
    'a snapshot is read only',
  )
  const ministry = nationalDoor(app.pools)
  await t.rejects(ministry.read({ text: insert, values: [] }), { code: '42501' })
  for (const table of tenant) {
    t.equal(await rowsOrCode(national, `insert into ${table} (province_id) values (1)`), '42501', table)
    for (const change of [`update ${table} set province_id = province_id`, `delete from ${table}`]) {
      t.match(String(await rowsOrCode(national, change)), /^(0|42501)$/, change)
    }
  }
})

t.test('given what is not published, when the ministry’s login reads, then it is not there', async (t) => {
  const { rows } = await app.owner.query(
    `select table_name as name from information_schema.columns where table_schema = 'public' and column_name = 'published'`,
  )
  const tables = rows.map(({ name }) => name as string).filter((name) => tenant.has(name) && name !== 'audit_log')
  t.ok(tables.length >= 9)
  for (const table of tables) {
    t.ok((await national.query(count(table))).rows[0].n > 0, table)
    await app.owner.query(`alter table ${table} disable trigger user`)
    await app.owner.query(`update ${table} set published = false`)
    t.equal((await national.query(count(table))).rows[0].n, 0, table)
  }
  for (const table of tenant) {
    if (tables.includes(table)) continue
    const read = await national
      .query(count(table))
      .catch((error: any) => ({ rows: [{ n: error.code === '42501' ? 0 : error.code }] }))
    t.equal(read.rows[0].n, 0, `${table} is not for the ministry`)
  }
})

t.test(
  'given a statement nobody waits for that fails, when others follow, then all is undone, and it is told',
  async (t) => {
    const door = tenantDoor(app.pools, { readable: [a.key], own: a.key })
    const retitle = `update plans set title = 'Bỏ dở' where province_id = $1`
    const titled = async () => (await app.owner.query(`select 1 from plans where title = 'Bỏ dở'`)).rows
    for (const after of [async () => {}, () => setTimeout(50)]) {
      const written = door.write(async (tx) => {
        tx.send(retitle, [a.key])
        tx.send('select 1 / ($1::integer - $1)', [1])
        await after()
      })
      await t.rejects(written, { code: '22012' })
    }
    const followed = door.write(async (tx) => {
      tx.send('select 1 / ($1::integer - $1)', [1])
      await tx.rows(retitle, [a.key])
    })
    await t.rejects(followed, { code: '22012' })
    const unminded = door.write(async (tx) => {
      await tx.rows(retitle, [a.key])
      await tx.rows('select 1 / ($1::integer - $1)', [1]).catch(() => {})
    })
    await t.rejects(unminded, /rolled back/)
    t.same(await titled(), [])

    let late: (() => Promise<unknown>) | undefined
    await door.write(async (tx) => void (late = () => tx.rows(retitle, [a.key])))
    await t.rejects(late!(), /transaction is over/)
    t.same(await titled(), [])
  },
)
