import { AppError, isMessageKey, type Language } from '../../../errors.ts'
import { titleOf, type ImportKind } from '../files/columns.ts'
import type { JobRecord } from './job-record.ts'
import { sayProblem, type Problem } from '../problems.ts'
import { statesInOrder } from '../rules.ts'

/** A job as the API shows it; of a file for several provinces, all that happened in them. */
export function viewJob(parts: readonly JobRecord[], slugOf: (province: number) => string, language: Language): object {
  const [job] = parts as [JobRecord]
  const sum = (count: (part: JobRecord) => number) => parts.reduce((total, part) => total + count(part), 0)
  const finished = parts.every(({ finishedAt }) => finishedAt !== null)
  const state = stateOf(parts)
  const failure = parts.find((part) => part.failure !== null)?.failure ?? null
  return {
    id: job.id,
    kind: job.kind,
    name: job.name,
    mode: job.mode,
    state,
    dryRun: job.dryRun,
    province: slugOf(job.provinceId),
    rowsRead: sum((part) => part.rowsRead),
    rowsWritten: sum((part) => part.rowsCreated + part.rowsChanged),
    rowsCreated: sum((part) => part.rowsCreated),
    rowsChanged: sum((part) => part.rowsChanged),
    rowsUnchanged: sum((part) => part.rowsUnchanged),
    rowsRefused: sum((part) => part.rowsRefused),
    problems: sum((part) => part.problems),
    changes: sum((part) => part.changes),
    departmentsMade: parts.flatMap((part) => part.departmentsMade),
    ...paceOf(job, finished),
    failure: failure === null ? null : sayFailure(failure, language),
    createdAt: job.createdAt,
    startedAt: job.startedAt,
    finishedAt: finished ? job.finishedAt : null,
    ...(parts.length > 1 && {
      provinces: parts.map((part) => ({
        province: slugOf(part.provinceId),
        state: part.state,
        rowsRead: part.rowsRead,
        rowsWritten: part.rowsCreated + part.rowsChanged,
        rowsUnchanged: part.rowsUnchanged,
        rowsRefused: part.rowsRefused,
      })),
    }),
  }
}

/** What a job failed of. A newer version of the service may have noted what this one has no sentence for. */
export function sayFailure(key: string, language: Language): string {
  return new AppError(isMessageKey(key) ? key : 'importBroke').in(language)
}

/** Of several, the one that stands first in their order, or UNDONE; see `statesInOrder`. */
export function stateOf(parts: readonly JobRecord[]): JobRecord['state'] {
  const nothingLeft = parts.every(
    ({ state, finishedAt, wrote }) => state === 'UNDONE' || (finishedAt !== null && !wrote),
  )
  if (nothingLeft && parts.some(({ state }) => state === 'UNDONE')) return 'UNDONE'
  return statesInOrder.find((state) => parts.some((part) => part.state === state)) ?? 'CHECKING'
}

/** Rows a second since the start, and the seconds that are left at this pace; null while nothing can be said of it. */
function paceOf({ rowsRead, bytes, bytesRead, startedAt, finishedAt }: JobRecord, finished: boolean) {
  const seconds = startedAt === null ? 0 : ((finishedAt ?? new Date()).getTime() - startedAt.getTime()) / 1000
  const running = !finished && seconds > 0 && bytesRead > 0
  return {
    bytes,
    bytesRead,
    rowsPerSecond: seconds > 0 && rowsRead > 0 ? Math.round(rowsRead / seconds) : null,
    secondsLeft: running ? Math.ceil((seconds * Math.max(bytes - bytesRead, 0)) / bytesRead) : finished ? 0 : null,
  }
}

/** A problem with its sentence. */
export function viewProblem(problem: Problem, language: Language): object {
  const { line, sheet, column, value, code } = problem
  return { line, ...(sheet != null && { sheet }), column, value, code, message: sayProblem(problem, language) }
}

/**
 * Problems as CSV with a byte order mark, for the person with the spreadsheet; the header comes with the first page. In
 * Vietnamese so are the names of the columns.
 */
export function problemsAsCsv(
  problems: readonly Problem[],
  { kind, first, language }: { kind: ImportKind; first: boolean; language: Language },
): string {
  const rows = problems.map((problem) => {
    const { line, sheet, column, value, code } = problem
    const title = column !== null && language === 'vi' ? titleOf(kind, column) : column
    return [sheet ?? '', String(line), title ?? '', value ?? '', code, sayProblem(problem, language)]
  })
  const header =
    language === 'vi'
      ? ['Trang tính', 'Dòng', 'Cột', 'Giá trị', 'Mã lỗi', 'Giải thích']
      : ['sheet', 'line', 'column', 'value', 'code', 'message']
  return (
    (first ? '\ufeff' : '') +
    [...(first ? [header] : []), ...rows].map((cells) => `${cells.map(csvCell).join(',')}\r\n`).join('')
  )
}

/** In quotation marks where it must be; what a spreadsheet would take for a formula begins with an apostrophe. */
function csvCell(text: string): string {
  const harmless = /^[=+\-@\t\r]/.test(text) ? `'${text}` : text
  return /[",\r\n]/.test(harmless) ? `"${harmless.replaceAll('"', '""')}"` : harmless
}
