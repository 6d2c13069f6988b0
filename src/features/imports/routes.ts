import { Readable } from 'node:stream'
import type { FastifyInstance, FastifyRequest } from 'fastify'
import { isId } from '../../db/ids.ts'
import type { TenantDoor } from '../../db/tenancy.ts'
import { AppError, UserError } from '../../errors.ts'
import { HttpError } from '../../rest/problem.ts'
import type { Rest } from '../../rest/routes.ts'
import { importKinds, type ImportKind } from './files/columns.ts'
import { formatOfType, importTypes } from './files/formats.ts'
import { listChanges, listProblems } from './jobs/job-findings.ts'
import { cancelJob, listParts, type JobRecord } from './jobs/job-record.ts'
import { importJobSchema, problemPage, changePage, routeTexts } from './jobs/job-schema.ts'
import { problemsAsCsv, stateOf, viewJob, viewProblem } from './jobs/job-view.ts'
import type { Problem } from './problems.ts'
import { importerRoles, type ImportMode } from './rules.ts'
import { undoEverywhere } from './writes/undo.ts'
import { receive } from './jobs/upload.ts'

const common = { tag: 'imports', scope: 'imports:write', roles: importerRoles } as const
const jobId = { id: { type: 'string', format: 'uuid', description: 'The import’s id.' } }
const jobAnswer = { description: 'The import.', content: { 'application/json': importJobSchema } }
const pageSize = 100
const pageQuery = {
  after: { type: 'string', description: '`next` of the page before.' },
  first: { type: 'integer', minimum: 1, maximum: 1_000, default: pageSize, description: 'How many at most.' },
}

/** An import in one of the provinces that the asker may enter. */
interface Part {
  door: TenantDoor
  job: JobRecord
}

