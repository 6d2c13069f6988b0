import { setTimeout as sleep } from 'node:timers/promises'
import { createClient } from 'graphql-ws'
import type { Test } from 'tap'
import { WebSocket } from 'ws'
import { token } from './processes.ts'

/**
 * Subscribes to a service in another process, as a client that is never told to give up: from now on, and after each break
 * from where it was. Gives the titles of the plans that it is told of.
 */
export function toldPlans(t: Pick<Test, 'teardown'>, url: string): Set<string> {
  const titles = new Set<string>()
  let after: string | null = null
  let listening = true
  const client = createClient({
    url: `${url.replace('http', 'ws')}/graphql`,
    webSocketImpl: WebSocket,
    connectionParams: { authorization: `Bearer ${token('PROVINCE_ADMIN', 'ha-noi', 'listener@test')}` },
    retryAttempts: 1_000,
    retryWait: () => sleep(200),
    shouldRetry: () => true,
  })
  t.teardown(() => {
    listening = false
    return client.dispose()
  })
  const listen = async (): Promise<void> => {
    const query = 'subscription($after: String) { planChanged(after: $after) { plan { title } cursor } }'
    for await (const { data } of client.iterate({ query, variables: { after } })) {
      const event = (data as any)?.planChanged
      if (event === undefined) continue
      titles.add(event.plan?.title)
      after = event.cursor
    }
  }
  void (async () => {
    // An operation that ends with an error is begun anew; the client does so only for connections.
    while (listening) {
      await listen().catch(() => {})
      await sleep(200)
    }
  })()
  return titles
}
