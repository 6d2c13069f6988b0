import t, { type Test } from 'tap'
import { nationalDoor, tenantDoor } from '../../src/db/tenancy.ts'
import { importFile } from '../../src/features/imports/commands.ts'
import { compact, compactAll } from '../../src/features/rollups/compaction.ts'
import { createApp } from '../helpers/app.ts'
import { driftIn } from '../helpers/facts.ts'
import { ended, sendImport } from '../helpers/imports.ts'
import { until } from '../helpers/live.ts'
import { attempt } from '../helpers/mutations.ts'
import { randomly } from '../helpers/random-work.ts'

// Imports of several kinds over the same rows, in any order of theirs, and beside them people who change single ones, mergers and
// compaction: each waits for the other, and none is ever ended for another's sake.

const app = await createApp(t, { poolSize: 12 })
const seed = Number(process.env['SEED'] ?? Date.now() % 1_000_000)
const rounds = Number(process.env['ROUNDS'] ?? 1)
const national = nationalDoor(app.pools)
const of = (id: number) => tenantDoor(app.pools, { readable: [id], own: id })
const ministry = app.viewer('MINISTRY_ADMIN')

const [planCount, taskCount] = [4, 24]
type Random = ReturnType<typeof randomly>

/** The same plans, tasks and reports each time, but for what is said of them, and in another order. */
function fileOf(kind: string, { below, one }: Random): string {
  const shuffled = <T>(all: T[]) => all.sort(() => below(3) - 1)
  const numbers = (count: number) => shuffled(Array.from({ length: count }, (_, n) => n))
  const lines: Record<string, () => string[]> = {
    plans: () => [
      'key,title,kind,period_start,period_end,status,reporting_period',
      ...numbers(planCount).map((n) => `p${n},Kế hoạch ${below(99)},ANNUAL,2018-01-01,2018-12-31,APPROVED,QUARTER`),
    ],
    tasks: () => [
      'key,plan_key,title,category,lead_department,due_on,due_precision,planned_budget',
      ...numbers(taskCount).map(
        (n) =>
          `k${n},p${n % planCount},Việc ${below(99)},${one(['EVENT', 'BORDER'])},Sở ${n % 3},2018-10-01,DAY,${below(9)}`,
      ),
    ],
    reports: () => [
      'key,task_key,department,period,percent_complete,indicator:EVENTS_HELD',
      // Several on each task, which come to be in several batches.
      ...numbers(taskCount * 2).map((n) => {
        const task = n % taskCount
        return `r${n},k${task},Sở ${task % 3},2018-Q${1 + Math.floor(n / taskCount)},${below(100)},${1 + below(50)}`
      }),
    ],
  }
  return lines[kind]!().join('\n')
}

const kinds = ['plans', 'tasks', 'reports'] as const

/** As a script does it, in one transaction of many small batches, so that it holds some rows while it waits for others. */
async function importBeside(slug: string, random: Random): Promise<void> {
  const kind = random.one(kinds)
  const text = fileOf(kind, random)
  const source = (async function* () {
    yield Buffer.from(text)
  })()
  const options = { kind, source, name: `${kind}.csv`, mode: 'atomic', edited: 'keep', batchSize: 2 } as const
  await importFile(of(app.key(slug)), { subject: 'importer', role: 'IMPORTER', requestId: null }, options)
}

/** As a job. Rows that somebody has edited since are refused, and that is all that may be wrong. */
async function importByJob(t: Test, slug: string, random: Random): Promise<void> {
  const viewer = app.viewer('IMPORTER', slug)
  const kind = random.one(kinds)
  const sent = await sendImport(app, { kind, text: fileOf(kind, random), viewer, query: { mode: 'partial' } })
  const job = sent.statusCode === 202 ? await ended(app, sent.json().id, viewer) : sent.json()
  if (job.state !== 'APPLIED' && job.state !== 'REFUSED') t.fail('a job ended otherwise', { found: job })
}

const single = async (slug: string, table: string) =>
  (
    await app.owner.query<{ id: string; version: number; status: string }>(
      `select id, version, status from ${table} where province_id = $1 and withdrawn_by is null order by random() limit 1`,
      [app.key(slug)],
    )
  ).rows[0]!

