import fastifyJwt from '@fastify/jwt'
import type { FastifyInstance, FastifyRequest } from 'fastify'
import type { Config } from '../config.ts'
import { isId } from '../db/ids.ts'
import { AppError } from '../errors.ts'
import type { Directory } from '../features/provinces/directory.ts'
import type { Role, Viewer } from '../graphql/context.ts'

/** The claims of an access token; `province` is a slug, `department` an id. */
export interface Claims {
  sub: string
  role: Role
  province?: string
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

export function registerAuth(app: FastifyInstance, config: Config): void {
  app.register(fastifyJwt, {
    secret: config.jwtSecret,
    sign: { iss: config.jwtIssuer, aud: config.jwtAudience, algorithm: 'HS256' },
    verify: {
      algorithms: ['HS256'],
      allowedIss: config.jwtIssuer,
      allowedAud: config.jwtAudience,
      // Without this, a token that lacks a claim passes the check of its value.
      requiredClaims: ['exp', 'iss', 'aud', 'sub'],
    },
  })
}

/** Who sends a request, or why that isn't known. A request without a valid token is answered, and told so. */
export async function identify(
  request: FastifyRequest,
  directory: Directory,
): Promise<{ viewer: Viewer; refusal: null } | { viewer: null; refusal: AppError }> {
  if (request.headers.authorization === undefined) return { viewer: null, refusal: new AppError('unauthenticated') }
  try {
    const viewer = viewerOf(await request.jwtVerify<Claims>(), directory)
    return viewer ? { viewer, refusal: null } : { viewer: null, refusal: new AppError('unauthenticated') }
  } catch (error) {
    const expired = (error as { code?: string }).code === 'FST_JWT_AUTHORIZATION_TOKEN_EXPIRED'
    return { viewer: null, refusal: new AppError(expired ? 'tokenExpired' : 'unauthenticated') }
  }
}

/** The viewer that claims describe; undefined if they don't fit together. */
function viewerOf(claims: Claims, directory: Directory): Viewer | undefined {
  const { sub: subject, role } = claims
  if (typeof subject !== 'string' || subject === '') return undefined
  if (!roles.includes(role)) return undefined
  if (!provinceRoles.has(role)) return { subject, role, province: null, departmentId: null }
  if (typeof claims.province !== 'string') return undefined
  const province = directory.find(claims.province)
  if (province === undefined) return undefined
  const departmentId = role === 'DEPARTMENT_OFFICER' ? (claims.department ?? null) : null
  if (role === 'DEPARTMENT_OFFICER' && !isId(departmentId)) return undefined
  return { subject, role, province, departmentId }
}
