import pg from 'pg'
import { administer } from '../helpers/database.ts'
import { readGuards, type Guards } from './constraints.ts'
import { isSummary } from './grants.ts'
import { makeMark, markNames, type Mark, type MarkName } from './marks.ts'

export type Side = 'A' | 'B' | 'C'
export type Row = Record<string, any> & { id: string; province_id: number }

/** Three provinces full of marked rows: A, its predecessor C, and B, which has nothing to do with either. */
export interface World {
  slugs: Record<Side, string>
  keys: Record<Side, number>
  marks: Record<MarkName, Mark>
  /** By table and side; each row as it stands in the database. */
  rows: Record<string, Record<Side, Row[]>>
  /** Tables that belong to provinces. */
  tables: string[]
  /** What guards them while nothing is made weaker. */
  guards: Guards
}

interface Column {
  name: string
  type: string
  nullable: boolean
  given: boolean
}

export const slugs: Record<Side, string> = { A: 'thai-nguyen', B: 'lang-son', C: 'bac-kan' }
/** No column of these is made from a province's words: the service counts them itself, or the database does. */
const unmarked = new Set(['search', 'xact', 'lower', 'upper'])
const shared = new Set(['province_codes'])

/** Fills the database; whatever tables a migration adds are filled too, or said not to be. */
export async function fillWorld(owner: pg.Pool): Promise<World> {
  const { rows: provinces } = await owner.query<{ id: number; slug: string }>('select id, slug from provinces')
  const key = (side: Side) => provinces.find(({ slug }) => slug === slugs[side])!.id
  const marks = Object.fromEntries(markNames.map((name) => [name, makeMark(name)])) as Record<MarkName, Mark>
  const { rows: columns } = await owner.query<Column & { table: string }>(
    `select table_name as table, column_name as name, udt_name as type, is_nullable = 'YES' as nullable,
       is_generated = 'ALWAYS' or udt_name = 'xid8' as given
     from information_schema.columns where table_schema = 'public' order by ordinal_position`,
  )
  const tables = [...new Set(columns.filter(({ name }) => name === 'province_id').map(({ table }) => table))]
    .filter((table) => !shared.has(table))
    .sort()
  const world: World = {
    slugs,
    keys: { A: key('A'), B: key('B'), C: key('C') },
    marks,
    rows: {},
    tables,
    guards: await readGuards(owner, tables),
  }
  for (const table of tables) world.rows[table] = { A: [], B: [], C: [] }
  const central = '01890000-0000-7000-8000-00000000c0c0'
  await owner.query(
    `insert into central_documents (id, reference, kind, issued_on) values ($1, '1/QĐ-TTg', 'DECISION', '2001-02-03')`,
    [central],
  )

  for (const side of ['A', 'B', 'C', 'M'] as const) {
    const add = async (table: string, mark: Mark, more: object = {}): Promise<Row> => {
      const row = marked(
        columns.filter((column) => column.table === table),
        mark,
        table,
      )
      const whole = { ...row, province_id: side === 'M' ? null : world.keys[side], ...more } as Row
      const names = Object.keys(whole)
      const { rows } = await owner.query<{ row: Row }>(
        `insert into ${table} (${names.join()}) select ${names.join()} from jsonb_populate_record(null::${table}, $1)
         returning to_jsonb(${table}) as row`,
        [JSON.stringify(whole)],
      )
      if (side !== 'M') world.rows[table]?.[side].push(rows[0]!.row)
      return rows[0]!.row
    }
    if (side === 'M') {
      await add('members', marks.Mhidden, { role: 'MINISTRY_ADMIN', department_id: null, deactivated_at: null })
      await add('service_accounts', marks.Mhidden, {
        ...known['service_accounts']?.(world.keys.A),
        provinces: null,
        role: 'MINISTRY_ANALYST',
      })
      continue
    }
    await fillProvince(side, marks, central, add)
    for (const table of tables.filter((each) => world.rows[each]?.[side].length === 0)) {
      // Only what is published is summed up.
      const mark = isSummary(table) ? marks[`${side}open`] : marks[`${side}hidden`]
      const more = isSummary(table) ? cellOf(table, columns, mark, world.rows['departments']![side][0]!) : {}
      await add(table, mark, { ...more, ...known[table]?.(world.keys[side]) }).catch((error: Error) => {
        throw new Error(`test/isolation/world.ts has no row for the table ${table}: ${error.message}`)
      })
    }
  }
  await checkFilled(owner, world, columns)
  await owner.query('analyze')
  return world
}

const hash = `scrypt:2:1:1:${'A'.repeat(22)}:${'A'.repeat(43)}`

/** What checks and keys demand of tables that stand for themselves. */
const known: Record<string, (province: number) => object> = {
  audit_chain: () => ({ settled: '1' }),
  service_accounts: (province) => ({
    role: 'IMPORTER',
    provinces: [province],
    scopes: ['imports:write'],
    secret_hash: hash,
    previous_hash: hash,
  }),
}

