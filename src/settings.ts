import { isIP } from 'node:net'

/** A setting that is missing or wrong; the message names it and says what is allowed. */
export class ConfigError extends Error {}

/** One environment variable: what it is for, and how its text becomes a value. */
export interface Setting<T> {
  /** What holds where it isn't set, as README says it. */
  otherwise: string
  /** Completes “NAME must be …”. */
  allowed: string
  what: string
  /** Its value is never repeated in an error. */
  secret?: boolean
  /** Undefined: not allowed. */
  parse(text: string): T | undefined
  fallback: T
}

type About = Pick<Setting<unknown>, 'what'> & Partial<Pick<Setting<unknown>, 'otherwise'>>

/** A whole number; `fallback` undefined: it follows from other settings, and `otherwise` says how. */
function integer<T extends number | undefined>(fallback: T, min: number, max: number, about: About) {
  return {
    otherwise: String(fallback),
    ...about,
    allowed: `a whole number from ${min} to ${max}`,
    fallback,
    parse: (text) => {
      const value = Number(text)
      return Number.isInteger(value) && value >= min && value <= max ? value : undefined
    },
  } satisfies Setting<number | T> as Setting<number | T>
}

function choice<const T extends string, F extends NoInfer<T> | undefined>(of: readonly T[], fallback: F, about: About) {
  return {
    otherwise: String(fallback),
    ...about,
    allowed: `one of ${of.join(', ')}`,
    fallback,
    parse: (text) => of.find((one) => one === text),
  } satisfies Setting<T | F> as Setting<T | F>
}

function words(fallback: string, about: About): Setting<string> {
  return { otherwise: fallback, ...about, allowed: 'any text', fallback, parse: (given) => given }
}

function secret(min: number, about: About): Setting<string | null> {
  return {
    otherwise: 'none',
    ...about,
    allowed: `a text of at least ${min} characters`,
    secret: true,
    fallback: null,
    parse: (given) => (given.length >= min ? given : undefined),
  }
}

function secrets(min: number, about: About): Setting<readonly string[]> {
  return {
    ...secret(min, about),
    allowed: `texts of at least ${min} characters, separated by commas, the newest first`,
    fallback: [],
    parse: (given) => (list(given).every((one) => one.length >= min) ? list(given) : undefined),
  }
}

