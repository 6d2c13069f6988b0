import { execFileSync } from 'node:child_process'
import { chownSync, existsSync, mkdirSync } from 'node:fs'
import { join } from 'node:path'
import type { Test } from 'tap'
import { tempFolder } from './embedded.ts'
import { freePort } from './processes.ts'

const bin = '/usr/lib/postgresql/15/bin'

/** False if Debian's server, its tools and a way to run them as their user are here; else why not. */
export const withoutDebian: string | false =
  process.geteuid?.() !== 0
    ? 'only root can run Debian’s Postgres as its own user'
    : existsSync(join(bin, 'initdb'))
      ? false
      : 'Debian’s package postgresql-15 isn’t installed'

export interface DebianPostgres {
  port: number
  /** Where `role` connects. */
  url(role: string, database: string): string
  /** Runs one of its tools as the user postgres. */
  run(tool: string, ...args: string[]): string
  stop(): void
  start(): void
  data: string
}

/** A server of Debian's package, with its superuser `postgres`, that trusts whoever comes from this machine. */
export async function debianPostgres(t: Pick<Test, 'teardown'>): Promise<DebianPostgres> {
  const folder = tempFolder(t)
  const data = join(folder, 'data')
  mkdirSync(data)
  const id = (what: string) => Number(execFileSync('id', [what, 'postgres'], { encoding: 'utf8' }))
  const user = { uid: id('-u'), gid: id('-g'), cwd: '/' }
  for (const path of [folder, data]) chownSync(path, user.uid, user.gid)
  const port = await freePort()
  const run = (tool: string, ...args: string[]) =>
    execFileSync(join(bin, tool), args, { ...user, encoding: 'utf8', stdio: ['ignore', 'pipe', 'pipe'] })
  const options = `-p ${port} -k ${folder} -c listen_addresses=127.0.0.1 -c fsync=off`
  const start = () =>
    void execFileSync(join(bin, 'pg_ctl'), ['-w', '-D', data, '-l', `${folder}/log`, '-o', options, 'start'], {
      ...user,
      stdio: 'ignore',
    })
  const stop = () => void run('pg_ctl', '-w', '-m', 'fast', '-D', data, 'stop')
  run('initdb', '-D', data, '--auth=trust', '-U', 'postgres', '-E', 'UTF8', '--locale=C')
  start()
  t.teardown(() => {
    try {
      stop()
    } catch {
      // It has been stopped already.
    }
  })
  return {
    port,
    url: (role, database) => `postgres://${role}:any@127.0.0.1:${port}/${database}`,
    run,
    start,
    stop,
    data,
  }
}
