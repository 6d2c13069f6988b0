import type { FastifyReply, FastifyRequest, RouteShorthandOptions } from 'fastify'
import type { NationalDoor, TenantDoor } from '../db/tenancy.ts'
import type { ErrorCode } from '../errors.ts'
import type { Role, Scope, Standing, Viewer } from '../graphql/context.ts'
import { statuses } from './problem.ts'

export type JsonSchema = Readonly<Record<string, unknown>>

/** Somebody who has signed in, and the one door that they may go through. */
export interface Asker extends Standing {
  viewer: Viewer
  door: TenantDoor | NationalDoor
}

/** One kind of answer: its media types, each with the schema of its body. */
export interface Answer {
  description: string
  content?: Readonly<Record<string, JsonSchema>>
  headers?: Readonly<Record<string, JsonSchema>>
}

/** Everything about a route but what it does; the reference at /api/v1/openapi.json is made from it. */
export interface RouteOptions {
  tag: 'rollups' | 'changes' | 'exports' | 'imports'
  /** A few words, and what is worth knowing, in Markdown. */
  summary: string
  description: string
  /** What a service account must be allowed. People have all that their role allows. */
  scope: Scope
  /** Who may ask; all who may read records (so not importers) unless said. */
  roles?: readonly Role[]
  /** JSON Schemas by name. A list is written as one value with commas: `years=2017,2019`. */
  params?: Readonly<Record<string, JsonSchema>>
  query?: Readonly<Record<string, JsonSchema>>
  /** Which of them must be there. */
  owed?: readonly string[]
  /** Only those that the caller should know of. */
  headers?: Readonly<Record<string, JsonSchema>>
  /** What kinds of body are taken. It isn't validated: the route's own parser does that. */
  consumes?: readonly string[]
  answers: Readonly<Record<number, Answer>>
  /** Codes of errors beside those that every route has, or other statuses with their descriptions. */
  problems?: readonly (ErrorCode | readonly [status: number, description: string])[]
  /** What a request takes from its caller's budget, in the units of GraphQL's costs; a million rows' worth is about 10,000. */
  cost: number
  /** False for a route that mostly waits: it takes its caller's turn only while it works, with `Rest.turn`. */
  takesTurn?: boolean
  /** Holds a connection for as long as its answer is taken: it takes its turn among what programs do, whoever asks. */
  lasts?: boolean
}

/**
 * What features' routes are given. Everything in it is bound to the request: a route names no pool, and no province that its
 * asker may not enter.
 */
export interface Rest {
  /**
   * The options to register a route with. Before its handler runs, the asker has signed in, has the role and the scope,
   * has paid, and has got its turn, which ends with the response however that ends; and all parameters are valid.
   */
  route(options: RouteOptions): RouteShorthandOptions
  asker(request: FastifyRequest): Asker
  /** Takes more of the caller's budget, once it is known what a request takes; throws if there isn't enough. */
  spend(request: FastifyRequest, cost: number): void
  /**
   * Asks one query of the GraphQL API on the asker's behalf; it costs nothing beside what the route does. Throws what the
   * query's first field has failed with.
   */
  ask(request: FastifyRequest, document: string, variables: object): Promise<Record<string, unknown>>
  /** Waits until it is the caller's turn, does the work, and lets the next have its turn. */
  turn<T>(request: FastifyRequest, work: () => Promise<T>): Promise<T>
  /** Counts an answer that lasts, until it ends; throws LIMIT_EXCEEDED if the caller has as many as may be. */
  countLasting(request: FastifyRequest, reply: FastifyReply): void
  /** Looks anew at who asks, for a route whose answer lasts: whether the token still holds, and what it now lets do. */
  isStillAllowed(request: FastifyRequest): Promise<boolean>
  /**
   * The door into one province that the asker may enter: its own, or one of an importer's several. Throws FORBIDDEN or, for
   * a slug that isn't the asker's, the same as for a slug that nobody has.
   */
  doorInto(request: FastifyRequest, slug: string): TenantDoor
  /** The key of a province. */
  provinceId(slug: string): number | undefined
  /** A province's slug by its key. */
  slugOf(province: number): string
  /** The largest file that is imported, in bytes as they are sent. */
  readonly maxImportBytes: number
  /** The keys of all provinces. */
  provinceIds(): number[]
  /** The key of a province of the map on a date; throws for one that isn't on it, and names its successor. */
  onMap(slug: string, date: string | null): number
  /** The key that seals cursors of one kind for one scope. */
  cursorKey(list: string, scope: string): Buffer
}

/** Who may ask unless a route says otherwise. */
export const readers: readonly Role[] = [
  'PROVINCE_VIEWER',
  'DEPARTMENT_OFFICER',
  'PROVINCE_ADMIN',
  'MINISTRY_ANALYST',
  'MINISTRY_ADMIN',
]

const everyRoutes: readonly ErrorCode[] = [
  'BAD_INPUT',
  'UNAUTHENTICATED',
  'FORBIDDEN',
  'LIMIT_EXCEEDED',
  'INTERNAL',
  'UNAVAILABLE',
]

/** The route's schema, by which Fastify validates and from which the reference is made. */
export function schemaOf(options: RouteOptions) {
  const { tag, summary, description, scope, params, query = {}, owed = [], headers, consumes, answers } = options
  return {
    tags: [tag],
    summary,
    description,
    security: [{ token: [] }, { serviceAccount: [scope] }],
    ...(params && { params: { type: 'object', properties: params, required: Object.keys(params) } }),
    querystring: {
      type: 'object',
      additionalProperties: false,
      properties: query,
      required: owed,
    },
    ...(headers && { headers: { type: 'object', properties: headers } }),
    ...(consumes && { consumes, body: { description: 'The file.' } }),
    response: { ...Object.fromEntries(Object.entries(answers).map(described)), ...problemsOf(options) },
  }
}

function described([status, { description, content, headers }]: [string, Answer]): [string, object] {
  const types = Object.entries(content ?? {}).map(([type, schema]) => [type, { schema }])
  return [
    status,
    {
      description,
      ...(headers && { headers }),
      ...(types.length === 0 ? { type: 'null' } : { content: Object.fromEntries(types) }),
    },
  ]
}

function problemsOf({ problems = [] }: RouteOptions): Record<number, object> {
  const byStatus = new Map<number, string>()
  for (const code of everyRoutes) byStatus.set(statuses[code], code)
  for (const problem of problems) {
    const [status, words] = typeof problem === 'string' ? [statuses[problem], problem] : problem
    const known = byStatus.get(status)
    byStatus.set(status, known === undefined || known === words ? words : `${known}, ${words}`)
  }
  return Object.fromEntries([...byStatus].map(([status, words]) => [status, problemAnswer(words)]))
}

/** An error in the reference. */
export const problemAnswer = (description: string) => ({
  description,
  content: { 'application/problem+json': { schema: { $ref: 'Problem#' } } },
})

/** Takes lists apart before they are validated. */
export function splitLists(query: Record<string, string | string[]>, schemas: RouteOptions['query']): void {
  for (const [name, schema] of Object.entries(schemas ?? {})) {
    const given = query[name]
    if (schema['type'] !== 'array' || given === undefined) continue
    query[name] = [given].flat().flatMap((value) => value.split(',').map((piece) => piece.trim()))
  }
}

/** What a client that has left no longer waits for. */
export const hasLeft = (reply: FastifyReply): boolean => reply.raw.destroyed
