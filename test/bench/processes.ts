import { spawn, type ChildProcess } from 'node:child_process'
import { openSync, readdirSync, readFileSync } from 'node:fs'
import { basename } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { fileURLToPath } from 'node:url'
import { buildPrograms } from '../../src/bin/programs.ts'

export const root = fileURLToPath(new URL('../..', import.meta.url))

/** What `npm start` gives to Node, so that what is measured runs as what is shipped. */
const { scripts } = JSON.parse(readFileSync(`${root}/package.json`, 'utf8')) as { scripts: { start: string } }
const startedWith = scripts.start.split(' ').slice(1, -1)

/** A server in a process of its own. */
export interface Served {
  url: string
  pid: number
  stop(): Promise<void>
}

/** Builds and starts a script that serves on a port, its log in a file, and returns once it answers. */
export async function serve(
  script: string,
  port: number,
  path: string,
  env: Record<string, string>,
  log: string,
): Promise<Served & { seconds: number }> {
  const url = `http://127.0.0.1:${port}`
  if (await fetch(url).catch(() => undefined)) throw new Error(`Something else is serving on ${url}`)
  await buildPrograms([script])
  const started = performance.now()
  const out = openSync(log, 'a')
  const child = spawn(process.execPath, [...startedWith, `.built/${basename(script, '.ts')}.mjs`], {
    cwd: root,
    env: { PATH: process.env['PATH'], HOME: process.env['HOME'], PORT: String(port), ...env },
    stdio: ['ignore', out, out],
  })
  for (const end = Date.now() + 600_000; ; await sleep(20)) {
    if (child.exitCode !== null || Date.now() > end) throw new Error(`${script} did not start; see ${log}`)
    const answer = await fetch(url + path).catch(() => undefined)
    if (answer?.ok) break
  }
  const seconds = (performance.now() - started) / 1000
  return { url, pid: child.pid as number, seconds, stop: () => ended(child) }
}

async function ended(child: ChildProcess): Promise<void> {
  const over = new Promise<void>((resolve) => child.on('exit', () => resolve()))
  child.kill('SIGTERM')
  await over
}

const ticksPerSecond = 100

/** Seconds of processor time that a process has used. */
export function cpuOf(pid: number): number {
  const stat = readFileSync(`/proc/${pid}/stat`, 'utf8')
  const [user = '0', system = '0'] = stat
    .slice(stat.lastIndexOf(')') + 2)
    .split(' ')
    .slice(11, 13)
  return (Number(user) + Number(system)) / ticksPerSecond
}

/** The same of a process and all that it has started and that still run. */
export function cpuOfFamily(pid: number): number {
  let total = cpuOf(pid)
  for (const name of readdirSync('/proc')) {
    if (!/^\d+$/.test(name)) continue
    try {
      const stat = readFileSync(`/proc/${name}/stat`, 'utf8')
      if (stat.slice(stat.lastIndexOf(')') + 2).split(' ')[1] === String(pid)) total += cpuOf(Number(name))
    } catch {
      // It has just ended.
    }
  }
  return total
}

/** The most that a process has ever had resident, in MB. */
export const peakMemoryOf = (pid: number): number => memoryOf(pid, 'VmHWM')

/** Resident memory of a process, in MB. */
export function memoryOf(pid: number, of: 'VmRSS' | 'VmHWM' = 'VmRSS'): number {
  const kilobytes = new RegExp(`${of}:\\s+(\\d+)`).exec(readFileSync(`/proc/${pid}/status`, 'utf8'))?.[1]
  return Number(kilobytes) / 1024
}
