import type pg from 'pg'
import { audit } from '../../src/db/audit.ts'
import { derivedUrl } from '../../src/db/login-roles.ts'
import { tenantDoor } from '../../src/db/tenancy.ts'
import { bringUpToDate } from '../../src/features/rollups/upkeep.ts'
import type { Instance } from './instance.ts'
import { load, summed, type Request, type Round } from './load.ts'
import type { Served } from './processes.ts'
import { resultOf } from './read-bench.ts'
import type { Bench, Result } from './run.ts'
import { buildSummaries, poolsOf } from './summary.ts'

export const about =
  'what 16 writers pay for the summary of rollups, beside the same API without it (“route”); transactions that change much, which may never ' +
  'lock each other out; and what it costs a read to look whether mergers still stand'

const connections = 16
/** Of the writes a second without upkeep, so many are left with it. */
const goal = 0.7
/** More than one process does. */
const mostWritesPerSecond = 1_000

interface Row {
  province: number
  slug: string
  task: string
  report: string
}

const steps = {
  completeTask: {
    query: `mutation ($input: TaskStepInput!) { completeTask(input: $input) { task { id version status } userErrors { code message } } }`,
    input: ({ task }: Row) => ({ id: task, version: 1 }),
  },
  acceptProgressReport: {
    query: `mutation ($input: ReportStepInput!) { acceptProgressReport(input: $input) { progressReport { id version status }
      userErrors { code message } } }`,
    input: ({ report }: Row) => ({ id: report, version: 1 }),
  },
}

export async function run(bench: Bench): Promise<Result[]> {
  return [...(await steadyWrites(bench)), ...(await bulkWrites(bench)), await entering(bench)]
}

/** Steps that change figures, through the API with the summary kept and without, on many provinces and on one. */
async function steadyWrites({ instance, seconds, rounds }: Bench): Promise<Result[]> {
  await buildSummaries(instance)
  const kept = await apiOf(instance, 3931, 'yes')
  const unkept = await apiOf(instance, 3932, 'no')
  const all = await apart(instance.owner)
  const share = mostWritesPerSecond * Math.max(1, seconds)
  const results: Result[] = []
  for (const [where, provinces] of [
    ['many provinces', all],
    ['one province', all.slice(0, 1)],
  ] as const) {
    const rows = await freshRows(instance, provinces, 2 * (rounds + 1) * share)
    for (const name of Object.keys(steps) as (keyof typeof steps)[]) {
      const left = rows.map((row) => requestOf(instance, name, row))
      for (const url of [kept.url, unkept.url]) await succeeds(url, left.pop() as Request)
      const taken: [Round[], Round[]] = [[], []]
      for (let round = 0; round <= rounds; round++) {
        for (const [at, side] of [kept, unkept].entries()) {
          const requests = left.splice(0, Math.min(share, Math.floor(left.length / 2)))
          const one = await load({ ...side, postmaster: instance.postmaster, connections, seconds, requests })
          if (one.rate * seconds > requests.length) throw new Error(`${name}: more was asked than there are rows`)
          if (round > 0) taken[at]?.push(one)
        }
      }
      results.push(resultOf({ name: `${name}, ${where}`, goal }, summed(taken[0]), summed(taken[1])))
    }
  }
  await kept.stop()
  await unkept.stop()
  return results
}

const apiOf = (instance: Instance, port: number, keeps: 'yes' | 'no'): Promise<Served> =>
  instance.rival(
    'unkept-service.ts',
    port,
    {
      NATIONAL_URL: derivedUrl(instance.ownerUrl, 'app_national'),
      KEEPS_SUMMARY: keeps,
      NODE_ENV: 'production',
      JWT_SECRET: instance.secret,
      DATABASE_URL: instance.ownerUrl,
      COST_PER_MINUTE: '0',
      CALLER_OPERATIONS: '16',
    },
    '/health/live',
  )

/** Provinces that have merged into none, and none into them. */
async function apart(owner: pg.Pool): Promise<{ id: number; slug: string }[]> {
  const { rows } = await owner.query<{ id: number; slug: string }>(
    `select id, slug from provinces p where not exists (
       select from successions s where s.successor_id = p.id or s.predecessor_id = p.id) order by id`,
  )
  return rows
}

/**
 * Tasks in progress with three accepted reports and one submitted, written by statements and counted as the service would have:
 * each can be completed once, and its last report accepted once.
 */