/** A cell of the summary that a rollup can ask for. */
function cellOf(table: string, columns: readonly (Column & { table: string })[], mark: Mark, department: Row): object {
  const cell: Record<string, unknown> = {
    year: mark.year,
    first_year: mark.year,
    quarter: 1,
    category: 'TRAINING',
    department_kind: 'DEPARTMENT',
    department_id: department.id,
    indicator_code: 'COURSES_HELD',
  }
  const names = columns.filter((column) => column.table === table).map(({ name }) => name)
  return Object.fromEntries(Object.entries(cell).filter(([name]) => names.includes(name)))
}

type Add = (table: string, mark: Mark, more?: object) => Promise<Row>

async function fillProvince(side: Side, marks: World['marks'], central: string, add: Add): Promise<void> {
  const open = marks[`${side}open`]
  const hidden = marks[`${side}hidden`]
  const body = { kind: 'DEPARTMENT', parent_id: null, successor_id: null, existed_until: null }
  const lead = await add('departments', open, body)
  const second = await add('departments', open, { ...body, parent_id: lead.id })
  const gone = { parent_id: lead.id, successor_id: lead.id, existed_until: `${open.year}-03-04` }
  await add('departments', open, { ...body, ...gone })
  await add('departments', hidden, body)
  const officer = { role: 'DEPARTMENT_OFFICER', department_id: lead.id, deactivated_at: null }
  await add('members', hidden, { ...officer, role: 'PROVINCE_ADMIN', department_id: null })
  await add('members', hidden, officer)
  const imported = {
    kind: 'plans',
    mode: 'atomic',
    state: 'REFUSED',
    attempt: 1,
    xacts: ['1'],
    departments_made: [],
    waiting: [],
    province_ids: [],
  }
  const job = await add('import_jobs', hidden, imported)
  await add('import_jobs', hidden, { ...imported, state: 'RECEIVING', updated_at: new Date() })
  const bytes = `\\x${Buffer.from(hidden.text('bytes')).toString('hex')}`
  await add('import_chunks', hidden, { job_id: job.id, bytes })
  await add('import_problems', hidden, {
    job_id: job.id,
    problem: JSON.stringify({ line: 7, column: null, value: hidden.text('cell'), code: 'REQUIRED', details: {} }),
  })
  await add('import_changes', hidden, { job_id: job.id, entity: 'Department', entity_id: lead.id })
  const documents = { open: await document(add, open), hidden: await document(add, hidden) }
  // Some have a title alone.
  await add('documents', hidden, { kind: 'PLAN', level: 'PROVINCIAL', number: null, reference: null })

  for (const status of ['APPROVED', 'COMPLETED', 'DRAFT', 'SUBMITTED', 'RETURNED', 'CANCELLED']) {
    const mark = status === 'APPROVED' || status === 'COMPLETED' ? open : hidden
    const documentId = mark.open ? documents.open.id : documents.hidden.id
    const period = { period_start: `${mark.year}-01-01`, period_end: `${mark.year}-12-31`, reporting_period: 'QUARTER' }
    const plan = await add('plans', mark, {
      ...period,
      kind: 'ANNUAL',
      status,
      document_id: documentId,
      parent_id: null,
      approved_at: mark.open ? `${mark.year}-01-02T00:00:00Z` : null,
    })
    await add('legal_bases', mark, { plan_id: plan.id, ordinal: 1, document_id: documentId, central_document_id: null })
    await add('legal_bases', mark, { plan_id: plan.id, ordinal: 2, document_id: null, central_document_id: central })
    await add('plans', mark, { ...period, kind: 'THEMATIC', status, document_id: null, parent_id: plan.id })
    const states = status === 'APPROVED' ? ['CANCELLED', 'NOT_STARTED', 'COMPLETED', 'IN_PROGRESS'] : ['NOT_STARTED']
    let task: Row | undefined
    let reported: Row | undefined
    for (const state of states) {
      task = await add('tasks', mark, {
        plan_id: plan.id,
        category: 'TRAINING',
        status: state,
        due_precision: 'DAY',
        filed: status !== 'DRAFT',
        // Of a day on which it is due, so that it was in time.
        completed_on: state === 'COMPLETED' ? `${mark.year}-02-03` : null,
      })
      await add('task_departments', mark, { task_id: task.id, department_id: lead.id, part: 'LEAD' })
      await add('task_departments', mark, { task_id: task.id, department_id: second.id, part: 'COORDINATING' })
      await add('task_targets', mark, { task_id: task.id, indicator_code: 'COURSES_HELD' })
      if (state !== 'IN_PROGRESS') continue
      for (const [i, status] of ['ACCEPTED', 'SUBMITTED', 'RETURNED', 'DRAFT'].entries()) {
        const on = { plan_id: plan.id, task_id: task.id, department_id: lead.id, by_lead: true }
        const next = await report(add, status === 'DRAFT' ? hidden : open, status, `-Q${i + 1}`, on)
        reported ??= next
      }
    }
    if (status !== 'APPROVED') continue
    const on = { plan_id: plan.id, task_id: null, department_id: null }
    for (const [i, status] of ['ACCEPTED', 'SUBMITTED', 'DRAFT'].entries()) {
      const mark = status === 'DRAFT' ? hidden : open
      const filed = await report(add, mark, status, `-Q${i + 1}`, on)
      const asked = { report_id: filed.id, status: 'OPEN', answer: null, answered_at: null }
      await add('recommendations', mark, { ...asked, ordinal: 1 })
      await add('recommendations', mark, {
        ...asked,
        ordinal: 2,
        status: 'ANSWERED',
        answer: mark.text('answer'),
        answered_at: `${mark.year}-07-08T00:00:00Z`,
      })
    }
    const year = { plan_id: null, task_id: null, department_id: null }
    await report(add, open, 'SUBMITTED', '', year)
    const things = [
      ['Plan', plan],
      ['Department', lead],
      ['Task', task!],
      ['ProgressReport', reported!],
    ] as const
    for (const [entity, { id: entity_id }] of things) {
      for (const mark of [open, hidden])
        await add('audit_log', mark, { entity, entity_id, action: 'updatePlan', role: 'PROVINCE_ADMIN' })
    }
  }
}

