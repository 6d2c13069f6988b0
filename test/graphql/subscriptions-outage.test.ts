import { setTimeout as sleep } from 'node:timers/promises'
import type { PoolClient } from 'pg'
import t from 'tap'
import { newId } from '../../src/db/ids.ts'
import { createApp } from '../helpers/app.ts'
import { approvedTask, createPlan } from '../helpers/fixtures.ts'
import { anotherInstance } from '../helpers/instance.ts'
import { subscribe, until, type Feed } from '../helpers/live.ts'
import { perform } from '../helpers/mutations.ts'

const app = await createApp(t)
const other = await anotherInstance(t, app)

const plans = 'subscription($after: String) { planChanged(after: $after) { kind cursor plan { id version } } }'
const plan = { title: 'Kế hoạch', kind: 'ANNUAL', periodStart: '2024-01-01', periodEnd: '2024-12-31' }
const told = (feed: Feed) => feed.events.map(({ kind, plan }) => [kind, plan.id, plan.version])

/** Ends connections of this database as its operator would; they have new ones when they notice. */
async function cut(names: string): Promise<number> {
  const { rowCount } = await app.owner.query(
    `select pg_terminate_backend(pid) from pg_stat_activity where datname = current_database() and application_name ~ $1`,
    [names],
  )
  return rowCount ?? 0
}

/** Keeps listeners from coming back, as while the database restarts. */
async function lockedOut(work: () => Promise<void>): Promise<void> {
  const stop = setInterval(() => void cut('^ttdn-listen$'), 5)
  try {
    await cut('^ttdn-listen$')
    await work()
  } finally {
    clearInterval(stop)
  }
}

const listeners = async () => {
  const { rows } = await app.owner.query(
    `select count(*)::integer as count from pg_stat_activity
     where datname = current_database() and application_name = 'ttdn-listen' and query like '/* beat%'`,
  )
  return rows[0].count as number
}

t.test('given an outage of the listener, when it is back, then what was committed meanwhile is told', async (t) => {
  const slugs = [app.nextProvince(), app.nextProvince()]
  const admins = slugs.map((slug) => app.viewer('PROVINCE_ADMIN', slug))
  const feeds: Feed[][] = []
  for (const admin of admins) {
    const own: Feed[] = []
    for (let i = 0; i < 10; i++) own.push(await subscribe(t, app.app, admin, plans))
    feeds.push(own)
  }
  const ministry = await subscribe(t, app.app, app.viewer('MINISTRY_ANALYST'), plans)
  const [a, b] = admins as [(typeof admins)[0], (typeof admins)[0]]
  const before = await createPlan(app, a)
  await feeds[0]![0]!.reach(1)
  const expected: unknown[][] = []
  const from = app.statements.length
  let approved = ''
  await lockedOut(async () => {
    for (let i = 0; i < 3; i++) expected.push(['CREATED', (await createPlan(app, a)).id, 1])
    await perform(app, 'updatePlan', { id: before.id, version: 1, title: 'Sửa' }, a)
    expected.push(['UPDATED', before.id, 2])
    approved = (await approvedTask(app, b)).planId
  })
  await Promise.all(
    [...feeds.flat(), ministry].map((feed) => feed.reach(feed === ministry || feeds[1]!.includes(feed) ? 1 : 5)),
  )
  for (const feed of feeds[0]!) t.strictSame(told(feed), [['CREATED', before.id, 1], ...expected])
  for (const feed of [...feeds[1]!, ministry]) t.strictSame(told(feed), [['CREATED', approved, 3]])
  const lookups = app.statements.slice(from).filter((text) => text.includes('/* changesSince */'))
  t.ok(lookups.length >= 3 && lookups.length < 21, `one statement for each scope, in each try: ${lookups.length}`)

  const late = await createPlan(app, a)
  for (const feed of feeds[0]!) {
    await feed.reach(6)
    t.strictSame(told(feed).at(-1), ['CREATED', late.id, 1], 'and it goes on')
  }
})

