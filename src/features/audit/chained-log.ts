import type { JsonStatement, Tx } from '../../db/tenancy.ts'
import type { Entry, Link, Part, Seal } from './chain.ts'

/** Whose log: a province's, or (id 0) the ministry's own. */
export interface Owner {
  id: number
  /** The province's slug, or `nation`. */
  slug: string
}

export interface LastLink {
  seq: number
  hash: string
  /** What transactions before this one have written is chained. */
  settled: string
}

interface Row extends Entry {
  xact: string
  /** The oldest transaction that was running. */
  oldest: string
}

/** The tables of an owner's log. The ministry's belongs to no province, and is short: its places are not remembered. */
function tablesOf({ id }: Owner) {
  const nation = id === 0
  const prefix = nation ? 'national_audit' : 'audit'
  return {
    log: `${prefix}_log`,
    chain: `${prefix}_chain`,
    seals: `${prefix}_seals`,
    mine: (row: string) => (nation ? '$1::integer = 0' : `${row}.province_id = $1`),
    owned: nation ? '' : 'province_id, ',
    owner: nation ? '' : '$1::integer, ',
    xact: nation ? `'0'::xid8` : 'l.xact',
    published: nation ? 'null::boolean' : 'l.published',
  }
}

const entryColumns = (published: string) =>
  `l.id, to_char(l.at at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"') as at, l.actor, l.role, ` +
  `l.request_id as "requestId", l.action, l.entity, l.entity_id as "entityId", l.entity_version as "entityVersion", ` +
  `l.changes::text as changes, l.reason, ${published} as published`

/**
 * Which of these provinces have entries without a link. Province by province, in the order in which they were written:
 * otherwise Postgres goes through the whole log of all, and asks for each entry what is settled.
 */
export const unchainedProvinces = (provinces: readonly number[]): JsonStatement => ({
  name: 'unchainedProvinces',
  text: `/* unchainedProvinces */ select coalesce(json_agg(p.id), '[]')::text from unnest($1::integer[]) p (id)
    cross join lateral (select coalesce((select c.settled from audit_chain c
        where c.province_id = any ($1::integer[]) and c.province_id = p.id order by c.seq desc limit 1), '0'::xid8) as settled
      offset 0) s
    cross join lateral (select 1 from (select l.id from audit_log l
        where l.province_id = any ($1::integer[]) and l.province_id = p.id and l.xact >= s.settled order by l.xact, l.id) l
      where not exists (select 1 from audit_chain c
        where c.province_id = any ($1::integer[]) and c.province_id = p.id and c.entry_id = l.id)
      limit 1) l`,
  values: [provinces],
})

/** One process at a time makes links of a log; false if another does so now. Until the transaction ends. */
export async function lockChain(tx: Tx, owner: Owner): Promise<boolean> {
  const [row] = await tx.rows<{ mine: boolean }>('/* lockChain */ select pg_try_advisory_xact_lock(7002, $1) as mine', [
    owner.id,
  ])
  return row?.mine === true
}

export async function findLastLink(tx: Tx, owner: Owner): Promise<LastLink | undefined> {
  const { chain, mine } = tablesOf(owner)
  const [row] = await tx.rows<{ seq: string; hash: string; settled: string }>(
    `/* findLastLink */ select c.seq, c.hash, c.settled::text as settled from ${chain} c where ${mine('c')}
     order by c.seq desc limit 1`,
    [owner.id],
  )
  return row && { ...row, seq: Number(row.seq) }
}

/**
 * Entries without a link, in the order in which they will be chained, behind a place in the log. Each one's link is looked up:
 * of an import Postgres knows nothing yet, and would go through all links once for each entry.
 */
export async function listUnchained(
  tx: Tx,
  owner: Owner,
  after: { xact: string; id: string },
  settled: string,
  limit: number,
): Promise<Row[]> {
  const { log, chain, mine, xact, published } = tablesOf(owner)
  return tx.rows<Row>(
    `/* listUnchained */ select ${entryColumns(published)}, ${xact}::text as xact,
       pg_snapshot_xmin(pg_current_snapshot())::text as oldest
     from ${log} l where ${mine('l')} and ${xact} >= $4::xid8 and (${xact}, l.id) > ($2::xid8, $3::uuid)
       and (select c.seq from ${chain} c where ${mine('c')} and c.entry_id between l.id and l.id
         order by c.entry_id limit 1) is null
     order by ${xact}, l.id limit $5`,
    [owner.id, after.xact, after.id, settled, limit],
  )
}

