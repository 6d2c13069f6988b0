import { fromFdPromise, type Entry } from 'yauzl'
import { openScratch } from './scratch.ts'
import { BrokenBytes, unpacked, unpacking, withStart } from './unpack.ts'

/** The parts of a workbook, which is a ZIP archive of XML files. */
export interface Archive {
  /** The text of a part, as it is unpacked; undefined if there is no such part. Case doesn't count. */
  part(name: string): AsyncIterable<string> | undefined
  close(): void
}

const largestArchive = 1024 ** 3
const mostParts = 10_000

/**
 * The list of an archive's parts stands at its end, so the whole of it goes to disk first.
 *
 * @throws BrokenBytes for what is no archive, or is too large
 */
export async function openArchive(source: AsyncIterable<Uint8Array>): Promise<Archive> {
  const { start, whole } = await withStart(unpacked(source), 4)
  const file = openScratch()
  try {
    checkStart(Buffer.from(start).toString('latin1', 0, 4))
    for await (const chunk of whole) {
      file.append(chunk)
      if (file.size > largestArchive) throw new BrokenBytes('FILE_TOO_LARGE', { max: 1 })
    }
    return await readArchive(file)
  } catch (error) {
    await whole.return(undefined)
    file.close()
    throw error
  }
}

function checkStart(start: string): void {
  if (start.startsWith('PK')) return
  // The old Excel's format, which is also what a workbook with a password is packed in.
  if (start === '\xd0\xcf\x11\xe0') throw new BrokenBytes('OLD_WORKBOOK')
  throw new BrokenBytes('BAD_WORKBOOK')
}

async function readArchive(file: ReturnType<typeof openScratch>): Promise<Archive> {
  const entries = new Map<string, Entry>()
  const zip = await fromFdPromise(file.fd, { lazyEntries: true, autoClose: false }).catch(() => {
    throw new BrokenBytes('BAD_WORKBOOK')
  })
  try {
    if (zip.entryCount > mostParts) throw new BrokenBytes('BAD_WORKBOOK')
    for await (const entry of zip.eachEntry()) entries.set(entry.fileName.toLowerCase(), entry)
  } catch {
    throw new BrokenBytes('BAD_WORKBOOK')
  }
  async function* textOf(entry: Entry): AsyncGenerator<string> {
    const decoder = new TextDecoder('utf-8', { fatal: true })
    const unpackedSize = unpacking(() => entry.compressedSize)
    try {
      const chunks = (await zip.openReadStreamPromise(entry)) as AsyncIterable<Uint8Array>
      for await (const chunk of chunks) {
        unpackedSize(chunk.length)
        yield decoder.decode(chunk, { stream: true })
      }
      yield decoder.decode()
    } catch (error) {
      // Sizes that don't agree, an unknown way of packing, a password, or no UTF-8.
      throw error instanceof BrokenBytes ? error : new BrokenBytes('BAD_WORKBOOK')
    }
  }
  return {
    part: (name) => {
      const entry = entries.get(name.toLowerCase())
      return entry && textOf(entry)
    },
    close: () => file.close(),
  }
}