t.test('given an outage while writers are at work, then every listener ends up with all there is', async (t) => {
  const slug = app.nextProvince()
  const admin = app.viewer('PROVINCE_ADMIN', slug)
  const feeds = [await subscribe(t, app.app, admin, plans), await subscribe(t, other, admin, plans)]
  let writing = true
  const cutting = (async () => {
    for (let cuts = 0; writing; cuts += await cut('^ttdn-listen$')) await sleep(60)
  })()
  for (let i = 0; i < 25; i++) {
    const plan = await createPlan(app, admin)
    await perform({ app: other }, 'updatePlan', { ...plan, title: 'Sửa' }, admin)
  }
  writing = false
  await cutting
  const last = await createPlan(app, admin)
  const { rows } = await app.owner.query('select id, version from plans where province_id = $1', [app.key(slug)])
  for (const feed of feeds) {
    await until('the last plan was told', () => feed.events.some(({ plan }) => plan.id === last.id))
    const held = Object.fromEntries(feed.events.map(({ plan }) => [plan.id, plan.version]))
    t.strictSame(held, Object.fromEntries(rows.map(({ id, version }) => [id, version])))
  }
})

t.test(
  'given what was told before and after an outage, when a client goes on from any cursor, then nothing is missing',
  async (t) => {
    const slug = app.nextProvince()
    const admin = app.viewer('PROVINCE_ADMIN', slug)
    const feed = await subscribe(t, app.app, admin, plans)
    const ids: string[] = []
    ids.push((await createPlan(app, admin)).id)
    await feed.reach(1)
    await lockedOut(async () => {
      for (let i = 0; i < 2; i++) ids.push((await createPlan(app, admin)).id)
    })
    await feed.reach(3)
    ids.push((await createPlan(app, admin)).id)
    await feed.reach(4)
    for (const [i, { cursor }] of feed.events.slice(0, -1).entries()) {
      const rest = await subscribe(t, other, admin, plans, { variables: { after: cursor } })
      await until('the last plan was told', () => rest.events.some(({ plan }) => plan.id === ids[3]))
      const got = new Set(rest.events.map(({ plan }) => plan.id))
      t.ok(
        ids.slice(i + 1).every((id) => got.has(id)),
        `after ${i + 1} events`,
      )
    }
  },
)

t.test('given changes before and after an outage, when both wait to be read, then they come in order', async (t) => {
  const slug = app.nextProvince()
  const admin = app.viewer('PROVINCE_ADMIN', slug)
  const feed = await subscribe(t, app.app, admin, plans)
  const ids: string[] = []
  const taken: PoolClient[] = []
  const make = async () => ids.push((await perform({ app: other }, 'createPlan', plan, admin)).id)
  await lockedOut(async () => {
    await make()
    for (let i = 0; i < 4; i++) taken.push(await app.pools.serving.connect())
  })
  await until('both listeners are back', async () => (await listeners()) === 2)
  await make()
  await sleep(200)
  for (const client of taken) client.release()
  await feed.reach(2)
  t.strictSame(
    feed.events.map(({ plan: { id } }) => id),
    ids,
  )
})

t.test('given all connections cut, when something changes, then it is told without a new subscription', async (t) => {
  const admin = app.viewer('PROVINCE_ADMIN', app.nextProvince())
  const feed = await subscribe(t, app.app, admin, plans)
  t.ok((await cut('^ttdn')) > 1)
  // The pool notices with the next statement at the latest.
  await until('the service is back', async () => (await app.gql('{ viewer { subject } }', {}, admin)).data !== null)
  const { id } = await createPlan(app, admin)
  await feed.reach(1)
  t.strictSame(told(feed), [['CREATED', id, 1]])
})

t.test(
  'given an outage with a thousand changes and more, then those who read them are told to start anew',
  async (t) => {
    const [slug, quiet] = [app.nextProvince(), app.nextProvince()]
    const feed = await subscribe(t, app.app, app.viewer('PROVINCE_ADMIN', slug), plans)
    const unharmed = await subscribe(t, app.app, app.viewer('PROVINCE_ADMIN', quiet), plans)
    await lockedOut(async () => {
      await app.owner.query(
        `insert into audit_log (province_id, id, actor, role, action, entity, entity_id, entity_version, changes)
       select $1, id::uuid, 'job', 'IMPORTER', 'import', 'Plan', id::uuid, 2, '{}' from unnest($2::text[]) l (id)`,
        [app.key(slug), Array.from({ length: 1_001 }, newId)],
      )
    })
    await feed.reach(1)
    t.match(feed.errors, [{ extensions: { code: 'LIMIT_EXCEEDED' } }])
    const { id } = await createPlan(app, app.viewer('PROVINCE_ADMIN', quiet))
    await unharmed.reach(1)
    t.strictSame(told(unharmed), [['CREATED', id, 1]])
    // One that was cut off in its first tries waits longer before the next.
    await until('each instance has one listener', async () => (await listeners()) === 2)
  },
)
