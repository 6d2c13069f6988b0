import { setTimeout } from 'node:timers/promises'
import t from 'tap'
import { createApp, type TestApp } from '../helpers/app.ts'
import { additive, Facts, rollup } from '../helpers/facts.ts'
import { advance, approvedTask, createPlan, daysFromToday } from '../helpers/fixtures.ts'
import { anotherInstance } from '../helpers/instance.ts'
import { rawSocket, signIn, subscribe, until } from '../helpers/live.ts'
import { ask, Mirror } from '../helpers/mirror.ts'
import { attempt, perform } from '../helpers/mutations.ts'
import { randomly } from '../helpers/random-work.ts'

const app = await createApp(t, { poolSize: 8 })
const other = { app: await anotherInstance(t, app) }
const ministry = app.viewer('MINISTRY_ADMIN')
const [day, before] = ['2025-01-01', '2024-12-31']
// Whom every test but the first leaves apart again.
const [old, heir] = [app.nextProvince(), app.nextProvince()]
const basis = { effectiveOn: day, legalBasis: 'Nghị quyết 1/2024/QH15' }

const record = (predecessor: string, successor: string, more: object = {}) =>
  perform(app, 'recordSuccession', { predecessor, successor, ...basis, ...more }, ministry, { fields: 'id' })
const withdraw = ({ id }: { id: string }) =>
  perform(app, 'withdrawSuccession', { id, reason: 'Ghi nhầm' }, ministry, { fields: 'withdrawnAt' })

const every = `${additive} provincesReporting provincesNotReporting { slug } reportingRate onTimeRate`

async function someFacts(slug: string, { below, one }: ReturnType<typeof randomly>): Promise<void> {
  const facts = new Facts(app, slug)
  const lead = await facts.department()
  for (let n = below(3); n >= 0; n--) {
    const year = 2022 + below(4)
    const plan_id = await facts.plan({ period_start: `${year}-01-01`, period_end: `${year + below(2)}-12-31` })
    const task_id = await facts.task(plan_id, { planned_budget: below(99), due_on: `${year}-02-01` }, { lead })
    const figures = { EVENTS_HELD: [below(50), one(['EXACT', 'AT_LEAST', 'ABOUT', 'JUST_UNDER'])] as [number, string] }
    const on = { plan_id, task_id, department_id: lead, period_code: `${year}-Q1` }
    const report = await facts.report({ ...on, percent_complete: below(100), spent_budget: below(9) }, figures)
    await facts.recommendation(report)
  }
}

t.test('given mergers recorded and withdrawn in any order, then totals stay and every figure comes back', async (t) => {
  const seed = Number(process.env['SEED'] ?? Date.now() % 1_000_000)
  t.comment(`SEED=${seed}`)
  const random = randomly(seed)
  const slugs = Array.from({ length: 3 }, () => app.nextProvince())
  for (const slug of [...slugs, 'bac-kan', 'thai-nguyen']) await someFacts(slug, random)
  const questions = [null, before, day, '2030-01-01'].flatMap((asOf) => [
    { asOf, by: ['PROVINCE'] },
    { asOf, by: ['PROVINCE', 'YEAR', 'CATEGORY'] },
    { asOf, by: ['DEPARTMENT_KIND', 'QUARTER'] },
  ])
  const figures = async () =>
    Promise.all(
      questions.map((question) =>
        rollup(app, ministry, question, `{ rows { province { slug existedUntil } ${every} } total { ${every} } }`),
      ),
    )
  const total = async (asOf: string | null) =>
    (await rollup(app, ministry, { asOf }, `{ total { ${additive} } }`)).total
  const [first, nation] = [await figures(), await total(null)]
  const active: { id: string }[] = []
  for (let n = 0; n < 12; n++) {
    const [predecessor, successor] = [random.one(slugs), random.one(slugs)]
    const effectiveOn = `${2024 + random.below(3)}-07-01`
    const input = { predecessor, successor, ...basis, effectiveOn }
    const { code, object } = await attempt(app, 'recordSuccession', input, ministry, { fields: 'id' })
    if (code === null) active.push(object)
    else if (active.length > 0) await withdraw(active.splice(random.below(active.length), 1)[0]!)
    for (const asOf of [before, '2024-07-01', '2026-07-01']) t.same(await total(asOf), nation, `${n} on ${asOf}`)
  }
  for (const succession of active) await withdraw(succession)
  t.same(await figures(), first)
})