export function importRoutes(app: FastifyInstance, rest: Rest): void {
  // A file is taken as it comes, whatever it says that it is; who it is for decides what is read of it.
  app.removeAllContentTypeParsers()
  app.addContentTypeParser('*', (_request, payload, done) => done(null, payload))

  app.post<{ Querystring: Query }>(
    '/api/v1/imports',
    {
      ...rest.route({
        ...common,
        ...routeTexts.send,
        query: {
          kind: { type: 'string', enum: importKinds, description: 'What the file holds.' },
          province: { type: 'string', description: 'Whose file it is: a slug. Owed only by an importer of several.' },
          mode: { type: 'string', enum: ['atomic', 'partial'], default: 'atomic', description: routeTexts.mode },
          dryRun: { type: 'boolean', default: false, description: 'Tells what would happen, and writes nothing.' },
          name: { type: 'string', maxLength: 200, description: 'What the file is called; the audit log names it.' },
        },
        owed: ['kind'],
        headers: {
          'idempotency-key': { type: 'string', description: 'The same key and file get the first import again.' },
        },
        consumes: importTypes,
        answers: {
          202: { ...jobAnswer, headers: { location: { type: 'string', description: 'Where it is seen.' } } },
        },
        problems: [
          [413, 'The file is too large.'],
          [415, 'The file is of a type that isn’t imported.'],
        ],
        cost: 100,
        takesTurn: false,
      }),
    },
    async (request, reply) => {
      const id = await send(rest, request)
      request.server.imports.wake()
      reply.code(202).header('location', `/api/v1/imports/${id}`)
      return view(rest, request, id)
    },
  )

  app.get<Named>(
    '/api/v1/imports/:id',
    rest.route({
      ...common,
      ...routeTexts.see,
      params: jobId,
      answers: { 200: jobAnswer },
      problems: ['NOT_FOUND'],
      cost: 5,
    }),
    (request) => view(rest, request, request.params.id),
  )

  app.get<Named & { Querystring: Page }>(
    '/api/v1/imports/:id/problems',
    rest.route({
      ...common,
      ...routeTexts.problems,
      params: jobId,
      query: pageQuery,
      answers: {
        200: {
          description: 'A page of problems, or all of them as CSV.',
          content: { 'application/json': problemPage, 'text/csv': { type: 'string' } },
        },
      },
      problems: ['NOT_FOUND'],
      cost: 10,
    }),
    async (request, reply) => {
      const parts = await findParts(rest, request, request.params.id)
      const { language } = rest.asker(request)
      if (/^text\/csv\b/.test(request.headers.accept ?? '')) {
        reply
          .type('text/csv; charset=utf-8')
          .header('content-disposition', `attachment; filename="problems-${request.params.id}.csv"`)
        return Readable.from(everyProblem(parts, (problems, about) => problemsAsCsv(problems, { ...about, language })))
      }
      const { items, next } = await page(parts, request.query, async (part, options) => {
        const { problems, next: after } = await part.door.snapshot((tx) => listProblems(tx, scopeOf(part), options))
        return { items: problems, next: after }
      })
      return { problems: items.map((problem) => viewProblem(problem, language)), next }
    },
  )

  app.get<Named & { Querystring: Page }>(
    '/api/v1/imports/:id/changes',
    rest.route({
      ...common,
      ...routeTexts.changes,
      params: jobId,
      query: pageQuery,
      answers: { 200: { description: 'A page.', content: { 'application/json': changePage } } },
      problems: ['NOT_FOUND'],
      cost: 10,
    }),
    async (request) => {
      const parts = await findParts(rest, request, request.params.id)
      const { items, next } = await page(parts, request.query, async (part, options) => {
        const { changes, next: after } = await part.door.snapshot((tx) => listChanges(tx, scopeOf(part), options))
        return { items: changes, next: after }
      })
      return { changes: items, next }
    },
  )

  app.delete<Named>(
    '/api/v1/imports/:id',
    rest.route({
      ...common,
      ...routeTexts.cancel,
      params: jobId,
      answers: { 200: jobAnswer },
      problems: ['NOT_FOUND', 'INVALID_STATE'],
      cost: 10,
    }),
    async (request) => {
      const { id } = request.params
      const parts = await findParts(rest, request, id)
      const ended = await Promise.all(parts.map(({ door }) => door.write((tx) => cancelJob(tx, id))))
      if (!ended.includes(true)) throw new AppError('importEnded', { state: stateOf(parts.map(({ job }) => job)) })
      return view(rest, request, id)
    },
  )

  app.post<Named>(
    '/api/v1/imports/:id/undo',
    rest.route({
      ...common,
      ...routeTexts.undo,
      params: jobId,
      answers: { 200: jobAnswer },
      problems: ['NOT_FOUND', 'INVALID_STATE'],
      cost: 1_000,
    }),
    async (request) => {
      const { id } = request.params
      const { viewer, requestId } = rest.asker(request)
      const actor = { subject: viewer.subject, role: viewer.role, requestId }
      const doors = (await findParts(rest, request, id)).map(({ door }) => door)
      await undoEverywhere(doors, actor, id)
      return view(rest, request, id)
    },
  )
}

interface Query {
  kind: ImportKind
  province?: string
  mode: ImportMode
  dryRun: boolean
  name?: string
}
interface Named {
  Params: { id: string }
}
interface Page {
  after?: string
  first: number
}

async function send(rest: Rest, request: FastifyRequest<{ Querystring: Query }>): Promise<string> {
  const { kind, province, mode, dryRun, name = kind } = request.query
  const { viewer, requestId } = rest.asker(request)
  const format = formatOfType(request.headers['content-type'] ?? '')
  if (format === undefined) throw new HttpError(415, 'unknownImportType', { types: importTypes.join(', ') })
  // gzip is told from the bytes, so that a file that is packed needs no header.
  const packed = request.headers['content-encoding'] ?? 'identity'
  if (!/^(identity|(x-)?gzip)$/i.test(packed))
    throw new HttpError(415, 'unknownImportEncoding', { encoding: packed.slice(0, 100) })
  const key = request.headers['idempotency-key']
  if (key !== undefined && (typeof key !== 'string' || !/^[\x20-\x7e]{1,255}$/.test(key))) throw new AppError('badKey')
  const own = enterable(rest, request)
  const slugs = province === undefined ? own : [province]
  const [first] = slugs
  if (first === undefined) throw new AppError('forbidden', { role: viewer.role })
  const doors = slugs.map((slug) => rest.doorInto(request, slug))
  const max = rest.maxImportBytes
  const tooLarge = () => new HttpError(413, 'importTooLarge', { max })
  if (Number(request.headers['content-length'] ?? 0) > max) throw tooLarge()
  if (!(request.body instanceof Readable)) throw new UserError('fileOwed', ['body'])
  return receive(doors[0] as TenantDoor, {
    actor: { subject: viewer.subject, role: viewer.role, requestId },
    order: { kind, mode, dryRun, name, format },
    provinceIds: doors.map(({ scope }) => scope.own as number),
    body: request.body as Readable,
    maxBytes: max,
    tooLarge,
    idempotencyKey: key ?? null,
  })
}

