import type pg from 'pg'

// The shape that every table must have, read from the catalogue after all migrations: what keeps provinces apart on one
// Postgres, and what a Postgres distributed by province will accept. migrations/README.md has the rules in words.

/** Tables that belong to no province; whatever else there is does. A new one is entered here on purpose. */
export const sharedTables = [
  'calendar_days',
  'central_documents',
  'indicators',
  'national_audit_chain',
  'national_audit_log',
  'national_audit_seals',
  'national_idempotency_keys',
  'province_codes',
  'provinces',
  'reporting_periods',
  'successions',
]
/**
 * Tables of who may call: a caller is known by name before any province is, so no province is in their keys; their rows
 * have an owner all the same, and row security shows them to nobody else.
 */
export const identityTables = ['members', 'service_accounts']
/** `table.trigger`: those that do nothing but refuse. */
const allowedTriggers = ['plans', 'progress_reports', 'recommendations', 'tasks'].map(
  (table) => `${table}.keep_on_record`,
)
/**
 * `table.policy`: the ministry answers a province's recommendations, and the audit log and the rollups' summary say so; and
 * it keeps its own members and accounts.
 */
const allowedNationalWrites = [
  'audit_log.audit_log_answer',
  'recommendations.recommendations_answer',
  'rollup_units.rollup_units_ministry_update',
  ...['rollup_units', 'rollup_deltas', 'rollup_figure_deltas', 'rollup_plan_deltas'].map(
    (table) => `${table}.${table}_ministry_insert`,
  ),
  ...identityTables.flatMap((table) => ['insert', 'update'].map((verb) => `${table}.${table}_ministry_${verb}`)),
]
/** Functions that run with their owner's rights. */
const allowedDefiners: string[] = []

const sets = `
  tables as (
    select c.oid, c.relname as name, c.relrowsecurity, c.relforcerowsecurity,
      c.relname <> all ($1) and c.relname <> all ($5) as tenant, c.relname = any ($5) as identity,
      (select a.attnum from pg_attribute a where a.attrelid = c.oid and a.attname = 'province_id' and a.attnum > 0) as key
    from pg_class c where c.relnamespace = 'public'::regnamespace and c.relkind in ('r', 'p')),
  tenants as (select * from tables where tenant),
  secured as (select * from tables where tenant or identity),
  keys as (
    select t.name as table_name, i.indkey[0] as first, i.indisprimary, i.indisunique, i.indisexclusion, x.relname as name,
      m.amname as method, t.key, t.tenant, x.oid, i.indnkeyatts as width
    from secured t join pg_index i on i.indrelid = t.oid join pg_class x on x.oid = i.indexrelid
      join pg_am m on m.oid = x.relam),
  fkeys as (
    select k.*, k.conrelid::regclass::text || '.' || k.conname as name, f.tenant as from_tenant, r.tenant as to_tenant,
      f.key as from_key, r.key as to_key
    from pg_constraint k join tables f on f.oid = k.conrelid join tables r on r.oid = k.confrelid
    where k.contype = 'f'),
  rules as (
    select t.name || '.' || p.polname as name, p.*,
      coalesce(p.polqual::text, '') || coalesce(p.polwithcheck::text, '') as tree
    from tables t join pg_policy p on p.polrelid = t.oid),
  roles as (select * from pg_roles where rolname in ('app_serving', 'app_national'))`

