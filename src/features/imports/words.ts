import type { Value } from '../../db/schema/values.ts'

type Words<K extends Parameters<typeof identity>[0]> = Record<Value<K>, readonly string[]>
declare function identity(
  name:
    | 'DatePrecision'
    | 'DepartmentKind'
    | 'DocumentKind'
    | 'DocumentLevel'
    | 'PeriodKind'
    | 'PlanKind'
    | 'PlanStatus'
    | 'ReportStatus'
    | 'TaskCategory'
    | 'TaskPart'
    | 'TaskStatus',
): void
