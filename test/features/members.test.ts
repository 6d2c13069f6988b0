import { setTimeout as sleep } from 'node:timers/promises'
import t from 'tap'
import { createApp, type Viewer } from '../helpers/app.ts'
import { bearing, send, sendWell, whoIs } from '../helpers/accounts.ts'
import { createDepartment } from '../helpers/fixtures.ts'
import { makeKey, startIssuer, trusting } from '../helpers/issuer.ts'
import { rawSocket } from '../helpers/live.ts'

const key = makeKey('key', 'ES256')
const issuer = await startIssuer(t, [key])
const app = await createApp(t, { env: trusting(issuer) })
const noId = '01890000-0000-7000-8000-000000000000'
const tokenFor = (sub: string) => issuer.token(key, { sub })
const as = (sub: string): Viewer => bearing(tokenFor(sub))
const nobody = /^UNAUTHENTICATED: This account isn’t registered here/

let count = 0
/** A province with one administrator, whom the operator entered. */
async function newProvince() {
  const slug = app.nextProvince()
  const subject = `admin-${++count}`
  await app.owner.query(
    `insert into members (id, province_id, subject, display_name, role) values (gen_random_uuid(), $1, $2, $2, 'PROVINCE_ADMIN')`,
    [app.key(slug), subject],
  )
  return { slug, subject, admin: as(subject) }
}
await app.owner.query(
  `insert into members (id, subject, display_name, role) values (gen_random_uuid(), 'minister', 'Bộ', 'MINISTRY_ADMIN')`,
)
const ministry = as('minister')
const officer = (subject: string, departmentId: string) => ({
  subject,
  displayName: `Ông ${subject}`,
  role: 'DEPARTMENT_OFFICER',
  departmentId,
})
const viewer = (subject: string) => ({ subject, displayName: subject, role: 'PROVINCE_VIEWER' })
const list = '{ members(first: 100) { totalCount nodes { subject } } }'

t.test('given a new member, then the bearer of a token for the subject is that member', async (t) => {
  const { slug, admin } = await newProvince()
  const { id: departmentId } = await createDepartment(app, admin)
  t.match(await whoIs(app, tokenFor('new')), nobody, 'not before')
  const { member } = await sendWell(app, 'createMember', officer('new', departmentId), admin)
  t.match(member, { version: 1, isActive: true, province: { slug }, department: { id: departmentId } })
  t.match(await whoIs(app, tokenFor('new')), {
    subject: 'new',
    role: 'DEPARTMENT_OFFICER',
    province: { slug },
    department: { id: departmentId },
    scopes: null,
    provinces: [],
  })
  const changed = { id: member.id, version: 1, role: 'PROVINCE_VIEWER' }
  t.match(await sendWell(app, 'updateMember', changed, admin), {
    member: { role: 'PROVINCE_VIEWER', department: null },
  })
  t.match(await whoIs(app, tokenFor('new')), { role: 'PROVINCE_VIEWER', department: null }, 'the next request says so')
})