/** Each gives the names of what breaks it. */
const rules: Record<string, string> = {
  'has no province_id integer not null': `select t.name from tenants t left join pg_attribute a
     on a.attrelid = t.oid and a.attnum = t.key and a.attnotnull and a.atttypid = 'integer'::regtype
     where a.attnum is null`,
  'has no primary key that begins with province_id': `select t.name from tenants t
     where not exists (select from keys k where k.table_name = t.name and k.indisprimary and k.first = t.key)`,
  'is unique without beginning with province_id': `select name from keys where tenant and indisunique
     and first is distinct from key`,
  'is an exclusion constraint': `select name from keys where indisexclusion`,
  'can’t be used under row security, or not in a distributed Postgres': `select name from keys
     where method not in ('btree', 'hash')`,
  'has a key column whose comparison is not leakproof': `select k.name from keys k join pg_index i on i.indexrelid = k.oid,
     unnest(i.indclass::oid[]) with ordinality as c(opclass, n) join pg_opclass o on o.oid = c.opclass
     where n <= k.width and exists (select from pg_amop a join pg_operator p on p.oid = a.amopopr
       join pg_proc f on f.oid = p.oprcode where a.amopfamily = o.opcfamily and a.amoplefttype = o.opcintype
         and a.amoprighttype = o.opcintype and not f.proleakproof)`,
  'is a foreign key that does not pair province_id': `select name from fkeys where from_tenant and to_tenant
     and not exists (select from unnest(conkey, confkey) as pair(a, b) where a = from_key and b = to_key)`,
  'is a foreign key from shared data to a province’s': `select name from fkeys where not from_tenant and to_tenant`,
  'is a deferrable foreign key': `select name from fkeys where condeferrable`,
  'is a foreign key that changes rows on delete': `select name from fkeys where confdeltype not in ('a', 'c')`,
  'is a foreign key that changes rows on update': `select name from fkeys where confupdtype <> 'a'`,
  'has row security not enabled': `select name from secured where not relrowsecurity`,
  'has row security not forced': `select name from secured where not relforcerowsecurity`,
  'has row security without a policy for app_serving': `select t.name from secured t where not exists (select from rules p
     join roles r on r.oid = any (p.polroles) where p.polrelid = t.oid and r.rolname = 'app_serving')`,
  'is a policy with a subquery': `select name from rules where tree like '%{SUBLINK%'`,
  'is a policy with an OR': `select name from rules where tree like '%:boolop or%'`,
  'is a restrictive policy': `select name from rules where not polpermissive`,
  'is a policy for others than the two login roles': `select name from rules
     where not polroles <@ array(select oid from roles)`,
  'is a policy by which app_national writes': `select p.name from rules p join roles r on r.oid = any (p.polroles)
     where r.rolname = 'app_national' and p.polcmd <> 'r' and p.name <> all ($4)`,
  'is a trigger': `select t.name || '.' || g.tgname from tables t join pg_trigger g on g.tgrelid = t.oid
     where not g.tgisinternal and t.name || '.' || g.tgname <> all ($2)`,
  'is a function with its owner’s rights': `select proname from pg_proc
     where pronamespace = 'public'::regnamespace and prosecdef and proname <> all ($3)`,
  'counts in integers that a distributed Postgres soon runs out of': `select t.name || '.' || a.attname from tables t
     join pg_attribute a on a.attrelid = t.oid and a.attnum > 0 left join pg_attrdef d on d.adrelid = t.oid and d.adnum = a.attnum
     where a.atttypid in ('smallint'::regtype, 'integer'::regtype)
       and (a.attidentity <> '' or pg_get_expr(d.adbin, d.adrelid) like 'nextval(%')`,
  'is a view without security_invoker': `select relname from pg_class where relnamespace = 'public'::regnamespace
     and relkind = 'v' and not coalesce(reloptions, '{}') && '{security_invoker=true,security_invoker=on}'`,
  'is a materialized view, which row security does not reach': `select relname from pg_class
     where relnamespace = 'public'::regnamespace and relkind = 'm'`,
  'has more rights than a login of the service may': `select rolname from roles
     where rolsuper or rolbypassrls or rolcreaterole or rolcreatedb or rolreplication or rolinherit`,
  'is a member of another role': `select rolname from roles where oid in (select member from pg_auth_members)`,
  'owns something': `select distinct rolname from roles join pg_shdepend s
     on s.refobjid = roles.oid and s.refclassid = 'pg_authid'::regclass and s.deptype = 'o'`,
  'may create objects in public': `select rolname from roles where has_schema_privilege(oid, 'public', 'CREATE')`,
  'may be emptied, referenced or given triggers by a login of the service': `select t.name || ' ' || r.rolname
     from tables t, roles r where has_table_privilege(r.oid, t.oid, 'TRUNCATE, REFERENCES, TRIGGER')`,
  'is shared data that app_serving may write': `select t.name from tables t, roles r where not t.tenant
     and not t.identity and r.rolname = 'app_serving' and (has_any_column_privilege(r.oid, t.oid, 'INSERT, UPDATE')
       or has_table_privilege(r.oid, t.oid, 'DELETE'))`,
  'may be read or written by everybody': `select t.name from tables t join pg_class c on c.oid = t.oid
     where exists (select from aclexplode(c.relacl) where grantee = 0)`,
  'may rewrite the audit log': `select r.rolname from roles r, unnest(array['audit_log', 'audit_chain', 'audit_seals']
       || array['national_audit_log', 'national_audit_chain', 'national_audit_seals']) log
     where has_any_column_privilege(r.oid, log, 'UPDATE') or has_table_privilege(r.oid, log, 'DELETE')`,
  'may delete who called once': `select r.rolname || ' ' || t.name from roles r, tables t
     where t.identity and has_table_privilege(r.oid, t.oid, 'DELETE')`,
}

/** What is wrong with the database, a sentence each; nothing if all is as it should be. */
export async function lint(client: pg.ClientBase): Promise<string[]> {
  const parts = Object.entries(rules).map(
    ([fault, found]) => `select x.name || ${quote(` ${fault}`)} as sentence from (${found}) as x(name)`,
  )
  const { rows } = await client.query(`with ${sets} ${parts.join(' union all ')} order by 1`, [
    sharedTables,
    allowedTriggers,
    allowedDefiners,
    allowedNationalWrites,
    identityTables,
  ])
  return rows.map((row) => row.sentence as string)
}

const quote = (text: string) => `'${text.replaceAll("'", "''")}'`
