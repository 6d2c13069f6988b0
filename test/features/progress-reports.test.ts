import t from 'tap'
import { newId } from '../../src/db/ids.ts'
import { createApp } from '../helpers/app.ts'
import { approvedTask, auditOf, createDepartment, createPlan, createTask, insert, raced } from '../helpers/fixtures.ts'
import { attempt, perform } from '../helpers/mutations.ts'
import { badTexts, refuses, type Refusal } from '../helpers/refusals.ts'

const app = await createApp(t)
const slug = app.nextProvince()
const admin = app.viewer('PROVINCE_ADMIN', slug)
const stranger = app.viewer('PROVINCE_ADMIN', app.nextProvince())
const others = [app.viewer('PROVINCE_VIEWER', slug), app.viewer('IMPORTER', slug), app.viewer('MINISTRY_ADMIN')]
const { planId, taskId, departmentId } = await approvedTask(app, admin)
const officer = app.viewer('DEPARTMENT_OFFICER', slug, departmentId)
const fields = `id version revision status percentComplete achievements limitations causes spentBudget isLate submittedAt returnComment
  period { code } plan { id } task { id } department { id } values { value qualifier lower upper indicator { code } } revisions { id revision }`

t.test(
  'given nothing but a subject, when a report is saved, then it is an empty draft of its first revision',
  async (t) => {
    const empty = {
      version: 1,
      revision: 1,
      status: 'DRAFT',
      percentComplete: null,
      achievements: null,
      limitations: null,
      causes: null,
      spentBudget: null,
      isLate: null,
      submittedAt: null,
      values: [],
    }
    const table: [subject: object, seen: object][] = [
      [{ taskId }, { plan: { id: planId }, task: { id: taskId }, department: { id: departmentId } }],
      [{ planId }, { plan: { id: planId }, task: null, department: null }],
      [{}, { plan: null, task: null, department: null }],
    ]
    for (const [subject, seen] of table) {
      const report = await perform(app, 'saveProgressReport', { ...subject, period: '2024-Q1' }, admin, { fields })
      t.match(report, { ...empty, ...seen, period: { code: '2024-Q1' }, revisions: [{ id: report.id, revision: 1 }] })
      t.match(await auditOf(app, admin, report.id), [
        {
          action: 'saveProgressReport',
          entity: 'ProgressReport',
          entityVersion: 1,
          changes: { period: [null, '2024-Q1'], revision: [null, 1] },
        },
      ])
    }
  },
)

t.test('given everything, when a report is saved, then it is kept as it was said', async (t) => {
  const long = 'ế'.repeat(20_000)
  const input = {
    taskId: taskId.toUpperCase(),
    period: '2024-05',
    percentComplete: 33.3,
    achievements: long.normalize('NFD'),
    limitations: ' Chưa đủ "kinh phí"\n\\ ',
    causes: '',
    spentBudget: '9223372036854775807',
    values: [
      { code: 'PEOPLE_TRAINED', value: 1000.5, qualifier: 'AT_LEAST' },
      { code: 'COURSES_HELD', value: 0 },
      { code: 'ITEMS_PUBLISHED', value: 850, qualifier: 'ABOUT' },
      { code: 'PUBLICATIONS', value: 200, qualifier: 'JUST_UNDER' },
      { code: 'EVENTS_HELD', qualifier: 'UNKNOWN' },
      { code: 'BROADCASTS', value: 7, qualifier: null },
    ],
  }
  const report = await perform(app, 'saveProgressReport', input, officer, { fields })
  t.match(report, {
    percentComplete: 33.3,
    achievements: long,
    limitations: 'Chưa đủ "kinh phí"\n\\',
    causes: null,
    spentBudget: '9223372036854775807',
    department: { id: departmentId },
  })
  t.same(
    report.values.map(({ indicator, ...value }: any) => ({ code: indicator.code, ...value })),
    [
      { code: 'COURSES_HELD', value: 0, qualifier: 'EXACT', lower: 0, upper: 0 },
      { code: 'PEOPLE_TRAINED', value: 1000.5, qualifier: 'AT_LEAST', lower: 1000.5, upper: null },
      { code: 'ITEMS_PUBLISHED', value: 850, qualifier: 'ABOUT', lower: null, upper: null },
      { code: 'BROADCASTS', value: 7, qualifier: 'EXACT', lower: 7, upper: 7 },
      { code: 'PUBLICATIONS', value: 200, qualifier: 'JUST_UNDER', lower: null, upper: 200 },
      { code: 'EVENTS_HELD', value: null, qualifier: 'UNKNOWN', lower: null, upper: null },
    ],
  )
})

