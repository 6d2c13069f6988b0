import t from 'tap'
import { newId } from '../../src/db/ids.ts'
import { createApp } from '../helpers/app.ts'
import { auditOf, createDepartment, raced } from '../helpers/fixtures.ts'
import { attempt, perform } from '../helpers/mutations.ts'
import { badTexts, fingerprint, refuses, type Refusal } from '../helpers/refusals.ts'

const app = await createApp(t)
const slug = app.nextProvince()
const admin = app.viewer('PROVINCE_ADMIN', slug)
const stranger = app.viewer('PROVINCE_ADMIN', app.nextProvince())
const others = [
  app.viewer('PROVINCE_VIEWER', slug),
  app.viewer('DEPARTMENT_OFFICER', slug, newId()),
  app.viewer('IMPORTER', slug),
  app.viewer('MINISTRY_ADMIN'),
]
const fields =
  'id version name shortName kind existedFrom existedUntil parent { id } successor { id } province { slug }'
const create = async (input: object) =>
  perform(app, 'createDepartment', { kind: 'DEPARTMENT', ...input }, admin, { fields })

t.test('given a name, when a department is added, then it is there with all that was said', async (t) => {
  const parent = await create({ name: 'UBND tỉnh', kind: 'PEOPLES_COMMITTEE' })
  t.match(parent, {
    version: 1,
    name: 'UBND tỉnh',
    shortName: null,
    kind: 'PEOPLES_COMMITTEE',
    existedFrom: null,
    existedUntil: null,
    parent: null,
    successor: null,
    province: { slug },
  })
  const whole = {
    name: `  Sở ${'ế'.repeat(297)}\n`.normalize('NFD'),
    shortName: 'ộ'.repeat(100),
    kind: 'OFFICE',
    parentId: parent.id.toUpperCase(),
    existedFrom: '2008-01-01',
  }
  const department = await create(whole)
  t.match(department, {
    name: `Sở ${'ế'.repeat(297)}`,
    shortName: 'ộ'.repeat(100),
    existedFrom: '2008-01-01',
    parent: { id: parent.id },
  })
  t.match(await auditOf(app, admin, department.id), [
    {
      action: 'createDepartment',
      entity: 'Department',
      entityVersion: 1,
      changes: { kind: [null, 'OFFICE'], parentId: [null, parent.id], existedFrom: [null, '2008-01-01'] },
    },
  ])
})

t.test('given a name that is taken, when another is added, then CONFLICT shows the one that has it', async (t) => {
  const name = 'Sở Thông tin và Truyền thông'
  const first = await create({ name })
  const before = await fingerprint(app)
  const same = [
    name,
    name.normalize('NFD'),
    name.toLocaleUpperCase('vi'),
    ` Sở  Thông\u00a0tin\tvà Truyền thông\n`,
    name.toLocaleLowerCase('vi'),
  ]
  for (const taken of same) {
    const outcome = await attempt(app, 'createDepartment', { name: taken, kind: 'OTHER' }, admin, {
      fields,
      headers: { 'accept-language': 'en' },
    })
    t.match(
      outcome,
      { code: 'CONFLICT', path: 'input.name', object: first, message: /already has a department named/ },
      taken,
    )
  }
  t.equal(await fingerprint(app), before)
  for (const other of ['So Thong tin va Truyen thong', `${name}.`, 'Sở Thông tin & Truyền thông'])
    t.match(await create({ name: other }), { version: 1 }, other)
  t.match(
    await perform(app, 'createDepartment', { name, kind: 'OTHER' }, stranger),
    { version: 1 },
    'another province has its own',
  )
  await perform(app, 'updateDepartment', { id: first.id, version: 1, existedUntil: '2025-02-28' }, admin)
  t.match(await create({ name }), { version: 1 }, 'the name is free once its bearer is gone')
})

t.test('given somebody who takes a name at that moment, when it is given, then CONFLICT and not two', async (t) => {
  const row = 'insert into departments (province_id, id, name, name_key, kind) values ($1, $2, $3, $4, $5)'
  const theirs = (key: string) => async (other: { query: (text: string, values: unknown[]) => Promise<unknown> }) =>
    other.query(row, [app.key(slug), newId(), key, key, 'OTHER'])
  const added = await raced(app, theirs('ban đua'), async () =>
    attempt(app, 'createDepartment', { name: 'Ban Đua', kind: 'OTHER' }, admin),
  )
  t.match(added, { code: 'CONFLICT', path: 'input.name' })
  const { id } = await create({ name: 'Ban đổi tên' })
  const renamed = await raced(app, theirs('ban chậm'), async () =>
    attempt(app, 'updateDepartment', { id, version: 1, name: 'Ban Chậm' }, admin),
  )
  t.match(renamed, { code: 'CONFLICT', path: 'input.name' })
})

