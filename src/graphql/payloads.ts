import type { GraphQLResolveInfo } from 'graphql'
import type { Actor } from '../db/audit.ts'
import type { TenantTx } from '../db/tenancy.ts'
import { AppError, UserError } from '../errors.ts'
import { requireTenant, type Context, type Role, type Viewer } from './context.ts'

/** What a command is told beside its input. */
export interface Caller {
  viewer: Viewer
  actor: Actor
  /** The province that the viewer's has merged into, and since when. */
  merger: { slug: string; effectiveOn: string } | null
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
  if (current.version !== version)
    throw new Conflict(current.id, 'stale', ['input', 'version'], { version: current.version })
}

interface Mutation<Input> {
  /** The payload's field for the changed object, and its type. */
  field: string
  type: string
  roles: readonly Role[]
  /** Returns the id of the changed object. */
  command(tx: TenantTx, caller: Caller, input: Input): Promise<string>
}

/**
 * The resolver of one mutation: one transaction around one command. The payload is read in the same transaction. What
 * the command throws rolls it back, and a UserError becomes the payload's `userErrors`.
 */
export function mutation<Input>({ field, type, roles, command }: Mutation<Input>) {
  return async (_: unknown, args: { input: Input }, context: Context, info: GraphQLResolveInfo) => {
    const { viewer, door } = requireTenant(context)
    if (!roles.includes(viewer.role)) throw new AppError('forbidden', { role: viewer.role })
    const actor = { subject: viewer.subject, role: viewer.role, requestId: context.requestId }
    try {
      return await door.write(async (tx) => {
        const id = await command(tx, { viewer, actor, merger: context.merger }, args.input)
        const object = await context.reads.payload(context, info, field, type, id, (statement) => tx.json(statement))
        return { [field]: object, userErrors: [] }
      })
    } catch (error) {
      if (!(error instanceof UserError)) throw error
      const current =
        error instanceof Conflict
          ? await context.reads.payload(context, info, field, type, error.id, (statement) => door.read(statement))
          : null
      const { code, path } = error
      return { [field]: current, userErrors: [{ code, message: error.in(context.language), path }] }
    }
  }
}
