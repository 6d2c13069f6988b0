import { lasting, snapshotText, type Notice } from './audit.ts'
import type { Pools } from './pool.ts'
import type { JsonStatement, ReadDoor } from './tenancy.ts'

/** What became of one thing since a position in the log: its newest state counts. */
export interface LoggedChange extends Omit<Notice, 'entry'> {
  /** Whether it is new to who reads the log: made since, or shown to the ministry since. */
  created: boolean
}

export interface ChangesSince {
  changes: LoggedChange[]
  /** The position from which what is not in `changes` can be read later. */
  position: string
}

export interface SinceOptions {
  /** The provinces that the door lets read; null for the nation's. */
  readable: readonly number[] | null
  entities: readonly Notice['entity'][]
  /** Only this thing. */
  id?: string | null
  position: string
}

/**
 * A position in the log: behind it stand the changes of all transactions that a snapshot doesn't show as committed, but
 * of one among them only what comes behind one entry. Transactions don't commit in the order of their numbers, so a
 * number alone would be a place before what had been read while an older one was running.
 */
export const positionOf = (snapshot: string, last?: { xact: string; entry: string }): string =>
  last === undefined ? snapshot : `${snapshot} ${last.xact} ${last.entry}`

/** Whether a transaction's changes are among those before the position that a snapshot is. */
export function isBefore(xact: string, snapshot: string): boolean {
  const [min = '', max = '', running = ''] = snapshot.split(':')
  return BigInt(xact) < BigInt(min) || (BigInt(xact) < BigInt(max) && !running.split(',').includes(xact))
}

/** So many things may have changed; beyond, it costs less to read the lists anew. */
export const maxChanges = 1_000
const maxRows = 10_000

/** What has changed since a position, oldest first; undefined if that is too much to tell one by one. */
export async function changesSince(door: ReadDoor, options: SinceOptions): Promise<ChangesSince | undefined> {
  const json = await door.read(statement(options))
  const { rows, snapshot, changes } = JSON.parse(json ?? '')
  return rows > maxRows || changes.length > maxChanges ? undefined : { changes, position: positionOf(snapshot) }
}

function statement({ readable, entities, id, position }: SinceOptions): JsonStatement {
  const [snapshot, xact, entry] = position.split(' ')
  // A transaction's own snapshot may show itself as committed; of the one that the position names, the entry decides.
  const later =
    'case when l.xact = $4::xid8 then l.id > $5::uuid else not pg_visible_in_snapshot(l.xact, $1::pg_snapshot) end'
  const wanted = `l.xact >= pg_snapshot_xmin($1::pg_snapshot) and ${later}
    and l.entity = any ($2::text[]) and ($3::uuid is null or l.entity_id = $3::uuid)`
  const columns = 'l.province_id, l.id, l.entity, l.entity_id, l.entity_version, l.published, l.xact'
  // The nation names no province, but the log's index begins with one: so each province's part is read by itself.
  const log =
    readable === null
      ? `select l.* from provinces p cross join lateral (select ${columns} from audit_log l
           where l.province_id = p.id and ${wanted} limit ${maxRows + 1}) l limit ${maxRows + 1}`
      : `select ${columns} from audit_log l
           where l.province_id = any ($6::integer[]) and ${wanted} limit ${maxRows + 1}`
  // A thing has a line in the log from its first version on. Of those lines the ministry sees only the published.
  const created =
    readable === null
      ? `not exists (select 1 from audit_log e where e.province_id = g.province_id and e.entity_id = g.entity_id
           and e.entity_version < g.first)`
      : 'g.first = 1'
  return {
    text: `/* changesSince */ with log as (${log}), grouped as (
        select province_id, entity, entity_id, min(entity_version) as first, max(entity_version) as last,
          max(xact) as xact, max(id::text) as entry, bool_or(published) as published
        from log group by province_id, entity, entity_id order by xact, entry limit ${maxChanges + 1})
      select json_build_object('snapshot', ${snapshotText},
        'rows', (select count(*) from log),
        'changes', coalesce(json_agg(json_build_object('province', g.province_id, 'entity', g.entity, 'id', g.entity_id,
          'version', g.last, 'published', g.published, 'created', ${created}) order by g.xact, g.entry), '[]'))::text, ${lasting}
      from grouped g`,
    values: [snapshot, entities, id ?? null, xact ?? null, entry ?? null, ...(readable === null ? [] : [readable])],
  }
}

/** Whether no state of a thing before this version was shown to the ministry. */
export async function isFirstPublished(
  door: ReadDoor,
  { province, id, version }: Omit<Notice, 'entry'>,
): Promise<boolean> {
  const json = await door.read({
    name: 'isFirstPublished',
    text: `/* isFirstPublished */ select (not exists (select 1 from audit_log
      where province_id = $1 and entity_id = $2 and entity_version < $3 and published))::text`,
    values: [province, id, version],
  })
  return json === 'true'
}

/**
 * For how many seconds the oldest transaction of the service has been writing; 0 if none is. What it writes is told of when
 * it commits, and nothing else waits for that.
 */
export async function oldestWrite(pool: Pools['serving']): Promise<number> {
  const { rows } = await pool.query<{ seconds: number }>(
    `/* oldestWrite */ select coalesce(max(extract(epoch from clock_timestamp() - xact_start)), 0)::float8 as seconds
     from pg_stat_activity where usename = current_user and datname = current_database() and backend_xid is not null`,
  )
  return rows[0]?.seconds ?? 0
}
