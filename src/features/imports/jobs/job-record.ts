import { tellProgress, type Actor } from '../../../db/audit.ts'
import type { Tx, TenantTx } from '../../../db/tenancy.ts'
import type { MadeDepartment } from '../writes/batch.ts'
import type { ImportKind } from '../files/columns.ts'
import type { ImportFormat } from '../files/formats.ts'
import type { ImportMode, ImportState } from '../rules.ts'

// Import jobs as they stand in the database, and each step that one takes.

/** What is asked of an import. */
export interface Order {
  kind: ImportKind
  mode: ImportMode
  dryRun: boolean
  name: string
  format: ImportFormat
}

export interface Counts {
  rowsRead: number
  rowsCreated: number
  rowsChanged: number
  rowsUnchanged: number
  rowsRefused: number
  problems: number
  changes: number
}

export interface JobRecord extends Order, Counts {
  id: string
  provinceId: number
  /** Where the file is kept. */
  fileProvinceId: number
  /** All that the file may be for, if it is kept here; none otherwise. */
  provinceIds: number[]
  subject: string
  role: string
  state: ImportState
  cancelled: boolean
  bytes: number
  bytesRead: number
  departmentsMade: MadeDepartment[]
  waiting: string[]
  attempt: number
  crashes: number
  /** Whether anything was written, be it undone since. */
  wrote: boolean
  failure: string | null
  createdAt: Date
  startedAt: Date | null
  finishedAt: Date | null
}

export const noCounts = (): Counts => ({
  rowsRead: 0,
  rowsCreated: 0,
  rowsChanged: 0,
  rowsUnchanged: 0,
  rowsRefused: 0,
  problems: 0,
  changes: 0,
})

/** For so long a job belongs to whoever works on it, unless he says that he is still there. */
export const leaseSeconds = 15
const told = tellProgress('id')
const leased = `now() + interval '${leaseSeconds} seconds'`

const columns = `id, province_id as "provinceId", file_province_id as "fileProvinceId", province_ids as "provinceIds", subject,
  role, kind, mode, dry_run as "dryRun", name, format, state, cancelled, bytes::float8 as bytes,
  bytes_read::float8 as "bytesRead", rows_read as "rowsRead", rows_created as "rowsCreated", rows_changed as "rowsChanged",
  rows_unchanged as "rowsUnchanged", rows_refused as "rowsRefused", problems, changes, departments_made as "departmentsMade",
  waiting, attempt, crashes, xacts <> '{}' as wrote, failure, created_at as "createdAt", started_at as "startedAt", finished_at as "finishedAt"`

/** Opens a job whose file is still arriving. It is nobody's to work on until `completeJob`. */
export async function openJob(
  tx: TenantTx,
  job: Order & { id: string; actor: Actor; provinceIds: readonly number[] },
): Promise<void> {
  const { id, actor, provinceIds, kind, mode, dryRun, name, format } = job
  await tx.rows(
    `/* openJob */ insert into import_jobs (province_id, id, subject, role, kind, mode, dry_run, name, format,
       file_province_id, province_ids, state) values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $1, $10, 'RECEIVING')`,
    [tx.provinceId, id, actor.subject, actor.role, kind, mode, dryRun, name, format, provinceIds],
  )
}

/** Opens the job in another province that the file is for as well, unless that was done. */
export async function openPart(tx: TenantTx, job: JobRecord): Promise<void> {
  const { id, subject, role, kind, mode, dryRun, name, format, bytes, fileProvinceId, createdAt, cancelled } = job
  await tx.rows(
    `/* openPart */ insert into import_jobs (province_id, id, subject, role, kind, mode, dry_run, name, format, bytes,
       file_province_id, created_at, cancelled, state)
     values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, 'CHECKING') on conflict (province_id, id) do nothing`,
    [tx.provinceId, id, subject, role, kind, mode, dryRun, name, format, bytes, fileProvinceId, createdAt, cancelled],
  )
}

/** How many jobs of the province have not ended. */
export async function countOpen(tx: TenantTx): Promise<number> {
  const [open] = await tx.rows<{ count: number }>(
    `/* countOpenJobs */ select count(*)::integer as count from import_jobs where province_id = $1 and finished_at is null`,
    [tx.provinceId],
  )
  return open?.count ?? 0
}

