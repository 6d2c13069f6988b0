import type pg from 'pg'
import { derivedUrl } from '../../src/db/login-roles.ts'
import { tenantDoor } from '../../src/db/tenancy.ts'
import { bulkWrites } from './bulk-writes.ts'
import type { Instance } from './instance.ts'
import { load, summed, type Request, type Round } from './load.ts'
import type { Served } from './processes.ts'
import { resultOf } from './read-bench.ts'
import type { Bench, Result } from './run.ts'
import { courses, freshRows, requestsOf, type Course, type Row } from './steps.ts'
import { buildSummaries, poolsOf } from './summary.ts'

export const about =
  'what 16 writers pay for the summary of rollups, beside the same API without it (“route”); transactions that change much, which may never ' +
  'lock each other out; and what it costs a read to look whether mergers still stand'

const connections = 16
/** Of the writes a second without upkeep, so many are left with it. */
const goal = 0.7
/** More than one process does. */
const mostWritesPerSecond = 1_300
/** How long each side is asked before it counts: Node compiles what it runs often only after thousands of requests. */
const warmUpSeconds = 9

export async function run(bench: Bench): Promise<Result[]> {
  const provinces = await apart(bench.instance.owner)
  return [
    ...(await steadyWrites(bench, provinces)),
    ...(await bulkWrites(bench, provinces.slice(1, 4))),
    await entering(bench),
  ]
}

/** Steps that change figures, through the API with the summary kept and without, on many provinces and on one. */
async function steadyWrites(bench: Bench, all: readonly { id: number }[]): Promise<Result[]> {
  const { instance, seconds, rounds } = bench
  const warmUps = warmUpRounds(seconds)
  await buildSummaries(instance)
  const sides = [await apiOf(instance, 3931, 'yes'), await apiOf(instance, 3932, 'no')] as const
  const results: Result[] = []
  for (const [where, provinces] of [
    ['many provinces', all],
    ['one province', all.slice(0, 1)],
  ] as const) {
    for (const stage of ['submitted', 'new'] as const) {
      const some = Object.entries(courses).filter(([, { from }]) => from === stage)
      const most = Math.max(...some.map(([, course]) => shareOf(course, seconds)))
      const rows = await freshRows(instance, provinces, 2 + 2 * (warmUps + rounds) * most, stage)
      for (const [name, course] of some) {
        const [kept, unkept] = await timed(bench, sides, course, [...rows])
        results.push(resultOf({ name: `${name}, ${where}`, goal }, summed(kept), summed(unkept)))
      }
    }
  }
  for (const side of sides) await side.stop()
  return results
}

/** The rounds of both sides that count, in turn. */
async function timed(
  { instance, seconds, rounds }: Bench,
  sides: readonly Served[],
  course: Course,
  left: Row[],
): Promise<[Round[], Round[]]> {
  const taken: [Round[], Round[]] = [[], []]
  const warmUps = warmUpRounds(seconds)
  // By one row more for each side it is seen to work.
  for (const { url } of sides) {
    for (const request of requestsOf(instance, course, left.pop() as Row)) await succeeds(url, request)
  }
  for (let round = 0; round < warmUps + rounds; round++) {
    for (const [at, side] of sides.entries()) {
      const requests = left.splice(0, shareOf(course, seconds)).flatMap((row) => requestsOf(instance, course, row))
      const one = await load({ ...side, postmaster: instance.postmaster, connections, seconds, requests })
      if (one.rate * seconds > requests.length) throw new Error('More was asked than there are rows')
      if (round >= warmUps) taken[at]?.push(one)
    }
  }
  return taken
}

const warmUpRounds = (seconds: number): number => Math.ceil(warmUpSeconds / seconds)

/** Rows of one round on one side: as many for each connection as for the others, which does all that is done with a row. */
const shareOf = ({ steps }: Course, seconds: number): number =>
  Math.ceil((mostWritesPerSecond * seconds) / (steps.length * connections)) * connections

const apiOf = (instance: Instance, port: number, keeps: 'yes' | 'no'): Promise<Served> =>
  instance.rival(
    'unkept-service.ts',
    port,
    {
      NATIONAL_URL: derivedUrl(instance.ownerUrl, 'app_national'),
      KEEPS_SUMMARY: keeps,
      NODE_ENV: 'production',
      JWT_SECRET: instance.secret,
      DATABASE_URL: instance.ownerUrl,
      COST_PER_MINUTE: '0',
      CALLER_OPERATIONS: '16',
    },
    '/health/live',
  )

/** Provinces that have merged into none, and none into them. */
async function apart(owner: pg.Pool): Promise<{ id: number; slug: string }[]> {
  const { rows } = await owner.query<{ id: number; slug: string }>(
    `select id, slug from provinces p where not exists (
       select from successions s where s.successor_id = p.id or s.predecessor_id = p.id) order by id`,
  )
  return rows
}

async function succeeds(url: string, { path, headers, body }: Request): Promise<void> {
  const answer = await (await fetch(url + path, { method: 'POST', headers, body })).text()
  if (!answer.includes('"userErrors":[]')) throw new Error(answer)
}

/** One plan by its id, at the door of a province that others have merged into, and at the same door if none were looked up. */
async function entering({ instance, seconds, rounds }: Bench): Promise<Result> {
  const pools = poolsOf(instance)
  const heirs = await instance.owner.query<{ heir: number; others: number[] }>(
    `select successor_id as heir, array_agg(predecessor_id) as others from successions where withdrawn_at is null
     group by 1 order by count(*) desc limit 1`,
  )
  const { heir, others } = heirs.rows[0] as { heir: number; others: number[] }
  const plans = await instance.owner.query('select id from plans where province_id = $1 limit 1', [heir])
  const statement = {
    name: 'planById',
    text: 'select p.title as json from plans p where p.province_id = any ($1::integer[]) and p.id = $2',
    values: [[heir, ...others], plans.rows[0].id],
  }
  const taken: [number[], number[]] = [[], []]
  for (let round = 0; round <= rounds; round++) {
    for (const [at, merged] of [true, false].entries()) {
      const door = tenantDoor(pools, { readable: [heir, ...others], own: null, merged })
      let done = 0
      const end = performance.now() + seconds * 1000
      await Promise.all(
        Array.from({ length: connections }, async () => {
          for (; performance.now() < end; done++) await door.read(statement)
        }),
      )
      if (round > 0) taken[at]?.push(done / seconds)
    }
  }
  await pools.end()
  const [ours, theirs] = taken.map((rates) => rates.reduce((sum, rate) => sum + rate, 0) / rates.length) as [
    number,
    number,
  ]
  return {
    name: 'a plan by its id, of a province with mergers',
    figures: { 'req/s': ours, 'route req/s': theirs, ratio: ours / theirs },
  }
}
