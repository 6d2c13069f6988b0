import type { AddressInfo } from 'node:net'
import { setTimeout as sleep } from 'node:timers/promises'
import type { FastifyInstance } from 'fastify'
import { createClient, type Client, type ClientOptions } from 'graphql-ws'
import { WebSocket, type ClientOptions as SocketOptions } from 'ws'
import type { Viewer } from './app.ts'

interface Test {
  teardown(work: () => unknown): void
}

/** Opens the app's server on a free port; the URL is that of its WebSockets. */
export async function listen(app: FastifyInstance): Promise<string> {
  if (!app.server.listening) await app.listen({ port: 0, host: '127.0.0.1' })
  return `ws://127.0.0.1:${(app.server.address() as AddressInfo).port}/graphql`
}

/** Waits until something is the case; fails after a minute, which only a machine that is much too busy needs. */
export async function until(what: string, isSo: () => unknown): Promise<void> {
  for (const end = Date.now() + 60_000; !(await isSo()); await sleep(5)) {
    if (Date.now() > end) throw new Error(`It did not happen that ${what}.`)
  }
}

/** What has come for one subscription, in order. */
export interface Feed {
  /** The event's object (its one field) of each event. */
  events: any[]
  /** The errors with which it ended; undefined while it goes on. */
  errors: any
  /** Waits until so many events have come. */
  reach(count: number): Promise<void>
  stop(): void
}

/** Subscribes through a client that is in use elsewhere, and returns when the server has taken it. */
export async function subscribe(
  t: Test,
  app: FastifyInstance,
  viewer: Viewer,
  query: string,
  {
    variables = {},
    operationName,
    client,
    ...options
  }: Partial<ClientOptions> & { variables?: object; operationName?: string; client?: Client } = {},
): Promise<Feed> {
  const url = await listen(app)
  const connectionParams = { Authorization: viewer.headers['authorization'] }
  const own = client ?? createClient({ url, webSocketImpl: WebSocket, connectionParams, retryAttempts: 0, ...options })
  const before = app.live.begun
  const feed: Feed = {
    events: [],
    errors: undefined,
    reach: (count) => until(`${count} events came`, () => feed.errors !== undefined || feed.events.length >= count),
    stop: () => {},
  }
  feed.stop = own.subscribe(
    { query, variables: { ...variables }, ...(operationName !== undefined && { operationName }) },
    {
      next: ({ data, errors }) => void feed.events.push(errors ?? Object.values(data ?? {})[0]),
      error: (errors) => (feed.errors = errors),
      complete: () => (feed.errors ??= 'completed'),
    },
  )
  if (client === undefined) t.teardown(() => own.dispose())
  await until('the subscription began', () => app.live.begun > before || feed.errors !== undefined)
  return feed
}

/** A WebSocket whose every message is written and read as it is. */
export interface Raw {
  socket: WebSocket
  /** What has come, parsed. */
  messages: any[]
  closed: Promise<{ code: number; reason: string }>
  send(message: object | string): void
  /** Sends it and waits for the next message. */
  ask(message: object | string): Promise<any>
}

export async function rawSocket(
  t: Test,
  app: FastifyInstance,
  options: SocketOptions & { protocol?: string } = {},
): Promise<Raw> {
  const { protocol = 'graphql-transport-ws', ...more } = options
  const socket = new WebSocket(await listen(app), protocol === '' ? [] : [protocol], more)
  t.teardown(() => socket.terminate())
  const messages: any[] = []
  socket.on('message', (data) => messages.push(JSON.parse((data as Buffer).toString())))
  const closed = new Promise<{ code: number; reason: string }>((resolve) => {
    socket.on('close', (code, reason) => resolve({ code, reason: String(reason) }))
  })
  await new Promise((resolve, reject) => socket.on('open', resolve).on('error', reject))
  socket.on('error', () => {})
  const send = (message: object | string) =>
    socket.send(typeof message === 'string' ? message : JSON.stringify(message))
  const ask = async (message: object | string) => {
    const before = messages.length
    send(message)
    await until('an answer came', () => messages.length > before)
    return messages[before]
  }
  return { socket, messages, closed, send, ask }
}

/** The first message of a client that signs in. */
export const signIn = ({ headers }: Pick<Viewer, 'headers'>) => ({
  type: 'connection_init',
  payload: { Authorization: headers['authorization'] },
})
