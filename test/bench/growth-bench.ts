import { load } from './load.ts'
import { calm, startInstance } from './instance.ts'
import { makeNation } from './nation.ts'
import { picks, reads } from './reads.ts'
import { requestsOf } from './read-bench.ts'
import type { Bench, Result } from './run.ts'
import { buildSummaries } from './summary.ts'

export const about =
  'ms (p50 of the best round: what else runs on the machine only adds) with 1 ×, 10 × … of the other provinces’ rows, and with 10 × of the province’s own; the ratios to 1 ×'

const each = { tasksEach: 30, reportsEach: 4 }
const ownGrowth = 10

/** Each read in a few provinces of one size, while the others grow; on a database of its own for each size. */
export async function run({ seconds, rounds, connections, factors }: Bench): Promise<Result[]> {
  const bests = new Map<string, number[]>()
  const sizes = [...factors.map((others) => ({ own: 1, others })), { own: ownGrowth, others: 1 }]
  for (const { own, others } of sizes) {
    const instance = await startInstance()
    try {
      await makeNation(instance.owner, { provinces: 12, plansEach: 30 * own, ...each })
      await makeNation(instance.owner, { provinces: 51, from: 12, plansEach: 2 * others, ...each })
      await buildSummaries(instance)
      const service = await instance.service(3901)
      const chosen = (await picks(instance.owner)).filter(({ province }) => province <= 12)
      await calm(instance, service)
      for (const read of reads) {
        const requests = requestsOf(instance, read, chosen)
        const side = { url: service.url, pid: service.pid, postmaster: instance.postmaster, requests, connections }
        await load({ ...side, seconds: 1 })
        let best = Infinity
        for (let round = 0; round < rounds; round++) best = Math.min(best, (await load({ ...side, seconds })).p50)
        bests.set(read.name, [...(bests.get(read.name) ?? []), best])
      }
    } finally {
      await instance.stop()
    }
  }
  return [...bests].map(([name, all]) => {
    const times = all.slice(0, -1)
    const [first = NaN] = times
    const named = Object.fromEntries(times.map((time, i) => [`others ${factors[i]} ×`, time]))
    const own = all.at(-1) ?? NaN
    const ratios = { 'others’ ratio': Math.max(...times) / first, 'own ratio': own / first }
    return { name, figures: { ...named, [`own ${ownGrowth} ×`]: own, ...ratios } }
  })
}
