import t from 'tap'
import { newId } from '../../src/db/ids.ts'
import { createApp, type Viewer } from '../helpers/app.ts'
import { insert } from '../helpers/fixtures.ts'
import { attempt } from '../helpers/mutations.ts'
import { allowed, answers, owed, planSteps, reportSteps, sentences, taskSteps } from './steps-table.ts'

const app = await createApp(t)
const slug = app.nextProvince()
const province_id = app.key(slug)
const departments = ['lead', 'coordinating', 'advising', 'stranger']
const departmentIds = await insert(
  app,
  'departments',
  departments.map((name) => ({ name, name_key: name })),
  { province_id, kind: 'OFFICE' },
)
const viewers: Record<string, Viewer> = {
  viewer: app.viewer('PROVINCE_VIEWER', slug),
  ...Object.fromEntries(departments.map((name, i) => [name, app.viewer('DEPARTMENT_OFFICER', slug, departmentIds[i])])),
  admin: app.viewer('PROVINCE_ADMIN', slug),
  importer: app.viewer('IMPORTER', slug),
  analyst: app.viewer('MINISTRY_ANALYST'),
  ministry: app.viewer('MINISTRY_ADMIN'),
}

/** One cell of a table: its place, and the thing that it is tried on, which is its own. */
interface Cell {
  step: string
  /** What the table's row is for beside its step: a task's state, or what a report is on. */
  row: string
  column: string
  who: string
  /** What the tables say. */
  truth: string
  /** In which languages it is asked for: in both where a step's refusal is said for the first time, later in turn. */
  languages: readonly ('en' | 'vi')[]
  id: string
  /** The rows that hang together with it: its plan, its tasks, its reports. */
  related: string[]
}

const name = ({ step, row, column, who }: Cell) => [step, row, column, who].filter((word) => word !== '').join(' ')

/** The rows of a table: the words before its cells, and its cells by column. */
function read(table: string): { names: string[]; cells: [column: string, cell: string][] }[] {
  const lines = table.trim().split('\n')
  const [head, ...rows] = lines.map((line) => line.trim().split(/ +/)) as [string[], ...string[][]]
  return rows.map((words) => ({
    names: words.slice(0, -head.length),
    cells: words.slice(-head.length).map((cell, i) => [head[i]!, cell]),
  }))
}

function cellsOf(table: string): Cell[] {
  const cells = read(table).flatMap(({ names: [step, row = ''], cells }) => {
    const people = read(allowed).find(({ names }) => names[0] === step && (names[1] ?? row) === row)!.cells
    return cells.flatMap(([column, leadsTo]) =>
      people.map(([who, may]) => ({ step: step!, row, column, who, truth: may === 'yes' ? leadsTo : may })),
    )
  })
  const said = new Set<string>()
  return cells.map((cell, i) => {
    const refusal = `${cell.step} ${cell.truth}`
    const languages = !said.has(refusal) ? (['en', 'vi'] as const) : i % 2 ? (['en'] as const) : (['vi'] as const)
    said.add(refusal)
    return { ...cell, languages, id: newId(), related: [] }
  })
}

const leadsOn = ({ truth }: Cell) => truth === 'gone' || truth === truth.toUpperCase()

function expected(cell: Cell) {
  const { step, row, column, who, truth, languages } = cell
  const version = step === 'createRecommendation' ? 1 : 2
  if (leadsOn(cell)) return { answer: truth === 'gone' ? 'gone' : `${truth}, version ${version}`, audit: [step] }
  const [en, vi] = (sentences[step]![truth] ?? sentences['*']![truth])!.map((sentence) =>
    sentence
      .replace('[state]', step.endsWith('Task') ? row : column)
      .replace('[plan]', column.replace('+', ''))
      .replace('[role]', viewers[who]!.role),
  )
  const code = truth === 'role' || truth === 'part' ? 'FORBIDDEN' : 'INVALID_STATE'
  const answer = languages.map((language) => `${code}: ${language === 'en' ? en : vi}`)
  return { answer, audit: [], changed: [] }
}

interface Outcome {
  /** What a step has led to, or the refusals. */
  answer: string | string[]
  /** The id of what the step has made or changed. */
  id?: string
}

