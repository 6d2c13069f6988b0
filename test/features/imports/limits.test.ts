import t from 'tap'
import { claimJob, type JobRecord } from '../../../src/features/imports/jobs/job-record.ts'
import { runJob } from '../../../src/features/imports/jobs/run-job.ts'
import { receive } from '../../../src/features/imports/jobs/upload.ts'
import type { ImportMode } from '../../../src/features/imports/rules.ts'
import { csv, importer, openProvinces, pieces } from './province.ts'

const province = await openProvinces(t)
const door = province.doorOf('bac-kan')

/** Runs a file of plans as the workers do, but that fewer problems are too many. */
async function run(text: string, mode: ImportMode, mostProblems: number) {
  const errors: object[] = []
  const order = { kind: 'plans', mode, dryRun: false, name: 'plans.csv', format: 'csv' } as const
  const provinceIds = [door.scope.own as number]
  const tooLarge = () => new Error('too large') as never
  const body = pieces(text, 10_000)
  const sent = { actor: importer, order, provinceIds, body, maxBytes: 10 ** 9, tooLarge, idempotencyKey: null }
  const id = await receive(door, sent)
  const job = (await door.write((tx) => claimJob(tx, id))) as JobRecord
  const log = { info: () => {}, error: (fields: object) => void errors.push(fields) }
  await runJob(door, job, { file: door, provinceIds }, { stop: new AbortController().signal, log, mostProblems })
  const [ended] = await province.rows(
    `select state, rows_read as read, rows_created as created, rows_refused as refused, problems from import_jobs where id = $1`,
    [id],
  )
  const told = await province.rows(
    `select problem::jsonb ->> 'code' as code from import_problems where job_id = $1 order by ordinal`,
    [id],
  )
  return { ...ended, codes: told.map(({ code }) => code), errors }
}

t.test(
  'given more problems than are told, when a file is imported, then it stops, and counts what is in',
  async (t) => {
    const rows = Array.from({ length: 2_000 }, (_, i) => `p-${i},Kế hoạch,2019-01-01,2019-12-31`)
    const bad = Array.from({ length: 5 }, (_, i) => `q-${i},,2019-01-01,2019-12-31`)
    const text = csv('key,title,period_start,period_end', ...rows, 'r,Còn lại,2019-01-01,2019-12-31', ...bad)
    const refused = { state: 'REFUSED', created: 0, problems: 6, errors: [] }
    t.match(await run(text, 'atomic', 4), { ...refused, codes: [...bad.map(() => 'REQUIRED'), 'TOO_MANY_PROBLEMS'] })
    const stopped = { state: 'APPLIED', read: 2_000, created: 2_000, refused: 0, problems: 1, errors: [] }
    t.strictSame(await run(text, 'partial', 4), { ...stopped, codes: ['TOO_MANY_PROBLEMS'] })
    t.equal((await province.rows('select 1 from plans')).length, 2_000)
    const all = await run(text, 'partial', 5)
    t.match(all, { state: 'APPLIED', read: 2_006, created: 1, refused: 5, problems: 5, errors: [] })
  },
)
