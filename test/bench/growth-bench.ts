import { load, summed, type Round } from './load.ts'
import { startInstance } from './instance.ts'
import { makeNation } from './nation.ts'
import { picks, reads } from './reads.ts'
import { requestsOf } from './read-bench.ts'
import type { Bench, Result } from './run.ts'

export const about = 'ms (median of the rounds’ p50) with 1 ×, 10 × … of the other provinces’ rows; ratio to 1 ×'

const own = { plansEach: 30, tasksEach: 30, reportsEach: 4 }

/** Each read in a few provinces of one size, while the others grow; on a database of its own for each size. */
export async function run({ seconds, rounds, connections, factors }: Bench): Promise<Result[]> {
  const medians = new Map<string, Record<string, number>>()
  for (const factor of factors) {
    const instance = await startInstance()
    try {
      await makeNation(instance.owner, { provinces: 12, ...own })
      await makeNation(instance.owner, {
        provinces: 51,
        from: 12,
        plansEach: 5 * factor,
        tasksEach: 30,
        reportsEach: 4,
      })
      const service = await instance.service(3901)
      const chosen = (await picks(instance.owner)).filter(({ province }) => province <= 12)
      for (const read of reads) {
        const requests = requestsOf(instance, read, chosen)
        const side = { url: service.url, pid: service.pid, postmaster: instance.postmaster, requests, connections }
        await load({ ...side, seconds: 1 })
        const measured: Round[] = []
        for (let round = 0; round < rounds; round++) measured.push(await load({ ...side, seconds }))
        medians.set(read.name, { ...medians.get(read.name), [`${factor} ×`]: summed(measured).p50 })
      }
    } finally {
      await instance.stop()
    }
  }
  return [...medians].map(([name, figures]) => {
    const [first = NaN, ...others] = Object.values(figures)
    return { name, figures: { ...figures, ratio: Math.max(...others) / first } }
  })
}
