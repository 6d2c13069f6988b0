import { lasting } from '../../db/audit.ts'
import type { ReadDoor, Tx } from '../../db/tenancy.ts'
import { lowOf, start, type Mark, type Position } from './positions.ts'
import { stateOf, states, type ChangeType } from './states.ts'

/** One committed change of one thing. */
export interface ChangeEvent {
  /** When the transaction of the change began. */
  at: string
  /** A slug. */
  province: string
  type: ChangeType
  id: string
  kind: 'CREATED' | 'UPDATED' | 'DELETED'
  version: number
  /** The thing as it is when this is read, which may be newer than `version`; null once it is gone. */
  data: unknown
}

export interface ChangesPage {
  events: { event: ChangeEvent; after: Position }[]
  /** Behind all events. */
  after: Position
  /** Whether more can be read at once. */
  more: boolean
}

interface Options {
  /** The provinces that the door lets read; null: the nation's published rows. */
  readable: readonly number[] | null
  limit: number
}

interface Row {
  edge: string | null
  key: string | null
  told: number
  at: string
  province_id: number
  province: string
  entity: ChangeType
  entity_id: string
  version: number
  created: boolean
}

/** The events behind a position, and how the things are now, both as of one instant. */
export async function changesAfter(door: ReadDoor, position: Position, options: Options): Promise<ChangesPage> {
  return door.snapshot(async (tx) => {
    let from = position
    for (;;) {
      const seen = await now(tx, options.readable, from.current === null)
      const current =
        from.current === null ? { high: seen, last: start } : { ...from.current, high: within(from.current.high, seen) }
      const { low } = from
      const rows = await readRows(tx, { low, current }, options)
      const [{ edge }] = rows as [Row]
      const told = rows.filter(({ key }) => key !== null)
      const page = told.slice(0, options.limit)
      const unfinished = edge !== null || told.length > page.length
      const at = (key: string, count: number): Position => ({
        low,
        current: { high: current.high, last: { key, told: count } },
      })
      const behind = (row: Row) => at(row.key as string, row.told)
      const last = page.at(-1)
      // Whatever stands at the edge itself is told with the entry that it waits for.
      const after = !unfinished ? ended(current.high) : last ? behind(last) : at(edge as string, 0x7fff_ffff)
      // Since a stretch began that was begun with an earlier page, something may have been committed.
      const more = unfinished || from.current !== null
      if (page.length === 0 && more) {
        from = after
        continue
      }
      const events = await eventsOf(tx, page)
      return { events: events.map((event, i) => ({ event, after: behind(page[i]!) })), after, more }
    }
  })
}

const ended = (high: Mark): Position => ({ low: high, current: null })

/** `begins`: a stretch is told up to here. */
async function now(tx: Tx, readable: readonly number[] | null, begins: boolean): Promise<Mark> {
  // Whole, however many are running: a shortened one may show a thing's later version without its earlier.
  const [row] = await tx.rows<{ snapshot: string; provinces: number[] | null }>(
    `/* changesNow */ select pg_current_snapshot()::text as snapshot,
       nullif(current_setting('app.readable_provinces', true), '')::integer[] as provinces
       ${begins ? `, ${lasting}` : ''}`,
  )
  // Of a predecessor whose merger was withdrawn nothing is read, and so nothing is told.
  return { snapshot: row!.snapshot, provinces: readable && (row!.provinces ?? []) }
}

/** A mark without provinces that can't be read any more: what is hidden must not count as told. */
const within = (mark: Mark, { provinces }: Mark): Mark =>
  mark.provinces === null || provinces === null
    ? mark
    : { ...mark, provinces: mark.provinces.filter((one) => provinces.includes(one)) }

/**
 * Every stretch is told in the order of (transaction, entry), except that no version of a thing comes before an earlier
 * one: a transaction with a low number may have waited for one with a higher. Such an entry is told right behind the
 * one that it waited for, which `place` says.
 */
