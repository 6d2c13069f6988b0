import { createReadStream } from 'node:fs'
import { readdir } from 'node:fs/promises'
import { importCentralDocuments, importFile } from '../features/imports/commands.ts'
import { importKinds, type ImportKind } from '../features/imports/files/columns.ts'
import { sayProblem, type Problem } from '../features/imports/problems.ts'
import type { NationalDoor, TenantDoor } from '../db/tenancy.ts'

export interface SampleOptions {
  /** The door of a province, for writes. */
  tenantDoorFor: (slug: string) => TenantDoor
  nationalDoor: NationalDoor
  log: (message: string) => void
}

const folder = new URL('./', import.meta.url)
const actor = { subject: 'sample-data', role: 'IMPORTER', requestId: null }

/**
 * Loads the five provinces of the sample data, once. Every file is one transaction, and its name is the reason in the
 * audit log of all that it brought; so the audit log tells which files are in, a start that was cut short is completed by
 * the next one, and what somebody has changed or taken away since then stays so.
 */
export async function loadSampleData({ tenantDoorFor, nationalDoor, log }: SampleOptions): Promise<void> {
  const files = await listFiles()
  if (files.length === 0) throw new Error('The sample data are not there.')
  const central = createReadStream(new URL('central/documents.csv', folder))
  check('central/documents.csv', (await importCentralDocuments(nationalDoor, central)).problems)

  for (const province of new Set(files.map((file) => file.province))) {
    const door = tenantDoorFor(province)
    const own = files.filter((file) => file.province === province)
    const loaded = await listLoaded(
      door,
      own.map(({ name }) => name),
    )
    for (const { kind, name } of own.filter((file) => !loaded.has(file.name))) {
      const source = createReadStream(new URL(name, folder))
      const result = await importFile(door, actor, { kind, source, name, mode: 'atomic', edited: 'keep' })
      check(name, result.problems)
      log(`Sample data: ${name}, ${result.created} new, ${result.changed} changed.`)
    }
  }
}

interface SampleFile {
  province: string
  kind: ImportKind
  /** Below this folder. */
  name: string
}

/** In the order in which they refer to each other. */
async function listFiles(): Promise<SampleFile[]> {
  const found = await readdir(folder, { recursive: true })
  const names = new Set(found.map((name) => name.replaceAll('\\', '/')))
  const provinces = [...names].filter((name) => /^[a-z-]+$/.test(name) && name !== 'central').sort()
  return provinces.flatMap((province) =>
    importKinds
      .map((kind) => ({ province, kind, name: `${province}/${kind}.csv` }))
      .filter(({ name }) => names.has(name)),
  )
}

/** Those of a province's files that have left their name in its audit log; they are among its first entries. */
async function listLoaded(door: TenantDoor, names: readonly string[]): Promise<Set<string>> {
  const rows = await door.snapshot((tx) =>
    tx.rows<{ name: string }>(
      `/* listLoaded */ select wanted.name from unnest($2::text[]) as wanted (name)
       cross join lateral (select 1 from audit_log a where a.province_id = $1 and a.actor = $3
         and a.action = 'import' and a.reason = wanted.name order by a.id limit 1) as entry`,
      [door.scope.own, names, actor.subject],
    ),
  )
  return new Set(rows.map(({ name }) => name))
}

function check(name: string, problems: readonly Problem[]): void {
  if (problems.length === 0) return
  const list = problems.map((problem) => `line ${problem.line}, ${problem.column ?? '–'}: ${sayProblem(problem, 'en')}`)
  throw new Error(`The sample data ${name} can't be loaded:\n${list.join('\n')}`)
}
