import { buildSchema } from 'graphql'
import t from 'tap'
import { schemaText } from '../../src/api.ts'
import { createApp, type Viewer } from '../helpers/app.ts'
import { createDepartment, createPlan, createTask } from '../helpers/fixtures.ts'
import { attempt, perform } from '../helpers/mutations.ts'

const app = await createApp(t, { poolSize: 8 })
const entryFields =
  'id at actor role action entity entityId entityVersion reason requestId changes { field before after }'

/** What the log says, the newest first. */
async function auditLog(viewer: Viewer, filter: object): Promise<any[]> {
  const query = `query($filter: AuditFilter) { auditLog(filter: $filter, first: 100) { nodes { ${entryFields} } } }`
  const { data, errors } = await app.gql(query, { filter }, viewer)
  if (errors) throw new Error(JSON.stringify(errors))
  return data.auditLog.nodes
}

async function historyOf(type: 'plan' | 'task' | 'progressReport', id: string, viewer: Viewer): Promise<any[] | null> {
  const query = `query($id: ID!) { ${type}(id: $id) { history(first: 100) { nodes { ${entryFields} } } } }`
  const { data, errors } = await app.gql(query, { id }, viewer)
  if (errors) throw new Error(JSON.stringify(errors))
  return data[type].history?.nodes ?? null
}

/** An entry in one line: who, what, of which version, why. */
const line = (entry: any) =>
  `${entry.role.split('_').at(-1)} ${entry.action} ${entry.entityVersion}${entry.reason === null ? '' : ` (${entry.reason})`}`
const changesOf = (entry: any) =>
  Object.fromEntries(entry.changes.map(({ field, before, after }: any) => [field, [before, after]]))

