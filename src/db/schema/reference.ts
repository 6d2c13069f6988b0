import { sql } from 'drizzle-orm'
import {
  boolean,
  check,
  date,
  foreignKey,
  index,
  integer,
  pgTable,
  primaryKey,
  smallint,
  text,
  timestamp,
  unique,
  uniqueIndex,
  uuid,
} from 'drizzle-orm/pg-core'
import { oneOf } from './values.ts'

// What the whole nation shares. Every role reads these tables, none of them points at a tenant's table, and none
// has row security.

/** `id` is the tenant key inside the database; `uid` is the province's id in the API. */
export const provinces = pgTable(
  'provinces',
  {
    id: integer('id').primaryKey(),
    uid: uuid('uid').notNull(),
    slug: text('slug').notNull(),
    name: text('name').notNull(),
    asciiName: text('ascii_name').notNull(),
    region: text('region').notNull(),
    existedFrom: date('existed_from'),
    existedUntil: date('existed_until'),
    /** Working days between the end of a reporting window and its deadline, where the province has its own rule. */
    reportDueWorkingDays: smallint('report_due_working_days'),
  },
  (t) => [unique('provinces_uid_key').on(t.uid), unique('provinces_slug_key').on(t.slug)],
)

/** Official codes are given out again over time, so a code names a province only together with a date. */
export const provinceCodes = pgTable(
  'province_codes',
  {
    provinceId: integer('province_id').notNull(),
    code: text('code').notNull(),
    validFrom: date('valid_from').notNull(),
    validUntil: date('valid_until'),
  },
  (t) => [
    primaryKey({ name: 'province_codes_pkey', columns: [t.provinceId, t.validFrom] }),
    foreignKey({ name: 'province_codes_province_fkey', columns: [t.provinceId], foreignColumns: [provinces.id] }),
    unique('province_codes_code_key').on(t.code, t.validFrom),
  ],
)

/** A merger, recorded by appending; a withdrawn one stays on record. */
export const successions = pgTable(
  'successions',
  {
    id: uuid('id').primaryKey(),
    predecessorId: integer('predecessor_id').notNull(),
    successorId: integer('successor_id').notNull(),
    effectiveOn: date('effective_on').notNull(),
    legalBasis: text('legal_basis').notNull(),
    recordedAt: timestamp('recorded_at', { withTimezone: true }).notNull().defaultNow(),
    withdrawnAt: timestamp('withdrawn_at', { withTimezone: true }),
  },
  (t) => [
    foreignKey({ name: 'successions_predecessor_fkey', columns: [t.predecessorId], foreignColumns: [provinces.id] }),
    foreignKey({ name: 'successions_successor_fkey', columns: [t.successorId], foreignColumns: [provinces.id] }),
    check('successions_distinct', sql`${t.predecessorId} <> ${t.successorId}`),
    uniqueIndex('successions_active_key')
      .on(t.predecessorId)
      .where(sql`${t.withdrawnAt} is null`),
    index('successions_successor_idx').on(t.successorId),
  ],
)

/** The ministry's catalogue of what is counted. */
export const indicators = pgTable(
  'indicators',
  {
    code: text('code').primaryKey(),
    name: text('name').notNull(),
    unit: text('unit').notNull(),
    aggregation: text('aggregation').notNull(),
    position: smallint('position').notNull(),
  },
  (t) => [
    check('indicators_unit_check', oneOf(t.unit, 'Unit')),
    check('indicators_aggregation_check', oneOf(t.aggregation, 'Aggregation')),
  ],
)

/** The reporting windows of Decree 09/2019/NĐ-CP, article 12, and of the calendar before it was in force. */
export const reportingPeriods = pgTable(
  'reporting_periods',
  {
    code: text('code').primaryKey(),
    kind: text('kind').notNull(),
    dataFrom: date('data_from').notNull(),
    dataTo: date('data_to').notNull(),
    /** The year and the quarter in which the window ends; only a month's and a quarter's window belong to a quarter. */
    year: smallint('year').notNull(),
    quarter: smallint('quarter'),
    /** The national rule's working days from the window's end to the deadline. */
    dueWorkingDays: smallint('due_working_days').notNull(),
  },
  (t) => [
    check('reporting_periods_kind_check', oneOf(t.kind, 'PeriodKind')),
    index('reporting_periods_year_idx').on(t.year),
    // What a plan owes: the windows of its cadence that its dates touch.
    index('reporting_periods_kind_data_to_idx').on(t.kind, t.dataTo, t.dataFrom),
  ],
)

/** Every day, with the number of working days from the first day on record up to and with this one. */
export const calendarDays = pgTable(
  'calendar_days',
  { day: date('day').primaryKey(), working: boolean('working').notNull(), ordinal: integer('ordinal').notNull() },
  (t) => [
    index('calendar_days_working_idx')
      .on(t.ordinal)
      .where(sql`${t.working}`),
  ],
)

/** Documents of central bodies, shared by all provinces; kept by the ministry. */
export const centralDocuments = pgTable(
  'central_documents',
  {
    id: uuid('id').primaryKey(),
    reference: text('reference'),
    number: integer('number'),
    symbol: text('symbol'),
    kind: text('kind').notNull(),
    level: text('level').notNull().default('CENTRAL'),
    issuedOn: date('issued_on'),
    issuer: text('issuer'),
    title: text('title'),
    source: text('source'),
    search: text('search').generatedAlwaysAs(sql`fold(coalesce(reference, '') || ' ' || coalesce(title, ''))`),
  },
  (t) => [
    check('central_documents_kind_check', oneOf(t.kind, 'DocumentKind')),
    check('central_documents_level_check', sql`${t.level} = 'CENTRAL'`),
    check('central_documents_named', sql`coalesce(${t.reference}, ${t.title}) is not null`),
  ],
)
