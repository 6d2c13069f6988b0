import t from 'tap'
import { countsOf, csv, openProvinces, problemsOf, type Provinces } from './province.ts'

async function withTask(t: Parameters<typeof openProvinces>[0]): Promise<Provinces> {
  const provinces = await openProvinces(t)
  const { load } = provinces
  await load(
    'bac-kan',
    'plans',
    csv('key,title,period_start,period_end', 'p,P,2019-01-01,2019-12-31', 'q,Q,2019-01-01,2019-12-31'),
  )
  await load('bac-kan', 'tasks', csv('key,plan_key,title,lead_department', 't,p,T,Sở TTTT'))
  return provinces
}

const header =
  'key,plan_key,task_key,department,period,status,achievements,recommendations,submitted_on,spent_budget,indicator:PEOPLE_TRAINED'

t.test(
  'given reports on a task, a plan and a year, when they are imported, then each has its subject, deadline and figures',
  async (t) => {
    const { load, rows } = await withTask(t)
    const file = csv(
      header,
      'r-1,,t,Sở TTTT,2019,,Tốt,,16/12/2019,"1,5 tỷ",hơn 1.000',
      'r-2,p,t,Sở Nội vụ,2019-Q1,SUBMITTED,Tốt,,2019-04-01,,',
      'r-3,p,,,2019,,Tốt,Tập huấn thêm; Hướng dẫn,,,nhiều',
      'r-4,,,,2018,DRAFT,Tốt,Một việc,,,167',
    )
    const result = await load('bac-kan', 'reports', file)
    t.strictSame(problemsOf(result), [])
    t.strictSame(
      result.departmentsMade.map(({ name }) => name),
      ['Sở Nội vụ'],
    )
    const found = await rows(
      `select r.source_key as key, p.source_key as plan, t.source_key as task, d.name as department, r.status, r.revision, r.published,
       r.submitted_at as at, r.deadline::text, r.spent_budget::text as spent,
       (select concat_ws(' ', v.value, v.qualifier, v.as_written, v.published) from indicator_values v where v.report_id = r.id) as figure,
       (select array_agg(concat_ws(' ', c.text, c.status, c.published) order by ordinal) from recommendations c where c.report_id = r.id) as asks
     from progress_reports r left join plans p on p.id = r.plan_id left join tasks t on t.id = r.task_id
     left join departments d on d.id = r.department_id order by 1`,
    )
    t.strictSame(
      found.map((row) => Object.values(row)),
      [
        [
          'r-1',
          'p',
          't',
          'Sở TTTT',
          'ACCEPTED',
          1,
          true,
          new Date('2019-12-16T12:00:00+07:00'),
          '2019-12-17',
          '1500000000',
          '1000 AT_LEAST hơn 1.000 t',
          null,
        ],
        [
          'r-2',
          'p',
          't',
          'Sở Nội vụ',
          'SUBMITTED',
          1,
          true,
          new Date('2019-04-01T12:00:00+07:00'),
          '2019-03-18',
          null,
          null,
          null,
        ],
        [
          'r-3',
          'p',
          null,
          null,
          'ACCEPTED',
          1,
          true,
          null,
          null,
          null,
          'UNKNOWN nhiều t',
          ['Tập huấn thêm OPEN t', 'Hướng dẫn OPEN t'],
        ],
        ['r-4', null, null, null, 'DRAFT', 1, false, null, null, null, '167 EXACT 167 f', ['Một việc OPEN f']],
      ],
    )
    // The deadline is that of the day on which it was written down.
    await rows('update provinces set report_due_working_days = 5')
    t.strictSame(countsOf(await load('bac-kan', 'reports', file)), {
      read: 4,
      created: 0,
      changed: 0,
      unchanged: 4,
      refused: 0,
    })
  },
)

t.test(
  'given a percentage written with zeros at its end, when the file is imported again, then it is the same',
  async (t) => {
    const { load, rows } = await withTask(t)
    const file = csv('key,plan_key,period,percent_complete', 'r,p,2019,50 %', 's,q,2019,"62,50"')
    await load('bac-kan', 'reports', file)
    await rows('update progress_reports set percent_complete = percent_complete + 0.00')
    t.match(await load('bac-kan', 'reports', file), { unchanged: 2, problems: [] })
  },
)

