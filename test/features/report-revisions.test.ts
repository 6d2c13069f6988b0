import t from 'tap'
import { newId } from '../../src/db/ids.ts'
import { createApp } from '../helpers/app.ts'
import { advance, approvedTask, createDepartment, createPlan, createTask } from '../helpers/fixtures.ts'
import { attempt, perform } from '../helpers/mutations.ts'
import { badTexts, fingerprint, refuses, type Refusal } from '../helpers/refusals.ts'

const app = await createApp(t)
const slug = app.nextProvince()
const admin = app.viewer('PROVINCE_ADMIN', slug)
const stranger = app.viewer('PROVINCE_ADMIN', app.nextProvince())
const { planId, taskId, departmentId } = await approvedTask(app, admin)
const officer = app.viewer('DEPARTMENT_OFFICER', slug, departmentId)
const fields = `id version revision status percentComplete achievements limitations causes spentBudget isLate submittedAt returnComment
  period { code } plan { id } task { id } department { id } values { value qualifier lower upper indicator { code } } revisions { id revision }`

t.test(
  'given officers, when they save and submit, then only for their own department and where it leads or coordinates',
  async (t) => {
    const [second, third] = [await createDepartment(app, admin), await createDepartment(app, admin)]
    const { id: own } = await createPlan(app, admin)
    const task = await createTask(app, admin, own, {
      leadDepartmentId: departmentId,
      coordinatingDepartmentIds: [second.id],
    })
    await perform(
      app,
      'assignTask',
      {
        ...task,
        participants: [
          { departmentId: second.id, part: 'COORDINATING' },
          { departmentId: third.id, part: 'ADVISING' },
        ],
      },
      admin,
    )
    await advance(app, admin, { id: own, version: 1 }, 'submitPlan', 'approvePlan')
    const helper = app.viewer('DEPARTMENT_OFFICER', slug, second.id)
    const adviser = app.viewer('DEPARTMENT_OFFICER', slug, third.id)
    const nobody = app.viewer('DEPARTMENT_OFFICER', slug, newId())
    const period = '2024-Q2'
    const forbidden = (when: string, input: object): Refusal => ({
      when,
      input,
      code: 'FORBIDDEN',
      path: null,
      says: /leads or coordinates/,
    })
    await refuses(t, app, 'saveProgressReport', adviser, [forbidden('an adviser', { taskId: task.id, period })])
    await refuses(t, app, 'saveProgressReport', helper, [
      forbidden('for another department', { taskId: task.id, departmentId, period }),
      forbidden('on a plan', { planId: own, period }),
      forbidden('on a year', { period }),
    ])
    t.not(
      (await attempt(app, 'saveProgressReport', { taskId: task.id, period }, nobody)).code,
      null,
      'a department that isn’t there',
    )
    const saved = await perform(
      app,
      'saveProgressReport',
      { taskId: task.id, period, departmentId: second.id },
      helper,
      { fields },
    )
    t.match(saved, { department: { id: second.id }, status: 'DRAFT' })
    const step = { id: saved.id, version: 1 }
    for (const viewer of [officer, adviser]) {
      await refuses(t, app, 'saveProgressReport', viewer, [
        forbidden('another’s draft', { ...step, period, achievements: 'Của tôi' }),
      ])
      await refuses(t, app, 'submitProgressReport', viewer, [forbidden('another’s draft', step)])
    }
    t.match(await perform(app, 'submitProgressReport', step, helper, { fields }), { status: 'SUBMITTED', version: 2 })
  },
)

