import fastify from 'fastify'
import { buildSchema, lexicographicSortSchema, parse, printSchema, visit, type GraphQLSchema } from 'graphql'
import { registerApi, schemaText } from '../api.ts'
import { readConfig } from '../config.ts'
import { openPools } from '../db/pool.ts'
import { Directory } from '../features/provinces/directory.ts'
import { keepSummary } from '../features/rollups/upkeep.ts'

// Fails unless the API serves what schema.graphql says, descriptions included, and answers every query and mutation; and
// unless all in it is described.

const nowhere = 'postgres://nobody@127.0.0.1:1/none' // a pool connects at its first query, and none is sent
const pools = openPools({
  beforeCommit: keepSummary,
  servingUrl: nowhere,
  nationalUrl: nowhere,
  size: 1,
  onError: () => {},
})
const app = fastify()
registerApi(app, readConfig({}), pools, new Directory(pools.serving))
await app.ready()
const { schema } = app.graphql

const unanswered = [schema.getQueryType(), schema.getMutationType()].flatMap((type) =>
  Object.values(type?.getFields() ?? {})
    .filter(({ resolve }) => resolve === undefined)
    .map((field) => `${type?.name}.${field.name}`),
)
const stated = paragraphs(buildSchema(schemaText))
const served = paragraphs(schema)
report(
  'In schema.graphql, but not served so:',
  stated.filter((paragraph) => !served.includes(paragraph)),
)
report(
  'Served, but not so in schema.graphql:',
  served.filter((paragraph) => !stated.includes(paragraph)),
)
report('In schema.graphql, but nothing answers it:', unanswered)
report('In schema.graphql without a description:', undescribed())
await app.close()

/** Each type, field, argument and enum value that says nothing of itself, with its line. */
function undescribed(): string[] {
  const found: string[] = []
  visit(parse(schemaText), {
    enter(node) {
      // Arguments of directives are described with the directive.
      if (node.kind === 'DirectiveDefinition') return false
      if ('description' in node && node.kind !== 'SchemaDefinition' && !node.description && 'name' in node) {
        found.push(`line ${node.loc?.startToken.line}: ${node.name?.value}`)
      }
      return undefined
    },
  })
  return found
}

function paragraphs(of: GraphQLSchema): string[] {
  return printSchema(lexicographicSortSchema(of)).split('\n\n')
}

function report(title: string, found: readonly string[]): void {
  if (found.length === 0) return
  console.error([title, ...found, ''].join('\n\n'))
  process.exitCode = 1
}
