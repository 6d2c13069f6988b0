import type { Actor } from '../../db/audit.ts'
import type { NationalDoor, TenantDoor, TenantTx } from '../../db/tenancy.ts'
import { applyBatch, beginImport } from './writes/apply.ts'
import type { Batch, Job, MadeDepartment } from './writes/batch.ts'
import { addCentralDocuments } from './writes/central-documents.ts'
import type { ImportKind } from './files/columns.ts'
import { readBatches } from './files/file.ts'
import type { ImportFormat } from './files/formats.ts'
import { takeThrough } from './writes/loop.ts'
import { UnreadableFile, type Problem } from './problems.ts'
import type { Row } from './files/rows.ts'
import { readSurroundings } from './writes/surroundings.ts'

export interface ImportOptions {
  kind: ImportKind
  /** A file, as it arrives; packed by gzip or not. */
  source: AsyncIterable<Uint8Array>
  /** CSV unless said otherwise. */
  format?: ImportFormat
  /** What the file is called; the audit log gives it as the reason of every change. */
  name: string
  /** `atomic`: any problem, and nothing is written. `partial`: good rows go in, bad ones are listed. */
  mode: 'atomic' | 'partial'
  /** What becomes of a row that would change what somebody has edited since: a problem unless `keep`, then nothing. */
  edited?: 'refuse' | 'keep'
  /** Rows written at once, at most. */
  batchSize?: number
}

export interface ImportResult {
  /** False if everything was rolled back. */
  applied: boolean
  /** Lines with data. Each is one of the four below, unless everything was rolled back. */
  read: number
  created: number
  changed: number
  unchanged: number
  refused: number
  /** The first of them, in the order of the file, batch by batch; `problemCount` counts all. */
  problems: Problem[]
  problemCount: number
  /** Departments that cells have named and that were not on record. */
  departmentsMade: MadeDepartment[]
}

const mostProblems = 10_000
const usualBatch = 1_000

/**
 * Loads one file into the door's province. Reading it again changes nothing; a row that differs changes what is on record,
 * with a new version and a line in the audit log. Rows refer to each other by the importer's own keys. Only a batch is in
 * memory at any time, and plans that wait for their parent.
 *
 * What is wrong with the file is in the result; thrown is only what is wrong with the service.
 */
export async function importFile(door: TenantDoor, actor: Actor, options: ImportOptions): Promise<ImportResult> {
  const { name, mode, edited = 'refuse', batchSize = usualBatch, format } = options
  const { around, province } = await readSurroundings(door)
  const job: Job = { actor, name, edited, province }
  const result: ImportResult = { ...nothing(), problems: [], problemCount: 0, departmentsMade: [] }

  const run = (transact: Transact) =>
    takeThrough({
      kind: options.kind,
      batches: readBatches(options.kind, options.source, around, batchSize, format),
      batchSize,
      apply: async ({ kind, rows, problems, read, last }) => {
        const batch = await transact((tx) => applyBatch(tx, job, kind, rows, last))
        result.read += read
        add(result, batch, problems)
        return batch.waiting
      },
    })
  try {
    if (mode === 'partial') await run((work) => inProvince(door, work))
    else {
      await inProvince(door, async (tx) => {
        await run((work) => work(tx))
        if (result.problemCount > 0) throw new RolledBack()
      })
    }
  } catch (error) {
    if (error instanceof UnreadableFile) addProblems(result, error.problems)
    else if (!(error instanceof RolledBack)) throw error
    if (mode === 'atomic') {
      const { read, refused } = result
      Object.assign(result, nothing(), { applied: false, read, refused, departmentsMade: [] })
    }
  }
  return result
}

export interface CentralResult {
  read: number
  created: number
  problems: readonly Problem[]
}

/**
 * Adds documents of central bodies to those that all provinces share. What is on record under the same issuer, number,
 * symbol and date stays as it is; any problem, and nothing is added.
 */
export async function importCentralDocuments(
  door: NationalDoor,
  source: AsyncIterable<Uint8Array>,
): Promise<CentralResult> {
  try {
    return await door.write(0, async (tx) => {
      const units = new Map()
      const around = { provinces: [], units }
      const total = { read: 0, created: 0, problems: [] }
      for await (const { rows, problems } of readBatches('documents', source, around, usualBatch)) {
        if (problems.length > 0) throw new UnreadableFile(problems)
        total.read += rows.length
        total.created += await addCentralDocuments(tx, rows as Row<'documents'>[])
      }
      return total
    })
  } catch (error) {
    if (error instanceof UnreadableFile) return { read: 0, created: 0, problems: error.problems }
    throw error
  }
}

/** Ends a transaction without a trace; what is wrong is in the result. */
class RolledBack extends Error {}

type Transact = (work: (tx: TenantTx) => Promise<Batch>) => Promise<Batch>

function inProvince<T>(door: TenantDoor, work: (tx: TenantTx) => Promise<T>): Promise<T> {
  return door.write(async (tx) => {
    await beginImport(tx)
    return work(tx)
  })
}

const nothing = () => ({ applied: true, read: 0, created: 0, changed: 0, unchanged: 0, refused: 0 })

function add(result: ImportResult, batch: Batch, problems: readonly Problem[]): void {
  result.created += batch.created
  result.changed += batch.changed
  result.unchanged += batch.unchanged
  result.refused += batch.refused.size
  result.departmentsMade.push(...batch.departmentsMade)
  addProblems(
    result,
    [...problems, ...batch.problems].sort((a, b) => a.line - b.line),
  )
}

function addProblems(result: ImportResult, problems: readonly Problem[]): void {
  result.problemCount += problems.length
  result.problems.push(...problems.slice(0, mostProblems - result.problems.length))
}
