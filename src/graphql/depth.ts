import { Kind, type DocumentNode, type SelectionSetNode } from 'graphql'

/**
 * Whether an operation or a fragment of the document nests deeper than `max`. Spreading a fragment adds no level of its
 * own. Works on documents that were not validated: a fragment that spreads itself is deeper than anything.
 */
export function depthBeyond(document: DocumentNode, max: number): boolean {
  const fragments = new Map<string, SelectionSetNode>()
  for (const definition of document.definitions) {
    if (definition.kind === Kind.FRAGMENT_DEFINITION) fragments.set(definition.name.value, definition.selectionSet)
  }
  const depths = new Map<string, number>()

  /** The depth of a selection, or anything beyond `max` once that is reached. */
  const depthOf = (set: SelectionSetNode | undefined, level: number): number => {
    if (set === undefined) return level
    if (level > max) return level
    return Math.max(
      level,
      ...set.selections.map((selection) =>
        selection.kind === Kind.FRAGMENT_SPREAD
          ? level + depthOfFragment(selection.name.value)
          : depthOf(selection.selectionSet, level + 1),
      ),
    )
  }
  const depthOfFragment = (name: string): number => {
    const known = depths.get(name)
    if (known !== undefined) return known
    depths.set(name, Infinity)
    const depth = depthOf(fragments.get(name), 0)
    depths.set(name, depth)
    return depth
  }

  return document.definitions.some(
    (definition) => 'selectionSet' in definition && depthOf(definition.selectionSet, 0) > max,
  )
}
