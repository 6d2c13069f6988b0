import t from 'tap'
import { newId } from '../../src/db/ids.ts'
import { createApp } from '../helpers/app.ts'
import {
  advance,
  approvedTask,
  auditOf,
  createDepartment,
  createPlan,
  createTask,
  daysFromToday,
} from '../helpers/fixtures.ts'
import { perform } from '../helpers/mutations.ts'
import { badTexts, refuses } from '../helpers/refusals.ts'

const app = await createApp(t)
const slug = app.nextProvince()
const admin = app.viewer('PROVINCE_ADMIN', slug)
const stranger = app.viewer('PROVINCE_ADMIN', app.nextProvince())
const plan = await createPlan(app, admin)
const departments: string[] = []
for (let i = 0; i < 4; i++) departments.push((await createDepartment(app, admin)).id)
const [lead, second, third, fourth] = departments as [string, string, string, string]
const fields =
  'id version title description category startOn dueOn duePrecision plannedBudget status completedOn participants { part department { id } }'

t.test('given departments, when they are assigned, then those that were not named stay as they are', async (t) => {
  const { id } = await createTask(app, admin, plan.id, { leadDepartmentId: lead, coordinatingDepartmentIds: [second] })
  const parts = (task: any) =>
    task.participants.map(({ part, department }: any) => `${part} ${departments.indexOf(department.id) + 1}`)
  const assign = async (version: number, more: object) =>
    perform(app, 'assignTask', { id, version, ...more }, admin, { fields })
  const others = [
    { departmentId: third, part: 'COORDINATING' },
    { departmentId: fourth, part: 'ADVISING' },
    { departmentId: lead, part: 'DIRECTING' },
    { departmentId: fourth, part: 'ASSIGNING' },
  ]
  const steps: [more: object, version: number, participants: string[]][] = [
    [{ leadDepartmentId: third }, 2, ['LEAD 3', 'COORDINATING 2']],
    [{ participants: others.slice(1) }, 3, ['LEAD 3', 'ADVISING 4', 'DIRECTING 1', 'ASSIGNING 4']],
    [
      { participants: others.slice(1).reverse(), leadDepartmentId: third },
      3,
      ['LEAD 3', 'ADVISING 4', 'DIRECTING 1', 'ASSIGNING 4'],
    ],
    [{}, 3, ['LEAD 3', 'ADVISING 4', 'DIRECTING 1', 'ASSIGNING 4']],
    [{ leadDepartmentId: lead.toUpperCase(), participants: [] }, 4, ['LEAD 1']],
    [{ participants: others.slice(0, 1) }, 5, ['LEAD 1', 'COORDINATING 3']],
  ]
  let version = 1
  for (const [more, next, participants] of steps) {
    const task = await assign(version, more)
    t.equal(task.version, next)
    t.same(parts(task), participants)
    version = next
  }
  const [last] = await auditOf(app, admin, id)
  t.match(last, { action: 'assignTask', entityVersion: 5 })
  t.same(last.changes.participants, [
    [{ departmentId: lead, part: 'LEAD' }],
    [{ departmentId: lead, part: 'LEAD' }, others[0]],
  ])

  const theirs = await createDepartment(app, stranger)
  const known = { id, version }
  await refuses(t, app, 'assignTask', admin, [
    {
      when: 'no such lead',
      input: { ...known, leadDepartmentId: newId() },
      code: 'NOT_FOUND',
      path: 'input.leadDepartmentId',
    },
    {
      when: 'another province’s lead',
      input: { ...known, leadDepartmentId: theirs.id },
      code: 'NOT_FOUND',
      path: 'input.leadDepartmentId',
    },
    {
      when: 'a lead among the others',
      input: { ...known, participants: [others[0], { departmentId: lead, part: 'LEAD' }] },
      code: 'BAD_INPUT',
      path: 'input.participants.1.part',
      says: /leadDepartmentId/,
    },
    {
      when: 'another province’s department',
      input: { ...known, participants: [{ departmentId: theirs.id, part: 'ADVISING' }] },
      code: 'NOT_FOUND',
      path: 'input.participants.0.departmentId',
    },
    {
      when: 'one in one part twice',
      input: { ...known, participants: [others[0], others[0]] },
      code: 'BAD_INPUT',
      path: 'input.participants.1.departmentId',
      says: /listed twice/,
    },
    ...badTexts('reason', 1_000, known),
  ])
})

t.test(
  'given an officer, when a task is started and completed, then on the day that is said, but none to come',
  async (t) => {
    const { taskId, departmentId } = await approvedTask(app, admin)
    const officer = app.viewer('DEPARTMENT_OFFICER', slug, departmentId)
    t.match(await perform(app, 'startTask', { id: taskId, version: 1 }, officer, { fields }), {
      status: 'IN_PROGRESS',
      version: 2,
      completedOn: null,
    })
    const known = { id: taskId, version: 2 }
    await refuses(t, app, 'completeTask', officer, [
      {
        when: 'tomorrow',
        input: { ...known, completedOn: daysFromToday(1) },
        code: 'BAD_INPUT',
        path: 'input.completedOn',
        says: /after today/,
      },
      ...badTexts('reason', 1_000, known),
    ])
    t.match(
      await perform(app, 'completeTask', { ...known, completedOn: daysFromToday(0), reason: 'Xong' }, officer, {
        fields,
      }),
      { status: 'COMPLETED', completedOn: daysFromToday(0) },
    )
    t.match(await auditOf(app, admin, taskId), [
      {
        actor: 'DEPARTMENT_OFFICER@test',
        role: 'DEPARTMENT_OFFICER',
        action: 'completeTask',
        reason: 'Xong',
        changes: { status: ['IN_PROGRESS', 'COMPLETED'], completedOn: [null, daysFromToday(0)] },
      },
      { action: 'startTask', changes: { status: ['NOT_STARTED', 'IN_PROGRESS'] } },
      { action: 'createTask' },
    ])
    const other = await approvedTask(app, admin)
    const done = await advance(app, admin, { id: other.taskId, version: 1 }, 'startTask', 'completeTask')
    const { data } = await app.gql('query($id: ID!) { task(id: $id) { completedOn } }', { id: done.id }, admin)
    t.equal(data.task.completedOn, daysFromToday(0), 'today unless said')
  },
)