t.test(
  'given somebody who is a member in several places, then they act where they say, or where that began',
  async (t) => {
    const [first, second] = [await newProvince(), await newProvince()]
    const token = tokenFor('both')
    const where = async (place?: string) => {
      const headers = place === undefined ? {} : { 'x-province': place }
      const { data, errors } = await app.gql('{ viewer { role province { slug } } }', {}, as('both'), headers)
      return data?.viewer?.province?.slug ?? data?.viewer?.role ?? errors[0].extensions.code
    }
    await sendWell(app, 'createMember', viewer('both'), first.admin)
    t.equal(await where(first.slug), first.slug)
    t.equal(await where(second.slug), 'UNAUTHENTICATED', 'not before they are entered there')
    // Whoever enters them elsewhere draws nobody away, and learns nothing of where else they are.
    await sendWell(app, 'createMember', { ...viewer('both'), role: 'PROVINCE_ADMIN' }, second.admin)
    t.equal(await where(), first.slug)
    t.equal(await where(second.slug), second.slug)
    for (const place of ['nation', 'nowhere', '', "'", first.slug.toUpperCase(), '__proto__', 'x'.repeat(5_000)]) {
      t.equal(await where(place), 'UNAUTHENTICATED', place.slice(0, 20))
    }
    await app.owner.query(
      `insert into members (id, subject, display_name, role) values (gen_random_uuid(), 'both', 'Bộ', 'MINISTRY_ANALYST')`,
    )
    t.equal(await where('nation'), 'MINISTRY_ANALYST')
    const socket = await rawSocket(t, app.app)
    const sign = { type: 'connection_init', payload: { Authorization: `Bearer ${token}`, 'X-Province': second.slug } }
    t.match(await socket.ask(sign), { type: 'connection_ack' })
    const elsewhere = await rawSocket(t, app.app)
    elsewhere.send({ ...sign, payload: { ...sign.payload, 'X-Province': 'ha-noi' } })
    t.match(await elsewhere.closed, { code: 4401 })
    const { data } = await app.gql('{ members { nodes { id version subject } } }', {}, second.admin)
    const { id, version } = data.members.nodes.find((node: { subject: string }) => node.subject === 'both')
    await sendWell(app, 'deactivateMember', { id, version }, second.admin)
    const closed = await Promise.race([socket.closed, sleep(30_000, null, { ref: false })])
    t.match(closed, { code: 4401 }, 'nothing was ever subscribed to, yet the connection ends')
  },
)

t.test('given a token in hand, when its member is deactivated, then it is worth nothing at once', async (t) => {
  const { admin } = await newProvince()
  const token = tokenFor('leaver')
  const { member } = await sendWell(app, 'createMember', viewer('leaver'), admin)
  for (let i = 0; i < 3; i++) t.match(await whoIs(app, token), { subject: 'leaver' })
  const step = { id: member.id, version: 1, reason: 'Chuyển công tác' }
  t.match(await sendWell(app, 'deactivateMember', step, admin), { member: { isActive: false, version: 2 } })
  t.match(await whoIs(app, token), nobody)
  t.match(await send(app, 'deactivateMember', { id: member.id, version: 2 }, admin), {
    data: { member: null },
    userErrors: [{ code: 'INVALID_STATE', path: ['input', 'id'] }],
  })
  await sendWell(app, 'reactivateMember', { id: member.id, version: 2 }, admin)
  t.match(await whoIs(app, token), { subject: 'leaver' })
  t.match(await send(app, 'reactivateMember', { id: member.id, version: 3 }, admin), {
    userErrors: [{ code: 'INVALID_STATE' }],
  })
  const log = await app.gql(
    '{ auditLog(filter: { entity: [Member] }) { nodes { action entityVersion reason changes { field before after } } } }',
    {},
    admin,
  )
  t.match(log.data.auditLog.nodes, [
    { action: 'reactivateMember', entityVersion: 3 },
    {
      action: 'deactivateMember',
      reason: step.reason,
      changes: [{ field: 'deactivatedAt', before: null, after: String }],
    },
    { action: 'createMember', changes: { length: 3 } },
  ])
})

