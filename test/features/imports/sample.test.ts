import { createReadStream } from 'node:fs'
import t from 'tap'
import { importCentralDocuments } from '../../../src/features/imports/commands.ts'
import { importKinds } from '../../../src/features/imports/files/columns.ts'
import { loadSampleData } from '../../../src/sample-data/load.ts'
import { countsOf, openProvinces, pieces, type Provinces } from './province.ts'

const folder = new URL('../../../src/sample-data/', import.meta.url)

/** Everything that an import writes, as one text. */
async function everything({ rows }: Provinces): Promise<string> {
  const tables = ['departments', 'documents', 'plans', 'legal_bases', 'tasks', 'task_departments', 'task_targets']
  const more = ['progress_reports', 'indicator_values', 'recommendations', 'central_documents', 'audit_log']
  const all = await Promise.all(
    [...tables, ...more].map((table) => rows(`select to_jsonb(x)::text as row from ${table} x order by 1`)),
  )
  return JSON.stringify(all)
}

t.test('given an empty database, when the sample is loaded, then all of it is there', async (t) => {
  const provinces = await openProvinces(t)
  const said: string[] = []
  await provinces.sample((message) => said.push(message))
  t.equal(said.length, 21)

  const count = (table: string) => `(select count(*)::int from ${table} x where x.province_id = p.id) as ${table}`
  const tables = ['departments', 'documents', 'plans', 'tasks', 'progress_reports']
  const counts = await provinces.rows(
    `select p.slug, ${tables.map(count).join()} from provinces p
     where exists (select 1 from plans x where x.province_id = p.id) order by p.slug`,
  )
  t.strictSame(
    counts.map((row) => Object.values(row)),
    [
      ['bac-kan', 11, 4, 1, 14, 14],
      ['bac-lieu', 6, 2, 2, 9, 4],
      ['ha-nam', 7, 0, 1, 8, 1],
      ['lang-son', 19, 1, 1, 8, 0],
      ['quang-binh', 7, 2, 1, 14, 8],
    ],
  )
  const plans = await provinces.rows(
    `select p.source_key as key, p.status, d.reference, p.approved_at as at, (select array_agg(c.reference order by b.ordinal)
       from legal_bases b join central_documents c on c.id = b.central_document_id where b.plan_id = p.id) as bases
     from plans p left join documents d on d.id = p.document_id where p.province_id in (4, 29) order by 1`,
  )
  t.strictSame(plans, [
    {
      key: 'bk-2019',
      status: 'COMPLETED',
      reference: '51/KH-UBND',
      at: new Date('2019-01-28T00:00:00+07:00'),
      bases: ['368/QĐ-TTg', '1486/QĐ-TTg'],
    },
    { key: 'qb-2015-2017', status: 'COMPLETED', reference: null, at: null, bases: null },
  ])
  const figures = await provinces.rows(
    `select r.source_key as key, v.value::float, v.qualifier, v.as_written as written
     from indicator_values v join progress_reports r on r.id = v.report_id
     where v.qualifier <> 'EXACT' order by 1`,
  )
  t.strictSame(
    figures.map((row) => Object.values(row).join(' ')),
    [
      'bk-2019-04-report-2019 160 AT_LEAST >160',
      'bk-2019-09-report-2019 1000 AT_LEAST >1000',
      'bk-2019-10-report-2019  UNKNOWN hàng trăm',
      'bk-2019-11-report-2019  UNKNOWN nhiều',
      'bk-2019-12-report-2019  UNKNOWN nhiều',
      'bl-2013-2020-report-2020 100000000000000 AT_LEAST >100000000000000',
      'bl-2015-2017-01-report-2017 3000 AT_LEAST >3000',
      'bl-2015-2017-02-report-2017 850 ABOUT ~850',
      'bl-2015-2017-04-report-2017 200 JUST_UNDER <200',
    ],
  )
  const [hidden] = await provinces.rows(
    `select (select count(*)::int from plans where not published) + (select count(*)::int from tasks where not published or not filed)
       + (select count(*)::int from task_departments where not published) + (select count(*)::int from documents where not published)
       + (select count(*)::int from legal_bases where not published) + (select count(*)::int from progress_reports where not published)
       + (select count(*)::int from indicator_values where not published) + (select count(*)::int from recommendations where not published)
       as count`,
  )
  t.equal(hidden?.['count'], 0)
})

