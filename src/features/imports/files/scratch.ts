import { randomUUID } from 'node:crypto'
import { closeSync, openSync, unlinkSync, writeSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'

/** A file for what doesn't fit in memory, in the system's folder for such; readable by nobody else. */
export interface Scratch {
  readonly fd: number
  /** How many bytes have been written. */
  readonly size: number
  /** At the end of what is there. */
  append(bytes: Uint8Array): void
  close(): void
}

export function openScratch(): Scratch {
  const path = join(tmpdir(), `ttdn-import-${randomUUID()}`)
  const fd = openSync(path, 'wx+', 0o600)
  // Without a name already, the file is gone however the process ends. Windows keeps it until it is closed.
  const named = !unlinked(path)
  let size = 0
  return {
    fd,
    get size() {
      return size
    },
    append(bytes) {
      for (let from = 0; from < bytes.length;) {
        const written = writeSync(fd, bytes, from, bytes.length - from, size)
        from += written
        size += written
      }
    },
    close() {
      closeSync(fd)
      if (named) unlinked(path)
    },
  }
}

function unlinked(path: string): boolean {
  try {
    unlinkSync(path)
    return true
  } catch {
    return false
  }
}
