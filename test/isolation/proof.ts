import { buildSchema } from 'graphql'
import { schemaText } from '../../src/api.ts'
import { createApp, type TestApp } from '../helpers/app.ts'
import { probeDatabase, type Fault } from './probes.ts'
import { probeCursors, probeReads, unknownArguments } from './read-cells.ts'
import { probeRoutes } from './routes.ts'
import { askersOf, generous, type Asker } from './viewers.ts'
import type { Side, World } from './world.ts'
import { probeOwnWrites, probeWrites } from './write-cells.ts'

export interface Test {
  teardown(work: () => Promise<void>): void
}
export const schema = buildSchema(schemaText)

/** What was tried, and what was found; parts can be left out where something else is being proved. */
export interface Proof {
  tried: Record<string, number>
  answers: Map<string, string>
  app: TestApp
  askers: Asker[]
}

/** Everything that is made from the schema, on one clone of the filled database. */
export async function prove(t: Test, world: World, fault: Fault, prepare?: (owner: TestApp['owner']) => Promise<unknown>): Promise<Proof> {
  for (const unknown of unknownArguments(schema, world)) fault(unknown)
  const app = await createApp(t, { env: generous, ...(prepare && { prepare }) })
  const askers = askersOf(app, world)
  const tried: Record<string, number> = {}
  const timed = Date.now()
  const lap = (n: string) => console.error(n, Date.now() - timed, process.cpuUsage().user / 1e6)
  tried['database'] = await probeDatabase(app, world, fault)
  lap('db')
  const { tried: asked, answers } = await probeReads(app, schema, world, askers, fault)
  tried['reads'] = asked
  lap('reads')
  tried['cursors'] = await probeCursors(app, schema, world, askers, fault)
  lap('cursors')
  tried['routes'] = await probeRoutes(app, world, askers, fault)
  lap('routes')
  tried['writes'] = await probeWrites(app, schema, world, askers, fault)
  lap('writes')
  await probeOwnWrites(app, schema, world, askers, fault)
  return { tried, answers, app, askers }
}

/** Whose rows are taken out of a second world, and who must not be able to tell the two apart. */
export const twins: Record<string, { without: readonly Side[] | 'hidden'; asker: RegExp }> = {
  'A can’t tell whether B has any rows': { without: ['B'], asker: /^PROVINCE_ADMIN of A/ },
  'B can’t tell whether A and C have any rows': { without: ['A', 'C'], asker: /^PROVINCE_ADMIN of B/ },
  'C can’t tell whether A and B have any rows': { without: ['A', 'B'], asker: /^PROVINCE_ADMIN of C/ },
  'the ministry can’t tell whether anything unpublished exists': { without: 'hidden', asker: /^MINISTRY_ANALYST/ },
}

/** The same questions in a world in which others have nothing: every answer is the same to the byte. */
export async function proveTwin(t: Test, world: World, name: string, answers: Map<string, string>, fault: Fault): Promise<number> {
  const { without, asker } = twins[name]!
  const app = await createApp(t, {
    env: generous,
    prepare: async (owner) => {
      for (const table of world.tables) {
        const { rows } = await owner.query(`select * from information_schema.columns where table_name = $1 and column_name = 'published'`, [table])
        const keys = without === 'hidden' ? [] : without.map((side) => world.keys[side])
        const unpublished = rows.length > 0 ? 'not published' : 'true'
        // One statement each time, since a pool may take another connection for the next.
        const where = without === 'hidden' ? unpublished : `province_id in (${keys.join()})`
        await owner.query(`begin; set local session_replication_role = replica; delete from ${table} where ${where}; commit`)
      }
    },
  })
  const askers = askersOf(app, world).filter((one) => asker.test(one.name))
  const twin = await probeReads(app, schema, world, askers, () => {})
  for (const [question, answer] of twin.answers) {
    const original = answers.get(question)
    if (original !== answer) fault(`${name}: ${question}\n  ${original?.slice(0, 1500)}\n  ${answer.slice(0, 1500)}`)
  }
  return twin.answers.size
}