async function freshRows(instance: Instance, provinces: readonly { id: number }[], count: number): Promise<Row[]> {
  const ids = provinces.map(({ id }) => id)
  const { rows } = await instance.owner.query<Row>(
    `with homes as (
       select p.province_id, p.id, p.period_start, d.id as lead, row_number() over () - 1 as place, count(*) over () as places
       from plans p cross join lateral (
         select d.id from departments d where d.province_id = p.province_id order by d.name_key limit 1) d
       where p.province_id = any ($1) and p.status = 'APPROVED' and p.period_start <= now() and extract(year from p.period_start) = 2024),
     made as (
       insert into tasks (province_id, id, plan_id, ordinal, title, category, status, start_on, due_on, due_precision, filed, planned_budget, published)
       select h.province_id, gen_random_uuid(), h.id, 1000 + n, 'Nhiệm vụ thêm ' || n, 'TRAINING', 'IN_PROGRESS', h.period_start,
         h.period_start + n % 365, 'DAY', true, 1000000, true
       from generate_series(0, $2::integer - 1) n join homes h on h.place = n % h.places
       returning province_id, id, plan_id),
     led as (
       insert into task_departments (province_id, task_id, department_id, part, published)
       select m.province_id, m.id, h.lead, 'LEAD', true from made m join homes h on h.province_id = m.province_id and h.id = m.plan_id),
     reported as (
       insert into progress_reports (province_id, id, plan_id, task_id, department_id, period_code, revision, status, percent_complete,
         achievements, spent_budget, submitted_at, deadline, accepted_at, published)
       select m.province_id, gen_random_uuid(), m.plan_id, m.id, h.lead, '2024-Q' || q, 1, case when q < 4 then 'ACCEPTED' else 'SUBMITTED' end,
         q * 25, 'Đã làm', 100000, h.period_start + q * 85, h.period_start + q * 88, case when q < 4 then h.period_start + q * 90 end, true
       from made m join homes h on h.province_id = m.province_id and h.id = m.plan_id, generate_series(1, 4) q
       returning province_id, id, task_id, status),
     figured as (
       insert into indicator_values (province_id, report_id, indicator_code, value, qualifier, published)
       select r.province_id, r.id, c, 40, 'EXACT', true from reported r, unnest(array['COURSES_HELD', 'PEOPLE_TRAINED']) c)
     select r.province_id as province, p.slug, r.task_id as task, r.id as report from reported r join provinces p on p.id = r.province_id
     where r.status = 'SUBMITTED' order by md5(r.id::text)`,
    [ids, count],
  )
  await instance.owner.query('vacuum analyze')
  await counted(instance, rows)
  return rows
}

async function counted(instance: Instance, rows: readonly Row[]): Promise<void> {
  const pools = poolsOf(instance)
  const tasks = new Map<number, string[]>()
  for (const { province, task } of rows) tasks.set(province, [...(tasks.get(province) ?? []), task])
  for (const [id, all] of tasks) {
    all.sort()
    const door = tenantDoor(pools, { readable: [id], own: id })
    for (let from = 0; from < all.length; from += 500) {
      const units = all.slice(from, from + 500)
      await door.write((tx) => bringUpToDate(tx, { units, tasks: units, plans: [], periods: [] }))
    }
  }
  await pools.end()
}

function requestOf(instance: Instance, name: keyof typeof steps, row: Row): Request {
  const { query, input } = steps[name]
  const token = instance.token({ sub: `officer@${row.slug}`, role: 'PROVINCE_ADMIN', province: row.slug })
  return {
    path: '/graphql',
    headers: { 'content-type': 'application/json', authorization: `Bearer ${token}` },
    body: JSON.stringify({ query, variables: { input: input(row) } }),
  }
}

async function succeeds(url: string, { path, headers, body }: Request): Promise<void> {
  const answer = await (await fetch(url + path, { method: 'POST', headers, body })).text()
  if (!answer.includes('"userErrors":[]')) throw new Error(answer)
}

/**
 * Transactions that each change a hundred tasks of three provinces, in any order of their own, or the kind of a department and with it
 * all that it leads: none may ever fail for another.
 */
async function bulkWrites({ instance, seconds }: Bench): Promise<Result[]> {
  const provinces = (await apart(instance.owner)).slice(1, 4)
  const before = await deadlocks(instance.owner)
  const kept = await bulks(instance, provinces, seconds, true)
  const found = (await deadlocks(instance.owner)) - before
  const unkept = await bulks(instance, provinces, seconds, false)
  const figures = { 'req/s': kept.rate, 'route req/s': unkept.rate, ratio: kept.rate / unkept.rate }
  const failures = kept.failures + found
  return [
    { name: 'a hundred tasks at once', figures },
    {
      name: 'deadlocks and failures of these (ratio 1: none)',
      figures: { failures, ratio: failures === 0 ? 1 : 0 },
      goal: 1,
    },
  ]
}

