import { setInterval } from 'node:timers'
import { memoryOf } from './processes.ts'
import type { Bench, Result } from './run.ts'

export const about =
  'all reports of the nation, exported by the ministry: rows, seconds, and the most MB of resident memory meanwhile; `--scale 1.3` has a million'

const goal = 200 // MB

export async function run({ instance }: Bench): Promise<Result[]> {
  const service = await instance.service(3910)
  const headers = { authorization: `Bearer ${instance.token({ sub: 'bench', role: 'MINISTRY_ANALYST' })}` }
  const results: Result[] = []
  for (const format of ['csv', 'ndjson', 'xlsx']) {
    const begun = performance.now()
    let peak = memoryOf(service.pid)
    const watch = setInterval(() => (peak = Math.max(peak, memoryOf(service.pid))), 100)
    const url = `http://127.0.0.1:3910/api/v1/exports/reports?format=${format}`
    const response = await fetch(url, { headers })
    if (response.status !== 200) throw new Error(await response.text())
    let bytes = 0
    let lines = 0
    for await (const chunk of response.body as unknown as AsyncIterable<Uint8Array>) {
      bytes += chunk.length
      if (format !== 'xlsx') for (const byte of chunk) if (byte === 10) lines++
    }
    clearInterval(watch)
    const seconds = (performance.now() - begun) / 1000
    const figures = { lines, 'file MB': bytes / 1e6, seconds, 'resident MB': peak, ratio: goal / peak }
    results.push({ name: format, figures, goal: 1 })
  }
  await service.stop()
  return results
}
