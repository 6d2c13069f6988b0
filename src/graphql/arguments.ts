import {
  GraphQLEnumType,
  GraphQLInputObjectType,
  GraphQLList,
  GraphQLNonNull,
  GraphQLScalarType,
  typeFromAST,
  type GraphQLInputType,
  type GraphQLSchema,
  type VariableDefinitionNode,
} from 'graphql'

/**
 * Stands for a variable's value while a statement is built, so that the statement holds for every value. Only values
 * that shape the SQL (enums, booleans, which fields are present) are seen by the builder; they are part of the cache key.
 */
export class Variable {
  readonly path: readonly string[]
  constructor(path: readonly string[]) {
    this.path = path
  }
}

export type Variables = Readonly<Record<string, unknown>>

export interface Tracked {
  /** The variables, with a Variable in place of each value that doesn't shape the SQL. */
  variables: Variables
  /** Equal for two sets of variables exactly when one statement serves both. */
  shape: string
}

export function trackVariables(
  schema: GraphQLSchema,
  definitions: readonly VariableDefinitionNode[],
  variables: Variables,
): Tracked {
  if (definitions.length === 0) return { variables: {}, shape: '' }
  const tracked: Record<string, unknown> = {}
  let shape = ''
  for (const definition of definitions) {
    const name = definition.variable.name.value
    // A variable's name may be one that every object has, such as `constructor`.
    if (!Object.hasOwn(variables, name)) continue
    const type = typeFromAST(schema, definition.type as never) as unknown as GraphQLInputType
    const part = track(type, variables[name], [name])
    tracked[name] = part.value
    shape += `${name}:${part.shape};`
  }
  return { variables: tracked, shape }
}

function track(type: GraphQLInputType, value: unknown, path: string[]): { value: unknown; shape: string } {
  if (type instanceof GraphQLNonNull) return track(type.ofType, value, path)
  if (value === null || value === undefined) return { value, shape: '-' }
  if (type instanceof GraphQLInputObjectType) {
    const tracked: Record<string, unknown> = {}
    let shape = '{'
    for (const field of Object.values(type.getFields())) {
      if (!Object.hasOwn(value, field.name)) continue
      const part = track(field.type, (value as Record<string, unknown>)[field.name], [...path, field.name])
      tracked[field.name] = part.value
      shape += `${field.name}:${part.shape},`
    }
    return { value: tracked, shape: shape + '}' }
  }
  if (shapesSql(type)) return { value, shape: JSON.stringify(value) }
  return { value: new Variable(path), shape: '?' }
}

function shapesSql(type: GraphQLInputType): boolean {
  if (type instanceof GraphQLNonNull || type instanceof GraphQLList) return shapesSql(type.ofType)
  return type instanceof GraphQLEnumType || (type instanceof GraphQLScalarType && type.name === 'Boolean')
}

/** What a tracked value is in one execution. */
export function actual(value: unknown, variables: Variables): unknown {
  if (value instanceof Variable) {
    let found: unknown = variables
    for (const key of value.path) found = (found as Record<string, unknown> | undefined)?.[key]
    return found
  }
  if (Array.isArray(value)) return value.map((item) => actual(item, variables))
  return value
}

/** Two sets of arguments are the same exactly when this is. */
export function argumentsKey(args: Readonly<Record<string, unknown>>): string {
  return JSON.stringify(args, (_, value: unknown) =>
    value !== null && typeof value === 'object' && !Array.isArray(value)
      ? Object.fromEntries(Object.entries(value).sort(([a], [b]) => (a < b ? -1 : 1)))
      : value,
  )
}
