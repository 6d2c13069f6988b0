import { isObjectType, type GraphQLResolveInfo, type GraphQLSchema } from 'graphql'
import type { IResolvers } from 'mercurius'
import type { Language } from '../errors.ts'
import { argumentsKey } from './arguments.ts'
import { variantsKey } from './builder.ts'
import type { Context } from './context.ts'
import type { RootSpec } from './reads.ts'

/**
 * Fields whose text depends on the caller's language, by type and name: what turns the value that the statement brings
 * into words.
 */
export type Words = Readonly<Record<string, Readonly<Record<string, (value: never, language: Language) => string>>>>

/**
 * The resolvers that the executor needs. A field of Query is one read; below it the objects are already whole, and only
 * a field with arguments must be looked up, since the query may ask for it with several sets of them.
 */
export function fieldResolvers(
  schema: GraphQLSchema,
  roots: Readonly<Record<string, RootSpec>>,
  mutations: Readonly<Record<string, unknown>>,
  words: Words,
): IResolvers {
  const resolvers: Record<string, Record<string, unknown>> = {
    Query: Object.fromEntries(
      Object.keys(roots).map((name) => [
        name,
        (_: unknown, __: unknown, context: Context, info: GraphQLResolveInfo) => context.reads.root(context, info),
      ]),
    ),
    Mutation: { ...mutations },
    Node: { resolveType: (node: { __typename: string }) => node.__typename },
  }
  for (const type of Object.values(schema.getTypeMap())) {
    if (!isObjectType(type) || ['Query', 'Mutation', 'Subscription'].includes(type.name) || type.name.startsWith('__'))
      continue
    for (const field of Object.values(type.getFields())) {
      if (field.args.length > 0) (resolvers[type.name] ??= {})[field.name] = variant(field.name)
    }
  }
  for (const [type, fields] of Object.entries(words)) {
    for (const [field, say] of Object.entries(fields)) {
      const inWords = (parent: Record<string, unknown>, _: unknown, { language }: Context) =>
        parent[field] == null ? null : say(parent[field] as never, language)
      ;(resolvers[type] ??= {})[field] = inWords
    }
  }
  return resolvers as IResolvers
}

function variant(name: string) {
  return (parent: Record<string, unknown>, args: Record<string, unknown>) => {
    const value = parent[name]
    const variants = (value as Record<string, Record<string, unknown>> | null | undefined)?.[variantsKey]
    return variants === undefined ? value : variants[argumentsKey(args)]
  }
}
