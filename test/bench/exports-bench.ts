import { peakMemoryOf, type Served } from './processes.ts'
import type { Bench, Result } from './run.ts'

export const about =
  'each kind in each format, exported by the ministry from a service just started: rows, seconds, and the most MB of resident memory it ever had; `--scale 1.3` has a million reports'

const goal = 200 // MB
const kinds = ['plans', 'tasks', 'reports']
const formats = ['csv', 'ndjson', 'xlsx']

export async function run({ instance }: Bench): Promise<Result[]> {
  const headers = { authorization: `Bearer ${instance.token({ sub: 'bench', role: 'MINISTRY_ANALYST' })}` }
  const results: Result[] = []
  for (const kind of kinds) {
    for (const format of formats) {
      // Each by itself: memory that one has taken isn't given back before the next.
      const service = await instance.service(3910)
      try {
        const { lines, bytes, seconds } = await taken(service, `/api/v1/exports/${kind}?format=${format}`, headers)
        const peak = peakMemoryOf(service.pid)
        const ofFile = { ...(format !== 'xlsx' && { lines }), 'file MB': bytes / 1e6 }
        const figures = { ...ofFile, seconds, 'resident MB': peak, ratio: goal / peak }
        results.push({ name: `${kind}, ${format}`, figures, goal: 1 })
      } finally {
        await service.stop()
      }
    }
  }
  return results
}

/** Reads an answer to its end as fast as it comes. */
async function taken({ url }: Served, path: string, headers: Record<string, string>) {
  const begun = performance.now()
  const response = await fetch(url + path, { headers })
  if (response.status !== 200) throw new Error(await response.text())
  let bytes = 0
  let lines = 0
  for await (const chunk of response.body as unknown as AsyncIterable<Uint8Array>) {
    bytes += chunk.length
    for (const byte of chunk) if (byte === 10) lines++
  }
  return { bytes, lines, seconds: (performance.now() - begun) / 1000 }
}
