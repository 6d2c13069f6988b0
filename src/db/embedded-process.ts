import { spawn, type SpawnOptions } from 'node:child_process'
import { once } from 'node:events'
import type { Socket } from 'node:net'
import { parse } from 'node:path'
import { createInterface } from 'node:readline'
import type { Readable } from 'node:stream'

/** Whom a process of the database runs as; empty means as this process. */
export interface RunAs {
  uid?: number
  gid?: number
}

/**
 * Options for every process of the database. It inherits nothing from the environment: a locale that is set but not
 * installed would stop it, LANG=C would change the encoding, and PGPORT and its like would redirect it. The working
 * directory is the root, as the present one may be closed to another user.
 */
export function cleanSpawn({ uid, gid }: RunAs) {
  const { SystemRoot, TEMP, PATH } = process.env
  const windows = process.platform === 'win32' ? { SystemRoot, TEMP, PATH } : {}
  return {
    ...(uid !== undefined && { uid }),
    ...(gid !== undefined && { gid }),
    cwd: parse(process.execPath).root,
    env: { PATH: '/usr/bin:/bin', LC_ALL: 'C', TZ: 'UTC', ...windows },
  } satisfies SpawnOptions
}

/**
 * The shell that becomes Postgres. Its standard input is a pipe that this process alone holds open. The pipe ends when
 * this process does, however that comes about (kill -9 leaves no time for a handler), and the watcher then asks for a
 * fast shutdown. `$$` stays Postgres's own id, since exec keeps it. The watcher is forked twice, or Postgres would
 * inherit a child that it does not know.
 */
const startWatched = `
exec 3<&0 </dev/null
( ( while read -r _; do :; done; kill -INT $$ ) <&3 3<&- >/dev/null 2>&1 & )
exec 3<&-
exec "$@"
`

export interface ServerProcess {
  pid: number | undefined
  /** Settles once the process is gone and its last lines have been read. */
  exited: Promise<void>
  hasExited(): boolean
  lastLines(): string
  stop(): Promise<void>
}

/** Starts the server as a child that ends with this process and does not keep it from ending. */
export function startServer(command: string[], runAs: RunAs, onLine: (line: string) => void): ServerProcess {
  // Windows has neither this shell nor a way to ask politely, so a killed service leaves its server running there, and
  // the next start adopts it. That path has not been tried.
  const [program = '', ...rest] =
    process.platform === 'win32' ? command : ['/bin/sh', '-c', startWatched, 'sh', ...command]
  const child = spawn(program, rest, {
    ...cleanSpawn(runAs),
    stdio: ['pipe', 'ignore', 'pipe'],
    detached: process.platform !== 'win32', // a session of its own: Ctrl-C reaches the service, which can then drain
  })
  child.stdin.on('error', () => {})
  const output = keepLines(child.stderr, onLine)
  let gone = false
  const exited = new Promise<void>((resolve) => {
    child.on('error', (error) => {
      output.push(error.message)
      resolve()
    })
    child.on('close', resolve)
    // Whatever still holds the pipe may not hold up a shutdown.
    child.on('exit', () => setTimeout(resolve, 1_000).unref())
  }).then(() => void (gone = true))
  for (const handle of [child, child.stdin as Socket, child.stderr as Socket]) handle.unref()

  return {
    pid: child.pid,
    exited,
    hasExited: () => gone,
    lastLines: () => output.lines.join('\n'),
    async stop() {
      if (gone) return
      child.ref()
      child.stdin.end()
      const impatience = setTimeout(() => child.kill('SIGQUIT'), 30_000)
      await exited
      clearTimeout(impatience)
    },
  }
}

/** Runs a program to its end; throws with its last lines if it fails or is too slow. */
export async function runToEnd(command: string[], runAs: RunAs, timeout: number): Promise<void> {
  const [program = '', ...rest] = command
  const child = spawn(program, rest, { ...cleanSpawn(runAs), stdio: ['ignore', 'pipe', 'pipe'], timeout })
  const output = keepLines(child.stdout)
  keepLines(child.stderr, output.push)
  const [status, signal] = (await once(child, 'close')) as [number | null, string | null]
  if (status !== 0) throw new Error(`${program} failed (${signal ?? `exit ${status}`}):\n${output.lines.join('\n')}`)
}

function keepLines(stream: Readable, onLine?: (line: string) => void) {
  const lines: string[] = []
  const push = (line: string) => {
    lines.push(line)
    if (lines.length > 12) lines.shift()
  }
  createInterface({ input: stream }).on('line', (line) => {
    push(line)
    onLine?.(line)
  })
  return { lines, push }
}
