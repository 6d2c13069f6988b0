import { buildSchema, getNamedType, isLeafType, type GraphQLObjectType } from 'graphql'
import t from 'tap'
import { schemaText } from '../../src/api.ts'
import { createApp, type Viewer } from '../helpers/app.ts'
import { documentOf } from '../helpers/mutations.ts'
import { lintStatement, readTables } from '../helpers/statement-lint.ts'
import { queriesOf, selectionOf } from '../helpers/whole-schema.ts'
import { createWorld } from '../helpers/world.ts'

const schema = buildSchema(schemaText)
const app = await createApp(t)
const tables = await readTables(app.owner)
const linted = new Set<string>()

async function faultsOf(statements: readonly string[], as: Viewer): Promise<string[]> {
  const role = as.province === undefined ? 'national' : 'serving'
  const faults: string[] = []
  for (const text of statements) {
    if (linted.has(role + text)) continue
    linted.add(role + text)
    for (const fault of await lintStatement(text, tables, role)) faults.push(`${fault}, in ${text.slice(0, 300)}`)
  }
  return faults
}

t.test(
  'given every field, argument and order of the schema, when asked for, then each level names its province',
  async (t) => {
    const [own, predecessor, successor] = [app.nextProvince(), 'bac-kan', 'thai-nguyen']
    for (const slug of [own, predecessor, successor]) await createWorld(app, slug, 2)
    const viewers = [
      app.viewer('PROVINCE_ADMIN', successor),
      app.viewer('PROVINCE_ADMIN', own),
      app.viewer('MINISTRY_ANALYST'),
    ]
    const whole = queriesOf(schema, { depth: 1, variations: false })
    const variations = queriesOf(schema, { depth: 0, variations: true })
    t.ok(variations.length > 100, `${variations.length} variations`)
    for (const { field, query } of [...whole, ...variations]) {
      for (const as of whole.some((one) => one.query === query) ? viewers : viewers.slice(0, 1)) {
        const { errors, statements } = await app.gql(query, {}, as)
        const tenantOnly = ['auditLog', 'importJob', 'members', 'serviceAccounts']
        const hidden = tenantOnly.includes(field) && as.province === undefined
        const what = `${field} for ${as.role}: ${query.slice(0, 200)}`
        t.equal(errors?.[0].extensions.code, hidden ? 'FORBIDDEN' : undefined, what)
        t.equal(statements.length, hidden ? 0 : 1)
        t.same(await faultsOf(statements, as), [])
      }
    }
  },
)

t.test('given pages behind cursors, when asked for, then each level names its province', async (t) => {
  for (const list of [
    'plans',
    'tasks',
    'departments',
    'documents',
    'progressReports',
    'recommendations',
    'provinces',
  ]) {
    for (const as of [
      app.viewer('PROVINCE_VIEWER', 'bac-kan'),
      app.viewer('PROVINCE_VIEWER', 'thai-nguyen'),
      app.viewer('MINISTRY_ADMIN'),
    ]) {
      const { data } = await app.gql(`{ ${list} { pageInfo { startCursor } } }`, {}, as)
      for (const cursor of ['after', 'before']) {
        const query = `query($at: String) { ${list}(${cursor}: $at) { totalCount edges { cursor node { id } } pageInfo { endCursor } } }`
        const { errors, statements } = await app.gql(query, { at: data[list].pageInfo.startCursor }, as)
        t.same(errors, undefined)
        t.same(await faultsOf(statements, as), [])
      }
    }
  }
})

