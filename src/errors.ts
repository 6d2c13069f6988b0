import { access } from './messages/access.ts'
import { imports } from './messages/imports.ts'
import { limits } from './messages/limits.ts'
import { requests } from './messages/requests.ts'
import { steps } from './messages/steps.ts'
import { values } from './messages/values.ts'

/** The closed list of codes that callers can meet; the same in GraphQL (`extensions.code`, `userErrors`) and in REST. */
export type ErrorCode =
  | 'UNAUTHENTICATED'
  | 'FORBIDDEN'
  | 'NOT_FOUND'
  | 'BAD_INPUT'
  | 'CONFLICT'
  | 'INVALID_STATE'
  | 'LIMIT_EXCEEDED'
  | 'UNAVAILABLE'
  | 'INTERNAL'

export type Language = 'vi' | 'en'

/** One message in both languages. `{name}` stands for a detail. */
export interface Message {
  code: ErrorCode
  vi: string
  en: string
}

/**
 * Every mistake that the service knows by name. A message says what is wrong and what to do next, and never names internals
 * or another tenant's data.
 */
export const messages = {
  ...access,
  ...requests,
  ...limits,
  ...values,
  ...steps,
  ...imports,
} satisfies Record<string, Message>

export type MessageKey = keyof typeof messages

/** Whether a key that was stored is one of ours: another version of the service may have stored it. */
export const isMessageKey = (key: string): key is MessageKey => Object.hasOwn(messages, key)
/** The mistakes that are answered in a mutation's payload: its sender can mend them, and its code says how. */
type UserMessageKey = {
  [Key in MessageKey]: (typeof messages)[Key]['code'] extends 'BAD_INPUT' | 'NOT_FOUND' | 'CONFLICT' | 'INVALID_STATE'
    ? Key
    : never
}[MessageKey]

/** What an id can name, as the sentences call it. */
const nouns = {
  plan: { vi: 'kế hoạch', en: 'plan' },
  task: { vi: 'nhiệm vụ', en: 'task' },
  report: { vi: 'báo cáo', en: 'report' },
  recommendation: { vi: 'kiến nghị', en: 'recommendation' },
  department: { vi: 'cơ quan', en: 'department' },
  document: { vi: 'văn bản', en: 'document' },
  member: { vi: 'thành viên', en: 'member' },
  serviceAccount: { vi: 'tài khoản dịch vụ', en: 'service account' },
  importJob: { vi: 'lần nhập dữ liệu', en: 'import job' },
  succession: { vi: 'ghi nhận sáp nhập', en: 'succession' },
} as const satisfies Record<string, Record<Language, string>>
export type Noun = keyof typeof nouns
export type Details = Record<string, string | number>

/** A mistake with a code and a sentence. What is not one of these reaches callers as INTERNAL. */
export class AppError extends Error {
  readonly key: MessageKey
  readonly code: ErrorCode
  readonly details: Details

  constructor(key: MessageKey, details: Details = {}) {
    super(say(key, details, 'en'))
    this.name = 'AppError'
    this.key = key
    this.code = messages[key].code
    this.details = details
  }

  in(language: Language): string {
    return say(this.key, this.details, language)
  }
}

/** A mistake in a mutation's input that its sender can mend; becomes one of the payload's `userErrors`. */
export class UserError extends AppError {
  /** Where in the input the mistake is, e.g. `['input', 'values', '0', 'code']`. */
  readonly path: readonly string[]

  constructor(key: UserMessageKey, path: readonly string[], details: Details = {}) {
    super(key, details)
    this.name = 'UserError'
    this.path = path
  }
}

function say(key: MessageKey, details: Details, language: Language): string {
  return messages[key][language].replace(/\{(\w+)\}/g, (_, name: string) =>
    name === 'noun' ? nouns[details[name] as Noun][language] : String(details[name] ?? ''),
  )
}

/** Of the languages that the service speaks, the one that `Accept-Language` prefers; Vietnamese unless another is asked for. */
export function languageOf(header: string | undefined): Language {
  if (header === undefined) return 'vi'
  let best: { language: Language; weight: number } = { language: 'vi', weight: 0 }
  for (const part of header.slice(0, 1_000).split(',')) {
    const [tag = '', weight = 'q=1'] = part.split(';').map((piece) => piece.trim().toLowerCase())
    const language = tag.split('-')[0]
    const value = weight.startsWith('q=') ? Number(weight.slice(2)) : 1
    if ((language === 'en' || language === 'vi') && value > best.weight) best = { language, weight: value }
  }
  return best.language
}
