import {
  astFromValue,
  getNamedType,
  isInterfaceType,
  isLeafType,
  isObjectType,
  print,
  type GraphQLArgument,
  type GraphQLField,
  type GraphQLNamedType,
  type GraphQLSchema,
} from 'graphql'
import { cursors } from './inputs.ts'

export type Field = GraphQLField<unknown, unknown>

/** A whole object, with the objects in it so many levels deep; the parts of a list's page are no level. */
export function whole(type: GraphQLNamedType, depth: number): string {
  if (isLeafType(type)) return ''
  if (!isObjectType(type)) return '{ __typename id }'
  const fields = Object.values(type.getFields()).flatMap((field) => {
    const inner = getNamedType(field.type)
    const left = depth - (/(Connection|Edge|PageInfo|Change)$/.test(inner.name) || type.name === 'Rollup' ? 0 : 1)
    return left < 0 && !isLeafType(inner) ? [] : [`${field.name} ${whole(inner, left)}`]
  })
  return `{ __typename ${fields.join(' ')} }`
}

/** A field with variables for all of its arguments that are no cursors; `as` is the type that an interface is read as. */
export function documentOf(
  field: Field,
  schema: GraphQLSchema,
  depth: number,
  { operation = 'query', as }: { operation?: string; as?: string | undefined } = {},
): string {
  const type = getNamedType(field.type)
  const concrete = as === undefined ? undefined : schema.getType(as)
  const selection =
    isInterfaceType(type) && concrete !== undefined
      ? `{ __typename id ... on ${concrete.name} ${whole(concrete, depth)} }`
      : whole(type, depth)
  const args = field.args.filter(({ name }) => !cursors.has(name))
  // What has a default may be left out although it is never null.
  const given = ({ defaultValue, type }: GraphQLArgument) =>
    defaultValue === undefined ? '' : ` = ${print(astFromValue(defaultValue, type)!)}`
  const declared = args.map((arg) => `$${arg.name}: ${String(arg.type)}${given(arg)}`).join(', ')
  const passed = args.map(({ name }) => `${name}: $${name}`).join(', ')
  return `${operation}${declared && `(${declared})`} { ${field.name}${passed && `(${passed})`} ${selection} }`
}

/** The type of the API whose objects stand in a table. */
export function typeOf(table: string, schema: GraphQLSchema): string | undefined {
  const name = table
    .split('_')
    .map((word) => word.charAt(0).toUpperCase() + word.slice(1))
    .join('')
  return schema.getType(name.replace(/s$/, '')) === undefined ? undefined : name.replace(/s$/, '')
}

/** The table in which the objects of a type of the API stand. */
export const tableOf = (type: string): string => `${type.replace(/(?<!^)[A-Z]/g, '_$&').toLowerCase()}s`
