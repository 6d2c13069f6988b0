import {
  getArgumentValues,
  getDirectiveValues,
  getNamedType,
  GraphQLIncludeDirective,
  GraphQLInterfaceType,
  GraphQLObjectType,
  GraphQLSkipDirective,
  isAbstractType,
  isCompositeType,
  parse,
  type FieldNode,
  type FragmentDefinitionNode,
  type GraphQLResolveInfo,
  type GraphQLSchema,
  type OperationDefinitionNode,
  type SelectionSetNode,
} from 'graphql'
import { argumentsKey, Variable, type Variables } from './arguments.ts'
import type { Args } from './field-specs.ts'

/** One field of an object as selected: all places in the query that ask for it with the same arguments. */
export interface Selected {
  name: string
  args: Args
  sets: SelectionSetNode[]
}

/** Thrown when one object has a field under several sets of arguments: only their values tell which are the same. */
export class NeedsValues extends Error {}

/**
 * What a query selects, as the builder reads it: fragments and directives are gone. `asAnswered`: each field stands under the
 * key that the answer has for it, `__typename` among them; otherwise under its name, for an executor that knows the keys.
 */
export class Selection {
  readonly asAnswered: boolean
  readonly #schema: GraphQLSchema
  readonly #fragments: Readonly<Record<string, FragmentDefinitionNode>>
  readonly #variables: Variables

  constructor(
    schema: GraphQLSchema,
    fragments: Readonly<Record<string, FragmentDefinitionNode>>,
    variables: Variables,
    asAnswered = false,
  ) {
    this.#schema = schema
    this.#fragments = fragments
    this.#variables = variables
    this.asAnswered = asAnswered
  }

  /** The fields of one object type that some selection sets ask for, by key; a name may stand there with several arguments. */
  fields(typeName: string, sets: readonly SelectionSetNode[]): Map<string, Selected[]> {
    const type = this.#schema.getType(typeName) as GraphQLObjectType
    const found = new Map<string, Selected[]>()
    for (const set of sets) this.#collect(type, set, found)
    return found
  }

  /** What is selected of the fields of this name, under whatever keys. */
  named(typeName: string, sets: readonly SelectionSetNode[], name: string): Selected[] {
    return [...this.fields(typeName, sets).values()].flat().filter((selected) => selected.name === name)
  }

  /** Whether a field of an object type has fields itself. */
  isComposite(typeName: string, name: string): boolean {
    const type = this.#schema.getType(typeName) as GraphQLObjectType
    return isCompositeType(getNamedType(type.getFields()[name]?.type))
  }

  args(typeName: string, node: FieldNode): Args {
    const field = (this.#schema.getType(typeName) as GraphQLObjectType).getFields()[node.name.value]
    return field === undefined ? {} : getArgumentValues(field, node, this.#variables)
  }

  #collect(type: GraphQLObjectType, set: SelectionSetNode, found: Map<string, Selected[]>): void {
    for (const selection of set.selections) {
      if (this.#left(selection)) continue
      if (selection.kind === 'Field') {
        this.#add(type, selection, found)
      } else {
        const fragment = selection.kind === 'FragmentSpread' ? this.#fragments[selection.name.value] : selection
        const condition = fragment?.typeCondition?.name.value
        if (fragment && (condition === undefined || this.#applies(type, condition))) {
          this.#collect(type, fragment.selectionSet, found)
        }
      }
    }
  }

  #add(type: GraphQLObjectType, node: FieldNode, found: Map<string, Selected[]>): void {
    const name = node.name.value
    if (name === '__typename' && !this.asAnswered) return
    const under = this.asAnswered ? (node.alias ?? node.name).value : name
    const args = this.args(type.name, node)
    const same = found.get(under)
    if (same === undefined) {
      found.set(under, [{ name, args, sets: node.selectionSet ? [node.selectionSet] : [] }])
      return
    }
    if (this.asAnswered) {
      // Fields of one key are of one name and have the same arguments, or the query isn't valid.
      if (node.selectionSet) same[0]?.sets.push(node.selectionSet)
      return
    }
    const key = argumentsKey(args)
    const equal = same.find((other) => argumentsKey(other.args) === key)
    if (equal) {
      if (node.selectionSet) equal.sets.push(node.selectionSet)
      return
    }
    if (holdsVariable(args) || same.some((other) => holdsVariable(other.args))) throw new NeedsValues()
    same.push({ name, args, sets: node.selectionSet ? [node.selectionSet] : [] })
  }

  #left(selection: Parameters<typeof getDirectiveValues>[1]): boolean {
    const variables = this.#variables as Record<string, unknown>
    return (
      getDirectiveValues(GraphQLSkipDirective, selection, variables)?.['if'] === true ||
      getDirectiveValues(GraphQLIncludeDirective, selection, variables)?.['if'] === false
    )
  }

  #applies(type: GraphQLObjectType, condition: string): boolean {
    if (condition === type.name) return true
    const named = this.#schema.getType(condition)
    return named instanceof GraphQLInterfaceType && isAbstractType(named) && this.#schema.isSubType(named, type)
  }
}

/** What a field selects, in all places where it stands. */
export const setsOf = (info: Pick<GraphQLResolveInfo, 'fieldNodes'>): SelectionSetNode[] =>
  info.fieldNodes.flatMap((node) => (node.selectionSet ? [node.selectionSet] : []))

/** The same of a field that was found already. */
export const setsIn = (selected: readonly Selected[]): SelectionSetNode[] => selected.flatMap(({ sets }) => sets)

/** A selection of the service's own: `{ id title }`. */
export const setOf = (text: string): SelectionSetNode =>
  (parse(text).definitions[0] as OperationDefinitionNode).selectionSet

function holdsVariable(value: unknown): boolean {
  if (value instanceof Variable) return true
  if (value === null || typeof value !== 'object') return false
  return Object.values(value).some(holdsVariable)
}

const rootFieldCounts = new WeakMap<object, number>()

/** How many root fields the operation has; one that is skipped by a directive counts too, which does no harm. */
export function rootFields(info: GraphQLResolveInfo): number {
  const known = rootFieldCounts.get(info.operation)
  if (known !== undefined) return known
  const count = (set: SelectionSetNode): number =>
    set.selections.reduce((sum, selection) => {
      if (selection.kind === 'Field') return sum + (selection.name.value.startsWith('__') ? 0 : 1)
      const inner = selection.kind === 'FragmentSpread' ? info.fragments[selection.name.value] : selection
      return sum + (inner ? count(inner.selectionSet) : 0)
    }, 0)
  const total = count(info.operation.selectionSet)
  rootFieldCounts.set(info.operation, total)
  return total
}