const document = (add: Add, mark: Mark): Promise<Row> =>
  add('documents', mark, { kind: 'PLAN', level: 'PROVINCIAL', reference: `${mark.number}/${mark.word}` })

async function report(add: Add, mark: Mark, status: string, period: string, on: object): Promise<Row> {
  const drafted = status === 'DRAFT' ? { submitted_at: null, deadline: null, accepted_at: null } : {}
  const row = await add('progress_reports', mark, {
    ...on,
    ...drafted,
    status,
    period_code: `${mark.year}${period}`,
    superseded: false,
  })
  for (const [i, qualifier] of ['EXACT', 'ABOUT'].entries()) {
    const indicator_code = ['COURSES_HELD', 'PEOPLE_TRAINED'][i]
    await add('indicator_values', mark, { report_id: row.id, indicator_code, qualifier })
  }
  return row
}

/** A row in which whatever can carry the mark does. */
function marked(columns: readonly Column[], mark: Mark, table: string): Record<string, unknown> {
  const value = ({ name, type, nullable }: Column): unknown => {
    if (name === 'id') return mark.id()
    if (name === 'published') return mark.open
    switch (type) {
      case 'text':
        return mark.text(`${table}.${name}`)
      case '_text':
        return [mark.text(`${table}.${name}`)]
      case 'int4':
        return mark.number
      case 'int2':
        return 1
      case 'int8':
        return isSummary(table) ? mark.count : mark.number * 1000
      case 'uuid':
        return nullable ? null : mark.id()
      case 'numeric':
        return name === 'percent_complete' ? mark.number / 1e7 : mark.number
      case 'date':
        return `${mark.year}-02-03`
      case 'timestamptz':
        return `${mark.year}-02-03T04:05:06Z`
      case 'jsonb':
        return { title: [mark.text('before'), mark.text('after')] }
      case 'bool':
        return false
      default:
        return null
    }
  }
  return Object.fromEntries(columns.filter(({ given }) => !given).map((column) => [column.name, value(column)]))
}

/** A column without a value in B could leak without anybody seeing it. */
async function checkFilled(owner: pg.Pool, world: World, columns: readonly (Column & { table: string })[]) {
  const empty: string[] = []
  for (const table of world.tables) {
    const names = columns
      .filter((column) => column.table === table && !unmarked.has(column.name))
      .map(({ name }) => name)
    const { rows } = await owner.query<Record<string, string>>(
      `select ${names.map((name) => `count(${name}) as ${name}`).join()} from ${table} where province_id = $1`,
      [world.keys.B],
    )
    empty.push(
      ...names
        .filter((name) => rows[0]?.[name] === '0' && !mayBeEmpty.has(`${table}.${name}`))
        .map((name) => `${table}.${name}`),
    )
  }
  if (empty.length > 0) throw new Error(`test/isolation/world.ts gives no value to ${empty.join(', ')}`)
}

const mayBeEmpty = new Set([
  'members.deactivated_at',
  ...['departments', 'documents', 'plans', 'progress_reports', 'recommendations', 'tasks'].map(
    (table) => `${table}.withdrawn_by`,
  ),
])

/** A database to clone, filled once. Its name is for TEST_TEMPLATE; nobody is connected to it any more. */
export async function makeFilledTemplate(name: string): Promise<World> {
  await administer(`create database ${name} template ${setting('TEST_TEMPLATE')} strategy file_copy`)
  const url = new URL(setting('TEST_DATABASE_URL'))
  url.pathname = `/${name}`
  const owner = new pg.Pool({ connectionString: url.href, max: 1 })
  owner.on('error', () => {}) // whatever ends the run early ends the server too
  try {
    return await fillWorld(owner)
  } finally {
    await owner.end()
  }
}

export function setting(name: string): string {
  const value = process.env[name]
  if (value === undefined) throw new Error(`${name} is not set: start tests with \`npm test\`.`)
  return value
}
