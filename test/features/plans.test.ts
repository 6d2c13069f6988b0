import t from 'tap'
import { newId } from '../../src/db/ids.ts'
import { createApp } from '../helpers/app.ts'
import { auditOf, createPlan, insert } from '../helpers/fixtures.ts'
import { attempt, perform } from '../helpers/mutations.ts'
import { badTexts, refuses, type Refusal } from '../helpers/refusals.ts'

const app = await createApp(t)
const slug = app.nextProvince()
const admin = app.viewer('PROVINCE_ADMIN', slug)
const others = [
  app.viewer('PROVINCE_VIEWER', slug),
  app.viewer('DEPARTMENT_OFFICER', slug, newId()),
  app.viewer('IMPORTER', slug),
  app.viewer('MINISTRY_ANALYST'),
  app.viewer('MINISTRY_ADMIN'),
]
const least = { title: 'Kế hoạch', kind: 'ANNUAL', periodStart: '2024-01-01', periodEnd: '2024-12-31' }
const [central] = await insert(app, 'central_documents', [
  {
    reference: '16/2016/QĐ-TTg',
    number: 16,
    symbol: 'QĐ-TTg',
    kind: 'DECISION',
    level: 'CENTRAL',
    issuer: 'Thủ tướng',
  },
])
const everything = `id version title kind status periodStart periodEnd reportingPeriod objectives sourceKey source createdAt updatedAt
  document { id reference number symbol kind issuedOn issuer title level province { slug } } legalBases { id reference level } parent { id } province { slug }`

t.test('given the least, when a plan is created, then it is a draft with the usual cadence', async (t) => {
  const plan = await perform(app, 'createPlan', least, admin, { fields: everything })
  t.match(plan, {
    ...least,
    id: /^[0-9a-f]{8}-[0-9a-f]{4}-7/,
    version: 1,
    status: 'DRAFT',
    reportingPeriod: 'QUARTER',
    objectives: [],
    document: null,
    legalBases: [],
    parent: null,
    sourceKey: null,
    source: null,
    province: { slug },
    createdAt: /^\d{4}-\d\d-\d\dT[\d:]{8}\.\d{3}Z$/,
  })
  t.match(await auditOf(app, admin, plan.id), [
    {
      actor: 'PROVINCE_ADMIN@test',
      role: 'PROVINCE_ADMIN',
      action: 'createPlan',
      entity: 'Plan',
      entityVersion: 1,
      reason: null,
      requestId: String,
      changes: { title: [null, 'Kế hoạch'], status: [null, 'DRAFT'], periodStart: [null, '2024-01-01'] },
    },
  ])
})

t.test('given everything, when a plan is created, then everything is kept, texts tidied', async (t) => {
  const parent = await createPlan(app, admin, { kind: 'MULTI_YEAR' })
  const basis = await perform(
    app,
    'createPlan',
    { ...least, document: { reference: '9/NQ-HĐND', issuer: 'HĐND tỉnh' } },
    admin,
    { fields: everything },
  )
  const input = {
    title: '  Kế hoạch thông tin đối ngoại '.normalize('NFD'),
    kind: 'THEMATIC',
    periodStart: '2023-12-31',
    periodEnd: '2023-12-31',
    reportingPeriod: 'HALF_YEAR',
    document: { reference: ' Số: 51 / KH - UBND', issuedOn: '2019-01-28', title: 'Về "kế hoạch"' },
    objectives: ['Một', ' Hai\n', '"Ba" \\ {b}, \u2028'],
    parentId: parent.id.toUpperCase(),
    legalBasisIds: [central, basis.document.id.toUpperCase()],
  }
  t.match(await perform(app, 'createPlan', input, admin, { fields: everything }), {
    title: 'Kế hoạch thông tin đối ngoại',
    reportingPeriod: 'HALF_YEAR',
    periodEnd: '2023-12-31',
    objectives: ['Một', 'Hai', '"Ba" \\ {b},'],
    document: {
      reference: '51/KH-UBND',
      number: 51,
      symbol: 'KH-UBND',
      kind: 'PLAN',
      issuedOn: '2019-01-28',
      issuer: 'UBND tỉnh',
      title: 'Về "kế hoạch"',
      level: 'PROVINCIAL',
      province: { slug },
    },
    legalBases: [
      { id: central, level: 'CENTRAL' },
      { id: basis.document.id, level: 'PROVINCIAL' },
    ],
    parent: { id: parent.id },
  })
})