t.test(
  'given a merger, when the map of its day is asked for, then the facts are the successor’s, and only then',
  async (t) => {
    for (const slug of [old, heir]) await new Facts(app, slug).plan()
    const rows = async (asOf: string) => {
      const answer = await rollup(app, ministry, { by: ['PROVINCE'], asOf }, '{ rows { plans province { slug } } }')
      return answer.rows
        .flatMap(({ province, plans }: any) =>
          [old, heir].includes(province.slug) ? [`${province.slug} ${plans}`] : [],
        )
        .sort()
    }
    const [apart, together] = [[`${old} 1`, `${heir} 1`].sort(), [`${heir} 2`]]
    t.same(await rows(day), apart)
    const merger = await perform(app, 'recordSuccession', { predecessor: old, successor: heir, ...basis }, ministry, {
      fields:
        'id effectiveOn legalBasis withdrawnAt predecessor { slug existedUntil successor { slug } } successor { slug predecessors { slug } }',
    })
    t.match(merger, {
      ...basis,
      withdrawnAt: null,
      predecessor: { slug: old, existedUntil: before, successor: { slug: heir } },
      successor: { slug: heir, predecessors: [{ slug: old }] },
    })
    t.same([await rows(before), await rows(day)], [apart, together])
    const asked = rollup(app, ministry, { filter: { provinces: [old] }, asOf: day }, '{ total { plans } }')
    await t.rejects(asked, new RegExp(`not on the map of ${day}; use its successor “${heir}”`))
    const refused = await attempt(
      app,
      'createPlan',
      { title: 'Sau', kind: 'ANNUAL', periodStart: day, periodEnd: day },
      app.viewer('PROVINCE_ADMIN', old),
    )
    t.match(refused, { code: 'INVALID_STATE', path: 'input.periodStart' })
    t.type((await withdraw(merger)).withdrawnAt, 'string')
    t.same(await rows(day), apart)
    const { data } = await app.gql(
      '{ successions { id withdrawnAt predecessor { slug } successor { slug } } }',
      {},
      app.viewer('PROVINCE_VIEWER', old),
    )
    t.match(
      data.successions.find(({ id }: any) => id === merger.id),
      { predecessor: { slug: old }, successor: { slug: heir }, withdrawnAt: /T/ },
    )
    t.equal(
      data.successions.filter(({ withdrawnAt }: any) => withdrawnAt === null).length,
      29,
      'of the law’s own, none is gone',
    )
    const log = await app.owner.query(
      `select action, entity_version, reason from national_audit_log where entity_id = $1 order by id`,
      [merger.id],
    )
    t.strictSame(log.rows, [
      { action: 'recordSuccession', entity_version: 1, reason: null },
      { action: 'withdrawSuccession', entity_version: 2, reason: 'Ghi nhầm' },
    ])
  },
)

const seen = async (on: Pick<TestApp, 'app'>, slug: string): Promise<string[]> => {
  const payload = { query: '{ plans(first: 100) { nodes { province { slug } } } }' }
  const headers = { 'content-type': 'application/json', ...app.viewer('PROVINCE_ADMIN', slug).headers }
  const { data } = (await on.app.inject({ method: 'POST', url: '/graphql', headers, payload })).json()
  return [...new Set<string>(data.plans.nodes.map(({ province }: any) => province.slug))].sort()
}

t.test(
  'given two processes, when a merger is recorded or withdrawn through one, then the other goes by it',
  async (t) => {
    const own = [old, heir].sort()
    for (const slug of own) await createPlan(app, app.viewer('PROVINCE_ADMIN', slug))
    await other.app.listening()
    const future = await record(old, heir, { effectiveOn: daysFromToday(1) })
    t.same(await seen(app, heir), [heir], 'not before its day')
    await withdraw(future)
    const merger = await record(old, heir)
    t.same(await seen(app, heir), own, 'as soon as it is recorded')
    await until('the other has heard of it', async () => (await seen(other, heir)).length === 2)
    t.same(await seen(other, old), [old], 'the predecessor reads nothing of its successor')

    // What the other knows of is too late by then, and nothing is shown of what it still takes for merged.
    await app.owner.query('update successions set withdrawn_at = now() where id = $1', [merger.id])
    t.same([await seen(other, heir), await seen(app, heir)], [[heir], [heir]])
  },
)

