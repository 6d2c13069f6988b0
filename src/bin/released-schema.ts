import { readFileSync } from 'node:fs'
import { buildSchema, findBreakingChanges } from 'graphql'

// Fails if a client of the last release would break: what released.graphql says must still hold in schema.graphql.

const read = (path: string) => buildSchema(readFileSync(new URL(path, import.meta.url), 'utf8'))
const changes = findBreakingChanges(read('../graphql/released.graphql'), read('../../schema.graphql'))
for (const { type, description } of changes) console.error(`${type}: ${description}`)
if (changes.length > 0) {
  console.error(
    '\nThese break clients of the last release. Keep the old beside the new, with @deprecated and what to use instead. ' +
      'A release that breaks on purpose says so in the changelog and copies schema.graphql to src/graphql/released.graphql.',
  )
  process.exitCode = 1
}