async function deadlocks(owner: pg.Pool): Promise<number> {
  const { rows } = await owner.query('select sum(deadlocks)::integer as n from pg_stat_database')
  return rows[0].n
}

async function bulks(
  instance: Instance,
  provinces: readonly { id: number }[],
  seconds: number,
  keeps: boolean,
): Promise<{ rate: number; failures: number }> {
  const pools = poolsOf(instance, keeps)
  const things = await Promise.all(
    provinces.map(async ({ id }) => ({
      door: tenantDoor(pools, { readable: [id], own: id }),
      id,
      tasks: await idsOf(
        instance.owner,
        `select id from tasks where province_id = $1 and published order by id limit 2000`,
        id,
      ),
      departments: await idsOf(instance.owner, `select id from departments where province_id = $1 order by id`, id),
    })),
  )
  const actor = { subject: 'bench', role: 'PROVINCE_ADMIN', requestId: null }
  const end = performance.now() + seconds * 1000
  let [done, failures] = [0, 0]
  const pick = <T>(of: readonly T[]) => of[Math.floor(Math.random() * of.length)] as T
  const write = async (turn: number) => {
    const { door, id, tasks, departments } = pick(things)
    await door.write(async (tx) => {
      if (turn % 10 === 0) {
        const department = pick(departments)
        const kind = pick(['DEPARTMENT', 'OFFICE', 'PRESS'])
        const text =
          'update departments set kind = $3, version = version + 1 where province_id = $1 and id = $2 returning version'
        const [row] = await tx.rows<{ version: number }>(text, [id, department, kind])
        const change = { entity: 'Department', id: department, version: row?.version as number } as const
        await audit(tx, actor, [{ ...change, action: 'updateDepartment', changes: { kind: ['OTHER', kind] } }])
        return
      }
      const some = [...new Set(Array.from({ length: 100 }, () => pick(tasks)))].sort()
      await tx.rows('select 1 from tasks where province_id = $1 and id = any ($2::uuid[]) order by id for update', [
        id,
        some,
      ])
      const rows = await tx.rows<{ id: string; version: number }>(
        `update tasks set planned_budget = coalesce(planned_budget, 0) + 1, version = version + 1
         where province_id = $1 and id = any ($2::uuid[]) returning id, version`,
        [id, some],
      )
      const changes = rows.map(
        (row) => ({ ...row, entity: 'Task', published: true, action: 'import', changes: {} }) as const,
      )
      await audit(tx, actor, changes)
    })
  }
  await Promise.all(
    Array.from({ length: connections }, async (_, writer) => {
      for (let turn = writer; performance.now() < end; turn++) {
        try {
          await write(turn)
          done++
        } catch (error) {
          failures++
          console.error(error)
        }
      }
    }),
  )
  await pools.end()
  return { rate: done / seconds, failures }
}

const idsOf = async (owner: pg.Pool, text: string, province: number): Promise<string[]> =>
  (await owner.query<{ id: string }>(text, [province])).rows.map(({ id }) => id)

/** One plan by its id, at the door of a province that others have merged into, and at the same door if none were looked up. */
async function entering({ instance, seconds, rounds }: Bench): Promise<Result> {
  const pools = poolsOf(instance)
  const heirs = await instance.owner.query<{ heir: number; others: number[] }>(
    `select successor_id as heir, array_agg(predecessor_id) as others from successions where withdrawn_at is null
     group by 1 order by count(*) desc limit 1`,
  )
  const { heir, others } = heirs.rows[0] as { heir: number; others: number[] }
  const plans = await idsOf(instance.owner, 'select id from plans where province_id = $1 limit 1', heir)
  const statement = {
    name: 'planById',
    text: 'select p.title as json from plans p where p.province_id = any ($1::integer[]) and p.id = $2',
    values: [[heir, ...others], plans[0]],
  }
  const taken: [number[], number[]] = [[], []]
  for (let round = 0; round <= rounds; round++) {
    for (const [at, merged] of [true, false].entries()) {
      const door = tenantDoor(pools, { readable: [heir, ...others], own: null, merged })
      let done = 0
      const end = performance.now() + seconds * 1000
      await Promise.all(
        Array.from({ length: connections }, async () => {
          for (; performance.now() < end; done++) await door.read(statement)
        }),
      )
      if (round > 0) taken[at]?.push(done / seconds)
    }
  }
  await pools.end()
  const [ours, theirs] = taken.map((rates) => rates.reduce((sum, rate) => sum + rate, 0) / rates.length) as [
    number,
    number,
  ]
  return {
    name: 'a plan by its id, of a province with mergers',
    figures: { 'req/s': ours, 'route req/s': theirs, ratio: ours / theirs },
  }
}
