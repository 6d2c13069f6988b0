import { computed, one, reference, type FieldsOf, type TypeSpec } from '../../graphql/field-specs.ts'
import type { RootSpec } from '../../graphql/reads.ts'
import type { Viewer } from '../../graphql/schema-types.generated.ts'

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
    } satisfies FieldsOf<Viewer>,
  },
} satisfies Record<string, TypeSpec>

export const roots = {
  viewer: { kind: 'object', type: 'Viewer', everyone: true },
  node: {
    kind: 'node',
    types: ['Plan', 'Task', 'ProgressReport', 'Department', 'Document', 'Recommendation', 'Province'],
  },
} satisfies Record<string, RootSpec>
