import {
  getNamedType,
  getNullableType,
  isCompositeType,
  isListType,
  isObjectType,
  Kind,
  SchemaMetaFieldDef,
  TypeMetaFieldDef,
  valueFromASTUntyped,
  type DocumentNode,
  type FieldNode,
  type FragmentDefinitionNode,
  type GraphQLCompositeType,
  type GraphQLField,
  type GraphQLSchema,
  type OperationDefinitionNode,
  type SelectionSetNode,
} from 'graphql'
import { costOf, pageSize, plus, times, weightOfArguments, type Price, type Values } from './cost-figures.ts'
import { RequestFault } from './request-fault.ts'

/** What each operation costs beside its fields: it is read, checked and answered. */
const baseCost = 5
const mutationCost = 10
/** Entries of a list without pages where `@cost` doesn’t say how many. */
const usualList = 10
/** Of one operation, once its fragments are put in place: so many parts its statement has, at most. */
export const maxFields = 2_000
/** Steps that looking at one operation may take; fragments inside fragments multiply. */
const maxSteps = 20_000

export interface Priced {
  /** Whether it asks for the schema itself. */
  introspects: boolean
  cost(variables: Values | null | undefined): number
}

const priced = new WeakMap<DocumentNode, Map<string | undefined, Priced>>()

/**
 * What an operation may cost at most, told from the document, the variables and the schema alone: each object that may
 * come counts once, so an object inside a list counts as often as the list may have entries. `@cost` in the schema says
 * what counts more. Conditions (`@skip`, `@include`) make nothing cheaper. The document must be valid.
 */
export function priceOperation(schema: GraphQLSchema, document: DocumentNode, name?: string | null): Priced {
  let known = priced.get(document)
  if (known === undefined) priced.set(document, (known = new Map()))
  let price = known.get(name ?? undefined)
  if (price === undefined) known.set(name ?? undefined, (price = new Pricing(schema, document).operation(name)))
  return price
}

/** Throws a fault of the request if the operation costs more than `max`; returns what it costs. */
export function checkCost(price: Priced, variables: Values | null | undefined, max: number): number {
  const cost = price.cost(variables)
  if (cost > max) throw RequestFault.say('tooCostly', { cost, max })
  return cost
}

interface Total {
  price: Price
  fields: number
}

const nothing: Total = { price: 0, fields: 0 }

class Pricing {
  readonly #schema: GraphQLSchema
  readonly #document: DocumentNode
  readonly #fragments = new Map<string, FragmentDefinitionNode>()
  readonly #known = new Map<SelectionSetNode, Map<string, Total>>()
  #steps = 0
  #introspects = false

  constructor(schema: GraphQLSchema, document: DocumentNode) {
    this.#schema = schema
    this.#document = document
    for (const definition of document.definitions) {
      if (definition.kind === Kind.FRAGMENT_DEFINITION) this.#fragments.set(definition.name.value, definition)
    }
  }

