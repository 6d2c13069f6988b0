import type { TenantTx } from '../../../db/tenancy.ts'
import { leaseSeconds, type Held } from './job-record.ts'

// Any number that nothing else on the server locks.
const lockSpace = 727_451

/** One of the ids' random parts, so that no two jobs meet; another with each attempt. */
const placeOf = ({ id, attempt }: Held) => (parseInt(id.slice(-8), 16) + attempt) | 0

/**
 * Marks a transaction, until it ends, as that of whoever works on a job, and has Postgres end it if nothing is heard of it for as
 * long as of the job. Send it first: what comes behind it may already wait for a process that stands still.
 */
export function holdJob(tx: TenantTx, held: Held): void {
  tx.send(
    `/* holdJob */ select pg_advisory_xact_lock_shared($1, $2), set_config('idle_in_transaction_session_timeout', $3, true)`,
    [lockSpace, placeOf(held), `${leaseSeconds}s`],
  )
}

/**
 * Ends the transactions of an attempt that nothing has been heard of. Postgres does so by itself only where it waits for the
 * next statement: not in the middle of one that is half sent, nor of an answer that nobody reads. A role may end its own.
 */
export async function endHolders(tx: TenantTx, held: Held): Promise<void> {
  await tx.rows(
    `/* endHolders */ select pg_terminate_backend(l.pid) from pg_locks l
     where l.locktype = 'advisory' and l.database = (select d.oid from pg_database d where d.datname = current_database())
       and l.classid::bigint = $1 and l.objid::bigint = $2 and l.objsubid = 2 and l.granted and l.pid <> pg_backend_pid()`,
    [lockSpace, placeOf(held) >>> 0],
  )
}
