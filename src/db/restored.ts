import { MigrateError } from './migrate-error.ts'
import { tenantDoor, type TenantPools } from './tenancy.ts'

/** What of the log of changes and of the server says whether the one was written on the other. */
export interface TransactionNumbers {
  /** The newest transaction in the audit log; null if there is none. */
  newest: string | null
  /** The one that this server gives out next. */
  next: string
}

/**
 * The epoch that `pg_resetwal --epoch` must set; null if none. A log with transactions that this server has not reached came
 * here in a dump: changes from now on would sort before older ones, and readers of changes would miss them.
 */
export function epochOwed({ newest, next }: TransactionNumbers): number | null {
  if (newest === null || BigInt(newest) < BigInt(next)) return null
  return Number(BigInt(newest) >> 32n) + 1
}

export const epochSentence = (epoch: number) =>
  'This database came here in a dump: changes from now on would sort before older ones, and readers of changes would miss ' +
  `them. Stop this server of Postgres, run as its user: pg_resetwal --epoch=${epoch} DATA_DIRECTORY, and start it again. ` +
  'README has it under “Backup”.'

/** @throws MigrateError with the last step of a restore, if that was left out */
export async function refuseHalfRestored(pools: TenantPools): Promise<void> {
  const { rows: provinces } = await pools.serving.query<{ id: number }>('/* provinces */ select id from provinces')
  const all = provinces.map(({ id }) => id)
  const epoch = await tenantDoor(pools, { readable: all, own: null }).snapshot(async (tx) => {
    const [server] = await tx.rows<{ next: string }>(
      '/* nextTransaction */ select pg_snapshot_xmax(pg_current_snapshot())::text as next',
    )
    let newest: string | null = null
    // One by one: the newest of each province stands at the end of its part of an index, on one node of a cluster.
    for (const id of all) {
      const [last] = await tx.rows<{ xact: string }>(
        `/* newestTransaction */ select xact::text from audit_log where province_id = $1 order by audit_log.xact desc limit 1`,
        [id],
      )
      if (last !== undefined && (newest === null || BigInt(last.xact) > BigInt(newest))) newest = last.xact
    }
    return epochOwed({ newest, next: server!.next })
  })
  if (epoch !== null) throw new MigrateError(epochSentence(epoch))
}
