import { deepStrictEqual } from 'node:assert/strict'
import type { Instance } from './instance.ts'
import { load, median, summed, type Request, type Round } from './load.ts'
import { hasPgbench, pgbench } from './pgbench.ts'
import { picks, reads, type Read } from './reads.ts'
import type { Bench, Result } from './run.ts'

export const about =
  'requests a second, ms, and ms of processor time for each; ratio to the hand-written route; beside it what the database answers to pgbench, where that is installed'

const callersEach = 3

/** The ten reads of a front end, each beside a route that sends the best single statement's text. */
export async function run({ instance, seconds, rounds, connections }: Bench): Promise<Result[]> {
  const service = await instance.service(3901)
  const rival = await instance.rival('route.ts', 3902)
  const chosen = await picks(instance.owner)
  const results: Result[] = []
  const routed = (read: Read, index: number) =>
    chosen.map((pick) => request(`/${index}`, {}, { province: pick.province, variables: read.variables(pick) }))
  // Code that has just been started is not yet compiled; each read is asked for once before the first is timed.
  for (const [index, read] of reads.entries()) {
    const warmUp = { postmaster: instance.postmaster, connections, seconds: 1 }
    await load({ ...service, ...warmUp, requests: requestsOf(instance, read, chosen) })
    await load({ ...rival, ...warmUp, requests: routed(read, index) })
  }
  for (const [index, read] of reads.entries()) {
    const graphql = requestsOf(instance, read, chosen)
    const route = routed(read, index)
    for (const [i, one] of graphql.slice(0, 40).entries()) {
      await compare(read, [service.url, one], [rival.url, route[i] as Request])
    }
    const sides = [
      { url: service.url, pid: service.pid, requests: graphql, rounds: [] as Round[] },
      { url: rival.url, pid: rival.pid, requests: route, rounds: [] as Round[] },
    ] as const
    const { postmaster } = instance
    for (const side of sides) await load({ ...side, postmaster, connections, seconds: 1 })
    const asked = chosen.map((pick) => ({
      province: pick.province,
      sql: read.sql,
      values: [pick.province, ...read.values(read.variables(pick))],
    }))
    const bare: number[] = []
    for (let round = 0; round < rounds; round++) {
      for (const side of sides) side.rounds.push(await load({ ...side, postmaster, connections, seconds }))
      if (hasPgbench && read.sql !== '') bare.push(await pgbench(instance.servingUrl, asked, { connections, seconds }))
    }
    const result = resultOf(read, summed(sides[0].rounds), summed(sides[1].rounds))
    if (bare.length > 0) result.figures['pgbench'] = median(bare)
    results.push({ ...result, most: { 'p99 ratio': 1.5 } })
  }
  await service.stop()
  await rival.stop()
  return results
}

/** As several officers of each province ask it. */
export function requestsOf(instance: Instance, read: Read, chosen: Awaited<ReturnType<typeof picks>>): Request[] {
  return chosen.map((pick, i) => {
    const sub = `officer-${i % callersEach}@${pick.slug}`
    const authorization = `Bearer ${instance.token({ sub, role: 'PROVINCE_VIEWER', province: pick.slug })}`
    return request('/graphql', { authorization }, { query: read.query, variables: read.variables(pick) })
  })
}

type Summed = ReturnType<typeof summed>

/** One row of the table: the service, its rival, and the ratio of their rates. */
export function resultOf({ name, goal }: Pick<Read, 'name' | 'goal'>, service: Summed, route: Summed): Result {
  const spread = Math.max(service.spread, route.spread)
  return {
    name,
    goal,
    figures: {
      'req/s': service.rate,
      p50: service.p50,
      p99: service.p99,
      server: service.serverCpu,
      database: service.databaseCpu,
      'route req/s': route.rate,
      'route p99': route.p99,
      'route server': route.serverCpu,
      'route database': route.databaseCpu,
      'p99 ratio': service.p99 / route.p99,
      ratio: service.rate / route.rate,
    },
    ...(spread > 1.3 ? { doubt: `rounds differ by ${spread.toFixed(1)} ×` } : {}),
  }
}

function request(path: string, headers: Record<string, string>, body: object): Request {
  return { path, headers: { 'content-type': 'application/json', ...headers }, body: JSON.stringify(body) }
}

/** Both must say the same before either is timed. */
async function compare(read: Read, ...sides: readonly [string, Request][]): Promise<void> {
  const [a, b] = await Promise.all(
    sides.map(async ([url, { path, headers, body }]) => {
      const answer = await fetch(url + path, { method: 'POST', headers, body })
      return (await answer.json()) as unknown
    }),
  )
  deepStrictEqual(a, b, `The answers to “${read.name}” differ`)
}
