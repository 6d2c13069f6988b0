import { readSync } from 'node:fs'
import { openScratch } from './scratch.ts'

/** Texts by number, on disk: 8 bytes of memory for each, and 8 MiB for those that were read last. */
export interface StringStore {
  add(text: string): void
  /** Undefined if there are not so many. */
  get(index: number): string | undefined
  close(): void
}

const blockSize = 64 * 1024
const mostBlocks = 128

/** Texts are mostly read in the order in which they came, so whole blocks of them are kept. */
export function openStringStore(): StringStore {
  const file = openScratch()
  let ends = new Float64Array(1024)
  let count = 0
  let unwritten: Buffer[] = []
  let unwrittenSize = 0
  const blocks = new Map<number, Buffer>()

  const flush = () => {
    if (unwrittenSize > 0) file.append(Buffer.concat(unwritten))
    unwritten = []
    unwrittenSize = 0
  }
  const block = (number: number): Buffer => {
    let bytes = blocks.get(number)
    if (bytes === undefined) {
      bytes = Buffer.alloc(blockSize)
      readSync(file.fd, bytes, 0, blockSize, number * blockSize)
    } else blocks.delete(number)
    // The one that was read last stands at the end, and the first goes.
    blocks.set(number, bytes)
    if (blocks.size > mostBlocks) for (const [oldest] of blocks) return (blocks.delete(oldest), bytes)
    return bytes
  }
  return {
    add(text) {
      const bytes = Buffer.from(text)
      if (count === ends.length) {
        const more = new Float64Array(count * 2)
        more.set(ends)
        ends = more
      }
      ends[count] = (count > 0 ? (ends[count - 1] ?? 0) : 0) + bytes.length
      count++
      unwritten.push(bytes)
      unwrittenSize += bytes.length
      if (unwrittenSize > blockSize) flush()
    },
    get(index) {
      if (!Number.isInteger(index) || index < 0 || index >= count) return undefined
      flush()
      const start = index > 0 ? (ends[index - 1] ?? 0) : 0
      const end = ends[index] ?? 0
      const first = Math.floor(start / blockSize)
      if (end <= (first + 1) * blockSize)
        return block(first).toString('utf8', start % blockSize, end - first * blockSize)
      const bytes = Buffer.alloc(end - start)
      readSync(file.fd, bytes, 0, bytes.length, start)
      return bytes.toString('utf8')
    },
    close: () => file.close(),
  }
}
