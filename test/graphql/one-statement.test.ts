import { buildSchema } from 'graphql'
import t from 'tap'
import { schemaText } from '../../src/api.ts'
import { createApp } from '../helpers/app.ts'
import { createWorld, type World } from '../helpers/world.ts'

const app = await createApp(t)
const worlds: World[] = []
for (const n of [0, 1, 50]) worlds.push(await createWorld(app, app.nextProvince(), n))
await app.owner.query(
  `insert into members (id, province_id, subject, display_name, role, department_id)
   select id, province_id, id, name, 'DEPARTMENT_OFFICER', id from departments`,
)
await app.owner.query(
  `insert into service_accounts (id, province_id, name, role, provinces, scopes, secret_hash)
   select id, province_id, name, 'IMPORTER', array[province_id], '{imports:write}', '' from departments`,
)
await app.owner.query(
  `insert into import_jobs (province_id, id, subject, role, kind, mode, dry_run, name, format, file_province_id, state, failure)
   select province_id, id, 's', 'IMPORTER', 'plans', 'atomic', false, name, 'csv', province_id, 'FAILED', 'importBroke'
   from departments`,
)
await app.owner.query(
  `insert into import_problems (province_id, job_id, ordinal, problem)
   select province_id, id, n, '{"line":7,"sheet":null,"column":"due_on","value":"31/02","code":"BAD_DATE","details":{}}'
   from departments, generate_series(1, 3) n`,
)

// A document is compiled on its second run, and its statement named on its second.
const runs = 4
const noId = '01890000-0000-7000-8000-000000000000'

interface Case {
  query: string
  /** Who may ask; a province's viewer unless said. */
  role?: 'PROVINCE_ADMIN'
  variables?: (world: World) => object
  /** What the answer must hold, by the rows that were written. */
  answer: (world: World) => object | null
}

const ids = (rows: readonly { id: string }[]) => rows.map(({ id }) => ({ id }))
const firstId = (rows: readonly { id: string }[]) => ({ id: rows[0]?.id ?? noId })
const only = (world: World, value: object) => (world.plans.length === 0 ? null : value)

