import { join, resolve } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import pg from 'pg'
import { readPassword } from './embedded-cluster.ts'
import { clusterFolder } from './embedded-folders.ts'
import { isHeld, readLock } from './embedded-lock.ts'
import type { ServerProcess } from './embedded-process.ts'

const pollInterval = 20 // ms
const readyTimeout = 120_000 // replaying the log after a crash can take long

/** The superuser's URL of the server on the given port. */
export function ownerUrl(home: string, port: number): string {
  return `postgres://postgres:${readPassword(home)}@127.0.0.1:${port}/postgres`
}

/**
 * The URL of the server that runs on these data; none if none does. One that is starting or stopping is waited for.
 * Only a living server's own lock file is trusted with the port: whoever else listens on a port that was ours would be
 * sent the password.
 */
export async function findRunning(home: string): Promise<string | undefined> {
  const data = join(home, clusterFolder, 'data')
  const deadline = Date.now() + readyTimeout
  for (let lock = readLock(data); lock && isHeld(lock, data) && Date.now() < deadline; lock = readLock(data)) {
    const url = ownerUrl(home, lock.port)
    const answer = lock.ready ? await ask(url, data) : 'not yet'
    if (answer === 'ready') return url
    if (answer !== 'not yet') return undefined
    await sleep(pollInterval)
  }
  return undefined
}

/** Waits until the server answers (true) or has ended (false). */
export async function becomesReady(server: ServerProcess, url: string, data: string): Promise<boolean> {
  const deadline = Date.now() + readyTimeout
  while (!server.hasExited()) {
    const lock = readLock(data)
    // Asking too early would put refusals into the log, or ask the stranger who has the port.
    const answer = lock?.ready && lock.pid === server.pid ? await ask(url, data) : 'not yet'
    if (answer === 'ready') return true
    if (answer === 'refused' || Date.now() > deadline) {
      await server.stop()
      throw new Error(
        answer === 'refused'
          ? 'Postgres does not take the password that is kept beside its data.'
          : `Postgres was not ready within ${readyTimeout / 1000} seconds.`,
      )
    }
    await Promise.race([server.exited, sleep(pollInterval)])
  }
  return false
}

type Answer = 'ready' | 'not yet' | 'refused' | 'nobody'

/** Whether the server behind a URL is ready, and the one that works on these data rather than on a copy of them. */
async function ask(url: string, data: string): Promise<Answer> {
  const client = new pg.Client({
    connectionString: url,
    ssl: false,
    connectionTimeoutMillis: 5_000,
    query_timeout: 5_000,
  })
  client.on('error', () => {})
  try {
    await client.connect()
    const { rows } = await client.query<{ data_directory: string }>('show data_directory')
    return resolve(rows[0]?.data_directory ?? '') === data ? 'ready' : 'refused'
  } catch (error) {
    const { code } = error as { code?: string }
    if (code === '28P01' || code === '28000') return 'refused'
    // Starting, stopping, crashed and about to recover, or short of connections.
    return code?.startsWith('57P0') || code === '53300' ? 'not yet' : 'nobody'
  } finally {
    void client.end().catch(() => {})
  }
}
