import { buildSchema } from 'graphql'
import { schemaText } from '../../src/api.ts'
import { createApp } from '../helpers/app.ts'
import { probeDatabase, type Fault } from './probes.ts'
import { probeCursors, probeReads, unknownArguments, type Cell } from './read-cells.ts'
import { probeRest } from './rest-cells.ts'
import { probeRoutes } from './routes.ts'
import { probeSubscriptions } from './subscriptions.ts'
import { probeTwins } from './twins.ts'
import { askersOf, generous } from './viewers.ts'
import type { World } from './world.ts'
import { probeOwnWrites, probeWrites } from './write-cells.ts'

export interface Test {
  teardown(work: () => unknown): void
}

const schema = buildSchema(schemaText)

export type Part = 'reads' | 'cursors' | 'routes' | 'writes' | 'subscriptions' | 'merger'

/**
 * What is made from the schema, on one clone of the filled database. Returns how many things were tried, by part. `only`:
 * by the questions of these names alone.
 */
export async function prove(
  t: Test,
  world: World,
  fault: Fault,
  parts: readonly Part[],
  only?: RegExp,
): Promise<Record<string, number>> {
  const tried: Record<string, number> = {}
  for (const unknown of unknownArguments(schema, world)) fault(unknown)
  const app = await createApp(t, { env: generous })
  const askers = askersOf(app, world)
  const has = (part: Part) => parts.includes(part)
  if (has('cursors')) tried['cursors'] = await probeCursors(app, schema, world, askers, fault, only)
  if (has('routes')) {
    tried['routes'] = await probeRoutes(app, world, askers, fault, only)
    tried['rest'] = (await probeRest(app, world, askers, fault, { only })).tried
  }
  if (has('reads')) {
    const reads = await probeReads(app, schema, world, askers, fault, only && { some: ({ name }) => only.test(name) })
    tried['reads'] = reads.tried
    if (only === undefined) tried['twins'] = await probeTwins(app, schema, world, askers, reads.answers, fault)
  }
  if (has('writes')) {
    tried['writes'] = await probeWrites(app, schema, world, askers, fault, only)
    if (only === undefined) await probeOwnWrites(app, schema, world, askers, fault)
  }
  if (has('subscriptions')) {
    tried['subscriptions'] = await probeSubscriptions(t, app, schema, world, askers, fault)
  }
  if (has('merger')) tried['merger'] = await proveBeforeMerger(t, world, fault, only)
  return tried
}

/** What the database alone allows. */
export async function proveDatabase(t: Test, world: World, fault: Fault): Promise<number> {
  const app = await createApp(t)
  return probeDatabase(app, world, fault)
}

/** Until the day of the merger the successor reads nothing of its predecessor. */
async function proveBeforeMerger(t: Test, world: World, fault: Fault, only = /./): Promise<number> {
  const app = await createApp(t, {
    env: generous,
    prepare: (owner) => owner.query(`update successions set effective_on = '2199-01-01'`),
  })
  const askers = askersOf(app, world, false).filter(({ name }) => name === 'PROVINCE_ADMIN of A')
  const some = ({ name, tried }: Cell) => (tried?.side === 'C' || tried === undefined) && only.test(name)
  const shown: Fault = (sentence) => fault(`before the merger: ${sentence}`)
  const { tried } = await probeReads(app, schema, world, askers, shown, { some, compared: false })
  return tried
}