t.test(
  'given every mutation, when it succeeds, conflicts or fails, then each statement names its province',
  async (t) => {
    const slug = 'thai-nguyen'
    const admin = app.viewer('PROVINCE_ADMIN', slug)
    const done = new Set<string>()
    /** Sends one, selecting all of its payload. */
    const run = async (name: string, input: object, as = admin): Promise<any> => {
      const payload = getNamedType(schema.getMutationType()!.getFields()[name]!.type) as GraphQLObjectType
      const [object] = Object.values(payload.getFields()).map(({ type }) => getNamedType(type))
      const fields = isLeafType(object) ? '' : selectionOf(object!, schema, 1).slice(1, -1)
      const { data, errors, statements } = await app.gql(documentOf(name, fields), { input }, as)
      t.same(errors, undefined, name)
      t.ok(statements.length >= 4, `${name}: ${JSON.stringify(data[name].userErrors)}`)
      t.same(await faultsOf(statements, as), [], name)
      done.add(name)
      return Object.values(data[name])[0]
    }

    const lead = await run('createDepartment', { name: 'Sở Mới', kind: 'DEPARTMENT' })
    const other = await run('createDepartment', { name: 'Sở Khác', kind: 'OTHER', parentId: lead.id })
    await run('createDepartment', { name: 'SỞ MỚI', kind: 'OTHER' })
    await run('updateDepartment', {
      ...versionOf(other),
      name: 'Sở Khác hẳn',
      existedUntil: '2025-01-01',
      successorId: lead.id,
    })
    await run('updateDepartment', { ...versionOf(lead), name: 'sở mới', kind: 'OFFICE' })

    const least = { title: 'A', kind: 'ANNUAL', periodStart: '2024-01-01', periodEnd: '2024-12-31' }
    const document = { reference: '1/KH-UBND', issuedOn: '2024-01-01' }
    const parent = await run('createPlan', { ...least, document })
    const basis = await app.owner.query('select id from documents where province_id = $1', [app.key(slug)])
    const draft = await run('createPlan', {
      ...least,
      document: { ...document, title: 'B' },
      parentId: parent.id,
      legalBasisIds: [basis.rows[0].id],
    })
    await run('createPlan', { ...least, legalBasisIds: [parent.id] })
    const plan = await run('updatePlan', { ...versionOf(draft), title: 'C', document: { reference: '2/KH-UBND' } })
    await run('updatePlan', { ...versionOf(draft), title: 'D' })
    const made = await run('createTask', {
      planId: plan.id,
      title: 'A',
      category: 'EVENT',
      leadDepartmentId: lead.id,
      coordinatingDepartmentIds: [other.id],
    })
    const changed = await run('updateTask', { ...versionOf(made), title: 'B', dueOn: '2024-05-05' })
    await run('updateTask', { ...versionOf(made), title: 'C' })
    const task = await run('assignTask', {
      ...versionOf(changed),
      leadDepartmentId: lead.id,
      participants: [{ departmentId: other.id, part: 'ADVISING' }],
    })
    const spare = await run('createTask', { planId: plan.id, title: 'Bỏ', category: 'EVENT' })
    await run('discardTask', versionOf(spare))
    const why = { reason: 'Vì sao' }
    const cancelled = await run('createTask', { planId: plan.id, title: 'Hủy', category: 'EVENT' })
    await run('cancelTask', { ...versionOf(cancelled), ...why })
    const submitted = await run('submitPlan', versionOf(plan))
    const returned = await run('returnPlan', { ...versionOf(submitted), ...why })
    const again = await run('submitPlan', versionOf(returned))
    const approved = await run('approvePlan', { ...versionOf(again), document: { reference: '3/KH-UBND' } })
    const officer = app.viewer('DEPARTMENT_OFFICER', slug, lead.id)
    const started = await run('startTask', versionOf(task), officer)
    await run('startTask', versionOf(task), officer)
    await run('completeTask', versionOf(started), officer)

    const values = [{ code: 'COURSES_HELD', value: 1 }]
    const report = await run('saveProgressReport', { taskId: task.id, period: '2024-Q1', values }, officer)
    await run('saveProgressReport', { taskId: task.id, period: '2024-Q1' }, officer)
    const saved = await run('saveProgressReport', {
      ...versionOf(report),
      period: '2024-Q1',
      values: [],
      percentComplete: 5,
    })
    const sent = await run('submitProgressReport', versionOf(saved), officer)
    const accepted = await run('acceptProgressReport', versionOf(sent))
    const revision = await run('saveProgressReport', { ...versionOf(accepted), period: '2024-Q1' })
    await run('returnProgressReport', {
      ...versionOf(await run('submitProgressReport', versionOf(revision))),
      comment: 'Sửa',
    })
    await run('discardProgressReport', versionOf(await run('saveProgressReport', { planId: plan.id, period: '2024' })))
    const year = await run('saveProgressReport', { period: '2024' })
    const asked = await run('createRecommendation', { progressReportId: year.id, text: 'Đề nghị' })
    await run('submitProgressReport', versionOf(year))
    await run(
      'answerRecommendation',
      { ...versionOf(asked), status: 'ANSWERED', answer: 'Đồng ý' },
      app.viewer('MINISTRY_ADMIN'),
    )
    const mergers = app.viewer('MINISTRY_ADMIN')
    const merger = { predecessor: 'lang-son', successor: slug, effectiveOn: '2025-01-01', legalBasis: 'Nghị quyết' }
    const recorded = await run('recordSuccession', merger, mergers)
    await run('recordSuccession', merger, mergers)
    await run('withdrawSuccession', { id: recorded.id, reason: 'Nhầm' }, mergers)
    await run('completePlan', versionOf(approved))
    await run('cancelPlan', { ...versionOf(parent), ...why })
    await run('discardPlan', versionOf(await run('createPlan', least)))

    const member = { subject: 'can-bo@lang-son.vn', displayName: 'Cán bộ', role: 'PROVINCE_VIEWER' }
    const joined = await run('createMember', member)
    await run('createMember', member)
    const renamed = await run('updateMember', { ...versionOf(joined), displayName: 'Cán bộ khác' })
    const left = await run('deactivateMember', versionOf(renamed))
    await run('reactivateMember', versionOf(left))
    const account = { name: 'Nhập liệu', role: 'IMPORTER', scopes: ['imports:write'] }
    const created = await run('createServiceAccount', account)
    const relabelled = await run('updateServiceAccount', { ...versionOf(created), name: 'Nhập' })
    const rotated = await run('rotateServiceAccountSecret', { ...versionOf(relabelled), overlapHours: 1 })
    await run('revokeServiceAccount', versionOf(rotated))
    t.same(
      Object.keys(schema.getMutationType()!.getFields()).filter((name) => !done.has(name)),
      [],
      'none is left out',
    )
  },
)

const versionOf = ({ id, version }: { id: string; version: number }) => ({ id, version })