/** By the field of Query; each asks for what is nested below as well. */
const cases: Record<string, Case[]> = {
  viewer: [
    {
      query:
        '{ viewer { subject role province { slug name successor { slug } predecessors { slug } } department { id } } }',
      answer: ({ slug }) => ({
        subject: 'PROVINCE_VIEWER@test',
        role: 'PROVINCE_VIEWER',
        province: { slug },
        department: null,
      }),
    },
  ],
  province: [
    {
      query: 'query($slug: String!) { province(slug: $slug) { slug code predecessors { slug successor { slug } } } }',
      variables: () => ({ slug: 'thai-nguyen' }),
      answer: () => ({
        slug: 'thai-nguyen',
        code: '19',
        predecessors: [{ slug: 'bac-kan', successor: { slug: 'thai-nguyen' } }],
      }),
    },
    { query: '{ province(slug: "nowhere") { id } }', answer: () => null },
  ],
  successions: [
    {
      query: '{ successions { effectiveOn legalBasis withdrawnAt predecessor { slug } successor { slug } } }',
      answer: () => ({
        length: 29,
        0: { effectiveOn: '2025-07-01', withdrawnAt: null, predecessor: { slug: 'ba-ria-vung-tau' } },
      }),
    },
  ],
  provinces: [
    {
      query: '{ provinces(first: 2) { totalCount nodes { slug } } }',
      answer: () => ({ totalCount: 63, nodes: [{ slug: 'an-giang' }, { slug: 'ba-ria-vung-tau' }] }),
    },
    {
      query: '{ provinces(asOf: "2026-01-01") { totalCount nodes { slug } } }',
      answer: () => ({ totalCount: 34, nodes: { length: 34 } }),
    },
  ],
  departments: [
    {
      query:
        '{ departments(first: 100) { totalCount nodes { id name shortName province { slug } parent { id } successor { id } } } }',
      answer: ({ departments, slug }) => ({
        totalCount: departments.length,
        nodes: departments.map(({ id, name, short_name }) => ({
          id,
          name,
          shortName: short_name,
          province: { slug },
          parent: null,
        })),
      }),
    },
  ],
  documents: [
    {
      query:
        'query($province: String) { documents(filter: { province: $province }, first: 100) { totalCount nodes { reference level province { slug } } } }',
      variables: ({ slug }) => ({ province: slug }),
      answer: ({ documents, slug }) => ({
        totalCount: documents.length,
        nodes: [...documents]
          .sort((a, b) => (a.issued_on + a.id < b.issued_on + b.id ? 1 : -1))
          .map(({ reference }) => ({ reference, level: 'PROVINCIAL', province: { slug } })),
      }),
    },
  ],
  plan: [
    {
      query: `query($id: ID!) { plan(id: $id) { id title objectives document { reference } legalBases { id } parent { id }
        tasks(first: 100) { totalCount nodes { id ordinal lead { id } coordinating { id } participants { part department { id } }
          targets { value indicator { code } } progressReports(first: 100) { nodes { id values { value indicator { code unit } } } } } }
        progressReports(first: 100) { totalCount nodes { id period { code } } } } }`,
      variables: ({ plans }) => firstId(plans),
      answer: (world) =>
        only(world, {
          id: world.plans[0]?.id,
          title: world.plans[0]?.['title'],
          document: { reference: '1/KH-UBND' },
          legalBases: ids(world.documents),
          parent: null,
          tasks: {
            totalCount: world.tasks.length,
            nodes: world.tasks.map(({ id, ordinal }, i) => ({
              id,
              ordinal,
              lead: { id: world.departments[i]?.id },
              coordinating: i === 0 ? ids(world.departments.slice(1)) : [],
              participants: { length: i === 0 ? world.departments.length : 1 },
              targets:
                i === 0 ? world.values.map(({ indicator_code }) => ({ indicator: { code: indicator_code } })) : [],
              progressReports: { nodes: i === 0 ? ids([...world.taskReports].reverse()) : [] },
            })),
          },
          progressReports: {
            totalCount: world.planReports.length,
            nodes: [...world.planReports].reverse().map(({ id, period_code: code }) => ({ id, period: { code } })),
          },
        }),
    },
  ],
  plans: [
    { query: '{ plans(first: 100) { totalCount } }', answer: ({ plans }) => ({ totalCount: plans.length }) },
    {
      query: `{ plans(first: 100, orderBy: { by: TITLE, direction: ASC }) { nodes { title tasks { totalCount } parent { title } progress }
        edges { cursor node { id } } pageInfo { hasNextPage } } }`,
      answer: ({ plans, tasks }) => ({
        nodes: plans.map(({ title }, i) => ({
          title,
          tasks: { totalCount: i === 0 ? tasks.length : 0 },
          parent: i === 0 ? null : { title: plans[0]?.['title'] },
          progress: i === 0 ? plans.length - 1 : null,
        })),
        edges: plans.map(({ id }) => ({ cursor: String, node: { id } })),
        pageInfo: { hasNextPage: false },
      }),
    },
  ],
  task: [
    {
      query:
        'query($id: ID!) { task(id: $id) { title dueOn isOverdue progress plannedBudget plan { id document { id } } lead { name } } }',
      variables: ({ tasks }) => firstId(tasks),
      answer: (world) =>
        only(world, {
          title: world.tasks[0]?.['title'],
          dueOn: '2015-06-01',
          isOverdue: true,
          progress: world.taskReports.length - 1,
          plannedBudget: '1000',
          plan: { id: world.plans[0]?.id, document: { id: world.documents[0]?.id } },
          lead: { name: world.departments[0]?.['name'] },
        }),
    },
  ],
  tasks: [
    {
      query:
        '{ tasks(first: 100) { totalCount nodes { id plan { id } participants { department { id province { slug } } } } } }',
      answer: ({ tasks, plans, departments, slug }) => ({
        totalCount: tasks.length,
        nodes: tasks.map(({ id }, i) => ({
          id,
          plan: { id: plans[0]?.id },
          participants: (i === 0 ? departments : [departments[i]]).map((one) => ({
            department: { id: one?.id, province: { slug } },
          })),
        })),
      }),
    },
  ],
  progressReport: [
    {
      query: `query($id: ID!) { progressReport(id: $id) { id percentComplete achievements isLate period { code deadline } task { id }
        values { value qualifier lower upper indicator { code } } recommendations { text report { id } } revisions { id revision } } }`,
      variables: ({ taskReports }) => firstId(taskReports),
      answer: (world) =>
        only(world, {
          id: world.taskReports[0]?.id,
          percentComplete: 0,
          isLate: false,
          period: { code: '2015-01', deadline: '2015-02-03' },
          task: { id: world.tasks[0]?.id },
          values: world.values.map(({ value, indicator_code: code }) => ({
            value,
            lower: value,
            upper: value,
            indicator: { code },
          })),
          recommendations: world.recommendations.map(({ text }) => ({
            text,
            report: { id: world.taskReports[0]?.id },
          })),
          revisions: [{ id: world.taskReports[0]?.id, revision: 1 }],
        }),
    },
  ],
  progressReports: [
    {
      query: '{ progressReports(first: 100) { totalCount nodes { id department { id } task { id plan { id } } } } }',
      answer: ({ taskReports, planReports, tasks }) => ({
        totalCount: taskReports.length + planReports.length,
        nodes: [
          ...ids([...planReports].reverse()).map((one) => ({ ...one, task: null, department: null })),
          ...ids([...taskReports].reverse()).map((one) => ({ ...one, task: { id: tasks[0]?.id } })),
        ],
      }),
    },
  ],
  recommendations: [
    {
      query:
        '{ recommendations(first: 100) { totalCount nodes { text report { id period { code } } province { slug } } } }',
      answer: ({ recommendations, slug }) => ({
        totalCount: recommendations.length,
        nodes: [...recommendations]
          .reverse()
          .map(({ text }) => ({ text, report: { period: { code: '2015-01' } }, province: { slug } })),
      }),
    },
  ],
  reportsDue: [
    {
      query: `{ reportsDue(first: 100, filter: { year: 2015 }) { totalCount nodes { state deadline plan { id } task { id } department { id } period { code }
        progressReport { id } } } }`,
      // Of the first task for six months, of the others for as many; of each plan for the year.
      answer: ({ plans, tasks }) => ({
        totalCount: plans.length + 6 * tasks.length,
        nodes:
          plans.length === 0
            ? []
            : { 0: { deadline: '2015-02-03', plan: { id: plans[0]?.id }, period: { code: '2015-01' } } },
      }),
    },
  ],
  auditLog: [
    {
      query: '{ auditLog(first: 100) { totalCount nodes { id action changes { field before after } } } }',
      answer: () => ({ totalCount: 0, nodes: [] }),
    },
  ],
  indicators: [
    {
      query: '{ indicators { code name unit aggregation } }',
      answer: () => ({ length: 19, 0: { code: 'COURSES_HELD', unit: 'COUNT' } }),
    },
  ],
  reportingPeriods: [
    {
      query: '{ reportingPeriods(year: 2019) { code kind dataFrom dataTo deadline } }',
      answer: () => ({ length: 20 }),
    },
    { query: '{ reportingPeriods(year: 1066) { code } }', answer: () => ({ length: 0 }) },
  ],
  node: (['plans', 'tasks', 'taskReports', 'departments', 'documents', 'recommendations'] as const).map((kind) => ({
    query: `query($id: ID!) { node(id: $id) { id __typename ... on Plan { title tasks { totalCount } } ... on Task { title plan { id } }
        ... on ProgressReport { values { value } } ... on Department { name } ... on Document { reference } ... on Recommendation { text } } }`,
    variables: (world: World) => firstId(world[kind]),
    answer: (world: World) => only(world, firstId(world[kind])),
  })),
  members: [
    {
      query:
        '{ members(first: 100) { totalCount nodes { subject isActive province { slug } department { name province { slug } } } } }',
      role: 'PROVINCE_ADMIN',
      answer: ({ departments, slug }) => ({
        totalCount: departments.length,
        nodes: departments.map(({ id, name }) => ({
          subject: id,
          isActive: true,
          province: { slug },
          department: { name, province: { slug } },
        })),
      }),
    },
  ],
  importJob: [
    {
      query: `query($id: ID!) { importJob(id: $id) { state mode departmentsMade rowsWritten secondsLeft failure
        parts { province { slug } state } changes { totalCount } problems(first: 2) { totalCount nodes { line sheet column value message } } } }`,
      role: 'PROVINCE_ADMIN',
      variables: ({ departments }) => firstId(departments),
      answer: ({ departments, slug }) =>
        departments.length === 0
          ? null
          : {
              state: 'FAILED',
              mode: 'ATOMIC',
              departmentsMade: [],
              rowsWritten: 0,
              secondsLeft: null,
              failure: /hệ thống/,
              parts: [{ province: { slug }, state: 'FAILED' }],
              changes: { totalCount: 0 },
              problems: {
                totalCount: 3,
                nodes: [1, 2].map(() => ({
                  line: 7,
                  sheet: null,
                  column: 'due_on',
                  value: '31/02',
                  message: /31\/02/,
                })),
              },
            },
    },
  ],
  serviceAccounts: [
    {
      query: '{ serviceAccounts(first: 100) { totalCount nodes { name scopes provinces { slug } lastUsedAt } } }',
      role: 'PROVINCE_ADMIN',
      answer: ({ departments, slug }) => ({
        totalCount: departments.length,
        nodes: departments.map(() => ({ scopes: ['imports:write'], provinces: [{ slug }], lastUsedAt: null })),
      }),
    },
  ],
  nationalRollup: [
    {
      query: `{ nationalRollup(groupBy: [PROVINCE]) { rows { province { slug } plans tasks provincesNotReporting { slug } }
        total { plans tasks overdueTasks progress plannedBudget recommendationsOpen indicators { value figures indicator { code } } } } }`,
      answer: ({ slug, plans, tasks, values, recommendations, taskReports }) => ({
        rows: [
          {
            province: { slug },
            plans: plans.length,
            tasks: tasks.length,
            provincesNotReporting: plans.length > 0 ? [] : [{ slug }],
          },
        ],
        total: {
          plans: plans.length,
          tasks: tasks.length,
          overdueTasks: tasks.length,
          progress: plans.length === 0 ? null : taskReports.length - 1,
          plannedBudget: plans.length === 0 ? null : String(tasks.length * 1000),
          recommendationsOpen: recommendations.length,
          indicators: values.map(({ value, indicator_code: code }) => ({ value, figures: 1, indicator: { code } })),
        },
      }),
    },
  ],
  explainRollup: [
    {
      query: `{ explainRollup(cell: { measure: TASKS }, first: 100) { totalCount nodes { counts status province { slug } plan { id document { id } }
        task { id lead { id } } progressReport { id } recommendation { id } } } }`,
      answer: ({ slug, plans, tasks, departments, documents }) => ({
        totalCount: tasks.length,
        nodes: tasks.map(({ id }, i) => ({
          counts: 1,
          status: 'IN_PROGRESS',
          province: { slug },
          plan: { id: plans[0]?.id, document: { id: documents[0]?.id } },
          task: { id, lead: { id: departments[i]?.id } },
          progressReport: null,
          recommendation: null,
        })),
      }),
    },
    {
      query: `query($province: String) { explainRollup(cell: { measure: INDICATOR, indicator: "PEOPLE_TRAINED", province: $province }, groupBy: [PROVINCE]) {
        totalCount nodes { value qualifier lower task { id } progressReport { id values { value } } } } }`,
      variables: ({ slug }) => ({ province: slug }),
      answer: ({ tasks, taskReports, values }) => {
        const reported = values.filter(({ indicator_code }) => indicator_code === 'PEOPLE_TRAINED')
        return {
          totalCount: reported.length,
          nodes: reported.map(({ value }) => ({
            value,
            qualifier: 'EXACT',
            lower: value,
            task: { id: tasks[0]?.id },
            progressReport: { id: taskReports[0]?.id, values: values.map((each) => ({ value: each['value'] })) },
          })),
        }
      },
    },
  ],
}

t.test('given the schema, when its fields of Query are listed, then each is asked for below', async (t) => {
  t.same(Object.keys(buildSchema(schemaText).getQueryType()?.getFields() ?? {}).sort(), Object.keys(cases).sort())
})

for (const [field, each] of Object.entries(cases)) {
  t.test(`given 0, 1 and 50 rows, when ${field} is asked with all below it, then one statement answers`, async (t) => {
    for (const { query, role = 'PROVINCE_VIEWER', variables, answer } of each) {
      for (const world of worlds) {
        for (let run = 0; run < runs; run++) {
          const { data, errors, statements } = await app.gql(query, variables?.(world), app.viewer(role, world.slug))
          t.notOk(errors, JSON.stringify(errors))
          t.equal(statements.length, 1, 'one statement')
          const expected = answer(world)
          if (expected === null) t.equal(data[field], null)
          else t.match(data[field], expected, `${world.plans.length} rows`)
        }
      }
    }
  })
}