export async function addChunk(tx: TenantTx, job: string, ordinal: number, bytes: Buffer): Promise<void> {
  await tx.rows(
    `/* addChunk */ insert into import_chunks (province_id, job_id, ordinal, bytes) values ($1, $2, $3, $4)`,
    [tx.provinceId, job, ordinal, bytes],
  )
  await tx.rows(
    `/* noteArrival */ update import_jobs set updated_at = now(), bytes = bytes + $3 where province_id = $1 and id = $2`,
    [tx.provinceId, job, bytes.length],
  )
}

/** The file is whole: from now on a worker may take the job. */
export async function completeJob(tx: TenantTx, id: string): Promise<void> {
  const found = await tx.rows(
    `/* completeJob */ update import_jobs set state = 'CHECKING', updated_at = now()
     where province_id = $1 and id = $2 and state = 'RECEIVING' returning ${told}`,
    [tx.provinceId, id],
  )
  if (found.length === 0) throw new Error('An upload took so long that it was given up')
}

/** Removes a job whose file never became whole, with what has arrived of it. */
export async function dropJob(tx: TenantTx, id: string): Promise<void> {
  await tx.rows(`/* dropJob */ delete from import_jobs where province_id = $1 and id = $2 and state = 'RECEIVING'`, [
    tx.provinceId,
    id,
  ])
}

/** The job in each of the provinces that it is for, as of one instant; first where the file is kept. */
export async function listParts(tx: Tx, provinces: readonly number[], id: string): Promise<JobRecord[]> {
  return tx.rows<JobRecord & Record<string, unknown>>(
    `/* listJobParts */ select ${columns} from import_jobs where province_id = any ($1::integer[]) and id = $2
     order by province_id <> file_province_id, province_id`,
    [provinces, id],
  )
}

/**
 * Takes a job that nobody works on. What an earlier attempt has left of an import that writes all or nothing is taken away:
 * it begins anew, whereas a partial one goes on. It waits for nobody: a process that stands still while it takes one must not
 * keep others from all other jobs.
 *
 * @returns undefined if somebody else has it or is about to, or it has ended
 */
export async function claimJob(tx: TenantTx, id: string): Promise<JobRecord | undefined> {
  const [job] = await tx.rows<JobRecord & { anew: boolean }>(
    `/* claimJob */ update import_jobs set attempt = attempt + 1, leased_until = ${leased}, updated_at = now(),
       crashes = crashes + (leased_until is not null)::integer, started_at = coalesce(started_at, now()), bytes_read = 0,
       state = case when dry_run then 'CHECKING' else 'APPLYING' end
     where province_id = $1 and id = (select id from import_jobs
         where province_id = $1 and id = $2 and state in ('CHECKING', 'APPLYING')
           and (leased_until is null or leased_until < now()) for update skip locked)
     returning ${columns}, (mode = 'atomic' or dry_run) as anew, ${told}`,
    [tx.provinceId, id],
  )
  if (job?.anew) {
    Object.assign(job, noCounts(), { departmentsMade: [] })
    await tx.rows('/* dropProblems */ delete from import_problems where province_id = $1 and job_id = $2', [
      tx.provinceId,
      id,
    ])
    await tx.rows('/* dropChanges */ delete from import_changes where province_id = $1 and job_id = $2', [
      tx.provinceId,
      id,
    ])
  }
  return job
}

/** A job that one works on, as the statements know it. */
export type Held = Pick<JobRecord, 'id' | 'attempt'>

const held = 'province_id = $1 and id = $2 and attempt = $3 and finished_at is null'

/**
 * Says that one is still there, and how far the work is.
 *
 * @returns false if the job is no longer one's own; else whether somebody wants it to end
 */
