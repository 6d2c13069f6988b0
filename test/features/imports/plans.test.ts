import t from 'tap'
import { countsOf, csv, openProvinces, problemsOf } from './province.ts'

const header = 'key,title,period_start,period_end,parent_key'
const plan = (key: string, parent = '', title = `Kế hoạch ${key}`) => `${key},${title},2019-01-01,2019-12-31,${parent}`

t.test(
  'given children before their parents, when plans are imported, then they are linked in any batches',
  async (t) => {
    const file = csv(header, plan('c', 'b'), plan('b', 'a'), plan('d', 'c'), plan('a'), plan('e', 'a'))
    for (const batchSize of [1, 2, 1000]) {
      for (const mode of ['atomic', 'partial'] as const) {
        const { load, rows } = await openProvinces(t)
        const result = await load('bac-kan', 'plans', file, { mode, batchSize })
        t.strictSame(problemsOf(result), [], `${mode} in batches of ${batchSize}`)
        t.equal(result.created, 5)
        const found = await rows(
          `select p.source_key as key, up.source_key as parent, p.version from plans p
         left join plans up on up.id = p.parent_id order by 1`,
        )
        t.strictSame(
          found.map((row) => Object.values(row)),
          [
            ['a', null, 1],
            ['b', 'a', 1],
            ['c', 'b', 1],
            ['d', 'c', 1],
            ['e', 'a', 1],
          ],
        )
        t.strictSame(countsOf(await load('bac-kan', 'plans', file, { batchSize })), {
          read: 5,
          created: 0,
          changed: 0,
          unchanged: 5,
          refused: 0,
        })
      }
    }
  },
)

t.test('given parents that are missing or go in a circle, when plans are imported, then each is told', async (t) => {
  const { load, rows } = await openProvinces(t)
  const file = csv(header, plan('a', 'none'), plan('b', 'c'), plan('c', 'b'), plan('d', 'd'), plan('e'))
  const result = await load('bac-kan', 'plans', file, { mode: 'partial' })
  t.strictSame(problemsOf(result), [
    '5 parent_key OWN_PARENT',
    '2 parent_key NO_SUCH_PLAN',
    '3 parent_key NO_SUCH_PLAN',
    '4 parent_key NO_SUCH_PLAN',
  ])
  t.strictSame(countsOf(result), { read: 5, created: 1, changed: 0, unchanged: 0, refused: 4 })
  t.strictSame(await rows('select source_key as key from plans'), [{ key: 'e' }])

  // What is on record can be moved, but not below itself.
  await load('bac-kan', 'plans', csv(header, plan('f', 'e'), plan('g', 'f')))
  t.strictSame(problemsOf(await load('bac-kan', 'plans', csv(header, plan('e', 'g')))), ['2 parent_key OWN_PARENT'])
  t.match(await load('bac-kan', 'plans', csv(header, plan('g', 'e'))), { changed: 1 })
})

t.test('given a plan with number and date, when it is imported, then its document is found or made', async (t) => {
  const { load, rows } = await openProvinces(t)
  await load(
    'bac-kan',
    'documents',
    csv('reference,issued_on,issuer,title', '51/KH-UBND,28/01/2019,Ủy ban nhân dân tỉnh Bắc Kạn,'),
  )
  const columns = 'key,title,period_start,period_end,reference,number,symbol,issued_on,issuer'
  const file = csv(
    columns,
    'a,Kế hoạch A,2019-01-01,2019-12-31,51/KH-UBND,,,2019-01-28,UBND tỉnh',
    'b,Kế hoạch B,2018-01-01,2020-12-31,,51,KH-UBND,2018-01-28,',
    'c,Kế hoạch C,2019-01-01,2019-12-31,,,,2019-03-01,',
    'd,Kế hoạch D,2019-01-01,2019-12-31,,,,,',
    'e,Kế hoạch E,2019-01-01,2019-12-31,51/KH-UBND,,,2019-01-28,',
  )
  t.strictSame(problemsOf(await load('bac-kan', 'plans', file)), [])
  const found = await rows(
    `select p.source_key as key, p.kind, p.status, p.reporting_period as period, p.approved_at is null as undated,
       d.reference, d.issued_on::text as day, d.issuer, d.title, d.kind as document, d.published
     from plans p left join documents d on d.id = p.document_id order by 1`,
  )
  const shared = { status: 'COMPLETED', period: 'YEAR', undated: false, document: 'PLAN', published: true }
  const first = {
    reference: '51/KH-UBND',
    day: '2019-01-28',
    issuer: 'Ủy ban nhân dân tỉnh Bắc Kạn',
    title: 'Kế hoạch A',
  }
  const none = { reference: null, day: null, issuer: null, title: null, document: null, published: null }
  t.match(found, [
    { key: 'a', kind: 'ANNUAL', ...shared, ...first },
    {
      key: 'b',
      kind: 'MULTI_YEAR',
      ...shared,
      reference: '51/KH-UBND',
      day: '2018-01-28',
      issuer: 'UBND tỉnh',
      title: 'Kế hoạch B',
    },
    { key: 'c', ...shared, reference: null, day: '2019-03-01', issuer: 'UBND tỉnh', title: 'Kế hoạch C' },
    { key: 'd', ...shared, undated: true, ...none },
    { key: 'e', ...shared, ...first },
  ])
  t.equal((await rows('select 1 from documents')).length, 3)
  t.match(await load('bac-kan', 'plans', file), { unchanged: 5 })

  const wrong = await load(
    'bac-kan',
    'plans',
    csv(
      columns,
      'f,F,2019-01-01,2018-12-31,51/KH-UBND,52,QĐ-UBND,,',
      'g,G,2019-01-01,2019-12-31,,52,,,',
      'h,H,2019-01-01,2019-12-31,số 5,,,,',
    ),
  )
  t.strictSame(problemsOf(wrong), [
    '2 number REFERENCE_MISMATCH',
    '2 symbol REFERENCE_MISMATCH',
    '2 period_end DATES_REVERSED',
    '3 symbol REQUIRED',
    '4 reference BAD_REFERENCE',
  ])
})

