import { readFileSync } from 'node:fs'
import type pg from 'pg'
import type { Bench, Result } from './run.ts'

export const about = 'bytes on disk of one row with its indexes, and MiB of one process; loads say little about these'

/** What a row costs where it lies, what it adds to the summary of rollups and to the log, and what a process takes. */
export async function run({ instance }: Bench): Promise<Result[]> {
  const { owner } = instance
  // It counts the summary before it serves.
  const service = await instance.service(3905)
  const atStart = memoryOf(service.pid)
  const token = instance.token({ sub: 'bench', role: 'PROVINCE_ADMIN', province: 'ha-noi' })
  const made = 500
  const logged = await bytesOf(owner, ['audit_log', 'audit_chain'])
  for (let n = 0; n < made; n++) await makePlan(service.url, token, n)
  await chained(owner, made)
  const perChange = ((await bytesOf(owner, ['audit_log', 'audit_chain'])) - logged) / made
  const worked = memoryOf(service.pid)
  await owner.query('vacuum analyze')
  const rows: Result[] = []
  for (const [name, of, tables] of [
    ['plan', 'plans', ['plans', 'legal_bases']],
    ['task with its departments', 'tasks', ['tasks', 'task_departments', 'task_targets']],
    ['report with two figures', 'progress_reports', ['progress_reports', 'indicator_values']],
    ['report, in the summary of rollups', 'progress_reports', await summaryTables(owner)],
  ] as const) {
    const count = Number((await owner.query(`select count(*) as n from ${of}`)).rows[0].n)
    rows.push({ name, figures: { rows: count, 'bytes each': (await bytesOf(owner, tables)) / count } })
  }
  return [
    ...rows,
    { name: 'change, in the log and its chain', figures: { rows: made, 'bytes each': perChange } },
    { name: 'process, after its start', figures: { MiB: atStart } },
    { name: `process, after ${made} writes`, figures: { MiB: worked } },
  ]
}

const summaryTables = async (owner: pg.Pool): Promise<string[]> =>
  (await owner.query(`select relname as name from pg_class where relkind = 'r' and relname like 'rollup%'`)).rows.map(
    ({ name }) => name as string,
  )

async function bytesOf(owner: pg.Pool, tables: readonly string[]): Promise<number> {
  const { rows } = await owner.query(
    'select sum(pg_total_relation_size(t::regclass))::bigint as n from unnest($1::text[]) t',
    [tables],
  )
  return Number(rows[0].n)
}

/** Resident, in MiB, as Linux counts it. */
function memoryOf(pid: number): number {
  return Number(/VmRSS:\s+(\d+)/.exec(readFileSync(`/proc/${pid}/status`, 'utf8'))?.[1]) / 1024
}

async function makePlan(url: string, token: string, n: number): Promise<void> {
  const answer = await fetch(`${url}/graphql`, {
    method: 'POST',
    headers: { 'content-type': 'application/json', authorization: `Bearer ${token}` },
    body: JSON.stringify({
      query: `mutation($title: String!) { createPlan(input: { title: $title, kind: ANNUAL, periodStart: "2024-01-01",
        periodEnd: "2024-12-31" }) { plan { id } } }`,
      variables: { title: `Kế hoạch công tác thông tin đối ngoại số ${n}` },
    }),
  })
  if (((await answer.json()) as any).data?.createPlan?.plan == null) throw new Error('A plan could not be made.')
}

/** Until the log's newest lines have their links. */
async function chained(owner: pg.Pool, count: number): Promise<void> {
  for (;;) {
    const { rows } = await owner.query('select count(*) as n from audit_chain')
    if (Number(rows[0].n) >= count) return
    await new Promise((resolve) => setTimeout(resolve, 500))
  }
}
