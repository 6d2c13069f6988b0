import { randomUUID } from 'node:crypto'
import { setTimeout as sleep } from 'node:timers/promises'
import { token } from './processes.ts'

// Whoever imports while services and databases die: asks again until there is an answer, as scripts do.

export type Step =
  | { send: 'plans' | 'tasks' | 'reports'; text: string; mode: 'atomic' | 'partial'; dryRun?: boolean }
  /** The import that was sent as the so many-eth one. */
  | { undo: number }

const csv = (head: string, rows: string[]) => `${[head, ...rows].join('\n')}\n`
const numbers = (length: number) => Array.from({ length }, (_, i) => i)
// So that a file is several pieces in the database, and takes a while to arrive.
const long = 'Nội dung chi tiết '.repeat(60).trim()

const plans = csv(
  'key,title,period_start,period_end,status',
  numbers(20).map((n) => `p${n},Kế hoạch ${n},2019-01-01,2019-12-31,APPROVED`),
)
const tasks = (rows: number) =>
  csv(
    'key,plan_key,title,lead_department,description,due_on,due_precision,target:PEOPLE_TRAINED',
    numbers(rows).map((n) => `t${n},p${n % 20},Việc ${n},Sở ${n % 9},${long},2019-11-15,DAY,${n}`),
  )
const reports = (rows: number, achievements: string) =>
  csv(
    'key,plan_key,task_key,department,period,percent_complete,achievements,indicator:PEOPLE_TRAINED',
    numbers(rows).map((n) => `r${n},p${n % 20},t${n},Sở ${n % 9},2019,100,${achievements} ${n} ${long},${n}`),
  )

/** Plans, tasks and reports, corrected once, undone, and sent again. Every import, whenever it ends, has written all or nothing. */
export function history(rows: number, mode: 'atomic' | 'partial'): Step[] {
  const first = reports(rows, 'Xong')
  return [
    { send: 'plans', text: plans, mode: 'atomic' },
    { send: 'tasks', text: tasks(rows), mode, dryRun: true },
    { send: 'tasks', text: tasks(rows), mode },
    { send: 'reports', text: first, mode },
    { send: 'reports', text: reports(rows, 'Đã xong'), mode },
    { undo: 4 },
    { undo: 3 },
    { send: 'reports', text: first, mode },
  ]
}

export interface Job {
  id: string
  state: string
  finishedAt: string | null
  rowsRead: number
  rowsWritten: number
  rowsRefused: number
  failure: string | null
}

export class ImportClient {
  readonly #url: () => string
  readonly #headers: Record<string, string>
  /** Imports that the service has given up since processes died over them too often; they were sent again. */
  failed = 0

  constructor(url: () => string, province: string) {
    this.#url = url
    this.#headers = { authorization: `Bearer ${token('IMPORTER', province)}`, 'accept-language': 'en' }
  }

  /** Takes the steps one after the other; the jobs as they ended. */
  async take(steps: readonly Step[], pause = 0): Promise<Job[]> {
    const jobs: Job[] = []
    for (const step of steps)
      jobs.push(await ('undo' in step ? this.#undo(jobs[step.undo]!.id) : this.#import(step, pause)))
    return jobs
  }

  async #import(step: Exclude<Step, { undo: number }>, pause: number): Promise<Job> {
    for (;;) {
      const job = await this.ended(await this.send(step, randomUUID(), pause))
      if (job.state !== 'FAILED') return job
      this.failed++
    }
  }

  /** Sends a file slowly, and the whole again under the same key until it was taken; the job's id. */
  async send(step: Exclude<Step, { undo: number }>, key: string, pause = 0): Promise<string> {
    const { send: kind, text, mode, dryRun = false } = step
    const bytes = Buffer.from(text)
    async function* body() {
      for (let from = 0; from < bytes.length; from += 100_000) {
        yield bytes.subarray(from, from + 100_000)
        await sleep(pause)
      }
    }
    const path = `/api/v1/imports?kind=${kind}&mode=${mode}&dryRun=${dryRun}`
    for (;;) {
      const headers = { 'content-type': 'text/csv', 'idempotency-key': key }
      const answer = await this.#ask(path, { method: 'POST', headers, body: body(), duplex: 'half' })
      if (answer?.status === 202) return answer.body.id as string
      this.#passing(answer)
      await sleep(200)
    }
  }

  async ended(id: string): Promise<Job> {
    for (;;) {
      const answer = await this.#ask(`/api/v1/imports/${id}`)
      if (answer?.status === 200 && answer.body.finishedAt !== null) return answer.body as Job
      if (answer?.status !== 200) this.#passing(answer)
      await sleep(200)
    }
  }

  async #undo(id: string): Promise<Job> {
    for (;;) {
      const answer = await this.#ask(`/api/v1/imports/${id}/undo`, { method: 'POST' })
      // Where the answer got lost, it is undone.
      const job = answer?.status === 409 ? await this.ended(id) : (answer?.body as Job | undefined)
      if (job?.state === 'UNDONE') return job
      this.#passing(answer)
      await sleep(200)
    }
  }

  /** No answer, or one that says that it is worth another try; anything else is a fault. */
  #passing(answer: { status: number; body: any } | null): void {
    if (answer !== null && answer.status !== 503) throw new Error(JSON.stringify(answer))
  }

  async #ask(path: string, init: object = {}): Promise<{ status: number; body: any } | null> {
    try {
      const headers = { ...this.#headers, ...(init as { headers?: object }).headers }
      const answer = await fetch(this.#url() + path, { ...init, headers, signal: AbortSignal.timeout(60_000) })
      return { status: answer.status, body: await answer.json() }
    } catch {
      return null
    }
  }
}
