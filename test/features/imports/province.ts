import type { Test } from 'tap'
import { openPools } from '../../../src/db/pool.ts'
import { nationalDoor, tenantDoor } from '../../../src/db/tenancy.ts'
import { importFile, type ImportOptions, type ImportResult } from '../../../src/features/imports/commands.ts'
import { sayProblem } from '../../../src/features/imports/problems.ts'
import { loadSampleData } from '../../../src/sample-data/load.ts'
import { createDatabase } from '../../helpers/database.ts'
import { keepSummary } from '../../../src/features/rollups/upkeep.ts'

export const importer = { subject: 'importer', role: 'IMPORTER', requestId: 'request-1' }

type Rows = Record<string, any>[]

export type Provinces = Awaited<ReturnType<typeof openProvinces>>

/** A database of the test's own, with the doors that the service has. */
export async function openProvinces(t: Test) {
  const { owner, servingUrl, nationalUrl } = await createDatabase(t)
  const statements: string[] = []
  const onStatement = (text: string) => void statements.push(text)
  const pools = openPools({
    beforeCommit: keepSummary,
    servingUrl,
    nationalUrl,
    size: 4,
    onStatement,
    onError: () => {},
  })
  t.teardown(() => pools.end())
  const rows = async (text: string, values: unknown[] = []): Promise<Rows> => (await owner.query(text, values)).rows
  const ids = new Map(
    (await rows('select id, slug from provinces')).map(({ id, slug }) => [slug as string, id as number]),
  )
  const doorOf = (slug: string) => {
    const own = ids.get(slug) as number
    return tenantDoor(pools, { own, readable: [own] })
  }
  return {
    /** What the tables hold, past all policies. */
    rows,
    owner,
    /** Every statement's text so far. */
    statements,
    doorOf,
    national: nationalDoor(pools),
    load: (slug: string, kind: ImportOptions['kind'], text: string | Uint8Array, more: Partial<ImportOptions> = {}) =>
      importFile(doorOf(slug), importer, { kind, source: pieces(text), name: `${kind}.csv`, mode: 'atomic', ...more }),
    sample: (log: (message: string) => void = () => {}) =>
      loadSampleData({ tenantDoorFor: doorOf, nationalDoor: nationalDoor(pools), log }),
  }
}

/** Bytes as a network hands them over: in pieces that end anywhere. */
export async function* pieces(content: string | Uint8Array, size = 7): AsyncGenerator<Uint8Array> {
  const bytes = Buffer.from(content as string)
  for (let from = 0; from < bytes.length; from += size) yield bytes.subarray(from, from + size)
}

/** A table as CSV text. */
export function csv(...lines: string[]): string {
  return lines.join('\n')
}

/** Where a result's problems are and which. */
export const problemsOf = ({ problems }: ImportResult) =>
  problems.map((problem) => {
    for (const language of ['vi', 'en'] as const) {
      const sentence = sayProblem(problem, language)
      if (/“”|\s\s|\s[.;,]/.test(sentence)) throw new Error(`A sentence has a hole: ${sentence}`)
    }
    const { line, column, code } = problem
    return [line, column, code].join(' ')
  })

export const countsOf = ({ read, created, changed, unchanged, refused }: ImportResult) => ({
  read,
  created,
  changed,
  unchanged,
  refused,
})