t.test(
  'given legal bases, when plans are imported, then own documents go before central ones, and others are made',
  async (t) => {
    const { load, rows, sample } = await openProvinces(t)
    await sample()
    const columns = 'key,title,period_start,period_end,reference,issued_on,legal_bases'
    const bases =
      '368/QĐ-TTg; 34/2017/QĐ-UBND@2017-11-27; 22/2016/TT-BTTTT@19/10/2016; Luật Biên giới quốc gia; 16-HD/BTGTU; 7/KH-UBND'
    const file = csv(columns, `a,Kế hoạch,2021-01-01,2021-12-31,7/KH-UBND,,${bases}`)
    t.strictSame(problemsOf(await load('bac-kan', 'plans', file)), [])
    const found = await rows(
      `select coalesce(d.reference, c.reference, c.title) as name, d.level, d.kind, d.issued_on::text as day, b.published
     from legal_bases b join plans p on p.id = b.plan_id left join documents d on d.id = b.document_id
     left join central_documents c on c.id = b.central_document_id where p.source_key = 'a' order by b.ordinal`,
    )
    t.strictSame(
      found.map((row) => Object.values(row)),
      [
        ['368/QĐ-TTg', null, null, null, true],
        ['34/2017/QĐ-UBND', 'PROVINCIAL', 'DECISION', '2017-11-27', true],
        ['22/2016/TT-BTTTT', 'CENTRAL', 'LAW', '2016-10-19', true],
        ['Luật Biên giới quốc gia', null, null, null, true],
        ['16-HD/BTGTU', 'PROVINCIAL', 'GUIDANCE', '2019-01-29', true],
        ['7/KH-UBND', 'PROVINCIAL', 'PLAN', null, true],
      ],
    )
    t.match(await load('bac-kan', 'plans', file), { unchanged: 1 })

    const second = csv(columns, 'b,Kế hoạch,2021-01-01,2021-12-31,51/KH-UBND,2021-01-02,51/KH-UBND; 368/@2013')
    t.strictSame(problemsOf(await load('bac-kan', 'plans', second)), ['2 legal_bases BAD_DATE'])
    await load('bac-kan', 'plans', second.replace('; 368/@2013', ''))
    const third = csv(columns, 'c,Kế hoạch,2021-01-01,2021-12-31,,,51/KH-UBND')
    t.strictSame(problemsOf(await load('bac-kan', 'plans', third)), ['2 legal_bases AMBIGUOUS_DOCUMENT'])
    t.match(await load('bac-kan', 'plans', file.replace('; 16-HD/BTGTU; 7/KH-UBND', '')), { changed: 1 })
    t.equal(
      (await rows(`select 1 from legal_bases b join plans p on p.id = b.plan_id where p.source_key = 'a'`)).length,
      4,
    )
  },
)

t.test(
  'given a draft with tasks, when a later file says that it is approved, then all below it is shown to the ministry',
  async (t) => {
    const { load, rows } = await openProvinces(t)
    const file = csv(
      'key,title,period_start,period_end,status,reference,issued_on,legal_bases',
      'a,A,2019-01-01,2019-12-31,DRAFT,1/KH-UBND,2019-01-02,2/QĐ-UBND',
    )
    await load('bac-kan', 'plans', file)
    await load('bac-kan', 'tasks', csv('key,plan_key,title,lead_department,target:PEOPLE_TRAINED', 't,a,T,Sở Y tế,10'))
    const shown = async () => {
      const tables = ['plans', 'tasks', 'task_departments', 'task_targets', 'legal_bases', 'documents']
      const all = await rows(tables.map((table) => `select published from ${table}`).join(' union all '))
      return all.map(({ published }) => published as boolean)
    }
    t.strictSame(await shown(), Array(7).fill(false))
    t.strictSame(await rows('select filed from tasks'), [{ filed: false }])
    t.match(await load('bac-kan', 'plans', file.replace('DRAFT', 'đã duyệt')), { changed: 1 })
    t.strictSame(await shown(), Array(7).fill(true))
    t.strictSame(await rows('select filed from tasks'), [{ filed: true }])

    for (const status of ['DRAFT', 'SUBMITTED']) {
      t.strictSame(
        problemsOf(await load('bac-kan', 'plans', file.replace('DRAFT', status))),
        ['2 status STEP_BACK'],
        status,
      )
    }
  },
)