t.test(
  'given readers of changes, when a merger comes and goes, then they are told what it lets them read',
  async (t) => {
    const [old, heir] = [app.nextProvince(), app.nextProvince()]
    const [admin, successor] = [app.viewer('PROVINCE_ADMIN', old), app.viewer('PROVINCE_ADMIN', heir)]
    const first = await createPlan(app, admin)
    const mirror = await new Mirror().catchUp(app, successor)
    t.same(mirror.told, [])
    const socket = await rawSocket(t, app.app)
    await socket.ask(signIn(successor))
    // Two that wait meanwhile, the second at another process.
    const polls = [app, { ...app, app: other.app }].map((at) => ask(at, successor, { after: mirror.cursor, wait: 60 }))
    // Were it too short, they would be told all the same.
    await setTimeout(200)
    const merger = await record(old, heir)
    for (const { changes } of await Promise.all(polls)) {
      t.same(
        changes.map(({ id }) => id),
        [first.id],
        'who waits is told at once',
      )
    }
    t.match(await socket.closed, { code: 1012, reason: /merged/ })
    await mirror.catchUp(app, successor)
    t.same(
      mirror.told.map(({ id }) => id),
      [first.id],
      'all that the predecessor has',
    )
    const feed = await subscribe(t, app.app, successor, 'subscription { planChanged { plan { id } } }')
    const second = await createPlan(app, admin)
    await feed.reach(1)
    t.same(feed.events, [{ plan: { id: second.id } }])
    await withdraw(merger)
    const hidden = await createPlan(app, admin)
    await mirror.catchUp(app, successor)
    t.same(
      mirror.told.map(({ id }) => id),
      [first.id],
      'what is hidden is not told',
    )
    await until('the subscription has ended', () => feed.errors !== undefined)
    await record(old, heir)
    await mirror.catchUp(app, successor)
    t.same(mirror.of('Plan').length, 3, 'and not lost when it comes back')
    t.ok(mirror.things.has(`Plan ${hidden.id}`))
  },
)

t.test(
  'given reports that were open on the day, then the successor’s administrator accepts them, and no more',
  async (t) => {
    const [admin, successor] = [app.viewer('PROVINCE_ADMIN', old), app.viewer('PROVINCE_ADMIN', heir)]
    const { planId, taskId } = await approvedTask(app, admin)
    const values = [{ code: 'EVENTS_HELD', value: 7 }]
    const draft = await perform(app, 'saveProgressReport', { taskId, period: '2024-Q1', values }, admin)
    const open = await advance(app, admin, draft, 'submitProgressReport')
    const counted = async () =>
      (await rollup(app, ministry, { filter: { provinces: [old] } }, '{ total { indicators { value } } }')).total
        .indicators
    const input = { ...open, comment: 'Nhận bàn giao' }
    t.match(await attempt(app, 'acceptProgressReport', input, successor), { code: 'NOT_FOUND' }, 'before the merger')
    const merger = await record(old, heir)
    t.same(await counted(), [])
    const stale = { ...input, version: open.version - 1 }
    t.match(await attempt(app, 'acceptProgressReport', stale, successor), { code: 'CONFLICT', object: { id: open.id } })
    t.match(await attempt(app, 'returnProgressReport', input, successor), { code: 'NOT_FOUND', path: 'input.id' })
    const viewer = app.viewer('PROVINCE_VIEWER', heir)
    t.match(await attempt(app, 'acceptProgressReport', input, viewer), { code: 'FORBIDDEN' })
    const key = { headers: { 'idempotency-key': 'hand-over' }, fields: 'status province { slug }' }
    const accepted = { code: null, object: { status: 'ACCEPTED', province: { slug: old } } }
    t.match(await attempt(app, 'acceptProgressReport', input, successor, key), accepted)
    t.match(await attempt(app, 'acceptProgressReport', input, successor, key), accepted, 'sent twice, done once')
    const again = { id: open.id, version: open.version + 1 }
    t.match(await attempt(app, 'acceptProgressReport', again, successor), { code: 'INVALID_STATE' })
    t.same(await counted(), [{ value: 7 }], 'it counts from then on')
    const { data } = await app.gql(
      `query($id: ID!) { auditLog(filter: { entityId: $id }) { nodes { actor action reason changes { field before after } } } }`,
      { id: open.id },
      admin,
    )
    t.match(
      data.auditLog.nodes.find(({ action }: any) => action === 'acceptProgressReport'),
      {
        actor: 'PROVINCE_ADMIN@test',
        reason: 'Nhận bàn giao',
        changes: [{ field: 'handedOverTo', before: null, after: heir }, { field: 'status' }],
      },
    )
    t.match(await attempt(app, 'updatePlan', { id: planId, version: 3, title: 'Khác', reason: 'x' }, successor), {
      code: 'NOT_FOUND',
    })

    const later = await perform(app, 'saveProgressReport', { taskId, period: '2024-Q2' }, admin)
    const submitted = await advance(app, admin, later, 'submitProgressReport')
    await withdraw(merger)
    t.match(
      await attempt(app, 'acceptProgressReport', submitted, successor),
      { code: 'NOT_FOUND' },
      'after the withdrawal',
    )
    t.same(await counted(), [{ value: 7 }], 'what was done stays done')
  },
)

