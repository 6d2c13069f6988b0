import t from 'tap'
import { newId } from '../../src/db/ids.ts'
import { createApp } from '../helpers/app.ts'
import { advance, approvedTask, auditOf, createDepartment, createPlan, createTask } from '../helpers/fixtures.ts'
import { attempt, perform } from '../helpers/mutations.ts'
import { badTexts, fingerprint, refuses } from '../helpers/refusals.ts'

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
const departments: string[] = []
for (let i = 0; i < 4; i++) departments.push((await createDepartment(app, admin)).id)
const [lead] = departments as [string]
const fields =
  'id version title description category startOn dueOn duePrecision plannedBudget status completedOn participants { part department { id } }'

t.test(
  'given a task, when it is changed, then only what was named changes, and the audit log says from what to what',
  async (t) => {
    const { id } = await createTask(app, admin, plan.id, {
      plannedBudget: '5',
      dueOn: '2024-05-05',
      leadDepartmentId: lead,
    })
    const change = async (version: number, more: object) =>
      perform(app, 'updateTask', { id, version, ...more }, admin, { fields })
    t.match(await change(1, { title: ' Mới ', description: ' Mô\ntả ', category: 'EVENT' }), {
      version: 2,
      title: 'Mới',
      description: 'Mô\ntả',
      category: 'EVENT',
      dueOn: '2024-05-05',
      plannedBudget: '5',
      participants: [{ part: 'LEAD' }],
    })
    t.match(await change(2, { plannedBudget: '9007199254740993', startOn: '2024-05-01' }), {
      version: 3,
      plannedBudget: '9007199254740993',
      startOn: '2024-05-01',
    })
    t.match(await change(3, { plannedBudget: null, description: '', dueOn: null, duePrecision: null, startOn: null }), {
      version: 4,
      plannedBudget: null,
      description: null,
      dueOn: null,
      startOn: null,
    })
    t.match(
      await change(4, { title: null, category: null }),
      { version: 4 },
      'null where something must stand changes nothing',
    )
    t.match(await change(4, { title: 'Mới', plannedBudget: null }), { version: 4 })
    t.match(await change(4, { description: 'ộ'.repeat(10_000) }), { version: 5, description: /^ộ{10000}$/ })
    const [, third, second, first] = await auditOf(app, admin, id)
    t.same(first.changes, {
      title: ['Nhiệm vụ', 'Mới'],
      description: [null, 'Mô\ntả'],
      category: ['TRAINING', 'EVENT'],
    })
    t.same(second.changes, { plannedBudget: ['5', '9007199254740993'], startOn: [null, '2024-05-01'] })
    t.same(third.changes, {
      plannedBudget: ['9007199254740993', null],
      description: ['Mô\ntả', null],
      startOn: ['2024-05-01', null],
      dueOn: ['2024-05-05', null],
      duePrecision: ['DAY', null],
    })
  },
)

t.test('given mistakes, when a task is changed, then each is named and nothing is written', async (t) => {
  const known = { id: (await createTask(app, admin, plan.id, { dueOn: '2024-05-05' })).id, version: 1 }
  const theirs = await createTask(app, stranger, (await createPlan(app, stranger)).id)
  await refuses(t, app, 'updateTask', admin, [
    { when: 'no such task', input: { ...known, id: newId() }, code: 'NOT_FOUND', path: 'input.id', says: /no task/ },
    { when: 'another province’s task', input: { ...theirs, title: 'B' }, code: 'NOT_FOUND', path: 'input.id' },
    { when: 'an empty title', input: { ...known, title: ' ' }, code: 'BAD_INPUT', path: 'input.title' },
    ...badTexts('title', 1_000, known),
    ...badTexts('description', 10_000, known),
    ...badTexts('reason', 1_000, known),
    {
      when: 'a start after the due date',
      input: { ...known, startOn: '2024-05-06' },
      code: 'BAD_INPUT',
      path: 'input.dueOn',
    },
    { when: 'no due date for a day', input: { ...known, dueOn: null }, code: 'BAD_INPUT', path: 'input.dueOn' },
    {
      when: 'recurring with a due date',
      input: { ...known, duePrecision: 'RECURRING' },
      code: 'BAD_INPUT',
      path: 'input.dueOn',
    },
    {
      when: 'a range without a start',
      input: { ...known, duePrecision: 'RANGE' },
      code: 'BAD_INPUT',
      path: 'input.startOn',
    },
  ])
  for (const mutation of ['updateTask', 'assignTask']) {
    for (const viewer of others) {
      await refuses(t, app, mutation, viewer, [
        { when: `as ${viewer.role}`, input: known, code: 'FORBIDDEN', path: null },
      ])
    }
  }
})

