import { setTimeout as sleep } from 'node:timers/promises'
import { WebSocket } from 'ws'
import { calm, metricsToken } from './instance.ts'
import { median } from './load.ts'
import { memoryOf } from './processes.ts'
import type { Bench, Result } from './run.ts'

export const about =
  'ms from asking for a change, and from its answer, to each subscriber; SQL statements for each change; KB for each subscriber'

const subscribers = 2_000
const changesASecond = 100

/** 2,000 subscribers over the provinces on one process, and changes to tasks all over the nation. */
export async function run({ instance, seconds }: Bench): Promise<Result[]> {
  const service = await instance.service(3901, { WEBSOCKET_LIMIT: '5000', CALLER_SOCKETS: '5000' })
  const { rows: tasks } = await instance.owner.query<Task>(
    `select p.slug, t.id, t.version from provinces p cross join lateral (select t.id, t.version from tasks t
       where t.province_id = p.id and t.status = 'IN_PROGRESS' order by md5(t.id::text) limit 20) t
     where not exists (select 1 from successions s where s.successor_id = p.id) order by md5(t.id::text)`,
  )
  const slugs = [...new Set(tasks.map(({ slug }) => slug))]
  // A service that has just started counts its summary, by statements that are not the changes'.
  await calm(instance, service)
  const count = Math.min(tasks.length / 2, changesASecond * seconds)
  const alone = await changed(service.url, instance.token, tasks.splice(0, count))
  const quiet = memoryOf(service.pid)
  const asked = new Map<string, number>()
  const answered = new Map<string, number>()
  const arrivals: { id: string; at: number }[] = []
  const sockets: WebSocket[] = []
  for (let i = 0; i < subscribers; i++) {
    const slug = slugs[i % slugs.length] as string
    const token = instance.token({ sub: `viewer-${i}@${slug}`, role: 'PROVINCE_VIEWER', province: slug })
    sockets.push(
      await subscribed(service.url, token, (id) => {
        arrivals.push({ id, at: performance.now() })
      }),
    )
  }
  await sleep(1_000)
  const each = ((memoryOf(service.pid) - quiet) * 1024) / subscribers
  const watched = tasks.slice(0, count)
  const reads = (await changed(service.url, instance.token, watched, { asked, answered })) - alone
  const expected = watched.reduce((sum, { slug }) => sum + watchersOf(slugs.indexOf(slug), slugs.length), 0)
  for (const end = Date.now() + 30_000; arrivals.length < expected && Date.now() < end;) await sleep(20)
  if (arrivals.length !== expected) throw new Error(`${arrivals.length} events came of ${expected}`)
  const since = (times: Map<string, number>) =>
    arrivals.map(({ id, at }) => Math.max(0, at - (times.get(id) ?? NaN))).sort((a, b) => a - b)
  const last = (times: readonly number[]) => times[Math.floor(times.length * 0.99)] as number
  const [late, behind] = [since(asked), since(answered)]
  for (const socket of sockets) socket.terminate()
  await service.stop()
  return [
    {
      name: `${subscribers} subscribers, ${count} changes, a socket each`,
      figures: {
        events: arrivals.length,
        p50: median(late),
        p99: last(late),
        'p50 from the answer': median(behind),
        'p99 from the answer': last(behind),
        'SQL each': reads / count,
        'KB each': each,
      },
    },
  ]
}

const watchersOf = (province: number, provinces: number) =>
  Math.floor(subscribers / provinces) + (province < subscribers % provinces ? 1 : 0)

/** When each change was asked for and answered, by the task's id. */
interface Times {
  asked: Map<string, number>
  answered: Map<string, number>
}

interface Task {
  slug: string
  id: string
  version: number
}

/** Changes tasks at an even pace; returns how many statements the service sent meanwhile. */
async function changed(
  url: string,
  token: (claims: Record<string, unknown>) => string,
  tasks: readonly Task[],
  times: Times = { asked: new Map(), answered: new Map() },
): Promise<number> {
  const before = await statementsOf(url)
  const started = performance.now()
  const changes: Promise<void>[] = []
  for (const [n, task] of tasks.entries()) {
    await sleep(Math.max(0, started + (n * 1000) / changesASecond - performance.now()))
    const { slug } = task
    changes.push(change(url, token({ sub: `admin@${slug}`, role: 'PROVINCE_ADMIN', province: slug }), task, times))
  }
  await Promise.all(changes)
  await sleep(500)
  return (await statementsOf(url)) - before
}

async function subscribed(url: string, token: string, told: (id: string) => void): Promise<WebSocket> {
  const socket = new WebSocket(`${url.replace('http', 'ws')}/graphql`, 'graphql-transport-ws')
  socket.on('error', (error) => console.error(error))
  await new Promise((resolve) => socket.on('open', resolve))
  const acknowledged = new Promise((resolve) => socket.once('message', resolve))
  socket.send(JSON.stringify({ type: 'connection_init', payload: { Authorization: `Bearer ${token}` } }))
  await acknowledged
  socket.on('message', (data) => {
    const { type, payload } = JSON.parse((data as Buffer).toString()) as {
      type: string
      payload: { data: { taskChanged: { task: { id: string } } } }
    }
    if (type === 'next') told(payload.data.taskChanged.task.id)
    else if (type !== 'ping' && type !== 'pong') throw new Error(`A subscription ended: ${(data as Buffer).toString()}`)
  })
  const query = 'subscription { taskChanged { kind cursor task { id title status version } } }'
  socket.send(JSON.stringify({ id: 'all', type: 'subscribe', payload: { query } }))
  return socket
}

/** Changes a task's budget, as an amendment; each task once, so that an event tells which change it is of. */
async function change(url: string, token: string, { id, version }: Task, { asked, answered }: Times): Promise<void> {
  const query = `mutation($input: UpdateTaskInput!) { updateTask(input: $input) { userErrors { message } } }`
  const input = { id, version, reason: 'Đo tốc độ', plannedBudget: '123456789' }
  asked.set(id, performance.now())
  const response = await fetch(`${url}/graphql`, {
    method: 'POST',
    headers: { 'content-type': 'application/json', authorization: `Bearer ${token}` },
    body: JSON.stringify({ query, variables: { input } }),
  })
  const { data, errors } = (await response.json()) as {
    data?: { updateTask: { userErrors: unknown[] } }
    errors?: unknown
  }
  if (errors !== undefined || data?.updateTask.userErrors.length !== 0)
    throw new Error(JSON.stringify({ data, errors }))
  answered.set(id, performance.now())
}

/** How many statements the service has sent. */
async function statementsOf(url: string): Promise<number> {
  const text = await (await fetch(`${url}/metrics`, { headers: { authorization: `Bearer ${metricsToken}` } })).text()
  const counts = text.matchAll(/^ttdn_sql_seconds_count\{[^}]*\} (\d+)/gm)
  return [...counts].reduce((sum, [, count]) => sum + Number(count), 0)
}
