import {
  changesByField,
  computed,
  connection,
  instant,
  many,
  plain,
  raw,
  text,
  type Connection,
  type FieldsOf,
  type Leaf,
  type Source,
  type TypeSpec,
} from '../../graphql/field-specs.ts'
import type { RootSpec } from '../../graphql/reads.ts'
import type { ImportChange, ImportJob, ImportPart, ImportProblem } from '../../graphql/schema-types.generated.ts'
import type { Statement } from '../../graphql/statement.ts'
import { province } from '../provinces/fields.ts'
import { importerRoles, statesInOrder } from './rules.ts'

/**
 * The provinces whose imports the viewer may see: its own, or an importer's several. What its province's predecessors have
 * imported is not among them, although their rows are.
 */
const seen = (statement: Statement) =>
  statement.computed(
    ({ viewer }) =>
      !importerRoles.some((role) => role === viewer.role)
        ? []
        : viewer.provinceId === null
          ? viewer.provinceIds
          : [viewer.provinceId],
    'integer[]',
    'seen imports',
  )

/** An importer sees what it sent itself. */
const sender = (statement: Statement) =>
  statement.computed(({ viewer }) => (viewer.role === 'IMPORTER' ? viewer.subject : null), 'text', 'sender of imports')

/** The ministry's role has no right to these tables, so its statements don't name them: no rows, of the same columns. */
const nothing = (columns: Record<string, string>) => {
  const nulls = Object.entries(columns).flatMap(([type, names]) =>
    names.split(' ').map((name) => `null::${type} as ${name}`),
  )
  return `(select ${nulls.join(', ')} where false)`
}

const states = `array['${statesInOrder.join("', '")}']`
// As REST's `stateOf`.
const stateOfAll = `case when bool_or(j.state = 'UNDONE')
    and bool_and(j.state = 'UNDONE' or j.finished_at is not null and j.xacts = '{}') then 'UNDONE'
  else (array_agg(j.state order by array_position(${states}, j.state)))[1] end`
const sum = (column: string) => `sum(j.${column})::integer as ${column}`

/** A file for several provinces is a row in each, all with one id; what the viewer may see of them is one job. */
const jobs: Source = {
  tenant: false,
  from: (statement) =>
    statement.national
      ? nothing({
          uuid: 'id',
          text: 'kind name mode state failure',
          boolean: 'dry_run',
          integer: 'rows_read rows_created rows_changed rows_unchanged rows_refused',
          jsonb: 'departments_made',
          float8: 'bytes bytes_read',
          timestamptz: 'created_at started_at finished_at',
        })
      : `(select j.id, min(j.kind) as kind, min(j.name) as name, min(j.mode) as mode, bool_or(j.dry_run) as dry_run,
          ${stateOfAll} as state, ${sum('rows_read')},
          ${sum('rows_created')}, ${sum('rows_changed')}, ${sum('rows_unchanged')}, ${sum('rows_refused')},
          jsonb_agg(j.departments_made) as departments_made, max(j.bytes)::float8 as bytes,
          floor(avg(j.bytes_read))::float8 as bytes_read, min(j.failure) as failure, min(j.created_at) as created_at,
          min(j.started_at) as started_at,
          case when bool_and(j.finished_at is not null) then max(j.finished_at) end as finished_at
        from import_jobs j where j.province_id = any (${seen(statement)})
          and (${sender(statement)} is null or j.subject = ${sender(statement)}) group by j.id)`,
}

/** Rows of a table that hang on a job; the job itself has been looked at. */
const partsOf = (table: string, columns: string, types: Record<string, string>): Source => ({
  tenant: false,
  from: (statement) =>
    statement.national
      ? nothing({ ...types, uuid: `job_id ${types['uuid'] ?? ''}`.trim() })
      : `(select ${columns} from ${table} p where p.province_id = any (${seen(statement)}))`,
})

const inOrder: Connection['order'] = () => ({
  keys: [
    { sql: (row) => `${row}.province_id`, cast: 'integer' },
    { sql: (row) => `${row}.ordinal`, cast: 'integer' },
  ],
  descending: false,
})
const ofJob: Connection['where'] = (job, row) => [`${row}.job_id = ${job}.id`]