t.test('given what can be wrong with a member, then it is said and nothing changes', async (t) => {
  const { admin, subject } = await newProvince()
  const { id: departmentId } = await createDepartment(app, admin)
  const cases: [string, object, string, string[]][] = [
    ['its own subject again', viewer(subject), 'CONFLICT', ['input', 'subject']],
    ['a subject with a space', viewer(' x'), 'BAD_INPUT', ['input', 'subject']],
    ['a subject with NUL', viewer('x\0y'), 'BAD_INPUT', ['input', 'subject']],
    ['a subject that isn’t ASCII', viewer('nguyễn'), 'BAD_INPUT', ['input', 'subject']],
    ['a subject that is too long', viewer('x'.repeat(256)), 'BAD_INPUT', ['input', 'subject']],
    ['no name', { ...viewer('x'), displayName: ' ' }, 'BAD_INPUT', ['input', 'displayName']],
    ['a role of the ministry', { ...viewer('x'), role: 'MINISTRY_ADMIN' }, 'BAD_INPUT', ['input', 'role']],
    ['an officer of nothing', { ...viewer('x'), role: 'DEPARTMENT_OFFICER' }, 'BAD_INPUT', ['input', 'departmentId']],
    ['a viewer of a department', { ...viewer('x'), departmentId }, 'BAD_INPUT', ['input', 'departmentId']],
    ['no such department', officer('x', noId), 'NOT_FOUND', ['input', 'departmentId']],
  ]
  for (const [name, input, code, path] of cases) {
    const { userErrors } = await send(app, 'createMember', input, admin)
    t.match(userErrors, [{ code, path }], name)
  }
  const { data } = await app.gql(list, {}, admin)
  t.strictSame(data.members, { totalCount: 1, nodes: [{ subject }] })
})

t.test('given another province’s member, then it is word for word as if there were none', async (t) => {
  const [one, other] = [await newProvince(), await newProvince()]
  const { member } = await sendWell(app, 'createMember', viewer('theirs'), one.admin)
  const { id: department } = await createDepartment(app, one.admin)
  const same = async (name: string, input: (id: string) => object, real: string) => {
    const [real_, none] = [
      await send(app, name, input(real), other.admin),
      await send(app, name, input(noId), other.admin),
    ]
    const text = JSON.stringify(real_).replaceAll(real, noId)
    t.equal(text, JSON.stringify(none), name)
    t.match(real_.userErrors, [{ code: 'NOT_FOUND' }], name)
  }
  await same('updateMember', (id) => ({ id, version: 1, displayName: 'x' }), member.id)
  for (const name of ['deactivateMember', 'reactivateMember']) await same(name, (id) => ({ id, version: 1 }), member.id)
  await same('createMember', (id) => officer('unused', id), department)
  t.strictSame((await app.gql(list, {}, other.admin)).data.members.nodes, [{ subject: other.subject }])
  t.notMatch(JSON.stringify((await app.gql(list, {}, ministry)).data), /theirs|admin-/, 'nor to the ministry')
  const stolen = await sendWell(app, 'createMember', viewer('theirs'), other.admin)
  const fresh = await sendWell(app, 'createMember', viewer('fresh'), other.admin)
  const shape = (made: object) => JSON.stringify(made).replaceAll(/theirs|fresh|[0-9a-f-]{36}/g, '')
  t.equal(shape(stolen), shape(fresh), 'not even a subject tells')
  t.match(await whoIs(app, tokenFor('theirs')), { province: { slug: one.slug } }, 'and it stays whose it was')
  await sendWell(app, 'deactivateMember', { id: member.id, version: 1 }, one.admin)
  t.match(await whoIs(app, tokenFor('theirs')), { province: { slug: other.slug } }, 'until that one lets go')
  await sendWell(app, 'reactivateMember', { id: member.id, version: 2 }, one.admin)
  t.match(await whoIs(app, tokenFor('theirs')), { province: { slug: other.slug } }, 'which can’t be taken back')
})

