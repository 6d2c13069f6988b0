import { execFile } from 'node:child_process'
import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { promisify } from 'node:util'
import t from 'tap'
import { openSealer } from '../../src/background.ts'
import { readConfig } from '../../src/config.ts'
import { tenantDoor } from '../../src/db/tenancy.ts'
import { verifyLog, type Part, type Seal } from '../../src/features/audit/chain.ts'
import { partsOf } from '../../src/features/audit/chained-log.ts'
import { createApp } from '../helpers/app.ts'
import { createDepartment, createPlan } from '../helpers/fixtures.ts'
import { perform } from '../helpers/mutations.ts'

const secret = 'a secret that the database does not know of'
const app = await createApp(t, { poolSize: 8 })
const sealed: Seal[] = []
const sealer = await openSealer(readConfig({ AUDIT_SECRET: secret }), app.pools, {
  info: (details) => void sealed.push((details as { seal: Seal }).seal),
  warn: (details) => t.fail('a sweep failed', details),
})

/** What was chained of a province, and what is wrong with it. */
async function verify(slug: string, secrets = [secret], kept: Seal[] = []) {
  const owner = { id: app.key(slug), slug }
  const door = tenantDoor(app.pools, { readable: [owner.id], own: null })
  return door.snapshot((tx) => verifyLog(slug, () => partsOf(tx, owner), { secrets, kept }))
}

/** A province with a few entries in its log, all chained. */
async function chained() {
  const slug = app.nextProvince()
  const admin = app.viewer('PROVINCE_ADMIN', slug)
  await createDepartment(app, admin)
  for (let version = 1, { id } = await createPlan(app, admin); version < 5; version++) {
    await perform(app, 'updatePlan', { id, version, title: `Kế hoạch lần ${version}` }, admin)
  }
  await sealer.sweep()
  return { slug, admin, province: app.key(slug) }
}

const kinds = (report: { faults: { kind: string; seq: number | null }[] }) =>
  report.faults.map(({ kind, seq }) => `${kind} ${seq}`)
/** Does what only somebody with all rights can do, behind the policies. */
const tamper = (statement: string, values: unknown[]) => app.owner.query(statement, values)

t.test('given changes, when they are chained, then each is chained once, in order, and nothing is wrong', async (t) => {
  const { slug, admin } = await chained()
  t.match(await verify(slug), { links: 6, unchained: 0, faults: [] })
  t.equal(await sealer.sweep(), 0)
  await createPlan(app, admin)
  t.match(await verify(slug), { links: 6, unchained: 1, oldestUnchained: /^20.*Z$/, faults: [] })
  await sealer.sweep()
  t.match(await verify(slug), { links: 7, unchained: 0, faults: [] })
})

t.test(
  'given a long transaction, when others write and commit meanwhile, then nobody waits and all are chained',
  async (t) => {
    const { slug, admin, province } = await chained()
    const slow = await app.owner.connect()
    await slow.query('begin')
    const copy = `insert into audit_log (province_id, id, actor, role, action, entity, entity_id, entity_version, changes)
    select province_id, gen_random_uuid(), 'slow', role, action, entity, gen_random_uuid(), 1, changes from audit_log
    where province_id = $1 limit 3`
    await slow.query(copy, [province])
    await createPlan(app, admin)
    t.equal(await sealer.sweep(), 1, 'what is committed does not wait for what is not')
    await createPlan(app, admin)
    await sealer.sweep()
    await slow.query('commit')
    slow.release()
    t.equal(await sealer.sweep(), 3, 'what began earlier and ended later is chained behind')
    t.match(await verify(slug), { links: 11, unchained: 0, faults: [] })
  },
)

t.test('given many sealers and writers at once, when all is done, then there is one chain', async (t) => {
  const { slug, admin } = await chained()
  const others = await Promise.all(
    [1, 2].map(() => openSealer(readConfig({ AUDIT_SECRET: secret }), app.pools, { info() {}, warn() {} })),
  )
  const write = async () => {
    for (let i = 0; i < 8; i++) await createPlan(app, admin)
  }
  const sweep = async (one: typeof sealer) => {
    for (let i = 0; i < 8; i++) await one.sweep()
  }
  await Promise.all([write(), write(), ...[sealer, ...others].map(sweep)])
  await sealer.sweep()
  t.match(await verify(slug), { links: 22, unchained: 0, faults: [] })
})