/** Takes the step; where it is refused, in each language. */
async function tryOut({ step, who, id, languages }: Cell): Promise<Outcome> {
  const answer: string[] = []
  for (const language of languages) {
    const options = { fields: 'id version status', headers: { 'accept-language': language } }
    const { object, code, message } = await attempt(app, step, inputOf(step, id), viewers[who]!, options)
    if (code === null && object === id) return { answer: 'gone', id }
    if (code === null) return { answer: `${object.status}, version ${object.version}`, id: object.id }
    answer.push(`${code}: ${message}`)
  }
  return { answer }
}

function inputOf(step: string, id: string): object {
  if (step === 'createRecommendation') return { progressReportId: id, text: 'Đề nghị hỗ trợ' }
  if (step === 'answerRecommendation') return { id, version: 1, status: 'ANSWERED', answer: 'Đồng ý' }
  if (step.startsWith('discard')) return { id, version: 1 }
  return step.endsWith('Report') ? { id, version: 1, comment: 'Vì sao' } : { id, version: 1, reason: 'Vì sao' }
}

interface Everything {
  /** The rows that steps on the cells may touch, whole, by their ids. */
  rows: Map<string, string>
  audit: { id: string; action: string }[]
}

async function everything(cells: readonly Cell[]): Promise<Everything> {
  const tables = ['plans', 'tasks', 'progress_reports', 'recommendations']
  const each = tables.map(
    (table) => `select id, to_jsonb(r)::text as whole from ${table} r where id = any ($1::uuid[])`,
  )
  const ids = cells.flatMap(({ id, related }) => [id, ...related])
  const { rows } = await app.owner.query<{ id: string; whole: string }>(each.join(' union all '), [ids])
  const audit = await app.owner.query<{ id: string; action: string }>('select entity_id as id, action from audit_log')
  return { rows: new Map(rows.map(({ id, whole }) => [id, whole])), audit: audit.rows }
}

/** What was answered, what the audit log says of it, and of a step that was refused which rows have changed. */
function seen(cell: Cell, { answer, id }: Outcome, before: Everything, after: Everything) {
  const audit = after.audit.filter((entry) => entry.id === cell.id || entry.id === id).map(({ action }) => action)
  if (typeof answer === 'string') return { answer, audit }
  const changed = [cell.id, ...cell.related].filter((row) => before.rows.get(row) !== after.rows.get(row))
  return { answer, audit, changed }
}

/** Writes the rows that cells are tried on: each has a plan with a task, and on that a report or a recommendation. */
async function prepare(cells: readonly Cell[]): Promise<void> {
  const { rows: periods } = await app.owner.query<{ code: string }>('select code from reporting_periods order by code')
  type Table = Record<string, unknown>[]
  const [plans, tasks, participants, reports, recommendations]: Table[] = [[], [], [], [], []]
  for (const { step, row, column, id, related } of cells) {
    const on = /(Plan|Task)$/.exec(step)?.[1]
    const status = on === undefined ? 'APPROVED' : column.replace('+', '')
    const planId = on === 'Plan' ? id : newId()
    const taskId = on === 'Task' ? id : newId()
    related.push(planId, taskId)
    plans!.push({ id: planId, status, published: ['APPROVED', 'COMPLETED'].includes(status) })
    const filed = status !== 'DRAFT' && column !== 'RETURNED+'
    tasks!.push({ id: taskId, plan_id: planId, status: on === 'Task' ? row : 'NOT_STARTED', filed })
    for (const [i, part] of ['LEAD', 'COORDINATING', 'ADVISING'].entries()) {
      participants!.push({ task_id: taskId, department_id: departmentIds[i], part })
    }
    if (on !== undefined) continue
    const answering = step === 'answerRecommendation'
    const reportId = answering ? newId() : id
    related.push(reportId)
    reports!.push({
      id: reportId,
      plan_id: row === 'year' ? null : planId,
      task_id: row === 'task' ? taskId : null,
      department_id: row === 'task' ? departmentIds[0] : null,
      period_code: periods[reports!.length]!.code,
      status: answering ? 'SUBMITTED' : column,
      published: column !== 'DRAFT',
    })
    if (!answering) continue
    const answered_at = column === 'OPEN' ? null : '2020-01-01T00:00:00Z'
    recommendations!.push({ id, report_id: reportId, status: column, answered_at })
  }
  const year = { kind: 'ANNUAL', period_start: '2019-01-01', period_end: '2019-12-31', reporting_period: 'QUARTER' }
  await insert(app, 'plans', plans!, { province_id, title: 'Kế hoạch', ...year })
  await insert(app, 'tasks', tasks!, { province_id, ordinal: 1, title: 'Nhiệm vụ', category: 'TRAINING' })
  await insert(app, 'task_departments', participants!, { province_id })
  if (reports!.length === 0) return
  await insert(app, 'progress_reports', reports!, { province_id, revision: 1 })
  if (recommendations!.length === 0) return
  await insert(app, 'recommendations', recommendations!, { province_id, ordinal: 1, text: 'Đề nghị', published: true })
}

