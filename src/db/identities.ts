import type { Pools } from './pool.ts'

/** For whom a subject acts: a member of a province, or of the ministry (`province` is null). */
export interface ActiveMember {
  role: string
  province: { id: number; slug: string } | null
  departmentId: string | null
}

/** A service account as its tokens need it. */
export interface Account {
  id: string
  /** Who keeps it; null for the ministry. */
  ownerId: number | null
  role: string
  /** Where it may act; null for the nation. */
  provinces: { id: number; slug: string }[] | null
  scopes: string[]
  secretHash: string
  previousHash: string | null
  /** The secrets that are still good, by their numbers. */
  secretNumbers: number[]
  revoked: boolean
  /** Whether the last use that is on record is more than a minute ago. */
  useIsDue: boolean
}

// One statement in one round trip each, prepared once per connection: these run with every request.
const memberStatement = {
  name: 'member',
  text: `/* findActiveMember */ select m.role, m.department_id as "departmentId",
      case when p.id is not null then json_build_object('id', p.id, 'slug', p.slug) end as province
    from app_memberships($1) m left join provinces p on p.id = m.province_id
    where $2::text is null or coalesce(p.slug, 'nation') = $2 order by m.active_since, m.id limit 1`,
}
const accountStatement = {
  name: 'account',
  text: `/* findAccount */ select a.id, a.province_id as "ownerId", a.role, a.scopes, a.secret_hash as "secretHash",
      case when a.previous_until > now() then a.previous_hash end as "previousHash",
      case when a.previous_until > now() then array[a.secret_number, a.secret_number - 1] else array[a.secret_number] end
        as "secretNumbers",
      a.revoked_at is not null as revoked,
      coalesce(a.last_used_at < now() - interval '1 minute', true) as "useIsDue",
      case when a.provinces is not null then array(select json_build_object('id', p.id, 'slug', p.slug) from provinces p
        where p.id = any (a.provinces) order by p.slug) end as provinces
    from app_account($1) a`,
}

/**
 * Whoever is active under this subject, in the province of this slug (`nation`: the ministry) or, if none is named, where
 * that began first; undefined if nobody is.
 */
export async function findActiveMember(
  pool: Pools['serving'],
  subject: string,
  place: string | null,
): Promise<ActiveMember | undefined> {
  const { rows } = await pool.query<ActiveMember>({ ...memberStatement, values: [subject, place] })
  return rows[0]
}

/** The account with this id, revoked or not; undefined if there is none. */
export async function findAccount(pool: Pools['serving'], id: string): Promise<Account | undefined> {
  const { rows } = await pool.query<Account>({ ...accountStatement, values: [id] })
  return rows[0]
}

/** Notes that an account was used; changes nothing if that was noted less than a minute ago. */
export async function noteUse(pool: Pools['serving'], id: string): Promise<void> {
  await pool.query('/* noteUse */ select app_account_used($1)', [id])
}
