import { importFile } from '../../src/features/imports/commands.ts'
import { tenantDoor } from '../../src/db/tenancy.ts'
import type { TestApp, Viewer } from './app.ts'
import { approvedTask, createDepartment, daysFromToday, type Thing } from './fixtures.ts'
import { attempt } from './mutations.ts'

/** Whole numbers below `n`, the same for the same seed. */
export function randomly(seed: number) {
  let state = seed
  const below = (n: number) => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0
    return Math.floor((state / 2 ** 32) * n)
  }
  return { below, one: <T>(of: readonly T[]): T => of[below(of.length)] as T }
}

const categories = ['TRAINING', 'EVENT', 'BORDER', 'EXHIBITION']
const kinds = ['DEPARTMENT', 'OFFICE', 'PRESS']
const qualifiers = ['EXACT', 'AT_LEAST', 'ABOUT', 'JUST_UNDER', 'UNKNOWN']
const codes = ['COURSES_HELD', 'PEOPLE_TRAINED', 'BROADCASTS', 'EVENTS_HELD']

/** What several writers of one province share, so that they get in each other's way. */
export interface Office {
  slug: string
  admin: Viewer
  departments: string[]
  plans: { id: string; year: number }[]
  tasks: { id: string; planId: string; year: number }[]
  recommendations: string[]
}

export async function openOffice(app: TestApp, slug: string): Promise<Office> {
  const admin = app.viewer('PROVINCE_ADMIN', slug)
  const office: Office = { slug, admin, departments: [], plans: [], tasks: [], recommendations: [] }
  for (const kind of kinds) office.departments.push((await createDepartment(app, admin, { kind })).id)
  await newPlan(app, office, 2024)
  return office
}

async function newPlan(app: TestApp, office: Office, year: number): Promise<void> {
  const plan = { periodStart: `${year}-01-01`, periodEnd: `${year + 1}-12-31` }
  const made = await approvedTask(app, office.admin, { plan, task: { dueOn: `${year}-06-30`, duePrecision: 'DAY' } })
  office.departments.push(made.departmentId)
  office.plans.push({ id: made.planId, year })
  office.tasks.push({ id: made.taskId, planId: made.planId, year })
}

