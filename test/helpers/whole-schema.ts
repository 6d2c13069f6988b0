import {
  getNamedType,
  getNullableType,
  isEnumType,
  isInputObjectType,
  isInterfaceType,
  isLeafType,
  isListType,
  isNonNullType,
  type GraphQLField,
  type GraphQLInputType,
  type GraphQLNamedType,
  type GraphQLObjectType,
  type GraphQLSchema,
} from 'graphql'

// Queries made from the schema alone, so that a field that is added is asked for without anybody thinking of it.

const scalars: Record<string, string> = {
  ID: '"01890000-0000-7000-8000-000000000000"',
  String: '"x"',
  Int: '2019',
  Float: '1',
  Boolean: 'true',
  Date: '"2019-01-01"',
  DateTime: '"2019-01-01T00:00:00Z"',
  Money: '"1"',
}
/** Texts that must say something: filters refuse others. */
const texts: Record<string, string> = {
  period: '"2019"',
  province: '"lang-son"',
  provinces: '["lang-son"]',
  indicators: '["COURSES_HELD"]',
  indicator: '"COURSES_HELD"',
  quarter: '1',
}
/** What an input must hold besides what the schema says that it owes. */
const alsoOwed: Record<string, string[]> = { RollupCell: ['indicator'] }

/** What must stand beside an argument. */
const besides: Record<string, string> = {
  groupBy: 'filter: { provinces: ["lang-son"] }',
  cell: 'groupBy: [PROVINCE, YEAR, QUARTER, CATEGORY, DEPARTMENT, DEPARTMENT_KIND], filter: { provinces: ["lang-son"] }',
}

/**
 * For each field of Query: with no argument but those owed, as deep as asked for; and its variations: with each other
 * argument, with all of a filter’s and with each of them alone, without what is below.
 */
export function queriesOf(
  schema: GraphQLSchema,
  { depth, variations }: { depth: number; variations: boolean },
): { field: string; query: string }[] {
  return Object.values(schema.getQueryType()?.getFields() ?? {}).flatMap((field) => {
    const owed = field.args.filter(({ type, defaultValue }) => isNonNullType(type) && defaultValue === undefined)
    const given = owed.map(({ name, type }) => `${name}: ${literals(name, type)[0]}`)
    const more = field.args
      .filter(({ name }) => !['first', 'last', 'after', 'before'].includes(name))
      .flatMap(({ name, type }) => literals(name, type).map((value) => `${name}: ${value}`))
    const paged = field.args.some(({ name }) => name === 'last') ? ['last: 2'] : []
    const inner = getNamedType(field.type)
    if (isInterfaceType(inner)) {
      // One query for each type: all at once would be more aliases than a document may have.
      return schema.getPossibleTypes(inner).map((type) => ({
        field: field.name,
        query: `{ ${field.name}(${given.join(', ')}) { ... on ${type.name} ${selectionOf(type, schema, depth)} } }`,
      }))
    }
    return [undefined, ...(variations ? [...paged, ...more] : [])].map((one) => {
      const args = [
        ...given.filter((each) => one === undefined || each.split(':')[0] !== one.split(':')[0]),
        ...(one ? [one, besides[one.split(':')[0] as string] ?? ''] : []),
      ]
      return { field: field.name, query: `{ ${selected(field, args, schema, one === undefined ? depth : 0)} }` }
    })
  })
}

function selected(
  field: GraphQLField<unknown, unknown>,
  args: readonly string[],
  schema: GraphQLSchema,
  depth: number,
): string {
  const type = getNamedType(field.type)
  return `${field.name}${args.length > 0 ? `(${args.join(', ')})` : ''} ${isLeafType(type) ? '' : selectionOf(type, schema, depth)}`
}

/** All fields of a type; objects below it as deep as asked for, where the parts of a list's page don't count as depth. */
export function selectionOf(type: GraphQLNamedType, schema: GraphQLSchema, depth: number, prefix = ''): string {
  const fields = Object.values((type as GraphQLObjectType).getFields()).flatMap((field) => {
    const inner = getNamedType(field.type)
    const left = depth - (/(Connection|Edge|PageInfo)$/.test(inner.name) || type.name === 'Rollup' ? 0 : 1)
    if (left < 0 && !isLeafType(inner)) return []
    const alias = prefix === '' ? '' : `${prefix}${field.name}: `
    const filter = field.args.find(({ name }) => name === 'filter')
    const args = filter && left === depth ? [`filter: ${literals('filter', filter.type)[0]}`] : []
    const one = `${alias}${selected(field, [], schema, left)}`
    return args.length > 0 ? [one, `${prefix}${field.name}Filtered: ${selected(field, args, schema, left)}`] : [one]
  })
  return `{ __typename ${fields.join(' ')} }`
}

