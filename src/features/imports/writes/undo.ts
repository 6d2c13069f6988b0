import { auditMany, tellProgress, type Actor } from '../../../db/audit.ts'
import type { TenantDoor, TenantTx } from '../../../db/tenancy.ts'
import { AppError } from '../../../errors.ts'
import { beginImport } from './apply.ts'
import { newBatch, type Job } from './batch.ts'
import { listBuiltOn, listEdited } from './blockers.ts'
import { tableOf, type Entry, type Undone } from './imported.ts'
import { restore } from './restore.ts'

const entriesAtOnce = 2_000

/** Ends a trial, of which nothing stays. */
class Tried extends Error {}

/**
 * Undoes a file's imports in all its provinces. Each is a transaction of its own, so it is tried everywhere first: what is in
 * the way in one keeps all of them. Provinces in which nothing was written, or that are undone already, have nothing to undo;
 * a process that dies between two leaves the rest to the next call.
 *
 * @param doors into the provinces, one each
 * @throws AppError as `undoImport` does
 */
export async function undoEverywhere(doors: readonly TenantDoor[], actor: Actor, id: string): Promise<void> {
  if (doors.length === 1) return doors[0]?.write((tx) => undoImport(tx, actor, id))
  const written: TenantDoor[] = []
  let nothing: AppError | undefined
  for (const door of doors) {
    const outcome = await tryUndo(door, actor, id)
    if (outcome === undefined) written.push(door)
    else if (nothing === undefined || outcome.key === 'importUndone') nothing = outcome
  }
  if (written.length === 0 && nothing !== undefined) throw nothing
  for (const door of written) await door.write((tx) => undoImport(tx, actor, id))
}

/** Undefined where it can be undone; what is to be said where an import has ended with nothing to undo. */
async function tryUndo(door: TenantDoor, actor: Actor, id: string): Promise<AppError | undefined> {
  try {
    await door.write(async (tx) => {
      await undoImport(tx, actor, id)
      throw new Tried()
    })
  } catch (error) {
    if (error instanceof NothingToUndo) return error
    if (!(error instanceof Tried)) throw error
  }
  return undefined
}

/** An import that has ended, and of which nothing is on record. */
class NothingToUndo extends AppError {
  constructor({ state, dryRun }: { state: string; dryRun: boolean }) {
    super(dryRun ? 'importTried' : state === 'UNDONE' ? 'importUndone' : 'importNotApplied', { state })
  }
}

/**
 * Undoes an import as one step: what it has made is withdrawn, which hides it everywhere and keeps it on record; what it has
 * changed is changed back. Nothing is undone if anything was built on it since.
 *
 * @throws AppError INVALID_STATE that names what is in the way, or says that there is nothing to undo
 */
export async function undoImport(tx: TenantTx, actor: Actor, id: string): Promise<void> {
  // As in the import itself, the job's id leads from the audit log to the job.
  const undoer = { ...actor, requestId: id }
  await beginImport(tx)
  const undone = await lockImport(tx, id)
  await tx.rows('/* enterUndo */ select app_undo($1)', [id])
  const job: Job = {
    actor: undoer,
    name: undone.name,
    edited: 'refuse',
    province: { name: '', merger: null },
    action: 'undoImport',
  }
  // Newest first: of what was changed twice the first state is the last that is put back.
  for await (const entries of entriesOf(tx, undone)) {
    refuseIf(await listEdited(tx, undone, entries))
    const batch = newBatch(tx, job, [])
    await restore(
      batch,
      entries.filter(({ made }) => !made),
    )
    const made = entries.filter((entry) => entry.made)
    const versions = await withdraw(tx, undone, made)
    for (const { entity, entityId, version, published } of made) {
      batch.changes.push({
        action: 'undoImport',
        entity,
        id: entityId,
        version: versions.get(entityId) ?? version,
        changes: { withdrawn: [false, true] },
        reason: undone.name,
        published,
      })
    }
    await auditMany(tx, undoer, batch.changes)
  }
  refuseIf(await listBuiltOn(tx, undone))
  await tx.rows(
    `/* markUndone */ update import_jobs set state = 'UNDONE', updated_at = now()
     where province_id = $1 and id = $2 returning ${tellProgress('id')}`,
    [tx.provinceId, id],
  )
}

