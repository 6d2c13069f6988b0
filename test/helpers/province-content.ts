import { createHash } from 'node:crypto'
import type pg from 'pg'

// Made anew from the facts, or no part of what a province has put on record.
const aside = /^(import_|rollup_|audit_(chain|seals)|idempotency|province_codes)/
const ids = /[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}/g

/**
 * A hash over all that a province has on record, withdrawn rows and the audit log with it. As `npm run fingerprint` makes it,
 * but for what two runs of the same work can't share: ids, which are called by what they stand for, moments and transactions.
 */
export async function provinceContent(owner: pg.Pool, slug: string): Promise<{ hash: string; rows: number }> {
  const { rows: tables } = await owner.query<{ name: string }>(
    `select c.relname as name from pg_class c join pg_attribute a on a.attrelid = c.oid and a.attname = 'province_id'
     where c.relnamespace = 'public'::regnamespace and c.relkind = 'r' order by 1`,
  )
  const all: [string, Record<string, unknown>][] = []
  for (const { name } of tables) {
    const { rows } = await owner.query<{ row: Record<string, unknown> }>(
      `select to_jsonb(t) - '{province_id,at,created_at,updated_at,xact,request_id,actor}'::text[] as row
       from ${name} t where province_id = (select id from provinces where slug = $1)`,
      [slug],
    )
    for (const { row } of rows) all.push([name, row])
  }
  const labels = new Map<string, string>()
  for (const [table, row] of all) {
    const label = row['source_key'] ?? row['name']
    if (typeof label === 'string') labels.set(row['id'] as string, `${table}:${label}`)
  }
  const lines = all
    .filter(([table]) => !aside.test(table))
    .map(
      ([table, row]) =>
        `${table} ${JSON.stringify({ ...row, id: undefined }).replaceAll(ids, (id) => labels.get(id) ?? '?')}`,
    )
    .sort()
  return { hash: createHash('sha256').update(lines.join('\n')).digest('hex').slice(0, 32), rows: lines.length }
}