t.test(
  'given somebody with all rights tampers, when the log is verified, then the first row at fault is named',
  async (t) => {
    const faultsAfter = async (statement: string, more: unknown[] = []) => {
      const { slug, province } = await chained()
      await tamper(statement, [province, ...more])
      return kinds(await verify(slug))
    }
    const entryAt = (seq: number) => `(select entry_id from audit_chain where province_id = $1 and seq = ${seq})`
    t.same(await faultsAfter(`update audit_log set actor = 'nobody' where province_id = $1 and id = ${entryAt(3)}`), [
      'altered 3',
    ])
    t.same(
      await faultsAfter(
        `update audit_log set changes = jsonb_set(changes, '{title,1}', '"Khác"') where province_id = $1 and id = ${entryAt(4)}`,
      ),
      ['altered 4'],
    )
    t.same(await faultsAfter(`delete from audit_log where province_id = $1 and id = ${entryAt(2)}`), ['removed 2'])
    const links = `update audit_chain c set entry_id = o.entry_id from audit_chain o where c.province_id = $1
    and o.province_id = $1 and (c.seq, o.seq) in ((2, 4), (4, 2))`
    const { slug, province } = await chained()
    await tamper('alter table audit_chain drop constraint audit_chain_entry_key', [])
    await tamper(links, [province])
    await tamper('alter table audit_chain add constraint audit_chain_entry_key unique (province_id, entry_id)', [])
    t.same(kinds(await verify(slug)), ['reordered 2', 'reordered 4'])
    t.same(
      await faultsAfter(`insert into audit_log
      (province_id, id, actor, role, action, entity, entity_id, entity_version, changes, xact)
      select province_id, gen_random_uuid(), 'late', role, action, entity, gen_random_uuid(), 1, changes, '4' from audit_log
      where province_id = $1 limit 1`),
      ['added null'],
    )
  },
)

t.test(
  'given somebody without the secret writes a whole new chain, when it is verified, then the marks tell',
  async (t) => {
    const { slug, province } = await chained()
    await tamper(
      `update audit_log set actor = 'nobody' where province_id = $1 and id =
       (select entry_id from audit_chain where province_id = $1 and seq = 3)`,
      [province],
    )
    await tamper('delete from audit_chain where province_id = $1 and seq >= 3', [province])
    const forger = await openSealer(
      readConfig({ AUDIT_SECRET: 'another secret of the same length or so' }),
      app.pools,
      {
        info() {},
        warn() {},
      },
    )
    await tamper(`update audit_chain set settled = '0' where province_id = $1`, [province])
    await forger.sweep()
    t.equal(kinds(await verify(slug))[0], 'unknown key 3')
    await tamper(
      `update audit_chain set key = (select key from audit_chain where province_id = $1 and seq = 1) where province_id = $1`,
      [province],
    )
    t.equal(kinds(await verify(slug))[0], 'rewritten 3')
  },
)

t.test('given a seal kept elsewhere, when the chain’s end is cut off, then the seal tells', async (t) => {
  const { slug, province, admin } = await chained()
  const tomorrow = new Date(Date.now() + 86_400_000)
  await sealer.sweep(tomorrow)
  const kept = sealed.filter(({ owner }) => owner === slug)
  t.match(kept, [{ owner: slug, seq: 6 }])
  await createPlan(app, admin)
  await sealer.sweep(tomorrow)
  t.match(await verify(slug, [secret], kept), { links: 7, faults: [] })
  const ends = ['audit_chain', 'audit_seals'].map((name) => `delete from ${name} where province_id = $1 and seq >= 5`)
  for (const statement of ends) await tamper(statement, [province])
  await tamper(
    `delete from audit_log where province_id = $1 and id not in (select entry_id from audit_chain where province_id = $1)`,
    [province],
  )
  t.same(kinds(await verify(slug)), [], 'nothing in the database tells of it')
  t.same(kinds(await verify(slug, [secret], kept)), ['cut off 5'])
})

t.test('given an export, when it is verified elsewhere, then the same is found without the service', async (t) => {
  const { slug, province } = await chained()
  const owner = { id: province, slug }
  const door = tenantDoor(app.pools, { readable: [province], own: null })
  const lines: (Part & { owner: string })[] = []
  await door.snapshot(async (tx) => {
    for await (const part of partsOf(tx, owner)) lines.push({ owner: slug, ...part })
  })
  const file = join(t.testdir(), 'audit.ndjson')
  const run = (env: Record<string, string>) => {
    writeFileSync(file, lines.map((line) => `${JSON.stringify(line)}\n`).join(''))
    return promisify(execFile)(process.execPath, ['--import=tsx', 'src/bin/verify-audit.ts', '--file', file], {
      env: { PATH: process.env['PATH'], ...env },
    }).catch((error: { code: number; stdout: string; stderr: string }) => error)
  }
  t.match(await run({ AUDIT_SECRET: secret }), { stdout: `${slug}: 6 entries chained, all as they were written\n` })
  const third = lines.find((line) => 'link' in line && line.link.seq === 3) as unknown as { entry: { reason: string } }
  third.entry.reason = 'Vì sao'
  t.match(await run({ AUDIT_SECRET: secret }), {
    code: 1,
    stdout: /altered at 3: The entry .* is not what was chained/,
  })
})
