import { parseArgs } from 'node:util'
import { distribute, printedStatements } from '../db/distribute.ts'
import { MigrateError } from '../db/migrate-error.ts'
import { ConfigError, settingsOf } from '../settings.ts'
import { helpIfAsked } from './help.ts'

const usage = `npm run --silent distribute -- [--print] [--coordinator HOST:PORT] [--worker HOST:PORT …] [URL]

Spreads the database's tables over a Citus cluster, by province. URL is the coordinator's, as a superuser; left out,
DATABASE_URL. --coordinator and --worker name the nodes as they reach each other, where the cluster doesn't know them
yet. Tables are distributed all together or not at all; what is done already is left alone. --print only shows the statements.`

helpIfAsked(usage)

// Exit codes: 0 distributed, 1 it could not be, and no table has changed, 2 called wrongly.
try {
  const { values, positionals } = argumentsGiven()
  const url = positionals[0] ?? settingsOf(process.env)('DATABASE_URL')
  if (url === null || !/^postgres(ql)?:\/\//.test(url)) throw new ConfigError(usage)
  const nodes = { coordinator: values.coordinator ?? null, workers: values.worker ?? [] }
  if (values.print) console.log(await printedStatements(url, nodes))
  else await distribute(url, nodes, (statement) => console.log(`${statement};`))
} catch (error) {
  console.error(error instanceof ConfigError || error instanceof MigrateError ? error.message : error)
  process.exitCode = error instanceof ConfigError ? 2 : 1
}

function argumentsGiven() {
  try {
    return parseArgs({
      allowPositionals: true,
      options: {
        print: { type: 'boolean' },
        coordinator: { type: 'string' },
        worker: { type: 'string', multiple: true },
      },
    })
  } catch (error) {
    throw new ConfigError(`${(error as Error).message}\n\n${usage}`)
  }
}
