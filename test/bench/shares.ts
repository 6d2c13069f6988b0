import t from 'tap'
import { createApp, type TestApp } from '../helpers/app.ts'

// `npm test test/bench/shares.ts`: what a province's front end notices while an integrator asks for rollups without end.
// Its figures depend on the machine, so this is no part of the tests; only a ratio that nothing explains fails.

const provinces = 63
const plansEach = 40
const tasksEach = 20
const seconds = 5
const integratorAsks = 40

t.test(
  'given an integrator that saturates rollups, when a province reads, then its median stays near what it was',
  async (t) => {
    const held = await medians(t, {})
    const free = await medians(t, { CALLER_OPERATIONS: '500', MINISTRY_OPERATIONS: '500' })
    t.comment(`alone ${show(held.alone)}, beside it ${show(held.beside)}; without shares ${show(free.beside)}`)
    t.comment(`rollups meanwhile: ${held.rollups} with shares, ${free.rollups} without`)
    t.ok(held.beside.median < Math.max(20 * held.alone.median, 100), 'the province still reads at once')
  },
)

interface Times {
  median: number
  p95: number
}

async function medians(t: Parameters<typeof createApp>[0], env: Record<string, string>) {
  const app = await createApp(t, { poolSize: 10, env: { ...env, COST_PER_MINUTE: '0' } })
  await fill(app)
  const viewer = app.viewer('PROVINCE_VIEWER', 'lang-son')
  const analyst = app.viewer('MINISTRY_ANALYST')
  const post = (query: string, headers: object) =>
    app.app.inject({ method: 'POST', url: '/graphql', headers: { ...headers }, payload: { query } })
  const read = () =>
    post('{ plans(first: 1) { nodes { title tasks(first: 20) { nodes { title status } } } } }', viewer.headers)
  for (let run = 0; run < 20; run++) await read()
  const alone = await timed(read)
  const integrator = { stops: false }
  let rollups = 0
  const rollup =
    '{ nationalRollup(groupBy: [PROVINCE, YEAR, CATEGORY]) { rows { province { name } tasks overdueTasks progress reportsDue } } }'
  const asks = Array.from({ length: integratorAsks }, async () => {
    while (!integrator.stops) if ((await post(rollup, analyst.headers)).statusCode === 200) rollups++
  })
  const beside = await timed(read)
  integrator.stops = true
  await Promise.all(asks)
  return { alone, beside, rollups }
}

async function timed(work: () => Promise<{ statusCode: number }>): Promise<Times> {
  const times: number[] = []
  for (const end = performance.now() + seconds * 1_000; performance.now() < end;) {
    const started = performance.now()
    if ((await work()).statusCode !== 200) throw new Error('The province was refused')
    times.push(performance.now() - started)
  }
  times.sort((a, b) => a - b)
  return { median: times[times.length >> 1] as number, p95: times[Math.floor(times.length * 0.95)] as number }
}

const show = ({ median, p95 }: Times) => `${median.toFixed(1)} ms (95 %: ${p95.toFixed(1)} ms)`

async function fill({ owner }: TestApp): Promise<void> {
  await owner.query(
    `insert into plans (province_id, id, title, kind, status, period_start, period_end, reporting_period, objectives, published)
     select p.id, uuidv7(), 'Kế hoạch ' || n, 'ANNUAL', 'APPROVED', make_date(2015 + n % 10, 1, 1), make_date(2015 + n % 10, 12, 31),
       'QUARTER', '{}', true from provinces p, generate_series(1, ${plansEach}) n order by p.id limit ${provinces * plansEach}`,
  )
  await owner.query(
    `insert into tasks (province_id, id, plan_id, ordinal, title, category, status, due_on, due_precision, published)
     select province_id, uuidv7(), id, n, 'Nhiệm vụ ' || n, (array['TRAINING', 'EVENT', 'BORDER'])[1 + n % 3], 'IN_PROGRESS', period_end,
       'DAY', true from plans, generate_series(1, ${tasksEach}) n`,
  )
  await owner.query('analyze')
}
