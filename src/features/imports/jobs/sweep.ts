import type { DoorOf } from './take-on.ts'

/** An upload that brings nothing for so long has lost its client. */
const uploadPatience = '10 minutes'
/** How long what an import has told is kept; the job itself stays. */
const kept = '90 days'

const firstOf = (table: string) =>
  `select p.province_id, p.job_id as id from ${table} p join import_jobs j on j.province_id = p.province_id
   and j.id = p.job_id where p.province_id = any ($1::integer[]) and j.province_id = any ($1::integer[])
   and p.ordinal = 1 and j.finished_at < now() - interval '${kept}' limit 100`

const sweeps = [
  {
    wanted: `select province_id, id from import_jobs where province_id = any ($1::integer[]) and finished_at is null
      and state = 'RECEIVING' and updated_at < now() - interval '${uploadPatience}'`,
    remove: [
      `/* dropStaleUpload */ delete from import_jobs where province_id = $1 and id = $2 and state = 'RECEIVING'
        and updated_at < now() - interval '${uploadPatience}'`,
    ],
  },
  {
    wanted: `select c.province_id, c.job_id as id from import_chunks c
      where c.province_id = any ($1::integer[]) and c.ordinal = 0
        and not exists (select from import_jobs j where j.province_id = any ($1::integer[]) and j.id = c.job_id
          and j.finished_at is null)`,
    remove: ['/* dropChunks */ delete from import_chunks where province_id = $1 and job_id = $2'],
  },
  {
    wanted: firstOf('import_problems'),
    remove: ['/* dropProblems */ delete from import_problems where province_id = $1 and job_id = $2'],
  },
  {
    wanted: firstOf('import_changes'),
    remove: ['/* dropChanges */ delete from import_changes where province_id = $1 and job_id = $2'],
  },
]

/**
 * Takes away what is not needed any more: uploads that were cut off with the process that received them, the bytes of files
 * whose job has ended, and what imports told 90 days ago.
 */
export async function sweep(doorOf: DoorOf, provinces: readonly number[]): Promise<void> {
  for (const { wanted, remove } of sweeps) {
    const found = await doorOf(provinces, null).snapshot((tx) =>
      tx.rows<{ province_id: number; id: string }>(`/* sweepImports */ ${wanted}`, [provinces]),
    )
    for (const { province_id: province, id } of found) {
      await doorOf([province], province).write(async (tx) => {
        for (const statement of remove) await tx.rows(statement, [province, id])
      })
    }
  }
}
