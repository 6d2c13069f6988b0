import type pg from 'pg'
import { defaultFolder, newestMigration } from './migration-files.ts'

const needed = newestMigration(defaultFolder)

/** Whether a database has all the migrations that this version needs, or more. Rejects if it can't be asked. */
export async function isMigrated(pool: pg.Pool): Promise<boolean> {
  const { rows } = await pool.query<{ migrated: boolean }>(
    '/* ready */ select coalesce(max(created_at) >= $1, false) as migrated from drizzle.__drizzle_migrations',
    [needed],
  )
  return rows[0]!.migrated
}
