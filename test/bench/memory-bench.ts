import { requestsOf } from './read-bench.ts'
import { load, type Request } from './load.ts'
import { memoryOf, peakMemoryOf } from './processes.ts'
import { picks, reads } from './reads.ts'
import type { Bench, Result } from './run.ts'

export const about =
  'MB of resident memory of one process, minute by minute, under reads of all sorts and a tenth of writes'

const connections = 16

const createPlan = `mutation ($input: CreatePlanInput!) { createPlan(input: $input) { plan { id version } userErrors { code } } }`

/** All reads of the bench in turn, by officers of many provinces, and every tenth request a new plan. */
export async function run({ instance, minutes }: Bench): Promise<Result[]> {
  const service = await instance.service(3913, { COST_PER_MINUTE: '0' })
  const results: Result[] = [row('idle', 0)]
  const chosen = await picks(instance.owner)
  const each = reads.map((read) => requestsOf(instance, read, chosen))
  const requests = chosen.flatMap((pick, i): Request[] => {
    const sub = `admin@${pick.slug}`
    const authorization = `Bearer ${instance.token({ sub, role: 'PROVINCE_ADMIN', province: pick.slug })}`
    const input = { title: 'Kế hoạch', kind: 'ANNUAL', periodStart: '2026-01-01', periodEnd: '2026-12-31' }
    const headers = { 'content-type': 'application/json', authorization }
    const write = { path: '/graphql', headers, body: JSON.stringify({ query: createPlan, variables: { input } }) }
    return [...each.slice(0, 9).map((list) => list[i] as Request), write]
  })
  const { postmaster } = instance
  for (let minute = 1; minute <= minutes; minute++) {
    const { rate } = await load({ ...service, postmaster, requests, connections, seconds: 60 })
    results.push(row(`after minute ${minute}`, rate))
  }
  await service.stop()
  return results

  function row(name: string, rate: number): Result {
    const figures = { 'req/s': rate, 'resident MB': memoryOf(service.pid), 'most ever': peakMemoryOf(service.pid) }
    return { name, figures }
  }
}
