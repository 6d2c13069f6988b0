import {
  getNamedType,
  isInputObjectType,
  Kind,
  valueFromASTUntyped,
  type ASTNode,
  type DirectiveNode,
  type FieldNode,
  type GraphQLField,
  type GraphQLInputType,
  type ValueNode,
} from 'graphql'
import { maxSize } from './connections.ts'

/** Rows of a page where neither the query nor `@cost` says how many. */
const usualPage = 20

export type Values = Readonly<Record<string, unknown>>
/** Only where variables decide is there anything left to compute. */
export type Price = number | ((values: Values) => number)

export function plus(a: Price, b: Price): Price {
  if (typeof a === 'number' && typeof b === 'number') return a + b
  return (values) => at(a, values) + at(b, values)
}

export function times(a: Price, b: Price): Price {
  if (typeof a === 'number' && typeof b === 'number') return a * b
  return (values) => at(a, values) * at(b, values)
}

const at = (price: Price, values: Values): number => (typeof price === 'number' ? price : price(values))

export interface Cost {
  weight: number
  rows: number | undefined
}

const costs = new WeakMap<object, Cost>()

/** What `@cost` says of a field or of a field of an input. */
export function costOf(of: {
  astNode?: (ASTNode & { readonly directives?: readonly DirectiveNode[] }) | null | undefined
}): Cost {
  const known = costs.get(of)
  if (known !== undefined) return known
  const directive = of.astNode?.directives?.find(({ name }) => name.value === 'cost')
  const value = (name: string) => {
    const argument = directive?.arguments?.find((each) => each.name.value === name)
    return argument === undefined ? undefined : Number(valueFromASTUntyped(argument.value))
  }
  const cost = { weight: value('weight') ?? 0, rows: value('rows') }
  costs.set(of, cost)
  return cost
}

/** How many rows a page may have. A size that is refused later counts as the greatest that is not. */
export function pageSize(node: FieldNode, usual = usualPage): Price {
  const sizes = (node.arguments ?? []).filter(({ name }) => name.value === 'first' || name.value === 'last')
  return whole(
    sizes.map(({ value }) => value),
    (values) => {
      const given = values.filter((value) => value !== null && value !== undefined).map(Number)
      return given.length === 0 ? usual : Math.max(0, ...given.map((size) => Math.min(size, maxSize) || 0))
    },
  )
}

export function weightOfArguments(field: GraphQLField<unknown, unknown>, node: FieldNode): Price {
  let total: Price = 0
  for (const { name, value } of node.arguments ?? []) {
    const argument = field.args.find((each) => each.name === name.value)
    const type = argument && getNamedType(argument.type)
    if (!argument || !isWeighted(type)) continue
    total = plus(
      total,
      whole([value], ([given]) => weightOf(type, given)),
    )
  }
  return total
}

const isWeighted = (type: GraphQLInputType | undefined): type is GraphQLInputType =>
  isInputObjectType(type) && Object.values(type.getFields()).some((field) => costOf(field).weight > 0)

/** What the fields of a filter cost that are given. */
function weightOf(type: GraphQLInputType, value: unknown): number {
  if (!isInputObjectType(type) || value === null || typeof value !== 'object') return 0
  return Object.values(type.getFields())
    .filter(({ name }) => Object.hasOwn(value, name) && (value as Values)[name] != null)
    .reduce((total, field) => total + costOf(field).weight, 0)
}

/** Computed now if no variable has a part in it. */
function whole(nodes: readonly ValueNode[], compute: (values: readonly unknown[]) => number): Price {
  const read = (variables: Values) => nodes.map((node) => valueFromASTUntyped(node, variables))
  return nodes.some(holdsVariable) ? (variables) => compute(read(variables)) : compute(read({}))
}

function holdsVariable(node: ValueNode): boolean {
  if (node.kind === Kind.VARIABLE) return true
  if (node.kind === Kind.LIST) return node.values.some(holdsVariable)
  return node.kind === Kind.OBJECT && node.fields.some(({ value }) => holdsVariable(value))
}
