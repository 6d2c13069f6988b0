import {
  byId,
  computed,
  connection,
  given,
  holdsWords,
  instant,
  many,
  one,
  plain,
  raw,
  reference,
  table,
  text,
  texts,
  vietnamese,
  type Args,
  type FieldsOf,
  type TypeSpec,
} from '../../graphql/field-specs.ts'
import type { RootSpec } from '../../graphql/reads.ts'
import type { Member, MemberFilter, ServiceAccount, Viewer } from '../../graphql/schema-types.generated.ts'

const province = one('Province', (parent, child) => `${child}.key = ${parent}.province_id`, { nullable: true })
const inVietnameseOrder = (child: string) => `${child}.name collate "${vietnamese}"`

export const types = {
  Viewer: {
    source: { from: () => '(select 1)', tenant: false },
    fields: {
      subject: computed((_, statement) => statement.computed(({ viewer }) => viewer.subject, 'text'), 'text'),
      role: computed((_, statement) => statement.computed(({ viewer }) => viewer.role, 'text'), 'plain'),
      province: one(
        'Province',
        (_, child, __, statement) =>
          `${child}.key = ${statement.computed(({ viewer }) => viewer.provinceId, 'integer')}`,
        { nullable: true },
      ),
      department: one(
        'Department',
        (_, child, __, statement) =>
          `${child}.province_id = ${statement.computed(({ viewer }) => viewer.provinceId, 'integer')} ` +
          `and ${child}.id = ${statement.computed(({ viewer }) => viewer.departmentId, 'uuid')}`,
        // The viewer is no row of a province, so this names it itself.
        { nullable: true, source: reference('departments') },
      ),
      provinces: many('Province', {
        where: (_, child, statement) => [
          `${child}.key = any (${statement.computed(({ viewer }) => viewer.provinceIds, 'integer[]')})`,
        ],
        order: inVietnameseOrder,
      }),
      scopes: computed((_, statement) => statement.computed(({ viewer }) => viewer.scopes, 'text[]'), 'text', true),
    } satisfies FieldsOf<Viewer>,
  },
  Member: {
    source: table('members'),
    fields: {
      id: plain('id'),
      subject: text('subject'),
      displayName: text('display_name'),
      role: plain('role'),
      province,
      department: byId('Department', 'department_id', { nullable: true }),
      isActive: computed((member) => `${member}.deactivated_at is null`, 'raw'),
      activeSince: instant('active_since'),
      deactivatedAt: instant('deactivated_at', true),
      createdAt: instant('created_at'),
      version: raw('version'),
    } satisfies FieldsOf<Member>,
  },
  ServiceAccount: {
    source: table('service_accounts'),
    fields: {
      id: plain('id'),
      name: text('name'),
      role: plain('role'),
      scopes: texts('scopes'),
      provinces: many('Province', {
        where: (account, child) => [`${child}.key = any (${account}.provinces)`],
        order: inVietnameseOrder,
      }),
      lastUsedAt: instant('last_used_at', true),
      previousSecretUntil: instant('previous_until', true),
      revokedAt: instant('revoked_at', true),
      createdAt: instant('created_at'),
      version: raw('version'),
    } satisfies FieldsOf<ServiceAccount>,
  },
} satisfies Record<string, TypeSpec>

export const roots = {
  viewer: { kind: 'object', type: 'Viewer', everyone: true },
  node: {
    kind: 'node',
    types: ['Plan', 'Task', 'ProgressReport', 'Department', 'Document', 'Recommendation', 'Province', 'ImportJob'],
  },
  members: {
    ...connection('Member', {
      where: (_, row, statement, args: Args & { filter?: MemberFilter }) =>
        given(args.filter, {
          role: (value) => `${row}.role = any (${statement.param(value, 'text[]')})`,
          departmentId: (value) => `${row}.department_id = ${statement.id(value)}`,
          active: (value) => `(${row}.deactivated_at is null) = ${statement.param(value, 'boolean')}`,
          text: (value) => holdsWords(`fold(${row}.display_name || ' ' || ${row}.subject)`, value, statement),
        }),
      order: () => ({
        keys: [
          { sql: (row) => `${row}.display_name`, cast: 'text', collate: vietnamese },
          { sql: (row) => `${row}.id`, cast: 'uuid' },
        ],
        descending: false,
      }),
    }),
    roles: ['PROVINCE_ADMIN', 'MINISTRY_ADMIN'],
  },
  serviceAccounts: {
    ...connection('ServiceAccount', {
      where: () => [],
      order: () => ({ keys: [{ sql: (row) => `${row}.id`, cast: 'uuid' }], descending: true }),
    }),
    roles: ['PROVINCE_ADMIN', 'MINISTRY_ADMIN'],
  },
} satisfies Record<string, RootSpec>
