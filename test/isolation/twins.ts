import type { TestApp } from '../helpers/app.ts'
import { isSummary } from './grants.ts'
import type { Fault } from './probes.ts'
import { probeReads } from './read-cells.ts'
import { probeRest } from './rest-cells.ts'
import { inOrder, type Asker } from './viewers.ts'
import type { World } from './world.ts'
import type { GraphQLSchema } from 'graphql'

/** Which rows are taken away, and who must not be able to tell. */
const twins: readonly {
  name: string
  gone: (world: World, published: boolean, table: string) => string
  asker: RegExp
}[] = [
  {
    name: 'A can tell that B has rows',
    gone: ({ keys }) => `province_id = ${keys.B}`,
    asker: /^PROVINCE_ADMIN of A/,
  },
  {
    name: 'B can tell that A or C has rows',
    gone: ({ keys }) => `province_id in (${keys.A}, ${keys.C})`,
    asker: /^PROVINCE_ADMIN of B/,
  },
  {
    name: 'C can tell that A or B has rows',
    gone: ({ keys }) => `province_id in (${keys.A}, ${keys.B})`,
    asker: /^PROVINCE_ADMIN of C/,
  },
  {
    name: 'the ministry can tell that something unpublished exists',
    gone: (_, published, table) =>
      published ? 'not published' : isSummary(table) ? 'false' : 'province_id is not null',
    asker: /^MINISTRY_ANALYST/,
  },
]

/** Of the REST side what answers with rows. What tells of the process is never twice the same, and nor is a packed file. */
const ofRows = { only: /^GET \/api\/(?!.*(xlsx|templates))/, compared: false }

/**
 * The same questions in a world in which the others have nothing. Every answer must be the same to the byte: not only no
 * value of another province, but no count, sum, order or error that depends on one.
 */
export async function probeTwins(
  app: TestApp,
  schema: GraphQLSchema,
  world: World,
  askers: readonly Asker[],
  answers: ReadonlyMap<string, string>,
  fault: Fault,
): Promise<number> {
  const { rows: columns } = await app.owner.query<{ table: string; names: string; published: boolean }>(
    `select table_name as table, bool_or(column_name = 'published') as published,
       string_agg(column_name, ', ') filter (where is_generated = 'NEVER') as names
     from information_schema.columns where table_schema = 'public' and table_name = any ($1) group by 1`,
    [world.tables],
  )
  const change = (statements: readonly string[]) =>
    app.owner.query(['begin', 'set local session_replication_role = replica', ...statements, 'commit'].join('; '))
  await change(['create schema kept', ...world.tables.map((table) => `create table kept.${table} as table ${table}`)])
  const restored = columns.flatMap(({ table, names }) => [
    `delete from ${table}`,
    `insert into ${table} (${names}) select ${names} from kept.${table}`,
  ])
  const known = askers.filter((one) => twins.some(({ asker }) => asker.test(one.name)))
  const { answers: restAnswers } = await probeRest(app, world, known, () => {}, ofRows)
  let compared = 0
  for (const { name, gone, asker } of twins) {
    const removed = columns.map(({ table, published }) => `delete from ${table} where ${gone(world, published, table)}`)
    await change([...restored, ...removed])
    const some = askers.filter((one) => asker.test(one.name))
    const twin = await probeReads(app, schema, world, some, () => {}, { compared: false })
    const rest = await probeRest(app, world, some, () => {}, ofRows)
    for (const [question, answer] of [...twin.answers, ...rest.answers]) {
      compared += 1
      const original = answers.get(question) ?? restAnswers.get(question) ?? ''
      if (inOrder(original) === inOrder(answer)) continue
      fault(`${name}: ${question}\n  ${original.slice(0, 1000)}\n  ${answer.slice(0, 1000)}`)
    }
  }
  await change([...restored, 'drop schema kept cascade'])
  return compared
}
