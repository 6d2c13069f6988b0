import { once } from 'node:events'
import { parseArgs } from 'node:util'
import { partsOf } from '../features/audit/chained-log.ts'
import { operate } from './operator.ts'

const usage = `npm run --silent export-audit -- [--province SLUG | --nation] [--seals] > audit.ndjson

Writes the audit log with its chain, a JSON object a line: of all provinces and the ministry, or of one. It is verified by
npm run verify-audit -- --file audit.ndjson, on any machine and without the service. --seals writes only the seals, to be
kept where nobody who can reach the database can reach them.`

await operate(usage, async (operator) => {
  const flag = { type: 'boolean' } as const
  const { values } = parseArgs({ options: { province: { type: 'string' }, nation: flag, seals: flag } })
  const all = values.province === undefined && !values.nation
  const slugs = all ? operator.provinces().map(({ slug }) => slug) : values.province ? [values.province] : []
  for (const slug of [...slugs, ...(all || values.nation ? [null] : [])]) {
    const owner = slug === null ? { id: 0, slug: 'nation' } : operator.province(slug)
    await operator.read(slug, async (tx) => {
      for await (const part of partsOf(tx, owner)) {
        if (values.seals && !('seal' in part)) break
        if (!process.stdout.write(`${JSON.stringify({ owner: owner.slug, ...part })}\n`))
          await once(process.stdout, 'drain')
      }
    })
  }
})