t.test('given texts of the greatest length, when a plan is created, then they are kept whole', async (t) => {
  const long = {
    title: 'ế'.repeat(500).normalize('NFD'),
    objectives: Array.from({ length: 50 }, () => 'ộ'.repeat(2_000)),
  }
  const plan = await perform(app, 'createPlan', { ...least, ...long }, admin, { fields: everything })
  t.equal(plan.title, 'ế'.repeat(500))
  t.equal(plan.objectives[49], 'ộ'.repeat(2_000))
})

t.test('given mistakes, when a plan is created, then each is named and nothing is written', async (t) => {
  const stranger = await createPlan(app, app.viewer('PROVINCE_ADMIN', app.nextProvince()))
  const wrong = (when: string, more: object, code: string, path: string, says?: RegExp): Refusal => ({
    when,
    input: { ...least, ...more },
    code,
    path: `input.${path}`,
    ...(says && { says }),
  })
  await refuses(t, app, 'createPlan', admin, [
    wrong('an empty title', { title: '' }, 'BAD_INPUT', 'title', /required/),
    wrong('a title of white space', { title: ' \n\u00a0 ' }, 'BAD_INPUT', 'title', /required/),
    ...badTexts('title', 500, least),
    wrong(
      'a period that ends before it starts',
      { periodEnd: '2023-12-31' },
      'BAD_INPUT',
      'periodEnd',
      /must not be after the end/,
    ),
    wrong('an empty objective', { objectives: ['a', ' '] }, 'BAD_INPUT', 'objectives.1', /required/),
    wrong('a long objective', { objectives: ['a'.repeat(2_001)] }, 'BAD_INPUT', 'objectives.0', /2000/),
    wrong('NUL in an objective', { objectives: ['a', 'b\0'] }, 'BAD_INPUT', 'objectives.1'),
    wrong('no such parent', { parentId: newId() }, 'NOT_FOUND', 'parentId', /no plan with the id/),
    wrong('a parent of no form', { parentId: 'x' }, 'NOT_FOUND', 'parentId', /the id x /),
    wrong('another province’s parent', { parentId: stranger.id }, 'NOT_FOUND', 'parentId'),
    wrong('no such legal basis', { legalBasisIds: [central, newId()] }, 'NOT_FOUND', 'legalBasisIds.1'),
    wrong('a legal basis twice', { legalBasisIds: [central, central] }, 'BAD_INPUT', 'legalBasisIds.1', /listed twice/),
    wrong(
      'a reference that can’t be read',
      { document: { reference: 'công văn hỏa tốc' } },
      'BAD_INPUT',
      'document.reference',
      /not a document reference/,
    ),
    wrong(
      'a document without a name',
      { document: { issuedOn: '2024-01-01' } },
      'BAD_INPUT',
      'document.reference',
      /required/,
    ),
    wrong(
      'a long title of the document',
      { document: { reference: '1/KH-UBND', title: 'a'.repeat(1_001) } },
      'BAD_INPUT',
      'document.title',
    ),
    wrong(
      'a lone surrogate in the issuer',
      { document: { reference: '1/KH-UBND', issuer: '\udc00' } },
      'BAD_INPUT',
      'document.issuer',
    ),
  ])
  for (const viewer of others) {
    await refuses(t, app, 'createPlan', viewer, [
      { when: `as ${viewer.role}`, input: least, code: 'FORBIDDEN', path: null, says: new RegExp(viewer.role) },
    ])
  }
})

t.test('given lists that are too long, when a plan is created, then LIMIT_EXCEEDED names the limit', async (t) => {
  for (const [field, item] of [
    ['objectives', 'a'],
    ['legalBasisIds', central],
  ] as const) {
    const outcome = await attempt(
      app,
      'createPlan',
      { ...least, [field]: Array.from({ length: 51 }, () => item) },
      admin,
      { headers: { 'accept-language': 'en' } },
    )
    t.match(outcome, { code: 'LIMIT_EXCEEDED', object: null, path: null, message: /at most 50/ })
  }
})
