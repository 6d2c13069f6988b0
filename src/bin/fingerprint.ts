import { CannotSeeAll, fingerprint } from '../db/fingerprint.ts'
import { epochSentence } from '../db/restored.ts'
import { ConfigError, settingsOf } from '../settings.ts'
import { helpIfAsked } from './help.ts'

const usage = `npm run --silent fingerprint [-- postgres://backup:password@host:5432/database]

Prints a line for each province, and one for what all share: how many rows there are, and a hash over them. Two databases
with the same lines hold the same. Without an address it takes DATABASE_URL; the role must see every row (BYPASSRLS).`

helpIfAsked(usage)

// Exit codes: 0 done, 1 the rows can't all be seen or the database can't be reached, 2 called wrongly, 3 a restored
// database that still needs its epoch.
try {
  const url = process.argv[2] ?? settingsOf(process.env)('DATABASE_URL')
  if (url === null || !/^postgres(ql)?:\/\//.test(url)) throw new ConfigError(usage)
  const { parts, epochOwed } = await fingerprint(url)
  for (const { slug, rows, hash } of parts) {
    console.log(`${(slug ?? '(all provinces)').padEnd(24)} ${String(rows).padStart(10)}  ${hash}`)
  }
  if (epochOwed !== null) {
    console.error(epochSentence(epochOwed))
    process.exitCode = 3
  }
} catch (error) {
  console.error(error instanceof ConfigError || error instanceof CannotSeeAll ? error.message : error)
  process.exitCode = error instanceof ConfigError ? 2 : 1
}
