import { parseArgs } from 'node:util'
import { nationalDoor, tenantDoor } from '../db/tenancy.ts'
import { basisOf, buildProvince } from '../features/rollups/build.ts'
import { compact } from '../features/rollups/compaction.ts'
import { driftOf } from '../features/rollups/drift.ts'
import { repair } from '../features/rollups/repair.ts'
import { operate } from './operator.ts'

const usage = `npm run --silent verify-rollups -- [--province SLUG] [--compact] [--repair]

Counts the facts of every province anew, compares them with the summary that rollups are read from, and names every
difference: table, row, and by how much the facts have more. Ends with 1 if there is any. The service may go on meanwhile.
--compact folds the deltas of the provinces first. --repair makes the summary what the facts say, and verifies again.`

await operate(usage, async (operator) => {
  const { pools } = operator
  const { values } = parseArgs({
    options: { province: { type: 'string' }, compact: { type: 'boolean' }, repair: { type: 'boolean' } },
  })
  const national = nationalDoor(pools)
  let faults = 0
  for (const { id, slug } of values.province ? [operator.province(values.province)] : operator.provinces()) {
    const door = tenantDoor(pools, { readable: [id], own: id })
    if (values.compact) await door.write(compact)
    let drift = await national.snapshot((tx) => driftOf(tx, id))
    for (const { table, row } of drift) console.log(`${slug}: ${table} ${JSON.stringify(row)}`)
    if (values.repair && drift.length > 0) {
      await buildProvince(door, await national.snapshot(basisOf))
      await door.write(repair)
      drift = await national.snapshot((tx) => driftOf(tx, id))
      console.log(`${slug}: repaired, ${drift.length} differences left`)
    }
    faults += drift.length
  }
  console.log(
    faults === 0 ? 'The summary is what the facts say.' : `${faults} rows of the summary are not what the facts say.`,
  )
  if (faults > 0) process.exitCode = 1
})
