import t from 'tap'
import { createApp } from '../helpers/app.ts'
import { approvedTask, createPlan } from '../helpers/fixtures.ts'
import { attempt } from '../helpers/mutations.ts'

const texts = {
  'a lone surrogate': 'a\ud800b',
  NUL: 'a\0b',
  'bidirectional marks': '\u202Eabc\u202C',
  'decomposed marks': 'Kế'.normalize('NFD'),
  'four bytes': '𠮷😀',
  'spaces only': ' \u00a0\t',
  'wildcards only': '%_\\',
  'control characters': '\u0007\u001b[31m',
  nothing: '',
  '100 kB': 'x '.repeat(50_000),
  quotes: `'";--{}$1::text`,
}

t.test('given the service', async (t) => {
  const app = await createApp(t)
  const admin = app.viewer('PROVINCE_ADMIN', app.nextProvince())
  const { taskId, planId, departmentId } = await approvedTask(app, admin)
  const { id: draftId } = await createPlan(app, admin)
  const raw = async (payload: string) => {
    const headers = { 'content-type': 'application/json', ...admin.headers }
    const { statusCode, body } = await app.app.inject({ method: 'POST', url: '/graphql', headers, payload })
    return { status: statusCode, body, ...JSON.parse(body) }
  }
  const save = (rest: string) =>
    `mutation { saveProgressReport(input: { taskId: "${taskId}" ${rest} }) { progressReport { id percentComplete values { value lower } } userErrors { code path } } }`

  t.test(
    'given odd texts, when sent to every kind of input, then each is taken or refused with a reason',
    async (t) => {
      const plan = 'kind: ANNUAL periodStart: "2024-01-01" periodEnd: "2024-12-31"'
      const errors = 'userErrors { code }'
      const operations: [type: string, body: string][] = [
        ...['plans', 'tasks', 'departments', 'documents'].map((list): [string, string] => [
          'String!',
          `{ ${list}(filter: { text: $t, province: $t }) { totalCount nodes { id } } }`,
        ]),
        [
          'String!',
          '{ documents(filter: { reference: $t }) { totalCount } plans(filter: { document: $t }) { totalCount } }',
        ],
        ['ID!', '{ node(id: $t) { id } plan(id: $t) { id } task(id: $t) { id } progressReport(id: $t) { id } }'],
        [
          'ID!',
          '{ tasks(filter: { planId: $t departmentId: $t }) { totalCount } auditLog(filter: { entityId: $t }) { totalCount } }',
        ],
        ['String!', '{ province(slug: $t) { id } auditLog(filter: { actor: $t province: $t }) { totalCount } }'],
        ['String!', '{ progressReports(filter: { period: $t }) { totalCount } }'],
        ['String!', '{ reportsDue(filter: { period: $t, province: $t }) { totalCount } }'],
        ['String!', '{ plans(after: $t) { nodes { id } } }'],
        ['String!', '{ nationalRollup(filter: { indicators: [$t] }) { total { plans } } }'],
        ['String!', '{ nationalRollup(filter: { provinces: [$t] }) { total { plans } } }'],
        ['String!', `{ createPlan(input: { title: $t objectives: [$t] ${plan} }) { ${errors} } }`],
        ['String!', `{ createPlan(input: { title: "x" document: { reference: $t } ${plan} }) { ${errors} } }`],
        ['String!', `{ createPlan(input: { title: "x" document: { title: $t issuer: $t } ${plan} }) { ${errors} } }`],
        ['ID!', `{ createPlan(input: { title: "x" parentId: $t ${plan} }) { ${errors} } }`],
        ['ID!', `{ createPlan(input: { title: "x" legalBasisIds: [$t] ${plan} }) { ${errors} } }`],
        ['String!', `{ updateTask(input: { id: "${taskId}" version: 1 description: $t reason: $t }) { ${errors} } }`],
        [
          'ID!',
          `{ createTask(input: { planId: "${draftId}" title: "x" category: EVENT leadDepartmentId: $t }) { ${errors} } }`,
        ],
        [
          'ID!',
          `{ assignTask(input: { id: "${taskId}" version: 1 reason: "x" participants: [{ departmentId: $t part: ADVISING }] }) { ${errors} } }`,
        ],
        ['String!', `{ createDepartment(input: { name: $t shortName: $t kind: PRESS }) { ${errors} } }`],
        ['ID!', `{ updateDepartment(input: { id: "${departmentId}" version: 1 successorId: $t }) { ${errors} } }`],
        ['String!', `{ saveProgressReport(input: { taskId: "${taskId}" period: $t }) { ${errors} } }`],
        [
          'String!',
          `{ saveProgressReport(input: { taskId: "${taskId}" period: "2024-Q1" values: [{ code: $t value: 1 }] }) { ${errors} } }`,
        ],
        [
          'String!',
          `{ saveProgressReport(input: { planId: "${planId}" period: "2024" achievements: $t }) { ${errors} } }`,
        ],
        ['ID!', `{ discardPlan(input: { id: $t version: 1 }) { ${errors} } }`],
      ]
      for (const [type, body] of operations) {
        const kind = body.includes('(input:') ? 'mutation' : 'query'
        for (const [name, text] of Object.entries(texts)) {
          const answer = await app.gql(`${kind}($t: ${type}) ${body}`, { t: text }, admin)
          const codes = new Set(JSON.stringify(answer).match(/"code":"\w+"/g))
          const unexpected = [...codes].filter((code) => !/BAD_INPUT|NOT_FOUND|CONFLICT|INVALID_STATE/.test(code))
          t.same([answer.status, unexpected], [200, []], `${name}: ${body}`)
          t.ok(JSON.stringify(answer.errors ?? []).length < 2_000, 'a long text is not sent back whole')
        }
      }
    },
  )

  t.test(
    'given ids of nothing, when they are named, then each language has its own word for what is missing',
    async (t) => {
      const id = '01890000-0000-7000-8000-000000000000'
      const step = { id, version: 1 }
      const year = { title: 'x', kind: 'ANNUAL', periodStart: '2024-01-01', periodEnd: '2024-12-31' }
      const table: [mutation: string, input: object, vi: string, en: string][] = [
        ['submitPlan', step, 'kế hoạch', 'plan'],
        ['createPlan', { ...year, legalBasisIds: [id] }, 'văn bản', 'document'],
        ['startTask', step, 'nhiệm vụ', 'task'],
        ['updateDepartment', step, 'cơ quan', 'department'],
        ['submitProgressReport', step, 'báo cáo', 'report'],
        ['answerRecommendation', { ...step, status: 'ANSWERED', answer: 'x' }, 'kiến nghị', 'recommendation'],
        ['deactivateMember', step, 'thành viên', 'member'],
        ['revokeServiceAccount', step, 'tài khoản dịch vụ', 'service account'],
      ]
      for (const [mutation, input, vi, en] of table) {
        const viewer = mutation === 'answerRecommendation' ? app.viewer('MINISTRY_ADMIN') : admin
        const told = async (language: string) => {
          const { code, message } = await attempt(app, mutation, input, viewer, {
            headers: { 'accept-language': language },
          })
          return `${code}: ${message}`
        }
        t.equal(
          await told('vi'),
          `NOT_FOUND: Không có ${vi} nào mang mã ${id} mà bạn được phép dùng ở đây; hãy kiểm tra lại mã.`,
        )
        t.equal(await told('en'), `NOT_FOUND: There is no ${en} with the id ${id} that you may use here; check the id.`)
      }
    },
  )

  t.test(
    'given figures at the ends of what numbers can be, when sent, then none is stored that can’t be told',
    async (t) => {
      const value = (literal: string) =>
        save(`period: "2024-Q1" values: [{ code: "PEOPLE_TRAINED" value: ${literal} }]`)
      for (const literal of ['1e400', '1e308', '1000000000000001', '9'.repeat(400)]) {
        const { data } = await app.gql(value(literal), undefined, admin)
        t.match(
          data.saveProgressReport.userErrors,
          [{ code: 'BAD_INPUT', path: ['input', 'values', '0', 'value'] }],
          literal.slice(0, 20),
        )
      }
      const variable =
        'mutation($v: Float) { saveProgressReport(input: { period: "2024" percentComplete: $v }) { userErrors { code } } }'
      t.match(await raw(`{"query":${JSON.stringify(variable)},"variables":{"v":1e400}}`), {
        errors: [{ extensions: { code: 'BAD_INPUT' } }],
      })
      const year = 'query($v: Int) { plans(filter: { year: $v }, first: $v) { totalCount } }'
      for (const number of ['1e400', '2147483648', '1.5', '"5"']) {
        t.match(await raw(`{"query":${JSON.stringify(year)},"variables":{"v":${number}}}`), {
          errors: [{ extensions: { code: 'BAD_INPUT' } }],
        })
      }
      const { data } = await app.gql(
        save(
          'period: "2024-Q2" percentComplete: 33.333333333333336 values: [{ code: "PEOPLE_TRAINED" value: 0.30000000000000004 }]',
        ),
        undefined,
        admin,
      )
      t.match(data.saveProgressReport.progressReport, { percentComplete: 33.33, values: [{ value: 0.3, lower: 0.3 }] })
      const greatest = await app.gql(
        save('period: "2024-Q3" percentComplete: 100 values: [{ code: "PEOPLE_TRAINED" value: 1e15 }]'),
        undefined,
        admin,
      )
      t.match(greatest.data.saveProgressReport.progressReport.values, [{ value: 1e15 }])
      t.match(
        (await app.gql(save('period: "2024-Q4" percentComplete: -0.004'), undefined, admin)).data.saveProgressReport
          .userErrors,
        [{ code: 'BAD_INPUT' }],
      )
    },
  )

  t.test('given filters at the ends of their ranges, when asked, then lists are empty and nothing fails', async (t) => {
    const years = [2 ** 31 - 1, -(2 ** 31), -1, 0]
    for (const year of years) {
      const query = `query($y: Int!) { plans(filter: { year: $y }) { totalCount } documents(filter: { year: $y }) { totalCount } reportsDue(filter: { year: $y }) { totalCount }
        reportingPeriods(year: $y) { code } nationalRollup(groupBy: [YEAR], filter: { years: [$y] }) { rows { year } } }`
      t.same((await app.gql(query, { y: year }, admin)).data, {
        plans: { totalCount: 0 },
        documents: { totalCount: 0 },
        reportsDue: { totalCount: 0 },
        reportingPeriods: [],
        nationalRollup: { rows: [] },
      })
    }
    for (const day of ['1900-01-01', '2200-12-31']) {
      const query =
        'query($d: Date!) { tasks(filter: { dueFrom: $d dueTo: $d }) { totalCount } provinces(asOf: $d) { nodes { code(asOf: $d) } } nationalRollup(asOf: $d) { asOf } }'
      t.match(await app.gql(query, { d: day }, admin), {
        status: 200,
        errors: undefined,
        data: { nationalRollup: { asOf: day } },
      })
    }
    const empty =
      '{ plans(filter: { status: [], kind: [] }) { totalCount } nationalRollup(filter: { provinces: [], years: [], indicators: [] }) { total { plans } } }'
    t.match(await app.gql(empty, undefined, admin), { errors: undefined, data: { plans: { totalCount: 0 } } })
    t.match((await app.gql(`{ plan(id: "${planId.toUpperCase()}") { id } }`, undefined, admin)).data, {
      plan: { id: planId },
    })
  })

  t.test(
    'given keys that objects are made of, or JSON nested without end, when sent, then nothing is changed by it',
    async (t) => {
      const query = JSON.stringify('query($f: PlanFilter) { plans(filter: $f) { totalCount } }')
      for (const key of ['__proto__', 'constructor', 'prototype', 'toString', '$payloadId']) {
        for (const payload of [
          `{"query":${query},"variables":{"f":{"${key}":{"polluted":1}}}}`,
          `{"query":${query},"variables":{"${key}":{"polluted":1}}}`,
          `{"query":${query},"${key}":{"polluted":1}}`,
        ]) {
          const { status, body } = await raw(payload)
          t.ok([200, 400].includes(status) && !body.includes('INTERNAL'), `${status} ${payload}`)
        }
        t.notOk('polluted' in {})
      }
      const [open, close] = ['['.repeat(200_000), ']'.repeat(200_000)]
      for (let run = 0; run < 3; run++) {
        t.match(await raw(`{"query":${query},"variables":{"f":${open}${close}}}`), {
          status: 200,
          errors: [{ extensions: { code: 'BAD_INPUT' } }],
        })
        t.match(await raw(open + close), { status: 400, errors: [{ extensions: { code: 'BAD_INPUT' } }] })
      }
    },
  )
})
