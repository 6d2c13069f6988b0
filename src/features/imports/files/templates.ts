import type { FastifyInstance } from 'fastify'
import { writeXlsx, type CellValue } from 'hucre/xlsx'
import type { Rest } from '../../../rest/routes.ts'
import { columns, importKinds, titleOf, type Column, type ImportKind } from './columns.ts'
import { sheetNames } from './sheet-tables.ts'

// A template has a column for all that most people fill in, and one row that fits those of the other templates: the task
// is in the plan, and the report is on the task. What starts with a code of the catalogue is a column of figures.
const examples: Record<ImportKind, Readonly<Record<string, string>>> = {
  departments: {
    name: 'Sở Văn hóa, Thể thao và Du lịch',
    short_name: 'Sở VHTTDL',
    kind: 'Sở',
    parent: 'Ủy ban nhân dân tỉnh',
    existed_from: '',
    existed_until: '',
    source: '',
  },
  documents: {
    reference: '51/KH-UBND',
    kind: 'Kế hoạch',
    level: 'Tỉnh',
    issued_on: '28/01/2019',
    issuer: 'Ủy ban nhân dân tỉnh',
    title: 'Kế hoạch thông tin đối ngoại năm 2019',
    source: '',
  },
  plans: {
    key: 'KH-2019',
    reference: '51/KH-UBND',
    issued_on: '28/01/2019',
    issuer: 'Ủy ban nhân dân tỉnh',
    title: 'Kế hoạch thông tin đối ngoại năm 2019',
    kind: 'Năm',
    reporting_period: 'Năm',
    period_start: '01/01/2019',
    period_end: '31/12/2019',
    status: 'Hoàn thành',
    parent_key: '',
    objectives: 'Giới thiệu hình ảnh của tỉnh; Thu hút khách du lịch',
    legal_bases: '368/QĐ-TTg@28/02/2013',
    source: '',
  },
  tasks: {
    key: 'NV-2019-01',
    plan_key: 'KH-2019',
    ordinal: '1',
    title: 'Tập huấn nghiệp vụ thông tin đối ngoại',
    description: '',
    category: 'Tập huấn',
    lead_department: 'Sở Thông tin và Truyền thông',
    coordinating_departments: 'Sở Ngoại vụ; Sở VHTTDL',
    start_on: '01/04/2019',
    due_on: '30/06/2019',
    due_precision: 'Quý',
    due_text: 'Quý II năm 2019',
    status: 'Hoàn thành',
    completed_on: '14/06/2019',
    planned_budget: '150 triệu đồng',
    planned_budget_source: 'Ngân sách tỉnh',
    'target:PEOPLE_TRAINED': '200',
    source: '',
  },
  reports: {
    key: 'BC-2019-01',
    plan_key: 'KH-2019',
    task_key: 'NV-2019-01',
    department: 'Sở Thông tin và Truyền thông',
    period: '2019',
    status: 'Đã duyệt',
    percent_complete: '100',
    achievements: 'Đã tổ chức 02 lớp tập huấn.',
    limitations: '',
    causes: '',
    submitted_on: '10/12/2019',
    spent_budget: '148.500.000',
    'indicator:COURSES_HELD': '2',
    'indicator:PEOPLE_TRAINED': 'hơn 200',
    source: '',
  },
}

const formats = ['csv', 'xlsx'] as const
type TemplateFormat = (typeof formats)[number]

const types: Record<TemplateFormat, string> = {
  csv: 'text/csv; charset=utf-8',
  xlsx: 'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet',
}

/** Serves an empty table for each kind, for people to fill in. */
export function templateRoutes(app: FastifyInstance, rest: Rest): void {
  const options = rest.route({
    tag: 'imports',
    summary: 'A template to fill in',
    description:
      'The header is Vietnamese, and below it stands one example, which can be imported as it is: departments, documents ' +
      'and plans at any time, tasks after plans, reports after tasks. The CSV file has semicolons and a byte order mark, ' +
      'so that Excel opens it by a double click.',
    scope: 'imports:write',
    roles: ['PROVINCE_ADMIN', 'IMPORTER'],
    params: {
      kind: { type: 'string', enum: importKinds, description: 'What the table will hold.' },
      format: { type: 'string', enum: formats, description: 'The same in either.' },
    },
    answers: {
      200: {
        description: 'The template.',
        content: Object.fromEntries(Object.values(types).map((type) => [type.split(';')[0], { type: 'string' }])),
      },
    },
    cost: 5,
  })
  app.get<{ Params: { kind: ImportKind; format: TemplateFormat } }>(
    '/api/v1/imports/templates/:kind.:format',
    options,
    async ({ params: { kind, format } }, reply) => {
      const bytes = format === 'csv' ? csvTemplate(kind) : await xlsxTemplate(kind)
      return reply
        .type(types[format])
        .header('content-disposition', `attachment; filename="${kind}.${format}"`)
        .header('cache-control', 'private, max-age=3600')
        .send(bytes)
    },
  )
}

export function csvTemplate(kind: ImportKind): Buffer {
  const example = Object.entries(examples[kind])
  const rows = [example.map(([name]) => titleOf(kind, name)), example.map(([, value]) => value)]
  const quoted = (cell: string) => (/[;"\n]/.test(cell) ? `"${cell.replaceAll('"', '""')}"` : cell)
  return Buffer.from(`\ufeff${rows.map((row) => `${row.map(quoted).join(';')}\r\n`).join('')}`)
}

/** A second sheet explains the columns; the importer passes it over. */
export async function xlsxTemplate(kind: ImportKind): Promise<Buffer> {
  const example = Object.entries(examples[kind])
  const known = columns[kind] as Record<string, Column<unknown>>
  const explained: CellValue[][] = example.map(([name, value]) => [
    titleOf(kind, name),
    name,
    known[name]?.required ? 'có' : '',
    value,
  ])
  const [sheetName = kind] = sheetNames[kind].slice(1)
  const bytes = await writeXlsx({
    sheets: [
      {
        name: sheetName.charAt(0).toLocaleUpperCase('vi') + sheetName.slice(1),
        rows: [example.map(([name]) => titleOf(kind, name)), example.map(([, value]) => value)],
        columns: example.map(() => ({ width: 24 })),
        freezePane: { rows: 1 },
      },
      {
        name: 'Hướng dẫn',
        rows: [['Cột', 'Tên tiếng Anh', 'Bắt buộc', 'Ví dụ'], ...explained],
        columns: [{ width: 30 }, { width: 26 }, { width: 10 }, { width: 50 }],
      },
    ],
  })
  return Buffer.from(bytes)
}
