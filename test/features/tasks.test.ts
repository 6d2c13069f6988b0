import t from 'tap'
import { newId } from '../../src/db/ids.ts'
import { createApp } from '../helpers/app.ts'
import { advance, auditOf, createDepartment, createPlan, createTask } from '../helpers/fixtures.ts'
import { attempt, perform } from '../helpers/mutations.ts'
import { badTexts, refuses, type Refusal } from '../helpers/refusals.ts'

const app = await createApp(t)
const slug = app.nextProvince()
const admin = app.viewer('PROVINCE_ADMIN', slug)
const stranger = app.viewer('PROVINCE_ADMIN', app.nextProvince())
const others = [
  app.viewer('PROVINCE_VIEWER', slug),
  app.viewer('DEPARTMENT_OFFICER', slug, newId()),
  app.viewer('IMPORTER', slug),
  app.viewer('MINISTRY_ADMIN'),
]
const plan = await createPlan(app, admin)
const [lead, second, third] = [
  await createDepartment(app, admin),
  await createDepartment(app, admin),
  await createDepartment(app, admin),
]
const least = { planId: plan.id, title: 'Nhiệm vụ', category: 'TRAINING' }
const everything = `id version ordinal title description category status startOn dueOn duePrecision dueText isOverdue completedOn progress
  plannedBudget plannedBudgetSource plan { id } lead { id } coordinating { id } participants { part department { id } } targets { value }`

t.test('given the least, when a task is created, then it waits at the plan’s end', async (t) => {
  const { id } = await createPlan(app, admin)
  for (const ordinal of [1, 2, 3]) {
    const task = await perform(app, 'createTask', { ...least, planId: id }, admin, { fields: everything })
    t.match(task, {
      version: 1,
      ordinal,
      title: 'Nhiệm vụ',
      description: null,
      category: 'TRAINING',
      status: 'NOT_STARTED',
      startOn: null,
      dueOn: null,
      duePrecision: null,
      isOverdue: false,
      plannedBudget: null,
      plan: { id },
      lead: null,
      coordinating: [],
      participants: [],
      targets: [],
    })
    t.match(await auditOf(app, admin, task.id), [
      {
        action: 'createTask',
        entity: 'Task',
        entityVersion: 1,
        changes: { ordinal: [null, ordinal], status: [null, 'NOT_STARTED'] },
      },
    ])
  }
})

t.test('given everything, when a task is created, then everything is kept', async (t) => {
  const input = {
    ...least,
    title: 'ế'.repeat(1_000).normalize('NFD'),
    category: 'SEA_AND_ISLANDS',
    startOn: '2024-02-01',
    dueOn: '2024-02-10',
    duePrecision: 'RANGE',
    plannedBudget: '9223372036854775807',
    leadDepartmentId: lead.id.toUpperCase(),
    coordinatingDepartmentIds: [third.id, second.id],
  }
  const task = await perform(app, 'createTask', input, admin, { fields: everything })
  t.match(task, {
    title: 'ế'.repeat(1_000),
    category: 'SEA_AND_ISLANDS',
    startOn: '2024-02-01',
    dueOn: '2024-02-10',
    duePrecision: 'RANGE',
    isOverdue: true,
    plannedBudget: '9223372036854775807',
    lead: { id: lead.id },
    coordinating: [{ id: second.id }, { id: third.id }],
    participants: [{ part: 'LEAD', department: { id: lead.id } }, { part: 'COORDINATING' }, { part: 'COORDINATING' }],
  })
})

t.test('given several tasks at once, when they are created, then each has a place of its own', async (t) => {
  const { id } = await createPlan(app, admin)
  const made = await Promise.all(
    [1, 2, 3, 4, 5].map(() => perform(app, 'createTask', { ...least, planId: id }, admin, { fields: 'ordinal' })),
  )
  t.same(made.map(({ ordinal }) => ordinal).sort(), [1, 2, 3, 4, 5])
})

t.test(
  'given a due date and how exact it is, when a task is created or changed, then it is the last day in time',
  async (t) => {
    const table: [given: string | null, precision: string | null, due: string | null, kept: string | null][] = [
      ['2024-02-10', null, '2024-02-10', 'DAY'],
      ['2024-02-10', 'DAY', '2024-02-10', 'DAY'],
      ['2024-02-10', 'RANGE', '2024-02-10', 'RANGE'],
      ['2024-02-10', 'MONTH', '2024-02-29', 'MONTH'],
      ['2023-02-28', 'MONTH', '2023-02-28', 'MONTH'],
      ['2100-02-01', 'MONTH', '2100-02-28', 'MONTH'],
      ['2024-12-01', 'MONTH', '2024-12-31', 'MONTH'],
      ['2014-10-01', 'EARLY_QUARTER', '2014-10-31', 'EARLY_QUARTER'],
      ['2014-12-31', 'EARLY_QUARTER', '2014-10-31', 'EARLY_QUARTER'],
      ['2024-03-15', 'EARLY_QUARTER', '2024-01-31', 'EARLY_QUARTER'],
      ['2014-10-01', 'LATE_QUARTER', '2014-12-31', 'LATE_QUARTER'],
      ['2024-04-01', 'QUARTER', '2024-06-30', 'QUARTER'],
      ['2024-06-30', 'QUARTER', '2024-06-30', 'QUARTER'],
      ['2024-07-01', 'QUARTER', '2024-09-30', 'QUARTER'],
      ['2024-01-01', 'YEAR', '2024-12-31', 'YEAR'],
      ['2024-12-31', 'YEAR', '2024-12-31', 'YEAR'],
      [null, 'RECURRING', null, 'RECURRING'],
      [null, 'OPEN', null, 'OPEN'],
      [null, null, null, null],
    ]
    const fields = 'id version dueOn duePrecision isOverdue'
    let changed = await perform(app, 'createTask', least, admin, { fields })
    for (const [dueOn, duePrecision, due, kept] of table) {
      const startOn = duePrecision === 'RANGE' ? '2024-02-01' : null
      const given = { startOn, dueOn, duePrecision }
      const expected = { dueOn: due, duePrecision: kept, isOverdue: due !== null && !due.startsWith('2100') }
      t.match(
        await perform(app, 'createTask', { ...least, ...given }, admin, { fields }),
        expected,
        `${dueOn} ${duePrecision}`,
      )
      changed = await perform(app, 'updateTask', { id: changed.id, version: changed.version, ...given }, admin, {
        fields,
      })
      t.match(changed, expected, `${dueOn} ${duePrecision} as a change`)
    }
    const month = await perform(app, 'createTask', { ...least, dueOn: '2024-02-10', duePrecision: 'MONTH' }, admin, {
      fields,
    })
    const later = await perform(app, 'updateTask', { id: month.id, version: 1, dueOn: '2024-04-02' }, admin, { fields })
    t.match(later, { dueOn: '2024-04-30', duePrecision: 'MONTH' }, 'what is not said stays')
    const exact = await perform(app, 'updateTask', { id: month.id, version: 2, duePrecision: 'QUARTER' }, admin, {
      fields,
    })
    t.match(exact, { dueOn: '2024-06-30', duePrecision: 'QUARTER' })
  },
)

