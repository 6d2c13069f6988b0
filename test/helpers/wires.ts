import { once } from 'node:events'
import { Agent, createServer as createHttpServer, request, type IncomingHttpHeaders } from 'node:http'
import { connect, createServer, type AddressInfo, type Socket } from 'node:net'
import { setTimeout as sleep } from 'node:timers/promises'
import type { Test } from 'tap'

type Ending = Pick<Test, 'teardown'>

export interface Wire {
  port: number
  /** Every piece of data to the server arrives so much later, in milliseconds. */
  delay: number
  /** Nothing comes through any more, and nobody is told. */
  frozen: boolean
  /** The next piece of data to the server that has at least so many bytes arrives by some part, and then all is frozen. */
  breakIn: number
  /** Cuts all lines; new ones are taken. */
  cut(): void
}

/** A line to another port that a test can spoil. */
export async function wireTo(t: Ending, port: number): Promise<Wire> {
  const lines = new Set<Socket>()
  const wire: Wire = {
    port: 0,
    delay: 0,
    frozen: false,
    breakIn: Infinity,
    cut: () => {
      for (const line of lines) line.destroy()
    },
  }
  const server = createServer((near) => {
    const far = connect(port, '127.0.0.1')
    for (const [from, to, slow] of [
      [near, far, true],
      [far, near, false],
    ] as const) {
      lines.add(from)
      from.setNoDelay(true)
      from.on('data', (data) => {
        if (wire.frozen) return
        if (slow && data.length >= wire.breakIn) {
          wire.frozen = true
          to.write(data.subarray(0, Math.ceil(Math.random() * (data.length - 1))))
        } else if (slow && wire.delay > 0) setTimeout(() => to.destroyed || to.write(data), wire.delay)
        else to.write(data)
      })
      from.on('error', () => {})
      from.on('close', () => {
        lines.delete(from)
        if (!wire.frozen) to.destroy()
      })
    }
  })
  server.listen(0, '127.0.0.1')
  await once(server, 'listening')
  wire.port = (server.address() as AddressInfo).port
  t.teardown(() => {
    wire.cut()
    server.close()
  })
  return wire
}

/**
 * A balancer as simple as they come: it asks each process every 100 ms whether it is ready, sends requests to those that
 * said so, in turn, over connections that it keeps, and tries nothing twice.
 */
export async function balance(t: Ending, targets: string[]): Promise<{ url: string; ready(): string[] }> {
  const agents = new Map<string, Agent>()
  const ready = new Set<string>()
  let turn = 0
  let looking = true
  // Each by itself and one look after the other: an answer that comes late must not count as what is so now.
  const look = async (target: string) => {
    const { ok } = await fetch(`${target}/health/ready`).catch(() => ({ ok: false }))
    if (ok) ready.add(target)
    else ready.delete(target)
  }
  const watch = async (target: string) => {
    for (; looking; await sleep(100)) await look(target)
  }
  const server = createHttpServer((incoming, outgoing) => {
    const target = [...ready][turn++ % ready.size]
    if (target === undefined) return outgoing.writeHead(502).end()
    let agent = agents.get(target)
    if (agent === undefined) agents.set(target, (agent = new Agent({ keepAlive: true })))
    const headers = withoutConnection(incoming.headers)
    const options = { agent, method: incoming.method, headers }
    const onward = request(`${target}${incoming.url}`, options as object, (answer) => {
      outgoing.writeHead(answer.statusCode ?? 502, withoutConnection(answer.headers))
      answer.pipe(outgoing)
    })
    onward.on('error', () => outgoing.writeHead(502).end())
    incoming.pipe(onward)
  })
  // Longer than any client here keeps a connection: it is never the balancer that closes one.
  server.keepAliveTimeout = 600_000
  server.listen(0, '127.0.0.1')
  await once(server, 'listening')
  await Promise.all(targets.map(look))
  for (const target of targets) void watch(target)
  t.teardown(() => {
    looking = false
    for (const agent of agents.values()) agent.destroy()
    server.closeAllConnections()
    server.close()
  })
  return { url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`, ready: () => [...ready] }
}

/** Each of the two connections is kept or closed for itself. */
function withoutConnection(headers: IncomingHttpHeaders): IncomingHttpHeaders {
  return Object.fromEntries(Object.entries(headers).filter(([name]) => name !== 'connection'))
}
