import {
  changesByField,
  connection,
  given,
  instant,
  plain,
  raw,
  table,
  text,
  type Args,
  type Connection,
  type FieldsOf,
  type FieldSpec,
  type TypeSpec,
} from '../../graphql/field-specs.ts'
import type { RootSpec } from '../../graphql/reads.ts'
import type { AuditEntry, AuditFilter } from '../../graphql/schema-types.generated.ts'

export const types = {
  AuditEntry: {
    source: table('audit_log'),
    fields: {
      id: plain('id'),
      at: instant('at'),
      actor: text('actor'),
      role: plain('role'),
      action: plain('action'),
      entity: plain('entity'),
      entityId: plain('entity_id'),
      entityVersion: raw('entity_version'),
      changes: changesByField('changes'),
      reason: text('reason', true),
      requestId: text('request_id', true),
    } satisfies FieldsOf<AuditEntry>,
  },
} satisfies Record<string, TypeSpec>

const entries = (where: Connection['where']): Connection =>
  connection('AuditEntry', {
    tenantOnly: true,
    where,
    order: () => ({ keys: [{ sql: (row) => `${row}.id`, cast: 'uuid' }], descending: true }),
  })

const ownHistory = entries((thing, entry) => [`${entry}.entity_id = ${thing}.id`])

/** What this feature adds to the types of others. */
export const fields: Record<string, Record<string, FieldSpec>> = {
  Plan: {
    history: entries((plan, entry, statement) => {
      const scope = statement.inScope('t').map((condition) => `${condition} and `)
      const tasks = `select t.id from tasks t where ${scope.join('')}t.province_id = ${plan}.province_id and t.plan_id = ${plan}.id`
      return [`${entry}.entity_id = any (array_append(array(${tasks}), ${plan}.id))`]
    }),
  },
  Task: { history: ownHistory },
  ProgressReport: { history: ownHistory },
}

export const roots = {
  auditLog: entries((_, entry, statement, args: Args & { filter?: AuditFilter }) =>
    given(args.filter, {
      province: (value) => `${entry}.province_id = ${statement.province(value)}`,
      entity: (value) => `${entry}.entity = any (${statement.param(value, 'text[]')})`,
      entityId: (value) => `${entry}.entity_id = ${statement.id(value)}`,
      actor: (value) => `${entry}.actor = ${statement.param(value, 'text')}`,
      from: (value) => `${entry}.at >= ${statement.param(value, 'timestamptz')}`,
      to: (value) => `${entry}.at < ${statement.param(value, 'timestamptz')}`,
    }),
  ),
} satisfies Record<string, RootSpec>
