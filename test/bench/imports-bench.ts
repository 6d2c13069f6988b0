import { createReadStream, rmSync } from 'node:fs'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { writePlans, writeTasks } from './history.ts'
import { median } from './load.ts'
import { pacedLoad } from './paced-load.ts'
import { plainMerge } from './plain-merge.ts'
import { calm } from './instance.ts'
import { memoryOf, peakMemoryOf, type Served } from './processes.ts'
import { requestsOf } from './read-bench.ts'
import { picks, reads } from './reads.ts'
import type { Bench, Result } from './run.ts'

export const about =
  'a file of tasks (`--rows 1000000`): rows a second, ratio to psql’s \\copy and one plain merge into the same tables; the most MB of ' +
  'the service (ratio to the goal); p99 of front-end queries in other provinces meanwhile (ratio of 2 × idle)'

const goals = { speed: 0.4, memory: 300, p99: 2 }
/** Front-end queries a second while an import runs. */
const rate = 40

/** The service and psql in turn, each into a province of its own, on one database. */
export async function run({ instance, rounds, seconds, rows }: Bench): Promise<Result[]> {
  const service = await instance.service(3911, { LOG_LEVEL: 'warn', COST_PER_MINUTE: '0' })
  const plans = join(instance.folder, 'plans.csv')
  const tasks = join(instance.folder, 'tasks.csv')
  await writePlans(plans, rows)
  await writeTasks(tasks, rows)
  const provinces = (
    await instance.owner.query<{ id: number; slug: string }>(
      'select id, slug from provinces where existed_until is null order by id desc limit $1',
      [2 * rounds + 1],
    )
  ).rows
  const importer = (slug: string) =>
    importInto(service, instance.token({ sub: 'bench', role: 'IMPORTER', province: slug }))
  for (const { slug } of provinces) await importer(slug)('plans', plans)
  await instance.owner.query('vacuum analyze')

  const ours: number[] = []
  const theirs: number[] = []
  for (let round = 0; round < rounds; round++) {
    const [one, other] = provinces.slice(2 * round) as [Province, Province]
    ours.push(await timed(() => importer(one.slug)('tasks', tasks)))
    await instance.owner.query('checkpoint')
    theirs.push(await timed(() => plainMerge(instance.ownerUrl, tasks, other.id, one.id)))
    await instance.owner.query('checkpoint')
  }
  const peak = peakMemoryOf(service.pid)

  const chosen = (await picks(instance.owner)).filter(({ province }) => !provinces.some(({ id }) => id === province))
  const asked = reads
    .filter(({ national }) => !national)
    .flatMap((read) => requestsOf(instance, read, chosen).slice(0, 20))
  const side = { url: service.url, requests: asked, rate }
  await calm(instance, service)
  await pacedLoad({ ...side, until: sleep(2_000) })
  const idle = await pacedLoad({ ...side, until: sleep(Math.max(10, seconds) * 1_000) })
  const busy = await pacedLoad({ ...side, until: importer(provinces.at(-1)!.slug)('tasks', tasks) })
  await service.stop()
  for (const file of [plans, tasks]) rmSync(file)
  const speed = { 'rows/s': rows / median(ours), 'psql rows/s': rows / median(theirs) }
  return [
    { name: 'rows', figures: { ...speed, ratio: median(theirs) / median(ours) }, goal: goals.speed },
    { name: 'memory', figures: { 'peak MB': peak, ratio: goals.memory / peak }, goal: 1 },
    {
      name: 'queries',
      figures: { 'idle p99': idle.p99, 'p99 meanwhile': busy.p99, ratio: (goals.p99 * idle.p99) / busy.p99 },
      goal: 1,
    },
  ]
}

interface Province {
  id: number
  slug: string
}

const importInto =
  ({ url, pid }: Served, token: string) =>
  async (kind: string, path: string): Promise<void> => {
    const headers = { authorization: `Bearer ${token}`, 'content-type': 'text/csv' }
    const body = createReadStream(path) as unknown as ReadableStream
    const sent = await fetch(`${url}/api/v1/imports?kind=${kind}`, {
      method: 'POST',
      headers,
      body,
      duplex: 'half',
    } as never)
    const job = (await sent.json()) as { id: string; state: string }
    if (sent.status !== 202) throw new Error(JSON.stringify(job))
    for (;;) {
      const seen = (await (await fetch(`${url}/api/v1/imports/${job.id}`, { headers })).json()) as typeof job
      if (seen.state === 'APPLIED') return
      if (!['RECEIVING', 'CHECKING', 'APPLYING'].includes(seen.state)) throw new Error(JSON.stringify(seen))
      if (memoryOf(pid) > 2_000) throw new Error('The service has taken 2 GB')
      await sleep(100)
    }
  }

/** Seconds that something takes. */
async function timed(work: () => Promise<unknown>): Promise<number> {
  const begun = performance.now()
  await work()
  return (performance.now() - begun) / 1_000
}
