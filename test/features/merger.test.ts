import t from 'tap'
import { createApp, type TestApp } from '../helpers/app.ts'
import { advance, approvedTask, createPlan } from '../helpers/fixtures.ts'
import { attempt, perform } from '../helpers/mutations.ts'
import { fingerprint, refuses } from '../helpers/refusals.ts'

// Bắc Kạn merged into Thái Nguyên on 1 July 2025; on the other database that day is yet to come.
const merged = await createApp(t)
const apart = await createApp(t, {
  prepare: async (owner) => owner.query(`update successions set effective_on = '2099-01-01'`),
})
const predecessor = 'bac-kan'
const successor = 'thai-nguyen'
const least = { title: 'Kế hoạch', kind: 'ANNUAL', periodStart: '2024-01-01', periodEnd: '2024-12-31' }
const fields = 'id version title periodStart'
const admins = (app: TestApp) => ({
  old: app.viewer('PROVINCE_ADMIN', predecessor),
  heir: app.viewer('PROVINCE_ADMIN', successor),
})
const titles = async (app: TestApp, as: ReturnType<TestApp['viewer']>) => {
  const { data } = await app.gql('{ plans(first: 100) { totalCount nodes { title province { slug } } } }', {}, as)
  return data.plans.nodes.map(({ title, province }: any) => `${province.slug}: ${title}`).sort()
}

t.test('given a merged province, when its own administrator works on, then its history can be completed', async (t) => {
  const { old } = admins(merged)
  const { planId, taskId } = await approvedTask(merged, old)
  await advance(merged, old, { id: taskId, version: 1 }, 'startTask', 'completeTask')
  const report = await perform(merged, 'saveProgressReport', { taskId, period: '2024-Q4', percentComplete: 100 }, old)
  await advance(merged, old, report, 'submitProgressReport', 'acceptProgressReport')
  t.match(
    await perform(merged, 'updatePlan', { id: planId, version: 3, reason: 'Bổ sung', title: 'Đã sửa' }, old, {
      fields,
    }),
    { version: 4 },
  )
  const { data } = await merged.gql(
    'query($id: ID!) { plan(id: $id) { title progress province { slug successor { slug } } } }',
    { id: planId },
    old,
  )
  t.same(data.plan, { title: 'Đã sửa', progress: 100, province: { slug: predecessor, successor: { slug: successor } } })
})

t.test('given the day of the merger, when the merged province plans, then only what starts before it', async (t) => {
  const { old, heir } = admins(merged)
  const refused = { code: 'INVALID_STATE', path: 'input.periodStart', says: /merged on 2025-07-01.*“thai-nguyen”/ }
  t.match(
    await perform(merged, 'createPlan', { ...least, periodStart: '2025-06-30', periodEnd: '2030-12-31' }, old, {
      fields,
    }),
    { periodStart: '2025-06-30' },
  )
  await refuses(t, merged, 'createPlan', old, [
    { when: 'on that day', input: { ...least, periodStart: '2025-07-01', periodEnd: '2025-12-31' }, ...refused },
    { when: 'later', input: { ...least, periodStart: '2026-01-01', periodEnd: '2026-12-31' }, ...refused },
  ])
  const known = await createPlan(merged, old)
  await refuses(t, merged, 'updatePlan', old, [
    { when: 'moved to that day', input: { ...known, periodStart: '2025-07-01', periodEnd: '2025-12-31' }, ...refused },
  ])
  for (const [app, as] of [
    [merged, heir],
    [apart, admins(apart).old],
    [apart, admins(apart).heir],
  ] as const) {
    t.match(await attempt(app, 'createPlan', { ...least, periodStart: '2025-07-01', periodEnd: '2025-12-31' }, as), {
      code: null,
    })
  }
})

t.test(
  'given a successor, when it reads, then its predecessor’s rows as well, and only once they merged',
  async (t) => {
    for (const [app, title] of [
      [merged, 'Cũ'],
      [apart, 'Cũ'],
    ] as const) {
      const { old, heir } = admins(app)
      await createPlan(app, old, { title })
      await createPlan(app, heir, { title: 'Mới' })
      const both = (await titles(app, heir)).filter((one: string) => /: (Cũ|Mới)$/.test(one))
      t.same(both, app === merged ? ['bac-kan: Cũ', 'thai-nguyen: Mới'] : ['thai-nguyen: Mới'])
      const own = await titles(app, old)
      t.ok(own.includes('bac-kan: Cũ'))
      t.notOk(
        own.some((one: string) => one.startsWith(successor)),
        'the predecessor reads nothing of its successor',
      )
      const query =
        '{ plans(filter: { province: "bac-kan" }) { totalCount } viewer { province { predecessors { slug } } } }'
      const { data } = await app.gql(query, {}, heir)
      t.equal(data.plans.totalCount > 0, app === merged)
      t.same(data.viewer.province.predecessors, [{ slug: predecessor }])
    }
  },
)

t.test('given a successor, when it would change its predecessor’s rows, then they are not there for it', async (t) => {
  const { old, heir } = admins(merged)
  const { planId, taskId, departmentId } = await approvedTask(merged, old)
  const draft = await createPlan(merged, old)
  const report = await perform(merged, 'saveProgressReport', { taskId, period: '2024-Q1' }, old)
  const before = await fingerprint(merged)
  const officer = merged.viewer('DEPARTMENT_OFFICER', successor, departmentId)
  const change = { version: 1, reason: 'Vì sao' }
  const table: [mutation: string, input: object, path: string, as?: typeof heir][] = [
    ['updatePlan', { ...draft, title: 'Của người thừa kế' }, 'id'],
    ['submitPlan', draft, 'id'],
    ['cancelPlan', { id: planId, version: 3, reason: 'Vì sao' }, 'id'],
    ['discardPlan', draft, 'id'],
    ['createTask', { planId: draft.id, title: 'A', category: 'EVENT' }, 'planId'],
    ['updateTask', { id: taskId, ...change, title: 'B' }, 'id'],
    ['assignTask', { id: taskId, ...change }, 'id'],
    ['startTask', { id: taskId, ...change }, 'id'],
    ['startTask', { id: taskId, ...change }, 'id', officer],
    ['saveProgressReport', { taskId, period: '2024-Q2' }, 'taskId'],
    ['saveProgressReport', { taskId, period: '2024-Q2' }, 'taskId', officer],
    ['saveProgressReport', { ...report, period: '2024-Q1', causes: 'x' }, 'id'],
    ['submitProgressReport', report, 'id'],
    ['updateDepartment', { id: departmentId, version: 1, name: 'B' }, 'id'],
    ['createDepartment', { name: 'C', kind: 'OTHER', parentId: departmentId }, 'parentId'],
    ['createPlan', { ...least, parentId: planId }, 'parentId'],
  ]
  for (const [mutation, input, path, as = heir] of table) {
    t.match(
      await attempt(merged, mutation, input, as),
      { code: 'NOT_FOUND', path: `input.${path}`, object: null },
      `${mutation} as ${as.role}`,
    )
  }
  t.equal(await fingerprint(merged), before)
  const { data } = await merged.gql('query($id: ID!) { node(id: $id) { id } }', { id: report.id }, heir)
  t.same(data.node, { id: report.id }, 'though it reads them')
})
