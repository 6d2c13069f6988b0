import { writeFileSync } from 'node:fs'
import { cpus, totalmem } from 'node:os'
import { parseArgs } from 'node:util'
import * as exportsBench from './exports-bench.ts'
import { startInstance, type Instance } from './instance.ts'
import { makeNation, sizeOf } from './nation.ts'
import * as importsBench from './imports-bench.ts'
import * as growthBench from './growth-bench.ts'
import * as memoryBench from './memory-bench.ts'
import * as readBench from './read-bench.ts'
import * as rollupsBench from './rollups-bench.ts'
import * as sizeBench from './size-bench.ts'
import * as startBench from './start-bench.ts'
import { buildSummaries } from './summary.ts'
import * as subscriptionBench from './subscription-bench.ts'
import * as upkeepBench from './upkeep-bench.ts'
import * as writeBench from './write-bench.ts'

// `npm run bench [-- start reads writes subscriptions growth exports imports rollups upkeep sizes memory] [--scale 1] [--seconds 4]
// [--rounds 3] [--connections 32] [--factors 1,10] [--rows 100000] [--reports 500000,5000000] [--minutes 10] [--json FILE]`
//
// The service as it is shipped, beside what an engineer would write by hand instead, on the same database, rows and role, in
// turn (A B A B …) so that a machine that slows down slows both. Ratios within one run mean something; single figures say
// as much about the machine. Nothing else should run meanwhile.

export interface Bench {
  instance: Instance
  seconds: number
  rounds: number
  connections: number
  /** How many times as many rows others have, for `growth`. */
  factors: readonly number[]
  /** Rows of a file that is imported. */
  rows: number
  /** Reports of the nations that are rolled up. */
  reports: readonly number[]
  /** How long `memory` goes on. */
  minutes: number
}

/** One row of the printed table. */
export interface Result {
  name: string
  figures: Record<string, number>
  /** What the figure named `ratio` should reach; absent where nothing was set. */
  goal?: number
  /** What other figures should not pass. */
  most?: Readonly<Record<string, number>>
  /** Says why the figures mean little, if they do. */
  doubt?: string
}

const suites: Record<string, { about: string; run(bench: Bench): Promise<Result[]> }> = {
  start: startBench,
  reads: readBench,
  writes: writeBench,
  subscriptions: subscriptionBench,
  growth: growthBench,
  exports: exportsBench,
  imports: importsBench,
  rollups: rollupsBench,
  upkeep: upkeepBench,
  sizes: sizeBench,
  memory: memoryBench,
}

const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: {
    scale: { type: 'string', default: '1' },
    seconds: { type: 'string', default: '4' },
    rounds: { type: 'string', default: '3' },
    connections: { type: 'string', default: '32' },
    factors: { type: 'string', default: '1,10' },
    rows: { type: 'string', default: '100000' },
    reports: { type: 'string', default: '500000,5000000' },
    minutes: { type: 'string', default: '10' },
    json: { type: 'string' },
  },
})
const wanted = positionals.length > 0 ? positionals : Object.keys(suites)
const unknown = wanted.filter((name) => !(name in suites))
if (unknown.length > 0)
  throw new Error(`There is no ${unknown.join(', ')}; there are: ${Object.keys(suites).join(', ')}`)

const instance = await startInstance()
try {
  const size = sizeOf(Number(values.scale))
  console.log(`${cpus().length} cores, ${Math.round(totalmem() / 2 ** 30)} GiB, Node ${process.version}`)
  console.log(
    `making ${size.provinces} provinces × ${size.plansEach} plans × ${size.tasksEach} tasks × ${size.reportsEach} reports …`,
  )
  await makeNation(instance.owner, size)
  // Otherwise the service would, while it is already being timed.
  await buildSummaries(instance)
  const bench = {
    instance,
    seconds: Number(values.seconds),
    rounds: Number(values.rounds),
    connections: Number(values.connections),
    factors: values.factors.split(',').map(Number),
    rows: Number(values.rows),
    reports: values.reports.split(',').map(Number),
    minutes: Number(values.minutes),
  }
  const results: Record<string, Result[]> = {}
  for (const name of wanted) {
    const suite = suites[name] as (typeof suites)[string]
    console.log(`\n${name}: ${suite.about}\n`)
    results[name] = await suite.run(bench)
    console.log(table(results[name]))
  }
  if (values.json !== undefined) writeFileSync(values.json, JSON.stringify(results, null, 2))
} finally {
  await instance.stop()
}

function table(results: readonly Result[]): string {
  const columns = [...new Set(results.flatMap(({ figures }) => Object.keys(figures)))]
  const cell = (value: number | undefined) =>
    value === undefined ? '' : value.toFixed(value < 10 ? 2 : value < 100 ? 1 : 0)
  const judged = (fits: boolean, goal: string) => `${fits ? 'reaches' : 'MISSES'} ${goal}`
  const rows = results.map(({ name, figures, goal, most = {}, doubt }) => [
    name,
    ...columns.map((column) => cell(figures[column])),
    goal === undefined ? '' : judged((figures['ratio'] ?? 0) >= goal, `${goal}`),
    Object.entries(most)
      .map(([of, limit]) => judged((figures[of] ?? Infinity) <= limit, `${of} ${limit}`))
      .join(', '),
    doubt ?? '',
  ])
  const lines = [['', ...columns, 'goal', '', ''], ...rows]
  const widths = lines[0]!.map((_, column) => Math.max(...lines.map((line) => line[column]!.length)))
  return lines
    .map((line) =>
      line
        .map((text, i) => (i === 0 ? text.padEnd(widths[i]!) : text.padStart(widths[i]!)))
        .join('  ')
        .trimEnd(),
    )
    .join('\n')
}
