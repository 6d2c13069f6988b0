import { deepStrictEqual } from 'node:assert/strict'
import { derivedUrl } from '../../src/db/login-roles.ts'
import { startInstance, type Instance } from './instance.ts'
import { load, summed, type Load, type Round } from './load.ts'
import { makeNation } from './nation.ts'
import { resultOf } from './read-bench.ts'
import { rollup } from './rollup-read.ts'
import type { Bench, Result } from './run.ts'
import { appendDeltas, buildSummaries, holdFolding } from './summary.ts'

export const about =
  'the nation by province and year (945 rows) beside a route over the same summary, at each of `--reports 500000,5000000` and with ' +
  '10 thousand deltas a province that nobody folds; its time as reports grow'

const goals = { route: 0.8, growth: 1.3 }
const deltasEach = 10_000
const connections = 8
/** A rollup over so many deltas takes long: one for each core, and time enough for some answers. */
const overDeltas = { connections: 2, seconds: 15 }
const limits = { COST_PER_MINUTE: '0', CALLER_OPERATIONS: '100', MINISTRY_OPERATIONS: '100' }

/** A nation of one size with the service and its rival on it. */
interface Nation {
  reports: number
  instance: Instance
  sides: readonly [Side, Side]
}

type Side = Omit<Load, 'connections' | 'seconds'>

/** All sizes stand beside each other, and are asked in turn. */
export async function run({ reports, rounds, seconds }: Bench): Promise<Result[]> {
  const nations: Nation[] = []
  const held: { release(): Promise<void> }[] = []
  try {
    for (const [at, size] of reports.entries()) nations.push(await nationOf(size, 3921 + 2 * at))
    const folded = await measured(nations, '', { rounds, seconds, connections })
    // The largest once more, as it is asked below.
    const alike = await measured(nations.slice(-1), '', { rounds, ...overDeltas })
    for (const { instance } of nations) held.push(await holdFolding(instance.owner))
    for (const { instance } of nations) await appendDeltas(instance.owner, deltasEach)
    const apart = await measured(nations, `, ${short(deltasEach)} deltas each`, { rounds, ...overDeltas })
    return [...folded.results, ...apart.results, cost(alike.medians.at(-1) as number, apart.medians.at(-1) as number)]
  } finally {
    for (const hold of held) await hold.release()
    for (const { instance } of nations) await instance.stop()
  }
}

async function nationOf(reports: number, port: number): Promise<Nation> {
  const instance = await startInstance()
  try {
    const plansEach = Math.max(15, Math.round(reports / (63 * 30 * 4)))
    const size = { provinces: 63, plansEach, tasksEach: 30, reportsEach: 4 }
    console.log(`making ${size.provinces * plansEach * 30 * 4} reports, and counting them …`)
    await makeNation(instance.owner, size)
    await buildSummaries(instance)
    const service = await instance.service(port, limits)
    const rival = await instance.rival('rollup-route.ts', port + 1, {
      NATIONAL_URL: derivedUrl(instance.ownerUrl, 'app_national'),
    })
    const { postmaster } = instance
    const authorization = `Bearer ${instance.token({ sub: 'bench', role: 'MINISTRY_ANALYST' })}`
    const json = { 'content-type': 'application/json' }
    const asked = {
      path: '/graphql',
      headers: { ...json, authorization },
      body: JSON.stringify({ query: rollup.query }),
    }
    const routed = { path: '/rollup', headers: json, body: '{}' }
    return {
      reports,
      instance,
      sides: [
        { ...service, postmaster, requests: [asked] },
        { ...rival, postmaster, requests: [routed] },
      ],
    }
  } catch (error) {
    await instance.stop()
    throw error
  }
}

/** Every nation beside its rival, and the service's own time as reports grow. */
async function measured(
  nations: readonly Nation[],
  what: string,
  { rounds, seconds, connections }: Pick<Bench, 'rounds' | 'seconds' | 'connections'>,
) {
  const taken = nations.map((): [Round[], Round[]] => [[], []])
  for (const { sides, reports } of nations) {
    const [ours, theirs] = await Promise.all(sides.map(once))
    deepStrictEqual(ours, theirs, `The answers over ${reports} reports differ`)
    const { length } = ours.data.nationalRollup.rows
    if (length !== 945) throw new Error(`The rollup has ${length} rows`)
    for (const side of sides) await Promise.all(Array.from({ length: connections }, () => once(side)))
  }
  for (let round = 0; round < rounds; round++) {
    for (const [at, { sides }] of nations.entries()) {
      for (const [which, side] of sides.entries())
        taken[at]?.[which]?.push(await load({ ...side, connections, seconds }))
    }
  }
  const medians = taken.map(([ours]) => summed(ours).p50)
  const results: Result[] = nations.map(({ reports }, at) => {
    const [ours, theirs] = taken[at] as [Round[], Round[]]
    return resultOf({ name: `${short(reports)} reports${what}`, goal: goals.route }, summed(ours), summed(theirs))
  })
  const [first = NaN] = medians
  const last = medians.at(-1) as number
  if (medians.length > 1) {
    const figures = { p50: last, 'p50 of the smallest': first, ratio: (goals.growth * first) / last }
    results.push({ name: `the largest${what}: ratio of ${goals.growth} × the smallest`, figures, goal: 1 })
  }
  return { results, medians }
}

const cost = (folded: number, apart: number): Result => ({
  name: `${short(deltasEach)} deltas each at ${overDeltas.connections} connections, of none`,
  figures: { p50: apart, 'p50 of none': folded, ratio: folded / apart },
})

async function once({ url, requests }: Side): Promise<any> {
  const { path, headers, body } = requests[0] as (typeof requests)[number]
  return (await fetch(url + path, { method: 'POST', headers, body })).json()
}

const short = (n: number) => (n >= 1e6 ? `${n / 1e6} m` : `${n / 1e3} k`)
