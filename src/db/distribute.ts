import pg from 'pg'
import { MigrateError } from './migrate-error.ts'

// How one Postgres becomes a Citus cluster: which tables are cut by province, which are copied to every node, in which
// order, and what is still to do. Read from the catalogue, so that a table of a later version isn't forgotten.

/** The tables of the service, parents before those that point at them. */
export interface Layout {
  /** Belong to provinces: each row lives on the node of its province. */
  distributed: string[]
  /** Belong to all, or to nobody before a caller is known: each node has a copy. */
  reference: string[]
}

/** What Citus knows of a table already. */
interface Placed {
  name: string
  /** `h` cut by the hash of a column, `n` copied to every node. */
  method: string
  key: string | null
  group: number
}

export interface Distribution {
  /** What makes nodes known, one by one; each may be repeated. */
  nodes: string[]
  /** In one transaction: after it all is as it should be, or nothing has changed. */
  together: string[]
  /** One by one after it; each may be repeated. */
  afterwards: string[]
}

export interface Nodes {
  /** As the other nodes reach it: `host` or `host:port`; null: it is known already. */
  coordinator: string | null
  workers: readonly string[]
}

export async function layoutOf(client: pg.ClientBase): Promise<Layout> {
  const { rows } = await client.query<{ name: string; tenant: boolean; parents: string[] }>(
    `/* layoutOf */ select c.relname as name,
       c.relrowsecurity and coalesce((select a.attname = 'province_id' from pg_index i join pg_attribute a
         on a.attrelid = i.indrelid and a.attnum = i.indkey[0] where i.indrelid = c.oid and i.indisprimary), false) as tenant,
       array(select distinct p.relname::text from pg_constraint k join pg_class p on p.oid = k.confrelid
         where k.contype = 'f' and k.conrelid = c.oid and p.oid <> c.oid) as parents
     from pg_class c where c.relnamespace = 'public'::regnamespace and c.relkind = 'r'
       and not exists (select from pg_depend d where d.classid = 'pg_class'::regclass and d.objid = c.oid and d.deptype = 'e')
     order by c.relname`,
  )
  const ordered: string[] = []
  const byName = new Map(rows.map((row) => [row.name, row]))
  const place = (name: string) => {
    if (ordered.includes(name)) return
    for (const parent of byName.get(name)?.parents ?? []) place(parent)
    ordered.push(name)
  }
  for (const { name } of rows) place(name)
  const isTenant = (name: string) => byName.get(name)!.tenant
  return { distributed: ordered.filter(isTenant), reference: ordered.filter((name) => !isTenant(name)) }
}

// 34 provinces fall on 27 of 128 shards, four to a shard at most; on 32 shards five would share one.
const shards = 128

/** The statements that are still due. @throws MigrateError if a table is there in another way than it should be */
export function statementsFor(layout: Layout, placed: readonly Placed[], nodes: Nodes): Distribution {
  const known = new Map(placed.map((one) => [one.name, one]))
  const root = layout.distributed[0]!
  const group = known.get(root)?.group
  const wrong = [
    ...layout.reference.filter((name) => known.has(name) && known.get(name)?.method !== 'n'),
    ...layout.distributed.filter((name) => {
      const found = known.get(name)
      return found && (found.method !== 'h' || found.key !== 'province_id' || found.group !== group)
    }),
  ]
  if (wrong.length > 0) {
    throw new MigrateError(
      `Distributed already, but not by province beside the others: ${wrong.join(', ')}. ` +
        `Take that back with undistribute_table, then run this again.`,
    )
  }
  const due = (name: string) => !known.has(name)
  const tables = [
    ...layout.reference.filter(due).map((name) => `SELECT create_reference_table(${quoted(name)})`),
    ...layout.distributed
      .filter(due)
      .map((name) =>
        name === root
          ? `SELECT create_distributed_table(${quoted(name)}, 'province_id', colocate_with => 'none', shard_count => ${shards})`
          : `SELECT create_distributed_table(${quoted(name)}, 'province_id', colocate_with => ${quoted(root)})`,
      ),
  ]
  return {
    nodes: nodeStatements(nodes),
    together: [
      // Else a foreign key from a table that is still whole to one that has been copied is refused.
      'SET LOCAL citus.enable_local_reference_table_foreign_keys = off',
      // The triggers of this service only refuse, whichever shard they stand on.
      'SET LOCAL citus.enable_unsafe_triggers = on',
      `SET LOCAL citus.multi_shard_modify_mode = 'sequential'`,
      ...tables,
      // What a transaction sets for itself reaches the nodes; and later migrations may do what this one did.
      ...databaseSettings,
    ],
    afterwards: [
      // What was there before it was cut up is still there, unseen.
      ...[...layout.reference, ...layout.distributed]
        .filter(due)
        .map((name) => `SELECT truncate_local_data_after_distributing_table(${quoted(name)})`),
      'VACUUM (ANALYZE)',
    ],
  }
}

