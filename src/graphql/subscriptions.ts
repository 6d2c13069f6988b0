import { getNamedType, type GraphQLResolveInfo } from 'graphql'
import type { Notice } from '../db/audit.ts'
import { changesSince, isFirstPublished, type ChangesSince } from '../db/change-log.ts'
import { isId } from '../db/ids.ts'
import type { JsonStatement, NationalDoor, TenantDoor } from '../db/tenancy.ts'
import { AppError } from '../errors.ts'
import { alikeKey } from './alike.ts'
import { requireScope, requireViewer, type Context } from './context.ts'
import type { Line } from './line.ts'
import { openSealed, seal } from './sealed.ts'
import { Selection, setOf, setsOf } from './selection.ts'
import { pendingOf, type Live } from './live.ts'
import type { Pending, Watch } from './watch.ts'

/** What a subscription is given: what a query is, and the connection that it came through. */
export interface LiveContext extends Context {
  live: Live
  line: Line
  /** Seals the cursors of one subscription for the viewer's scope. */
  cursorKey(list: string): Buffer
  /** Returns once changes are heard of. */
  listening(): Promise<void>
}

/** An argument that narrows a subscription: what it needs of the object, and whether the object then fits. */
interface Filter {
  needs: string
  fits(object: any, value: string): boolean
}

interface Changed {
  /** The event's field for the changed object, and its type. */
  field: string
  type: Notice['entity']
  /** The argument that is the id of the object itself. */
  idArgument?: string
  filters?: Readonly<Record<string, Filter>>
}

type Args = Readonly<Record<string, string | null | undefined>>
type Resolver = (_: unknown, args: Args, context: LiveContext, info: GraphQLResolveInfo) => Promise<AsyncGenerator>

/** A changed object, as the viewer may see it, with where in the log the change stands. */
interface Loaded {
  kind: 'CREATED' | 'UPDATED'
  object: unknown
  position: string
}

/** The root value that an event is answered from. One object serves all who are told the same. */
type Told = Readonly<Record<string, unknown>>

interface Telling {
  /** What the viewer sees of a change; undefined if nothing. */
  load: (pending: Pending) => Promise<Loaded | undefined>
  told: (loaded: Loaded) => Told
  /** Both, once for all who are told the same. */
  tell: (pending: Pending) => Promise<Told | undefined>
}

const nobody = '00000000-0000-0000-0000-000000000000'

