import autocannon from 'autocannon'
import { cpuOf, cpuOfFamily } from './processes.ts'

/** One request as it is sent. */
export interface Request {
  path: string
  headers: Record<string, string>
  body: string
}

export interface Load {
  /** Where it is sent, and what of the machine it is to be charged with. */
  url: string
  pid: number
  postmaster: number
  requests: readonly Request[]
  connections: number
  /** How long, or else each request once. */
  seconds: number | 'once'
}

/** One round: what was answered in a second, in ms how fast, and what an answer cost in ms of processor time. */
export interface Round {
  rate: number
  p50: number
  p99: number
  serverCpu: number
  databaseCpu: number
}

/** Requests that a connection sends in turn, at least. */
const mixed = 100

/** Sends the requests in turn over some connections, for some seconds or once. Anything but a 200 ends the bench. */
export async function load({ url, pid, postmaster, requests, connections, seconds }: Load): Promise<Round> {
  const sent = requests.map(({ path, headers, body }) => ({ method: 'POST' as const, path, headers, body }))
  let begun = 0
  const started = performance.now()
  let answered = started
  const before = [cpuOf(pid), cpuOfFamily(postmaster)] as const
  const result = await autocannon({
    url,
    connections,
    ...(seconds === 'once' ? { amount: sent.length } : { duration: seconds }),
    requests: sent.slice(0, 1),
    // Each connection begins elsewhere in the list, so that callers come mixed and none has more at once than its share. Of a long one it
    // has only its part: to make thousands of requests ready for each would take the first seconds.
    setupClient: (client) => {
      const share = sent.length / connections
      const from = Math.floor(share * begun++) % sent.length
      // What autocannon itself says of how long it took is in whole seconds.
      client.on('response', () => (answered = performance.now()))
      client.setRequests([...sent.slice(from), ...sent.slice(0, from)].slice(0, Math.max(share, mixed)))
    },
  })
  const after = [cpuOf(pid), cpuOfFamily(postmaster)] as const
  const answers = result.requests.total
  if (result.non2xx > 0 || result.errors > 0 || answers === 0) {
    throw new Error(`${url}: ${result.non2xx} refused and ${result.errors} failed of ${answers}`)
  }
  return {
    rate: (answers * 1000) / (answered - started),
    p50: result.latency.p50,
    p99: result.latency.p99,
    serverCpu: ((after[0] - before[0]) * 1000) / answers,
    databaseCpu: ((after[1] - before[1]) * 1000) / answers,
  }
}

export const median = (values: readonly number[]): number => {
  const sorted = [...values].sort((a, b) => a - b)
  return sorted[sorted.length >> 1] ?? NaN
}

/** The medians of some rounds, and by how much the rates differ: the largest over the smallest. */
export function summed(rounds: readonly Round[]): Round & { spread: number } {
  const of = (key: keyof Round) => median(rounds.map((round) => round[key]))
  const rates = rounds.map(({ rate }) => rate)
  return {
    rate: of('rate'),
    p50: of('p50'),
    p99: of('p99'),
    serverCpu: of('serverCpu'),
    databaseCpu: of('databaseCpu'),
    spread: Math.max(...rates) / Math.min(...rates),
  }
}
