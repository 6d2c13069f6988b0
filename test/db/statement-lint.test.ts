import t from 'tap'
import { createDatabase } from '../helpers/database.ts'
import { lintStatement, readTables } from '../helpers/statement-lint.ts'

t.test('given a statement at fault, when linted, then it is found', async (t) => {
  const tables = await readTables((await createDatabase(t)).owner)
  const names = 'is read without naming its province'
  const bad: [text: string, ...faults: string[]][] = [
    ['select * from plans', `plans ${names}`],
    ['select * from plans where id = $1', `plans ${names}`],
    ['select * from plans p where p.province_id = 4', `plans as p ${names}`],
    ['select * from plans p where p.province_id <> $1', `plans as p ${names}`],
    ['select * from plans p where p.province_id = $1 or p.published', `plans as p ${names}`],
    ['select * from plans p where not p.province_id = $1', `plans as p ${names}`],
    [`select * from plans p where p.province_id = current_setting('app.own_province')::integer`, `plans as p ${names}`],
    [
      'select * from plans p join tasks t on t.province_id = p.province_id where p.province_id = $1',
      `tasks as t ${names}`,
    ],
    ['select * from plans p left join tasks t on p.province_id = $1 where t.province_id = $1', `plans as p ${names}`],
    [
      'select * from plans p full join tasks t on p.province_id = $1 and t.province_id = $1',
      `plans as p ${names}`,
      `tasks as t ${names}`,
    ],
    ['select * from plans p, tasks t where province_id = $1', `plans as p ${names}`, `tasks as t ${names}`],
    [
      'select (select count(*) from tasks t where t.plan_id = p.id) from plans p where p.province_id = $1',
      `tasks as t ${names}`,
    ],
    [
      'select * from plans p where p.province_id = $1 and exists (select from tasks t where t.province_id = p.province_id)',
      `tasks as t ${names}`,
    ],
    ['select * from (select * from tasks t) t where t.province_id = $1', `tasks as t ${names}`],
    ['select id from plans where province_id = $1 union all select id from tasks', `tasks ${names}`],
    ['with x as (select * from plans) select * from x where x.province_id = $1', `plans ${names}`],
    ['select * from indicators i cross join lateral (select * from tasks t) x', `tasks as t ${names}`],
    ['update plans set title = $1 where id = $2', `plans ${names}`],
    ['update plans set title = t.title from tasks t where plans.province_id = $1', `tasks as t ${names}`],
    ['update plans set title = $1 where province_id = $2 and id in (select plan_id from tasks)', `tasks ${names}`],
    ['delete from task_departments where task_id = $1', `task_departments ${names}`],
    ['delete from task_departments d using tasks t where d.province_id = $1', `tasks as t ${names}`],
    ['insert into audit_log (province_id, actor) select $1, $2', 'inserts selected rows into audit_log without an id'],
    [
      'insert into task_departments (task_id, part) values ($1, $2)',
      'inserts into task_departments without a province',
    ],
    ['insert into tasks (province_id, id) select $1, id from plans', `plans ${names}`],
    ['select kind from plans where province_id = $1 group by grouping sets ((kind), ())', 'groups by several sets'],
    ['select kind from plans where province_id = $1 group by rollup (kind)', 'groups by several sets'],
    ['merge into indicators i using provinces p on false when not matched then do nothing', 'merges'],
    [`select set_config('app.own_province', $1, true)`, `calls set_config('app.own_province')`],
    ['select set_config($1, $2, true)', `calls set_config('')`],
    ['set local role app_national', 'sets role'],
    ['set session authorization postgres', 'sets session_authorization'],
    ['set local app.readable_provinces = 1', 'sets app.readable_provinces'],
  ]
  for (const [text, ...faults] of bad) t.same(await lintStatement(text, tables), faults, text)
  const good = [
    `select set_config('enable_sort', 'off', true)`,
    'select * from plans p where p.province_id = any ($1::integer[]) and p.id = $2',
    'select * from plans where $1::integer = province_id',
    'select * from plans p left join tasks t on t.province_id = $1 and t.plan_id = p.id where p.province_id = $1',
    'select * from plans p join tasks t on t.province_id = $1 and p.province_id = $1',
    'update plans set title = $1 where "plans"."province_id" = $2',
    'select * from provinces p join province_codes c on c.province_id = p.id',
    'with plan as (select 1) select * from plan',
    'begin isolation level repeatable read read only',
    'select app_enter($1::integer, $2::integer[])',
  ]
  for (const text of good) t.same(await lintStatement(text, tables), [], text)
  t.same(await lintStatement('select * from plans', tables, 'national'), [])
  t.same(await lintStatement('set role app_serving', tables, 'national'), ['sets role'])
})
