import { createHash } from 'node:crypto'
import type { GraphQLResolveInfo } from 'graphql'
import type { Actor } from '../db/audit.ts'
import { once, type Retry } from '../db/idempotency.ts'
import type { JsonStatement, MinistryTx, TenantDoor, TenantTx } from '../db/tenancy.ts'
import { AppError, UserError } from '../errors.ts'
import { requireNational, requireTenant, requireViewer, type Context, type Role, type Viewer } from './context.ts'
import { rootFields } from './selection.ts'

/** What a command is told beside its input. */
export interface Caller {
  viewer: Viewer
  actor: Actor
  /** The province that the viewer's has merged into, and since when. */
  merger: { slug: string; effectiveOn: string } | null
  /** Shows the caller a secret, once, in the field of the payload that `reveals` names. It is kept nowhere. */
  reveal?(secret: string): void
}

/** Thrown where somebody was faster: the payload then holds the current state of the object with this id. */
export class Conflict extends UserError {
  readonly id: string
  constructor(id: string, ...error: ConstructorParameters<typeof UserError>) {
    super(...error)
    this.id = id
  }
}

/** Refuses a change that was made to another version than the current one. */
export function checkVersion(current: { id: string; version: number }, version: number): void {
  if (current.version === version) return
  throw new Conflict(current.id, 'stale', ['input', 'version'], { version: current.version })
}

interface Mutation<Transaction, Input> {
  /** The payload's field for the changed object, and its type. */
  field: string
  type: string
  roles: readonly Role[]
  /** Returns the id of the changed object. */
  command(tx: Transaction, caller: Caller, input: Input): Promise<string>
  /** The object is gone afterwards: the payload holds its id. */
  discards?: boolean
  /** The payload's field for what the command reveals; null in the repeated answer to an Idempotency-Key. */
  reveals?: string
  /** Runs once all is committed, before the answer. */
  afterwards?(): Promise<void>
}

type Resolver<Input> = (
  _: unknown,
  args: { input: Input },
  context: Context,
  info: GraphQLResolveInfo,
) => Promise<Payload>
type Payload = Record<string, unknown>

/**
 * The resolver of a mutation in the viewer's own province. `handedOver` finds out whether what is meant is a predecessor's,
 * which the viewer's province has taken over with its merger.
 */
export function mutation<Input>(
  spec: Mutation<TenantTx, Input> & { handedOver?(door: TenantDoor, input: Input): Promise<number | undefined> },
): Resolver<Input> {
  return async (_, { input }, context, info) => {
    const { viewer, door } = requireTenant(context)
    checkRole(viewer, spec.roles)
    const elsewhere = door.scope.merged ? await spec.handedOver?.(door, input) : undefined
    return run(spec, input, context, info, (work) => door.write(work, elsewhere))
  }
}

/** The resolver of a mutation of what has an owner: the viewer's own province, or the ministry (`provinceId` is 0). */
export function ownersMutation<Input>(spec: Mutation<TenantTx | MinistryTx, Input>): Resolver<Input> {
  return async (_, { input }, context, info) => {
    const viewer = requireViewer(context)
    checkRole(viewer, spec.roles)
    return run(spec, input, context, info, (work) =>
      viewer.province === null ? requireNational(context).door.write(0, work) : requireTenant(context).door.write(work),
    )
  }
}

/** The resolver of a mutation of the ministry; `provinceOf` finds the one province that it enters. */
export function ministryMutation<Input>(
  spec: Mutation<MinistryTx, Input> & { provinceOf(input: Input, context: Context): Promise<number> },
): Resolver<Input> {
  return async (_, { input }, context, info) => {
    const { viewer, door } = requireNational(context)
    checkRole(viewer, spec.roles)
    const found = await spec.provinceOf(input, context).catch((error: unknown) => {
      // The user's mistake is answered like one of the command's own.
      if (error instanceof UserError) return error
      throw error
    })
    const command: typeof spec.command = async (tx, caller, given) => {
      if (found instanceof UserError) throw found
      return spec.command(tx, caller, given)
    }
    const province = found instanceof UserError ? 0 : found
    return run({ ...spec, command }, input, context, info, (work) => door.write(province, work))
  }
}

/**
 * One transaction around one command. The payload is read in the same transaction. What the command throws undoes all
 * that it did; a UserError becomes the payload's `userErrors`, which is an answer like any other.
 */
async function run<Transaction extends TenantTx | MinistryTx, Input>(
  spec: Mutation<Transaction, Input>,
  input: Input,
  context: Context,
  info: GraphQLResolveInfo,
  write: (work: (tx: Transaction) => Promise<Payload>) => Promise<Payload>,
): Promise<Payload> {
  const viewer = context.viewer as Viewer
  const actor = { subject: viewer.subject, role: viewer.role, requestId: context.requestId }
  let revealed: string | null = null
  const caller: Caller = { viewer, actor, merger: context.merger, reveal: (secret) => (revealed = secret) }
  const retry = retryOf(context, info)
  const read = (tx: Transaction, id: string) =>
    context.reads.payload(context, info, spec.field, spec.type, id, (statement: JsonStatement) => tx.json(statement))

  const payload = await write(async (tx) => {
    const work = async (): Promise<Payload> => {
      tx.send('savepoint command')
      try {
        const id = await spec.command(tx, caller, input)
        if (spec.discards) return { id, userErrors: [] }
        const [changed] = await Promise.all([read(tx, id), tx.settle()])
        return { [spec.field]: changed, userErrors: [] }
      } catch (error) {
        if (!(error instanceof UserError)) throw error
        tx.send('rollback to savepoint command')
        revealed = null
        const current = error instanceof Conflict && !spec.discards ? await read(tx, error.id) : null
        const { code, path } = error
        const userErrors = [{ code, message: error.in(context.language), path }]
        return spec.discards ? { id: null, userErrors } : { [spec.field]: current, userErrors }
      }
    }
    if (retry === undefined) return work()
    const answer = await once(tx, retry, work)
    if (answer === undefined) throw new AppError('keyReused')
    return answer
  })
  await spec.afterwards?.()
  return spec.reveals === undefined ? payload : { ...payload, [spec.reveals]: revealed }
}

function checkRole(viewer: Viewer, roles: readonly Role[]): void {
  if (!roles.includes(viewer.role)) throw new AppError('forbidden', { role: viewer.role })
}

/** What the request's Idempotency-Key says, if it has one. */
function retryOf(context: Context, info: GraphQLResolveInfo): Retry | undefined {
  const { headers, body } = context.reply.request
  const key = headers['idempotency-key']
  if (key === undefined) return undefined
  if (typeof key !== 'string' || !/^[\x20-\x7e]{1,255}$/.test(key)) throw new AppError('badKey')
  if (rootFields(info) !== 1) throw new AppError('oneMutation')
  const { query, variables, operationName } = body as Record<string, unknown>
  const request = createHash('sha256')
    .update(JSON.stringify([query, variables ?? {}, operationName ?? null]))
    .digest('hex')
  return { subject: (context.viewer as Viewer).subject, key, request }
}
