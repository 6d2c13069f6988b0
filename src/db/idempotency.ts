import type { MinistryTx, TenantTx } from './tenancy.ts'

/** A request that may be sent again: who sends it, under which key, and what it asks. */
export interface Retry {
  subject: string
  key: string
  /** A digest of the request. */
  request: string
}

// Each new key takes some of the old ones away, so that there are never many more than a day brings.
const forgottenAtOnce = 20

/**
 * Does the work once for each key, in the transaction of the work itself: a second request with the key waits for the
 * first and is given its answer, also after a restart; if the first fails, the second does the work. The answer is kept
 * for 24 hours.
 *
 * @returns the answer, or undefined where the key was used for another request
 */
export async function once<Answer>(
  tx: TenantTx | MinistryTx,
  retry: Retry,
  work: () => Promise<Answer>,
): Promise<Answer | undefined> {
  const { table, columns, scope, where, id } = keyOf(tx, retry)
  const next = `$${id.length + 1}`
  const claimed = await tx.rows(
    `/* claimKey */ insert into ${table} as known (${columns}, request) values (${id.map((_, i) => `$${i + 1}`).join(', ')}, ${next})
     on conflict (${columns}) do update set request = excluded.request, answer = null, created_at = now()
       where known.created_at < now() - interval '24 hours' returning 1`,
    [...id, retry.request],
  )
  if (claimed.length === 0) {
    const [known] = await tx.rows<{ request: string; answer: string }>(
      `/* firstAnswer */ select request, answer from ${table} where ${where}`,
      id,
    )
    return known?.request === retry.request ? (JSON.parse(known.answer) as Answer) : undefined
  }
  tx.send(
    `/* forgetKeys */ with old as materialized (
       select subject, key from ${table} where ${scope} and created_at < now() - interval '24 hours'
       order by created_at limit ${forgottenAtOnce} for update skip locked)
     delete from ${table} known using old where ${scope} and known.subject = old.subject and known.key = old.key`,
    id.slice(0, -2),
  )
  const answer = await work()
  // Kept as a JSON string that holds JSON: an answer may repeat what was asked, and jsonb takes neither NUL nor half a
  // surrogate pair.
  const kept = JSON.stringify(JSON.stringify(answer))
  tx.send(`/* keepAnswer */ update ${table} set answer = ${next} where ${where}`, [...id, kept])
  return answer
}

function keyOf(tx: TenantTx | MinistryTx, { subject, key }: Retry) {
  return 'readable' in tx
    ? {
        table: 'idempotency_keys',
        columns: 'province_id, subject, key',
        scope: 'province_id = $1',
        where: 'province_id = $1 and subject = $2 and key = $3',
        id: [tx.provinceId, subject, key],
      }
    : {
        table: 'national_idempotency_keys',
        columns: 'subject, key',
        scope: 'true',
        where: 'subject = $1 and key = $2',
        id: [subject, key],
      }
}