export async function renewLease(
  tx: TenantTx,
  { id, attempt }: Held,
  bytesRead: number,
  counts: Counts | null,
): Promise<false | { cancelled: boolean }> {
  const [job] = await tx.rows<{ cancelled: boolean }>(
    `/* renewLease */ update import_jobs set leased_until = ${leased}, updated_at = now(), bytes_read = $4,
       rows_read = coalesce($5, rows_read), rows_created = coalesce($6, rows_created),
       rows_changed = coalesce($7, rows_changed), rows_unchanged = coalesce($8, rows_unchanged),
       rows_refused = coalesce($9, rows_refused)
     where ${held} returning cancelled, ${told}`,
    [tx.provinceId, id, attempt, bytesRead, ...rowCounts(counts)],
  )
  return job ?? false
}

const rowCounts = (counts: Counts | null) =>
  counts === null
    ? [null, null, null, null, null]
    : [counts.rowsRead, counts.rowsCreated, counts.rowsChanged, counts.rowsUnchanged, counts.rowsRefused]

export interface Progress {
  counts: Counts
  departmentsMade: readonly MadeDepartment[]
  waiting: readonly string[]
}

/** How far a partial import is, in the transaction of its batch. */
export async function saveProgress(tx: TenantTx, { id, attempt }: Held, progress: Progress): Promise<boolean> {
  const { counts, departmentsMade, waiting } = progress
  const found = await tx.rows(
    `/* saveProgress */ update import_jobs set leased_until = ${leased}, updated_at = now(), rows_read = $4,
       rows_created = $5, rows_changed = $6, rows_unchanged = $7, rows_refused = $8, problems = $9,
       departments_made = $10::jsonb, waiting = $11::jsonb, xacts = xacts || pg_current_xact_id()::text
     where ${held} and not cancelled returning ${told}`,
    [
      tx.provinceId,
      id,
      attempt,
      ...rowCounts(counts),
      counts.problems,
      JSON.stringify(departmentsMade),
      JSON.stringify(waiting),
    ],
  )
  return found.length > 0
}

export interface Ending {
  state: ImportState
  counts: Counts
  departmentsMade: readonly MadeDepartment[]
  failure?: string | null
  /** Only if nobody has asked for another end meanwhile. */
  unlessCancelled?: boolean
  /** Whether this transaction has written what the import brings. */
  wrote?: boolean
}

/** Ends a job. False if it is no longer one's own. */
export async function endJob(tx: TenantTx, { id, attempt }: Held, ending: Ending): Promise<boolean> {
  const { state, counts, departmentsMade, failure = null, unlessCancelled = false, wrote = false } = ending
  const found = await tx.rows(
    `/* endJob */ update import_jobs set state = $4, rows_read = $5, rows_created = $6, rows_changed = $7,
       rows_unchanged = $8, rows_refused = $9, problems = $10, changes = $11, departments_made = $12::jsonb, failure = $13,
       waiting = '[]', leased_until = null, finished_at = clock_timestamp(), updated_at = now(),
       bytes_read = case when $4 in ('APPLIED', 'REFUSED') then bytes else bytes_read end,
       xacts = case when $15 then xacts || pg_current_xact_id()::text else xacts end
     where ${held} and not (cancelled and $14) returning ${told}`,
    [
      tx.provinceId,
      id,
      attempt,
      state,
      ...rowCounts(counts),
      counts.problems,
      counts.changes,
      JSON.stringify(departmentsMade),
      failure,
      unlessCancelled,
      wrote,
    ],
  )
  return found.length > 0
}

/** Gives a job back, for somebody to go on with. */
export async function releaseJob(tx: TenantTx, { id, attempt }: Held): Promise<void> {
  await tx.rows(`/* releaseJob */ update import_jobs set leased_until = null, updated_at = now() where ${held}`, [
    tx.provinceId,
    id,
    attempt,
  ])
}

/** Asks for a job's end; one that nobody works on ends at once. False if it has ended, or undone things can't be cancelled. */
export async function cancelJob(tx: TenantTx, id: string): Promise<boolean> {
  const found = await tx.rows(
    `/* cancelJob */ update import_jobs set cancelled = true, updated_at = now(),
       state = case when leased_until is null then 'CANCELLED' else state end,
       finished_at = case when leased_until is null then now() end
     where province_id = $1 and id = $2 and finished_at is null and state <> 'RECEIVING' returning ${told}`,
    [tx.provinceId, id],
  )
  return found.length > 0
}
