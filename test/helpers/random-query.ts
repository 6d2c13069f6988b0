import {
  getNamedType,
  getNullableType,
  isCompositeType,
  isEnumType,
  isInputObjectType,
  isInterfaceType,
  isListType,
  isNonNullType,
  isObjectType,
  type GraphQLArgument,
  type GraphQLInputType,
  type GraphQLNamedType,
  type GraphQLSchema,
} from 'graphql'
import type { randomly } from './random-work.ts'

/** Values that are put into arguments, by the names of their types, `ID` among them. */
export type Pool = Readonly<Record<string, readonly unknown[]>>

/**
 * A valid query with one field of Query: aliases, fragments with and without names, conditions, fields that stand twice,
 * `__typename`, and arguments as literals and as variables, some of which are good for nothing.
 */
export function randomQuery(schema: GraphQLSchema, random: ReturnType<typeof randomly>, pool: Pool) {
  const { below, one, chance } = { ...random, chance: (percent: number) => random.below(100) < percent }
  const declared: string[] = []
  const variables: Record<string, unknown> = {}
  const fragments: string[] = []

  const variable = (type: GraphQLInputType | string, value: unknown) => {
    const name = `v${declared.length}`
    declared.push(`$${name}: ${String(type)}`)
    if (value !== undefined) variables[name] = value
    return `$${name}`
  }
  const condition = () => (chance(5) ? ` @${one(['skip', 'include'])}(if: ${variable('Boolean!', chance(50))})` : '')
  const key = (name: string) => (chance(15) ? `${one(['one', 'two', 'id', 'name'])}${below(1000)}: ${name}` : name)

  function selection(type: GraphQLNamedType, depth: number): string {
    const parts: string[] = chance(25) ? [key('__typename')] : []
    if (isInterfaceType(type)) {
      const some = schema.getPossibleTypes(type).filter(() => chance(70))
      parts.push('id', ...some.map((inner) => `... on ${inner.name} ${selection(inner, depth)}`))
    }
    if (isObjectType(type)) {
      const fields = Object.values(type.getFields()).filter(
        ({ type }) => depth > 0 || !isCompositeType(getNamedType(type)),
      )
      const chosen = fields.filter(() => chance(fields.length > 6 ? 35 : 70))
      for (const field of chosen) {
        const text = `${key(field.name)}${args(field.args)}${condition()}${inside(getNamedType(field.type), depth - 1)}`
        parts.push(text)
        if (chance(10)) parts.push(text)
      }
      if (chance(15)) parts.push(`...${condition()} ${selection(type, 0)}`)
      if (chance(15)) parts.push(spread(type))
    }
    return `{ ${parts.length > 0 ? parts.join(' ') : '__typename'} }`
  }

  const inside = (type: GraphQLNamedType, depth: number) => (isCompositeType(type) ? ` ${selection(type, depth)}` : '')

  function spread(type: GraphQLNamedType): string {
    const name = `F${fragments.length}`
    fragments.push('')
    fragments[Number(name.slice(1))] = `fragment ${name} on ${type.name} ${selection(type, 0)}`
    return `...${name}${condition()}`
  }

  function args(given: readonly GraphQLArgument[]): string {
    const passed = given.flatMap((arg) => {
      const owed = isNonNullType(arg.type) && arg.defaultValue === undefined
      if (!owed && !chance(/^(after|before|last)$/.test(arg.name) ? 4 : 45)) return []
      const value = valueOf(arg.type)
      return [`${arg.name}: ${chance(50) ? variable(arg.type, value) : literal(arg.type, value)}`]
    })
    return passed.length > 0 ? `(${passed.join(', ')})` : ''
  }

  function valueOf(type: GraphQLInputType): unknown {
    const bare = getNullableType(type)
    if (isListType(bare)) return Array.from({ length: below(3) }, () => valueOf(bare.ofType))
    if (isEnumType(bare)) return one(bare.getValues()).name
    if (isInputObjectType(bare)) {
      const fields = Object.values(bare.getFields()).filter(({ type }) => isNonNullType(type) || chance(20))
      return Object.fromEntries(fields.map((field) => [field.name, valueOf(field.type)]))
    }
    return one(pool[String(bare)] ?? [])
  }

  function literal(type: GraphQLInputType, value: unknown): string {
    const bare = getNullableType(type)
    if (value === null || value === undefined) return 'null'
    if (isListType(bare)) return `[${(value as unknown[]).map((item) => literal(bare.ofType, item)).join(', ')}]`
    if (isEnumType(bare)) return value as string
    if (!isInputObjectType(bare)) return JSON.stringify(value)
    const fields = Object.entries(value as object).map(
      ([name, inner]) => `${name}: ${literal(bare.getFields()[name]?.type as GraphQLInputType, inner)}`,
    )
    return `{ ${fields.join(', ')} }`
  }

  const root = one(Object.values(schema.getQueryType()?.getFields() ?? {}))
  const beside = chance(10) ? ' __typename' : ''
  const body = `${key(root.name)}${args(root.args)}${inside(getNamedType(root.type), 3)}${beside}`
  const head = declared.length > 0 ? `query(${declared.join(', ')})` : ''
  return { query: [`${head} { ${body} }`, ...fragments].join('\n'), variables }
}