t.test('given mistakes, when a task is created, then each is named and nothing is written', async (t) => {
  const fixed = await createPlan(app, admin)
  await createTask(app, admin, fixed.id)
  await advance(app, admin, fixed, 'submitPlan')
  const cancelled = await advance(app, admin, await createPlan(app, admin), 'cancelPlan')
  const theirs = await createPlan(app, stranger)
  const theirDepartment = await createDepartment(app, stranger)
  const wrong = (when: string, more: object, code: string, path: string, says = /./): Refusal => ({
    when,
    input: { ...least, ...more },
    code,
    path: `input.${path}`,
    says,
  })
  await refuses(t, app, 'createTask', admin, [
    wrong('no such plan', { planId: newId() }, 'NOT_FOUND', 'planId', /no plan/),
    wrong('another province’s plan', { planId: theirs.id }, 'NOT_FOUND', 'planId'),
    wrong('a submitted plan', { planId: fixed.id }, 'INVALID_STATE', 'planId', /SUBMITTED/),
    wrong('a cancelled plan', { planId: cancelled.id }, 'INVALID_STATE', 'planId', /CANCELLED/),
    wrong('an empty title', { title: '\t' }, 'BAD_INPUT', 'title', /required/),
    ...badTexts('title', 1_000, least),
    wrong(
      'a due date before the start',
      { startOn: '2024-03-02', dueOn: '2024-03-01' },
      'BAD_INPUT',
      'dueOn',
      /must not be after/,
    ),
    wrong(
      'an early quarter before the start',
      { startOn: '2024-02-01', dueOn: '2024-03-01', duePrecision: 'EARLY_QUARTER' },
      'BAD_INPUT',
      'dueOn',
    ),
    wrong(
      'a recurring task with a due date',
      { dueOn: '2024-03-01', duePrecision: 'RECURRING' },
      'BAD_INPUT',
      'dueOn',
      /no due date/,
    ),
    wrong(
      'an open task with a due date',
      { dueOn: '2024-03-01', duePrecision: 'OPEN' },
      'BAD_INPUT',
      'dueOn',
      /no due date/,
    ),
    wrong(
      'a range without its first day',
      { dueOn: '2024-03-01', duePrecision: 'RANGE' },
      'BAD_INPUT',
      'startOn',
      /first day/,
    ),
    ...['DAY', 'RANGE', 'MONTH', 'EARLY_QUARTER', 'LATE_QUARTER', 'QUARTER', 'YEAR'].map((duePrecision) =>
      wrong(`${duePrecision} without a due date`, { duePrecision }, 'BAD_INPUT', 'dueOn', new RegExp(duePrecision)),
    ),
    wrong('no such lead', { leadDepartmentId: newId() }, 'NOT_FOUND', 'leadDepartmentId', /no department/),
    wrong('another province’s lead', { leadDepartmentId: theirDepartment.id }, 'NOT_FOUND', 'leadDepartmentId'),
    wrong(
      'a department of no form',
      { coordinatingDepartmentIds: [lead.id, 'x'] },
      'NOT_FOUND',
      'coordinatingDepartmentIds.1',
    ),
    wrong(
      'another province’s department',
      { coordinatingDepartmentIds: [lead.id, theirDepartment.id] },
      'NOT_FOUND',
      'coordinatingDepartmentIds.1',
    ),
    wrong(
      'a department twice',
      { coordinatingDepartmentIds: [lead.id, lead.id] },
      'BAD_INPUT',
      'coordinatingDepartmentIds.1',
      /listed twice/,
    ),
  ])
  for (const viewer of others) {
    await refuses(t, app, 'createTask', viewer, [
      { when: `as ${viewer.role}`, input: least, code: 'FORBIDDEN', path: null },
    ])
  }
  const many = { ...least, coordinatingDepartmentIds: Array.from({ length: 101 }, newId) }
  t.match(await attempt(app, 'createTask', many, admin), { code: 'LIMIT_EXCEEDED', object: null, message: /100/ })
})