function refuseIf(blockers: readonly string[]): void {
  if (blockers.length === 0) return
  const shown = [...new Set(blockers)].slice(0, 5).join('; ')
  throw new AppError('importBuiltOn', { blockers: blockers.length > 5 ? `${shown}; …` : shown })
}

async function lockImport(tx: TenantTx, id: string): Promise<Undone> {
  const [job] = await tx.rows<Omit<Undone, 'alreadyUndone'> & { state: string; ended: boolean; dryRun: boolean }>(
    `/* lockImport */ select id, name, xacts, state, finished_at is not null as ended, dry_run as "dryRun" from import_jobs
     where province_id = $1 and id = $2 for update`,
    [tx.provinceId, id],
  )
  if (job === undefined) throw new AppError('notFound', { noun: 'importJob', id })
  if (!job.ended) throw new AppError('importNotApplied', { state: job.state })
  // One that was applied without a row for this province is undone like any other that was applied.
  const written = job.state === 'APPLIED' || job.xacts.length > 0
  if (job.state === 'UNDONE' || job.dryRun || !written) throw new NothingToUndo(job)
  const others = await tx.rows<{ id: string }>(
    `/* undoneImports */ select id from import_jobs where province_id = $1 and state = 'UNDONE'`,
    [tx.provinceId],
  )
  return { ...job, alreadyUndone: new Set(others.map((other) => other.id)) }
}

/** Everything that the import has written, newest first. Each page is in the order of the log, backwards. */
async function* entriesOf(tx: TenantTx, { id, xacts }: Undone): AsyncGenerator<Entry[]> {
  for (const xact of xacts.toReversed()) {
    for (let before: string | null = null; ;) {
      const page: Entry[] = await tx.rows<Entry & Record<string, unknown>>(
        `/* importedEntries */ select id, xact::text as xact, entity, entity_id as "entityId", entity_version as version,
           published, changes, case when entity = 'Document' then changes -> 'kind' ->> 1 is not null
             and changes -> 'kind' ->> 0 is null else entity_version = 1 end as made
         from audit_log where province_id = $1 and xact = $2::xid8 and request_id = $3 and action = 'import'
           and ($4::uuid is null or id < $4::uuid) order by xact desc, id desc limit ${entriesAtOnce}`,
        [tx.provinceId, xact, id, before],
      )
      if (page.length > 0) yield page
      if (page.length < entriesAtOnce) break
      before = page.at(-1)?.id ?? null
    }
  }
}

/** The versions that the things have now, by id; null of a document. Of what other imports had changed, it isn't the second. */
async function withdraw(
  tx: TenantTx,
  { id }: Undone,
  made: readonly Entry[],
): Promise<ReadonlyMap<string, number | null>> {
  const versions = new Map<string, number | null>()
  for (const [entity, table] of Object.entries(tableOf)) {
    const ids = made.filter((entry) => entry.entity === entity).map(({ entityId }) => entityId)
    if (ids.length === 0) continue
    const counted = entity !== 'Document'
    const rows = await tx.rows<{ id: string; version: number | null }>(
      `/* withdraw */ update ${table} t set withdrawn_by = $3${counted ? ', version = t.version + 1, updated_at = now()' : ''}
       where t.province_id = $1 and t.id = any ($2::uuid[]) and t.withdrawn_by is null
       returning t.id, ${counted ? 't.version' : 'null::integer as version'}`,
      [tx.provinceId, ids, id],
    )
    for (const row of rows) versions.set(row.id, row.version)
  }
  return versions
}
