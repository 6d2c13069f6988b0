import { readFile, writeFile } from 'node:fs/promises'
import { codegen } from '@graphql-codegen/core'
import * as typescript from '@graphql-codegen/typescript'
import * as resolvers from '@graphql-codegen/typescript-resolvers'
import { parse } from 'graphql'
import * as prettier from 'prettier'

// Writes the types of schema.graphql; with --check, fails if they are not up to date.
const target = new URL('../graphql/schema-types.generated.ts', import.meta.url)
const schema = await readFile(new URL('../../schema.graphql', import.meta.url), 'utf8')

const generated = await codegen({
  filename: target.pathname,
  schema: parse(schema),
  documents: [],
  plugins: [{ typescript: {} }, { resolvers: {} }],
  pluginMap: { typescript, resolvers },
  config: {
    contextType: './context.ts#Context',
    enumsAsTypes: true,
    scalars: { ID: 'string', Date: 'string', DateTime: 'string', Money: 'string' },
    useTypeImports: true,
    immutableTypes: true,
    maybeValue: 'T | null',
    inputMaybeValue: 'T | null | undefined',
    // Rows arrive as one parsed JSON text, so a resolver's parent is whatever the statement selected.
    rootValueType: 'unknown',
    defaultMapper: 'unknown',
  },
})
const options = (await prettier.resolveConfig(target.pathname)) ?? {}
const text = await prettier.format(`// Made from schema.graphql by \`npm run codegen\`.\n${generated}`, {
  ...options,
  parser: 'typescript',
})

if (!process.argv.includes('--check')) {
  await writeFile(target, text)
} else if ((await readFile(target, 'utf8').catch(() => '')) !== text) {
  console.error('src/graphql/schema-types.generated.ts is not up to date: run `npm run codegen`.')
  process.exitCode = 1
}
