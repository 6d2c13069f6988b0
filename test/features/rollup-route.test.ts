import t from 'tap'
import { createApp } from '../helpers/app.ts'
import { loadSample } from '../helpers/sample-data.ts'

const app = await createApp(t)
await loadSample(app)
const analyst = app.viewer('MINISTRY_ANALYST')

const get = (query: string, headers: object = {}) =>
  app.app.inject({ url: `/api/v1/rollups?${query}`, headers: { ...analyst.headers, ...headers } })

t.test('given the sample data, when asked for JSON, then it says what GraphQL says', async (t) => {
  const response = await get('groupBy=YEAR&years=2017,2019&indicators=EXHIBITION_VISITS&asOf=2026-01-01')
  t.match(response.headers, { 'content-type': /^application\/json/, vary: /Accept/, 'cache-control': /private/ })
  const query = `{ nationalRollup(groupBy: [YEAR], asOf: "2026-01-01", filter: { years: [2017, 2019], indicators: ["EXHIBITION_VISITS"] }) {
    asOf rows { year tasks indicators { value qualifier lower upper } } total { indicators { value qualifier lower } } } }`
  const { data } = await app.gql(query, {}, analyst)
  t.match(response.json(), data.nationalRollup)
  t.match(response.json().total.indicators, [{ value: 4000, qualifier: 'AT_LEAST', lower: 4000, upper: null }])
})

t.test(
  'given the sample data, when asked for CSV, then figures stand beside their bounds, and nothing is not zero',
  async (t) => {
    const { body, headers } = await get(
      'groupBy=PROVINCE,YEAR&years=2019&indicators=EXHIBITION_VISITS,RADIO_PROGRAMMES&format=csv',
    )
    t.match(headers['content-type'], /^text\/csv/)
    const [names = [], ...lines] = body
      .trimEnd()
      .split('\r\n')
      .map((line) => line.split(','))
    t.same(names.slice(0, 3), ['province', 'provinceName', 'year'])
    t.same(
      names.slice(-8, -4),
      ['', '.qualifier', '.lower', '.upper'].map((part) => `EXHIBITION_VISITS${part}`),
    )
    const bacKan = lines.find(([slug]) => slug === 'bac-kan')
    t.same(bacKan?.slice(-8), ['1000', 'AT_LEAST', '1000', '', '', '', '', ''])
  },
)

t.test(
  'given an answer, when its ETag comes back, then it is not sent again until something has changed',
  async (t) => {
    const query = 'groupBy=PROVINCE&format=csv'
    const first = await get(query)
    const etag = String(first.headers['etag'])
    for (const known of [etag, `W/${etag}`, `"other", ${etag}`, '*']) {
      const again = await get(query, { 'if-none-match': known })
      t.match(again, { statusCode: 304, body: '' }, known)
      t.equal(again.headers['etag'], etag)
    }
    t.not((await get(`${query}&years=2019`, { 'if-none-match': etag })).statusCode, 304)
    t.not(
      (await get('groupBy=PROVINCE', { 'if-none-match': etag })).statusCode,
      304,
      'another format is another answer',
    )
    const admin = app.viewer('PROVINCE_ADMIN', 'lang-son')
    const open = '{ tasks(filter: { status: [NOT_STARTED] }, first: 1) { nodes { id version } } }'
    const step = 'mutation($input: TaskStepInput!) { startTask(input: $input) { userErrors { message } } }'
    await app.gql(step, { input: (await app.gql(open, {}, admin)).data.tasks.nodes[0] }, admin)
    t.equal((await get(query, { 'if-none-match': etag })).statusCode, 200, 'a change that was committed')
  },
)

t.test('given a workbook is asked for, when it is read, then it is one', async (t) => {
  const response = await get('groupBy=PROVINCE', {
    accept: 'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet',
  })
  t.match(response, { statusCode: 200, headers: { 'content-disposition': 'attachment; filename="rollup.xlsx"' } })
  t.equal(response.rawPayload.subarray(0, 2).toString(), 'PK')
})

t.test('given bad parameters, when sent, then each is named, as a problem', async (t) => {
  const cases: [query: string, status: number, code: string, words: RegExp][] = [
    ['groupBy=MONTH', 400, 'BAD_INPUT', /groupBy.*PROVINCE/],
    ['asOf=2025-02-30', 400, 'BAD_INPUT', /asOf/],
    ['years=abc', 400, 'BAD_INPUT', /years/],
    ['provinces=atlantis', 400, 'BAD_INPUT', /atlantis/],
    ['provinces=bac-kan&asOf=2026-01-01', 400, 'BAD_INPUT', /thai-nguyen/],
    ['groupBy=DEPARTMENT', 400, 'BAD_INPUT', /province/],
    ['indicators=NOTHING', 400, 'BAD_INPUT', /NOTHING/],
    ['colour=red', 400, 'BAD_INPUT', /colour/],
  ]
  for (const [query, status, code, words] of cases) {
    const response = await get(query, { 'accept-language': 'en' })
    t.match(response.headers['content-type'], /^application\/problem\+json/, query)
    t.match(response.json(), { status, code, detail: words }, query)
  }
  t.equal((await get('', { accept: 'text/html' })).statusCode, 406)
  t.equal((await app.app.inject({ url: '/api/v1/rollups' })).statusCode, 401)
})
