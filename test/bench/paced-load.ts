import { setTimeout as sleep } from 'node:timers/promises'
import type { Request } from './load.ts'

/**
 * Sends so many requests a second, whether or not the ones before were answered, until a promise is kept; ms from when each
 * was to be sent to its whole answer. What piles up while the service is busy with something else is in the figures.
 */
export async function pacedLoad({
  url,
  requests,
  rate,
  until,
}: {
  url: string
  requests: readonly Request[]
  rate: number
  until: Promise<unknown>
}): Promise<{ p50: number; p99: number }> {
  const times: number[] = []
  const open = new Set<Promise<void>>()
  let over = false
  const end = until.finally(() => (over = true))
  const begun = performance.now()
  for (let n = 0; !over; n++) {
    const due = begun + (n * 1_000) / rate
    await sleep(Math.max(0, due - performance.now()))
    const { path, headers, body } = requests[n % requests.length] as Request
    const one = (async () => {
      const answer = await fetch(url + path, { method: 'POST', headers, body })
      const text = await answer.text()
      if (answer.status !== 200) throw new Error(text)
      times.push(performance.now() - due)
    })()
    open.add(one)
    void one.finally(() => open.delete(one)).catch(() => {})
  }
  await end
  await Promise.all(open)
  times.sort((a, b) => a - b)
  const at = (share: number) => times[Math.min(times.length - 1, Math.floor(times.length * share))] as number
  return { p50: at(0.5), p99: at(0.99) }
}
