import type { IncomingMessage } from 'node:http'
import type { Duplex } from 'node:stream'
import type { FastifyInstance } from 'fastify'
import { handleProtocols, type Server } from 'graphql-ws'
import { WebSocketServer, type WebSocket } from 'ws'
import { requestIdOf } from './hardening.ts'

/** One WebSocket, as those who speak through it hold it. */
export interface Connection {
  readonly request: IncomingMessage
  isOpen(): boolean
  /** Returns once the message is on its way; does nothing when the connection is no longer open. */
  send(message: string): Promise<void>
  /** Closes it with a code and a reason of at most 123 bytes. */
  close(code: number, reason: string): void
  /** Called when nothing more can be told, perhaps before the socket is gone. */
  onEnd: () => void
}

export interface WebSocketOptions {
  path: string
  /** How many may be open at once. */
  max: number
  server: Server<Connection>
}

/** The longest message of a client, in bytes: a subscription has some hundred, an access token one or two thousand. */
export const maxMessage = 16_384
// One large event may be on its way; a client that only sends, and never reads the answers, comes past that.
const maxBuffered = 8 * 1_048_576
const pingEvery = 25_000 // ms
// For the client to answer a close, or to take what is still under way to it.
const goodbye = 3_000 // ms

/** Takes WebSockets at one path of the app's server, and hands over to `server` what they say. */
export function registerWebSocket(app: FastifyInstance, { path, max, server }: WebSocketOptions): void {
  const sockets = new WebSocketServer({
    noServer: true,
    handleProtocols,
    maxPayload: maxMessage,
    // Compressing each event anew for each client takes more time and memory than the network saves.
    perMessageDeflate: false,
  })
  sockets.on('headers', (headers, request) => headers.push(`X-Request-Id: ${requestIdOf(request)}`))
  const alive = new WeakSet<WebSocket>()
  const connections = new Map<WebSocket, Connection>()
  let closing = false

  app.server.on('upgrade', (request: IncomingMessage, socket: Duplex, head: Buffer) => {
    if (request.headers.upgrade?.toLowerCase() !== 'websocket') return withoutUpgrade(app, request, socket, head)
    socket.on('error', () => socket.destroy())
    if (request.url?.split('?')[0] !== path) return refuse(socket, '404 Not Found')
    if (closing || sockets.clients.size >= max) return refuse(socket, '503 Service Unavailable\r\nRetry-After: 5')
    sockets.handleUpgrade(request, socket, head, (webSocket) => open(webSocket, request))
  })

  function open(socket: WebSocket, request: IncomingMessage): void {
    const connection: Connection = {
      request,
      isOpen: () => socket.readyState === socket.OPEN,
      send: (message) =>
        new Promise((resolve, reject) => {
          if (!connection.isOpen()) return resolve()
          socket.send(message, (error) => (error ? reject(error) : resolve()))
        }),
      close: (code, reason) => {
        if (!connection.isOpen()) return
        socket.close(code, reason)
        setTimeout(() => socket.terminate(), goodbye).unref()
        connection.onEnd()
      },
      onEnd: () => {},
    }
    connections.set(socket, connection)
    alive.add(socket)
    const heard = () => {
      alive.add(socket)
      if (socket.bufferedAmount > maxBuffered) connection.close(1013, 'Too slow: answers are not read')
    }
    socket.on('pong', heard)
    socket.on('ping', heard)
    // The close that follows tells the rest.
    socket.on('error', (error) => app.log.debug({ err: error }, 'websocket'))

    const closed = server.opened(
      {
        protocol: socket.protocol,
        send: (message) => connection.send(message),
        close: (code, reason) => connection.close(code ?? 1000, reason ?? ''),
        onMessage: (take) =>
          socket.on('message', (data) => {
            heard()
            // Who is being told goodbye has nothing more to say.
            if (!connection.isOpen()) return
            take((data as Buffer).toString()).catch((error: Error) => {
              if (!connection.isOpen()) return
              // What only servers say is no message from a client, but graphql-ws takes it for a fault of its own.
              if (error.message.startsWith('Unexpected message of type')) return connection.close(4400, error.message)
              app.log.error({ err: error }, 'unexpected')
              connection.close(4500, 'Internal server error')
            })
          }),
      },
      connection,
    )
    socket.on('close', (code, reason) => {
      connections.delete(socket)
      connection.onEnd()
      closed(code, String(reason)).catch((error: unknown) => app.log.error({ err: error }, 'unexpected'))
    })
  }

  // Finds connections whose other end is gone without a word.
  const pings = setInterval(() => {
    for (const socket of sockets.clients) {
      if (!alive.delete(socket)) socket.terminate()
      else if (socket.readyState === socket.OPEN) socket.ping()
    }
  }, pingEvery)
  pings.unref()

  app.addHook('preClose', async () => {
    closing = true
    clearInterval(pings)
    const gone = [...connections].map(
      ([socket, connection]) =>
        new Promise<void>((resolve) => {
          socket.on('close', () => resolve())
          connection.close(1001, 'Going away')
        }),
    )
    await Promise.all(gone)
  })
}

function refuse(socket: Duplex, status: string): void {
  socket.end(`HTTP/1.1 ${status}\r\nConnection: close\r\nContent-Length: 0\r\n\r\n`)
}

/**
 * Serves a request that asks for another protocol as the plain request that it also is. Some HTTP clients (Java's) offer
 * h2c with each request, and once there is a listener for upgrades Node no longer ignores such an offer by itself.
 */
function withoutUpgrade(app: FastifyInstance, request: IncomingMessage, socket: Duplex, head: Buffer): void {
  const lines = [`${request.method} ${request.url} HTTP/${request.httpVersion}`]
  for (let i = 0; i < request.rawHeaders.length; i += 2) {
    const [name, value] = request.rawHeaders.slice(i, i + 2) as [string, string]
    if (!['upgrade', 'connection', 'http2-settings'].includes(name.toLowerCase())) lines.push(`${name}: ${value}`)
  }
  socket.unshift(Buffer.concat([Buffer.from(`${lines.join('\r\n')}\r\n\r\n`, 'latin1'), head]))
  app.server.emit('connection', socket)
}