/** One change by somebody who has read the newest version; it may be refused, as being late, but for no other reason. */
async function changeOne(t: Test, slug: string, { below, one }: Random): Promise<void> {
  const admin = app.viewer('PROVINCE_ADMIN', slug)
  const act = async (name: string, input: object) => {
    const { code, object, body } = await attempt(app, name, input, admin)
    if (code !== null && !['CONFLICT', 'INVALID_STATE', 'BAD_INPUT'].includes(code)) t.fail(name, { found: body })
    return object
  }
  const task = await single(slug, 'tasks')
  const plan = await single(slug, 'plans')
  const deeds = [
    () => act('updateTask', { id: task.id, version: task.version, plannedBudget: `${below(9)}`, reason: 'Vì sao' }),
    () => act('updatePlan', { id: plan.id, version: plan.version, title: `Tên ${below(99)}`, reason: 'Vì sao' }),
    async () => {
      const values = [{ code: 'EVENTS_HELD', qualifier: 'EXACT', value: below(50) }]
      const period = `2018-Q${1 + below(4)}`
      let report = await act('saveProgressReport', { taskId: task.id, period, percentComplete: below(100), values })
      for (const step of ['submitProgressReport', 'acceptProgressReport']) {
        report &&= await act(step, { id: report.id, version: report.version })
      }
    },
    async () => {
      const { rows } = await app.owner.query(
        'select id, version from departments where province_id = $1 order by random() limit 1',
        [app.key(slug)],
      )
      await act('updateDepartment', { ...rows[0], kind: one(['DEPARTMENT', 'OFFICE', 'PRESS']) })
    },
  ]
  await one(deeds)()
}

/** Records that a province merged into another, and withdraws it. */
async function merge(t: Test, slug: string, successor: string): Promise<void> {
  const given = { predecessor: slug, successor, effectiveOn: '2025-03-01', legalBasis: 'NQ 1' }
  const recorded = await attempt(app, 'recordSuccession', given, ministry, { fields: 'id' })
  t.equal(recorded.code, null, recorded.body)
  const { id } = recorded.object
  const withdrawn = await attempt(app, 'withdrawSuccession', { id, reason: 'Ghi nhầm' }, ministry, { fields: 'id' })
  t.equal(withdrawn.code, null, withdrawn.body)
}

/** How many deadlocks there ever were in this database: what its connections have counted is in the sum once they end. */
async function deadlocks(): Promise<number> {
  await until('none is at work', async () => {
    const { rows } = await app.owner.query(
      `select pg_terminate_backend(pid) from pg_stat_activity where datname = current_database() and usename like 'app_%'`,
    )
    return rows.length === 0
  })
  const { rows } = await app.owner.query(
    'select deadlocks::int from pg_stat_database where datname = current_database()',
  )
  return rows[0].deadlocks
}

async function everyoneAtOnce(t: Test, slugs: readonly string[]): Promise<void> {
  const writers = 8
  for (const slug of new Set(slugs)) {
    for (const kind of kinds) {
      const [text, viewer] = [fileOf(kind, randomly(seed)), app.viewer('IMPORTER', slug)]
      const sent = await sendImport(app, { kind, text, viewer })
      t.match(await ended(app, sent.json().id, viewer), { state: 'APPLIED' })
    }
  }
  let working = true
  const folding = (async () => {
    while (working) await Promise.all([compactAll({ national, of }), of(app.key(slugs[0]!)).write(compact)])
  })()
  const each = async (n: number, work: (slug: string, random: Random) => Promise<void>, times: number) => {
    const random = randomly(seed + n)
    for (let turn = 0; turn < times; turn++) await work(slugs[n % slugs.length]!, random)
  }
  const changing = Array.from({ length: writers }, async (_, n) => {
    const random = randomly(seed + n)
    while (working) await changeOne(t, slugs[n % slugs.length]!, random)
  })
  await Promise.all([
    ...Array.from({ length: 3 }, (_, n) => each(n, importBeside, rounds * 2)),
    ...Array.from({ length: 2 }, (_, n) => each(n, (slug, random) => importByJob(t, slug, random), rounds)),
    each(0, (slug) => merge(t, slug, 'lam-dong'), rounds),
  ])
  working = false
  await Promise.all([folding, ...changing])
  t.strictSame(await driftIn(app, new Set(slugs)), [], 'the summary is what the facts say')
}

for (const [where, count] of [
  ['one province', 1],
  ['several provinces', 3],
] as const) {
  t.test(`given bulk imports and single writers in ${where}, then none is ended by a deadlock`, async (t) => {
    t.comment(`SEED=${seed}`)
    const slugs = Array.from({ length: count }, () => app.nextProvince())
    const before = await deadlocks()
    await everyoneAtOnce(t, slugs)
    t.equal(await deadlocks(), before)
  })
}
