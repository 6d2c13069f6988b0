import { setTimeout as sleep } from 'node:timers/promises'
import t from 'tap'
import { newId } from '../../src/db/ids.ts'
import { tenantDoor } from '../../src/db/tenancy.ts'
import { createPlan as planCommand } from '../../src/features/plans/commands.ts'
import { createApp, type Viewer } from '../helpers/app.ts'
import { approvedTask, createPlan } from '../helpers/fixtures.ts'
import { anotherInstance } from '../helpers/instance.ts'
import { subscribe, until, type Feed } from '../helpers/live.ts'
import { perform } from '../helpers/mutations.ts'

const app = await createApp(t)
const other = await anotherInstance(t, app)

const plans = 'subscription($after: String) { planChanged(after: $after) { kind cursor plan { id version } } }'
const since = (feed: Feed) => ({ variables: { after: feed.events.at(-1).cursor } })
const ids = (feed: Feed) => feed.events.map(({ plan }) => plan.id)
const told = (feed: Feed) => feed.events.map(({ kind, plan }) => [kind, plan.id, plan.version])

const input = { title: 'Kế hoạch', kind: 'ANNUAL', periodStart: '2024-01-01', periodEnd: '2024-12-31' } as const
const callerIn = (slug: string) => ({
  viewer: { subject: 's', role: 'PROVINCE_ADMIN', province: { id: app.key(slug), slug }, departmentId: null } as const,
  actor: { subject: 's', role: 'PROVINCE_ADMIN', requestId: null },
  merger: null,
})

/** Makes a plan in a transaction that commits when it is told to; returns once the plan is written. */
async function slowPlan(slug: string): Promise<{ id: string; commit(): Promise<void> }> {
  const key = app.key(slug)
  let written: (id: string) => void = () => {}
  let commit = () => {}
  const id = new Promise<string>((resolve) => (written = resolve))
  const go = new Promise<void>((resolve) => (commit = resolve))
  const done = tenantDoor(app.pools, { readable: [key], own: key }).write(async (tx) => {
    written(await planCommand(tx, callerIn(slug), input))
    await go
  })
  return { id: await id, commit: () => (commit(), done) }
}

t.test('given a cursor, when a client comes back, then it is told what it missed, and goes on live', async (t) => {
  const slug = app.nextProvince()
  const admin = app.viewer('PROVINCE_ADMIN', slug)
  const first = await subscribe(t, app.app, admin, plans)
  const a = await createPlan(app, admin)
  await createPlan(app, admin)
  await first.reach(2)
  first.stop()
  await perform(app, 'updatePlan', { id: a.id, version: 1, title: 'Sửa' }, admin)
  await perform(app, 'updatePlan', { id: a.id, version: 2, title: 'Sửa nữa' }, admin)
  const c = await createPlan(app, admin)
  await perform(app, 'updatePlan', { id: c.id, version: 1, title: 'Sửa' }, admin)
  const second = await subscribe(t, other, app.viewer('PROVINCE_VIEWER', slug), plans, since(first))
  await second.reach(2)
  const d = await createPlan(app, admin)
  await second.reach(3)
  const missed = [
    ['UPDATED', a.id, 3],
    ['CREATED', c.id, 2],
  ]
  const live = ['CREATED', d.id, 1]
  t.strictSame(told(second), [...missed, live])
  const third = await subscribe(t, app.app, admin, plans, since(second))
  const e = await createPlan(app, admin)
  await third.reach(1)
  t.strictSame(told(third), [['CREATED', e.id, 1]])
})

t.test(
  'given an event that caught up, when its cursor is used, then what came later is told, and no more',
  async (t) => {
    const slug = app.nextProvince()
    const admin = app.viewer('PROVINCE_ADMIN', slug)
    const first = await subscribe(t, app.app, admin, plans)
    await createPlan(app, admin)
    await first.reach(1)
    first.stop()
    const missed = [await createPlan(app, admin), await createPlan(app, admin)]
    const slow = await slowPlan(slug)
    const second = await subscribe(t, app.app, admin, plans, since(first))
    await second.reach(2)
    second.stop()
    await slow.commit()
    const third = await subscribe(t, app.app, admin, plans, since(second))
    const last = await createPlan(app, admin)
    await third.reach(2)
    t.strictSame(
      ids(second),
      missed.map(({ id }) => id),
    )
    t.strictSame(ids(third), [slow.id, last.id])
    // Who was cut off before the last of them asks for all of them again.
    const again = await subscribe(t, app.app, admin, plans, { variables: { after: second.events[0].cursor } })
    await again.reach(4)
    t.strictSame(ids(again), [...missed.map(({ id }) => id), slow.id, last.id])
  },
)

