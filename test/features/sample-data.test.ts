import t from 'tap'
import { createApp } from '../helpers/app.ts'
import { loadSample } from '../helpers/sample-data.ts'

// What the five published pages say, asked of the API. The figures here are read off the pages by hand.

const api = await createApp(t)
const ministry = api.viewer('MINISTRY_ANALYST')
await loadSample(api)

const totals = `query ($filter: RollupFilter, $asOf: Date) {
  nationalRollup(filter: $filter, asOf: $asOf) {
    total { plans tasks recommendationsOpen provincesReporting indicators { indicator { code unit } value qualifier lower upper figures } }
  }
}`

async function total(filter: object, asOf?: string) {
  const { data, errors } = await api.gql(totals, { filter, asOf }, ministry)
  if (errors) throw new Error(JSON.stringify(errors))
  return data.nationalRollup.total
}

const figures: [string, object, object | undefined][] = [
  [
    'exhibition visits of 2017 and 2019: more than 4,000',
    { years: [2017, 2019], indicators: ['EXHIBITION_VISITS'] },
    { value: 4000, qualifier: 'AT_LEAST', lower: 4000, upper: null },
  ],
  [
    'attendances of 2019: more than 220',
    { years: [2019], indicators: ['MEETING_ATTENDANCES'] },
    { value: 220, qualifier: 'AT_LEAST', lower: 220, upper: null },
  ],
  [
    'people trained in 2017: about, never a bare 1,050',
    { years: [2017], indicators: ['PEOPLE_TRAINED'] },
    { value: 1050, qualifier: 'ABOUT', lower: 0, upper: null },
  ],
  [
    'people trained in 2019: 167',
    { years: [2019], indicators: ['PEOPLE_TRAINED'] },
    { value: 167, qualifier: 'EXACT', lower: 167, upper: 167 },
  ],
  [
    'broadcasts of 2019: 4',
    { years: [2019], indicators: ['BROADCASTS'] },
    { value: 4, qualifier: 'EXACT', lower: 4, upper: 4 },
  ],
  [
    'radio programmes of 2015: 11',
    { years: [2015], indicators: ['RADIO_PROGRAMMES'] },
    { value: 11, qualifier: 'EXACT', lower: 11, upper: 11 },
  ],
  [
    'courses of 2015: 1',
    { years: [2015], indicators: ['COURSES_HELD'] },
    { value: 1, qualifier: 'EXACT', lower: 1, upper: 1 },
  ],
  [
    'courses of 2017: 5',
    { years: [2017], indicators: ['COURSES_HELD'] },
    { value: 5, qualifier: 'EXACT', lower: 5, upper: 5 },
  ],
  ['courses of 2019: not reported, which is not zero', { years: [2019], indicators: ['COURSES_HELD'] }, undefined],
  [
    'items published in 2019: hundreds, so no number',
    { years: [2019], indicators: ['ITEMS_PUBLISHED'] },
    { value: null, qualifier: 'UNKNOWN', lower: 0, upper: null },
  ],
]

for (const [what, filter, expected] of figures) {
  t.test(`given the five pages, when the ministry asks, then ${what}`, async (t) => {
    const { indicators } = await total(filter)
    t.equal(indicators.length, expected === undefined ? 0 : 1)
    if (expected) t.match(indicators[0], expected)
  })
}

t.test(
  'given the maps of 63 and of 34 provinces, when the nation is added up, then the totals are the same',
  async (t) => {
    const [of63, of34] = await Promise.all([total({}, '2025-06-30'), total({}, '2025-07-01')])
    const filed = await total({})
    t.same({ ...of63, provincesReporting: 4 }, { ...filed, provincesReporting: 4 })
    t.same(of34, of63)
    t.equal(of34.plans, 6)
    t.equal(of34.tasks, 53)
    t.equal(of34.recommendationsOpen, 2)
  },
)

t.test(
  'given the map of today, when grouped by province, then merged provinces stand under their successors',
  async (t) => {
    const query = `{ nationalRollup(groupBy: [PROVINCE], asOf: "2026-01-01") { rows { province { slug } tasks } } }`
    const { data } = await api.gql(query, {}, ministry)
    const rows: { province: { slug: string }; tasks: number }[] = data.nationalRollup.rows
    t.equal(rows.length, 34)
    t.same(
      rows.filter(({ tasks }) => tasks > 0).map(({ province, tasks }) => [province.slug, tasks]),
      [
        ['ca-mau', 9],
        ['lang-son', 8],
        ['ninh-binh', 8],
        ['quang-tri', 14],
        ['thai-nguyen', 14],
      ],
    )
  },
)

t.test(
  'given Lạng Sơn’s plan of 2014, when its officer looks, then it has the eight tasks with who is named, and no other',
  async (t) => {
    const query = `{ plans(filter: { document: "35/KH-UBND" }) { nodes {
    kind document { issuedOn issuer } tasks { nodes { ordinal lead { name } coordinating { name } dueOn duePrecision } }
  } } }`
    const { data } = await api.gql(query, {}, api.viewer('PROVINCE_VIEWER', 'lang-son'))
    const [plan, ...others] = data.plans.nodes
    t.same(others, [])
    t.match(plan, { kind: 'ANNUAL', document: { issuedOn: '2014-04-16', issuer: 'Ủy ban nhân dân tỉnh Lạng Sơn' } })
    const tasks: any[] = plan.tasks.nodes
    t.same(
      tasks.map(({ lead }) => lead?.name ?? null),
      [null, null, null, null, 'Văn phòng Ủy ban nhân dân tỉnh', 'Sở Thông tin và Truyền thông', 'Sở Ngoại vụ', null],
    )
    t.same(
      tasks[4].coordinating.map(({ name }: { name: string }) => name),
      ['Sở Ngoại vụ', 'Sở Thông tin và Truyền thông'],
    )
    t.match(tasks[0], { dueOn: '2014-10-31', duePrecision: 'EARLY_QUARTER' })
    t.match(tasks[1], { dueOn: '2014-09-30', duePrecision: 'QUARTER' })
    t.match(tasks[4], { dueOn: null, duePrecision: 'RECURRING' })
  },
)

t.test(
  'given two documents numbered 38/KH-UBND, when asked for, then both are there, each of its own province and date',
  async (t) => {
    const query = `{ documents(filter: { reference: "38/KH-UBND" }) { nodes { issuedOn province { slug } } } }`
    const { data } = await api.gql(query, {}, ministry)
    t.same(data.documents.nodes, [
      { issuedOn: '2014-07-03', province: { slug: 'bac-lieu' } },
      { issuedOn: '2012-10-02', province: { slug: 'quang-binh' } },
    ])
  },
)

t.test(
  'given limitations and recommendations, when counted, then three provinces wrote the former and one the latter',
  async (t) => {
    const query = `{ progressReports(first: 100) { nodes { province { slug } limitations recommendations { text } } } }`
    const { data } = await api.gql(query, {}, ministry)
    const of = (wanted: (report: any) => boolean) => [
      ...new Set(data.progressReports.nodes.filter(wanted).map((report: any) => report.province.slug)),
    ]
    t.same(of((report) => report.limitations !== null).sort(), ['bac-lieu', 'ha-nam', 'quang-binh'])
    t.same(
      of((report) => report.recommendations.length > 0),
      ['bac-kan'],
    )
  },
)

t.test('given a page’s counter of views, when every figure is read, then it is none of them', async (t) => {
  const { rows } = await api.owner.query('select 1 from indicator_values where value = 845')
  t.equal(rows.length, 0)
})