/** Values of an input type: for an object, one with all fields and one for each value of each field, beside those owed. */
function literals(name: string, type: GraphQLInputType): string[] {
  const nullable = getNullableType(type)
  if (texts[name]) return [texts[name]]
  if (isListType(nullable)) {
    const items = literals('', nullable.ofType)
    return isEnumType(getNamedType(nullable))
      ? [`[${items.join(', ')}]`, ...items.map((item) => `[${item}]`)]
      : [`[${items[0]}]`]
  }
  if (isEnumType(nullable)) return nullable.getValues().map(({ name }) => name)
  if (isInputObjectType(nullable)) {
    const fields = Object.values(nullable.getFields()).map(({ name, type, defaultValue }) => {
      const owed = isNonNullType(type) && defaultValue === undefined
      return { name, values: literals(name, type), owed: owed || alsoOwed[nullable.name]?.includes(name) }
    })
    const written = (some: typeof fields) => some.map(({ name, values }) => `${name}: ${values[0]}`)
    const varied = fields.flatMap(({ name, values, owed }) => {
      const beside = written(fields.filter((field) => field.owed && field.name !== name))
      return values.slice(0, owed ? undefined : 8).map((value) => `{ ${[...beside, `${name}: ${value}`].join(', ')} }`)
    })
    return [`{ ${written(fields).join(', ')} }`, ...varied]
  }
  return [scalars[nullable.name] ?? '""', ...(nullable.name === 'Boolean' ? ['false'] : [])]
}

/** What must stand beside a field of an argument, so that it counts. */
const ways = (path: string): string[] =>
  ({
    'cell.province': ['groupBy: [PROVINCE]'],
    'cell.departmentId': ['groupBy: [DEPARTMENT]', 'filter: { provinces: ["lang-son"] }'],
  })[path] ?? []

/** Every id that an argument or a filter of Query takes: a query with the variable `$id` for each. */
export function queriesById(schema: GraphQLSchema, scalar: 'ID' | 'String'): { name: string; query: string }[] {
  return Object.values(schema.getQueryType()?.getFields() ?? {}).flatMap((field) =>
    field.args.flatMap((arg) => {
      const type = getNullableType(arg.type)
      const inner = getNamedType(field.type)
      const body = inner.name.endsWith('Connection')
        ? '{ totalCount nodes { __typename } pageInfo { hasNextPage } }'
        : '{ __typename }'
      const one = (path: string, value: string, variable: string) => ({
        name: `${field.name} by ${path}`,
        query: `query($id: ${variable}) { ${field.name}(${[`${arg.name}: ${value}`, ...ways(path)].join(', ')}) ${body} }`,
      })
      if (isLeafType(type))
        return type.name === scalar && arg.name !== 'after' && arg.name !== 'before'
          ? [one(arg.name, '$id', `${scalar}!`)]
          : []
      if (!isInputObjectType(type) || !inner.name.endsWith('Connection')) return []
      const inputs = Object.values(type.getFields())
      const owed = inputs
        .filter((input) => isNonNullType(input.type) && input.defaultValue === undefined)
        .map((input) => `${input.name}: ${literals(input.name, input.type)[0]}, `)
        .join('')
      return inputs.flatMap(({ name, type }) =>
        String(getNullableType(type)) === scalar ? [one(`${arg.name}.${name}`, `{ ${owed}${name}: $id }`, scalar)] : [],
      )
    }),
  )
}

const values: Record<string, unknown> = {
  ID: '01890000-0000-7000-8000-000000000000',
  String: 'x',
  Int: 1,
  Float: 1,
  Boolean: true,
  Date: '2019-01-01',
  DateTime: '2019-01-01T00:00:00Z',
  Money: '1',
}

/** The least that a mutation's input must hold. */
export function leastInput(schema: GraphQLSchema, mutation: string): Record<string, unknown> {
  const input = getNamedType(schema.getMutationType()?.getFields()[mutation]?.args[0]?.type)
  if (!isInputObjectType(input)) return {}
  const owed = Object.values(input.getFields()).filter(
    ({ type, defaultValue }) => isNonNullType(type) && defaultValue === undefined,
  )
  return Object.fromEntries(
    owed.map(({ name, type }) => {
      const inner = getNullableType(type)
      if (name === 'period') return [name, '2019']
      if (isListType(inner)) return [name, []]
      return [name, isEnumType(inner) ? inner.getValues()[0]?.name : values[(inner as GraphQLNamedType).name]]
    }),
  )
}