function database(about: About): Setting<string | null> {
  return {
    otherwise: 'none',
    ...about,
    allowed: 'a URL like postgres://user:password@host:5432/database',
    secret: true,
    fallback: null,
    parse: (given) => (/^postgres(ql)?:\/\//.test(given) && URL.canParse(given) ? given : undefined),
  }
}

/** An address that the service itself asks. */
function web(about: About): Setting<string | null> {
  return {
    otherwise: 'none',
    ...about,
    allowed: 'a URL that begins with https:// or http://',
    fallback: null,
    parse: (given) => (/^https?:\/\//i.test(given) && URL.canParse(given) ? given : undefined),
  }
}

function list(given: string): string[] {
  return given
    .split(',')
    .map((part) => part.trim())
    .filter((part) => part !== '')
}

function origins(about: About): Setting<readonly string[]> {
  return {
    otherwise: 'none',
    ...about,
    allowed: 'origins like https://app.example.vn, separated by commas',
    fallback: [],
    parse: (given) =>
      list(given).every((one) => URL.canParse(one) && new URL(one).origin === one) ? list(given) : undefined,
  }
}

function proxies(about: About): Setting<number | readonly string[] | false> {
  const isAddress = (one: string) => {
    const [ip = '', bits = '0'] = one.split('/')
    return isIP(ip) !== 0 && /^\d{1,3}$/.test(bits)
  }
  return {
    otherwise: 'none',
    ...about,
    allowed: 'the number of proxies in front (1 to 9) or their addresses, like 10.0.0.0/8',
    fallback: false,
    parse: (given) => (/^[1-9]$/.test(given) ? Number(given) : list(given).every(isAddress) ? list(given) : undefined),
  }
}

/** Every environment variable that the service reads, in the order in which README lists them. */
export const settings = {
  NODE_ENV: choice(['production', 'development', 'test'], 'development', {
    what: '`production` refuses development secrets and the embedded database',
  }),
  HOST: words('127.0.0.1', { what: 'the address on which it serves' }),
  PORT: integer(3000, 0, 65_535, { what: 'the port; `0`: any that is free' }),
  DATA_DIR: words('.data', { what: 'where the embedded Postgres keeps its data' }),
  IMPORT_MAX_BYTES: integer(1_073_741_824, 1_024, 107_374_182_400, {
    what: 'the largest file that is imported, in bytes as they are sent',
  }),

  DATABASE_URL: database({
    otherwise: 'none: embedded',
    what: 'the owner of a PostgreSQL ≥ 15 database, by a direct line; migrates and makes the login roles',
  }),
  DATABASE_SERVING_URL: database({ otherwise: 'derived', what: 'how the role `app_serving` logs in' }),
  DATABASE_NATIONAL_URL: database({ otherwise: 'derived', what: 'how the role `app_national` logs in' }),
  DATABASE_LISTEN_URL: database({ otherwise: 'as serving', what: 'a direct line past a pooler, for LISTEN' }),
  DATABASE_POOL_SIZE: integer(10, 1, 500, {
    what: 'connections of each of the two pools; imports have five of their own, subscriptions four',
  }),
  DATABASE_WAIT_SECONDS: integer(5, 1, 300, {
    what: 'how long a request waits for a connection before it is answered with 503',
  }),
  STATEMENT_SECONDS: integer(30, 1, 3_600, {
    what: 'how long one statement may take; a line that stays silent is given up two seconds later',
  }),
  DATABASE_PREPARED: choice(['on', 'off'], 'on', {
    what: '`off` for a pooler that shares connections between transactions and doesn’t know prepared statements',
  }),

  JWT_SECRET: secret(32, {
    otherwise: 'the development secret',
    what: 'signs service accounts’ tokens and those with claims',
  }),
  OIDC_ISSUER: web({
    otherwise: 'none: claims decide',
    what: 'who signs people’s tokens, exactly as `iss` has it; https in production',
  }),
  OIDC_AUDIENCE: words('', { otherwise: 'none', what: 'what `aud` must name; needed with `OIDC_ISSUER`' }),
  OIDC_JWKS_URL: web({ otherwise: 'by discovery', what: 'where the issuer’s keys are; https in production' }),
  OIDC_REFETCH_SECONDS: integer(30, 1, 3_600, {
    what: 'for unknown keys, the issuer is asked at most once in so many seconds',
  }),
  JWT_ISSUER: words('ttdn', { what: 'what `iss` of tokens with claims must be' }),
  JWT_AUDIENCE: words('ttdn', { what: 'what `aud` of tokens with claims must name' }),
  CURSOR_SECRET: secret(32, {
    otherwise: 'derived from `JWT_SECRET`',
    what: 'seals cursors; the same in all processes',
  }),

  AUDIT_SECRET: secrets(32, {
    otherwise: 'derived from `JWT_SECRET`',
    what: 'marks the audit log’s chain; former ones behind a comma',
  }),

  OPERATION_COST_LIMIT: integer(10_000, 100, 10_000_000, { what: 'what one operation may cost' }),
  COST_PER_MINUTE: integer(1_200_000, 0, 1_000_000_000, { what: 'what one caller may spend; `0`: no limit' }),
  CALLER_OPERATIONS: integer(undefined, 1, 500, {
    otherwise: 'half of the pool',
    what: 'operations of one caller at once',
  }),
  MINISTRY_OPERATIONS: integer(undefined, 1, 500, {
    otherwise: 'one less',
    what: 'operations of all of the ministry at once',
  }),
  PROGRAM_OPERATIONS: integer(undefined, 1, 500, {
    otherwise: 'as that',
    what: 'operations of all of the provinces’ programs at once',
  }),
  CALLER_WAITING: integer(200, 0, 100_000, { what: 'operations of one caller that wait for their turn' }),
  CALLER_WAIT_SECONDS: integer(10, 1, 300, { what: 'how long they wait' }),
  REQUEST_LIMIT: integer(1_000, 1, 100_000, {
    what: 'requests that one process has taken and not answered; more are answered with 503',
  }),
  REQUEST_SECONDS: integer(120, 1, 3_600, { what: 'how long a request may take to arrive' }),
  CONNECTION_LIMIT: integer(10_000, 1, 1_000_000, { what: 'connections of clients to one process' }),
  CALLER_SOCKETS: integer(20, 1, 100_000, {
    what: 'WebSockets of one caller; and as many streams of changes and waiting requests',
  }),
  CALLER_SUBSCRIPTIONS: integer(500, 1, 1_000_000, {
    what: 'subscriptions of one caller, over all of its WebSockets',
  }),
  TOKEN_REQUESTS_PER_MINUTE: integer(120, 1, 100_000, { what: 'requests for tokens from one address' }),
  TOKENS_PER_MINUTE: integer(60, 1, 100_000, { what: 'tokens that one service account gets' }),
  WEBSOCKET_LIMIT: integer(5_000, 1, 100_000, { what: 'WebSockets that one process holds open' }),

  TRUST_PROXY: proxies({ what: 'how many proxies stand in front, or their addresses (`10.0.0.0/8`)' }),
  CORS_ORIGINS: origins({ what: '`https://app.example.vn,…`: pages there may call the API' }),
  GRAPHQL_INTROSPECTION: choice(['on', 'viewers', 'off'], undefined, {
    otherwise: 'on; production viewers',
    what: 'who may ask for the schema; `off`: nobody',
  }),

  LOG_LEVEL: choice(['fatal', 'error', 'warn', 'info', 'debug', 'trace', 'silent'], 'info', {
    what: 'pino’s levels; one line for each operation is `info`',
  }),
  METRICS_TOKEN: secret(16, {
    what: 'the bearer token that `/metrics` asks for; without it, production doesn’t serve `/metrics`',
  }),
  OTEL_EXPORTER_OTLP_ENDPOINT: web({
    otherwise: 'none: no traces',
    what: 'where traces go, by OTLP over HTTP; OpenTelemetry’s other `OTEL_…` variables count too',
  }),
  STOP_DELAY_SECONDS: integer(undefined, 0, 300, {
    otherwise: '0; production 5',
    what: 'after SIGTERM it isn’t ready any more, and goes on serving for so long, for balancers to notice',
  }),
  STOP_SECONDS: integer(25, 1, 3_600, { what: 'the whole time from SIGTERM to the end; what runs longer is cut off' }),
} satisfies Record<string, Setting<unknown>>

type Settings = typeof settings
export type SettingName = keyof Settings

/** Reads settings out of an environment; one that is empty counts as not set. */
export function settingsOf(env: NodeJS.ProcessEnv) {
  return <K extends SettingName>(name: K): Settings[K]['fallback'] => {
    const setting: Setting<Settings[K]['fallback']> = settings[name]
    const given = env[name]
    if (given === undefined || given === '') return setting.fallback
    const value = setting.parse(given)
    if (value !== undefined) return value
    throw new ConfigError(`${name} must be ${setting.allowed}${setting.secret ? '' : `, not “${given}”`}.`)
  }
}
