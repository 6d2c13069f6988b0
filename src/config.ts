import { createHash } from 'node:crypto'
import { isIP } from 'node:net'

/** Where the service's settings end up: parsed once, frozen, passed in. */
export interface Config {
  production: boolean
  host: string
  port: number
  /** Null: an embedded Postgres with its data in `dataDir`, and the sample data. */
  databaseUrl: string | null
  databaseServingUrl: string | null
  databaseNationalUrl: string | null
  /** A direct line to the database, past a pooler, on which changes are listened for; null: as for serving. */
  databaseListenUrl: string | null
  poolSize: number
  /** How many WebSockets one process holds open at once. */
  maxSockets: number
  dataDir: string
  jwtSecret: string
  /** Whether the secret is the one that everybody knows. */
  developmentSecret: boolean
  jwtIssuer: string
  jwtAudience: string
  /** Who signs people's tokens; members and service accounts then decide what they may. Null: the tokens' claims do. */
  oidc: Oidc | null
  /** Seals cursors; the same in every process of one service. */
  cursorSecret: string
  /** Mark the links of the audit log's chain: the first makes new ones, the others are known from before. */
  auditSecrets: readonly [string, ...string[]]
  limits: Limits
  /** Web pages at these origins may call the API from a browser; none: only pages that it serves itself. */
  corsOrigins: readonly string[]
  /** Proxies whose X-Forwarded-For is believed: how many stand in front, or their addresses. */
  trustProxy: number | readonly string[] | false
  /** Who may ask for the schema: anyone, those who have signed in, or nobody. */
  introspection: 'on' | 'viewers' | 'off'
  logLevel: string
}

/** How much of the service one caller may have. Each process counts for itself. */
export interface Limits {
  /** What one operation may cost; the schema says what counts. */
  operationCost: number
  /** What one caller may spend in a minute; 0: no limit. Who isn't signed in has a tenth of it per address. */
  costPerMinute: number
  /** Operations of one caller, of all of the ministry, and of all of the provinces' programs that run at once. */
  atOnce: number
  ministryAtOnce: number
  programsAtOnce: number
  /** Operations of one caller that wait for their turn, and for how many seconds. */
  waiting: number
  waitSeconds: number
  /** How long a request may take to arrive, in seconds. */
  requestSeconds: number
  connections: number
  /** WebSockets of one caller, and subscriptions through all of them. */
  callerSockets: number
  callerSubscriptions: number
  /** Tokens that one address may ask for in a minute, and that one service account may get. */
  tokenRequests: number
  tokensPerMinute: number
}

export interface Oidc {
  issuer: string
  audience: string
  /** Null: where the issuer's discovery document says. */
  jwksUrl: string | null
  /** For unknown keys, the issuer is asked at most once in so many milliseconds. */
  refetchPause: number
}

/** A setting that is missing or wrong; the message names it and says what is allowed. */
export class ConfigError extends Error {}

const developmentSecret = 'development-only-secret-that-production-refuses'
const logLevels = ['fatal', 'error', 'warn', 'info', 'debug', 'trace', 'silent']

export function readConfig(env: NodeJS.ProcessEnv): Readonly<Config> {
  const production = env['NODE_ENV'] === 'production'
  const jwtSecret = env['JWT_SECRET'] ?? developmentSecret
  if (production && jwtSecret === developmentSecret) {
    throw new ConfigError('JWT_SECRET must be set in production: a random text of at least 32 characters.')
  }
  if (jwtSecret.length < 32) throw new ConfigError('JWT_SECRET must have at least 32 characters.')
  const databaseUrl = optionalUrl(env, 'DATABASE_URL')
  if (production && databaseUrl === null) {
    throw new ConfigError('DATABASE_URL must be set in production: postgres://owner:password@host:5432/database.')
  }
  const poolSize = integer(env, 'DATABASE_POOL_SIZE', 10, 1, 500)
  return Object.freeze({
    production,
    host: env['HOST'] ?? '127.0.0.1',
    port: integer(env, 'PORT', 3000, 0, 65535),
    databaseUrl,
    databaseServingUrl: optionalUrl(env, 'DATABASE_SERVING_URL'),
    databaseNationalUrl: optionalUrl(env, 'DATABASE_NATIONAL_URL'),
    databaseListenUrl: optionalUrl(env, 'DATABASE_LISTEN_URL'),
    poolSize,
    maxSockets: integer(env, 'WEBSOCKET_LIMIT', 5_000, 1, 100_000),
    dataDir: env['DATA_DIR'] ?? '.data',
    jwtSecret,
    developmentSecret: jwtSecret === developmentSecret,
    jwtIssuer: env['JWT_ISSUER'] ?? 'ttdn',
    jwtAudience: env['JWT_AUDIENCE'] ?? 'ttdn',
    oidc: readOidc(env, production, jwtSecret),
    cursorSecret: env['CURSOR_SECRET'] ?? createHash('sha256').update(`cursor:${jwtSecret}`).digest('hex'),
    auditSecrets: readAuditSecrets(env, jwtSecret),
    limits: readLimits(env, poolSize),
    corsOrigins: origins(env, 'CORS_ORIGINS'),
    trustProxy: proxies(env, 'TRUST_PROXY'),
    introspection: oneOf(env, 'GRAPHQL_INTROSPECTION', production ? 'viewers' : 'on', ['on', 'viewers', 'off']),
    logLevel: oneOf(env, 'LOG_LEVEL', 'info', logLevels),
  })
}