t.test('given a transaction elsewhere that goes on, when a cursor is used, then nothing is told again', async (t) => {
  const slug = app.nextProvince()
  const admin = app.viewer('PROVINCE_ADMIN', slug)
  const elsewhere = await slowPlan(app.nextProvince())
  const first = await subscribe(t, app.app, admin, plans)
  const a = await createPlan(app, admin)
  const b = await createPlan(app, admin)
  await first.reach(2)
  first.stop()
  await perform(app, 'updatePlan', { id: a.id, version: 1, title: 'Sửa' }, admin)
  const second = await subscribe(t, app.app, admin, plans, since(first))
  await second.reach(1)
  second.stop()
  const third = await subscribe(t, app.app, admin, plans, since(second))
  const c = await createPlan(app, admin)
  await third.reach(1)
  t.strictSame(ids(first), [a.id, b.id])
  t.strictSame(told(second), [['UPDATED', a.id, 2]])
  t.strictSame(told(third), [['CREATED', c.id, 1]])
  await elsewhere.commit()
})

t.test('given a change that commits while a client catches up, then it is told once', async (t) => {
  const slug = app.nextProvince()
  const admin = app.viewer('PROVINCE_ADMIN', slug)
  const first = await subscribe(t, app.app, admin, plans)
  await createPlan(app, admin)
  await first.reach(1)
  for (let i = 0; i < 10; i++) {
    const slow = await slowPlan(slug)
    // As soon as the look into the log is on its way.
    const note = app.statements.push
    app.statements.push = (text) => {
      if (text.includes('/* changesSince */')) void slow.commit()
      return note.call(app.statements, text)
    }
    const feed = await subscribe(t, app.app, admin, plans, { variables: { after: first.events[0].cursor } })
    await until('it was told', () => ids(feed).includes(slow.id))
    app.statements.push = note
    const last = await createPlan(app, admin)
    await until('it was told', () => ids(feed).includes(last.id))
    feed.stop()
    t.equal(ids(feed).filter((id) => id === slow.id).length, 1)
  }
})

t.test('given a transaction that began early, when it commits late, then no cursor is behind it', async (t) => {
  const slug = app.nextProvince()
  const admin = app.viewer('PROVINCE_ADMIN', slug)
  const slow = await slowPlan(slug)
  const first = await subscribe(t, app.app, admin, plans)
  const quick = await createPlan(app, admin)
  await first.reach(1)
  const { cursor } = first.events[0]
  first.stop()
  await slow.commit()
  const again = await subscribe(t, app.app, admin, plans, { variables: { after: cursor } })
  const last = await createPlan(app, admin)
  await again.reach(2)
  t.strictSame(told(first), [['CREATED', quick.id, 1]])
  t.strictSame(told(again), [
    ['CREATED', slow.id, 1],
    ['CREATED', last.id, 1],
  ])
})

t.test(
  'given one transaction with many changes, when the line is lost in between, then the rest follows',
  async (t) => {
    const slug = app.nextProvince()
    const admin = app.viewer('PROVINCE_ADMIN', slug)
    const first = await subscribe(t, app.app, admin, plans)
    const made: string[] = []
    const key = app.key(slug)
    await tenantDoor(app.pools, { readable: [key], own: key }).write(async (tx) => {
      for (let i = 0; i < 40; i++) {
        made.push(await planCommand(tx, callerIn(slug), input))
        // What began later and has ended already: to Postgres this transaction then lies among the past ones.
        if (i === 5) await createPlan(app, app.viewer('PROVINCE_ADMIN', app.nextProvince()))
      }
    })
    await first.reach(40)
    for (const i of [0, 1, 29, 30, 38]) {
      const { cursor } = first.events[i]
      const rest = await subscribe(t, app.app, admin, plans, { variables: { after: cursor } })
      await rest.reach(39 - i)
      rest.stop()
      t.strictSame(ids(rest), made.slice(i + 1))
    }
  },
)

t.test('given writers at work, when a client keeps losing its line, then it ends up with all there is', async (t) => {
  const slug = app.nextProvince()
  const admin = app.viewer('PROVINCE_ADMIN', slug)
  let writing = 6
  const write = async (instance: typeof other) => {
    for (let i = 0; i < 15; i++) {
      const plan = await perform({ app: instance }, 'createPlan', input, admin)
      await perform({ app: instance }, 'updatePlan', { ...plan, title: 'Sửa' }, admin)
    }
    writing--
  }
  const held: { [id: string]: number } = {}
  let feed = await subscribe(t, app.app, admin, plans)
  const writers = Array.from({ length: writing }, (_, i) => write(i % 2 === 0 ? app.app : other))
  let lines = 0
  for (; writing > 0; lines++) {
    await feed.reach(1 + (lines % 5))
    feed.stop()
    for (const { plan } of feed.events) held[plan.id] = plan.version
    feed = await subscribe(t, lines % 2 === 0 ? other : app.app, admin, plans, since(feed))
  }
  await Promise.all(writers)
  const last = await createPlan(app, admin)
  for (const end = Date.now() + 60_000; held[last.id] === undefined && Date.now() < end; await sleep(10)) {
    for (const { plan } of feed.events) held[plan.id] = plan.version
  }
  const { rows } = await app.owner.query('select id, version from plans where province_id = $1', [app.key(slug)])
  t.strictSame(held, Object.fromEntries(rows.map(({ id, version }) => [id, version])))
  t.ok(lines > 10, `${lines} lines`)
})