t.test('given the last administrator, then nobody can be locked out', async (t) => {
  const { admin, subject } = await newProvince()
  const { data } = await app.gql('{ members { nodes { id version } } }', {}, admin)
  const [me] = data.members.nodes
  for (const [name, more] of [
    ['deactivateMember', {}],
    ['updateMember', { role: 'PROVINCE_VIEWER' }],
  ] as const) {
    const { userErrors } = await send(app, name, { ...me, ...more }, admin)
    t.match(userErrors, [{ code: 'INVALID_STATE', message: /yourself|your own role/ }], name)
  }
  t.match(await sendWell(app, 'updateMember', { ...me, displayName: 'Tên mới' }, admin), { member: { version: 2 } })
  const second = (await sendWell(app, 'createMember', { ...viewer('second'), role: 'PROVINCE_ADMIN' }, admin)).member
  const [first, other] = await Promise.all([
    send(app, 'deactivateMember', { id: second.id, version: 1 }, admin),
    send(app, 'deactivateMember', { id: me.id, version: 2 }, as('second')),
  ])
  const codes = [first, other].map(
    ({ userErrors, errors }) => userErrors?.[0]?.code ?? errors?.[0]?.extensions.code ?? 'ok',
  )
  t.equal(codes.filter((code) => code === 'ok').length, 1, `of two who end each other one stays: ${codes.join()}`)
  const left = codes[0] === 'ok' ? subject : 'second'
  t.match(await whoIs(app, tokenFor(left)), { role: 'PROVINCE_ADMIN' })
})

t.test('given the ministry, then it keeps its own members, in a log of its own', async (t) => {
  const { admin } = await newProvince()
  const analyst = { subject: 'analyst', displayName: 'Chuyên viên', role: 'MINISTRY_ANALYST' }
  t.match((await send(app, 'createMember', viewer('x'), ministry)).userErrors, [{ code: 'BAD_INPUT' }])
  const { member } = await sendWell(app, 'createMember', analyst, ministry)
  t.match(await whoIs(app, tokenFor('analyst')), { role: 'MINISTRY_ANALYST', province: null })
  t.match((await send(app, 'createMember', analyst, ministry)).userErrors, [{ code: 'CONFLICT' }])
  t.match((await send(app, 'deactivateMember', { id: member.id, version: 1 }, admin)).userErrors, [
    { code: 'NOT_FOUND' },
  ])
  await sendWell(app, 'deactivateMember', { id: member.id, version: 1 }, ministry)
  t.match(await whoIs(app, tokenFor('analyst')), nobody)
  const { rows } = await app.owner.query('select actor, action from national_audit_log order by id')
  t.match(rows, [
    { actor: 'minister', action: 'createMember' },
    { actor: 'minister', action: 'deactivateMember' },
  ])
})

t.test('given other roles, then they neither see members nor change them', async (t) => {
  const { admin } = await newProvince()
  const { id } = await createDepartment(app, admin)
  await sendWell(app, 'createMember', viewer('reader'), admin)
  await sendWell(app, 'createMember', officer('clerk', id), admin)
  await sendWell(app, 'createMember', { subject: 'reads', displayName: 'x', role: 'MINISTRY_ANALYST' }, ministry)
  for (const subject of ['reader', 'clerk', 'reads']) {
    t.match(await app.gql(list, {}, as(subject)), { errors: [{ extensions: { code: 'FORBIDDEN' } }] }, subject)
    const { errors } = await send(app, 'createMember', viewer('y'), as(subject))
    t.match(errors, [{ extensions: { code: 'FORBIDDEN' } }], subject)
  }
})

t.test('given many members, then filters narrow them', async (t) => {
  const { admin, subject } = await newProvince()
  const { id } = await createDepartment(app, admin)
  const { member } = await sendWell(app, 'createMember', { ...officer('hoa', id), displayName: 'Đỗ Thị Hòa' }, admin)
  await sendWell(app, 'createMember', viewer('an'), admin)
  await sendWell(app, 'deactivateMember', { id: member.id, version: 1 }, admin)
  const found = async (filter: object) => {
    const query = 'query($filter: MemberFilter) { members(filter: $filter) { nodes { subject } } }'
    return (await app.gql(query, { filter }, admin)).data.members.nodes.map((one: any) => one.subject)
  }
  t.strictSame(await found({ text: 'do thi hoa' }), ['hoa'])
  t.strictSame(await found({ departmentId: id }), ['hoa'])
  t.strictSame(await found({ active: true }), [subject, 'an'].sort())
  t.strictSame(await found({ active: false }), ['hoa'])
  t.strictSame(await found({ role: ['PROVINCE_ADMIN'] }), [subject])
})
