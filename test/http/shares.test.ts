import t from 'tap'
import type { Role, Scope, Viewer } from '../../src/graphql/context.ts'
import { callerOfViewer, Shares } from '../../src/http/shares.ts'

const limits = { costPerMinute: 60, atOnce: 2, ministryAtOnce: 3, programsAtOnce: 2, waiting: 1, waitSeconds: 1 }
const analyst = (name: string) => ({
  key: `nation MINISTRY_ANALYST ${name}`,
  signedIn: true,
  crowd: 'ministry' as const,
})

t.test('given the ministry’s callers, when they fill their common share, then the next of them waits', async (t) => {
  const shares = new Shares(limits)
  const leave = [await shares.enter(analyst('a')), await shares.enter(analyst('a')), await shares.enter(analyst('b'))]
  let entered = false
  const waiting = shares.enter(analyst('c')).then((free) => ((entered = true), free))
  const province = await shares.enter({ key: 'bac-kan PROVINCE_ADMIN x', signedIn: true, crowd: null })
  t.notOk(entered, 'a province does not wait for the ministry')
  leave[0]?.()
  leave[0]?.()
  const free = await waiting
  await t.rejects(
    shares.enter(analyst('d')),
    { message: /^3 operations run at once/, statusCode: 429 },
    'waits no longer than a second',
  )
  for (const each of [...leave, free, province]) each()
  const after = [await shares.enter(analyst('d')), await shares.enter(analyst('d')), await shares.enter(analyst('e'))]
  t.equal(after.length, 3, 'a place that was given back twice is still one place')
})

t.test('given the provinces’ programs, when they fill their common share, then people do not wait', async (t) => {
  const shares = new Shares(limits)
  const program = (name: string) => callerOfViewer(viewerOf('PROVINCE_VIEWER', name, ['records:read']))
  const leave = [await shares.enter(program('a')), await shares.enter(callerOfViewer(viewerOf('IMPORTER', 'b')))]
  const waiting = shares.enter(program('c'))
  await shares.enter(callerOfViewer(viewerOf('PROVINCE_VIEWER', 'a')))
  t.same(leave.length, 2)
  await t.rejects(waiting, { message: /^2 operations run at once/, statusCode: 429 })
})

const viewerOf = (role: Role, subject: string, scopes?: Scope[]): Viewer => ({
  role,
  subject,
  departmentId: null,
  province: { id: 1, slug: 'bac-kan' },
  ...(scopes && { scopes }),
})

t.test('given a budget, when time passes, then it comes back evenly', async (t) => {
  let now = 0
  const shares = new Shares(limits, () => now)
  const caller = { key: 'x', signedIn: true, crowd: null }
  t.equal(shares.spend(caller, 50), 10)
  t.throws(() => shares.spend(caller, 20), {
    message: 'The budget of 60 cost units a minute is spent; try again in 10 s.',
  })
  now += 10_000
  t.equal(shares.spend(caller, 20), 0)
  now += 60_000
  t.equal(shares.spend(caller, 1_000), 0, 'a whole budget pays for anything')
  t.throws(() => shares.spend(caller, 1))
  const forgiven = new Shares({ ...limits, costPerMinute: 0 })
  t.equal(forgiven.spend(caller, 10 ** 9), Infinity)
})

t.test('given many who spend, when a minute ends, then who has spent since owes what it owed', async (t) => {
  let now = 0
  const shares = new Shares(limits, () => now)
  const caller = { key: 'x', signedIn: true, crowd: null }
  now = 59_000
  t.equal(shares.spend(caller, 60), 0)
  now = 61_000
  for (let i = 0; i < 9_000; i++) shares.spend({ ...caller, key: `y${i}` }, 1)
  t.throws(() => shares.spend(caller, 10), { message: /try again in 8 s/ })
  now = 119_000
  t.equal(shares.spend(caller, 60), 0, 'all is forgiven a minute later')
})
