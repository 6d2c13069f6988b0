import { execFileSync } from 'node:child_process'
import { readFileSync } from 'node:fs'
import t from 'tap'
import { distribute, layoutOf, printedStatements } from '../../src/db/distribute.ts'
import { identityTables, sharedTables } from '../helpers/catalogue.ts'
import { createDatabase } from '../helpers/database.ts'
import { clusterInWords } from '../helpers/cluster.ts'

const database = await createDatabase(t)
const client = await database.owner.connect()
const layout = await layoutOf(client)
client.release()
const nodes = { coordinator: 'coordinator:5432', workers: ['worker1', 'worker2:5433'] }

t.test('given all migrations, then each table is either cut by province or copied to every node', async (t) => {
  const { rows } = await database.owner.query(
    `select relname as name from pg_class where relnamespace = 'public'::regnamespace and relkind in ('r', 'p')`,
  )
  const all = rows.map(({ name }) => name as string).sort()
  t.strictSame([...layout.reference].sort(), [...sharedTables, ...identityTables].sort())
  t.strictSame([...layout.reference, ...layout.distributed].sort(), all)
})

t.test('given all foreign keys, then each table comes after those that it points at', async (t) => {
  const { rows } = await database.owner.query(
    `select conrelid::regclass::text as child, confrelid::regclass::text as parent from pg_constraint
     where contype = 'f' and conrelid <> confrelid`,
  )
  const order = [...layout.reference, ...layout.distributed]
  const late = rows.filter(({ child, parent }) => order.indexOf(child) < order.indexOf(parent))
  t.ok(rows.length > 20)
  t.strictSame(late, [])
})

/** Runs `npm run distribute`; its exit code and what it says. */
function command(...args: string[]): { code: number; out: string; said: string } {
  try {
    const out = execFileSync(process.execPath, ['--import=tsx', 'src/bin/distribute.ts', ...args], {
      encoding: 'utf8',
      stdio: ['ignore', 'pipe', 'pipe'],
    })
    return { code: 0, out, said: '' }
  } catch (error) {
    const { status, stdout, stderr } = error as { status: number; stdout: string; stderr: string }
    return { code: status, out: stdout, said: stderr }
  }
}

t.test('given a server without Citus, then the command says so, and --print shows what it would do', async (t) => {
  t.match(command(database.ownerUrl), { code: 1, out: '', said: /no Citus .* --print/ })
  await t.rejects(
    printedStatements(database.ownerUrl, { coordinator: null, workers: ['a b'] }),
    /host:port, not as “a b”/,
  )
  const { code, out } = command('--print', '--worker', 'worker1', database.ownerUrl)
  t.equal(code, 0)
  t.match(out, /^SELECT citus_add_node\('worker1', 5432\);\nBEGIN;\n/)
  for (const name of layout.distributed) t.match(out, `create_distributed_table('${name}', 'province_id'`)
  for (const name of layout.reference) t.match(out, `create_reference_table('${name}')`)
})

t.test('given what Citus asks for, when it is distributed, then only what is left is done the next time', async (t) => {
  const cluster = await createDatabase(t)
  await cluster.owner.query(clusterInWords)
  const told: string[] = []
  await t.rejects(
    distribute(cluster.ownerUrl, { coordinator: null, workers: [] }, () => {}),
    /No node takes rows: .*--worker/,
  )
  await distribute(cluster.ownerUrl, nodes, (statement) => told.push(`${statement};`))
  t.equal(told.join('\n'), await printedStatements(database.ownerUrl, nodes))
  const placed = async () => (await cluster.owner.query('select logicalrelid from citus.pg_dist_partition')).rows
  t.equal((await placed()).length, layout.reference.length + layout.distributed.length)

  // A later version's table.
  await cluster.owner.query(
    `create table later (province_id integer not null, id uuid, primary key (province_id, id));
     alter table later enable row level security`,
  )
  told.length = 0
  await distribute(cluster.ownerUrl, nodes, (statement) => told.push(statement))
  t.strictSame(
    told.filter((statement) => /create_|truncate/.test(statement)),
    [
      `SELECT create_distributed_table('later', 'province_id', colocate_with => '${layout.distributed[0]}')`,
      `SELECT truncate_local_data_after_distributing_table('later')`,
    ],
  )

  await cluster.owner.query(
    `update citus.pg_dist_partition set colocationid = 99 where logicalrelid = 'later'::regclass`,
  )
  await t.rejects(
    distribute(cluster.ownerUrl, nodes, () => {}),
    /not by province beside the others: later.*undistribute_table/,
  )
})

t.test('given the compose file, then its nodes are those that the command is told of', async (t) => {
  const compose = readFileSync('docker-compose.yml', 'utf8')
  for (const node of ['coordinator', 'worker1', 'worker2']) t.match(compose, new RegExp(`^  ${node}:\\n`, 'm'))
})
