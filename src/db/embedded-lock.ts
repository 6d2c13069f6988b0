import { existsSync, readFileSync, readlinkSync, rmSync, statSync } from 'node:fs'
import { join } from 'node:path'

/** What a server writes about itself into its data folder. */
export interface Lock {
  pid: number
  port: number
  /** It takes connections: it is neither starting nor stopping. */
  ready: boolean
}

const lockFile = 'postmaster.pid'

/** What the last server on these data wrote; it may be long dead. None after an orderly end. */
export function readLock(data: string): Lock | undefined {
  let text: string
  try {
    text = readFileSync(join(data, lockFile), 'utf8')
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return undefined
    throw error
  }
  const [pid, , , port] = text.split('\n')
  return { pid: Number(pid), port: Number(port), ready: text.trimEnd().endsWith('ready') }
}

/** Whether the server that wrote the lock still lives. Without /proc any process with its id counts. */
export function isHeld(lock: Lock, data: string): boolean {
  if (!(lock.pid > 0)) return false
  try {
    process.kill(lock.pid, 0)
  } catch {
    // None, or one of another user, who could not read these data.
    return false
  }
  try {
    // A server always works in its data folder. After a crash, and above all in a restarted container, its id may soon
    // be some other program's.
    return readlinkSync(`/proc/${lock.pid}/cwd`) === data
  } catch (error) {
    // A killed server that nobody has reaped, as in a container without an init, is nowhere.
    return !((error as NodeJS.ErrnoException).code === 'ENOENT' && existsSync('/proc/self'))
  }
}

/**
 * Takes away a lock that no server holds. Postgres does so itself, except if some other program has the dead server's
 * id by now, if the dead server has not been reaped, or if a full disk left the file empty.
 */
export function dropStaleLock(data: string): void {
  const lock = readLock(data)
  if (!lock || isHeld(lock, data)) return
  const file = join(data, lockFile)
  const age = Date.now() - (statSync(file, { throwIfNoEntry: false })?.mtimeMs ?? Date.now())
  // A server that is just starting needs no seconds to write its id.
  if (lock.pid > 0 || age > 5_000) rmSync(file, { force: true })
}