t.test(
  'given a plan went its way, when its history is read, then it says who, what, from, to, when and why',
  async (t) => {
    const slug = app.nextProvince()
    const admin = app.viewer('PROVINCE_ADMIN', slug)
    const department = await createDepartment(app, admin)
    const officer = app.viewer('DEPARTMENT_OFFICER', slug, department.id)
    const start = new Date().toISOString()
    const plan = await createPlan(app, admin, { title: 'Kế hoạch đầu' })
    const id = plan.id
    await perform(app, 'updatePlan', { id, version: 1, title: 'Kế hoạch “mới”', objectives: ['Một', 'Hai'] }, admin)
    const task = await createTask(app, admin, id, { dueOn: '2024-06-30', plannedBudget: '9007199254740993' })
    await perform(app, 'assignTask', { id: task.id, version: 1, leadDepartmentId: department.id }, admin)
    await perform(app, 'submitPlan', { id, version: 2 }, admin)
    await perform(app, 'returnPlan', { id, version: 3, reason: 'Thiếu kinh phí' }, admin)
    await perform(app, 'submitPlan', { id, version: 4 }, admin)
    const document = { reference: '35/KH-UBND', issuedOn: '2024-02-01' }
    await perform(app, 'approvePlan', { id, version: 5, document }, admin)
    await perform(app, 'startTask', { id: task.id, version: 2 }, officer)
    await perform(app, 'updateTask', { id: task.id, version: 3, dueOn: '2024-09-30', reason: 'Lùi vì bão' }, admin)
    const byLead = {
      taskId: task.id,
      period: '2024-Q2',
      percentComplete: 40,
      values: [{ code: 'COURSES_HELD', value: 2 }],
    }
    const report = await perform(app, 'saveProgressReport', byLead, officer)
    await perform(app, 'submitProgressReport', report, officer)
    await perform(app, 'returnProgressReport', { ...report, version: 2, comment: 'Thiếu số liệu' }, admin)
    const end = new Date().toISOString()

    const ofTask = [
      'ADMIN updateTask 4 (Lùi vì bão)',
      'OFFICER startTask 3',
      'ADMIN assignTask 2',
      'ADMIN createTask 1',
    ]
    const history = (await historyOf('plan', id, admin))!
    t.strictSame(history.map(line), [
      'ADMIN updateTask 4 (Lùi vì bão)',
      'OFFICER startTask 3',
      'ADMIN approvePlan 6',
      'ADMIN submitPlan 5',
      'ADMIN returnPlan 4 (Thiếu kinh phí)',
      'ADMIN submitPlan 3',
      'ADMIN assignTask 2',
      'ADMIN createTask 1',
      'ADMIN updatePlan 2',
      'ADMIN createPlan 1',
    ])
    t.strictSame((await historyOf('task', task.id, officer))!.map(line), ofTask)
    t.strictSame((await historyOf('progressReport', report.id, officer))!.map(line), [
      'ADMIN returnProgressReport 3 (Thiếu số liệu)',
      'OFFICER submitProgressReport 2',
      'OFFICER saveProgressReport 1',
    ])
    for (const entry of history) {
      t.ok(entry.at >= start && entry.at <= end, 'when')
      t.match(entry.requestId, /^[0-9a-f-]{36}$/)
      const onTask = entry.action.endsWith('Task')
      t.match(entry, { entity: onTask ? 'Task' : 'Plan', entityId: onTask ? task.id : id, actor: /@test$/ })
    }
    const [amended, started, approved, , returned, submitted, assigned, added, updated, created] =
      history.map(changesOf)
    t.strictSame(amended, { dueOn: ['2024-06-30', '2024-09-30'] })
    t.strictSame(started, { status: ['NOT_STARTED', 'IN_PROGRESS'] })
    t.match(approved, { status: ['SUBMITTED', 'APPROVED'], document: [null, /-7/] })
    t.strictSame(returned, { status: ['SUBMITTED', 'RETURNED'] })
    t.strictSame(submitted, { status: ['DRAFT', 'SUBMITTED'] })
    t.strictSame(assigned, { participants: [[], [{ departmentId: department.id, part: 'LEAD' }]] })
    t.match(added, {
      dueOn: [null, '2024-06-30'],
      plannedBudget: [null, '9007199254740993'],
      status: [null, 'NOT_STARTED'],
    })
    t.strictSame(updated, { title: ['Kế hoạch đầu', 'Kế hoạch “mới”'], objectives: [[], ['Một', 'Hai']] })
    t.match(created, { title: [null, 'Kế hoạch đầu'], status: [null, 'DRAFT'], periodStart: [null, '2024-01-01'] })

    const told = async (filter: object) => (await auditLog(admin, filter)).map(line)
    t.strictSame(await told({ entityId: task.id }), ofTask)
    t.strictSame(await told({ entity: ['Task'], from: start }), ofTask)
    t.strictSame(await told({ actor: 'DEPARTMENT_OFFICER@test', province: slug }), [
      'OFFICER submitProgressReport 2',
      'OFFICER saveProgressReport 1',
      'OFFICER startTask 3',
    ])
    t.equal((await told({ from: start, to: end })).length, 14)
    const at = history[2].at
    t.strictSame((await told({ from: at, entityId: id })).at(-1), 'ADMIN approvePlan 6', 'from includes its instant')
    t.notOk((await told({ to: at, entityId: id })).includes('ADMIN approvePlan 6'), 'to does not')
  },
)

