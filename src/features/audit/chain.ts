import { createHash, createHmac, timingSafeEqual } from 'node:crypto'

// The audit log as a chain: each link's hash covers the link before and one entry, so nothing inside can be altered,
// removed or moved without breaking all that follows; and a mark under a secret outside the database, so that nobody who
// has only the database can mend what is broken. This file knows no database: an export is verified by the same code.

/** An entry as the hash covers it; texts as Postgres writes them. */
export interface Entry {
  id: string
  /** UTC, to the microsecond. */
  at: string
  actor: string
  role: string
  requestId: string | null
  action: string
  entity: string
  entityId: string
  entityVersion: number
  /** Postgres's own text of the jsonb value. */
  changes: string
  reason: string | null
  /** Null in the ministry's own log, which has no such column. */
  published: boolean | null
}

export interface Link {
  /** From 1, without gaps. */
  seq: number
  entryId: string
  hash: string
  /** Which secret made the mark. */
  key: string
  mac: string
}

/** What a chain had come to when a day ended. */
export interface Seal {
  /** The province's slug, or `nation`. */
  owner: string
  day: string
  seq: number
  hash: string
  key: string
  mac: string
}

/** What a log consists of, in this order: seals, links with their entries, entries without a link. */
export type Part =
  | { seal: Seal }
  | { link: Link; entry: Entry | null }
  /** `behind`: the chain had already passed the place where it says it was written. */
  | { unchained: Entry; behind: boolean }

export interface Fault {
  kind: 'altered' | 'removed' | 'reordered' | 'added' | 'rewritten' | 'cut off' | 'unknown key'
  /** The place in the chain; null for what has none. */
  seq: number | null
  sentence: string
}

export interface Report {
  owner: string
  /** Links that were verified. */
  links: number
  /** Entries that wait to be chained, and since when the oldest does. */
  unchained: number
  oldestUnchained: string | null
  /** The first faults, in the order of the chain. */
  faults: Fault[]
}

const mostFaults = 20

/** What the first link of a log follows. */
export const beginning = (owner: string): string => sha256(`ttdn audit log of ${owner}`)

export function hashOf(before: string, entry: Entry): string {
  const { id, at, actor, role, requestId, action, entity, entityId, entityVersion, changes, reason, published } = entry
  const fields = [id, at, actor, role, requestId, action, entity, entityId, entityVersion, changes, reason, published]
  return sha256(`${before}\n${JSON.stringify(fields)}`)
}

/** What a secret is called by: enough to choose among one's own, too little to guess it from. */
export const keyOf = (secret: string): string => sha256(`key of ${secret}`).slice(0, 8)

export const macOf = (secret: string, text: string): string => createHmac('sha256', secret).update(text).digest('hex')

/** The links of these entries, behind the last one there is. */
export function linksAfter(last: { seq: number; hash: string }, entries: readonly Entry[], secret: string): Link[] {
  const key = keyOf(secret)
  let { seq, hash } = last
  return entries.map((entry) => {
    seq++
    hash = hashOf(hash, entry)
    return { seq, entryId: entry.id, hash, key, mac: macOf(secret, hash) }
  })
}

export function sealOf(owner: string, day: string, { seq, hash }: { seq: number; hash: string }, secret: string): Seal {
  return { owner, day, seq, hash, key: keyOf(secret), mac: macOf(secret, sealed({ owner, day, seq, hash })) }
}

const sealed = ({ owner, day, seq, hash }: Omit<Seal, 'key' | 'mac'>) => JSON.stringify([owner, day, seq, hash])

/**
 * Reads a whole log and names what is wrong with it. `parts` is read once, and once more if something was altered, to
 * tell a moved entry from an altered one. `kept` are seals that were kept elsewhere. Without secrets the marks are not
 * looked at: what somebody has recomputed then stays unseen.
 */
