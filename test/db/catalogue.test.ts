import { readFileSync } from 'node:fs'
import { buildSchema, isEnumType } from 'graphql'
import t from 'tap'
import { values } from '../../src/db/schema/values.ts'
import { lint } from '../helpers/catalogue.ts'
import { createDatabase } from '../helpers/database.ts'

const { owner } = await createDatabase(t)

t.test('given all migrations, then every table has the shape that keeps provinces apart', async (t) => {
  const client = await owner.connect()
  t.teardown(() => client.release())
  t.strictSame(await lint(client), [])
})

// One fault each: what to spoil, and what the lint must say of it. Tables are spoilt copies of tasks' shape.
const table = (columns: string) => `
  create table spoilt (${columns});
  alter table spoilt enable row level security, force row level security;
  create policy spoilt_read on spoilt to app_serving using (province_id = 1)`
const faults: [string, string, string][] = [
  ['no province', 'create table spoilt (id uuid primary key)', 'spoilt has no province_id integer not null'],
  ['a nullable province', table('province_id integer, id uuid'), 'spoilt has no province_id integer not null'],
  [
    'a small province',
    table('province_id smallint, id uuid, primary key (province_id, id)'),
    'spoilt has no province_id',
  ],
  ['no primary key', table('province_id integer not null, id uuid'), 'spoilt has no primary key that begins'],
  ['province last', table('province_id integer, id uuid, primary key (id, province_id)'), 'spoilt has no primary key'],
  ['unique over all', 'create unique index spoilt on tasks (source_key)', 'spoilt is unique without beginning'],
  [
    'unique, province last',
    'create unique index spoilt on tasks (source_key, province_id)',
    'spoilt is unique without',
  ],
  ['unique expression', 'create unique index spoilt on tasks (lower(title), province_id)', 'spoilt is unique without'],
  ['exclusion', 'alter table tasks add constraint spoilt exclude (province_id with =)', 'spoilt is an exclusion'],
  ['GIN', 'create index spoilt on plans using gin (objectives)', 'spoilt can’t be used under row security'],
  ['GiST', 'create index spoilt on tasks using gist (daterange(start_on, due_on))', 'spoilt can’t be used under'],
  ['numeric key', 'create index spoilt on indicator_values (province_id, value)', 'spoilt has a key column whose'],
  ['jsonb key', 'create index spoilt on audit_log (province_id, changes)', 'spoilt has a key column whose comparison'],
  [
    'enum key',
    `create type colour as enum ('red'); alter table tasks add column colour colour;
     create index spoilt on tasks (province_id, colour)`,
    'spoilt has a key column whose comparison',
  ],
  [
    'a key across provinces',
    `create unique index spoilt_id on tasks (id);
     alter table task_targets add constraint spoilt foreign key (task_id) references tasks (id)`,
    'task_targets.spoilt is a foreign key that does not pair province_id',
  ],
  [
    'a key that crosses its columns',
    `create table spoilt_parent (province_id integer, other integer, primary key (province_id, other));
     create table spoilt_child (province_id integer, other integer,
       constraint spoilt foreign key (other, province_id) references spoilt_parent)`,
    'spoilt_child.spoilt is a foreign key that does not pair province_id',
  ],
  [
    'shared data that point to a province’s',
    `alter table provinces add column plan uuid;
     alter table provinces add constraint spoilt foreign key (id, plan) references plans (province_id, id)`,
    'provinces.spoilt is a foreign key from shared data',
  ],
  ...(
    [
      ['deferrable', 'deferrable initially deferred', 'is a deferrable foreign key'],
      ['set null', 'on delete set null', 'is a foreign key that changes rows on delete'],
      ['set one null', 'on delete set null (plan_id)', 'is a foreign key that changes rows on delete'],
      ['set default', 'on delete set default', 'is a foreign key that changes rows on delete'],
      ['on update', 'on update cascade', 'is a foreign key that changes rows on update'],
    ] as const
  ).map(([name, clause, sentence]): [string, string, string] => [
    name,
    `alter table tasks add constraint spoilt foreign key (province_id, plan_id) references plans (province_id, id) ${clause}`,
    `tasks.spoilt ${sentence}`,
  ]),
  ['row security off', 'alter table tasks disable row level security', 'tasks has row security not enabled'],
  ['not forced', 'alter table tasks no force row level security', 'tasks has row security not forced'],
  [
    'no policy',
    `create table spoilt (province_id integer primary key);
     alter table spoilt enable row level security, force row level security`,
    'spoilt has row security without a policy for app_serving',
  ],
  [
    'a subquery',
    `create policy spoilt on tasks to app_serving using (province_id in (select id from provinces))`,
    'tasks.spoilt is a policy with a subquery',
  ],
  [
    'a subquery in the check',
    `create policy spoilt on tasks for insert to app_serving with check (province_id = (select 1))`,
    'tasks.spoilt is a policy with a subquery',
  ],
  [
    'OR',
    `create policy spoilt on tasks to app_serving using (published or province_id = 1)`,
    'tasks.spoilt is a policy with an OR',
  ],
  [
    'restrictive',
    `create policy spoilt on tasks as restrictive to app_serving using (published)`,
    'tasks.spoilt is a restrictive',
  ],
  ['for everybody', `create policy spoilt on tasks using (published)`, 'tasks.spoilt is a policy for others'],
  [
    'for the owner',
    `create policy spoilt on tasks to current_user using (published)`,
    'tasks.spoilt is a policy for others',
  ],
  [
    'a nation that writes',
    `create policy spoilt on tasks to app_national using (published)`,
    'tasks.spoilt is a policy by which app_national writes',
  ],
  [
    'a trigger',
    `create trigger spoilt before update on tasks for each row execute function suppress_redundant_updates_trigger()`,
    'tasks.spoilt is a trigger',
  ],
  [
    'owner’s rights',
    `create function spoilt() returns int language sql security definer return 1`,
    'spoilt is a function with its owner’s rights',
  ],
  ['identity', 'alter table tasks add column n integer generated always as identity', 'tasks.n counts in integers'],
  ['serial', 'alter table tasks add column n serial', 'tasks.n counts in integers'],
  ['a view', 'create view spoilt as select from tasks', 'spoilt is a view without security_invoker'],
  [
    'a view that says no',
    'create view spoilt with (security_invoker = false) as select from tasks',
    'spoilt is a view without security_invoker',
  ],
  ['materialized', 'create materialized view spoilt as select title from tasks', 'spoilt is a materialized view'],
  ['bypass', 'alter role app_serving bypassrls', 'app_serving has more rights than a login'],
  ['superuser', 'alter role app_national superuser', 'app_national has more rights than a login'],
  ['membership', 'grant pg_read_all_data to app_national', 'app_national is a member of another role'],
  ['owning', 'alter table tasks owner to app_serving', 'app_serving owns something'],
  ['create', 'grant create on schema public to app_serving', 'app_serving may create objects in public'],
  ['create by all', 'grant create on schema public to public', 'app_national may create objects in public'],
  ['truncate', 'grant truncate on tasks to app_serving', 'tasks app_serving may be emptied'],
  ['writing shared data', 'grant update (name) on provinces to app_serving', 'provinces is shared data that'],
  ['everybody', 'grant select on tasks to public', 'tasks may be read or written by everybody'],
  ['rewriting history', 'grant update (reason) on audit_log to app_serving', 'app_serving may rewrite the audit log'],
  ['rewriting the nation’s history', 'grant update on national_audit_log to app_national', 'app_national may rewrite'],
  [
    'identities without row security',
    'alter table members disable row level security',
    'members has row security not enabled',
  ],
  ['identities not forced', 'alter table members no force row level security', 'members has row security not forced'],
  [
    'an identity that points to a province’s row',
    `alter table members add constraint spoilt foreign key (province_id, department_id) references departments (province_id, id)`,
    'members.spoilt is a foreign key from shared data',
  ],
  [
    'an identity that is deleted',
    'grant delete on members to app_serving',
    'app_serving members may delete who called',
  ],
  ['deleting history', 'grant delete on audit_log to app_serving', 'app_serving may rewrite the audit log'],
]

t.test('given a fault, then the lint finds it', async (t) => {
  const client = await owner.connect()
  t.teardown(() => client.release())
  for (const [name, statements, sentence] of faults) {
    await client.query('begin')
    await client.query(statements)
    const found = await lint(client)
    await client.query('rollback')
    t.ok(
      found.some((line) => line.startsWith(sentence)),
      name,
      { expected: sentence, found },
    )
  }
  t.strictSame(await lint(client), [], 'and none stays behind')
})

t.test('given the closed lists of the columns, then they are those of the API', async (t) => {
  const schema = buildSchema(readFileSync('schema.graphql', 'utf8'))
  for (const [name, list] of Object.entries(values)) {
    const type = schema.getType(name)
    t.ok(isEnumType(type), name)
    if (isEnumType(type))
      t.strictSame(
        type
          .getValues()
          .map((value) => value.name)
          .toSorted(),
        [...list].sort(),
        name,
      )
  }
})
