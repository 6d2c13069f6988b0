import { createHash } from 'node:crypto'
import { visit, type ArgumentNode, type GraphQLResolveInfo } from 'graphql'
import type { Language } from '../errors.ts'

/**
 * Equal for two subscriptions only if they are told the same of every event, to the letter: they were asked in the same
 * words, with the same variables and in the same language, and `seen` is the same, which must hold all that decides what
 * of an event they see. Where from they go on, by `after`, is told in no event.
 */
export function alikeKey(info: GraphQLResolveInfo, language: Language, seen: readonly unknown[]): string {
  const { operation, variableValues } = info
  const asked = variablesOf(info).map((name) => [name, variableValues[name]])
  const key = JSON.stringify([operation.loc?.source.body, operation.name?.value, asked, language, seen])
  return createHash('sha256').update(key).digest('base64')
}

/** The names of the variables that are used for anything but the subscription's `after`. */
function variablesOf({ operation, fragments, fieldNodes }: GraphQLResolveInfo): string[] {
  const after = fieldNodes.flatMap((node) => node.arguments ?? []).filter(({ name }) => name.value === 'after')
  const used = new Set<string>()
  for (const node of [operation, ...Object.values(fragments)]) {
    visit(node, {
      VariableDefinition: () => false,
      Argument: (argument: ArgumentNode) => (after.includes(argument) ? false : undefined),
      Variable: ({ name }) => void used.add(name.value),
    })
  }
  return [...used].sort()
}
