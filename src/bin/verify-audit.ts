import { createReadStream, readFileSync } from 'node:fs'
import { createInterface } from 'node:readline'
import { parseArgs } from 'node:util'
import { readConfig } from '../config.ts'
import { verifyLog, type Part, type Report, type Seal } from '../features/audit/chain.ts'
import { partsOf } from '../features/audit/chained-log.ts'
import { operate } from './operator.ts'
import { ConfigError } from '../settings.ts'
import { helpIfAsked } from './help.ts'

const usage = `npm run --silent verify-audit -- [--province SLUG] [--seals FILE] [--file EXPORT]

Verifies the audit log of every province and of the ministry against its chain, and names what was altered, removed, moved or
added; ends with 1 if anything was. --file verifies what npm run export-audit has written, and needs no database.
--seals are seals that were kept elsewhere (export-audit --seals): with them a chain whose end was cut off is known.
AUDIT_SECRET, as the service has it, tells whether somebody without it has written a whole new chain.`

helpIfAsked(usage)

function given(): { province?: string; file?: string; seals?: string } {
  try {
    const text = { type: 'string' } as const
    return parseArgs({ options: { province: text, file: text, seals: text } }).values
  } catch (error) {
    console.error(`${(error as Error).message}\n\n${usage}`)
    process.exit(1)
  }
}

type Line = { owner: string } & Part

const values = given()

if (values.file === undefined) {
  await operate(usage, async (operator) => {
    const kept = sealsIn(values.seals)
    const { auditSecrets: secrets } = operator.config
    const slugs = values.province ? [values.province] : [...operator.provinces().map(({ slug }) => slug), null]
    for (const slug of slugs) {
      const owner = slug === null ? { id: 0, slug: 'nation' } : operator.province(slug)
      const own = kept.filter((seal) => seal.owner === owner.slug)
      tell(await operator.read(slug, (tx) => verifyLog(owner.slug, () => partsOf(tx, owner), { secrets, kept: own })))
    }
  })
} else {
  try {
    await verifyFile(values.file)
  } catch (error) {
    console.error((error as Error).message)
    process.exitCode = 1
  }
}

async function verifyFile(file: string): Promise<void> {
  const known = process.env['AUDIT_SECRET'] !== undefined
  if (!known) console.error('AUDIT_SECRET isn’t set: a chain that somebody has written anew stays unseen.')
  const secrets = known ? readConfig(process.env).auditSecrets : []
  const kept = sealsIn(values.seals)
  const owners = new Set(kept.map(({ owner }) => owner))
  for await (const { owner } of linesOf(file)) owners.add(owner)
  for (const owner of owners) {
    if (values.province !== undefined && owner !== values.province) continue
    const parts = async function* () {
      for await (const line of linesOf(file)) if (line.owner === owner) yield line
    }
    tell(await verifyLog(owner, parts, { secrets, kept: kept.filter((seal) => seal.owner === owner) }))
  }
}

async function* linesOf(file: string): AsyncGenerator<Line> {
  let number = 0
  for await (const text of createInterface({ input: createReadStream(file), crlfDelay: Infinity })) {
    number++
    try {
      yield JSON.parse(text) as Line
    } catch {
      throw new ConfigError(`${file}, line ${number}: not what export-audit writes.`)
    }
  }
}

function sealsIn(file: string | undefined): Seal[] {
  if (file === undefined) return []
  const lines = readFileSync(file, 'utf8').split('\n').filter(Boolean)
  return lines.map((line) => (JSON.parse(line) as { seal: Seal }).seal).filter(Boolean)
}

function tell({ owner, links, unchained, oldestUnchained, faults }: Report): void {
  if (links + unchained + faults.length === 0) return
  const waiting = unchained === 0 ? '' : `, ${unchained} not chained yet (the oldest of ${oldestUnchained})`
  console.log(`${owner}: ${links} entries chained${waiting}${faults.length === 0 ? ', all as they were written' : ''}`)
  for (const { kind, seq, sentence } of faults) console.log(`  ${kind}${seq === null ? '' : ` at ${seq}`}: ${sentence}`)
  if (faults.length > 0) process.exitCode = 1
}
