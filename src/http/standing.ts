import type { FastifyRequest } from 'fastify'
import { dayInVietnam } from '../db/periods.ts'
import type { Pools } from '../db/pool.ts'
import { nationalDoor, tenantDoor, type TenantDoor } from '../db/tenancy.ts'
import { languageOf } from '../errors.ts'
import type { Directory } from '../features/provinces/directory.ts'
import type { Role, Standing, Viewer } from '../graphql/context.ts'

declare module 'fastify' {
  interface FastifyRequest {
    /** Who asks; null until that is known. */
    standing: Standing | null
  }
}

/** Who sends a request, and the door that they may go through. */
export async function standingOf(request: FastifyRequest, pools: Pools, directory: Directory): Promise<Standing> {
  const { viewer, refusal } = await request.server.bearerTokens.identify(
    request.headers.authorization,
    request.headers['x-province'],
  )
  const language = languageOf(request.headers['accept-language'])
  const { door, merger } = scopeOf(viewer, pools, directory)
  return (request.standing = { viewer, refusal, requestId: request.id, language, door, merger })
}

/** What follows from who asks. */
export function scopeOf(viewer: Viewer | null, pools: Pools, directory: Directory): Pick<Standing, 'door' | 'merger'> {
  const today = dayInVietnam(new Date())
  const province = viewer?.province ?? null
  const merger = province === null ? undefined : directory.successorOf(province.id, today)
  return {
    door: viewer === null ? null : doorFor(viewer, pools, directory, today),
    merger: merger ?? null,
  }
}

function doorFor(viewer: Viewer, pools: Pools, directory: Directory, today: string) {
  // An importer of several provinces writes through a door into one of them, and sees its imports in all.
  if (viewer.province === null && viewer.provinces) {
    return tenantDoor(pools, { readable: viewer.provinces.map(({ id }) => id), own: null })
  }
  if (viewer.province === null) return nationalDoor(pools)
  return doorInto(viewer.province.id, viewer.role, pools, directory, today)
}

/** The keys of the provinces that a viewer reads today; null for the nation's, and for an importer of several. */
export const readableBy = (viewer: Viewer, directory: Directory): readonly number[] | null =>
  viewer.province === null ? null : directory.readableBy(viewer.province.id, dayInVietnam(new Date()))

/** The door into one province, and to what its predecessors filed. */
export function doorInto(
  provinceId: number,
  role: Role,
  pools: Pools,
  directory: Directory,
  today = dayInVietnam(new Date()),
): TenantDoor {
  const own = role === 'PROVINCE_VIEWER' ? null : provinceId
  const readable = directory.readableBy(provinceId, today)
  return tenantDoor(pools, { readable, own, merged: readable.length > 1 })
}