t.test('given histories, when others ask for them, then only the province’s own roles are told', async (t) => {
  const slug = app.nextProvince()
  const admin = app.viewer('PROVINCE_ADMIN', slug)
  const plan = await createPlan(app, admin, { title: 'Kế hoạch' })
  const task = await createTask(app, admin, plan.id)
  await app.owner.query(`update plans set status = 'APPROVED', published = true where id = $1`, [plan.id])
  await app.owner.query('update tasks set published = true where id = $1', [task.id])
  const report = await perform(app, 'saveProgressReport', { planId: plan.id, period: '2024' }, admin)
  await perform(app, 'submitProgressReport', report, admin)
  const things = { plan: plan.id, task: task.id, progressReport: report.id } as const
  const officer = app.viewer('DEPARTMENT_OFFICER', slug, (await createDepartment(app, admin)).id)
  for (const viewer of [admin, officer, app.viewer('PROVINCE_VIEWER', slug)]) {
    const lengths = await Promise.all(Object.entries(things).map(([type, id]) => historyOf(type as 'plan', id, viewer)))
    t.strictSame(
      lengths.map((entries) => entries?.length),
      [2, 1, 2],
      viewer.role,
    )
    t.equal((await auditLog(viewer, { entityId: plan.id })).length, 1)
  }
  for (const viewer of [app.viewer('MINISTRY_ANALYST'), app.viewer('MINISTRY_ADMIN')]) {
    for (const [type, id] of Object.entries(things)) t.equal(await historyOf(type as 'plan', id, viewer), null, type)
  }
  for (const viewer of [app.viewer('MINISTRY_ANALYST'), app.viewer('MINISTRY_ADMIN'), app.viewer('IMPORTER', slug)]) {
    const { data, errors } = await app.gql('{ auditLog { totalCount nodes { id } } }', {}, viewer)
    t.match({ data, errors }, { data: null, errors: [{ extensions: { code: 'FORBIDDEN' } }] }, viewer.role)
  }
  const stranger = app.viewer('PROVINCE_ADMIN', app.nextProvince())
  for (const filter of [{}, { province: slug }, { entityId: plan.id }, { actor: 'PROVINCE_ADMIN@test' }]) {
    t.strictSame(await auditLog(stranger, filter), [], JSON.stringify(filter))
  }
  const predecessor = app.viewer('PROVINCE_ADMIN', 'bac-kan')
  const { id } = await createPlan(app, predecessor, { title: 'Trước sáp nhập' })
  const successor = app.viewer('PROVINCE_VIEWER', 'thai-nguyen')
  t.strictSame((await historyOf('plan', id, successor))!.map(line), ['ADMIN createPlan 1'], 'a successor reads them')
})

t.test(
  'given drafts, when they are discarded, then the log keeps what they were, with all that went with them',
  async (t) => {
    const admin = app.viewer('PROVINCE_ADMIN', app.nextProvince())
    const plan = await createPlan(app, admin, { title: 'Bỏ' })
    const task = await createTask(app, admin, plan.id, { title: 'Bỏ theo' })
    await perform(app, 'discardPlan', plan, admin)
    const report = await perform(app, 'saveProgressReport', { period: '2024' }, admin)
    const asking = { progressReportId: report.id, text: 'Đề nghị' }
    const recommendation = await perform(app, 'createRecommendation', asking, admin)
    await perform(app, 'discardProgressReport', report, admin)
    const gone = {
      [plan.id]: ['ADMIN discardPlan 2', { title: ['Bỏ', null], status: ['DRAFT', null] }],
      [task.id]: ['ADMIN discardPlan 2', { title: ['Bỏ theo', null], status: ['NOT_STARTED', null] }],
      [report.id]: ['ADMIN discardProgressReport 2', { period: ['2024', null], status: ['DRAFT', null] }],
      [recommendation.id]: ['ADMIN discardProgressReport 2', { text: ['Đề nghị', null] }],
    }
    for (const [entityId, expected] of Object.entries(gone)) {
      const [last, first] = await auditLog(admin, { entityId })
      t.strictSame([line(last), changesOf(last)], expected)
      t.equal(first.entityVersion, 1)
    }
  },
)