t.test(
  'given a plan or a task in another state, when the task is changed, then it is an amendment or refused',
  async (t) => {
    const { planId, taskId } = await approvedTask(app, admin)
    const change = { id: taskId, version: 1, title: 'Sửa', leadDepartmentId: lead }
    const { leadDepartmentId, ...text } = change
    const { title, ...assignment } = change
    for (const [mutation, input] of [
      ['updateTask', text],
      ['assignTask', assignment],
    ] as const) {
      await refuses(t, app, mutation, admin, [
        { when: 'no reason', input, code: 'INVALID_STATE', path: 'input.reason', says: /needs a reason/ },
      ])
    }
    t.match(await perform(app, 'updateTask', { ...text, reason: 'Vì sao' }, admin, { fields }), { version: 2, title })
    t.match(await perform(app, 'assignTask', { ...assignment, version: 2, reason: 'Đổi' }, admin, { fields }), {
      version: 3,
      participants: [{ department: { id: leadDepartmentId } }],
    })
    t.match(await auditOf(app, admin, taskId), [{ reason: 'Đổi' }, { reason: 'Vì sao' }, {}])

    const done = await advance(app, admin, { id: taskId, version: 3 }, 'startTask', 'completeTask')
    const off = await advance(app, admin, { id: (await approvedTask(app, admin)).taskId, version: 1 }, 'cancelTask')
    for (const [{ id, version }, state] of [
      [done, 'COMPLETED'],
      [off, 'CANCELLED'],
    ] as const) {
      for (const mutation of ['updateTask', 'assignTask']) {
        await refuses(t, app, mutation, admin, [
          {
            when: state,
            input: { id, version, reason: 'Vì sao' },
            code: 'INVALID_STATE',
            path: 'input.id',
            says: new RegExp(state),
          },
        ])
      }
    }
    await advance(app, admin, { id: planId, version: 3 }, 'completePlan')
    await refuses(t, app, 'updateTask', admin, [
      {
        when: 'a finished plan',
        input: { ...text, version: done.version, reason: 'Vì sao' },
        code: 'INVALID_STATE',
        path: 'input.id',
        says: /The plan is COMPLETED/,
      },
    ])
  },
)

t.test(
  'given a stale version, when a task is changed, then CONFLICT shows the current state and nothing changes',
  async (t) => {
    const { id } = await createTask(app, admin, plan.id)
    await perform(app, 'updateTask', { id, version: 1, title: 'Của người khác' }, admin)
    const before = await fingerprint(app)
    for (const [mutation, more] of [
      ['updateTask', { title: 'Của tôi' }],
      ['assignTask', { leadDepartmentId: lead }],
      ['startTask', {}],
      ['cancelTask', { reason: 'Vì sao' }],
    ] as const) {
      for (const version of [0, 1, 3]) {
        const outcome = await attempt(app, mutation, { id, version, ...more }, admin, { fields })
        const object = { id, version: 2, title: 'Của người khác' }
        t.match(outcome, { code: 'CONFLICT', path: 'input.version', object }, mutation)
      }
    }
    t.equal(await fingerprint(app), before)
    const tries = await Promise.all(
      departments.map((leadDepartmentId) => attempt(app, 'assignTask', { id, version: 2, leadDepartmentId }, admin)),
    )
    t.same(
      tries.map(({ code }) => code).sort(),
      ['CONFLICT', 'CONFLICT', 'CONFLICT', null],
      'of those who come at once one wins',
    )
  },
)