t.test('given a draft, when it is saved again, then what is left out stays and the figures are replaced', async (t) => {
  const first = await perform(
    app,
    'saveProgressReport',
    {
      planId,
      period: '2024-06',
      achievements: 'Tốt',
      spentBudget: '5',
      percentComplete: 10,
      values: [{ code: 'COURSES_HELD', value: 1 }],
    },
    admin,
  )
  const save = async (version: number, more: object) =>
    perform(app, 'saveProgressReport', { id: first.id, version, period: '2024-06', ...more }, admin, { fields })
  t.match(await save(1, { percentComplete: 50 }), {
    version: 2,
    percentComplete: 50,
    achievements: 'Tốt',
    spentBudget: '5',
    values: [{ value: 1 }],
  })
  t.match(await save(2, { values: [{ code: 'EVENTS_HELD', value: 2 }] }), {
    version: 3,
    values: [{ value: 2, indicator: { code: 'EVENTS_HELD' } }],
  })
  t.match(await save(3, { values: [{ code: 'EVENTS_HELD', value: 2, qualifier: 'ABOUT' }] }), {
    version: 4,
    values: [{ qualifier: 'ABOUT' }],
  })
  t.match(await save(4, {}), { version: 4 }, 'nothing said, nothing changed')
  t.match(
    await save(4, {
      values: [{ code: 'EVENTS_HELD', value: 2, qualifier: 'ABOUT' }],
      percentComplete: 50,
      achievements: ' Tốt',
    }),
    { version: 4 },
    'the same again changes nothing',
  )
  t.match(await save(4, { values: [], achievements: null, percentComplete: null, spentBudget: null, planId }), {
    version: 5,
    values: [],
    achievements: null,
    percentComplete: null,
    spentBudget: null,
  })
  const [last, , second, one] = await auditOf(app, admin, first.id)
  t.same(one.changes, { percentComplete: ['10', '50'] })
  t.same(second.changes, {
    values: [
      [{ code: 'COURSES_HELD', value: 1, qualifier: 'EXACT' }],
      [{ code: 'EVENTS_HELD', value: 2, qualifier: 'EXACT' }],
    ],
  })
  t.match(last.changes, {
    achievements: ['Tốt', null],
    percentComplete: ['50', null],
    values: [[{ code: 'EVENTS_HELD' }], []],
  })
})

t.test(
  'given a draft with a budget, when only that is emptied, then it is empty, and the audit log says so',
  async (t) => {
    const { id } = await perform(app, 'saveProgressReport', { planId, period: '2024-07', spentBudget: '5' }, admin)
    const empty = { id, version: 1, period: '2024-07', spentBudget: null }
    t.match(await perform(app, 'saveProgressReport', empty, admin, { fields }), { version: 2, spentBudget: null })
    t.same((await auditOf(app, admin, id))[0].changes, { spentBudget: ['5', null] })
  },
)

