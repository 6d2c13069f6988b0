import { buildSchema } from 'graphql'
import t from 'tap'
import { schemaText } from '../../src/api.ts'
import { newId } from '../../src/db/ids.ts'
import { createApp, type Viewer } from '../helpers/app.ts'
import { createPlan, insert } from '../helpers/fixtures.ts'
import { attempt } from '../helpers/mutations.ts'
import { fingerprint } from '../helpers/refusals.ts'
import { leastInput, queriesById, queriesOf } from '../helpers/whole-schema.ts'
import { createWorld, type World } from '../helpers/world.ts'

// Everything here is made from the schema, so that no field that is added can be left out.

const schema = buildSchema(schemaText)
// A merger belongs to no province.
const mutations = Object.keys(schema.getMutationType()?.getFields() ?? {}).filter(
  (name) => !name.endsWith('Succession'),
)
const app = await createApp(t)
const slugs = { own: app.nextProvince(), other: app.nextProvince(), predecessor: 'bac-kan', successor: 'thai-nguyen' }
const empty = app.nextProvince()
type Place = keyof typeof slugs
const worlds = {} as Record<Place, World>
for (const [place, slug] of Object.entries(slugs)) worlds[place as Place] = await createWorld(app, slug, 1)

// Something of each kind that only the province itself may see yet.
const { key, plans, tasks, taskReports } = worlds.own
const common = { province_id: key, title: 'Bản nháp' }
const secret = {
  plan: (
    await insert(
      app,
      'plans',
      [
        {
          kind: 'ANNUAL',
          status: 'DRAFT',
          period_start: '2015-01-01',
          period_end: '2015-12-31',
          reporting_period: 'MONTH',
        },
      ],
      common,
    )
  )[0],
  task: (
    await insert(
      app,
      'tasks',
      [{ plan_id: plans[0]?.id, ordinal: 99, category: 'EVENT', status: 'NOT_STARTED' }],
      common,
    )
  )[0],
  document: (await insert(app, 'documents', [{ kind: 'OTHER', level: 'PROVINCIAL', issuer: 'UBND tỉnh' }], common))[0],
  report: (
    await insert(
      app,
      'progress_reports',
      [{ plan_id: plans[0]?.id, period_code: '2030', revision: 1, status: 'DRAFT', achievements: 'Bản nháp' }],
      { province_id: key },
    )
  )[0],
  recommendation: (
    await insert(
      app,
      'recommendations',
      [{ report_id: taskReports[0]?.id, ordinal: 99, text: 'Bản nháp', status: 'OPEN' }],
      { province_id: key },
    )
  )[0],
}
await insert(
  app,
  'task_departments',
  [{ task_id: tasks[0]?.id, department_id: worlds.own.departments[0]?.id, part: 'ASSIGNING' }],
  { province_id: key },
)

const viewers: Record<string, { as: Viewer; sees: Place[] }> = {
  own: { as: app.viewer('PROVINCE_ADMIN', slugs.own), sees: ['own'] },
  predecessor: { as: app.viewer('PROVINCE_ADMIN', slugs.predecessor), sees: ['predecessor'] },
  successor: {
    as: app.viewer('DEPARTMENT_OFFICER', slugs.successor, worlds.predecessor.departments[0]?.id),
    sees: ['successor', 'predecessor'],
  },
  ministry: { as: app.viewer('MINISTRY_ANALYST'), sees: ['own', 'other', 'predecessor', 'successor'] },
}
const idsOf = ({ departments, documents, plans, tasks, taskReports, planReports, recommendations }: World) =>
  [departments, documents, plans, tasks, taskReports, planReports, recommendations].flatMap((rows) =>
    rows.map(({ id }) => id),
  )

for (const [who, { as, sees }] of Object.entries(viewers)) {
  t.test(
    `given ids of every province, when ${who} asks by them, then what isn’t theirs is as if it weren’t there`,
    async (t) => {
      const queries = queriesById(schema, 'ID')
      t.ok(queries.length >= 10, `${queries.length} ways to name an id`)
      for (const { name, query } of queries) {
        const nothing = await app.gql(query, { id: newId() }, as)
        for (const [place, world] of Object.entries(worlds)) {
          const theirs = sees.includes(place as Place)
          if (theirs && !name.startsWith('node')) continue
          for (const id of idsOf(world)) {
            const { data, errors } = await app.gql(query, { id }, as)
            if (theirs) t.match(data.node, { __typename: String }, `${name}: ${place}`)
            else t.same({ data, errors }, { data: nothing.data, errors: nothing.errors }, `${name}: ${place}`)
          }
        }
      }
    },
  )

  t.test(`given slugs of every province, when ${who} asks for them, then others’ lists are empty`, async (t) => {
    for (const { name, query } of queriesById(schema, 'String').filter(({ name }) => name.endsWith('.province'))) {
      // A rollup's cell refuses a slug of no province.
      const nothing = await app.gql(query, { id: name.startsWith('explainRollup') ? empty : 'nowhere' }, as)
      for (const [place, slug] of Object.entries(slugs)) {
        const { data } = await app.gql(query, { id: slug }, as)
        if (!sees.includes(place as Place)) t.same(data, nothing.data, `${name}: ${place}`)
        else if (!/audit|Due/.test(name)) t.notSame(data, nothing.data, `${name}: ${place}`)
      }
    }
  })

  t.test(`given every field there is, when ${who} asks for all, then no answer holds what isn’t theirs`, async (t) => {
    const hidden = Object.entries(worlds).filter(([place]) => !sees.includes(place as Place))
    const marks = hidden.flatMap(([, world]) => [`của ${world.slug}`, ...idsOf(world)])
    if (who !== 'own') marks.push('Bản nháp', ...Object.values(secret).map(String))
    let seen = 0
    for (const { field, query } of queriesOf(schema, { depth: 1, variations: false })) {
      const { data } = await app.gql(query, {}, as)
      const text = JSON.stringify(data)
      seen += text.includes('của ') ? 1 : 0
      const leaked = marks.filter((mark) => text.includes(mark))
      if (leaked.length > 0) t.same(leaked, [], `${field}: ${query.slice(0, 200)}`)
    }
    t.ok(seen > 5, `${seen} answers hold titles`)
  })
}

