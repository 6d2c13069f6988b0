import type { MercuriusContext } from 'mercurius'
import type { NationalDoor, ReadDoor, TenantDoor } from '../db/tenancy.ts'
import { AppError, type Language } from '../errors.ts'
import type { Reads } from './reads.ts'

export type Role =
  'PROVINCE_VIEWER' | 'DEPARTMENT_OFFICER' | 'PROVINCE_ADMIN' | 'IMPORTER' | 'MINISTRY_ANALYST' | 'MINISTRY_ADMIN'

/** Who is asking, as verified. */
export interface Viewer {
  subject: string
  role: Role
  /** Null for the ministry, and for an importer of several provinces. */
  province: { id: number; slug: string } | null
  /** Only for a department's officer. */
  departmentId: string | null
  /** Only for an importer: the provinces that it may enter, one at a time. */
  provinces?: readonly { id: number; slug: string }[]
  /** Only for a service account: of what its role may, no more than this. */
  scopes?: readonly Scope[]
}

/** What a service account may be allowed, each an action. */
export const scopes = ['changes:read', 'exports:read', 'imports:write', 'records:read', 'rollups:read'] as const
export type Scope = (typeof scopes)[number]
export const isScope = (text: string): text is Scope => scopes.some((scope) => scope === text)

/** Refuses a service account that was not given the scope. People have all that their role allows. */
export function requireScope(viewer: Viewer, scope: Scope): void {
  if (viewer.scopes !== undefined && !viewer.scopes.includes(scope)) throw new AppError('scopeOwed', { scope })
}

/** Who asks, and what follows from it. It names no database: only a door that is already bound to the viewer. */
export interface Standing {
  requestId: string
  language: Language
  viewer: Viewer | null
  /** Why there is no viewer. */
  refusal: AppError | null
  door: TenantDoor | NationalDoor | null
  /** The province that the viewer's has merged into, and since when. */
  merger: { slug: string; effectiveOn: string } | null
}

/** What resolvers are given. */
export interface Context extends MercuriusContext, Standing {
  reads: Reads
  /** The transaction that several root fields of one query share; see `Reads`. */
  snapshot: Snapshot | null
  /** Told of each error, before it is put into words; for those who ask on a caller's behalf. */
  onError?(error: AppError): void
}

/** One instant that several statements see; open until `close`. */
export interface Snapshot {
  tx: Promise<Pick<ReadDoor, 'read'>>
  close(): void
}

export function requireViewer({ viewer, refusal }: Pick<Standing, 'viewer' | 'refusal'>): Viewer {
  if (viewer === null) throw refusal ?? new AppError('unauthenticated')
  return viewer
}

/** The door to the viewer's own province, for writes. */
export function requireTenant(context: Standing): { viewer: Viewer; door: TenantDoor } {
  const viewer = requireViewer(context)
  if (context.door === null || !('scope' in context.door) || context.door.scope.own === null) {
    throw new AppError('forbidden', { role: viewer.role })
  }
  return { viewer, door: context.door }
}

/** The door to the nation, for the ministry's writes. */
export function requireNational(context: Standing): { viewer: Viewer; door: NationalDoor } {
  const viewer = requireViewer(context)
  if (context.door === null || 'scope' in context.door) throw new AppError('forbidden', { role: viewer.role })
  return { viewer, door: context.door }
}
