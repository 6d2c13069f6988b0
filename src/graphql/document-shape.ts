import {
  Kind,
  type ASTNode,
  type DocumentNode,
  type FragmentDefinitionNode,
  type OperationDefinitionNode,
  type SelectionSetNode,
} from 'graphql'
import type { MessageKey } from '../errors.ts'
import { RequestFault } from './request-fault.ts'

/** How deep fields may nest; introspection by the usual tools needs 13. */
export const maxDepth = 15
export const maxAliases = 50
export const maxDirectives = 50
/** Of one operation, fragments included. */
export const maxRootFields = 20
export const maxVariables = 50
export const maxOperations = 20

/**
 * Refuses a document that can be told from its text alone to be no honest one, before anything costlier looks at it: it
 * need not be valid, and validating it may be what is dear. Throws a RequestFault with the figure.
 */
export function checkShape(document: DocumentNode): void {
  const fragments = new Map<string, FragmentDefinitionNode>()
  const operations: OperationDefinitionNode[] = []
  const count = { aliases: 0, directives: 0 }
  for (const definition of document.definitions) {
    if (definition.kind === Kind.FRAGMENT_DEFINITION) fragments.set(definition.name.value, definition)
    if (definition.kind === Kind.OPERATION_DEFINITION) operations.push(definition)
  }
  tally(document, count)
  check('tooManyAliases', count.aliases, maxAliases)
  check('tooManyDirectives', count.directives, maxDirectives)
  check('tooManyOperations', operations.length, maxOperations)

  const depths = depthsOf(fragments)
  for (const operation of operations) {
    check('tooManyVariables', operation.variableDefinitions?.length ?? 0, maxVariables)
    check('tooManyRootFields', rootsOf(operation.selectionSet, fragments), maxRootFields)
    check('tooDeep', depths(operation.selectionSet), maxDepth)
  }
}

function check(key: MessageKey, count: number, max: number): void {
  if (count > max) throw RequestFault.say(key, { count, max })
}

/** Counts through all of the document, once; `visit` of graphql takes ten times as long. */
function tally(node: ASTNode, count: { aliases: number; directives: number }): void {
  if (node.kind === Kind.DOCUMENT) for (const each of node.definitions) tally(each, count)
  if ('directives' in node) count.directives += node.directives?.length ?? 0
  if ('variableDefinitions' in node) for (const each of node.variableDefinitions ?? []) tally(each, count)
  if (node.kind === Kind.FIELD && node.alias !== undefined) count.aliases++
  if ('selectionSet' in node && node.selectionSet) for (const each of node.selectionSet.selections) tally(each, count)
}

type Fragments = ReadonlyMap<string, FragmentDefinitionNode>

/** How many levels of fields a selection has. A fragment is measured once; one inside itself counts as empty. */
function depthsOf(fragments: Fragments): (set: SelectionSetNode) => number {
  const known = new Map<string, number>()
  const depth = (set: SelectionSetNode): number => {
    let deepest = 0
    for (const selection of set.selections) {
      if (selection.kind === Kind.FIELD) {
        deepest = Math.max(deepest, 1 + (selection.selectionSet ? depth(selection.selectionSet) : 0))
      } else if (selection.kind === Kind.INLINE_FRAGMENT) {
        deepest = Math.max(deepest, depth(selection.selectionSet))
      } else deepest = Math.max(deepest, named(selection.name.value))
    }
    return deepest
  }
  const named = (name: string): number => {
    const found = known.get(name)
    const fragment = fragments.get(name)
    if (found !== undefined || fragment === undefined) return found ?? 0
    known.set(name, 0)
    const deepest = depth(fragment.selectionSet)
    known.set(name, deepest)
    return deepest
  }
  return depth
}

/** How many fields stand at the top; the same fragment counts once, as it is executed. */
function rootsOf(set: SelectionSetNode, fragments: Fragments, seen = new Set<string>()): number {
  let count = 0
  for (const selection of set.selections) {
    if (selection.kind === Kind.FIELD) count++
    else if (selection.kind === Kind.INLINE_FRAGMENT) count += rootsOf(selection.selectionSet, fragments, seen)
    else if (!seen.has(selection.name.value)) {
      const fragment = fragments.get(selection.name.value)
      seen.add(selection.name.value)
      if (fragment) count += rootsOf(fragment.selectionSet, fragments, seen)
    }
  }
  return count
}