function readLimits(env: NodeJS.ProcessEnv, poolSize: number): Limits {
  // Half of the connections for one caller leaves the other half to all others.
  const half = Math.max(2, Math.ceil(poolSize / 2))
  return {
    operationCost: integer(env, 'OPERATION_COST_LIMIT', 10_000, 100, 10_000_000),
    costPerMinute: integer(env, 'COST_PER_MINUTE', 1_200_000, 0, 1_000_000_000),
    atOnce: integer(env, 'CALLER_OPERATIONS', half, 1, 500),
    ministryAtOnce: integer(env, 'MINISTRY_OPERATIONS', Math.max(2, half - 1), 1, 500),
    programsAtOnce: integer(env, 'PROGRAM_OPERATIONS', Math.max(2, half - 1), 1, 500),
    waiting: integer(env, 'CALLER_WAITING', 200, 0, 100_000),
    waitSeconds: integer(env, 'CALLER_WAIT_SECONDS', 10, 1, 300),
    requestSeconds: integer(env, 'REQUEST_SECONDS', 120, 1, 3_600),
    connections: integer(env, 'CONNECTION_LIMIT', 10_000, 1, 1_000_000),
    callerSockets: integer(env, 'CALLER_SOCKETS', 20, 1, 100_000),
    callerSubscriptions: integer(env, 'CALLER_SUBSCRIPTIONS', 500, 1, 1_000_000),
    tokenRequests: integer(env, 'TOKEN_REQUESTS_PER_MINUTE', 120, 1, 100_000),
    tokensPerMinute: integer(env, 'TOKENS_PER_MINUTE', 60, 1, 100_000),
  }
}

function readAuditSecrets(env: NodeJS.ProcessEnv, jwtSecret: string): readonly [string, ...string[]] {
  const [first = createHash('sha256').update(`audit:${jwtSecret}`).digest('hex'), ...former] = list(env, 'AUDIT_SECRET')
  if ([first, ...former].some((secret) => secret.length < 32)) {
    throw new ConfigError(
      'AUDIT_SECRET must be texts of at least 32 characters, separated by commas, the newest first.',
    )
  }
  return [first, ...former]
}

function origins(env: NodeJS.ProcessEnv, name: string): readonly string[] {
  const given = list(env, name)
  for (const origin of given) {
    if (!URL.canParse(origin) || new URL(origin).origin !== origin) {
      throw new ConfigError(
        `${name} must be origins like https://app.example.vn, separated by commas, not “${origin}”.`,
      )
    }
  }
  return given
}

function proxies(env: NodeJS.ProcessEnv, name: string): number | readonly string[] | false {
  const given = list(env, name)
  if (given.length === 0) return false
  if (given.length === 1 && /^[1-9]$/.test(given[0]!)) return Number(given[0])
  for (const address of given) {
    const [ip = '', bits = '0'] = address.split('/')
    if (isIP(ip) === 0 || !/^\d{1,3}$/.test(bits)) {
      throw new ConfigError(
        `${name} must be the number of proxies in front (1 to 9) or their addresses, like 10.0.0.0/8, not “${address}”.`,
      )
    }
  }
  return given
}

function list(env: NodeJS.ProcessEnv, name: string): string[] {
  return (env[name] ?? '')
    .split(',')
    .map((part) => part.trim())
    .filter((part) => part !== '')
}

function readOidc(env: NodeJS.ProcessEnv, production: boolean, jwtSecret: string): Oidc | null {
  const issuer = webUrl(env, 'OIDC_ISSUER', production)
  if (issuer === null) return null
  const audience = env['OIDC_AUDIENCE'] ?? ''
  if (audience === '')
    throw new ConfigError('OIDC_AUDIENCE must name what the issuer’s tokens are for, as their aud does.')
  if (jwtSecret === developmentSecret) {
    throw new ConfigError('JWT_SECRET must be set with OIDC_ISSUER: it signs the tokens of service accounts.')
  }
  return {
    issuer,
    audience,
    jwksUrl: webUrl(env, 'OIDC_JWKS_URL', production),
    refetchPause: integer(env, 'OIDC_REFETCH_SECONDS', 30, 1, 3600) * 1000,
  }
}

/** An address that the service itself asks. */
function webUrl(env: NodeJS.ProcessEnv, name: string, production: boolean): string | null {
  const text = env[name]
  if (text === undefined || text === '') return null
  const allowed = production ? /^https:\/\//i : /^https?:\/\//i
  if (!allowed.test(text) || !URL.canParse(text)) {
    throw new ConfigError(`${name} must be a URL that begins with https://${production ? '' : ' or http://'}.`)
  }
  return text
}

function integer(env: NodeJS.ProcessEnv, name: string, otherwise: number, min: number, max: number): number {
  const text = env[name]
  if (text === undefined || text === '') return otherwise
  const value = Number(text)
  if (!Number.isInteger(value) || value < min || value > max) {
    throw new ConfigError(`${name} must be a whole number from ${min} to ${max}, not “${text}”.`)
  }
  return value
}

function oneOf<T extends string>(env: NodeJS.ProcessEnv, name: string, otherwise: T, allowed: readonly T[]): T {
  const value = env[name] ?? otherwise
  if (!allowed.includes(value as T)) {
    throw new ConfigError(`${name} must be one of ${allowed.join(', ')}, not “${value}”.`)
  }
  return value as T
}

function optionalUrl(env: NodeJS.ProcessEnv, name: string): string | null {
  const text = env[name]
  if (text === undefined || text === '') return null
  if (!/^postgres(ql)?:\/\//.test(text) || !URL.canParse(text)) {
    throw new ConfigError(`${name} must be a URL like postgres://user:password@host:5432/database.`)
  }
  return text
}
