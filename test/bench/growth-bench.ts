import { load } from './load.ts'
import { calm, startInstance, type Instance } from './instance.ts'
import { makeNation } from './nation.ts'
import type { Served } from './processes.ts'
import { picks, reads } from './reads.ts'
import { requestsOf } from './read-bench.ts'
import type { Bench, Result } from './run.ts'
import { buildSummaries } from './summary.ts'

export const about =
  'ms for each of those that ask at once (in the best round: what else runs on the machine only adds) with 1 ×, 10 × … of the other provinces’ rows, and with 10 × of the province’s own; the ratios to 1 ×'

const each = { tasksEach: 30, reportsEach: 4 }
const ownGrowth = 10
/** Provinces that are asked, the first ones. */
const asked = 12

/** Each read in a few provinces of one size, while the others grow; on a database of its own for each size, in turn. */
export async function run({ seconds, rounds, connections, factors }: Bench): Promise<Result[]> {
  const sizes = [...factors.map((others) => ({ own: 1, others })), { own: ownGrowth, others: 1 }]
  const sides: Side[] = []
  const bests = new Map<string, number[]>()
  try {
    for (const [at, size] of sizes.entries()) sides.push(await sideOf(size, 3901 + at))
    for (const read of reads) {
      const best = sides.map(() => Infinity)
      // The first round is not counted: Node has yet to compile what it runs, and Postgres to plan it.
      for (let round = 0; round <= rounds; round++) {
        for (const [at, { instance, service, chosen }] of sides.entries()) {
          const requests = requestsOf(instance, read, chosen)
          const { postmaster } = instance
          const { rate } = await load({ ...service, postmaster, requests, connections, seconds })
          if (round > 0) best[at] = Math.min(best[at] as number, (connections * 1000) / rate)
        }
      }
      bests.set(read.name, best)
    }
  } finally {
    for (const { instance } of sides) await instance.stop()
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

interface Side {
  instance: Instance
  service: Served
  chosen: Awaited<ReturnType<typeof picks>>
}

/** A database in which the first provinces and all others have so many times the rows, and a service on it. */
async function sideOf({ own, others }: { own: number; others: number }, port: number): Promise<Side> {
  const instance = await startInstance()
  try {
    await makeNation(instance.owner, { provinces: asked, plansEach: 30 * own, ...each })
    await makeNation(instance.owner, { provinces: 63 - asked, from: asked, plansEach: 2 * others, ...each })
    await buildSummaries(instance)
    const service = await instance.service(port)
    const chosen = (await picks(instance.owner)).filter(({ province }) => province <= asked)
    await calm(instance, service)
    return { instance, service, chosen }
  } catch (error) {
    await instance.stop()
    throw error
  }
}
