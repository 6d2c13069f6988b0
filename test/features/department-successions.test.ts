import t from 'tap'
import { createApp } from '../helpers/app.ts'
import { additive, Facts, rollup } from '../helpers/facts.ts'
import { auditOf } from '../helpers/fixtures.ts'
import { attempt, perform } from '../helpers/mutations.ts'
import { randomly } from '../helpers/random-work.ts'

const app = await createApp(t)
const ministry = app.viewer('MINISTRY_ADMIN')

t.test(
  'given departments merged and taken back in any order, then totals stay and every figure comes back',
  async (t) => {
    const seed = Number(process.env['SEED'] ?? Date.now() % 1_000_000)
    t.comment(`SEED=${seed}`)
    const random = randomly(seed)
    const slug = app.nextProvince()
    const admin = app.viewer('PROVINCE_ADMIN', slug)
    const facts = new Facts(app, slug)
    const departments = new Map<string, { version: number; ended: boolean }>()
    for (const kind of ['DEPARTMENT', 'OFFICE', 'PRESS', 'OFFICE']) {
      const lead = await facts.department(kind)
      departments.set(lead, { version: 1, ended: false })
      const plan_id = await facts.plan()
      const task_id = await facts.task(plan_id, { planned_budget: random.below(9), due_on: '2024-02-01' }, { lead })
      const report = { plan_id, task_id, department_id: lead, percent_complete: random.below(100) }
      await facts.report(report, { EVENTS_HELD: [random.below(50), random.one(['EXACT', 'AT_LEAST', 'ABOUT'])] })
    }
    const filter = { provinces: [slug] }
    const figures = async (asOf: string | null) =>
      Promise.all(
        [['DEPARTMENT'], ['DEPARTMENT_KIND', 'YEAR']].map((by) =>
          rollup(
            app,
            ministry,
            { by, filter, asOf },
            `{ rows { department { id } departmentKind ${additive} } total { ${additive} } }`,
          ),
        ),
      )
    const maps = [null, '2025-02-28', '2025-03-01', '2030-01-01']
    const first = await Promise.all(maps.map(figures))
    const change = async (id: string, successorId: string | null) => {
      const department = departments.get(id)!
      const until = successorId && random.one(['2025-02-28', '2026-06-30'])
      const input = { id, version: department.version, existedUntil: until, successorId }
      const { code, object } = await attempt(app, 'updateDepartment', input, admin)
      if (code === null) departments.set(id, { version: object.version, ended: successorId !== null })
      else t.equal(code, 'BAD_INPUT', 'who would succeed itself')
    }
    const ids = [...departments.keys()]
    const [ended, after] = ids as [string, string]
    await perform(
      app,
      'updateDepartment',
      { id: ended, version: 1, existedUntil: '2025-02-28', successorId: after },
      admin,
    )
    departments.set(ended, { version: 2, ended: true })
    const [merged] = await figures('2025-03-01')
    const leading = merged.rows.filter(({ tasks }: any) => tasks > 0)
    t.equal(leading.length, 3)
    t.equal(leading.find(({ department }: any) => department.id === after)?.tasks, 2)
    t.same(await figures('2025-02-28'), first[1], 'on the day before, as it was')
    for (let n = 0; n < 10; n++) {
      const id = random.one(ids)
      await change(id, departments.get(id)!.ended ? null : random.one(ids))
      for (const [at, asOf] of maps.entries()) {
        const totals = (answers: any[]) => answers.map(({ total }) => total)
        t.same(totals(await figures(asOf)), totals(first[at]!), `${n} on ${asOf}`)
      }
    }
    for (const [id, one] of departments) if (one.ended) await change(id, null)
    t.same(await Promise.all(maps.map(figures)), first)
    const log = (await auditOf(app, admin, ended)).reverse()
    t.match(log[0], {
      action: 'updateDepartment',
      entityVersion: 2,
      changes: { existedUntil: [null, '2025-02-28'], successorId: [null, after] },
    })
    t.equal(log.length, departments.get(ended)!.version - 1, 'each of it is on record')
    t.match(log.at(-1), { changes: { successorId: { 1: null } } }, 'and that it was taken back')
  },
)
