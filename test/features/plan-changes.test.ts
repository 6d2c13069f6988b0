import t from 'tap'
import { newId } from '../../src/db/ids.ts'
import { createApp } from '../helpers/app.ts'
import { advance, approvedTask, auditOf, createPlan, createTask } from '../helpers/fixtures.ts'
import { attempt, perform } from '../helpers/mutations.ts'
import { badTexts, fingerprint, refuses, type Refusal } from '../helpers/refusals.ts'

const app = await createApp(t)
const slug = app.nextProvince()
const admin = app.viewer('PROVINCE_ADMIN', slug)
const others = [
  app.viewer('PROVINCE_VIEWER', slug),
  app.viewer('DEPARTMENT_OFFICER', slug, newId()),
  app.viewer('IMPORTER', slug),
  app.viewer('MINISTRY_ANALYST'),
  app.viewer('MINISTRY_ADMIN'),
]
const least = { title: 'Kế hoạch', kind: 'ANNUAL', periodStart: '2024-01-01', periodEnd: '2024-12-31' }
const everything = 'id version title periodStart periodEnd objectives document { id number reference }'

t.test(
  'given a plan, when it is changed, then only what was named changes, and the audit log says from what to what',
  async (t) => {
    const { id } = await perform(
      app,
      'createPlan',
      { ...least, objectives: ['Một'], document: { reference: '77/KH-UBND' } },
      admin,
    )
    const change = async (version: number, more: object) =>
      perform(app, 'updatePlan', { id, version, ...more }, admin, { fields: everything })
    t.match(await change(1, { title: ' Mới ', periodEnd: '2025-01-31' }), {
      version: 2,
      title: 'Mới',
      periodStart: '2024-01-01',
      periodEnd: '2025-01-31',
      objectives: ['Một'],
      document: { number: 77 },
    })
    t.match(await change(2, { objectives: [] }), { version: 3, title: 'Mới', objectives: [] })
    t.match(await change(3, { document: { reference: '78/KH-UBND' } }), { version: 4, document: { number: 78 } })
    t.match(await change(4, {}), { version: 4 }, 'nothing said, nothing changed')
    t.match(
      await change(4, { title: 'Mới', objectives: null, document: null, periodStart: null }),
      { version: 4, document: { number: 78 } },
      'the same again changes nothing',
    )
    const [third, second, first] = await auditOf(app, admin, id)
    t.match(first, { action: 'updatePlan', entityVersion: 2, reason: null })
    t.same(first.changes, { title: ['Kế hoạch', 'Mới'], periodEnd: ['2024-12-31', '2025-01-31'] })
    t.same(second.changes, { objectives: [['Một'], []] })
    t.same(Object.keys(third.changes), ['document'])
    t.equal((await auditOf(app, admin, id)).length, 4)
  },
)

t.test(
  'given a plan in each state, when it is changed, then an approved one owes a reason and a finished one stays',
  async (t) => {
    const { planId } = await approvedTask(app, admin)
    const submitted = async () => {
      const draft = await createPlan(app, admin)
      await createTask(app, admin, draft.id)
      return advance(app, admin, draft, 'submitPlan')
    }
    const waiting = await submitted()
    const cancelled = await advance(app, admin, await createPlan(app, admin), 'cancelPlan')
    const fixed = ({ id, version }: { id: string; version: number }, state: string): Refusal => ({
      when: state,
      input: { id, version, title: 'B', reason: 'Vì sao' },
      code: 'INVALID_STATE',
      path: 'input.id',
      says: new RegExp(`The plan is ${state}`),
    })
    await refuses(t, app, 'updatePlan', admin, [
      fixed(waiting, 'SUBMITTED'),
      fixed(cancelled, 'CANCELLED'),
      {
        when: 'no reason',
        input: { id: planId, version: 3, title: 'B' },
        code: 'INVALID_STATE',
        path: 'input.reason',
        says: /needs a reason/,
      },
      {
        when: 'a reason of white space',
        input: { id: planId, version: 3, title: 'B', reason: ' ' },
        code: 'INVALID_STATE',
        path: 'input.reason',
      },
      ...badTexts('reason', 1_000, { id: planId, version: 3, title: 'B' }),
    ])
    const returned = await advance(app, admin, waiting, 'returnPlan')
    t.match(
      await attempt(app, 'updatePlan', { ...returned, title: 'B' }, admin),
      { code: null },
      'a returned one changes freely',
    )
    const amended = await attempt(app, 'updatePlan', { id: planId, version: 3, title: 'B', reason: ' Đổi tên ' }, admin)
    t.match(amended, { code: null, object: { version: 4 } })
    t.match((await auditOf(app, admin, planId))[0], { reason: 'Đổi tên', changes: { title: ['Kế hoạch', 'B'] } })
    const completed = await advance(app, admin, amended.object, 'completePlan')
    await refuses(t, app, 'updatePlan', admin, [fixed(completed, 'COMPLETED')])
  },
)

t.test(
  'given a stale version, when a plan is changed, then CONFLICT shows the current state and nothing changes',
  async (t) => {
    const { id } = await createPlan(app, admin)
    await perform(app, 'updatePlan', { id, version: 1, title: 'Của người khác' }, admin)
    const before = await fingerprint(app)
    for (const version of [0, 1, 3, -1]) {
      const outcome = await attempt(app, 'updatePlan', { id, version, title: 'Của tôi' }, admin, {
        fields: 'id version title',
        headers: { 'accept-language': 'en' },
      })
      t.match(outcome, {
        code: 'CONFLICT',
        path: 'input.version',
        message: /at version 2 now/,
        object: { id, version: 2, title: 'Của người khác' },
      })
    }
    t.equal(await fingerprint(app), before)
    const tries = await Promise.all(
      ['Một', 'Hai', 'Ba', 'Bốn'].map((title) => attempt(app, 'updatePlan', { id, version: 2, title }, admin)),
    )
    t.same(
      tries.map(({ code }) => code).sort(),
      ['CONFLICT', 'CONFLICT', 'CONFLICT', null],
      'of those who come at once one wins',
    )
    t.equal((await auditOf(app, admin, id)).length, 3)
  },
)

t.test('given mistakes, when a plan is changed, then each is named and nothing is written', async (t) => {
  const { id } = await createPlan(app, admin)
  const stranger = await createPlan(app, app.viewer('PROVINCE_ADMIN', app.nextProvince()))
  const known = { id, version: 1 }
  await refuses(t, app, 'updatePlan', admin, [
    { when: 'no such plan', input: { id: newId(), version: 1 }, code: 'NOT_FOUND', path: 'input.id' },
    { when: 'no id', input: { id: 'x'.repeat(200), version: 1 }, code: 'NOT_FOUND', path: 'input.id', says: /x{100} / },
    { when: 'another province’s plan', input: { ...stranger, title: 'B' }, code: 'NOT_FOUND', path: 'input.id' },
    {
      when: 'a reversed period',
      input: { ...known, periodStart: '2025-01-01' },
      code: 'BAD_INPUT',
      path: 'input.periodEnd',
    },
    { when: 'an empty title', input: { ...known, title: ' ' }, code: 'BAD_INPUT', path: 'input.title' },
    {
      when: 'an empty objective',
      input: { ...known, objectives: [''] },
      code: 'BAD_INPUT',
      path: 'input.objectives.0',
    },
    ...badTexts('title', 500, known),
  ])
  for (const viewer of others) {
    await refuses(t, app, 'updatePlan', viewer, [
      { when: `as ${viewer.role}`, input: known, code: 'FORBIDDEN', path: null },
    ])
  }
})
