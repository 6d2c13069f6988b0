import { sql } from 'drizzle-orm'
import {
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
  uniqueIndex,
  uuid,
} from 'drizzle-orm/pg-core'
import { centralDocuments, provinces } from './reference.ts'
import { published, tenantPolicies } from './roles.ts'
import { editable, publishable, tenantKey, withdrawable } from './tenant.ts'
import { oneOf } from './values.ts'

/** Any body that a task can be given to, inside one province. */
export const departments = pgTable(
  'departments',
  {
    ...tenantKey,
    ...editable,
    ...publishable(true),
    ...withdrawable,
    name: text('name').notNull(),
    /** `name` in NFC, case and white space folded: what makes two names the same name. */
    nameKey: text('name_key').notNull(),
    shortName: text('short_name'),
    kind: text('kind').notNull(),
    parentId: uuid('parent_id'),
    existedFrom: date('existed_from'),
    existedUntil: date('existed_until'),
    successorId: uuid('successor_id'),
    source: text('source'),
    search: text('search').generatedAlwaysAs(sql`fold(name || ' ' || coalesce(short_name, ''))`),
  },
  (t) => [
    primaryKey({ name: 'departments_pkey', columns: [t.provinceId, t.id] }),
    foreignKey({ name: 'departments_province_fkey', columns: [t.provinceId], foreignColumns: [provinces.id] }),
    foreignKey({
      name: 'departments_parent_fkey',
      columns: [t.provinceId, t.parentId],
      foreignColumns: [t.provinceId, t.id],
    }),
    foreignKey({
      name: 'departments_successor_fkey',
      columns: [t.provinceId, t.successorId],
      foreignColumns: [t.provinceId, t.id],
    }),
    uniqueIndex('departments_name_key')
      .on(t.provinceId, t.nameKey)
      .where(sql`${t.existedUntil} is null and ${t.withdrawnBy} is null`),
    check('departments_kind_check', oneOf(t.kind, 'DepartmentKind')),
    check('departments_existed_check', sql`${t.existedFrom} <= ${t.existedUntil}`),
    ...tenantPolicies('departments', { national: published, withdrawable: true }),
  ],
)

/** Documents issued in a province; those of central bodies are in `central_documents`. */
export const documents = pgTable(
  'documents',
  {
    ...tenantKey,
    ...publishable(false),
    ...withdrawable,
    reference: text('reference'),
    number: integer('number'),
    symbol: text('symbol'),
    kind: text('kind').notNull(),
    level: text('level').notNull(),
    issuedOn: date('issued_on'),
    issuer: text('issuer'),
    title: text('title'),
    source: text('source'),
    search: text('search').generatedAlwaysAs(sql`fold(coalesce(reference, '') || ' ' || coalesce(title, ''))`),
  },
  (t) => [
    primaryKey({ name: 'documents_pkey', columns: [t.provinceId, t.id] }),
    foreignKey({ name: 'documents_province_fkey', columns: [t.provinceId], foreignColumns: [provinces.id] }),
    // The unique key (issuer, number, symbol, date) treats nulls as equal; a migration makes it, since the schema
    // language can't say so of an index.
    check('documents_kind_check', oneOf(t.kind, 'DocumentKind')),
    check('documents_level_check', oneOf(t.level, 'DocumentLevel')),
    check('documents_named', sql`coalesce(${t.reference}, ${t.title}) is not null`),
    ...tenantPolicies('documents', { national: published, withdrawable: true }),
  ],
)

/**
 * A plan of one or several years. `submitted_at` and `approved_at` are those of its newest round; `completed_at` is when
 * it was completed here, and null where the record says only that it is.
 */
export const plans = pgTable(
  'plans',
  {
    ...tenantKey,
    ...editable,
    ...publishable(false),
    ...withdrawable,
    title: text('title').notNull(),
    kind: text('kind').notNull(),
    status: text('status').notNull(),
    periodStart: date('period_start').notNull(),
    periodEnd: date('period_end').notNull(),
    reportingPeriod: text('reporting_period').notNull(),
    objectives: text('objectives')
      .array()
      .notNull()
      .default(sql`'{}'`),
    documentId: uuid('document_id'),
    parentId: uuid('parent_id'),
    submittedAt: timestamp('submitted_at', { withTimezone: true }),
    approvedAt: timestamp('approved_at', { withTimezone: true }),
    completedAt: timestamp('completed_at', { withTimezone: true }),
    sourceKey: text('source_key'),
    source: text('source'),
    search: text('search').generatedAlwaysAs(sql`fold(title)`),
  },
  (t) => [
    primaryKey({ name: 'plans_pkey', columns: [t.provinceId, t.id] }),
    foreignKey({ name: 'plans_province_fkey', columns: [t.provinceId], foreignColumns: [provinces.id] }),
    foreignKey({
      name: 'plans_document_fkey',
      columns: [t.provinceId, t.documentId],
      foreignColumns: [documents.provinceId, documents.id],
    }),
    foreignKey({
      name: 'plans_parent_fkey',
      columns: [t.provinceId, t.parentId],
      foreignColumns: [t.provinceId, t.id],
    }),
    uniqueIndex('plans_source_key')
      .on(t.provinceId, t.sourceKey)
      .where(sql`${t.withdrawnBy} is null`),
    index('plans_period_idx').on(t.provinceId, t.periodStart, t.id),
    index('plans_updated_idx').on(t.provinceId, t.updatedAt, t.id),
    index('plans_document_idx').on(t.provinceId, t.documentId),
    index('plans_parent_idx').on(t.provinceId, t.parentId),
    check('plans_kind_check', oneOf(t.kind, 'PlanKind')),
    check('plans_status_check', oneOf(t.status, 'PlanStatus')),
    check('plans_reporting_period_check', oneOf(t.reportingPeriod, 'PeriodKind')),
    check('plans_period_check', sql`${t.periodStart} <= ${t.periodEnd}`),
    ...tenantPolicies('plans', { national: published, deletable: sql`status = 'DRAFT'`, withdrawable: true }),
  ],
)

/** The documents that a plan rests on, in the plan's own order; each is either the province's own or a shared one. */
export const legalBases = pgTable(
  'legal_bases',
  {
    provinceId: tenantKey.provinceId,
    ...publishable(false),
    planId: uuid('plan_id').notNull(),
    ordinal: smallint('ordinal').notNull(),
    documentId: uuid('document_id'),
    centralDocumentId: uuid('central_document_id'),
  },
  (t) => [
    primaryKey({ name: 'legal_bases_pkey', columns: [t.provinceId, t.planId, t.ordinal] }),
    foreignKey({
      name: 'legal_bases_plan_fkey',
      columns: [t.provinceId, t.planId],
      foreignColumns: [plans.provinceId, plans.id],
    }),
    foreignKey({
      name: 'legal_bases_document_fkey',
      columns: [t.provinceId, t.documentId],
      foreignColumns: [documents.provinceId, documents.id],
    }),
    foreignKey({
      name: 'legal_bases_central_document_fkey',
      columns: [t.centralDocumentId],
      foreignColumns: [centralDocuments.id],
    }),
    check('legal_bases_one_document', sql`num_nonnulls(${t.documentId}, ${t.centralDocumentId}) = 1`),
    ...tenantPolicies('legal_bases', { national: published, deletable: sql`true` }),
  ],
)
