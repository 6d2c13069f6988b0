import { isObjectType, type GraphQLResolveInfo, type GraphQLSchema } from 'graphql'
import type { IResolvers } from 'mercurius'
import { argumentsKey } from './arguments.ts'
import { variantsKey } from './builder.ts'
import type { Context } from './context.ts'
import type { RootSpec } from './reads.ts'

/**
 * The resolvers that the executor needs. A field of Query is one read; below it the objects are already whole, and only
 * a field with arguments must be looked up, since the query may ask for it with several sets of them.
 */
export function fieldResolvers(
  schema: GraphQLSchema,
  roots: Readonly<Record<string, RootSpec>>,
  mutations: Readonly<Record<string, unknown>>,
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
  return resolvers as IResolvers
}

function variant(name: string) {
  return (parent: Record<string, unknown>, args: Record<string, unknown>) => {
    const value = parent[name]
    const variants = (value as Record<string, Record<string, unknown>> | null | undefined)?.[variantsKey]
    return variants === undefined ? value : variants[argumentsKey(args)]
  }
}
