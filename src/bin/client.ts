import { mkdir, readFile, readdir, writeFile } from 'node:fs/promises'
import { join, resolve } from 'node:path'
import { codegen } from '@graphql-codegen/core'
import * as documentNodes from '@graphql-codegen/typed-document-node'
import * as typescript from '@graphql-codegen/typescript'
import * as operations from '@graphql-codegen/typescript-operations'
import { buildSchema, GraphQLError, parse, validate } from 'graphql'
import { helpIfAsked } from './help.ts'

// Writes a typed client of schema.graphql into a folder of the caller's choice.

const usage = `npm run client -- FOLDER

Writes into FOLDER: schema.ts, the types of all of the schema; client.ts, how an operation is sent; and, if there are
files *.graphql in it, operations.ts, a typed document for each of their operations.`

helpIfAsked(usage)

const config = {
  enumsAsTypes: true,
  useTypeImports: true,
  immutableTypes: true,
  scalars: { ID: 'string', Date: 'string', DateTime: 'string', Money: 'string', JSON: 'unknown' },
  strictScalars: true,
}

try {
  const [folder, ...others] = process.argv.slice(2)
  if (folder === undefined || folder.startsWith('-') || others.length > 0) throw new Error(usage)
  // npm runs scripts in the project's folder; what the caller names is meant from where they stand.
  await writeClient(resolve(process.env['INIT_CWD'] ?? '.', folder))
} catch (error) {
  console.error((error as Error).message)
  process.exitCode = 1
}

async function writeClient(folder: string): Promise<void> {
  const text = await readFile(new URL('../../schema.graphql', import.meta.url), 'utf8')
  await mkdir(folder, { recursive: true })
  const documents = await readDocuments(folder, text)
  const files: Record<string, string> = {
    'schema.ts': await generate(text, [], { typescript }),
    'client.ts': await readFile(new URL('client-request.txt', import.meta.url), 'utf8'),
  }
  if (documents.length > 0) files['operations.ts'] = await generate(text, documents, { operations, documentNodes })
  for (const [name, content] of Object.entries(files)) {
    await writeFile(join(folder, name), `// Made from schema.graphql by \`npm run client\`.\n${content}`)
    console.log(join(folder, name))
  }
}

async function readDocuments(folder: string, schema: string) {
  const names = (await readdir(folder)).filter((name) => name.endsWith('.graphql')).sort()
  return Promise.all(
    names.map(async (name) => {
      const location = join(folder, name)
      const mistakes = (error: GraphQLError) => `${location}:${error.locations?.[0]?.line}: ${error.message}`
      try {
        const document = parse(await readFile(location, 'utf8'))
        const errors = validate(buildSchema(schema), document)
        if (errors.length > 0) throw new Error(errors.map(mistakes).join('\n'))
        return { location, document }
      } catch (error) {
        throw error instanceof GraphQLError ? new Error(mistakes(error)) : error
      }
    }),
  )
}

type Documents = Awaited<ReturnType<typeof readDocuments>>
type Plugins = Parameters<typeof codegen>[0]['pluginMap']

function generate(schema: string, documents: Documents, pluginMap: Plugins): Promise<string> {
  const plugins = Object.keys(pluginMap).map((name) => ({ [name]: {} }))
  return codegen({ filename: 'client.ts', schema: parse(schema), documents, plugins, pluginMap, config })
}
