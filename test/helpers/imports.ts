import { setTimeout as sleep } from 'node:timers/promises'
import type pg from 'pg'
import type { TestApp, Viewer } from './app.ts'

export interface SentImport {
  kind: string
  text: string | Uint8Array
  viewer: Viewer
  query?: Record<string, string>
  headers?: Record<string, string>
}

/** Sends a file; the answer as it comes. */
export function sendImport({ app }: TestApp, { kind, text, viewer, query = {}, headers = {} }: SentImport) {
  return app.inject({
    method: 'POST',
    url: `/api/v1/imports?${new URLSearchParams({ kind, ...query }).toString()}`,
    headers: { 'content-type': 'text/csv', 'accept-language': 'en', ...viewer.headers, ...headers },
    payload: Buffer.from(text as string),
  })
}

/** Asks for something below an import. */
export async function askImport(
  { app }: TestApp,
  id: string,
  viewer: Viewer,
  {
    path = '',
    method = 'GET',
    headers = {},
  }: { path?: string; method?: 'GET' | 'POST' | 'DELETE'; headers?: object } = {},
) {
  return app.inject({
    method,
    url: `/api/v1/imports/${id}${path}`,
    headers: { 'accept-language': 'en', ...viewer.headers, ...headers },
  })
}

/** Sends a file and waits until its import has ended. */
export async function runImport(app: TestApp, sent: SentImport): Promise<any> {
  const answer = await sendImport(app, sent)
  if (answer.statusCode !== 202) throw new Error(answer.body)
  return ended(app, answer.json().id, sent.viewer)
}

export async function ended(app: TestApp, id: string, viewer: Viewer): Promise<any> {
  for (const deadline = Date.now() + 60_000; Date.now() < deadline; await sleep(20)) {
    const job = (await askImport(app, id, viewer)).json()
    if (job.finishedAt !== null) return job
  }
  throw new Error(`The import ${id} doesn't end`)
}

/** A digest of all that a province shows of itself: what an undone import must leave as it was. Versions are no content. */
export async function visibleState(owner: pg.Pool, province: number): Promise<string> {
  const things = ['departments', 'documents', 'plans', 'tasks', 'progress_reports', 'recommendations']
  const parts = [
    ['legal_bases', 'plan_id', 'plans'],
    ['task_departments', 'task_id', 'tasks'],
    ['task_targets', 'task_id', 'tasks'],
    ['indicator_values', 'report_id', 'progress_reports'],
  ]
  const queries = [
    ...things.map(
      (table) =>
        `select '${table} ' || (to_jsonb(x) - 'version' - 'updated_at' - 'xact')::text as line from ${table} x
         where province_id = $1 and withdrawn_by is null`,
    ),
    ...parts.map(
      ([table, key, whole]) =>
        `select '${table} ' || to_jsonb(x)::text as line from ${table} x where province_id = $1
         and ${key} in (select id from ${whole} where province_id = $1 and withdrawn_by is null)`,
    ),
  ]
  const { rows } = await owner.query<{ digest: string }>(
    `select md5(coalesce(string_agg(line, chr(10) order by line), '')) as digest from (${queries.join(' union all ')}) x`,
    [province],
  )
  return rows[0]!.digest
}

/** Lines of a file. */
export const lines = (...rows: string[]) => `${rows.join('\n')}\n`

/** Two plans, of which one is in the other. */
export const plans = lines(
  'key,reference,issued_on,title,period_start,period_end,status,parent_key',
  // The parent comes later in the file.
  'p-2,52/KH-UBND,28/01/2019,Kế hoạch 2019,2019-01-01,2019-12-31,APPROVED,p-1',
  'p-1,51/KH-UBND,28/01/2018,Kế hoạch nhiều năm,2018-01-01,2020-12-31,APPROVED,',
)

/** Three tasks of theirs; the first may be called something else. */
export const tasks = (first = 'Tập huấn') =>
  lines(
    'key,plan_key,title,lead_department,due_on,due_precision,target:PEOPLE_TRAINED',
    `t-1,p-2,${first},Sở Thông tin và Truyền thông,2019-11-15,DAY,850`,
    't-2,p-2,Họp báo,Sở Nội vụ,,,',
    't-3,p-1,Triển lãm,Công an tỉnh,,,',
  )