t.test('given a merged province, when a plan begins after that, then it is the successor’s', async (t) => {
  const { load } = await openProvinces(t)
  const { problems } = await load(
    'bac-kan',
    'plans',
    csv('key,title,period_start,period_end', 'a,A,2025-07-01,2025-12-31', 'b,B,2025-01-01,2025-12-31'),
  )
  t.match(problems, [{ line: 2, code: 'AFTER_MERGER', details: { date: '2025-07-01', successor: 'thai-nguyen' } }])
  t.equal(problems.length, 1)
})

t.test(
  'given a plan that somebody has edited, when a file would change it, then it is refused or passed over',
  async (t) => {
    const { load, rows } = await openProvinces(t)
    await load('bac-kan', 'plans', csv(header, plan('a'), plan('b')))
    await rows(`update plans set title = 'Sửa tay', version = 2 where source_key = 'a'`)
    await rows(
      `insert into audit_log (province_id, id, actor, role, action, entity, entity_id, entity_version, changes)
     select province_id, 'ffffffff-ffff-7fff-bfff-ffffffffffff', 'admin', 'PROVINCE_ADMIN', 'updatePlan', 'Plan', id, 2, '{}' from plans where source_key = 'a'`,
    )
    const file = csv(header, plan('a'), plan('b', '', 'Kế hoạch mới'))
    t.strictSame(problemsOf(await load('bac-kan', 'plans', file)), ['2  EDITED_SINCE'])
    const result = await load('bac-kan', 'plans', file, { edited: 'keep' })
    t.strictSame(countsOf(result), { read: 2, created: 0, changed: 1, unchanged: 1, refused: 0 })
    t.strictSame(await rows('select title from plans order by source_key'), [
      { title: 'Sửa tay' },
      { title: 'Kế hoạch mới' },
    ])
  },
)

t.test(
  'given documents that differ in one part of their identity, when they are imported, then they are several',
  async (t) => {
    const { load, rows } = await openProvinces(t)
    const columns = 'reference,issued_on,issuer,title,source'
    const file = csv(
      columns,
      '38/KH-UBND,2012-10-02,UBND tỉnh,A,',
      '38/KH-UBND,2014-07-03,UBND tỉnh,B,',
      '38/KH-UBND,2014-07-03,Tỉnh ủy,C,',
      '38/QĐ-UBND,2014-07-03,UBND tỉnh,D,',
      ',,,Quy chế phối hợp,',
      ',2015-01-01,,Quy chế phối hợp,',
    )
    t.match(await load('bac-kan', 'documents', file), { created: 6 })
    t.match(await load('bac-kan', 'documents', file), { unchanged: 6 })
    const same = csv(
      columns,
      '38/KH-UBND,2012-10-02,Ủy ban nhân dân tỉnh,A,page 1',
      '38/kh-ubnd,2/10/2012,UBND tỉnh Bắc Kạn,A,page 1',
      ',,,,',
      ',,,,nothing',
    )
    t.strictSame(problemsOf(await load('bac-kan', 'documents', same)), ['3  DUPLICATE_KEY', '5 title REQUIRED'])
    t.match(await load('bac-kan', 'documents', same.split('\n').slice(0, 2).join('\n')), { changed: 1, created: 0 })
    // Of one that is known without its issuer, only one of two can be it.
    await load('bac-kan', 'documents', csv(columns, '9/KH-UBND,2014-07-03,,,'))
    const two = csv(columns, '9/KH-UBND,2014-07-03,Sở A,,', '9/KH-UBND,2014-07-03,Sở B,,')
    t.match(await load('bac-kan', 'documents', two), { changed: 1, created: 1 })
    t.match(await load('bac-kan', 'documents', two), { unchanged: 2 })
    // Nor does a line without an issuer take the document of the line that has it.
    const known = csv(columns, '9/KH-UBND,2014-07-03,,Z,', '9/KH-UBND,2014-07-03,Sở A,,', '9/KH-UBND,2014-07-03,Sở B,,')
    t.match(await load('bac-kan', 'documents', known), { created: 1, unchanged: 2 })
    t.strictSame(await rows(`select kind from documents where number is null limit 1`), [{ kind: 'REGULATION' }])
  },
)
