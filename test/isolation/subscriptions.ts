import { getNamedType, type GraphQLSchema } from 'graphql'
import type { TestApp } from '../helpers/app.ts'
import { subscribe, until, type Feed } from '../helpers/live.ts'
import { perform } from '../helpers/mutations.ts'
import { cursors, nobodysId, tablesOf } from './inputs.ts'
import { marksIn } from './marks.ts'
import type { Fault } from './probes.ts'
import { documentOf, whole, type Field } from './selections.ts'
import type { Asker } from './viewers.ts'
import type { Row, Side, World } from './world.ts'
import type { Test } from './proof.ts'

/** A change of an unpublished thing that each subscription tells. One without an entry fails the proof. */
const changes: Record<string, (rows: (table: string) => Row[]) => { mutation: string; row: Row; input: object }> = {
  planChanged: (rows) => ({ mutation: 'updatePlan', row: rows('plans').find(isDraft)!, input: { title: 'Changed' } }),
  taskChanged: (rows) => ({
    mutation: 'updateTask',
    row: rows('tasks').find(({ filed }) => filed === false)!,
    input: { title: 'Changed' },
  }),
  progressReportChanged: (rows) => {
    const row = rows('progress_reports').find((one) => isDraft(one) && one['task_id'] === null)!
    return { mutation: 'saveProgressReport', row, input: { period: row['period_code'], causes: 'Changed' } }
  },
}
const isDraft = ({ status }: Row) => status === 'DRAFT'

/** Subscriptions that follow one thing of a table by its id, and are refused where there is none. */
const followed: Record<string, string> = { importJobChanged: 'import_jobs' }

/** Everybody follows what is B's: refused like what is nobody's, but for B's own administrator. */
async function probeFollowed(
  t: Test,
  app: TestApp,
  schema: GraphQLSchema,
  world: World,
  askers: readonly Asker[],
  fault: Fault,
  field: Field,
): Promise<number> {
  const query = documentOf(field, schema, 1, { operation: 'subscription' })
  const rows = world.rows[followed[field.name]!]!.B
  for (const asker of askers.filter(({ viewer }) => viewer !== undefined)) {
    for (const { id } of rows) {
      const name = `${asker.name}: ${field.name}(id of B)`
      const follow = async (of: string) => {
        const feed = await subscribe(t, app.app, asker.viewer!, query, { variables: { id: of } })
        await until(`${name} is answered`, () => feed.events.length > 0 || feed.errors !== undefined)
        feed.stop()
        return { feed, told: JSON.stringify([feed.events, feed.errors ?? null]) }
      }
      const { feed, told } = await follow(id)
      const own = asker.name === 'PROVINCE_ADMIN of B'
      if (own && feed.events.length === 0) fault(`${name} proves nothing: ${told.slice(0, 500)}`)
      if (own) continue
      if (marksIn(told, id, asker.forbidden).length > 0 || feed.events.length > 0) fault(`${name}: tells ${told}`)
      const nobodys = (await follow(nobodysId)).told
      if (told.replaceAll(id, nobodysId) !== nobodys) fault(`${name} is refused otherwise than nobody's: ${told}`)
    }
  }
  return askers.length * rows.length
}

/** Everybody listens to everything, B and A change something, and nobody hears of what isn't theirs. */
export async function probeSubscriptions(
  t: Test,
  app: TestApp,
  schema: GraphQLSchema,
  world: World,
  askers: readonly Asker[],
  fault: Fault,
): Promise<number> {
  let tried = 0
  const listening = askers.filter(({ name }) => /^(PROVINCE_ADMIN|PROVINCE_VIEWER of A|MINISTRY)/.test(name))
  for (const field of Object.values(schema.getSubscriptionType()?.getFields() ?? {})) {
    if (field.name in followed) {
      tried += await probeFollowed(t, app, schema, world, askers, fault, field)
      continue
    }
    const change = changes[field.name]
    if (change === undefined) {
      fault(`test/isolation/subscriptions.ts has no entry for ${field.name}`)
      continue
    }
    const feeds: { name: string; asker: Asker; feed: Feed; deaf: boolean }[] = []
    const open = async (asker: Asker, name: string, query: string, variables: object, deaf: boolean) => {
      const feed = await subscribe(t, app.app, asker.viewer!, query, { variables })
      feeds.push({ name: `${asker.name}: ${name}`, asker, feed, deaf })
      tried += 1
      return feed
    }
    const query = documentOf(field, schema, 1, { operation: 'subscription' })
    for (const asker of listening) {
      await open(asker, field.name, query, {}, false)
      if (asker.side === 'B') continue
      for (const arg of field.args.filter(({ name }) => !cursors.has(name))) {
        const [table] = tablesOf(`Subscription.${field.name}`, arg.name, world)
        const foreign = world.rows[table!]!.B.filter((row) => row['published'] === false || asker.side)
        for (const { id } of foreign.slice(0, 8))
          await open(asker, `${field.name}(${arg.name} of B)`, query, { [arg.name]: id }, true)
      }
    }
    const heard = (side: Side) =>
      feeds.find(({ asker }) => asker.name === `PROVINCE_ADMIN of ${side}`)!.feed.events.length
    for (const side of ['B', 'C', 'A'] as const) {
      const { mutation, row, input } = change((table) => world.rows[table]![side])
      const admin = askers.find(({ name }) => name === `PROVINCE_ADMIN of ${side}`)!
      const before = heard(side)
      await perform(app, mutation, { id: row.id, version: row['version'], ...input }, admin.viewer!)
      await until(`${side} hears of its own ${field.name}`, () => heard(side) > before).catch((error: Error) =>
        fault(`${field.name} proves nothing: ${error.message}`),
      )
    }
    // What came later has been heard, so what came before would have been.
    const cursor = feeds.find(({ asker }) => asker.name === 'PROVINCE_ADMIN of B')!.feed.events[0]?.cursor
    for (const { name, asker, feed, deaf } of feeds) {
      const told = JSON.stringify([feed.events, feed.errors ?? null])
      const leaked = marksIn(told, '', asker.forbidden)
      if (leaked.length > 0)
        fault(`${name}: tells of ${leaked.map((mark) => mark.name).join(' and ')}: ${told.slice(0, 500)}`)
      if (deaf && feed.events.length > 0) fault(`${name}: tells something: ${told.slice(0, 500)}`)
      if (feed.errors !== undefined) fault(`${name}: ends: ${told.slice(0, 500)}`)
      feed.stop()
    }
    if (!field.args.some(({ name }) => name === 'after')) continue
    const selection = whole(getNamedType(field.type), 0)
    const after = (text: unknown) => `subscription { ${field.name}(after: ${JSON.stringify(text)}) ${selection} }`
    for (const asker of listening.filter(({ side }) => side !== 'B')) {
      const answers = await Promise.all(
        [cursor, nobodysId].map(async (text) => (await subscribe(t, app.app, asker.viewer!, after(text))).errors),
      )
      tried += 1
      if (answers[0] === undefined || JSON.stringify(answers[0]) !== JSON.stringify(answers[1])) {
        fault(`${asker.name}: ${field.name} takes a cursor of B: ${JSON.stringify(answers)}`)
      }
    }
  }
  return tried
}
