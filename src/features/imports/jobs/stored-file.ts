import type { TenantDoor } from '../../../db/tenancy.ts'

/** Where a job's rows come from. */
export interface JobFile {
  /** The door to where the file is kept. */
  file: TenantDoor
  /** All provinces that its rows may be for. */
  provinceIds: readonly number[]
}

/** So many bytes are one row of the database. */
export const chunkSize = 256 * 1024
const chunksAtOnce = 4

/**
 * The bytes of a job's file, as they were sent. The next ones are on their way while some are worked on; `onRead` is told
 * how many have been handed over.
 */
export async function* readStored(
  door: TenantDoor,
  job: string,
  onRead: (bytes: number) => void,
): AsyncGenerator<Buffer> {
  const ask = (from: number) => {
    const chunks = readChunks(door, job, from)
    chunks.catch(() => {}) // told when it is asked for
    return chunks
  }
  let total = 0
  let next = ask(0)
  for (let from = 0; ;) {
    const chunks = await next
    from += chunks.length
    if (chunks.length === chunksAtOnce) next = ask(from)
    for (const bytes of chunks) {
      total += bytes.length
      onRead(total)
      yield bytes
    }
    if (chunks.length < chunksAtOnce) return
  }
}

async function readChunks(door: TenantDoor, job: string, from: number): Promise<Buffer[]> {
  const rows = await door.snapshot((tx) =>
    tx.rows<{ bytes: Buffer }>(
      `/* readChunks */ select bytes from import_chunks
       where province_id = $1 and job_id = $2 and ordinal >= $3 order by ordinal limit ${chunksAtOnce}`,
      [door.scope.own, job, from],
    ),
  )
  return rows.map(({ bytes }) => bytes)
}
