import { once } from 'node:events'
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'
import type { Test } from 'tap'

/** A span as a collector reads it. */
export interface Span {
  traceId: string
  spanId: string
  parentSpanId?: string
  name: string
  /** 2: of a server; 3: of a client. */
  kind: number
  attributes: Record<string, string | number>
  /** 2: an error. */
  status: number
  milliseconds: number
  service: string
}

export interface Collector {
  url: string
  spans: Span[]
  /** All that was sent, as it was. */
  text: string
  /** From now on it takes what is sent, and says nothing. */
  mute: boolean
}

/** Takes traces by OTLP over HTTP with JSON, as a collector of OpenTelemetry does. */
export async function startCollector(t: Pick<Test, 'teardown'>): Promise<Collector> {
  const collector: Collector = { url: '', spans: [], text: '', mute: false }
  const take = async (request: IncomingMessage, response: ServerResponse) => {
    let body = ''
    for await (const chunk of request) body += String(chunk)
    if (collector.mute) return
    const isTrace = request.method === 'POST' && request.url === '/v1/traces'
    if (!isTrace || request.headers['content-type'] !== 'application/json') return void response.writeHead(415).end()
    collector.text += body
    collector.spans.push(...spansOf(JSON.parse(body)))
    response.writeHead(200, { 'content-type': 'application/json' }).end('{"partialSuccess":{}}')
  }
  const server = createServer((request, response) => void take(request, response).catch(() => response.destroy()))
  server.listen(0, '127.0.0.1')
  await once(server, 'listening')
  collector.url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`
  t.teardown(() => {
    server.closeAllConnections()
    server.close()
  })
  return collector
}

function spansOf(sent: any): Span[] {
  return sent.resourceSpans.flatMap(({ resource, scopeSpans }: any) =>
    scopeSpans.flatMap(({ spans }: any) =>
      spans.map((span: any) => ({
        ...span,
        attributes: valuesOf(span.attributes),
        status: span.status?.code ?? 0,
        milliseconds: Number(BigInt(span.endTimeUnixNano) - BigInt(span.startTimeUnixNano)) / 1e6,
        service: String(valuesOf(resource.attributes)['service.name']),
      })),
    ),
  )
}

const valuesOf = (attributes: any[]): Record<string, string | number> =>
  Object.fromEntries(
    attributes.map(({ key, value }) => [key, value.stringValue ?? Number(value.intValue ?? value.doubleValue)]),
  )