/** The source of one field of Subscription: an event for each change of an object of the type that the viewer may see. */
export function changed({ field, type, idArgument, filters = {} }: Changed): Resolver {
  const needs = Object.fromEntries(Object.entries(filters).map(([name, filter]) => [name, setOf(filter.needs)]))

  return async (_, args, context, info) => {
    const viewer = requireViewer(context)
    if (viewer.role === 'IMPORTER') throw new AppError('forbidden', { role: viewer.role })
    requireScope(viewer, 'changes:read')
    requireScope(viewer, 'records:read')
    const { live, line, reads } = context
    const door = context.door as TenantDoor | NationalDoor
    const readable = 'scope' in door ? door.scope.readable : null
    const key = context.cursorKey(info.fieldName)
    const after = args['after'] == null ? null : openSealed(args['after'], key)
    const named = idArgument === undefined ? null : (args[idArgument] ?? null)
    const id = named === null || isId(named) ? (named?.toLowerCase() ?? null) : nobody

    const given = Object.entries(filters).filter(([name]) => args[name] != null)
    const names = given.map(([name]) => name)
    const besides = { name: names.map((name) => `_${name}`).join(''), sets: names.map((name) => needs[name]!) }
    const read = (of: string, how: (statement: JsonStatement) => Promise<string | null>) =>
      reads.payload(context, info, field, type, of, how, besides)
    // Whatever is wrong with the selection's arguments is said now, and not when something changes.
    let alike = ''
    await read(nobody, async (statement) => {
      alike = alikeKey(info, context.language, [readable, key.toString('base64'), statement.text, statement.values])
      return null
    })

    const selected = new Selection(info.schema, info.fragments, info.variableValues)
    const kindIsTold = selected.fields(getNamedType(info.returnType).name, setsOf(info)).has('kind')
    const isNew = async ({ event, first, created }: Pending) => {
      if (created !== undefined || first === 1) return created ?? true
      // A province's user saw the thing from its first version on; the ministry, from the day it was published.
      if (readable !== null || !kindIsTold) return false
      return live.once(event, `first ${first}`, () => isFirstPublished(door, { ...event.notice, version: first }))
    }
    const load = async (pending: Pending): Promise<Loaded | undefined> => {
      const object = await read(pending.event.notice.id, (statement) => {
        const question = JSON.stringify([readable, statement.text, statement.values])
        return live.once(pending.event, question, () => door.read(statement))
      })
      const fits = object !== null && given.every(([name, filter]) => filter.fits(object, args[name]!.toLowerCase()))
      if (!fits) return undefined
      return { object, kind: (await isNew(pending)) ? 'CREATED' : 'UPDATED', position: pending.position }
    }
    const told = ({ object, kind, position }: Loaded): Told => ({
      [info.fieldName]: { [field]: object, kind, cursor: () => seal(position, key) },
    })
    const tell = (pending: Pending): Promise<Told | undefined> =>
      live.shared(pending.event, `${alike} ${pending.first} ${pending.created} ${pending.position}`, async () => {
        const loaded = await load(pending)
        return loaded && told(loaded)
      })

    await context.listening()
    // From here on changes are noted; what was committed before is in the log. Nothing falls between the two.
    const watch = live.watch({ door, readable, entity: type, id, line })
    try {
      const lookUp = (position: string) =>
        live.read(() => changesSince(door, { readable, entities: [type], id, position }))
      const since = after === null ? null : await lookUp(after)
      if (since === undefined) throw new AppError('tooManyChanges')
      return stoppable(watch, events(watch, since, after ?? '', { load, told, tell }))
    } catch (error) {
      watch.end()
      throw error
    }
  }
}

async function* events(
  watch: Watch,
  since: ChangesSince | null,
  after: string,
  { load, told, tell }: Telling,
): AsyncGenerator {
  const { line } = watch.options
  // What the client has not taken yet must not be overtaken: the turn ends when the next event is asked for.
  const inTurn = async function* (get: () => Promise<Told | undefined>) {
    const over = await line.turn()
    try {
      const event = watch.open ? await get() : undefined
      if (event !== undefined) yield event
    } finally {
      over()
    }
  }

  // All but the last of what was missed carry the old position: who is cut off in between asks for all of it again.
  let last: Loaded | undefined
  for (const change of since?.changes ?? []) {
    yield* inTurn(async () => {
      const next = await load(pendingOf(change, after))
      const earlier = last
      if (next === undefined) return undefined
      last = next
      return earlier && told(earlier)
    })
  }
  if (last !== undefined && since !== null) {
    const final = told({ ...last, position: since.position })
    yield* inTurn(async () => final)
  }
  // What was committed while the log was read may be in both.
  const known = new Map(since?.changes.map(({ id, version }) => [id, version]))
  for (let pending = await watch.next(); pending !== undefined; pending = await watch.next()) {
    const next = notYetTold(pending, known)
    if (next !== undefined) yield* inTurn(() => tell(next))
  }
}

/** What of a change is news to who was told of these versions; versions that are told once are forgotten. */
function notYetTold(pending: Pending, told: Map<string, number>): Pending | undefined {
  const { id, version } = pending.event.notice
  const last = told.get(id)
  if (last === undefined) return pending
  if (version <= last) return undefined
  told.delete(id)
  return pending.first > last ? pending : { ...pending, first: last + 1, created: false }
}

/** Ending a generator waits for what it is waiting for, which here may never come; so the watch is ended first. */
export function stoppable(watch: { end(): void }, generator: AsyncGenerator): AsyncGenerator {
  const next = async () => {
    try {
      return await generator.next()
    } catch (error) {
      watch.end()
      throw error
    }
  }
  const end = async () => {
    watch.end()
    return generator.return(undefined)
  }
  const iterator = { next, return: end, throw: end, [Symbol.asyncIterator]: () => iterator }
  return iterator as unknown as AsyncGenerator
}
