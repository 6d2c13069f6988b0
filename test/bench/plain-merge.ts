import { spawn } from 'node:child_process'
import { once } from 'node:events'

/**
 * What the database itself sets as the limit: the same file by psql's `\copy` into a bare temporary table, and one plain merge of
 * its rows into the tables that an import writes, in one transaction of a superuser, whom row security doesn't hold. Nothing is
 * checked, and what is kept for each row besides (its part in the rollups) is copied from an import of the same file.
 *
 * @param like a province that the service has imported the file into
 */
export async function plainMerge(url: string, file: string, province: number, like: number): Promise<void> {
  const script = `
    begin;
    create temporary table raw (key text, plan_key text, ordinal integer, title text, category text, lead text, others text,
      start_on date, due_on date, due_precision text, status text, completed_on date, planned_budget bigint) on commit drop;
    set local datestyle = 'ISO, DMY';
    \\copy raw from '${file}' with (format csv, header)
    create temporary table ids on commit drop as select key, uuidv7() as id from raw;
    insert into tasks (province_id, id, plan_id, ordinal, title, category, status, start_on, due_on, due_precision, completed_on,
        filed, planned_budget, source_key, published)
      select ${province}, i.id, p.id, r.ordinal, r.title, r.category, r.status, r.start_on, r.due_on, r.due_precision, r.completed_on,
        true, r.planned_budget, r.key, p.published
      from raw r join ids i using (key) join plans p on p.province_id = ${province} and p.source_key = r.plan_key;
    insert into task_departments (province_id, task_id, department_id, part, due_on, published)
      select ${province}, i.id, d.id, n.part, coalesce(r.due_on, 'infinity'), true from raw r join ids i using (key)
        cross join lateral (select r.lead as name, 'LEAD' as part
          union all select unnest(string_to_array(r.others, ';')), 'COORDINATING') n
        join departments d on d.province_id = ${province} and d.name = n.name;
    insert into audit_log (province_id, id, actor, role, request_id, action, entity, entity_id, entity_version, changes, reason, published)
      select ${province}, uuidv7(), 'bench', 'IMPORTER', 'bench', 'import', 'Task', i.id, 1, jsonb_build_object(
          'ordinal', jsonb_build_array(null, r.ordinal), 'title', jsonb_build_array(null, r.title),
          'category', jsonb_build_array(null, r.category), 'status', jsonb_build_array(null, r.status),
          'startOn', jsonb_build_array(null, r.start_on), 'dueOn', jsonb_build_array(null, r.due_on),
          'duePrecision', jsonb_build_array(null, r.due_precision), 'completedOn', jsonb_build_array(null, r.completed_on),
          'plannedBudget', jsonb_build_array(null, r.planned_budget), 'sourceKey', jsonb_build_array(null, r.key),
          'planId', jsonb_build_array(null, p.id), 'participants', jsonb_build_array(null, (
            select jsonb_agg(jsonb_build_object('part', part, 'departmentId', department_id)) from task_departments t
            where t.province_id = ${province} and t.task_id = i.id))), 'tasks.csv', true
      from raw r join ids i using (key) join plans p on p.province_id = ${province} and p.source_key = r.plan_key;
    insert into rollup_units (province_id, id, measures, figures, plan_years)
      select ${province}, i.id, u.measures, u.figures, u.plan_years from ids i,
        (select u.measures, u.figures, u.plan_years from rollup_units u join tasks t on t.province_id = u.province_id and t.id = u.id
         where u.province_id = ${like} limit 1) u;
    create temporary table deltas on commit drop as select * from rollup_deltas where province_id = ${like};
    update deltas set province_id = ${province}, id = gen_random_uuid();
    insert into rollup_deltas select * from deltas;
    commit;`
  const psql = spawn('psql', ['--no-psqlrc', '--quiet', '--set', 'ON_ERROR_STOP=1', url], {
    stdio: ['pipe', 'ignore', 'inherit'],
  })
  psql.stdin.end(script)
  const [code] = (await once(psql, 'close')) as [number]
  if (code !== 0) throw new Error(`psql ended with ${code}`)
}
