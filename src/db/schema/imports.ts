import { sql } from 'drizzle-orm'
import {
  bigint,
  boolean,
  check,
  customType,
  foreignKey,
  index,
  integer,
  jsonb,
  pgTable,
  primaryKey,
  text,
  timestamp,
  uuid,
} from 'drizzle-orm/pg-core'
import { provinces } from './reference.ts'
import { tenantPolicies } from './roles.ts'
import { tenantKey } from './tenant.ts'

const bytea = customType<{ data: Buffer }>({ dataType: () => 'bytea' })
const instant = (name: string) => timestamp(name, { withTimezone: true })

/**
 * One file's way into one province. Whoever works on a job holds its lease; `attempt` counts the leases, and every write of
 * a worker names its own, so that one whose lease went to somebody else changes nothing any more.
 */
export const importJobs = pgTable(
  'import_jobs',
  {
    ...tenantKey,
    /** Who sent the file, as the audit log has it. */
    subject: text('subject').notNull(),
    role: text('role').notNull(),
    kind: text('kind').notNull(),
    mode: text('mode').notNull(),
    dryRun: boolean('dry_run').notNull(),
    /** What the file is called; the reason in the audit log. */
    name: text('name').notNull(),
    format: text('format').notNull(),
    /** Where the file's bytes are kept. A file for several provinces is a job in each, all with one id. */
    fileProvinceId: integer('file_province_id').notNull(),
    /** Of the job where the file is kept: all provinces that it may be for, that one first. */
    provinceIds: integer('province_ids')
      .array()
      .notNull()
      .default(sql`'{}'`),
    state: text('state').notNull(),
    /** Somebody has asked for an end before the end. */
    cancelled: boolean('cancelled').notNull().default(false),
    /** Of the file as it was sent, and how much of it has been read in this attempt. */
    bytes: bigint('bytes', { mode: 'number' }).notNull().default(0),
    bytesRead: bigint('bytes_read', { mode: 'number' }).notNull().default(0),
    /** Rows of the file. */
    rowsRead: integer('rows_read').notNull().default(0),
    rowsCreated: integer('rows_created').notNull().default(0),
    rowsChanged: integer('rows_changed').notNull().default(0),
    rowsUnchanged: integer('rows_unchanged').notNull().default(0),
    rowsRefused: integer('rows_refused').notNull().default(0),
    problems: integer('problems').notNull().default(0),
    changes: integer('changes').notNull().default(0),
    departmentsMade: jsonb('departments_made')
      .notNull()
      .default(sql`'[]'`),
    /** Of a partial import: the lines of rows that were read and still wait for another row. */
    waiting: jsonb('waiting')
      .notNull()
      .default(sql`'[]'`),
    /** The transactions that wrote, by which the audit log finds what they wrote. */
    xacts: text('xacts')
      .array()
      .notNull()
      .default(sql`'{}'`),
    attempt: integer('attempt').notNull().default(0),
    leasedUntil: instant('leased_until'),
    /** How often whoever worked on it broke off without a word. */
    crashes: integer('crashes').notNull().default(0),
    /** What the job failed of: the key of a message. */
    failure: text('failure'),
    createdAt: instant('created_at').notNull().defaultNow(),
    startedAt: instant('started_at'),
    finishedAt: instant('finished_at'),
    updatedAt: instant('updated_at').notNull().defaultNow(),
  },
  (t) => [
    primaryKey({ name: 'import_jobs_pkey', columns: [t.provinceId, t.id] }),
    foreignKey({ name: 'import_jobs_province_fkey', columns: [t.provinceId], foreignColumns: [provinces.id] }),
    // What is still to do is little, however many jobs there were.
    index('import_jobs_open_idx')
      .on(t.provinceId, t.id)
      .where(sql`${t.finishedAt} is null`),
    check(
      'import_jobs_state_check',
      sql`${t.state} in ('RECEIVING', 'CHECKING', 'APPLYING', 'APPLIED', 'REFUSED', 'FAILED', 'CANCELLED', 'UNDONE')`,
    ),
    check('import_jobs_mode_check', sql`${t.mode} in ('atomic', 'partial')`),
    // A job that was never complete leaves nothing.
    ...tenantPolicies('import_jobs', { deletable: sql`state = 'RECEIVING'` }),
  ],
)

const partOfJob = { provinceId: tenantKey.provinceId, jobId: uuid('job_id').notNull() }

/** The bytes of a file in pieces, until its job has ended. */
export const importChunks = pgTable(
  'import_chunks',
  { ...partOfJob, ordinal: integer('ordinal').notNull(), bytes: bytea('bytes').notNull() },
  (t) => [
    primaryKey({ name: 'import_chunks_pkey', columns: [t.provinceId, t.jobId, t.ordinal] }),
    foreignKey({
      name: 'import_chunks_job_fkey',
      columns: [t.provinceId, t.jobId],
      foreignColumns: [importJobs.provinceId, importJobs.id],
    }).onDelete('cascade'),
    ...tenantPolicies('import_chunks', { deletable: sql`true` }),
  ],
)

/** What is wrong with a file, in the order in which it was found. Kept for 90 days. */
export const importProblems = pgTable(
  'import_problems',
  {
    ...partOfJob,
    ordinal: integer('ordinal').notNull(),
    /** As JSON in a text: what a cell holds may be no text that jsonb takes. */
    problem: text('problem').notNull(),
  },
  (t) => [
    primaryKey({ name: 'import_problems_pkey', columns: [t.provinceId, t.jobId, t.ordinal] }),
    foreignKey({
      name: 'import_problems_job_fkey',
      columns: [t.provinceId, t.jobId],
      foreignColumns: [importJobs.provinceId, importJobs.id],
    }).onDelete('cascade'),
    ...tenantPolicies('import_problems', { deletable: sql`true` }),
  ],
)

/** What a dry run would change of what is on record, a line for each thing. Kept for 90 days. */
export const importChanges = pgTable(
  'import_changes',
  {
    ...partOfJob,
    ordinal: integer('ordinal').notNull(),
    line: integer('line').notNull(),
    entity: text('entity').notNull(),
    entityId: uuid('entity_id').notNull(),
    /** By field of the API: `[before, after]`. */
    changes: jsonb('changes').notNull(),
  },
  (t) => [
    primaryKey({ name: 'import_changes_pkey', columns: [t.provinceId, t.jobId, t.ordinal] }),
    foreignKey({
      name: 'import_changes_job_fkey',
      columns: [t.provinceId, t.jobId],
      foreignColumns: [importJobs.provinceId, importJobs.id],
    }).onDelete('cascade'),
    ...tenantPolicies('import_changes', { deletable: sql`true` }),
  ],
)
