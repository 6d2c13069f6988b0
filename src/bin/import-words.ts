import type { Language } from '../errors.ts'

// What `npm run import` says itself. The sentences about a file's rows are the service's.

type Job = Record<string, any>

/** Of the two, the terminal's own; Vietnamese where it has neither, or says nothing. */
export function languageOfTerminal(env: NodeJS.ProcessEnv): Language {
  // An empty one counts as none.
  const locale = env['LC_ALL'] || env['LC_MESSAGES'] || env['LANG'] || ''
  return /^(en|C\b|POSIX\b)/.test(locale) ? 'en' : 'vi'
}

const states: Record<string, Record<Language, string>> = {
  RECEIVING: { vi: 'Đang nhận tệp', en: 'Receiving' },
  CHECKING: { vi: 'Đang kiểm tra', en: 'Checking' },
  APPLYING: { vi: 'Đang nhập', en: 'Importing' },
  APPLIED: { vi: 'Đã nhập', en: 'Imported' },
  REFUSED: { vi: 'Bị từ chối', en: 'Refused' },
  FAILED: { vi: 'Bị lỗi', en: 'Failed' },
  CANCELLED: { vi: 'Đã hủy', en: 'Cancelled' },
  UNDONE: { vi: 'Đã hoàn tác', en: 'Undone' },
}

const dryStates: Record<string, Record<Language, string>> = {
  APPLIED: { vi: 'Thử xong, chưa ghi gì, tệp nhập được', en: 'Tried, nothing written, the file can be imported' },
  REFUSED: { vi: 'Thử xong, chưa ghi gì, tệp bị từ chối', en: 'Tried, nothing written, the file is refused' },
}

/** The state in words, with the name that the API and README have for it. */
function stateOf({ state, dryRun }: Job, language: Language): string {
  const known = (dryRun ? dryStates[state] : undefined) ?? states[state]
  return known === undefined ? state : `${known[language]} (${state})`
}

const counter = (language: Language) => {
  const numbers = new Intl.NumberFormat(language)
  const format = (count: number) => numbers.format(count)
  const rows = (count: number) => (language === 'vi' ? 'dòng' : count === 1 ? 'row' : 'rows')
  return { n: format, rows: (count: number) => `${format(count)} ${rows(count)}` }
}

/** How an import gets on. */
export function progressLine(job: Job, language: Language): string {
  const { n, rows } = counter(language)
  const { rowsRead: read, rowsRefused: refused, rowsPerSecond: pace, secondsLeft: left } = job
  const parts =
    language === 'vi'
      ? [
          `đã đọc ${rows(read)}`,
          `từ chối ${n(refused)}`,
          pace !== null && `${n(pace)} dòng/giây`,
          left && `còn ${n(left)} giây`,
        ]
      : [
          `${rows(read)} read`,
          `${n(refused)} refused`,
          pace !== null && `${n(pace)} rows/s`,
          left && `${n(left)} s left`,
        ]
  return `${stateOf(job, language)}: ${parts.filter(Boolean).join(', ')}`
}

/** How an import has ended, in lines. */
export function summary(job: Job, language: Language): string[] {
  const { n, rows } = counter(language)
  const { id, rowsRead: read, rowsCreated: made, rowsChanged: changed, rowsUnchanged: same, rowsRefused: refused } = job
  const counts =
    language === 'vi'
      ? `đã đọc ${rows(read)}: ${n(made)} mới, ${n(changed)} thay đổi, ${n(same)} giữ nguyên, ${n(refused)} bị từ chối. Mã lần nhập: ${id}.`
      : `${rows(read)} read: ${n(made)} new, ${n(changed)} changed, ${n(same)} unchanged, ${n(refused)} refused. Import ${id}.`
  const nothing =
    language === 'vi'
      ? 'Chưa ghi gì cả: hãy sửa những chỗ nêu dưới đây rồi gửi lại tệp.'
      : 'Nothing was written: correct what is listed, and send the file again.'
  const department = {
    vi: job['dryRun'] ? 'Cơ quan sẽ tạo' : 'Cơ quan mới',
    en: job['dryRun'] ? 'Department to be made' : 'New department',
  }
  return [
    `${stateOf(job, language)}: ${counts}`,
    ...(job['state'] === 'REFUSED' && !job['dryRun'] ? [nothing] : []),
    ...(job['departmentsMade'] as { name: string }[]).map(({ name }) => `${department[language]}: ${name}`),
  ]
}

/** Where a problem is, before the service's sentence about it. */
export function problemLine({ sheet, line, value, message }: Job, column: string | null, language: Language): string {
  const at = `${language === 'vi' ? 'Dòng' : 'Line'} ${line}`
  return `${[sheet, at, column, value].filter((part) => part != null).join(', ')}: ${message}`
}

/** What keeps the command from its work. `{name}` stands for a detail. */
export const faults = {
  noFile: {
    vi: 'Không có tệp {file}; hãy kiểm tra tên và thư mục.',
    en: 'There is no file {file}; check its name and folder.',
  },
  unknownEnding: {
    vi: 'Không nhập được {file}: tên tệp phải kết thúc bằng một trong {endings}, kể cả khi nén gzip; hãy lưu tệp theo một dạng đó.',
    en: '{file} is no file that can be imported: its name ends with none of {endings}, packed by gzip or not; save it as one of them.',
  },
  noAccount: {
    vi: 'Hệ thống cần biết ai gửi tệp; hãy đặt IMPORT_CLIENT_ID và IMPORT_CLIENT_SECRET của một tài khoản dịch vụ có quyền “imports:write”.',
    en: 'The service must know who sends the file; give IMPORT_CLIENT_ID and IMPORT_CLIENT_SECRET of a service account with “imports:write”.',
  },
  noToken: {
    vi: 'Hệ thống không cấp mã truy cập; hãy kiểm tra IMPORT_CLIENT_ID và IMPORT_CLIENT_SECRET.',
    en: 'The service gives no token; check IMPORT_CLIENT_ID and IMPORT_CLIENT_SECRET.',
  },
  noProvince: {
    vi: 'Không có tỉnh {province}, hoặc hệ thống dùng khóa bí mật riêng; hãy viết --province như “lang-son”, hoặc đặt IMPORT_CLIENT_ID.',
    en: 'There is no province {province}, or the service has a secret of its own; write --province like “lang-son”, or give IMPORT_CLIENT_ID.',
  },
  noAnswer: {
    vi: 'Hệ thống không trả lời; hãy khởi động bằng “npm start”, hoặc ghi địa chỉ khác bằng “--url”.',
    en: 'The service doesn’t answer; start it with “npm start”, or name another address with “--url”.',
  },
} as const satisfies Record<string, Record<Language, string>>

export function sayFault(fault: keyof typeof faults, language: Language, details: Record<string, string> = {}): string {
  return faults[fault][language].replace(/\{(\w+)\}/g, (_, name: string) => details[name] ?? '')
}
