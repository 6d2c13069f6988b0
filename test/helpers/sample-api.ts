import fastify, { type FastifyInstance } from 'fastify'
import type { GraphQLError, GraphQLFormattedError, GraphQLResolveInfo } from 'graphql'
import mercurius from 'mercurius'
import { graphqlOverHttp, guardOperations } from '../../src/graphql/over-http.ts'
import { scalars } from '../../src/graphql/scalars.ts'

const schema = `
  "A day."
  scalar Date
  scalar DateTime
  scalar Money
  interface Node { id: ID! }
  type Plan implements Node { id: ID! title: String! parent: Plan tasks: [Task!]! echo: String }
  type Task implements Node { id: ID! name: String money: Money broken: String told(n: Int): String }
  input Either { text: String or: [Either!] }
  input Filter { title: String due: Date amounts: [Money!] }
  enum Way { UP DOWN }
  input Order { by: Way! = UP first: Int! = 3 last: Int = 4 within: [Order2!] }
  input Order2 { by: Way! = DOWN name: String! }
  type Query {
    a: String
    b: String
    plan: Plan
    plans: [Plan!]!
    node(untold: Boolean): Node
    echo(text: String, filter: Filter, due: Date, at: DateTime, amount: Money, either: Either, order: Order): String
    stamps: Stamps!
  }
  type Stamps { date: Date at: DateTime amount: Money wrong: Money }
  type Mutation { rename(title: String): String! }
  type Subscription { ticks: String }
`

export class CodedError extends Error {
  readonly code: string
  constructor(code: string, message: string) {
    super(message)
    this.code = code
  }
}

/** Shows what is meant for callers and hides the rest. */
export function formatError(error: GraphQLError): GraphQLFormattedError {
  const { message, locations, path, extensions } = error
  const place = { ...(locations && { locations }), ...(path && { path }) }
  if (typeof extensions['code'] === 'string') return { message, ...place, extensions }
  const cause = error.originalError
  if (cause instanceof CodedError) return { message, ...place, extensions: { code: cause.code } }
  return { message: 'Something went wrong.', ...place, extensions: { code: 'INTERNAL' } }
}

const plan = (id: string) => ({
  id,
  title: `Plan ${id}`,
  parent: { id: 'parent', title: 'Parent', tasks: [] },
  tasks: [{ id: '1', name: 'one', money: '9007199254740993' }, { id: '2' }],
})

/** What a resolver was told about its field. */
const told = (_: unknown, args: unknown, __: unknown, info: GraphQLResolveInfo) =>
  JSON.stringify({ args, parent: info.parentType.name, keys: info.fieldNodes.map((node) => node.alias?.value) })

const secret = () => {
  throw new Error('password=hunter2')
}

export interface Sample {
  app: FastifyInstance
  /** The infos that resolvers were given, in order. */
  infos: GraphQLResolveInfo[]
  renamed: string[]
}

/** A small API with everything that a document can go wrong on. */
export async function sampleApi(refusal?: Error): Promise<Sample> {
  const app = fastify()
  const infos: GraphQLResolveInfo[] = []
  const renamed: string[] = []
  const resolvers = {
    ...scalars,
    Query: {
      a: () => 'a',
      b: async () => 'b',
      plan: async (_: unknown, __: unknown, ___: unknown, info: GraphQLResolveInfo) => {
        infos.push(info)
        return plan('1')
      },
      plans: () => [plan('1'), plan('2')],
      node: async (_: unknown, { untold }: { untold?: boolean }) => ({
        ...(!untold && { __typename: 'Task' }),
        id: '7',
      }),
      echo: (_: unknown, args: unknown) => JSON.stringify(args),
      stamps: () => ({ date: '2019-01-28', at: new Date(0), amount: 9007199254740993n, wrong: 2 ** 53 }),
    },
    Plan: { echo: told },
    Task: { broken: secret, told },
    Mutation: { rename: (_: unknown, { title }: { title?: string }) => String(renamed.push(String(title))) },
  }
  await app.register(mercurius, {
    schema,
    resolvers,
    subscription: { fullWsTransport: true },
    context: () => {
      if (refusal) throw refusal
      return {}
    },
    ...graphqlOverHttp({ answer: async () => {}, formatError }),
  })
  guardOperations(app)
  await app.ready()
  return { app, infos, renamed }
}

export interface Answer {
  status: number
  type: string
  headers: Record<string, unknown>
  data: any
  errors: any
  body: any
}

/** Sends one request by POST and reads the answer. */
export async function post(app: FastifyInstance, payload: object | string, headers: object = {}): Promise<Answer> {
  return answer(
    await app.inject({
      method: 'POST',
      url: '/graphql',
      headers: { 'content-type': 'application/json', ...headers },
      payload: typeof payload === 'string' ? payload : JSON.stringify(payload),
    }),
  )
}

export async function send(
  app: FastifyInstance,
  method: 'GET' | 'HEAD',
  query: Record<string, string>,
): Promise<Answer> {
  return answer(await app.inject({ method, url: '/graphql', query }))
}

function answer(response: Awaited<ReturnType<FastifyInstance['inject']>>): Answer {
  const body = response.body === '' ? {} : response.json()
  const { data, errors } = body
  const type = String(response.headers['content-type']).split(';')[0] ?? ''
  return { status: response.statusCode, type, headers: response.headers, data, errors, body }
}
