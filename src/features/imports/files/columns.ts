import { date, departmentName, legalBasis, line, list, oneOf, period, prose, reference, type Parser } from './cells.ts'
import { money, percent, wholeNumber } from './numbers.ts'

/** What a file holds; each kind has its own columns. */
export const importKinds = ['departments', 'documents', 'plans', 'tasks', 'reports'] as const
export type ImportKind = (typeof importKinds)[number]

export interface Column<T, R extends boolean = boolean> {
  readonly parse: Parser<T>
  readonly required: R
  /** In Vietnamese; compared without case, marks and signs, as the English name is. */
  readonly headers: readonly string[]
}

const optional = <T>(parse: Parser<T>, ...headers: string[]): Column<T, false> => ({ parse, required: false, headers })
const required = <T>(parse: Parser<T>, ...headers: string[]): Column<T, true> => ({ parse, required: true, headers })

const largestInteger = 2_147_483_647
const key = line(200)
const names = list(departmentName, 100)
const source = optional(line(1_000), 'nguồn')
const title = line(500)
const number = optional(wholeNumber(largestInteger), 'số')
const symbol = optional(line(100), 'ký hiệu')
const referenceColumn = optional(reference, 'số, ký hiệu', 'số và ký hiệu', 'số hiệu', 'số văn bản')
const issuedOn = optional(date, 'ngày ban hành', 'ngày ký')
const issuer = optional(line(300), 'cơ quan ban hành', 'nơi ban hành')

/**
 * The columns of each kind, by their English names. A column that a file leaves out says nothing: what is on record stays.
 * A cell that is left empty says that there is nothing, except where a value is needed; then it says nothing as well.
 */
export const columns = {
  departments: {
    name: required(departmentName, 'tên', 'tên cơ quan', 'cơ quan', 'đơn vị', 'tên đơn vị'),
    short_name: optional(line(100), 'tên viết tắt', 'tên ngắn', 'viết tắt'),
    kind: optional(oneOf('DepartmentKind'), 'loại', 'loại cơ quan'),
    parent: optional(departmentName, 'cơ quan cấp trên', 'cấp trên', 'trực thuộc'),
    existed_from: optional(date, 'thành lập', 'ngày thành lập', 'tồn tại từ'),
    existed_until: optional(date, 'giải thể', 'ngày giải thể', 'tồn tại đến'),
    source,
  },
  documents: {
    reference: referenceColumn,
    number,
    symbol,
    kind: optional(oneOf('DocumentKind'), 'loại', 'loại văn bản'),
    level: optional(oneOf('DocumentLevel'), 'cấp', 'cấp ban hành'),
    issued_on: issuedOn,
    issuer,
    title: optional(title, 'trích yếu', 'tên', 'tên văn bản', 'tiêu đề'),
    source,
  },
  plans: {
    key: required(key, 'mã', 'khóa', 'mã kế hoạch'),
    reference: referenceColumn,
    number,
    symbol,
    issued_on: issuedOn,
    issuer,
    title: required(title, 'tên', 'tên kế hoạch', 'tiêu đề', 'trích yếu'),
    kind: optional(oneOf('PlanKind'), 'loại', 'loại kế hoạch'),
    reporting_period: optional(oneOf('PeriodKind'), 'kỳ báo cáo', 'chế độ báo cáo'),
    period_start: required(date, 'bắt đầu', 'ngày bắt đầu', 'từ ngày', 'từ'),
    period_end: required(date, 'kết thúc', 'ngày kết thúc', 'đến ngày', 'đến'),
    status: optional(oneOf('PlanStatus'), 'trạng thái', 'tình trạng'),
    parent_key: optional(key, 'mã kế hoạch cấp trên', 'mã kế hoạch cha', 'khóa kế hoạch cấp trên'),
    objectives: optional(list(prose(2_000), 50), 'mục tiêu', 'mục đích', 'mục đích, yêu cầu'),
    legal_bases: optional(list(legalBasis, 50), 'căn cứ', 'căn cứ pháp lý'),
    source,
  },
  tasks: {
    key: required(key, 'mã', 'khóa', 'mã nhiệm vụ'),
    plan_key: required(key, 'mã kế hoạch', 'khóa kế hoạch'),
    ordinal: optional(wholeNumber(1_000_000), 'số thứ tự', 'stt', 'tt', 'thứ tự'),
    title: required(line(1_000), 'tên', 'tên nhiệm vụ', 'nhiệm vụ', 'nội dung'),
    description: optional(prose(10_000), 'mô tả', 'nội dung chi tiết', 'diễn giải'),
    category: optional(oneOf('TaskCategory'), 'loại', 'loại nhiệm vụ', 'nhóm', 'lĩnh vực'),
    lead_department: optional(departmentName, 'chủ trì', 'cơ quan chủ trì', 'đơn vị chủ trì'),
    coordinating_departments: optional(names, 'phối hợp', 'cơ quan phối hợp', 'đơn vị phối hợp'),
    advising_departments: optional(names, 'tham mưu', 'cơ quan tham mưu', 'đơn vị tham mưu'),
    directing_departments: optional(names, 'chỉ đạo', 'cơ quan chỉ đạo', 'đơn vị chỉ đạo'),
    assigning_departments: optional(names, 'giao', 'giao nhiệm vụ', 'cơ quan giao', 'cơ quan giao nhiệm vụ'),
    start_on: optional(date, 'bắt đầu', 'ngày bắt đầu', 'từ ngày'),
    due_on: optional(date, 'hạn', 'thời hạn', 'ngày đến hạn', 'đến ngày', 'hạn hoàn thành', 'hoàn thành trước ngày'),
    due_precision: optional(
      oneOf('DatePrecision'),
      'độ chính xác của thời hạn',
      'độ chính xác',
      'loại thời hạn',
      'loại hạn',
    ),
    due_text: optional(line(500), 'thời gian', 'thời gian thực hiện', 'thời hạn ghi'),
    status: optional(oneOf('TaskStatus'), 'trạng thái', 'tình trạng'),
    completed_on: optional(date, 'ngày hoàn thành', 'hoàn thành ngày'),
    planned_budget: optional(money, 'kinh phí', 'kinh phí dự kiến', 'dự toán'),
    planned_budget_source: optional(line(500), 'nguồn kinh phí'),
    source,
  },
  reports: {
    key: required(key, 'mã', 'khóa', 'mã báo cáo'),
    plan_key: optional(key, 'mã kế hoạch', 'khóa kế hoạch'),
    task_key: optional(key, 'mã nhiệm vụ', 'khóa nhiệm vụ'),
    department: optional(departmentName, 'cơ quan', 'cơ quan báo cáo', 'đơn vị', 'đơn vị báo cáo'),
    period: required(period, 'kỳ', 'kỳ báo cáo'),
    status: optional(oneOf('ReportStatus'), 'trạng thái', 'tình trạng'),
    percent_complete: optional(percent, 'tỷ lệ hoàn thành', 'phần trăm hoàn thành', 'tiến độ'),
    achievements: optional(prose(20_000), 'kết quả', 'kết quả đạt được'),
    limitations: optional(prose(20_000), 'hạn chế', 'tồn tại, hạn chế', 'khó khăn, hạn chế'),
    causes: optional(prose(20_000), 'nguyên nhân'),
    recommendations: optional(list(prose(2_000), 50), 'kiến nghị', 'kiến nghị, đề xuất', 'đề xuất, kiến nghị'),
    submitted_on: optional(date, 'ngày nộp', 'ngày báo cáo', 'ngày gửi'),
    spent_budget: optional(money, 'kinh phí đã chi', 'kinh phí thực hiện', 'đã chi'),
    source,
  },
} as const satisfies Record<ImportKind, Record<string, Column<unknown>>>

