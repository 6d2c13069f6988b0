import { createHash } from 'node:crypto'
import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import type pg from 'pg'
import { MigrateError } from './migrate-error.ts'

// The migrator compares nothing but the newest timestamp: it would pass over a migration that was merged late, and
// would not see that an applied one was edited. So all that is looked at here, before it runs.

export const defaultFolder = fileURLToPath(new URL('../../migrations', import.meta.url))

interface MigrationFile {
  name: string
  /** When it was made, in milliseconds since 1970; their order is the order of the migrations. */
  when: number
  hash: string
}

/** What the migrator will do with a database. */
export interface MigrationState {
  /** Names of the files that are not applied yet, in order. */
  pending: string[]
  /** The database has newer migrations than this program knows: a newer version has been started already. */
  ahead: boolean
}

/**
 * Compares the folder with what was applied to the database.
 *
 * @throws MigrateError naming the file if one was edited, lost, left off the journal, or put before an applied one
 */
export async function inspectMigrations(client: pg.ClientBase, folder: string): Promise<MigrationState> {
  const files = readFolder(folder)
  const applied = await readApplied(client)
  const known = new Map(files.map((file) => [file.when, file]))
  const newestFile = files.at(-1)?.when ?? 0
  for (const { when, hash } of applied) {
    const file = known.get(when)
    if (file && file.hash !== hash) {
      throw new MigrateError(
        `migrations/${file.name} was changed after it had been applied to this database. ` +
          'Restore it, and put the change into a new migration.',
      )
    }
    if (!file && when < newestFile) {
      throw new MigrateError(
        `This database has a migration of ${new Date(when).toISOString()} that is missing from migrations/. ` +
          'It was migrated by another version; restore the file.',
      )
    }
  }
  const newestApplied = applied.at(-1)?.when ?? 0
  const done = new Set(applied.map((migration) => migration.when))
  const pending = files.filter((file) => !done.has(file.when))
  const late = pending.find((file) => file.when < newestApplied)
  if (late) {
    throw new MigrateError(
      `migrations/${late.name} is older than a migration that this database already has, and would be skipped. ` +
        'Make it again, so that it comes last: delete it and run `npm run migration` once more.',
    )
  }
  return { pending: pending.map((file) => file.name), ahead: newestApplied > newestFile }
}

/** When the newest migration of a folder was made, in milliseconds since 1970. */
export function newestMigration(folder: string): number {
  return readFolder(folder).at(-1)?.when ?? 0
}

/** The name of the file that a statement comes from, to tell which migration has failed. */
export function fileOfStatement(folder: string, statement: string): string | undefined {
  return readFolder(folder).find((file) => readFileSync(join(folder, file.name), 'utf8').includes(statement))?.name
}

function readFolder(folder: string): MigrationFile[] {
  const journal = JSON.parse(readFileSync(join(folder, 'meta/_journal.json'), 'utf8')) as {
    entries: { tag: string; when: number }[]
  }
  const present = new Set(readdirSync(folder).filter((name) => name.endsWith('.sql')))
  const files = journal.entries.map(({ tag, when }, i) => {
    const name = `${tag}.sql`
    if (!present.delete(name)) throw new MigrateError(`migrations/${name} is in the journal but not in the folder.`)
    const before = journal.entries[i - 1]
    if (before && before.when >= when) {
      throw new MigrateError(
        `migrations/${name} is older than ${before.tag}.sql before it in the journal, and would be skipped. ` +
          'Make it again, so that it comes last: delete it and run `npm run migration` once more.',
      )
    }
    return {
      name,
      when,
      hash: createHash('sha256')
        .update(readFileSync(join(folder, name)))
        .digest('hex'),
    }
  })
  for (const name of present) {
    throw new MigrateError(
      `migrations/${name} is not in the journal, so it would never run. Make it with \`npm run migration\`.`,
    )
  }
  return files
}

async function readApplied(client: pg.ClientBase): Promise<{ when: number; hash: string }[]> {
  const table = await client.query(`select to_regclass('drizzle.__drizzle_migrations') is not null as there`)
  if (!table.rows[0].there) return []
  const applied = await client.query('select created_at, hash from drizzle.__drizzle_migrations order by created_at')
  return applied.rows.map((row) => ({ when: Number(row.created_at), hash: row.hash as string }))
}
