import { createHash } from 'node:crypto'

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
  /** Seals cursors; the same in every process of one service. */
  cursorSecret: string
  logLevel: string
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
  return Object.freeze({
    production,
    host: env['HOST'] ?? '127.0.0.1',
    port: integer(env, 'PORT', 3000, 0, 65535),
    databaseUrl,
    databaseServingUrl: optionalUrl(env, 'DATABASE_SERVING_URL'),
    databaseNationalUrl: optionalUrl(env, 'DATABASE_NATIONAL_URL'),
    databaseListenUrl: optionalUrl(env, 'DATABASE_LISTEN_URL'),
    poolSize: integer(env, 'DATABASE_POOL_SIZE', 10, 1, 500),
    maxSockets: integer(env, 'WEBSOCKET_LIMIT', 5_000, 1, 100_000),
    dataDir: env['DATA_DIR'] ?? '.data',
    jwtSecret,
    developmentSecret: jwtSecret === developmentSecret,
    jwtIssuer: env['JWT_ISSUER'] ?? 'ttdn',
    jwtAudience: env['JWT_AUDIENCE'] ?? 'ttdn',
    cursorSecret: env['CURSOR_SECRET'] ?? createHash('sha256').update(`cursor:${jwtSecret}`).digest('hex'),
    logLevel: oneOf(env, 'LOG_LEVEL', 'info', logLevels),
  })
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

function oneOf(env: NodeJS.ProcessEnv, name: string, otherwise: string, allowed: readonly string[]): string {
  const value = env[name] ?? otherwise
  if (!allowed.includes(value)) throw new ConfigError(`${name} must be one of ${allowed.join(', ')}, not “${value}”.`)
  return value
}

function optionalUrl(env: NodeJS.ProcessEnv, name: string): string | null {
  const text = env[name]
  if (text === undefined || text === '') return null
  if (!/^postgres(ql)?:\/\//.test(text) || !URL.canParse(text)) {
    throw new ConfigError(`${name} must be a URL like postgres://user:password@host:5432/database.`)
  }
  return text
}
