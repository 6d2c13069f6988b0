import { createHash } from 'node:crypto'
import type { Actor } from '../../../db/audit.ts'
import { once } from '../../../db/idempotency.ts'
import { newId } from '../../../db/ids.ts'
import type { TenantDoor } from '../../../db/tenancy.ts'
import { AppError } from '../../../errors.ts'
import { addChunk, completeJob, countOpen, dropJob, openJob, type Order } from './job-record.ts'
import { chunkSize } from './stored-file.ts'

/** Jobs of one province that have not ended, at most: each keeps a whole file. */
export const mostOpenJobs = 20

export interface Upload {
  actor: Actor
  order: Order
  /** What the file may be for. The first is the door's, where it is kept. */
  provinceIds: readonly number[]
  body: AsyncIterable<Uint8Array>
  /** Bytes as they are sent, at most. */
  maxBytes: number
  /** What is thrown if there are more. */
  tooLarge: () => AppError
  /** From the header; the same key and file get the first job again. */
  idempotencyKey: string | null
}

/**
 * Keeps a file as it arrives, piece by piece, and hands it to the workers once it is whole. If it never becomes whole, or
 * is too large, nothing of it stays.
 *
 * @returns the job's id
 */
export async function receive(door: TenantDoor, upload: Upload): Promise<string> {
  const { actor, order, provinceIds, body, maxBytes, tooLarge, idempotencyKey } = upload
  const id = newId()
  await door.write(async (tx) => {
    if ((await countOpen(tx)) >= mostOpenJobs) throw new AppError('tooManyImports', { max: mostOpenJobs })
    await openJob(tx, { ...order, id, actor, provinceIds })
  })
  let job: string | undefined
  try {
    const digest = createHash('sha256').update(JSON.stringify([order, provinceIds]))
    let ordinal = 0
    let size = 0
    for await (const piece of inChunks(body)) {
      size += piece.length
      if (size > maxBytes) throw tooLarge()
      digest.update(piece)
      await door.write((tx) => addChunk(tx, id, ordinal++, piece))
    }
    job = await door.write(async (tx) => {
      const complete = async () => {
        await completeJob(tx, id)
        return id
      }
      if (idempotencyKey === null) return complete()
      const retry = { subject: actor.subject, key: idempotencyKey, request: `import ${digest.digest('hex')}` }
      return once(tx, retry, complete)
    })
  } finally {
    // Also where the key has brought an earlier job.
    if (job !== id) await door.write((tx) => dropJob(tx, id)).catch(() => {})
  }
  if (job === undefined) throw new AppError('keyReused')
  return job
}

/** Bytes in pieces of one size, however they arrive. */
async function* inChunks(source: AsyncIterable<Uint8Array>): AsyncGenerator<Buffer> {
  let parts: Uint8Array[] = []
  let length = 0
  for await (const part of source) {
    parts.push(part)
    length += part.length
    if (length < chunkSize) continue
    const bytes = Buffer.concat(parts)
    const end = length - (length % chunkSize)
    for (let from = 0; from < end; from += chunkSize) yield bytes.subarray(from, from + chunkSize)
    parts = [bytes.subarray(end)]
    length -= end
  }
  if (length > 0) yield Buffer.concat(parts)
}