t.test(
  'given a report that was handed in, when it is saved, then that is the next revision, and the older one stays',
  async (t) => {
    const content = { percentComplete: 40, achievements: 'Tốt', limitations: 'Ít', causes: 'Xa', spentBudget: '7' }
    const values = [
      { code: 'COURSES_HELD', value: 1 },
      { code: 'EVENTS_HELD', qualifier: 'UNKNOWN' },
    ]
    const table: [period: string, steps: string[], status: string][] = [
      ['2023-Q1', ['submitProgressReport'], 'SUBMITTED'],
      ['2023-Q2', ['submitProgressReport', 'acceptProgressReport'], 'ACCEPTED'],
      ['2023-Q3', ['submitProgressReport', 'returnProgressReport'], 'RETURNED'],
    ]
    for (const [period, steps, status] of table) {
      const subject = { taskId, period }
      const draft = await perform(app, 'saveProgressReport', { ...subject, ...content, values }, officer)
      const first = await advance(app, admin, draft, ...steps)
      const second = await perform(
        app,
        'saveProgressReport',
        { ...first, period, limitations: null, percentComplete: 60 },
        officer,
        { fields },
      )
      t.match(second, {
        ...content,
        version: 1,
        revision: 2,
        status: 'DRAFT',
        percentComplete: 60,
        limitations: null,
        submittedAt: null,
        isLate: null,
        returnComment: null,
      })
      t.same(
        second.values.map(({ indicator, value }: any) => [indicator.code, value]),
        [
          ['COURSES_HELD', 1],
          ['EVENTS_HELD', null],
        ],
      )
      t.same(second.revisions, [
        { id: second.id, revision: 2 },
        { id: first.id, revision: 1 },
      ])
      const third = await perform(
        app,
        'saveProgressReport',
        { id: second.id, version: 1, period, values: [{ code: 'COURSES_HELD', value: 9 }] },
        officer,
        { fields },
      )
      t.match(third, { id: second.id, version: 2, revision: 2, values: [{ value: 9 }] })
      const { data } = await app.gql(
        `query($id: ID!) { progressReport(id: $id) { ${fields} } }`,
        { id: first.id },
        admin,
      )
      t.match(
        data.progressReport,
        { ...content, ...first, revision: 1, status, values: [{ value: 1 }, { value: null }] },
        `${status} stays as it was`,
      )
      for (const input of [{ ...subject }, { ...first, period }, { ...first, period, version: 99 }]) {
        const outcome = await attempt(app, 'saveProgressReport', input, officer, {
          fields,
          headers: { 'accept-language': 'en' },
        })
        t.match(outcome, {
          code: 'CONFLICT',
          path: 'input.period',
          object: { id: second.id, revision: 2 },
          message: new RegExp(`for ${period} already`),
        })
      }
    }
  },
)

t.test(
  'given a draft that somebody changed, when it is saved or handed in, then CONFLICT shows the current state',
  async (t) => {
    const { id } = await perform(app, 'saveProgressReport', { planId, period: '2022' }, admin)
    await perform(app, 'saveProgressReport', { id, version: 1, period: '2022', causes: 'Của người khác' }, admin)
    const before = await fingerprint(app)
    for (const [mutation, input] of [
      ['saveProgressReport', { id, version: 1, period: '2022', causes: 'Của tôi' }],
      ['submitProgressReport', { id, version: 1 }],
      ['discardProgressReport', { id, version: 3 }],
    ] as const) {
      const object = mutation.startsWith('discard')
        ? null
        : { id, version: 2, causes: 'Của người khác', status: 'DRAFT' }
      t.match(await attempt(app, mutation, input, admin, { fields }), {
        code: 'CONFLICT',
        path: 'input.version',
        object,
      })
    }
    t.equal(await fingerprint(app), before)
  },
)

t.test('given a report’s id, when it is saved as on something else, then each difference is named', async (t) => {
  const { id } = await perform(app, 'saveProgressReport', { taskId, period: '2021-Q1' }, admin)
  const theirs = await approvedTask(app, stranger)
  const foreign = await perform(app, 'saveProgressReport', { taskId: theirs.taskId, period: '2021-Q1' }, stranger)
  const other = await approvedTask(app, admin)
  const known = { id, version: 1, period: '2021-Q1' }
  const moved = (field: string, value: string): Refusal => ({
    when: `another ${field}`,
    input: { ...known, [field]: value },
    code: 'BAD_INPUT',
    path: `input.${field}`,
    says: /can’t be moved/,
  })
  await refuses(t, app, 'saveProgressReport', admin, [
    moved('taskId', other.taskId),
    moved('planId', other.planId),
    moved('departmentId', other.departmentId),
    moved('period', '2021-Q2'),
    {
      when: 'no version',
      input: { id, period: '2021-Q1' },
      code: 'BAD_INPUT',
      path: 'input.version',
      says: /version that you have read/,
    },
    {
      when: 'another province’s report',
      input: { ...foreign, period: '2021-Q1' },
      code: 'NOT_FOUND',
      path: 'input.id',
    },
  ])
  await refuses(t, app, 'submitProgressReport', admin, [
    { when: 'another province’s report', input: foreign, code: 'NOT_FOUND', path: 'input.id' },
    { when: 'no such report', input: { id: newId(), version: 1 }, code: 'NOT_FOUND', path: 'input.id' },
    ...badTexts('comment', 2_000, { id, version: 1 }),
  ])
  t.match(
    await perform(app, 'saveProgressReport', { ...known, taskId, planId, departmentId, causes: 'x' }, admin, {
      fields,
    }),
    { version: 2 },
    'saying what it is on again is no move',
  )
})