t.test(
  'given a report that was submitted, when a file corrects it, then the correction is the next revision',
  async (t) => {
    const { load, rows } = await withTask(t)
    const file = csv(header, 'r-1,,t,Sở TTTT,2019,,Tốt,,,,167', 'r-3,p,,,2019,,Tốt,Tập huấn thêm; Hướng dẫn,,,5')
    await load('bac-kan', 'reports', file)
    await rows(`update recommendations set status = 'ANSWERED', answer = 'Có', answered_at = now() where ordinal = 1`)
    const corrected = csv(header, 'r-1,,t,Sở TTTT,2019,,Tốt,,,,176', 'r-3,p,,,2019,,Rất tốt,Tập huấn thêm,,,5')
    const result = await load('bac-kan', 'reports', corrected, { name: 'corrected.csv' })
    t.strictSame(countsOf(result), { read: 2, created: 0, changed: 2, unchanged: 0, refused: 0 })
    const found = await rows(
      `select r.source_key as key, revision, r.version, r.status, superseded, achievements, (select value::float from indicator_values v where v.report_id = r.id) as value,
       (select array_agg(concat_ws(' ', c.text, c.status, c.answer) order by ordinal) from recommendations c where c.report_id = r.id) as asks
     from progress_reports r order by 1, 2`,
    )
    t.strictSame(
      found.map((row) => Object.values(row)),
      [
        ['r-1', 1, 2, 'ACCEPTED', true, 'Tốt', 167, null],
        ['r-1', 2, 1, 'ACCEPTED', false, 'Tốt', 176, null],
        ['r-3', 1, 2, 'ACCEPTED', true, 'Tốt', 5, ['Tập huấn thêm ANSWERED Có', 'Hướng dẫn OPEN']],
        ['r-3', 2, 1, 'ACCEPTED', false, 'Rất tốt', 5, ['Tập huấn thêm ANSWERED Có']],
      ],
    )
    const audit = await rows(
      `select a.entity_version as version, a.changes from audit_log a join progress_reports r on r.id = a.entity_id
     where a.reason = 'corrected.csv' and r.source_key = 'r-1' order by r.revision`,
    )
    t.match(audit, [
      { version: 2, changes: { superseded: [false, true] } },
      { version: 1, changes: { revision: [1, 2], values: [[{ value: 167 }], [{ value: 176 }]] } },
    ])
    t.match(await load('bac-kan', 'reports', corrected), { unchanged: 2 })

    // A correction that is not accepted yet leaves the accepted one in force.
    await load(
      'bac-kan',
      'reports',
      csv('key,task_key,department,period,status,achievements', 'r-1,t,Sở TTTT,2019,SUBMITTED,Khá'),
    )
    const states =
      await rows(`select revision, status, superseded, (select value::float from indicator_values v where v.report_id = r.id) as value
    from progress_reports r where source_key = 'r-1' order by 1`)
    t.strictSame(
      states.map((row) => Object.values(row)),
      [
        [1, 'ACCEPTED', true, 167],
        [2, 'ACCEPTED', false, 176],
        [3, 'SUBMITTED', false, 176],
      ],
    )
  },
)

t.test(
  'given a draft, when a file changes it, then it is changed where it stands, and shown once it is submitted',
  async (t) => {
    const { load, rows } = await withTask(t)
    const draft = csv(header, 'r-3,p,,,2019,DRAFT,Tốt,Một; Hai,,,5')
    await load('bac-kan', 'reports', draft)
    await load('bac-kan', 'reports', draft.replace('Một; Hai', 'Ba').replace(/5$/, '6'))
    const read = () =>
      rows(`select revision, version, r.published, (select concat_ws(' ', value, v.published) from indicator_values v where v.report_id = r.id) as value,
      (select array_agg(concat_ws(' ', c.text, c.published)) from recommendations c where c.report_id = r.id) as asks from progress_reports r`)
    t.strictSame(await read(), [{ revision: 1, version: 2, published: false, value: '6 f', asks: ['Ba f'] }])
    await load('bac-kan', 'reports', csv(header, 'r-3,p,,,2019,ACCEPTED,Tốt,Ba,,,6'))
    t.strictSame(await read(), [{ revision: 1, version: 3, published: true, value: '6 t', asks: ['Ba t'] }])
  },
)

t.test(
  'given rows that don’t fit together, when they are imported, then each problem is told at its place',
  async (t) => {
    const { load } = await withTask(t)
    await load('bac-kan', 'reports', csv(header, 'r-1,,t,Sở TTTT,2019,,Tốt,,,,', 'r-9,p,,,2019,,Tốt,,,,'))
    const file = csv(
      header,
      'a,none,,,2019,,,,,,',
      'b,,none,Sở TTTT,2019,,,,,,',
      'c,q,t,Sở TTTT,2019,,,,,,',
      'd,,t,,2019,,,,,,',
      'e,p,,Sở TTTT,2019,,,,,,',
      'f,,t,Sở TTTT,2019-Q2,,,Một việc,,,',
      'g,,t,Sở TTTT,2019-Q9,,,,,,hơn',
      'h,,t,Sở Thông tin và Truyền thông,2019,,,,,,',
      'r-1,,t,Sở Nội vụ,2019,,,,,,',
      'i,,,,2017,,,,,,',
      'j,,,,2017,,,,,,',
      'r-9,q,,,2019,,Tốt,,,,',
    )
    t.strictSame(problemsOf(await load('bac-kan', 'reports', file)), [
      '2 plan_key NO_SUCH_PLAN',
      '3 task_key NO_SUCH_TASK',
      '4 plan_key OTHER_PLAN',
      '5 department REQUIRED',
      '6 department DEPARTMENT_WITHOUT_TASK',
      '7 recommendations RECOMMENDATIONS_ON_TASK',
      '8 period BAD_PERIOD',
      '8 indicator:PEOPLE_TRAINED BAD_FIGURE',
      '9 period DUPLICATE_REPORT',
      '10 key KEY_TAKEN',
      '12 period DUPLICATE_REPORT',
      '13 key KEY_TAKEN',
    ])
  },
)

t.test(
  'given a revision that somebody has begun, when a file would change the report, then it is not overwritten',
  async (t) => {
    const { load, rows } = await withTask(t)
    const file = csv(header, 'r-1,,t,Sở TTTT,2019,,Tốt,,,,')
    await load('bac-kan', 'reports', file)
    await rows(
      `insert into progress_reports (province_id, id, plan_id, task_id, department_id, period_code, revision, status)
     select province_id, 'ffffffff-ffff-7fff-bfff-ffffffffffff', plan_id, task_id, department_id, period_code, 2, 'DRAFT' from progress_reports`,
    )
    t.match(await load('bac-kan', 'reports', file), { unchanged: 1, problems: [] })
    t.strictSame(problemsOf(await load('bac-kan', 'reports', file.replace('Tốt', 'Khá'))), ['2  EDITED_SINCE'])
    t.equal((await rows('select 1 from progress_reports')).length, 2)
  },
)
