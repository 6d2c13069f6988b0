import { deepStrictEqual } from 'node:assert/strict'
import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import type pg from 'pg'
import { buildApp } from '../../src/app.ts'
import { readConfig } from '../../src/config.ts'
import { openPools } from '../../src/db/pool.ts'
import { keepSummary } from '../../src/features/rollups/upkeep.ts'
import type { Instance } from './instance.ts'
import { load, summed, type Request, type Round } from './load.ts'
import { resultOf } from './read-bench.ts'
import { record, type Recording } from './recording.ts'
import type { Bench, Result } from './run.ts'

export const about =
  'writes a second at 16 connections, each with a key, its line in the audit log and its delta; ratio to a route that sends the same SQL'

const connections = 16
const goal = 0.7

interface Row {
  province: number
  slug: string
  plan: string
  task: string
  department: string
  report?: string
}

interface Write {
  name: string
  query: string
  input(row: Row): object
  /** Rows that can each be written once. */
  rows(owner: pg.Pool, count: number): Promise<Row[]>
}

const inProgress = `select t.province_id as province, p.slug, t.plan_id as plan, t.id as task, l.department_id as department
  from tasks t join provinces p on p.id = t.province_id join plans on plans.province_id = p.id and plans.id = t.plan_id
    join task_departments l on l.province_id = t.province_id and l.task_id = t.id and l.part = 'LEAD'
  where t.status = 'IN_PROGRESS' and plans.status = 'APPROVED' and plans.period_start <= now()
    and not exists (select from successions s where s.successor_id = p.id or s.predecessor_id = p.id)`

const tasks = async (owner: pg.Pool, count: number): Promise<Row[]> =>
  (await owner.query<Row>(`${inProgress} order by md5(t.id::text) limit $1`, [count])).rows

/** Drafts on months, which no other report is on. */
async function drafts(owner: pg.Pool, count: number): Promise<Row[]> {
  const { rows } = await owner.query<Row>(
    `with chosen as (${inProgress} order by md5(t.id::text || 'x') limit $1),
     made as (
       insert into progress_reports (province_id, id, plan_id, task_id, department_id, period_code, revision, status, percent_complete, achievements)
       select province, gen_random_uuid(), plan, task, department, '2024-03', 1, 'DRAFT', 40, 'Đã làm' from chosen returning id, task_id)
     select c.*, m.id as report from chosen c join made m on m.task_id = c.task`,
    [count],
  )
  await owner.query(
    `insert into indicator_values (province_id, report_id, indicator_code, value, qualifier)
     select province_id, id, 'PEOPLE_TRAINED', 85, 'ABOUT' from progress_reports where period_code = '2024-03' and status = 'DRAFT'
     on conflict do nothing`,
  )
  return rows
}

const writes: readonly Write[] = [
  {
    name: 'saveProgressReport',
    query: `mutation ($input: SaveProgressReportInput!) { saveProgressReport(input: $input) {
      progressReport { id version status } userErrors { code message } } }`,
    input: ({ task, department }) => ({
      taskId: task,
      departmentId: department,
      period: '2024-04',
      percentComplete: 40,
      achievements: 'Đã mở lớp tập huấn',
      values: [{ code: 'PEOPLE_TRAINED', value: 85, qualifier: 'ABOUT' }],
    }),
    rows: tasks,
  },
  {
    name: 'submitProgressReport',
    query: `mutation ($input: ReportStepInput!) { submitProgressReport(input: $input) {
      progressReport { id version status } userErrors { code message } } }`,
    input: ({ report }) => ({ id: report, version: 1 }),
    rows: drafts,
  },
  {
    name: 'completeTask',
    query: `mutation ($input: TaskStepInput!) { completeTask(input: $input) { task { id version status } userErrors { code message } } }`,
    input: ({ task }) => ({ id: task, version: 1 }),
    rows: tasks,
  },
]

