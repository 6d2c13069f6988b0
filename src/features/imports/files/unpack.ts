import { pipeline, Readable } from 'node:stream'
import { createGunzip } from 'node:zlib'
import type { Details } from '../problems.ts'
import type { ProblemCode } from '../problem-sentences.ts'

/** Bytes that can't be had; the reader knows on which line that is. */
export class BrokenBytes extends Error {
  readonly code: ProblemCode
  readonly details: Details

  constructor(code: ProblemCode, details: Details = {}) {
    super(code)
    this.code = code
    this.details = details
  }
}

const mostGibibytes = 8
// Tables pack to a fifth or a thirtieth of their size; only what means harm unpacks to hundreds of times its own.
const mostTimes = 200
const alwaysAllowed = 64 * 1024 ** 2

/**
 * Counts what is unpacked.
 *
 * @throws BrokenBytes when that is more than any table needs
 */
export function unpacking(packedSize: () => number): (bytes: number) => void {
  let size = 0
  return (bytes) => {
    size += bytes
    if (size > mostGibibytes * 1024 ** 3) throw new BrokenBytes('FILE_TOO_LARGE', { max: mostGibibytes })
    if (size > alwaysAllowed && size > mostTimes * packedSize()) throw new BrokenBytes('PACKED_TOO_TIGHT')
  }
}

// A file may have been packed, and sent by a program that packs whatever it sends.
const mostLayers = 2

/**
 * A file's own bytes: gzip, known by its first two bytes, is taken off, twice at most. What unpacks to no end, as measured by what was
 * sent, is cut short.
 *
 * @throws BrokenBytes
 */
export async function* unpacked(source: AsyncIterable<Uint8Array>): AsyncGenerator<Uint8Array> {
  let bytes = source
  let packedSize: (() => number) | undefined
  for (let layer = 0; ; layer++) {
    const { start, whole } = await withStart(bytes, 2)
    if (layer === mostLayers || start[0] !== 0x1f || start[1] !== 0x8b) return yield* whole
    const gunzip = createGunzip()
    packedSize ??= () => gunzip.bytesWritten
    // The one who reads is told of mistakes.
    pipeline(Readable.from(whole, { objectMode: false }), gunzip, () => {})
    bytes = measured(gunzip, unpacking(packedSize))
  }
}

async function* measured(chunks: AsyncIterable<Uint8Array>, size: (bytes: number) => void): AsyncGenerator<Uint8Array> {
  try {
    for await (const chunk of chunks) {
      size(chunk.length)
      yield chunk
    }
  } catch (error) {
    throw isZlib(error) ? new BrokenBytes('NOT_GZIP') : error
  }
}

const isZlib = (error: unknown) => ((error as { code?: string }).code ?? '').startsWith('Z_')

/** The first bytes of a stream, if it has that many, and the stream with them. */
export async function withStart(
  source: AsyncIterable<Uint8Array>,
  count: number,
): Promise<{ start: Uint8Array; whole: AsyncGenerator<Uint8Array> }> {
  const chunks = source[Symbol.asyncIterator]()
  let start: Uint8Array = new Uint8Array()
  while (start.length < count) {
    const { done, value } = await chunks.next()
    if (done === true) break
    start = start.length > 0 ? Buffer.concat([start, value]) : value
  }
  async function* whole(): AsyncGenerator<Uint8Array> {
    try {
      if (start.length > 0) yield start
      for (;;) {
        const { done, value } = await chunks.next()
        if (done === true) return
        yield value
      }
    } finally {
      await chunks.return?.()
    }
  }
  return { start, whole: whole() }
}