t.test('given mistakes, when a report is saved, then each is named and nothing is written', async (t) => {
  const draft = await createPlan(app, admin)
  const draftTask = await createTask(app, admin, draft.id, { leadDepartmentId: departmentId })
  const idle = await createDepartment(app, admin)
  const theirs = await approvedTask(app, stranger)
  const [leaderless] = await insert(
    app,
    'tasks',
    [{ plan_id: planId, ordinal: 9, title: 'Không ai chủ trì', category: 'EVENT', status: 'NOT_STARTED' }],
    { province_id: app.key(slug) },
  )
  const least = { taskId, period: '2023-Q1' }
  const wrong = (when: string, input: object, code: string, path: string, says = /./): Refusal => ({
    when,
    input: { period: '2023-Q1', ...input },
    code,
    path: `input.${path}`,
    says,
  })
  const figure = (when: string, value: object, field: string, says = /./) =>
    wrong(when, { ...least, values: [{ code: 'BROADCASTS', value: 1 }, value] }, 'BAD_INPUT', `values.1.${field}`, says)
  await refuses(t, app, 'saveProgressReport', admin, [
    ...[
      '2023-Q5',
      '2023-13',
      '2023-H3',
      '2023-6M',
      '23',
      '1989',
      '2061',
      '',
      '2023 ',
      '２０２３',
      '2023-q1',
      'x'.repeat(500),
      '\0',
    ].map((period) =>
      wrong(
        `the period ${JSON.stringify(period).slice(0, 20)}`,
        { taskId, period },
        'BAD_INPUT',
        'period',
        /not a reporting period/,
      ),
    ),
    wrong('a task and a plan', { taskId, planId }, 'BAD_INPUT', 'planId', /not on both/),
    wrong('no such task', { taskId: newId() }, 'NOT_FOUND', 'taskId'),
    wrong('another province’s task', { taskId: theirs.taskId }, 'NOT_FOUND', 'taskId'),
    wrong('no such plan', { planId: newId() }, 'NOT_FOUND', 'planId'),
    wrong('another province’s plan', { planId: theirs.planId }, 'NOT_FOUND', 'planId'),
    wrong('no such department', { taskId, departmentId: newId() }, 'NOT_FOUND', 'departmentId'),
    wrong('another province’s department', { taskId, departmentId: theirs.departmentId }, 'NOT_FOUND', 'departmentId'),
    wrong(
      'a department without a part',
      { taskId, departmentId: idle.id },
      'INVALID_STATE',
      'departmentId',
      /neither leads nor coordinates/,
    ),
    wrong('nobody leads and none is named', { taskId: leaderless }, 'BAD_INPUT', 'departmentId', /has no lead/),
    wrong('a plan that is a draft', { planId: draft.id }, 'INVALID_STATE', 'planId', /DRAFT/),
    wrong('a task of a draft', { taskId: draftTask.id }, 'INVALID_STATE', 'taskId', /approved first/),
    wrong(
      'less than nothing done',
      { ...least, percentComplete: -0.01 },
      'BAD_INPUT',
      'percentComplete',
      /between 0 and 100/,
    ),
    wrong('more than all done', { ...least, percentComplete: 100.01 }, 'BAD_INPUT', 'percentComplete'),
    ...['achievements', 'limitations', 'causes'].flatMap((field) => badTexts(field, 20_000, least)),
    figure('an unknown indicator', { code: 'HAPPINESS', value: 1 }, 'code', /no indicator “HAPPINESS”/),
    figure('an indicator that can’t be stored', { code: 'a\0b', value: 1 }, 'code'),
    figure('an indicator twice', { code: 'BROADCASTS', value: 2 }, 'code', /listed twice/),
    figure('a negative figure', { code: 'EVENTS_HELD', value: -1 }, 'value', /negative/),
    figure('no value', { code: 'EVENTS_HELD' }, 'value', /needed/),
    figure('null for a value', { code: 'EVENTS_HELD', value: null, qualifier: 'ABOUT' }, 'value', /needed/),
    figure('an unknown value', { code: 'EVENTS_HELD', value: 1, qualifier: 'UNKNOWN' }, 'value', /no value/),
    wrong('no such report', { id: newId(), version: 1 }, 'NOT_FOUND', 'id', /no report/),
  ])
  for (const viewer of others) {
    for (const [mutation, input] of [
      ['saveProgressReport', least],
      ['submitProgressReport', { id: newId(), version: 1 }],
    ] as const) {
      await refuses(t, app, mutation, viewer, [{ when: `as ${viewer.role}`, input, code: 'FORBIDDEN', path: null }])
    }
  }
  const many = { ...least, values: Array.from({ length: 201 }, (_, i) => ({ code: `C${i}`, value: 1 })) }
  t.match(await attempt(app, 'saveProgressReport', many, admin), {
    code: 'LIMIT_EXCEEDED',
    object: null,
    message: /200/,
  })
})

t.test(
  'given somebody who begins the same report at that moment, when it is saved, then CONFLICT and not two',
  async (t) => {
    const insertRow =
      'insert into progress_reports (province_id, id, plan_id, period_code, revision, status) values ($1, $2, $3, $4, 1, $5)'
    const { code } = await raced(
      app,
      async (other) => other.query(insertRow, [app.key(slug), newId(), planId, '2022-Q1', 'DRAFT']),
      async () => attempt(app, 'saveProgressReport', { planId, period: '2022-Q1' }, admin, { fields }),
    )
    t.equal(code, 'CONFLICT')
  },
)