export async function insertLinks(tx: Tx, owner: Owner, links: readonly Link[], settled: string): Promise<void> {
  const { chain, owned, mine, owner: value } = tablesOf(owner)
  await tx.rows(
    `/* insertLinks */ insert into ${chain} (${owned}seq, entry_id, hash, key, mac, settled)
     select ${value}e.seq, e."entryId", e.hash, e.key, e.mac, $3::xid8
     from jsonb_to_recordset($2::jsonb) as e (seq bigint, "entryId" uuid, hash text, key text, mac text)
     ${owned === '' ? `where ${mine('e')}` : ''}`,
    [owner.id, JSON.stringify(links), settled],
  )
}

/** The day's seal, unless there is one, or nothing was chained since the last. Returns whether it is new. */
export async function insertSeal(tx: Tx, owner: Owner, seal: Seal): Promise<boolean> {
  const { seals, owned, mine, owner: value } = tablesOf(owner)
  const rows = await tx.rows(
    `/* insertSeal */ insert into ${seals} (${owned}day, seq, hash, key, mac)
     select ${value}$2::date, $3::bigint, $4, $5, $6
     where not exists (select 1 from ${seals} s where ${mine('s')} and s.seq >= $3::bigint)
     on conflict do nothing returning 1`,
    [owner.id, seal.day, seal.seq, seal.hash, seal.key, seal.mac],
  )
  return rows.length > 0
}

const pageSize = 2_000

/** A whole log as it is verified and exported; in one snapshot, a page at a time. */
export async function* partsOf(tx: Tx, owner: Owner): AsyncGenerator<Part> {
  const { log, chain, seals, mine, xact, published } = tablesOf(owner)
  const sealed = await tx.rows<Omit<Seal, 'owner' | 'seq'> & { seq: string }>(
    `/* listSeals */ select s.day, s.seq, s.hash, s.key, s.mac from ${seals} s where ${mine('s')} order by s.day`,
    [owner.id],
  )
  for (const seal of sealed) yield { seal: { owner: owner.slug, ...seal, seq: Number(seal.seq) } }
  let settled = '0'
  for (let seq = 0, size = pageSize; size === pageSize;) {
    const rows = await tx.rows<Entry & Record<'seq' | 'hash' | 'key' | 'mac' | 'entry_id' | 'settled', string>>(
      `/* listChained */ select ${entryColumns(published)}, c.seq, c.hash, c.key, c.mac, c.entry_id,
         c.settled::text as settled
       from ${chain} c left join ${log} l on ${mine('l')} and l.id = c.entry_id
       where ${mine('c')} and c.seq > $2 order by c.seq limit ${pageSize}`,
      [owner.id, seq],
    )
    for (const { seq: place, hash, key, mac, entry_id: entryId, settled: upTo, ...entry } of rows) {
      seq = Number(place)
      settled = upTo
      yield { link: { seq, entryId, hash, key, mac }, entry: entry.id === null ? null : entry }
    }
    size = rows.length
  }
  for (let after = '00000000-0000-0000-0000-000000000000', size = pageSize; size === pageSize;) {
    const rows = await tx.rows<Entry & { behind: boolean }>(
      `/* listNotChained */ select ${entryColumns(published)}, ${xact} < $3::xid8 and ${xact} > '0'::xid8 as behind
       from ${log} l where ${mine('l')} and l.id > $2::uuid
         and not exists (select 1 from ${chain} c where ${mine('c')} and c.entry_id = l.id)
       order by l.id limit ${pageSize}`,
      [owner.id, after, settled],
    )
    for (const { behind, ...entry } of rows) {
      after = entry.id
      yield { unchained: entry, behind }
    }
    size = rows.length
  }
}