async function readRows(
  tx: Tx,
  { low, current: { high, last } }: { low: Mark; current: NonNullable<Position['current']> },
  { readable, limit }: Options,
): Promise<Row[]> {
  const provinces = high.provinces
  // The first may be the entry that the last page ended with, and then there must be another to go on to.
  const candidates = limit + 1
  const lows = provinces?.map((province) => lowOf({ low, current: null }, province)) ?? [low.snapshot]
  const scope = (row: string) => (readable === null ? '' : `${row}.province_id = any ($1::integer[]) and`)
  const inStretch = (row: string) =>
    `${scope(row)} ${row}.xact >= pg_snapshot_xmin(s.low) and ${row}.xact < pg_snapshot_xmax($3::pg_snapshot)
       and ${row}.entity = any ($7::text[]) and pg_visible_in_snapshot(${row}.xact, $3::pg_snapshot)
       and not pg_visible_in_snapshot(${row}.xact, s.low)`
  const spans =
    readable === null
      ? `select p.id as province_id, ($2::text[])[1]::pg_snapshot as low from provinces p where $1::integer[] is null`
      : `select u.province_id, u.low::pg_snapshot as low
         from unnest($1::integer[], $2::text[]) as u (province_id, low)`
  const key = (row: string) => `lpad(${row}.xact::text, 20, '0') || ${row}.id::text`
  const earlier = `select from audit_log e where ${scope('e')} e.province_id = h.province_id
    and e.entity_id = h.entity_id and (e.entity_version, e.xact, e.id) < (h.version, h.xact, h.id)`
  return tx.rows<Row>(
    `/* changesPage */ with spans as (${spans}),
     picked as materialized (
       select l.* from spans s cross join lateral (
         select l.province_id, l.entity_id, l.xact, l.id from audit_log l
         where ${inStretch('l')} and l.province_id = s.province_id and (l.xact, l.id) >= ($4::xid8, $5::uuid)
         order by l.xact, l.id limit ${candidates}) l
       order by l.xact, l.id limit ${candidates}),
     edge as (select case when count(*) = ${candidates} then max(${key('p')}) end as edge from picked p),
     history as (
       select l.province_id, l.id, l.xact, l.at, l.entity, l.entity_id, l.entity_version as version,
         max(${key('l')}) over (partition by l.province_id, l.entity_id order by l.entity_version, l.xact, l.id) as place
       from (select distinct province_id, entity_id from picked) t
         join spans s on s.province_id = t.province_id
         cross join lateral (
           select l.province_id, l.id, l.xact, l.at, l.entity, l.entity_id, l.entity_version from audit_log l
           where ${inStretch('l')} and l.province_id = t.province_id and l.entity_id = t.entity_id) l),
     due as (
       select h.*, case when h.entity in ('Task', 'Recommendation') then h.version = 1
         else not exists (${earlier}) end as created from history h, edge
       where h.place >= $8 and (edge.edge is null or h.place <= edge.edge)),
     events as (
       select d.place, d.version as first, d.xact, d.id as entry, 0 as below, d.at, d.province_id, d.entity, d.entity_id,
         d.version, d.created
       from due d
       ${readable === null ? publishedWith : ''}),
     numbered as (
       select e.*, row_number() over (partition by e.place order by e.first, e.xact, e.entry, e.below, e.entity_id) as told
       from events e)
     select edge.edge, n.place as key, n.told::integer, n.province_id, p.slug as province, n.entity, n.entity_id, n.version,
       to_char(n.at at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"') as at, n.created
     from edge left join numbered n on not (n.place = $8 and n.told <= $6)
       left join provinces p on p.id = n.province_id
     order by n.place, n.told limit ${limit + 1}`,
    // Postgres would read a number with zeros before it as an octal one.
    [
      provinces,
      lows,
      high.snapshot,
      BigInt(last.key.slice(0, 20)).toString(),
      last.key.slice(20),
      last.told,
      Object.keys(states),
      last.key,
    ],
  )
}

/**
 * What the ministry sees from the moment when the thing above it was published, although nothing of its own changed then:
 * a plan's tasks, a report's recommendations. Their own published entries, if there are any, come later, so the version
 * before the first of those is the one that was published here.
 */
const publishedWith = (
  [
    ['Task', 'Plan', 'tasks', 'plan_id'],
    ['Recommendation', 'ProgressReport', 'recommendations', 'report_id'],
  ] as const
)
  .map(
    ([type, parent, table, parentId], index) => `union all
       select d.place, d.version, d.xact, d.id, ${index + 1}, d.at, d.province_id, '${type}', c.id, v.version, true
       from due d join ${table} c on c.province_id = d.province_id and c.${parentId} = d.entity_id
         cross join lateral (
           select coalesce(min(e.entity_version) - 1, c.version) as version from audit_log e
           where e.province_id = c.province_id and e.entity_id = c.id) v
       where d.entity = '${parent}' and d.created and d.version > 1 and v.version > 0`,
  )
  .join('\n')

async function eventsOf(tx: Tx, rows: readonly Row[]): Promise<ChangeEvent[]> {
  const found = new Map<string, unknown>()
  for (const type of new Set(rows.map(({ entity }) => entity))) {
    const wanted = rows.filter(({ entity }) => entity === type)
    const read = await tx.rows<{ id: string; data: unknown }>(stateOf(type), [
      wanted.map((row) => row.province_id),
      wanted.map((row) => row.entity_id),
    ])
    for (const { id, data } of read) found.set(id, data)
  }
  return rows.map((row) => {
    const data = found.get(row.entity_id) ?? null
    const kind = data === null ? 'DELETED' : row.created ? 'CREATED' : 'UPDATED'
    const { at, province, entity: type, entity_id: id, version } = row
    return { at, province, type, id, kind, version, data }
  })
}
