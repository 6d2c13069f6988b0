import { readdirSync, readFileSync } from 'node:fs'
import { is } from 'drizzle-orm'
import { getTableConfig, PgTable } from 'drizzle-orm/pg-core'
import { generateDrizzleJson, generateMigration } from 'drizzle-kit/api'
import t from 'tap'
import { createDatabase } from '../helpers/database.ts'

/** Everything that any file of the schema exports. */
const schema: Record<string, unknown> = {}
for (const file of readdirSync('src/db/schema')) Object.assign(schema, await import(`../../src/db/schema/${file}`))

const journal = JSON.parse(readFileSync('migrations/meta/_journal.json', 'utf8'))
const newest = String(journal.entries.at(-1).idx).padStart(4, '0')
const snapshot = JSON.parse(readFileSync(`migrations/meta/${newest}_snapshot.json`, 'utf8'))
/** The statements that `npm run migration` would write now. */
const missing = (exported: Record<string, unknown>) =>
  generateMigration(snapshot, generateDrizzleJson(exported, snapshot.id))

t.test('given the schema, then no migration is missing', async (t) => {
  t.strictSame(await missing(schema), [])
  const { tasks: _, ...rest } = schema
  t.ok((await missing(rest)).includes('DROP TABLE "tasks" CASCADE;'), 'and a difference would be seen')
})

t.test('given the migrated tables, then their columns are those of the schema', async (t) => {
  const { owner } = await createDatabase(t)
  const { rows } = await owner.query({
    text: `select c.relname, a.attname, format_type(a.atttypid, a.atttypmod), a.attnotnull, a.attgenerated <> ''
      from pg_class c join pg_attribute a on a.attrelid = c.oid and a.attnum > 0 and not a.attisdropped
      where c.relnamespace = 'public'::regnamespace and c.relkind in ('r', 'p')`,
    rowMode: 'array',
  })
  const declared = Object.values(schema)
    .filter((value) => is(value, PgTable))
    .map((table) => getTableConfig(table))
    .flatMap(({ name, columns }) =>
      columns.map((column) => [name, column.name, column.getSQLType(), column.notNull, column.generated !== undefined]),
    )
  t.strictSame(rows.map(String).sort(), declared.map(String).sort())
})
