import { createHash } from 'node:crypto'
import pg from 'pg'
import { epochOwed, type TransactionNumbers } from './restored.ts'

/** What one province has, or (`slug` null) what all share: the same rows give the same hash, on any server. */
export interface Fingerprint {
  slug: string | null
  rows: number
  hash: string
}

export interface Fingerprints {
  parts: Fingerprint[]
  /** The epoch that a restored database still needs; null if none. */
  epochOwed: number | null
}

/** Thrown where the role would see only some of the rows. */
export class CannotSeeAll extends Error {}

interface Part {
  province: number | null
  rows: string
  sum: string
}

/**
 * Hashes every row of every table, at one instant. The sum of the rows' hashes doesn't depend on their order, and takes
 * no memory that grows with them.
 */
export async function fingerprint(url: string): Promise<Fingerprints> {
  const client = new pg.Client({ connectionString: url, application_name: 'ttdn-fingerprint' })
  client.on('error', () => {}) // the statement that it hits fails and says so
  await client.connect()
  try {
    const { rows: who } = await client.query(
      'select rolsuper or rolbypassrls as all, rolname as name from pg_roles where rolname = current_user',
    )
    if (!who[0].all) {
      throw new CannotSeeAll(
        `Row security hides rows from ${who[0].name}: connect as a role with BYPASSRLS, as for a backup.`,
      )
    }
    // How values are written out depends on these.
    await client.query(
      `set timezone = 'UTC'; set datestyle = 'ISO'; set intervalstyle = 'postgres'; set extra_float_digits = 1;
       set bytea_output = 'hex'; set xmlbinary = 'base64'; begin isolation level repeatable read read only`,
    )
    return { parts: await partsOf(client), epochOwed: epochOwed(await numbers(client)) }
  } finally {
    await client.end()
  }
}

async function partsOf(client: pg.Client): Promise<Fingerprint[]> {
  const { rows: tables } = await client.query<{ name: string; tenant: boolean }>(
    `select c.relname as name, exists (select from pg_attribute a where a.attrelid = c.oid and a.attname = 'province_id') as tenant
     from pg_class c where c.relnamespace = 'public'::regnamespace and c.relkind = 'r' order by c.relname`,
  )
  const { rows: provinces } = await client.query<{ id: number; slug: string }>('select id, slug from provinces')
  const slugs = new Map(provinces.map(({ id, slug }) => [id, slug]))
  const lines = new Map<string | null, string[]>()
  const counts = new Map<string | null, number>()
  for (const { name, tenant } of tables) {
    const table = pg.escapeIdentifier(name)
    const { rows } = await client.query<Part>(
      `select ${tenant ? 'province_id' : 'null::integer'} as province, count(*) as rows,
         sum(('x' || left(md5(r::text), 16))::bit(64)::bigint::numeric + ('x' || right(md5(r::text), 16))::bit(64)::bigint) as sum
       from ${table} r ${tenant ? 'group by province_id' : 'having count(*) > 0'}`,
    )
    for (const { province, rows: count, sum } of rows) {
      const slug = province === null ? null : (slugs.get(province) ?? String(province))
      lines.set(slug, [...(lines.get(slug) ?? []), `${name} ${count} ${sum}`])
      counts.set(slug, (counts.get(slug) ?? 0) + Number(count))
    }
  }
  const known = [...slugs.values()].sort()
  return [null, ...known].map((slug) => ({
    slug,
    rows: counts.get(slug) ?? 0,
    hash: createHash('sha256')
      .update((lines.get(slug) ?? []).join('\n'))
      .digest('hex')
      .slice(0, 32),
  }))
}

async function numbers(client: pg.Client): Promise<TransactionNumbers> {
  const { rows } = await client.query<TransactionNumbers>(
    `select max(xact)::text as newest, pg_snapshot_xmax(pg_current_snapshot())::text as next from audit_log`,
  )
  return rows[0]!
}