function enterable(rest: Rest, request: FastifyRequest): string[] {
  const { viewer } = rest.asker(request)
  const provinces = viewer.provinces ?? (viewer.province === null ? [] : [viewer.province])
  return provinces.map(({ slug }) => slug)
}

const scopeOf = ({ door }: Part) => [door.scope.own as number]

/** An importer sees its own imports; a province's administrator, all that were sent for the province. */
async function findParts(rest: Rest, request: FastifyRequest, id: string): Promise<Part[]> {
  const { viewer, door } = rest.asker(request)
  const provinces = isId(id) ? enterable(rest, request).flatMap((slug) => rest.provinceId(slug) ?? []) : []
  // Together: of a file that is just being handed out to its provinces, some that are there already may have ended.
  const jobs = provinces.length === 0 ? [] : await (door as TenantDoor).snapshot((tx) => listParts(tx, provinces, id))
  const parts = jobs
    .filter(({ subject }) => viewer.role !== 'IMPORTER' || subject === viewer.subject)
    .map((job) => ({ door: rest.doorInto(request, rest.slugOf(job.provinceId)), job }))
  if (parts.length === 0) throw new AppError('notFound', { noun: 'importJob', id: id.slice(0, 100) })
  return parts
}

async function view(rest: Rest, request: FastifyRequest, id: string): Promise<object> {
  const parts = await findParts(rest, request, id)
  return viewJob(
    parts.map(({ job }) => job),
    (province) => rest.slugOf(province),
    rest.asker(request).language,
  )
}

/** A page over all parts; a cursor says in which part and behind what it begins. */
async function page<Item>(
  parts: readonly Part[],
  { after = '', first }: Page,
  list: (
    part: Part,
    options: { job: string; after: number; first: number },
  ) => Promise<{ items: Item[]; next: number | null }>,
): Promise<{ items: Item[]; next: string | null }> {
  const cursor = /^(\d{1,9})\.(\d{1,9})$/.exec(after === '' ? '0.0' : after)
  if (cursor === null) throw new UserError('parameterForm', ['after'], { name: 'after' })
  const [place, ordinal] = [Number(cursor[1]), Number(cursor[2])]
  const part = parts[place]
  if (part === undefined) return { items: [], next: null }
  const found = await list(part, { job: part.job.id, after: ordinal, first })
  if (found.next !== null) return { items: found.items, next: `${place}.${found.next}` }
  return { items: found.items, next: place + 1 < parts.length ? `${place + 1}.0` : null }
}

async function* everyProblem(
  parts: readonly Part[],
  write: (problems: readonly Problem[], about: { kind: ImportKind; first: boolean }) => string,
): AsyncGenerator<string> {
  const kind = (parts[0] as Part).job.kind
  yield write([], { kind, first: true })
  for (const part of parts) {
    for (let after: number | null = 0; after !== null;) {
      const options = { job: part.job.id, after, first: 1_000 }
      const found: { problems: Problem[]; next: number | null } = await part.door.snapshot((tx) =>
        listProblems(tx, scopeOf(part), options),
      )
      yield write(found.problems, { kind, first: false })
      after = found.next
    }
  }
}
