import { sql, type SQL } from 'drizzle-orm'
import type { AnyPgColumn } from 'drizzle-orm/pg-core'

/**
 * The closed lists of values that columns take, named as in the GraphQL schema; a test holds both equal. They are
 * text with a check, not enum types: an enum's comparison is not leakproof, so under row security it can't be an
 * index condition.
 */
export const values = {
  Aggregation: ['SUM', 'LAST', 'MAX', 'AVERAGE'],
  DatePrecision: ['DAY', 'RANGE', 'MONTH', 'EARLY_QUARTER', 'LATE_QUARTER', 'QUARTER', 'YEAR', 'RECURRING', 'OPEN'],
  DepartmentKind: [
    'DEPARTMENT',
    'OFFICE',
    'PARTY_BODY',
    'ARMED_FORCES',
    'PRESS',
    'ASSOCIATION',
    'DISTRICT',
    'STEERING_COMMITTEE',
    'MANAGEMENT_BOARD',
    'CENTRAL_BODY',
    'PEOPLES_COMMITTEE',
    'OTHER',
  ],
  DocumentKind: [
    'DECISION',
    'PLAN',
    'PROGRAMME',
    'SCHEME',
    'REGULATION',
    'GUIDANCE',
    'REPORT',
    'NOTICE',
    'DIRECTIVE',
    'RESOLUTION',
    'CONCLUSION',
    'LAW',
    'TREATY',
    'OFFICIAL_LETTER',
    'OTHER',
  ],
  DocumentLevel: ['CENTRAL', 'PROVINCIAL'],
  MemberRole: ['PROVINCE_VIEWER', 'DEPARTMENT_OFFICER', 'PROVINCE_ADMIN', 'MINISTRY_ANALYST', 'MINISTRY_ADMIN'],
  PeriodKind: ['MONTH', 'QUARTER', 'HALF_YEAR', 'NINE_MONTHS', 'YEAR'],
  PlanKind: ['ANNUAL', 'MULTI_YEAR', 'THEMATIC'],
  PlanStatus: ['DRAFT', 'SUBMITTED', 'RETURNED', 'APPROVED', 'COMPLETED', 'CANCELLED'],
  Qualifier: ['EXACT', 'AT_LEAST', 'ABOUT', 'JUST_UNDER', 'UNKNOWN'],
  RecommendationStatus: ['OPEN', 'ANSWERED', 'DECLINED'],
  ReportStatus: ['DRAFT', 'SUBMITTED', 'RETURNED', 'ACCEPTED'],
  ServiceAccountRole: ['IMPORTER', 'PROVINCE_VIEWER', 'MINISTRY_ANALYST'],
  TaskCategory: [
    'STATE_MANAGEMENT',
    'TRAINING',
    'PRESS_INFORMATION',
    'PRESS_MEETING',
    'MEDIA_PRODUCTION',
    'BROADCAST',
    'PUBLICATION',
    'EXHIBITION',
    'EVENT',
    'PROMOTION',
    'SEA_AND_ISLANDS',
    'BORDER',
    'COUNTER_MISINFORMATION',
    'DELEGATION',
    'COORDINATION',
    'OTHER',
  ],
  TaskPart: ['LEAD', 'COORDINATING', 'ADVISING', 'DIRECTING', 'ASSIGNING'],
  TaskStatus: ['NOT_STARTED', 'IN_PROGRESS', 'COMPLETED', 'CANCELLED'],
  Unit: ['COUNT', 'PERSON', 'ATTENDANCE', 'VISIT', 'DAY', 'VND', 'USD', 'PERCENT'],
} as const

export type Value<K extends keyof typeof values> = (typeof values)[K][number]

/** The check that a column holds one of a list's values. */
export const oneOf = (column: AnyPgColumn, list: keyof typeof values): SQL =>
  sql`${column} in (${sql.raw(values[list].map((value) => `'${value}'`).join(', '))})`
