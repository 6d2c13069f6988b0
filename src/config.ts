import { createHash } from 'node:crypto'
import { ConfigError, settingsOf } from './settings.ts'

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
  /** How long a request waits for a connection, and how long one statement may take, in milliseconds. */
  databaseWait: number
  statementTime: number
  /** Whether statements may have names; a pooler that shares connections between transactions may lose them. */
  prepared: boolean
  /** How many WebSockets one process holds open at once. */
  maxSockets: number
  dataDir: string
  /** The largest file that is imported, in bytes as they are sent. */
  maxImportBytes: number
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
  /** What `/metrics` asks for; null: it is served to all in development and to nobody in production. */
  metricsToken: string | null
  /** Where traces go; null: none are made. */
  tracesTo: string | null
  /** After being told to stop: how long it goes on serving, and when it ends at the latest, in milliseconds. */
  stopDelay: number
  stopWithin: number
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
  /** Requests that were taken and not answered yet, of all callers. */
  requests: number
}

export interface Oidc {
  issuer: string
  audience: string
  /** Null: where the issuer's discovery document says. */
  jwksUrl: string | null
  /** For unknown keys, the issuer is asked at most once in so many milliseconds. */
  refetchPause: number
}

const developmentSecret = 'development-only-secret-that-production-refuses'

type Read = ReturnType<typeof settingsOf>

/** @throws ConfigError with the name of the setting that is missing or wrong, and what is allowed */
export function readConfig(env: NodeJS.ProcessEnv): Readonly<Config> {
  const read = settingsOf(env)
  const production = read('NODE_ENV') === 'production'
  const jwtSecret = read('JWT_SECRET') ?? developmentSecret
  if (production && jwtSecret === developmentSecret) {
    throw new ConfigError('JWT_SECRET must be set in production: a random text of at least 32 characters.')
  }
  const databaseUrl = read('DATABASE_URL')
  if (production && databaseUrl === null) {
    throw new ConfigError('DATABASE_URL must be set in production: postgres://owner:password@host:5432/database.')
  }
  const poolSize = read('DATABASE_POOL_SIZE')
  return Object.freeze({
    production,
    host: read('HOST'),
    port: read('PORT'),
    databaseUrl,
    databaseServingUrl: read('DATABASE_SERVING_URL'),
    databaseNationalUrl: read('DATABASE_NATIONAL_URL'),
    databaseListenUrl: read('DATABASE_LISTEN_URL'),
    poolSize,
    databaseWait: read('DATABASE_WAIT_SECONDS') * 1000,
    statementTime: read('STATEMENT_SECONDS') * 1000,
    prepared: read('DATABASE_PREPARED') === 'on',
    maxSockets: read('WEBSOCKET_LIMIT'),
    dataDir: read('DATA_DIR'),
    maxImportBytes: read('IMPORT_MAX_BYTES'),
    jwtSecret,
    developmentSecret: jwtSecret === developmentSecret,
    jwtIssuer: read('JWT_ISSUER'),
    jwtAudience: read('JWT_AUDIENCE'),
    oidc: readOidc(read, production, jwtSecret),
    cursorSecret: read('CURSOR_SECRET') ?? createHash('sha256').update(`cursor:${jwtSecret}`).digest('hex'),
    auditSecrets: auditSecrets(read, jwtSecret),
    limits: readLimits(read, poolSize),
    corsOrigins: read('CORS_ORIGINS'),
    trustProxy: read('TRUST_PROXY'),
    introspection: read('GRAPHQL_INTROSPECTION') ?? (production ? 'viewers' : 'on'),
    logLevel: read('LOG_LEVEL'),
    metricsToken: read('METRICS_TOKEN'),
    tracesTo: read('OTEL_EXPORTER_OTLP_ENDPOINT'),
    ...readStop(read, production),
  })
}

function readLimits(read: Read, poolSize: number): Limits {
  // Half of the connections for one caller leaves the other half to all others.
  const half = Math.max(2, Math.ceil(poolSize / 2))
  return {
    operationCost: read('OPERATION_COST_LIMIT'),
    costPerMinute: read('COST_PER_MINUTE'),
    atOnce: read('CALLER_OPERATIONS') ?? half,
    ministryAtOnce: read('MINISTRY_OPERATIONS') ?? Math.max(2, half - 1),
    programsAtOnce: read('PROGRAM_OPERATIONS') ?? Math.max(2, half - 1),
    waiting: read('CALLER_WAITING'),
    waitSeconds: read('CALLER_WAIT_SECONDS'),
    requestSeconds: read('REQUEST_SECONDS'),
    connections: read('CONNECTION_LIMIT'),
    callerSockets: read('CALLER_SOCKETS'),
    callerSubscriptions: read('CALLER_SUBSCRIPTIONS'),
    tokenRequests: read('TOKEN_REQUESTS_PER_MINUTE'),
    tokensPerMinute: read('TOKENS_PER_MINUTE'),
    requests: read('REQUEST_LIMIT'),
  }
}

function auditSecrets(read: Read, jwtSecret: string): readonly [string, ...string[]] {
  const [first = createHash('sha256').update(`audit:${jwtSecret}`).digest('hex'), ...former] = read('AUDIT_SECRET')
  return [first, ...former]
}

function readOidc(read: Read, production: boolean, jwtSecret: string): Oidc | null {
  const issuer = webUrl(read, 'OIDC_ISSUER', production)
  if (issuer === null) return null
  const audience = read('OIDC_AUDIENCE')
  if (audience === '')
    throw new ConfigError('OIDC_AUDIENCE must name what the issuer’s tokens are for, as their aud does.')
  if (jwtSecret === developmentSecret) {
    throw new ConfigError('JWT_SECRET must be set with OIDC_ISSUER: it signs the tokens of service accounts.')
  }
  return {
    issuer,
    audience,
    jwksUrl: webUrl(read, 'OIDC_JWKS_URL', production),
    refetchPause: read('OIDC_REFETCH_SECONDS') * 1000,
  }
}

function webUrl(read: Read, name: 'OIDC_ISSUER' | 'OIDC_JWKS_URL', production: boolean): string | null {
  const url = read(name)
  if (production && url !== null && !/^https:/i.test(url)) {
    throw new ConfigError(`${name} must be a URL that begins with https://.`)
  }
  return url
}

function readStop(read: Read, production: boolean) {
  const delay = read('STOP_DELAY_SECONDS') ?? (production ? 5 : 0)
  const within = read('STOP_SECONDS')
  if (delay >= within) {
    throw new ConfigError(`STOP_SECONDS must be a whole number above STOP_DELAY_SECONDS, which is ${delay}.`)
  }
  return { stopDelay: delay * 1000, stopWithin: within * 1000 }
}
