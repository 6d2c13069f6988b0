import { execFileSync } from 'node:child_process'
import { closeSync, openSync, rmSync, writeFileSync } from 'node:fs'
import t, { type Test } from 'tap'
import { isRoot, query, tempFolder } from '../helpers/embedded.ts'
import { ask, becomes, differences, ownPostgres, startService, startWriters, token } from '../helpers/processes.ts'

const postgres = await ownPostgres(t)

/** A small disk in memory; undefined, and said aloud, where none can be mounted. */
function smallDisk(t: Test, megabytes: number): string | undefined {
  const disk = tempFolder(t)
  try {
    execFileSync('mount', ['-t', 'tmpfs', '-o', `size=${megabytes}m,mode=1777`, 'tmpfs', disk], { stdio: 'pipe' })
  } catch (error) {
    t.pass('a small disk', { skip: `it can’t be mounted here (${(error as Error).message})` })
    return undefined
  }
  t.teardown(() => execFileSync('umount', ['-l', disk]))
  return disk
}

/** Writes until nothing more goes on to the disk; gives what must be removed for room. */
function fill(disk: string): string {
  const filler = `${disk}/filler`
  for (const size of [1_048_576, 4_096]) {
    try {
      for (;;) writeFileSync(filler, Buffer.alloc(size), { flag: 'a' })
    } catch {
      // It is full now.
    }
  }
  return filler
}

t.test('given a log that can’t be written, as on a full disk, then it serves', async (t) => {
  const full = openSync('/dev/full', 'w')
  t.teardown(() => closeSync(full))
  const other = await startService(t, postgres.url, { env: { LOG_LEVEL: 'info' }, stdout: full })
  for (let i = 0; i < 20; i++) t.equal((await ask(other.url, '{ viewer { role } }')).status, 200)
  t.equal(other.process.exitCode, null)
})

t.test(
  'given a service whose own disk is full, when a workbook comes, then the import fails in words, and the next one is read',
  { skip: !isRoot && 'only root can mount a small disk' },
  async (t) => {
    const disk = smallDisk(t, 64)
    if (disk === undefined) return
    const other = await startService(t, postgres.url, { env: { TMPDIR: disk } })
    const headers = { authorization: `Bearer ${token('PROVINCE_ADMIN', 'bac-kan')}` }
    const template = await fetch(`${other.url}/api/v1/imports/templates/plans.xlsx`, { headers })
    const workbook = await template.arrayBuffer()
    const send = async () => {
      const sent = await fetch(`${other.url}/api/v1/imports?kind=plans&dryRun=true`, {
        method: 'POST',
        headers: { ...headers, 'content-type': template.headers.get('content-type')! },
        body: workbook,
      })
      t.equal(sent.status, 202)
      const { id } = (await sent.json()) as { id: string }
      let job: any
      await becomes('it ends', async () => {
        job = await (await fetch(`${other.url}/api/v1/imports/${id}`, { headers })).json()
        return !['RECEIVING', 'CHECKING', 'APPLYING'].includes(job.state)
      })
      return job
    }
    const filler = fill(disk)
    t.match(await send(), { state: 'FAILED', failure: String })
    t.equal((await ask(other.url, '{ plans { totalCount } }', {}, headers)).status, 200)
    rmSync(filler)
    t.match(await send(), { state: 'APPLIED' })
  },
)

t.test(
  'given Postgres on a disk that is full, then reads go on, writes say so, and it recovers',
  { skip: !isRoot && 'only root can mount a small disk' },
  async (t) => {
    const disk = smallDisk(t, 160)
    if (disk === undefined) return
    const small = await ownPostgres(t, `${disk}/data`)
    const other = await startService(t, small.url)
    const own = startWriters(4, () => other.url)
    await becomes('some is written', () => own.acknowledged.size > 10)
    const before = own.failures()
    let filler = ''
    await becomes('writes fail', () => {
      filler = fill(disk)
      return own.failures() > before + 3
    })
    t.equal((await fetch(`${other.url}/health/live`)).status, 200)
    const acknowledged = own.acknowledged.size
    rmSync(filler)
    // Without room for its log, Postgres ends itself; whoever watches over it starts it anew.
    if (
      !(await query(small.url, 'select 1').then(
        () => true,
        () => false,
      ))
    )
      await small.start()
    await becomes('writes go on', () => own.acknowledged.size > acknowledged + 5)
    await own.stop()
    t.strictSame(await differences(small.url, own.acknowledged), [])
    other.process.kill('SIGKILL')
    await small.stop()
  },
)