/** Of an importer of several provinces; understood in every kind. */
export const provinceHeaders = ['province', 'tỉnh']

/** What a column of figures begins with, by kind: `indicator:PEOPLE_TRAINED`, `target:PEOPLE_TRAINED`. */
export const figureColumns: Partial<Record<ImportKind, { name: string; pattern: RegExp }>> = {
  tasks: { name: 'target', pattern: /^(?:target|mục tiêu|chỉ tiêu)\s*:\s*(\S+)$/iu },
  reports: { name: 'indicator', pattern: /^(?:indicator|chỉ tiêu|số liệu)\s*:\s*(\S+)$/iu },
}

/** What a column is called in Vietnamese, as the importer understands it. One that the kind hasn't, a workbook may have of another. */
export function titleOf(kind: ImportKind, name: string): string {
  const [prefix = '', code] = name.split(':')
  if (code !== undefined) return `${prefix === 'target' ? 'Mục tiêu' : 'Chỉ tiêu'}: ${code}`
  const headersIn = (other: ImportKind) => (columns[other] as Record<string, Column<unknown>>)[name]?.headers[0]
  const header =
    name === 'province' ? 'tỉnh' : [kind, ...importKinds].map(headersIn).find((known) => known !== undefined)
  return header === undefined ? name : header.charAt(0).toLocaleUpperCase('vi') + header.slice(1)
}

type ParsedBy<C> = C extends Column<infer T> ? T : never
type Required<C> = { [N in keyof C]: C[N] extends Column<unknown, true> ? N : never }[keyof C]

/** What a row says, by column: undefined where the file has no such column, null where the cell is empty. */
export type Values<K extends ImportKind> = {
  [N in Required<(typeof columns)[K]>]: ParsedBy<(typeof columns)[K][N]>
} & {
  [N in Exclude<keyof (typeof columns)[K], Required<(typeof columns)[K]>>]?: ParsedBy<(typeof columns)[K][N]> | null
}
