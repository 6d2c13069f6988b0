import type { Language } from '../../errors.ts'
import { sentences, type ProblemCode } from './problem-sentences.ts'

/** What a sentence says besides the value; what stands under `name.vi` is said instead of `name` in Vietnamese. */
export type Details = Readonly<Record<string, string | number>>

/** Where in a file something stands. */
export interface Place {
  /** As an editor or a spreadsheet counts lines; 1 is a table's header, unless blank lines stand before it. */
  line: number
  /** Of a workbook; null in files that have no sheets. */
  sheet: string | null
  /** What leads to the row within its line, with a point at the end: `tasks[2].`. Empty where a line is a row. */
  path: string
}

/** One thing that is wrong with a file, and where. */
export interface Problem {
  line: number
  /** The name of the sheet in a workbook; null in other files. */
  sheet: string | null
  /**
   * The column's name in English, of a row within a line with what leads to it: `tasks[2].due_on`. Null where the whole
   * line or file is at fault.
   */
  column: string | null
  /** What the cell holds, shortened. */
  value: string | null
  code: ProblemCode
  details: Details
}

/** What is wrong with a cell, before anybody knows which. */
export class Fault {
  readonly code: ProblemCode
  readonly details: Details

  constructor(code: ProblemCode, details: Details = {}) {
    this.code = code
    this.details = details
  }
}

/** A file that can't be read, or not to its end. */
export class UnreadableFile extends Error {
  readonly problems: readonly Problem[]

  constructor(problems: readonly Problem[]) {
    super(problems.map((problem) => `line ${problem.line}: ${sayProblem(problem, 'en')}`).join('\n'))
    this.name = 'UnreadableFile'
    this.problems = problems
  }
}

const longestValue = 200

/** A place in a file without sheets, where a line is a row. */
export function atLine(line: number): Place {
  return { line, sheet: null, path: '' }
}

/** A problem at its place; the value is shortened, so that a list of problems stays small. */
export function problemAt(
  { line, sheet, path }: Place,
  column: string | null,
  value: string | null,
  code: ProblemCode,
  details: Details = {},
): Problem {
  // Half a surrogate pair at the cut could not be stored.
  const cut = (text: string) => `${text.slice(0, longestValue).replace(/[\ud800-\udbff]$/, '')}…`
  const short = value !== null && value.length > longestValue ? cut(value) : value
  const storable = <T>(said: T) => (typeof said === 'string' ? said.replace(/[\0\p{Cs}]/gu, '\ufffd') : said) as T
  const kept = Object.fromEntries(Object.entries(details).map(([name, detail]) => [name, storable(detail)]))
  return {
    line,
    sheet: storable(sheet),
    column: storable(pathTo(path, column)),
    value: storable(short),
    code,
    details: kept,
  }
}

/** Of a whole row within a line, its path stands for the column. */
function pathTo(path: string, column: string | null): string | null {
  return column === null ? path.slice(0, -1) || null : path + column
}

/** Of a code that another version of the service has stored. */
const unknown = {
  vi: 'Không nhập được nội dung này; lý do do một phiên bản khác của hệ thống ghi lại, hãy xem lại sau ít phút.',
  en: 'This could not be imported; another version of the service has noted why: look again in some minutes.',
}

/** The problem in a sentence. */
export function sayProblem(problem: Problem, language: Language): string {
  const details: Details = { value: problem.value ?? '', ...problem.details }
  return (Object.hasOwn(sentences, problem.code) ? sentences[problem.code] : unknown)[language].replace(
    /\{(\w+)\}/g,
    (_, name: string) => String(details[`${name}.${language}`] ?? details[name] ?? ''),
  )
}