export async function verifyLog(
  owner: string,
  parts: () => AsyncIterable<Part>,
  { secrets, kept = [] }: { secrets: readonly string[]; kept?: readonly Seal[] },
): Promise<Report> {
  const known = new Map(secrets.map((secret) => [keyOf(secret), secret]))
  const report: Report = { owner, links: 0, unchained: 0, oldestUnchained: null, faults: [] }
  const found = (kind: Fault['kind'], seq: number | null, sentence: string) =>
    void (report.faults.length < mostFaults && report.faults.push({ kind, seq, sentence }))
  const broken: { seq: number; before: string; hash: string }[] = []
  const seals = [...kept]
  let last = { seq: 0, hash: beginning(owner) }

  for await (const part of parts()) {
    if ('seal' in part) seals.push(part.seal)
    else if ('unchained' in part) {
      const { id, at } = part.unchained
      if (part.behind) found('added', null, `The entry ${id} was added behind the chain’s back.`)
      report.unchained++
      report.oldestUnchained ??= at
    } else {
      const { link, entry } = part
      if (link.seq !== last.seq + 1) {
        found('removed', last.seq + 1, `The links ${last.seq + 1} to ${link.seq - 1} are gone.`)
      } else if (entry === null) {
        found('removed', link.seq, `The entry ${link.entryId} is gone.`)
      } else if (hashOf(last.hash, entry) !== link.hash) {
        broken.push({ seq: link.seq, before: last.hash, hash: link.hash })
        found('altered', link.seq, `The entry ${named(entry)} is not what was chained.`)
      }
      checkMark(link, known, found)
      for (const { seq, day, hash } of seals) {
        if (seq !== link.seq || hash === link.hash) continue
        found('rewritten', seq, `The link is not the one that was sealed on ${day}.`)
      }
      last = link
      report.links++
    }
  }
  for (const seal of seals) checkSeal(seal, last, known, found)
  if (broken.length > 0) await tellMovedFromAltered(report, broken, parts)
  return report
}

type Found = (kind: Fault['kind'], seq: number | null, sentence: string) => void

const named = ({ id, entity, entityId, entityVersion, at }: Entry) =>
  `${id} (${entity} ${entityId}, version ${entityVersion}, of ${at})`

function checkMark({ seq, hash, key, mac }: Link, known: ReadonlyMap<string, string>, found: Found): void {
  const secret = known.get(key)
  if (secret === undefined) {
    if (known.size > 0) found('unknown key', seq, `The mark is of the key ${key}, whose secret wasn’t given.`)
  } else if (!same(mac, macOf(secret, hash))) {
    found('rewritten', seq, 'The hash fits, but not its mark: somebody without the secret has written it.')
  }
}

function checkSeal(seal: Seal, last: { seq: number }, known: ReadonlyMap<string, string>, found: Found): void {
  const secret = known.get(seal.key)
  if (secret !== undefined && !same(seal.mac, macOf(secret, sealed(seal)))) {
    found('rewritten', seal.seq, `The seal of ${seal.day} is not one that this secret made.`)
  } else if (seal.seq > last.seq) {
    found('cut off', last.seq + 1, `The chain ends at ${last.seq}, but had ${seal.seq} links on ${seal.day}.`)
  }
}

/** An entry that fits where another stands was moved there. */
async function tellMovedFromAltered(
  report: Report,
  broken: readonly { seq: number; before: string; hash: string }[],
  parts: () => AsyncIterable<Part>,
): Promise<void> {
  const altered = report.faults.filter(({ kind }) => kind === 'altered')
  for await (const part of parts()) {
    const entry = 'link' in part ? part.entry : 'unchained' in part ? part.unchained : null
    if (entry === null) continue
    for (const fault of altered) {
      const place = broken.find(({ seq }) => seq === fault.seq)
      if (place === undefined || hashOf(place.before, entry) !== place.hash) continue
      fault.kind = 'reordered'
      fault.sentence = `Here stood the entry ${named(entry)}; another was put in its place.`
    }
  }
}

const sha256 = (text: string) => createHash('sha256').update(text).digest('hex')

function same(a: string, b: string): boolean {
  return a.length === b.length && timingSafeEqual(Buffer.from(a), Buffer.from(b))
}
