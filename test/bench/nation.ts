import type pg from 'pg'

/** How large a made nation is. */
export interface Size {
  /** So many, in the order of their keys, behind the first `from`. */
  provinces: number
  from?: number
  plansEach: number
  tasksEach: number
  reportsEach: number
}

/** 63 provinces with about 200 thousand tasks and 800 thousand reports with figures, times `scale`. */
export const sizeOf = (scale: number): Size => ({
  provinces: 63,
  plansEach: Math.max(15, Math.round(106 * scale)),
  tasksEach: 30,
  reportsEach: 4,
})

const categories = `array['STATE_MANAGEMENT','TRAINING','PRESS_INFORMATION','PRESS_MEETING','MEDIA_PRODUCTION','BROADCAST',
  'PUBLICATION','EXHIBITION','EVENT','PROMOTION','SEA_AND_ISLANDS','BORDER','COUNTER_MISINFORMATION','DELEGATION','OTHER']`
const words = `array['tập huấn','họp báo','triển lãm','phóng sự','tuyên truyền','biển đảo','biên giới','xuất bản','giao lưu','đón đoàn']`

/**
 * Fills a migrated database as a superuser, by statements alone: annual plans over 15 years, tasks with a lead and two
 * departments beside it, quarterly reports by the lead, most of them accepted, with two figures each. When a task is due says nothing of
 * who takes part in it.
 */
export async function makeNation(
  owner: pg.Pool,
  { provinces, from = 0, plansEach, tasksEach, reportsEach }: Size,
): Promise<void> {
  const made = `(select id from provinces order by id limit ${provinces} offset ${from})`
  for (const statement of [
    `insert into departments (province_id, id, name, name_key, kind)
     select p.id, gen_random_uuid(), 'Cơ quan số ' || n, 'cơ quan số ' || n,
       (array['DEPARTMENT','OFFICE','PARTY_BODY','PRESS','DISTRICT'])[1 + n % 5]
     from ${made} p, generate_series(1, 20) n`,
    `insert into plans (province_id, id, title, kind, status, period_start, period_end, reporting_period, objectives, published,
       submitted_at, approved_at)
     select p.id, gen_random_uuid(), 'Kế hoạch thông tin đối ngoại năm ' || y || ', số ' || n, 'ANNUAL',
       case when y < 2023 then 'COMPLETED' else 'APPROVED' end, make_date(y, 1, 1), make_date(y, 12, 31), 'QUARTER',
       array['Nâng cao hiệu quả', 'Quảng bá hình ảnh'], true, make_date(y, 1, 5), make_date(y, 1, 9)
     from ${made} p, generate_series(1, ${plansEach}) n, lateral (select 2012 + n % 15 as y) years`,
    `insert into tasks (province_id, id, plan_id, ordinal, title, category, status, start_on, due_on, due_precision, completed_on,
       filed, planned_budget, published)
     select p.province_id, gen_random_uuid(), p.id, n,
       'Nhiệm vụ ' || n || ': ' || (${words})[1 + n % 10] || ' về ' || (${words})[1 + (n * 7) % 10],
       (${categories})[1 + n % 15], case when p.status = 'COMPLETED' or n % 3 = 0 then 'COMPLETED' else 'IN_PROGRESS' end,
       p.period_start, p.period_start + (n * 12 + shift) % 365, 'DAY',
       case when p.status = 'COMPLETED' or n % 3 = 0 then p.period_start + (n * 11 + shift) % 365 end, true, n * 1000000, true
     from plans p, lateral (select abs(hashtext(p.id::text)) % 365 as shift) by_plan, generate_series(1, ${tasksEach}) n
     where p.province_id in ${made}`,
    `insert into task_departments (province_id, task_id, department_id, part, due_on, published)
     select t.province_id, t.id, d.id, case when d.place = 0 then 'LEAD' else 'COORDINATING' end, t.due_on, true
     from tasks t join lateral (
       select d.id, (d.n - t.ordinal % 20 + 20) % 20 as place from (
         select d.id, row_number() over (order by d.name_key) - 1 as n from departments d where d.province_id = t.province_id) d
     ) d on d.place < 3 where t.province_id in ${made}`,
    `insert into progress_reports (province_id, id, plan_id, task_id, department_id, period_code, revision, status, percent_complete,
       achievements, spent_budget, submitted_at, deadline, accepted_at, published)
     select t.province_id, gen_random_uuid(), t.plan_id, t.id, l.department_id, extract(year from p.period_start) || '-Q' || q, 1,
       case when (t.ordinal + q) % 8 = 0 then 'SUBMITTED' else 'ACCEPTED' end, q * 25,
       'Đã thực hiện được phần việc của quý ' || q, t.ordinal * 100000, p.period_start + q * 85, p.period_start + q * 88,
       case when (t.ordinal + q) % 8 = 0 then null else p.period_start + q * 90 end, true
     from tasks t join plans p on p.province_id = t.province_id and p.id = t.plan_id
       join task_departments l on l.province_id = t.province_id and l.task_id = t.id and l.part = 'LEAD',
       generate_series(1, ${reportsEach}) q where t.province_id in ${made}`,
    `insert into indicator_values (province_id, report_id, indicator_code, value, qualifier, published)
     select r.province_id, r.id, i.code, 1 + length(r.achievements) % 7 + i.n * 50,
       (array['EXACT','EXACT','EXACT','AT_LEAST','ABOUT'])[1 + ('x' || left(r.id::text, 4))::bit(16)::integer % 5], true
     from progress_reports r, (values ('COURSES_HELD', 0), ('PEOPLE_TRAINED', 1)) i (code, n) where r.province_id in ${made}`,
    'vacuum analyze',
  ]) {
    await owner.query(statement)
  }
}