t.test(
  'given what can’t be one map, when recorded, then it is refused and says why; and only the ministry may',
  async (t) => {
    const [a, b, c, d] = [app.nextProvince(), app.nextProvince(), app.nextProvince(), app.nextProvince()]
    await record(a, b, { effectiveOn: '2024-06-01' })
    const gone = await record(c, d)
    await withdraw(gone)
    const table: [input: object, code: string, path: string, says: RegExp][] = [
      [{ predecessor: 'nowhere' }, 'BAD_INPUT', 'predecessor', /no province “nowhere”|Không có tỉnh/],
      [{ successor: 'x'.repeat(300) }, 'BAD_INPUT', 'successor', /x{100}”/],
      [{ successor: '\0' }, 'BAD_INPUT', 'successor', /./],
      [{ predecessor: d }, 'BAD_INPUT', 'successor', /khác/],
      [{ legalBasis: ' ' }, 'BAD_INPUT', 'legalBasis', /./],
      [{ legalBasis: 'x'.repeat(501) }, 'BAD_INPUT', 'legalBasis', /500/],
      [{ predecessor: a }, 'INVALID_STATE', 'predecessor', new RegExp(`“${b}” từ ngày 2024-06-01`)],
      [
        { successor: a, effectiveOn: '2024-06-01' },
        'INVALID_STATE',
        'successor',
        new RegExp(`“${b}” từ ngày 2024-06-01`),
      ],
      [{ predecessor: b, successor: a, effectiveOn: '2023-01-01' }, 'INVALID_STATE', 'successor', /vòng tròn/],
      [{ predecessor: b, effectiveOn: '2024-06-01' }, 'INVALID_STATE', 'effectiveOn', new RegExp(`“${a}”`)],
    ]
    for (const [input, code, path, says] of table) {
      const outcome = await attempt(
        app,
        'recordSuccession',
        { predecessor: c, successor: d, ...basis, ...input },
        ministry,
        { fields: 'id' },
      )
      t.match(outcome, { code, path: `input.${path}`, message: says, object: null }, JSON.stringify(input).slice(0, 80))
    }
    const steps: [id: string, reason: string, code: string, path: string][] = [
      [gone.id, 'Lý do', 'INVALID_STATE', 'id'],
      ['x', 'Lý do', 'NOT_FOUND', 'id'],
      ['01899999-9999-7999-8999-999999999999', 'Lý do', 'NOT_FOUND', 'id'],
      [gone.id, '', 'BAD_INPUT', 'reason'],
    ]
    for (const [id, reason, code, path] of steps) {
      t.match(await attempt(app, 'withdrawSuccession', { id, reason }, ministry, { fields: 'id' }), {
        code,
        path: `input.${path}`,
      })
    }
    const twice = await Promise.all(
      [1, 2].map(() =>
        attempt(app, 'recordSuccession', { predecessor: c, successor: d, ...basis }, ministry, { fields: 'id' }),
      ),
    )
    t.same(twice.map(({ code }) => code).sort(), ['INVALID_STATE', null].sort(), 'of two at once, one')
    for (const role of ['PROVINCE_ADMIN', 'IMPORTER', 'MINISTRY_ANALYST'] as const) {
      const viewer = role === 'MINISTRY_ANALYST' ? app.viewer(role) : app.viewer(role, b)
      t.match(
        await attempt(app, 'recordSuccession', { predecessor: b, successor: d, ...basis }, viewer, { fields: 'id' }),
        { code: 'FORBIDDEN' },
        role,
      )
      t.match(
        await attempt(app, 'withdrawSuccession', { id: gone.id, reason: 'x' }, viewer, { fields: 'id' }),
        { code: 'FORBIDDEN' },
        role,
      )
    }
  },
)