t.test('given the ministry’s cursor, when it comes back, then it is told of what was published since', async (t) => {
  const slug = app.nextProvince()
  const admin = app.viewer('PROVINCE_ADMIN', slug)
  const analyst = app.viewer('MINISTRY_ANALYST')
  const first = await subscribe(t, app.app, analyst, plans)
  const old = await approvedTask(app, admin)
  await first.reach(1)
  first.stop()
  await perform(app, 'updatePlan', { id: old.planId, version: 3, title: 'Sửa', reason: 'Vì sao' }, admin)
  await createPlan(app, admin)
  const fresh = await approvedTask(app, app.viewer('PROVINCE_ADMIN', app.nextProvince()))
  const second = await subscribe(t, app.app, analyst, plans, since(first))
  await second.reach(2)
  const last = await approvedTask(app, admin)
  await second.reach(3)
  t.strictSame(told(second).slice(-3), [
    ['UPDATED', old.planId, 4],
    ['CREATED', fresh.planId, 3],
    ['CREATED', last.planId, 3],
  ])
})

t.test('given a cursor that is not the subscription’s, when it is sent, then BAD_INPUT', async (t) => {
  const slug = app.nextProvince()
  const admin = app.viewer('PROVINCE_ADMIN', slug)
  const feed = await subscribe(t, app.app, admin, plans)
  await createPlan(app, admin)
  await feed.reach(1)
  const { cursor } = feed.events[0]
  const made = Buffer.concat([Buffer.alloc(16), Buffer.from('1')]).toString('base64url')
  const tasks = 'subscription($after: String) { taskChanged(after: $after) { cursor } }'
  const table: [string, Viewer, string, string][] = [
    ['changed', admin, plans, `${cursor.slice(0, 20)}${cursor[20] === 'A' ? 'B' : 'A'}${cursor.slice(21)}`],
    ['spelt otherwise', admin, plans, `${cursor}=`],
    ['made up', admin, plans, made],
    ['empty', admin, plans, ''],
    ['of another field', admin, tasks, cursor],
    ['of another province', app.viewer('PROVINCE_ADMIN', app.nextProvince()), plans, cursor],
    ['of a province, the ministry’s', app.viewer('MINISTRY_ANALYST'), plans, cursor],
  ]
  for (const [name, viewer, query, after] of table) {
    const refused = await subscribe(t, app.app, viewer, query, { variables: { after } })
    t.match(refused.errors, [{ extensions: { code: 'BAD_INPUT' }, message: /Con trỏ/ }], name)
  }
  const fine = await subscribe(t, app.app, app.viewer('PROVINCE_VIEWER', slug), plans, { variables: { after: cursor } })
  t.equal(fine.errors, undefined, 'colleagues may use it')
})

t.test('given a thousand changes and more, when a client comes back, then it is told to read the lists', async (t) => {
  const slug = app.nextProvince()
  const admin = app.viewer('PROVINCE_ADMIN', slug)
  const feed = await subscribe(t, app.app, admin, plans)
  const { id } = await createPlan(app, admin)
  await feed.reach(1)
  const note = async (count: number, of = newId) =>
    app.owner.query(
      `insert into audit_log (province_id, id, actor, role, action, entity, entity_id, entity_version, changes)
       select $1, l.id::uuid, 'job', 'IMPORTER', 'import', 'Plan', l.of::uuid, 2, '{}' from unnest($2::text[], $3::text[]) l (id, of)`,
      [app.key(slug), Array.from({ length: count }, newId), Array.from({ length: count }, of)],
    )
  await note(999)
  await note(5_000, () => id)
  const fine = await subscribe(t, app.app, admin, plans, since(feed))
  await fine.reach(1)
  t.strictSame(told(fine), [['UPDATED', id, 1]], 'a thousand things are looked up')
  await note(1)
  const refused = await subscribe(t, app.app, admin, plans, since(feed))
  await refused.reach(1)
  t.match(refused.errors, [{ extensions: { code: 'LIMIT_EXCEEDED' }, message: /tải lại/ }])
})
