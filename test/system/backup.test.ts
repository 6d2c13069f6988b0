import { execFileSync } from 'node:child_process'
import { appendFileSync, chownSync, existsSync, mkdirSync, renameSync, rmSync, statSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import t from 'tap'
import { debianPostgres, withoutDebian, type DebianPostgres } from '../helpers/debian-postgres.ts'
import { project, query } from '../helpers/embedded.ts'
import { ask, becomes, runCommand, startService, token } from '../helpers/processes.ts'

/** What `npm run fingerprint` prints, and its exit code. */
function fingerprint(url: string): { lines: string[]; code: number; said: string } {
  try {
    const out = execFileSync(process.execPath, ['--import=tsx', 'src/bin/fingerprint.ts', url], {
      cwd: project,
      encoding: 'utf8',
      stdio: ['ignore', 'pipe', 'pipe'],
    })
    return { lines: out.trim().split('\n'), code: 0, said: '' }
  } catch (error) {
    const { stdout, stderr, status } = error as { stdout: string; stderr: string; status: number }
    return { lines: stdout.trim().split('\n'), code: status, said: stderr }
  }
}

/** What has changed since a cursor, as a mirror asks for it. */
async function changes(url: string, after?: string): Promise<{ changes: any[]; next: string }> {
  const headers = { authorization: `Bearer ${token('PROVINCE_ADMIN', 'bac-kan')}` }
  const answer = await fetch(`${url}/api/v1/changes${after === undefined ? '' : `?after=${after}`}`, { headers })
  return (await answer.json()) as { changes: any[]; next: string }
}

const create = `mutation($title: String!) { createPlan(input: { title: $title, kind: ANNUAL, periodStart: "2024-01-01",
  periodEnd: "2024-12-31" }) { plan { id } } }`

t.test(
  'given a backup by the right role, when it is restored into an empty database, then every province has what it had',
  { skip: withoutDebian },
  async (t) => {
    const old = await debianPostgres(t)
    const admin = old.url('postgres', 'postgres')
    // It has been running for years.
    const setEpoch = (server: DebianPostgres, epoch: string) => {
      server.stop()
      server.run('pg_resetwal', `--epoch=${epoch}`, server.data)
      server.start()
    }
    setEpoch(old, '7')
    await query(admin, `create role ttdn login createrole password 'any'`)
    await query(admin, 'create database ttdn owner ttdn')
    await query(admin, 'create role ttdn_backup login bypassrls')
    await query(admin, 'grant pg_read_all_data to ttdn_backup')
    const service = await startService(t, old.url('ttdn', 'ttdn'))
    for (const [i, province] of ['ha-noi', 'lang-son', 'bac-kan'].entries()) {
      const headers = { authorization: `Bearer ${token('PROVINCE_ADMIN', province)}` }
      for (let n = 0; n <= i; n++) await ask(service.url, create, { title: `Kế hoạch ${n}` }, headers)
    }
    const mirror = await changes(service.url)
    t.equal(mirror.changes.length, 3)
    service.process.kill('SIGTERM')
    await service.ended

    t.throws(
      () => old.run('pg_dump', '--format=custom', '--file=/dev/null', old.url('ttdn', 'ttdn')),
      /row-level security/,
      'whoever row security holds for can’t take half a backup for a whole one',
    )
    t.match(fingerprint(old.url('ttdn', 'ttdn')), { code: 1, said: /BYPASSRLS/ })
    const dump = `${old.data}/../ttdn.dump`
    old.run('pg_dump', '--format=custom', `--file=${dump}`, old.url('ttdn_backup', 'ttdn'))
    const before = fingerprint(old.url('ttdn_backup', 'ttdn'))
    t.equal(before.code, 0)
    t.match(
      before.lines.find((line) => line.startsWith('ha-noi')),
      /ha-noi\s+[1-9]/,
    )

    // A server where nothing of it has ever been.
    const anew = await debianPostgres(t)
    const there = anew.url('postgres', 'postgres')
    await query(there, `create role ttdn login createrole password 'any'`)
    await query(there, 'create role app_serving login')
    await query(there, 'create role app_national login')
    await query(there, 'create database ttdn owner ttdn')
    anew.run(
      'pg_restore',
      '--exit-on-error',
      '--no-owner',
      '--role=ttdn',
      `--dbname=${anew.url('postgres', 'ttdn')}`,
      dump,
    )
    const after = fingerprint(anew.url('postgres', 'ttdn'))
    t.strictSame(after.lines, before.lines)
    t.match(after, { code: 3, said: /pg_resetwal --epoch=8 DATA_DIRECTORY/ })
    await t.rejects(
      startService(t, anew.url('ttdn', 'ttdn')),
      /has ended with 1: This database came here in a dump.*--epoch=8/s,
      'the service doesn’t begin what readers of changes would miss',
    )
    setEpoch(anew, '8')
    t.strictSame(fingerprint(anew.url('postgres', 'ttdn')), { lines: before.lines, code: 0, said: '' })

    const restored = await startService(t, anew.url('ttdn', 'ttdn'))
    const headers = { authorization: `Bearer ${token('PROVINCE_ADMIN', 'bac-kan')}` }
    t.equal((await ask(restored.url, '{ plans { totalCount } }', {}, headers)).body.data.plans.totalCount, 3)
    await ask(restored.url, create, { title: 'Sau khi khôi phục' }, headers)
    const [altered] = await query<{ n: number }>(
      anew.url('postgres', 'ttdn'),
      `select count(*)::integer as n from plans where title = 'Sau khi khôi phục'`,
    )
    t.equal(altered?.n, 1)
    const { changes: told } = await changes(restored.url, mirror.next)
    t.match(told, [{ type: 'Plan', data: { title: 'Sau khi khôi phục' } }], 'a mirror goes on with its last cursor')
    t.equal(told.length, 1)
    t.notSame(fingerprint(anew.url('postgres', 'ttdn')).lines, before.lines, 'a row more is another hash')
  },
)

t.test(
  'given a base backup and the archived log, when the database is brought back to a point in time, then it is as it was then',
  { skip: withoutDebian },
  async (t) => {
    const server = await debianPostgres(t)
    const admin = server.url('postgres', 'postgres')
    const folder = join(server.data, '..')
    const archive = join(folder, 'archive')
    const base = join(folder, 'base')
    mkdirSync(archive)
    const { uid, gid } = statSync(server.data)
    chownSync(archive, uid, gid)
    const configure = (...lines: string[]) =>
      appendFileSync(join(server.data, 'postgresql.auto.conf'), lines.join('\n'))
    configure('archive_mode = on', `archive_command = 'test ! -f ${archive}/%f && cp %p ${archive}/%f'`, '')
    server.stop()
    server.start()
    await query(admin, `create role ttdn login createrole password 'any'`)
    await query(admin, 'create database ttdn owner ttdn')
    const service = await startService(t, server.url('ttdn', 'ttdn'))
    const headers = { authorization: `Bearer ${token('PROVINCE_ADMIN', 'bac-kan')}` }
    const plan = (title: string) => ask(service.url, create, { title }, headers)
    await plan('Trước bản sao')
    server.run('pg_basebackup', '--checkpoint=fast', `--pgdata=${base}`, '--host=127.0.0.1', `--port=${server.port}`)
    await plan('Sau bản sao')
    const [then] = await query<{ now: string }>(admin, 'select clock_timestamp()::text as now')
    await plan('Nhầm lẫn')
    const { next } = await changes(service.url)
    const [segment] = await query<{ name: string }>(admin, 'select pg_walfile_name(pg_switch_wal()) as name')
    await becomes('the log is archived', () => existsSync(join(archive, segment!.name)))
    service.process.kill('SIGTERM')
    await service.ended
    server.stop()

    rmSync(server.data, { recursive: true })
    renameSync(base, server.data)
    configure(
      `restore_command = 'cp ${archive}/%f %p'`,
      `recovery_target_time = '${then!.now}'`,
      'recovery_target_action = promote',
      '',
    )
    writeFileSync(join(server.data, 'recovery.signal'), '')
    server.start()
    await becomes('it is promoted', async () => {
      const [row] = await query<{ done: boolean }>(admin, 'select not pg_is_in_recovery() as done')
      return row?.done
    })
    const env = { CURSOR_SECRET: 'another-secret-for-cursors-of-32-characters' }
    const restored = await startService(t, server.url('ttdn', 'ttdn'), { env })
    const { body } = await ask(restored.url, '{ plans { nodes { title } } }', {}, headers)
    t.strictSame(body.data.plans.nodes.map(({ title }: { title: string }) => title).sort(), [
      'Sau bản sao',
      'Trước bản sao',
    ])
    const refused = await fetch(`${restored.url}/api/v1/changes?after=${next}`, { headers })
    t.match([refused.status, await refused.json()], [400, { code: 'BAD_INPUT' }], 'a cursor from after it is refused')
    await ask(restored.url, create, { title: 'Sau khi khôi phục' }, headers)
    t.equal((await changes(restored.url)).changes.length, 3)
    for (const command of ['verify-audit', 'verify-rollups']) {
      t.equal(await runCommand(command, server.url('ttdn', 'ttdn')), 0, command)
    }
  },
)
