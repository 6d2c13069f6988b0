import { realpathSync } from 'node:fs'
import { join, resolve } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { prepareBinaries } from './embedded-binaries.ts'
import { ensureCluster, keepPort, readPort } from './embedded-cluster.ts'
import { becomesReady, findRunning, ownerUrl } from './embedded-connection.ts'
import { chooseUser, clusterFolder, openHome } from './embedded-folders.ts'
import { dropStaleLock } from './embedded-lock.ts'
import { runToEnd, startServer, type ServerProcess } from './embedded-process.ts'

const defaultPort = 15432 // below the range that systems hand out to outgoing connections
const portsToTry = 50
const lockTimeout = 15_000 // ms

/** A running Postgres that came with the packages. */
export interface EmbeddedPostgres {
  /** Where its superuser, who owns everything, connects. */
  url: string
  /** Another process runs it: `stop` leaves it alone. */
  adopted: boolean
  /** Ends the server that this process started, at once and in order; open connections are cut. */
  stop(): Promise<void>
}

export interface EmbeddedPostgresOptions {
  /** Where the cluster lives, together with its password and the port of the running server; made if missing. */
  dataDir: string
  /** For tests: much faster to write, but a crash of the machine loses the data. */
  throwaway?: boolean
  /** The first port to try, 15432 by default; the next ones follow if it is taken. */
  port?: number
  /** Gets each line of Postgres's log, and what is worth knowing of the start. */
  onLog?: (line: string) => void
}

/** Says in a sentence why there is no embedded Postgres here, and what to do instead. */
export class EmbeddedPostgresError extends Error {
  constructor(reason: string, options?: ErrorOptions) {
    super(`${reason}\nSet DATABASE_URL to use a PostgreSQL server of your own instead.`, options)
    this.name = 'EmbeddedPostgresError'
  }
}

/**
 * Starts the Postgres that came with the packages, or finds the one that already runs on the same data. It ends with
 * this process, however that ends, and does not keep it from ending.
 *
 * @throws EmbeddedPostgresError if it cannot run here
 */
export async function startEmbeddedPostgres(options: EmbeddedPostgresOptions): Promise<EmbeddedPostgres> {
  try {
    return await start(options)
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error)
    throw new EmbeddedPostgresError(`The embedded Postgres could not be started. ${reason}`, { cause: error })
  }
}

async function start(options: EmbeddedPostgresOptions): Promise<EmbeddedPostgres> {
  const { dataDir, throwaway = false, onLog = () => {} } = options
  const folder = resolve(dataDir)
  const runAs = chooseUser(folder)
  // The real path, as the one under which the server and the system know the data.
  const home = realpathSync(openHome(folder, runAs, onLog))
  const running = await findRunning(home)
  if (running) return adopted(running)
  const binaries = prepareBinaries(runAs)
  await ensureCluster(home, binaries.initdb, runAs, throwaway)

  const data = join(home, clusterFolder, 'data')
  const firstPort = options.port ?? readPort(home) ?? defaultPort
  const giveUp = Date.now() + lockTimeout
  for (let port = firstPort; port < firstPort + portsToTry;) {
    const url = ownerUrl(home, port)
    dropStaleLock(data)
    const server = startServer([binaries.postgres, '-D', data, ...settings(port, throwaway)], runAs, onLog)
    if (await becomesReady(server, url, data)) {
      keepPort(home, port)
      return owned(url, server, [binaries.pgCtl, 'stop', '-D', data, '-m', 'fast'], onLog)
    }
    const lines = server.lastLines()
    if (/could not bind/.test(lines)) {
      port++
    } else if (
      /"postmaster\.pid" (already exists|is empty)|pre-existing shared memory block/.test(lines) &&
      Date.now() < giveUp
    ) {
      const other = await findRunning(home)
      if (other) return adopted(other)
      await sleep(250)
    } else {
      throw new Error(`Postgres ended with:\n${lines}`)
    }
  }
  throw new Error(`None of the ports ${firstPort} to ${firstPort + portsToTry - 1} of 127.0.0.1 is free.`)
}

function owned(
  url: string,
  server: ServerProcess,
  pgCtlStop: string[],
  onLog: (line: string) => void,
): EmbeddedPostgres {
  let stopping: Promise<void> | undefined
  async function stop(): Promise<void> {
    if (process.platform === 'win32') await runToEnd(pgCtlStop, {}, 60_000)
    await server.stop()
  }
  void server.exited.then(() => stopping ?? onLog('The embedded Postgres has ended although nobody stopped it.'))
  return { url, adopted: false, stop: () => (stopping ??= stop()) }
}

function adopted(url: string): EmbeddedPostgres {
  return { url, adopted: true, stop: async () => {} }
}

/** On the command line, so that they hold whatever the cluster's own file says. */
function settings(port: number, throwaway: boolean): string[] {
  const values = {
    listen_addresses: '127.0.0.1',
    port,
    unix_socket_directories: '', // a socket in /tmp would be open to every user of the machine
    max_connections: throwaway ? 300 : 100,
    shared_buffers: '128MB',
    // The service reports the errors of its own statements; here they would put people's data into the log.
    log_min_messages: 'log',
    // The reasons of a failed start are read from the log.
    log_destination: 'stderr',
    logging_collector: 'off',
    lc_messages: 'C',
    ...(throwaway ? { fsync: 'off', synchronous_commit: 'off', full_page_writes: 'off' } : {}),
  }
  return Object.entries(values).flatMap(([name, value]) => ['-c', `${name}=${value}`])
}
