import { buildSchema, validate, parse } from 'graphql'
import t from 'tap'
import { schemaText } from '../../src/api.ts'
import { createApp } from '../helpers/app.ts'
import { randomQuery } from '../helpers/random-query.ts'
import { randomly } from '../helpers/random-work.ts'
import { createWorld } from '../helpers/world.ts'

const app = await createApp(t)
const world = await createWorld(app, app.nextProvince(), 6)
const schema = buildSchema(schemaText)
const queries = Number(process.env['QUERIES'] ?? 60)
const seed = Number(process.env['SEED'] ?? Date.now() % 1_000_000)

const ids = (['departments', 'plans', 'tasks', 'taskReports', 'planReports', 'recommendations'] as const).flatMap(
  (table) => world[table].map(({ id }) => id),
)
const pool = {
  ID: [...ids, ...ids, 'nobody', '00000000-0000-0000-0000-000000000000'],
  String: [world.slug, world.slug, 'lang-son', 'vụ 02', '2015-M03', '1/KH-UBND', 'COURSES_HELD', '', null],
  Int: [1, 2, 3, 5, 2015, 2015, 0, -1, 101],
  Float: [0, 1.5],
  Boolean: [true, false],
  Date: ['2015-03-31', '2026-01-01'],
  DateTime: ['2015-03-31T00:00:00Z', '2030-01-01T00:00:00.123456Z'],
  Money: ['1000', 5],
}
const viewers = [
  app.viewer('PROVINCE_ADMIN', world.slug),
  app.viewer('PROVINCE_VIEWER', world.slug),
  app.viewer('MINISTRY_ANALYST'),
  app.viewer('MINISTRY_ADMIN'),
  app.viewer('IMPORTER', world.slug),
]

t.test('given any query, when its answer is sent as Postgres made it, then it is that of the executor', async (t) => {
  const random = randomly(seed)
  let direct = 0
  for (let i = 0; i < queries; i++) {
    const { query, variables } = randomQuery(schema, random, pool)
    const [fault] = validate(schema, parse(query))
    if (fault) continue
    const viewer = random.one(viewers)
    // Nobody asks for a price and gets an answer that wasn't executed.
    const executed = await app.gql(query, variables, viewer, { 'x-query-cost': '1' })
    for (let run = 0; run < 2; run++) await app.gql(query, variables, viewer)
    const answer = await app.gql(query, variables, viewer)
    const told = JSON.stringify({ variables, query, as: viewer.role, seed })
    t.equal(JSON.stringify(bare(answer)), JSON.stringify(bare(executed)), told)
    if (answer.statements[0] !== executed.statements[0]) direct++
  }
  t.ok(direct > queries / 3, `${direct} of ${queries} were sent as they were made`)
})

const bare = ({ status, data, errors }: Awaited<ReturnType<typeof app.gql>>) => ({ status, data, errors })