/** Writes as province officers make them, beside a route that sends the same statements. Every row is written once. */
export async function run({ instance, seconds, rounds }: Bench): Promise<Result[]> {
  const { owner, postmaster } = instance
  // About as many as are answered in that time.
  const share = Math.ceil(40 * seconds)
  const service = await instance.service(3911, { COST_PER_MINUTE: '0', CALLER_OPERATIONS: '16' })
  const recordings: Record<string, Recording> = {}
  const rows = new Map<string, Row[]>()
  for (const write of writes) {
    const found = await write.rows(owner, 2 + 2 * (rounds + 1) * connections * share)
    recordings[write.name] = await recordingOf(instance, write, found.pop()!)
    rows.set(write.name, found)
  }
  const file = join(instance.folder, 'recordings.json')
  writeFileSync(file, JSON.stringify(recordings))
  const rival = await instance.rival('write-route.ts', 3912, { RECORDINGS: file })
  const results: Result[] = []
  for (const write of writes) {
    const left = rows.get(write.name)!
    const sides = [
      { url: service.url, pid: service.pid, request: (row: Row) => asked(instance, write, row), rounds: [] as Round[] },
      { url: rival.url, pid: rival.pid, request: (row: Row) => routed(write, row), rounds: [] as Round[] },
    ] as const
    const answers = await Promise.all(sides.map(async ({ url, request }) => once(url, request(left.pop()!))))
    deepStrictEqual(answers[0], answers[1], `The answers to “${write.name}” differ`)
    const size = Math.min(share, Math.floor(left.length / (2 * (rounds + 1) * connections)))
    for (let round = 0; round <= rounds; round++) {
      for (const side of sides) {
        const requests = left.splice(0, size * connections).map(side.request)
        const one = await load({ ...side, postmaster, connections, seconds: 'once', requests })
        if (round > 0) side.rounds.push(one)
      }
    }
    results.push(resultOf({ name: write.name, goal }, summed(sides[0].rounds), summed(sides[1].rounds)))
  }
  await service.stop()
  await rival.stop()
  return results
}

/** What the service, run here, sends for one such request. */
async function recordingOf(instance: Instance, write: Write, row: Row): Promise<Recording> {
  const { servingUrl } = instance
  const { path, headers, body } = asked(instance, write, row)
  return record({ ...row, key: headers['idempotency-key'] as string }, async () => {
    const pools = openPools({
      beforeCommit: keepSummary,
      servingUrl,
      nationalUrl: servingUrl,
      size: 2,
      onError: () => {},
    })
    const app = await buildApp(readConfig({ LOG_LEVEL: 'silent', JWT_SECRET: instance.secret }), pools)
    const answer = await app.inject({ method: 'POST', url: path, headers, payload: body })
    await app.close()
    await pools.end()
    if (!answer.body.includes('"userErrors":[]')) throw new Error(answer.body)
  })
}

let count = 0
const nextKey = () => `bench-${process.pid}-${++count}`

function asked(instance: Instance, { query, input }: Write, row: Row): Request {
  const claims = { sub: `officer-${count % 3}@${row.slug}`, role: 'PROVINCE_ADMIN', province: row.slug }
  return {
    path: '/graphql',
    headers: {
      'content-type': 'application/json',
      'idempotency-key': nextKey(),
      authorization: `Bearer ${instance.token(claims)}`,
    },
    body: JSON.stringify({ query, variables: { input: input(row) } }),
  }
}

function routed({ name }: Write, row: Row): Request {
  const body = JSON.stringify({ ...row, key: nextKey() })
  return { path: `/${name}`, headers: { 'content-type': 'application/json' }, body }
}

/** What is answered, without the ids of what was written, and without the types' names, which the service asks for itself. */
async function once(url: string, { path, headers, body }: Request): Promise<unknown> {
  const answer = await fetch(url + path, { method: 'POST', headers, body })
  const text = (await answer.text()).replaceAll(/[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}/g, 'id')
  return JSON.parse(text, (key, value) => (key === '__typename' ? undefined : value))
}