t.test('given drafts, when the ministry asks by their ids, then there is nothing', async (t) => {
  for (const [kind, id] of Object.entries(secret)) {
    const query = 'query($id: ID!) { node(id: $id) { id } }'
    t.same((await app.gql(query, { id }, viewers['ministry']?.as)).data, { node: null }, kind)
    t.same((await app.gql(query, { id }, viewers['own']?.as)).data, { node: { id } }, kind)
  }
  const parts = `query { task(id: "${tasks[0]?.id}") { participants { part } } }`
  const ofMinistry = (await app.gql(parts, {}, viewers['ministry']?.as)).data.task.participants
  t.notOk(ofMinistry.some(({ part }: { part: string }) => part === 'ASSIGNING'))
})

t.test(
  'given another province’s ids, when a mutation names them, then the refusal is that for no id at all',
  async (t) => {
    const admin = viewers['own']?.as as Viewer
    const before = await fingerprint(app)
    const headers = { 'accept-language': 'en' }
    const strangers = (name: string, field: string): { id: string }[] =>
      [worlds.other, worlds.predecessor].flatMap((world) => {
        if (/plan|parent/.test(field) && !name.endsWith('Department')) return world.plans
        if (/Report/.test(name + field) && field !== 'taskId') return [...world.taskReports, ...world.planReports]
        if (name.endsWith('Task') || field === 'taskId') return world.tasks
        return name.endsWith('Department') ? world.departments : world.plans
      })
    const named = mutations.flatMap((name) =>
      ['id', 'planId', 'taskId', 'progressReportId']
        .filter((field) => field in leastInput(schema, name))
        .map((field) => [name, field] as const),
    )
    const more: [name: string, field: string][] = [
      ['saveProgressReport', 'id'],
      ['saveProgressReport', 'planId'],
      ['saveProgressReport', 'taskId'],
      ['createPlan', 'parentId'],
      ['createDepartment', 'parentId'],
    ]
    t.ok(named.length > 12)
    for (const [name, field] of [...named, ...more]) {
      if (name === 'answerRecommendation') continue
      const send = async (id: string) => {
        const { code, path, message, object } = await attempt(
          app,
          name,
          { ...leastInput(schema, name), [field]: id },
          admin,
          { headers },
        )
        return { code, path, message: message?.replace(id, 'ID'), object }
      }
      const nothing = await send(newId())
      t.match(
        nothing,
        { code: 'NOT_FOUND', path: `input.${field}`, object: null, message: /with the id ID that you may use here/ },
        `${name} ${field}`,
      )
      for (const { id } of strangers(name, field)) t.same(await send(id), nothing, `${name} ${field}`)
    }
    t.equal(await fingerprint(app), before)
  },
)

t.test('given roles that only read, when they send any mutation, then FORBIDDEN and nothing is written', async (t) => {
  const plan = await createPlan(app, viewers['own']?.as as Viewer)
  const before = await fingerprint(app)
  const readers = [
    app.viewer('PROVINCE_VIEWER', slugs.own),
    app.viewer('IMPORTER', slugs.own),
    app.viewer('MINISTRY_ANALYST'),
    app.viewer('MINISTRY_ADMIN'),
  ]
  for (const name of mutations) {
    for (const as of readers) {
      // The ministry answers, and keeps its own members and accounts.
      if (/^answer|Member$|ServiceAccount/.test(name) && as.role === 'MINISTRY_ADMIN') continue
      const input = {
        ...leastInput(schema, name),
        ...(name.endsWith('Plan') && 'id' in leastInput(schema, name) ? plan : {}),
      }
      t.match(
        await attempt(app, name, input, as),
        { code: 'FORBIDDEN', path: null, object: null },
        `${name} as ${as.role}`,
      )
    }
  }
  t.equal(await fingerprint(app), before)
})

t.test('given an importer, when it reads, then only what all may know', async (t) => {
  const as = app.viewer('IMPORTER', slugs.own)
  for (const field of Object.keys(schema.getQueryType()?.getFields() ?? {})) {
    const query = queriesOf(schema, { depth: 0, variations: false }).find((one) => one.field === field)?.query ?? ''
    const { errors } = await app.gql(query, {}, as)
    const open = ['viewer', 'province', 'provinces', 'successions', 'importJob'].includes(field)
    t.equal(errors?.[0].extensions.code, open ? undefined : 'FORBIDDEN', field)
  }
})
