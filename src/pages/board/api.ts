import { createClient } from 'graphql-ws'
import type { Language } from './words.ts'

/** What the API answers if it refuses; `code` is one of its ErrorCodes. */
export class Refusal extends Error {
  readonly code: string
  constructor(code: string, message: string) {
    super(message)
    this.code = code
  }
}

export interface Viewer {
  token: string
  language: Language
}

export async function ask<T>({ token, language }: Viewer, query: string, variables: object): Promise<T> {
  const response = await fetch('/graphql', {
    method: 'POST',
    headers: { 'content-type': 'application/json', 'accept-language': language, authorization: `Bearer ${token}` },
    body: JSON.stringify({ query, variables }),
  })
  const { data, errors } = await response.json()
  if (errors) throw new Refusal(errors[0].extensions?.code ?? 'INTERNAL', errors[0].message)
  return data
}

export interface ReportChange {
  kind: string
  progressReport: { province: { name: string }; period: { code: string }; status: string }
}

/** Tells every change of a report that the viewer may see, until it is stopped; connects again by itself. */
export function followReports(
  { token }: Viewer,
  on: { change(change: ReportChange): void; live(connected: boolean): void },
): () => void {
  const address = new URL('/graphql', location.href)
  address.protocol = address.protocol.replace('http', 'ws')
  const client = createClient({
    url: address.href,
    connectionParams: { Authorization: `Bearer ${token}` },
    retryAttempts: Infinity,
    // A token that has ended, or one that may not follow, stays so.
    shouldRetry: (event) => !(event instanceof CloseEvent && event.code >= 4400 && event.code < 4500),
    on: { connected: () => on.live(true), closed: () => on.live(false) },
  })
  let cursor: string | null = null
  const follow = async () => {
    const query = `subscription Follow($after: String) { progressReportChanged(after: $after) {
      kind cursor progressReport { province { name } period { code } status } } }`
    const events = client.iterate<{ progressReportChanged: ReportChange & { cursor: string } }>({
      query,
      variables: { after: cursor },
    })
    for await (const { data } of events) {
      if (!data) continue
      cursor = data.progressReportChanged.cursor
      on.change(data.progressReportChanged)
    }
  }
  follow().catch(() => on.live(false))
  return () => void client.dispose()
}