/** A value of a problem, as it stands in its JSON. */
const said = (name: string): Leaf => computed((problem) => `${problem}.problem::json -> '${name}'`, 'raw', true)
// To the millisecond, as REST reckons, so that both round alike.
const seconds = (job: string) =>
  `extract(epoch from date_trunc('milliseconds', coalesce(${job}.finished_at, now())) - date_trunc('milliseconds', ${job}.started_at))`

export const types = {
  ImportJob: {
    source: jobs,
    fields: {
      id: plain('id'),
      kind: plain('kind'),
      name: text('name'),
      mode: computed((job) => `upper(${job}.mode)`, 'plain'),
      state: plain('state'),
      dryRun: raw('dry_run'),
      rowsRead: raw('rows_read'),
      rowsWritten: computed((job) => `${job}.rows_created + ${job}.rows_changed`, 'raw'),
      rowsCreated: raw('rows_created'),
      rowsChanged: raw('rows_changed'),
      rowsUnchanged: raw('rows_unchanged'),
      rowsRefused: raw('rows_refused'),
      departmentsMade: computed(
        (job) => `jsonb_path_query_array(${job}.departments_made, 'strict $[*][*].name')`,
        'raw',
      ),
      problems: connection('ImportProblem', { where: ofJob, order: inOrder }),
      changes: connection('ImportChange', { where: ofJob, order: inOrder }),
      bytes: raw('bytes'),
      bytesRead: raw('bytes_read'),
      rowsPerSecond: computed(
        (job) =>
          `case when ${job}.rows_read > 0 then round(${job}.rows_read / nullif(${seconds(job)}, 0))::integer end`,
        'raw',
        true,
      ),
      secondsLeft: computed(
        (job) =>
          `case when ${job}.finished_at is not null then 0 when ${job}.bytes_read > 0 then ` +
          `ceil(${seconds(job)} * greatest(${job}.bytes - ${job}.bytes_read, 0) / ${job}.bytes_read)::integer end`,
        'raw',
        true,
      ),
      // The key of a sentence; the resolver says it in the caller's language.
      failure: text('failure', true),
      parts: many('ImportPart', {
        where: (job, part) => [`${part}.job_id = ${job}.id`],
        order: (part) => `${part}.province_id`,
      }),
      createdAt: instant('created_at'),
      startedAt: instant('started_at', true),
      finishedAt: instant('finished_at', true),
    } satisfies FieldsOf<ImportJob>,
  },
  ImportPart: {
    source: partsOf(
      'import_jobs',
      `p.province_id, p.id as job_id, p.state, p.rows_read, p.rows_created, p.rows_changed, p.rows_unchanged, p.rows_refused`,
      { text: 'state', integer: 'province_id rows_read rows_created rows_changed rows_unchanged rows_refused' },
    ),
    fields: {
      province,
      state: plain('state'),
      rowsRead: raw('rows_read'),
      rowsWritten: computed((part) => `${part}.rows_created + ${part}.rows_changed`, 'raw'),
      rowsUnchanged: raw('rows_unchanged'),
      rowsRefused: raw('rows_refused'),
    } satisfies FieldsOf<ImportPart>,
  },
  ImportProblem: {
    source: partsOf('import_problems', 'p.province_id, p.job_id, p.ordinal, p.problem', {
      integer: 'province_id ordinal',
      text: 'problem',
    }),
    fields: {
      line: said('line'),
      sheet: said('sheet'),
      column: said('column'),
      value: said('value'),
      code: said('code'),
      // The whole problem; the resolver says it in the caller's language.
      message: computed((problem) => `${problem}.problem`, 'raw'),
    } satisfies FieldsOf<ImportProblem>,
  },
  ImportChange: {
    source: partsOf('import_changes', 'p.province_id, p.job_id, p.ordinal, p.line, p.entity, p.entity_id, p.changes', {
      uuid: 'entity_id',
      integer: 'province_id ordinal line',
      text: 'entity',
      jsonb: 'changes',
    }),
    fields: {
      line: raw('line'),
      entity: plain('entity'),
      entityId: plain('entity_id'),
      changes: changesByField('changes'),
    } satisfies FieldsOf<ImportChange>,
  },
} satisfies Record<string, TypeSpec>

export const roots = {
  importJob: {
    kind: 'row',
    type: 'ImportJob',
    roles: importerRoles,
    scope: 'imports:write',
    where: (row, statement, { id }) => [`${row}.id = ${statement.id(id)}`],
  },
} satisfies Record<string, RootSpec>
