import { setTimeout as sleep } from 'node:timers/promises'
import type { GraphQLResolveInfo } from 'graphql'
import { isId } from '../db/ids.ts'
import type { NationalDoor, TenantDoor } from '../db/tenancy.ts'
import { AppError, type Noun } from '../errors.ts'
import { requireScope, requireViewer, type Role, type Scope } from './context.ts'
import { setOf } from './selection.ts'
import { stoppable, type LiveContext } from './subscriptions.ts'

/** Work that goes on for a while, of which somebody wants to know how far it is. */
interface Work {
  type: string
  noun: Noun
  roles: readonly Role[]
  scope: Scope
  /** What is needed of the object to know whether it is over. */
  needs: string
  isOver: (object: any) => boolean
}

type Resolver = (
  _: unknown,
  args: { id: string },
  context: LiveContext,
  info: GraphQLResolveInfo,
) => Promise<AsyncGenerator>

/** Two events of one subscription are so far apart at least. */
const pace = 500 // ms
const nobody = '00000000-0000-0000-0000-000000000000'

/** The source of one field of Subscription: an object as it is now, and whenever it has gone on, until it is over. */
export function progress({ type, noun, roles, scope, needs, isOver }: Work): Resolver {
  const besides = { name: '_progress', sets: [setOf(needs)] }

  return async (_, args, context, info) => {
    const viewer = requireViewer(context)
    if (!roles.includes(viewer.role)) throw new AppError('forbidden', { role: viewer.role })
    requireScope(viewer, scope)
    const { live, line, reads } = context
    const door = context.door as TenantDoor | NationalDoor
    const id = isId(args.id) ? args.id.toLowerCase() : nobody
    const read = () =>
      live.read(() => reads.payload(context, info, null, type, id, (statement) => door.read(statement), besides))

    await context.listening()
    const watch = live.follow(id, line)
    const events = async function* () {
      try {
        let told = ''
        for (let heard = 0; watch.open; await watch.heardMoreThan(heard), await sleep(pace)) {
          heard = watch.heard
          const over = await line.turn()
          try {
            const object = watch.open ? await read() : null
            // A file that never became whole leaves nothing.
            if (object === null) return
            const state = JSON.stringify(object)
            if (state !== told) yield { [info.fieldName]: object }
            told = state
            if (isOver(object)) return
          } finally {
            over()
          }
        }
      } finally {
        watch.end()
      }
    }
    try {
      if ((await read()) === null) throw new AppError('notFound', { noun, id: args.id.slice(0, 100) })
      return stoppable(watch, events())
    } catch (error) {
      watch.end()
      throw error
    }
  }
}