/** Does the work for each, a few at a time. */
async function sideBySide<T>(items: readonly T[], work: (item: T) => Promise<void>): Promise<void> {
  const left = [...items]
  const worker = async () => {
    for (let item = left.shift(); item !== undefined; item = left.shift()) await work(item)
  }
  await Promise.all(Array.from({ length: 8 }, worker))
}

for (const { what, table, cellsIn, cellsThatLead, also = 0 } of [
  // The plan that is discarded takes a task with it.
  { what: 'a plan', table: planSteps, cellsIn: 324, cellsThatLead: 10, also: 1 },
  { what: 'a task', table: taskSteps, cellsIn: 1_008, cellsThatLead: 22 },
  { what: 'a report', table: reportSteps, cellsIn: 540, cellsThatLead: 16 },
  { what: 'a recommendation', table: answers, cellsIn: 27, cellsThatLead: 1 },
]) {
  t.test(`given ${what} in any state, when anybody tries any step, then it leads on or changes nothing`, async (t) => {
    const cells = cellsOf(table)
    t.equal(cells.length, cellsIn)
    t.equal(cells.filter(leadsOn).length, cellsThatLead)
    await prepare(cells)
    const before = await everything(cells)
    const outcomes = new Map<Cell, Outcome>()
    await sideBySide(cells, async (cell) => void outcomes.set(cell, await tryOut(cell)))
    const after = await everything(cells)
    const found = cells.map((cell) => [name(cell), seen(cell, outcomes.get(cell)!, before, after)])
    t.strictSame(Object.fromEntries(found), Object.fromEntries(cells.map((cell) => [name(cell), expected(cell)])))
    t.equal(after.audit.length - before.audit.length, cellsThatLead + also, 'the audit log has a line for each')
  })
}

t.test('given a step that owes something, when it comes without, then it says what is missing', async (t) => {
  for (const { step, state, path, says, tasks } of owed) {
    const row = step === 'cancelTask' ? 'NOT_STARTED' : 'plan'
    const cell: Cell = { step, row, column: state, who: 'admin', truth: '', languages: [], id: newId(), related: [] }
    await prepare([cell])
    if (tasks !== undefined) await replaceTasks(cell.id, tasks)
    const before = await everything([cell])
    for (const [i, language] of ['en', 'vi'].entries()) {
      const blank = path === 'input.id' ? {} : { [path.slice(6)]: [undefined, ' \n'][i] }
      const headers = { 'accept-language': language }
      const outcome = await attempt(app, step, { id: cell.id, version: 1, ...blank }, viewers['admin']!, { headers })
      t.match(outcome, { code: 'INVALID_STATE', path, message: says[i], object: null }, `${step}: ${language}`)
    }
    t.strictSame(await everything([cell]), before)
  }
})

/** Gives a plan these tasks and no others; each is a state, and `led` if a department leads it. */
async function replaceTasks(planId: string, tasks: readonly string[]): Promise<void> {
  const own = 'select id from tasks where plan_id = $1'
  await app.owner.query(`delete from task_departments where task_id in (${own})`, [planId])
  await app.owner.query(`delete from tasks where id in (${own})`, [planId])
  for (const [i, task] of tasks.entries()) {
    const [status, led] = task.split(' ')
    const row = { province_id, plan_id: planId, ordinal: i + 1, title: 'Nhiệm vụ', category: 'TRAINING', status }
    const [task_id] = await insert(app, 'tasks', [row])
    const lead = { province_id, task_id, department_id: departmentIds[0], part: 'LEAD' }
    if (led) await insert(app, 'task_departments', [lead])
  }
}
