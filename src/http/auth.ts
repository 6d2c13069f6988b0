import fastifyJwt from '@fastify/jwt'
import type { FastifyInstance } from 'fastify'
import type { Config } from '../config.ts'
import { isId } from '../db/ids.ts'
import type { Directory } from '../features/provinces/directory.ts'
import type { Role, Viewer } from '../graphql/context.ts'

/** The claims of an access token that decides by itself; `province` is a slug, `department` an id. */
export interface Claims {
  sub: string
  role: Role
  province?: string
  /** Instead of `province`, the slugs of an importer of several. */
  provinces?: string[]
  department?: string
}

export const roles: readonly Role[] = [
  'PROVINCE_VIEWER',
  'DEPARTMENT_OFFICER',
  'PROVINCE_ADMIN',
  'IMPORTER',
  'MINISTRY_ANALYST',
  'MINISTRY_ADMIN',
]

/** Which roles belong to a province; the others are the ministry's. */
export const provinceRoles: ReadonlySet<Role> = new Set([
  'PROVINCE_VIEWER',
  'DEPARTMENT_OFFICER',
  'PROVINCE_ADMIN',
  'IMPORTER',
])

/** The service's own signature; `BearerTokens` says by what tokens are verified. */
export function registerAuth(app: FastifyInstance, config: Config): void {
  app.register(fastifyJwt, {
    secret: config.jwtSecret,
    sign: { iss: config.jwtIssuer, aud: config.jwtAudience, algorithm: 'HS256' },
    // Nobody is to verify without saying by what.
    verify: { algorithms: ['HS256'], allowedIss: config.jwtIssuer, allowedAud: config.jwtAudience },
  })
}

/** Whether a token's `sub` can be anybody: OpenID Connect allows 255 characters, and Postgres keeps no NUL. */
export function isSubject(subject: unknown): subject is string {
  if (typeof subject !== 'string' || subject === '' || subject.length > 255) return false
  return !subject.includes('\0') && subject.isWellFormed()
}

/** The viewer that claims describe; undefined if they don't fit together. */
export function viewerOfClaims(claims: Claims, directory: Directory): Viewer | undefined {
  const { sub: subject, role } = claims
  if (!isSubject(subject)) return undefined
  if (!roles.includes(role)) return undefined
  if (!provinceRoles.has(role)) return { subject, role, province: null, departmentId: null }
  if (role === 'IMPORTER' && claims.provinces !== undefined) return importerOf(subject, claims.provinces, directory)
  if (typeof claims.province !== 'string') return undefined
  const province = directory.find(claims.province)
  if (province === undefined) return undefined
  const departmentId = role === 'DEPARTMENT_OFFICER' ? (claims.department ?? null) : null
  if (role === 'DEPARTMENT_OFFICER' && !isId(departmentId)) return undefined
  if (role === 'IMPORTER') return { subject, role, province, departmentId, provinces: [province] }
  return { subject, role, province, departmentId }
}

function importerOf(subject: string, slugs: unknown, directory: Directory): Viewer | undefined {
  if (!Array.isArray(slugs) || slugs.length === 0 || slugs.length > 100) return undefined
  const provinces = [...new Set(slugs)].map((slug) => directory.find(String(slug)))
  if (!provinces.every((province) => province !== undefined)) return undefined
  const [first, ...others] = provinces
  return { subject, role: 'IMPORTER', province: others.length === 0 ? first! : null, departmentId: null, provinces }
}