/** One of the things that people do, or that a file brings; what is refused changes nothing. */
export async function doSomething(app: TestApp, office: Office, random: ReturnType<typeof randomly>): Promise<void> {
  const { below, one } = random
  const { admin } = office
  const act = (name: string, input: object, as = admin) => attempt(app, name, input, as)
  const look = async (field: string, id: string, more = ''): Promise<any> =>
    (await app.gql(`query($id: ID!) { ${field}(id: $id) { id version ${more} } }`, { id }, admin)).data[field]
  const stepped = async (thing: Thing, ...steps: string[]) => {
    let version = thing.version
    for (const step of steps) {
      const why = step.endsWith('Report') ? { comment: 'Vì sao' } : { reason: 'Vì sao' }
      version = (await act(step, { id: thing.id, version, ...why })).object?.version ?? version
    }
  }
  const task = one(office.tasks)
  const plan = one(office.plans)
  const values = () => {
    const qualifier = one(qualifiers)
    return [{ code: one(codes), qualifier, value: qualifier === 'UNKNOWN' ? null : below(1_000) / 4 }]
  }
  const report = async (on: object, period: string) => {
    const percentComplete = below(101)
    const figures = { values: values(), spentBudget: String(below(1_000_000)) }
    const first = await act('saveProgressReport', { ...on, period, percentComplete, ...figures })
    let at = first.object as Thing | null
    if (first.code === 'CONFLICT' && at !== null) {
      const again = await act('saveProgressReport', { ...at, ...on, period, percentComplete, ...figures })
      at = again.object
    }
    if (at === null) return
    if ('planId' in on) {
      const asked = await act('createRecommendation', { progressReportId: at.id, text: 'Đề nghị' })
      if (asked.object) office.recommendations.push(asked.object.id)
    }
    const ends = [
      ['submitProgressReport'],
      ['submitProgressReport', 'acceptProgressReport'],
      ['submitProgressReport', 'returnProgressReport'],
      [],
    ]
    await stepped(at, ...(one([...ends, ends[1]]) as string[]))
  }
  const deeds: (() => Promise<unknown>)[] = [
    () => report({ taskId: task.id }, `${task.year}-Q${1 + below(4)}`),
    () => report({ taskId: task.id }, `${task.year}-Q${1 + below(4)}`),
    () => report({ taskId: task.id, departmentId: one(office.departments) }, `${task.year}-Q1`),
    () => report({ planId: plan.id }, one([`${plan.year}`, `${plan.year}-Q2`])),
    () => report({}, `${2020 + below(3)}`),
    async () => stepped(await look('task', task.id), one(['startTask', 'completeTask', 'cancelTask'])),
    async () => {
      const dueOn = one([
        `${task.year}-${one(['03', '09'])}-30`,
        daysFromToday(-1),
        daysFromToday(0),
        daysFromToday(40),
      ])
      const change = {
        category: one(categories),
        dueOn,
        duePrecision: 'DAY',
        reason: 'Vì sao',
        plannedBudget: String(below(9)),
      }
      return act('updateTask', { ...(await look('task', task.id)), ...change })
    },
    async () =>
      act('assignTask', {
        ...(await look('task', task.id)),
        leadDepartmentId: one(office.departments),
        reason: 'Vì sao',
      }),
    async () => {
      const id = one(office.departments)
      const { data } = await app.gql(
        'query($id: ID!) { node(id: $id) { ... on Department { id version } } }',
        { id },
        admin,
      )
      return act('updateDepartment', { ...data.node, kind: one(kinds) })
    },
    () => newPlan(app, office, 2020 + below(6)),
    async () => {
      if (office.plans.length < 3) return
      await stepped(await look('plan', plan.id), one(['completePlan', 'cancelPlan']))
    },
    async () => {
      const id = office.recommendations.pop()
      if (id === undefined) return
      await act(
        'answerRecommendation',
        { id, version: 1, status: one(['ANSWERED', 'DECLINED']), answer: 'Đã rõ' },
        app.viewer('MINISTRY_ADMIN'),
      )
    },
    () => importSome(app, office, random),
  ]
  await one(deeds)()
}

/** A plan with tasks and reports out of a file; read again, it corrects what the last has brought. */
async function importSome(app: TestApp, office: Office, { below, one }: ReturnType<typeof randomly>): Promise<void> {
  const own = app.key(office.slug)
  const door = tenantDoor(app.pools, { readable: [own], own })
  const year = 2016 + below(3)
  const tasks = Array.from({ length: 3 }, (_, i) => `k${year}-${i}`)
  const files = [
    [
      'plans',
      [
        `key,title,kind,period_start,period_end,status,reporting_period`,
        `p${year},Kế hoạch,ANNUAL,${year}-01-01,${year}-12-31,${one(['COMPLETED', 'APPROVED'])},YEAR`,
      ],
    ],
    [
      'tasks',
      [
        'key,plan_key,title,category,lead_department,due_on,due_precision',
        ...tasks.map((key) => `${key},p${year},Việc,${one(categories)},Sở ${below(3)},${year}-10-01,DAY`),
      ],
    ],
    [
      'reports',
      [
        'key,task_key,department,period,percent_complete,spent_budget,indicator:EVENTS_HELD',
        ...tasks.map(
          (key) =>
            `r${key},${key},Sở ${below(3)},${year},${below(100)},${below(100)},${one(['>', '~', '<', ''])}${1 + below(50)}`,
        ),
      ],
    ],
  ] as const
  for (const [kind, lines] of files) {
    const source = (async function* () {
      yield Buffer.from(lines.join('\n'))
    })()
    await importFile(
      door,
      { subject: 'importer', role: 'IMPORTER', requestId: null },
      { kind, source, name: `${kind}.csv`, mode: 'partial', edited: 'keep' },
    )
  }
}