t.test('given mistakes, when a department is added, then each is named and nothing is written', async (t) => {
  const theirs = await createDepartment(app, stranger)
  const least = { name: 'Sở Sai', kind: 'OTHER' }
  await refuses(t, app, 'createDepartment', admin, [
    { when: 'no name', input: { ...least, name: '  ' }, code: 'BAD_INPUT', path: 'input.name', says: /required/ },
    ...badTexts('name', 300, least),
    ...badTexts('shortName', 100, least),
    {
      when: 'no such parent',
      input: { ...least, parentId: newId() },
      code: 'NOT_FOUND',
      path: 'input.parentId',
      says: /no department/,
    },
    {
      when: 'another province’s parent',
      input: { ...least, parentId: theirs.id },
      code: 'NOT_FOUND',
      path: 'input.parentId',
    },
  ])
  for (const viewer of others) {
    await refuses(t, app, 'createDepartment', viewer, [
      { when: `as ${viewer.role}`, input: least, code: 'FORBIDDEN', path: null },
    ])
    await refuses(t, app, 'updateDepartment', viewer, [
      { when: `as ${viewer.role}`, input: { id: theirs.id, version: 1 }, code: 'FORBIDDEN', path: null },
    ])
  }
})

t.test(
  'given a department, when it is changed, ended and opened again, then only what was named changes',
  async (t) => {
    const heir = await create({ name: 'Sở Kế thừa' })
    const { id } = await create({ name: 'Sở Cũ', shortName: 'SC', existedFrom: '2008-01-01' })
    const steps: [more: object, seen: object, changed: string[]][] = [
      [{ name: ' Sở Mới ' }, { version: 2, name: 'Sở Mới', shortName: 'SC' }, ['name']],
      [{ shortName: null, kind: 'PRESS' }, { version: 3, shortName: null, kind: 'PRESS' }, ['kind', 'shortName']],
      [
        { existedUntil: '2025-02-28', successorId: heir.id },
        { version: 4, existedUntil: '2025-02-28', successor: { id: heir.id } },
        ['existedUntil', 'successorId'],
      ],
      [
        { existedUntil: null, successorId: null },
        { version: 5, existedUntil: null, successor: null },
        ['existedUntil', 'successorId'],
      ],
      [{ name: null, kind: null, shortName: ' ' }, { version: 5, name: 'Sở Mới', kind: 'PRESS' }, []],
      [{ name: 'SỞ MỚI' }, { version: 6, name: 'SỞ MỚI' }, ['name']],
    ]
    let version = 1
    for (const [more, seen, changed] of steps) {
      const department = await perform(app, 'updateDepartment', { id, version, ...more }, admin, { fields })
      t.match(department, seen)
      if (changed.length > 0) t.same(Object.keys((await auditOf(app, admin, id))[0].changes).sort(), changed)
      ;({ version } = department)
    }
    t.equal((await auditOf(app, admin, id)).length, 6)
  },
)

t.test('given mistakes, when a department is changed, then each is named and nothing is written', async (t) => {
  const theirs = await createDepartment(app, stranger)
  await create({ name: 'Sở Có Rồi' })
  const { id } = await create({ name: 'Sở Đang Sửa', existedFrom: '2010-01-01' })
  const heir = await perform(
    app,
    'updateDepartment',
    { id: (await create({ name: 'Sở Sau' })).id, version: 1, successorId: id },
    admin,
  )
  const known = { id, version: 1 }
  const wrong = (when: string, more: object, code: string, field: string, says = /./): Refusal => ({
    when,
    input: { ...known, ...more },
    code,
    path: `input.${field}`,
    says,
  })
  await refuses(t, app, 'updateDepartment', admin, [
    wrong('no such department', { id: newId() }, 'NOT_FOUND', 'id'),
    wrong('another province’s department', { id: theirs.id }, 'NOT_FOUND', 'id'),
    wrong('a stale version', { version: 2, name: 'B' }, 'CONFLICT', 'version', /at version 1 now/),
    wrong('a name that is taken', { name: 'SỞ có rồi' }, 'CONFLICT', 'name', /already has/),
    wrong('no name', { name: '' }, 'BAD_INPUT', 'name'),
    ...badTexts('name', 300, known),
    ...badTexts('shortName', 100, known),
    wrong(
      'an end before the beginning',
      { existedUntil: '2009-12-31' },
      'BAD_INPUT',
      'existedUntil',
      /must not be after/,
    ),
    wrong('itself as successor', { successorId: id }, 'BAD_INPUT', 'successorId', /can’t succeed itself/),
    wrong('one that it succeeds as successor', { successorId: heir.id }, 'BAD_INPUT', 'successorId'),
    wrong('no such successor', { successorId: newId() }, 'NOT_FOUND', 'successorId'),
    wrong('another province’s successor', { successorId: theirs.id }, 'NOT_FOUND', 'successorId'),
  ])
  const outcome = await attempt(app, 'updateDepartment', { ...known, version: 7 }, admin, { fields })
  t.match(outcome, { code: 'CONFLICT', object: { id, version: 1, name: 'Sở Đang Sửa' } })
  const ended = await perform(
    app,
    'updateDepartment',
    { ...known, existedUntil: '2020-01-01', name: 'Sở có RỒI' },
    admin,
    { fields },
  )
  t.match(ended, { name: 'Sở có RỒI' }, 'one that has ended may have had the name of one there is')
  t.match(
    await attempt(app, 'updateDepartment', { id, version: 2, existedUntil: null }, admin),
    { code: 'CONFLICT', path: 'input.name' },
    'but can’t come back under it',
  )
})
