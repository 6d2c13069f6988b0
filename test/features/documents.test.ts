import t from 'tap'
import { newId } from '../../src/db/ids.ts'
import { createApp } from '../helpers/app.ts'
import { approvedTask, auditOf, createPlan, raced } from '../helpers/fixtures.ts'
import { attempt, perform } from '../helpers/mutations.ts'

const app = await createApp(t)
const slug = app.nextProvince()
const admin = app.viewer('PROVINCE_ADMIN', slug)
const least = { title: 'Kế hoạch', kind: 'ANNUAL', periodStart: '2024-01-01', periodEnd: '2024-12-31' }
const fields = 'id document { id reference number symbol kind issuedOn issuer title }'

async function documentOf(document: object, as = admin): Promise<any> {
  return (await perform(app, 'createPlan', { ...least, document }, as, { fields })).document
}

t.test(
  'given references as they are written, when a plan names them, then number, symbol and kind are read',
  async (t) => {
    const table: [written: string, reference: string, number: number, symbol: string, kind: string][] = [
      ['51/KH-UBND', '51/KH-UBND', 51, 'KH-UBND', 'PLAN'],
      ['34/2017/QĐ-UBND', '34/2017/QĐ-UBND', 34, 'QĐ-UBND', 'DECISION'],
      ['16-HD/BTGTU', '16-HD/BTGTU', 16, 'HD/BTGTU', 'GUIDANCE'],
      ['16-CTr/TU', '16-CTr/TU', 16, 'CTr/TU', 'PROGRAMME'],
      ['Số 7/BC-STTTT', '7/BC-STTTT', 7, 'BC-STTTT', 'REPORT'],
      ['số: 08 / CT – UBND', '08/CT-UBND', 8, 'CT-UBND', 'DIRECTIVE'],
      ['1/XYZ', '1/XYZ', 1, 'XYZ', 'OTHER'],
      ['35/QĐ-UBND'.normalize('NFD'), '35/QĐ-UBND', 35, 'QĐ-UBND', 'DECISION'],
    ]
    for (const [written, reference, number, symbol, kind] of table) {
      const document = { reference, number, symbol, kind, issuer: 'UBND tỉnh', issuedOn: null, title: null }
      t.match(await documentOf({ reference: written }), document)
    }
    const untitled = { reference: 'Kế hoạch không số', number: null, symbol: null, kind: 'OTHER' }
    t.match(await documentOf({ title: 'Kế hoạch không số' }), untitled)
    t.match(
      await documentOf({ reference: '2/KH-UBND', kind: 'SCHEME' }),
      { kind: 'SCHEME' },
      'what is said comes before what is read',
    )
  },
)

t.test('given a document on record, when it is named again, then it is completed and never overwritten', async (t) => {
  const first = await documentOf({ reference: '60/KH-UBND', issuedOn: '2020-01-01' })
  const again = async (more: object) => documentOf({ reference: '60/KH-UBND', issuedOn: '2020-01-01', ...more })
  t.same(await again({}), first)
  t.same(await again({ title: 'Về kế hoạch', kind: 'SCHEME' }), { ...first, title: 'Về kế hoạch' })
  t.same(await again({ title: 'Khác' }), { ...first, title: 'Về kế hoạch' })
  t.same(
    (await auditOf(app, admin, first.id)).map(({ action }) => action),
    ['completeDocument', 'createDocument'],
  )
  for (const other of [{ issuedOn: '2020-01-02' }, { issuedOn: null }, { issuer: 'HĐND tỉnh' }]) {
    t.not((await again(other)).id, first.id, JSON.stringify(other))
  }
  const elsewhere = app.viewer('PROVINCE_ADMIN', app.nextProvince())
  t.not((await documentOf({ reference: '60/KH-UBND', issuedOn: '2020-01-01' }, elsewhere)).id, first.id)
  const untitled = await documentOf({ title: 'Không số' })
  t.equal((await documentOf({ title: ' Không số ' })).id, untitled.id)
})

t.test(
  'given references that differ only in the year, when plans name them, then they are two documents',
  async (t) => {
    const one = await documentOf({ reference: '34/2018/QĐ-UBND' })
    const other = await documentOf({ reference: '34/2019/QĐ-UBND' })
    t.equal(other.reference, '34/2019/QĐ-UBND')
    t.not(one.id, other.id)
  },
)

t.test(
  'given a document that somebody else adds at that moment, when a plan names it, then the plan has that one',
  async (t) => {
    const document = { reference: '77/KH-UBND', issuedOn: '2021-01-01' }
    const id = newId()
    const { code, object } = await raced(
      app,
      async (other) =>
        other.query(
          `insert into documents (province_id, id, reference, number, symbol, kind, level, issued_on, issuer)
         values ($1, $2, '77/KH-UBND', 77, 'KH-UBND', 'PLAN', 'PROVINCIAL', '2021-01-01', 'UBND tỉnh')`,
          [app.key(slug), id],
        ),
      async () => attempt(app, 'createPlan', { ...least, document }, admin, { fields }),
    )
    t.equal(code, null)
    t.equal(object?.document.id, id)
  },
)

t.test('given an approved plan, when its document is changed, then the ministry sees the new one', async (t) => {
  const { planId } = await approvedTask(app, admin, { plan: { document: { reference: '90/KH-UBND' } } })
  const query = 'query($id: ID!) { plan(id: $id) { document { reference } } }'
  const ministry = app.viewer('MINISTRY_ANALYST')
  t.equal((await app.gql(query, { id: planId }, ministry)).data.plan.document.reference, '90/KH-UBND')
  await perform(
    app,
    'updatePlan',
    { id: planId, version: 3, reason: 'Thay thế', document: { reference: '91/KH-UBND' } },
    admin,
  )
  t.equal((await app.gql(query, { id: planId }, ministry)).data.plan.document?.reference, '91/KH-UBND')
})

t.test('given a draft, when the ministry lists documents, then the draft’s is not among them', async (t) => {
  await createPlan(app, admin, { document: { reference: '99/KH-UBND' } })
  const query = '{ documents(filter: { reference: "99/KH-UBND" }) { totalCount } }'
  t.equal((await app.gql(query, {}, admin)).data.documents.totalCount, 1)
  t.equal((await app.gql(query, {}, app.viewer('MINISTRY_ADMIN'))).data.documents.totalCount, 0)
})