const databaseSettings = [
  ['citus.propagate_set_commands', 'local'],
  ['citus.enable_unsafe_triggers', 'on'],
  ['citus.multi_shard_modify_mode', 'sequential'],
].map(
  ([name, value]) =>
    `DO $$ BEGIN EXECUTE format('ALTER DATABASE %I SET ${name} = ''${value}''', current_database()); END $$`,
)

function nodeStatements({ coordinator, workers }: Nodes): string[] {
  const address = (node: string) => {
    const [host = '', port = '5432'] = node.split(':')
    if (!/^[\w.-]+$/.test(host) || !/^\d{1,5}$/.test(port)) {
      throw new MigrateError(`A node is given as host or host:port, not as “${node}”.`)
    }
    return `${quoted(host)}, ${port}`
  }
  return [
    ...(coordinator === null ? [] : [`SELECT citus_set_coordinator_host(${address(coordinator)})`]),
    ...workers.map((worker) => `SELECT citus_add_node(${address(worker)})`),
  ]
}

/**
 * Distributes what isn't distributed yet, and tells each statement before it runs.
 *
 * @throws MigrateError with what is missing; no table has changed then
 */
export async function distribute(url: string, nodes: Nodes, tell: (statement: string) => void): Promise<void> {
  await withClient(url, async (client) => {
    await checkCluster(client)
    const layout = await layoutOf(client)
    const statements = statementsFor(layout, await placedTables(client), nodes)
    for (const statement of statements.nodes) await run(client, statement, tell)
    await checkWorkers(client)
    for (const statement of inTransaction(statements)) await run(client, statement, tell)
    for (const statement of statements.afterwards) await run(client, statement, tell)
  })
}

/** All of the statements for one Postgres that is no cluster yet, for reading or for psql. */
export async function printedStatements(url: string, nodes: Nodes): Promise<string> {
  return withClient(url, async (client) => {
    const statements = statementsFor(await layoutOf(client), [], nodes)
    const all = [...statements.nodes, ...inTransaction(statements), ...statements.afterwards]
    return all.map((statement) => `${statement};`).join('\n')
  })
}

const inTransaction = ({ together }: Distribution) => ['BEGIN', ...together, 'COMMIT']

async function withClient<T>(url: string, work: (client: pg.Client) => Promise<T>): Promise<T> {
  const client = new pg.Client({ connectionString: url, application_name: 'ttdn-distribute' })
  client.on('error', () => {}) // the statement that it hits fails and says so
  try {
    await client.connect()
    return await work(client)
  } finally {
    await client.end().catch(() => {})
  }
}

async function checkCluster(client: pg.Client): Promise<void> {
  const { rows } = await client.query<{ citus: boolean; superuser: boolean; migrated: boolean }>(
    `/* checkCluster */ select to_regclass('pg_dist_partition') is not null and to_regclass('pg_dist_node') is not null as citus,
       to_regclass('drizzle.__drizzle_migrations') is not null as migrated,
       (select rolsuper from pg_roles where rolname = current_user) as superuser`,
  )
  const { citus, superuser, migrated } = rows[0]!
  if (!citus) {
    throw new MigrateError(
      'This server has no Citus in this database: start it with shared_preload_libraries = citus, run CREATE EXTENSION ' +
        'citus here and on every worker, then run this again. --print shows what it would do.',
    )
  }
  if (!superuser) throw new MigrateError('Connect as a superuser: row security hides rows from all others.')
  if (!migrated) throw new MigrateError('Bring the database up to date first: npm run migrate.')
}

async function checkWorkers(client: pg.Client): Promise<void> {
  const { rows } = await client.query<{ holders: number }>(
    '/* checkWorkers */ select count(*)::integer as holders from pg_dist_node where isactive and shouldhaveshards',
  )
  if (rows[0]!.holders === 0) {
    throw new MigrateError('No node takes rows: name the workers with --worker HOST:PORT, once for each.')
  }
}

async function placedTables(client: pg.Client): Promise<Placed[]> {
  const { rows } = await client.query<Placed>(
    `/* placedTables */ select c.relname as name, p.partmethod as method, p.colocationid as group,
       case when p.partmethod = 'h' then column_to_column_name(p.logicalrelid, p.partkey) end as key
     from pg_dist_partition p join pg_class c on c.oid = p.logicalrelid where c.relnamespace = 'public'::regnamespace`,
  )
  return rows
}

async function run(client: pg.Client, statement: string, tell: (statement: string) => void): Promise<void> {
  tell(statement)
  try {
    await client.query(statement)
  } catch (error) {
    throw new MigrateError(`${statement}\nfailed: ${(error as Error).message}`, { cause: error })
  }
}

const quoted = (name: string) => pg.escapeLiteral(name)