t.test('given the sample, when each file is imported again, then nothing changes', async (t) => {
  const provinces = await openProvinces(t)
  await provinces.sample()
  const before = await everything(provinces)
  for (const slug of ['bac-kan', 'bac-lieu', 'ha-nam', 'lang-son', 'quang-binh']) {
    for (const kind of importKinds) {
      const source = createReadStream(new URL(`${slug}/${kind}.csv`, folder))
      const missing = await new Promise((resolve) =>
        source.once('error', () => resolve(true)).once('open', () => resolve(false)),
      )
      if (missing) continue
      const result = await provinces.load(slug, kind, '', { source })
      t.strictSame(countsOf(result), { read: result.read, created: 0, changed: 0, unchanged: result.read, refused: 0 })
      t.ok(result.read > 0)
    }
  }
  t.equal(await everything(provinces), before)
})

t.test('given the sample and a province’s own changes, when it is loaded again, then they stay', async (t) => {
  const provinces = await openProvinces(t)
  await provinces.sample()
  await provinces.rows(`update departments set name = 'Sở Văn hóa', name_key = 'sở văn hóa', short_name = null, version = 2
    where province_id = 4 and short_name = 'Sở TTTT'`)
  await provinces.rows(`update tasks set title = 'Tên mới', version = 2 where source_key = 'bk-2019-01'`)
  const before = await everything(provinces)
  const begin = performance.now()
  const said: string[] = []
  await provinces.sample((message) => said.push(message))
  t.ok(performance.now() - begin < 1_000)
  t.strictSame(said, [])
  t.equal(await everything(provinces), before)
})

t.test('given a load that was cut short, when it is begun again, then it is completed', async (t) => {
  const provinces = await openProvinces(t)
  let writes = 0
  const failing = (slug: string) => {
    const door = provinces.doorOf(slug)
    const write = door.write.bind(door)
    door.write = (async (work) => {
      if (++writes === 4) throw new Error('the power went')
      return write(work)
    }) as typeof door.write
    return door
  }
  const { national } = provinces
  const cut = loadSampleData({ tenantDoorFor: failing, nationalDoor: national, log: () => {} })
  await t.rejects(cut, /the power went/)
  const [half] = await provinces.rows('select count(*)::int as count from plans')
  t.equal(half?.['count'], 1)
  const said: string[] = []
  await provinces.sample((message) => said.push(message))
  t.equal(said.length, 18)
  const [whole] = await provinces.rows('select count(*)::int as count from tasks')
  t.equal(whole?.['count'], 53)
})

t.test('given central documents, when they are imported twice, then they are there once', async (t) => {
  const { national } = await openProvinces(t)
  const file = 'reference,issued_on,issuer,title\n368/QĐ-TTg,28/02/2013,Thủ tướng,Một\n,,,Luật Biên giới quốc gia\n'
  t.strictSame(await importCentralDocuments(national, pieces(file)), { read: 2, created: 2, problems: [] })
  t.strictSame(await importCentralDocuments(national, pieces(file)), { read: 2, created: 0, problems: [] })
  const bad = await importCentralDocuments(national, pieces('reference,title\n1/QĐ-TTg,A\n,\n368,\n,\n'))
  t.equal(bad.created, 0)
  t.strictSame(
    bad.problems.map(({ line, code }) => `${line} ${code}`),
    ['4 BAD_REFERENCE'],
  )
})