  operation(name: string | null | undefined): Priced {
    const operation = this.#document.definitions.find(
      (each): each is OperationDefinitionNode =>
        each.kind === Kind.OPERATION_DEFINITION && (!name || each.name?.value === name),
    )
    const type = operation && this.#schema.getRootType(operation.operation)
    if (!operation || !type) return { introspects: false, cost: () => baseCost }
    const { price, fields } = this.#sets(type, [operation.selectionSet])
    if (fields > maxFields) throw RequestFault.say('tooManyFields', { max: maxFields })
    const total = plus(price, baseCost)
    const introspects = this.#introspects
    if (typeof total === 'number') return { introspects, cost: () => total }
    const defaults = Object.fromEntries(
      (operation.variableDefinitions ?? []).flatMap(({ variable, defaultValue }) =>
        defaultValue === undefined ? [] : [[variable.name.value, valueFromASTUntyped(defaultValue)]],
      ),
    )
    // A variable may have a name that other objects have a value for.
    const valuesOf = (variables: object | null | undefined) =>
      Object.assign(Object.create(null) as object, defaults, variables) as Values
    return { introspects, cost: (variables) => total(valuesOf(variables)) }
  }

  #sets(type: GraphQLCompositeType, sets: readonly SelectionSetNode[]): Total {
    const [only] = sets
    if (only === undefined) return nothing
    if (sets.length > 1) return this.#sum(type, sets)
    const byType = this.#known.get(only) ?? new Map<string, Total>()
    this.#known.set(only, byType)
    const known = byType.get(type.name) ?? this.#sum(type, sets)
    byType.set(type.name, known)
    return known
  }

  #sum(type: GraphQLCompositeType, sets: readonly SelectionSetNode[]): Total {
    return sum(this.#collect(type, sets).map(({ parent, nodes }) => this.#field(parent, nodes)))
  }

  /** The fields of some selection sets, those that are answered as one together. */
  #collect(type: GraphQLCompositeType, sets: readonly SelectionSetNode[]) {
    const found = new Map<string, { parent: GraphQLCompositeType; nodes: FieldNode[] }>()
    const seen = new Set<string>()
    const collect = (parent: GraphQLCompositeType, set: SelectionSetNode): void => {
      for (const selection of set.selections) {
        if (++this.#steps > maxSteps) throw RequestFault.say('tooManyFields', { max: maxFields })
        if (selection.kind === Kind.FIELD) {
          const key = `${parent.name} ${(selection.alias ?? selection.name).value}`
          const same = found.get(key)
          if (same) same.nodes.push(selection)
          else found.set(key, { parent, nodes: [selection] })
          continue
        }
        const spread = selection.kind === Kind.FRAGMENT_SPREAD ? selection.name.value : undefined
        if (spread !== undefined && seen.has(spread)) continue
        if (spread !== undefined) seen.add(spread)
        const fragment = selection.kind === Kind.INLINE_FRAGMENT ? selection : this.#fragments.get(selection.name.value)
        const condition = fragment?.typeCondition && this.#schema.getType(fragment.typeCondition.name.value)
        if (fragment) collect(isCompositeType(condition) ? condition : parent, fragment.selectionSet)
      }
    }
    for (const set of sets) collect(type, set)
    return [...found.values()]
  }

  #field(parent: GraphQLCompositeType, nodes: readonly FieldNode[]): Total {
    const [node] = nodes as [FieldNode]
    const field = this.#fieldOf(parent, node.name.value)
    if (field === undefined) return { price: 0, fields: 1 }
    const { weight, rows } = costOf(field)
    const given = plus(weight, weightOfArguments(field, node))
    const type = getNamedType(field.type)
    if (!isCompositeType(type)) return { price: given, fields: 1 }
    const sets = nodes.flatMap((each) => (each.selectionSet ? [each.selectionSet] : []))
    if (type.name.startsWith('__')) {
      this.#introspects ||= !parent.name.startsWith('__')
      const { price, fields } = this.#sets(type, sets)
      return { price: plus(plus(given, introspection[field.name] ?? 1), price), fields: fields + 1 }
    }

    if (isObjectType(type) && type.getFields()['pageInfo']) {
      return this.#connection(type, sets, given, pageSize(node, rows))
    }
    const inner = this.#sets(type, sets)
    const entries = isListType(getNullableType(field.type)) ? (rows ?? usualList) : 1
    const own = parent === this.#schema.getMutationType() ? mutationCost : 0
    return { price: plus(plus(given, own), times(plus(1, inner.price), entries)), fields: inner.fields + 1 }
  }

  #connection(type: GraphQLCompositeType, sets: readonly SelectionSetNode[], given: Price, size: Price): Total {
    const parts = this.#collect(type, sets).map(({ parent, nodes }): Total => {
      const [node] = nodes as [FieldNode]
      const field = this.#fieldOf(parent, node.name.value)
      const inner = field && getNamedType(field.type)
      const rows = field !== undefined && isListType(getNullableType(field.type))
      if (!rows || !isCompositeType(inner)) return { price: field ? costOf(field).weight : 0, fields: 1 }
      const each = nodes.flatMap((one) => (one.selectionSet ? [one.selectionSet] : []))
      // An edge is no object of its own beside its node.
      const { price, fields } = field.name === 'edges' ? this.#edges(inner, each) : withOne(this.#sets(inner, each))
      return { price: times(price, size), fields: fields + 1 }
    })
    const all = sum(parts)
    return { price: plus(plus(1, given), all.price), fields: all.fields + 1 }
  }

  #edges(type: GraphQLCompositeType, sets: readonly SelectionSetNode[]): Total {
    const parts = this.#collect(type, sets).map(({ parent, nodes }) => this.#field(parent, nodes))
    const total = sum(parts)
    // Without a node, the rows are still read for their cursors.
    return { price: typeof total.price === 'number' ? Math.max(1, total.price) : total.price, fields: total.fields }
  }

  #fieldOf(parent: GraphQLCompositeType, name: string): GraphQLField<unknown, unknown> | undefined {
    if (name === SchemaMetaFieldDef.name) return SchemaMetaFieldDef
    if (name === TypeMetaFieldDef.name) return TypeMetaFieldDef
    return 'getFields' in parent ? parent.getFields()[name] : undefined
  }
}

/** A whole introspection takes about as long as reading 200 objects. */
const introspection: Readonly<Record<string, number>> = { types: 200 }

const withOne = ({ price, fields }: Total): Total => ({ price: plus(1, price), fields })

function sum(parts: readonly Total[]): Total {
  return parts.reduce(
    (all, part) => ({ price: plus(all.price, part.price), fields: all.fields + part.fields }),
    nothing,
  )
}
