import { execFileSync, spawn } from 'node:child_process'
import { chownSync, existsSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import type { Test } from 'tap'
import { withoutDebian, type DebianPostgres } from './debian-postgres.ts'
import { query, tempFolder } from './embedded.ts'
import { becomes, freePort } from './processes.ts'

/** Debian’s; or another one, to try a newer version. */
const program = process.env['PGBOUNCER'] ?? '/usr/sbin/pgbouncer'

/** False if Debian's PgBouncer and Postgres can be run here; else why not. */
export const withoutBouncer: string | false =
  withoutDebian || (existsSync(program) ? false : 'Debian’s package pgbouncer isn’t installed')

/** From 1.21 on it knows prepared statements. */
export function bouncerVersion(): number {
  const said = execFileSync(program, ['--version'], { encoding: 'utf8' })
  const [, major, minor] = /(\d+)\.(\d+)/.exec(said) ?? []
  return Number(major) * 100 + Number(minor)
}

/** PgBouncer in transaction mode before a server, with so few connections that everybody shares them. */
export async function pgbouncer(
  t: Pick<Test, 'teardown'>,
  server: DebianPostgres,
  { connections, settings = '' }: { connections: number; settings?: string },
): Promise<{ url(role: string, database: string): string }> {
  const folder = tempFolder(t)
  const port = await freePort()
  const id = (what: string) => Number(execFileSync('id', [what, 'postgres'], { encoding: 'utf8' }))
  const user = { uid: id('-u'), gid: id('-g') }
  const users = join(folder, 'users')
  const file = join(folder, 'ini')
  writeFileSync(users, '"app_serving" "any"\n"app_national" "any"\n')
  writeFileSync(
    file,
    `[databases]
* = host=127.0.0.1 port=${server.port} connect_query='set statement_timeout = 30000; set idle_in_transaction_session_timeout = 60000'
[pgbouncer]
listen_addr = 127.0.0.1
listen_port = ${port}
unix_socket_dir =
auth_type = trust
auth_file = ${users}
pool_mode = transaction
default_pool_size = ${connections}
max_client_conn = 500
ignore_startup_parameters = statement_timeout, idle_in_transaction_session_timeout
${settings}
`,
  )
  for (const path of [folder, users, file]) chownSync(path, user.uid, user.gid)
  const child = spawn(program, ['-q', file], { ...user, stdio: 'ignore' })
  t.teardown(() => child.kill('SIGKILL'))
  const url = (role: string, database: string) => `postgres://${role}:any@127.0.0.1:${port}/${database}`
  await becomes('PgBouncer answers', () =>
    query(url('app_serving', 'ttdn'), 'select 1').then(
      () => true,
      () => false,
    ),
  )
  return { url }
}