t.test('given a mutation fails half-way, when it has ended, then no entry is left, nor what it did', async (t) => {
  const admin = app.viewer('PROVINCE_ADMIN', app.nextProvince())
  const plan = await createPlan(app, admin)
  await app.owner.query(`update plans set status = 'SUBMITTED' where id = $1`, [plan.id])
  const before = await auditLog(admin, {})
  const document = { reference: '77/KH-UBND', issuedOn: '2024-02-01' }
  const approving = { ...plan, document }
  t.match(await attempt(app, 'approvePlan', approving, admin), { code: 'INVALID_STATE', path: 'input.id' }, 'no task')
  t.strictSame(await auditLog(admin, {}), before)
  const { data } = await app.gql('{ documents(filter: { level: PROVINCIAL }) { totalCount } }', {}, admin)
  t.equal(data.documents.totalCount, 0)

  const refused = (name: string, input: object) => attempt(app, name, input, admin)
  t.equal((await refused('updatePlan', { ...plan, version: 9, title: 'Khác' })).code, 'CONFLICT')
  t.equal((await refused('updatePlan', { ...plan, title: ' ' })).code, 'INVALID_STATE')
  t.equal((await refused('cancelPlan', { ...plan })).code, 'INVALID_STATE', 'without a reason')
  await app.owner.query(`create function broken() returns trigger language plpgsql as $$ begin raise 'broken'; end $$`)
  await app.owner.query('create trigger broken after insert on audit_log for each row execute function broken()')
  t.equal((await refused('cancelPlan', { ...plan, reason: 'Thôi' })).code, 'INTERNAL')
  await app.owner.query('drop trigger broken on audit_log')
  t.strictSame(await auditLog(admin, {}), before)
  const { data: after } = await app.gql('query($id: ID!) { plan(id: $id) { version status } }', { id: plan.id }, admin)
  t.strictSame(after.plan, { version: 1, status: 'SUBMITTED' }, 'what can’t be logged is not done')
})

t.test(
  'given two editors have read the same version, when both write at once, then one wins and the other is shown',
  async (t) => {
    const slug = app.nextProvince()
    const admin = app.viewer('PROVINCE_ADMIN', slug)
    const things: Record<
      string,
      { fields: string; make: () => Promise<{ id: string; version: number }>; edit: (n: number) => object }
    > = {
      updatePlan: { fields: 'title', make: () => createPlan(app, admin), edit: (n) => ({ title: `Tên ${n}` }) },
      updateTask: {
        fields: 'title',
        make: async () => createTask(app, admin, (await createPlan(app, admin)).id),
        edit: (n) => ({ title: `Tên ${n}` }),
      },
      updateDepartment: {
        fields: 'shortName',
        make: () => createDepartment(app, admin) as never,
        edit: (n) => ({ shortName: `S${n}` }),
      },
      saveProgressReport: {
        fields: 'achievements',
        make: () => perform(app, 'saveProgressReport', { period: `${2000 + years++}` }, admin),
        edit: (n) => ({ achievements: `Kết quả ${n}`, period: `${2000 + years - 1}` }),
      },
    }
    let years = 0
    for (const [name, { fields, make, edit }] of Object.entries(things)) {
      for (let round = 0; round < 3; round++) {
        const { id } = await make()
        const edits = [1, 2, 3, 4].map((n) => ({ id, version: 1, ...edit(n) }) as Record<string, unknown>)
        const outcomes = await Promise.all(
          edits.map((input) => attempt(app, name, input, admin, { fields: `id version ${fields}` })),
        )
        const winner = outcomes.findIndex(({ code }) => code === null)
        const current = { id, version: 2, [fields]: edits[winner]?.[fields] }
        t.strictSame(outcomes.map(({ code }) => code).sort(), ['CONFLICT', 'CONFLICT', 'CONFLICT', null], name)
        for (const { object } of outcomes) t.strictSame(object, current, 'all are shown what is current')
        t.match(
          outcomes.find(({ code }) => code === 'CONFLICT'),
          { path: 'input.version', message: /phiên bản hiện tại là 2/ },
        )
        t.equal((await auditLog(admin, { entityId: id })).length, 2)
      }
    }
  },
)

t.test('given all that was written, when fields are named in it, then as the API names them', async (t) => {
  const named = new Set<string>()
  for (const type of Object.values(buildSchema(schemaText).getTypeMap())) {
    if ('getFields' in type) for (const field of Object.keys(type.getFields())) named.add(field)
  }
  const { rows } = await app.owner.query('select distinct jsonb_object_keys(changes) as field from audit_log')
  const fields = rows.map(({ field }) => field)
  t.ok(fields.length > 20)
  t.strictSame(
    fields.filter((field) => !named.has(field)),
    [],
  )
})
