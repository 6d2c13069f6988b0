import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify'
import type { Config } from '../config.ts'
import { findAccount, noteUse, type Account } from '../db/identities.ts'
import { isId } from '../db/ids.ts'
import { isUnavailable } from '../db/pg-errors.ts'
import type { Pools } from '../db/pool.ts'
import { findFitting, TooBusy } from '../features/accounts/secrets.ts'
import { isScope, type Scope } from '../graphql/context.ts'
import { accountTokenLasts } from './bearer-tokens.ts'
import { Budgets } from './budgets.ts'
import { noteCode } from './request-log.ts'
import { networkOf } from './shares.ts'

// OAuth 2.0 client credentials for service accounts (RFC 6749, section 4.4). There are no refresh tokens: a new one is
// had in the same way.

type Code = 'invalid_request' | 'invalid_client' | 'unsupported_grant_type' | 'invalid_scope'

/** One of the errors of RFC 6749, section 5.2. Its words are for developers, and ASCII, as that section wants. */
class OauthError extends Error {
  readonly code: Code
  constructor(code: Code, description: string) {
    super(description)
    this.code = code
  }
}

/** More is asked for than may be; RFC 6749 has no word for it, so `code` says it as all other errors here do. */
class TooMany extends Error {
  readonly seconds: number
  constructor(description: string, seconds: number) {
    super(`${description}; try again in ${seconds} s`)
    this.seconds = seconds
  }
}

const formType = 'application/x-www-form-urlencoded'
const largestForm = 8_192 // bytes
const longestSecret = 200

const string = (description: string) => ({ type: 'string', description })

/** What isn't named here is not sent either: answers are written by their schema. */
const oauthError = (description: string, more: object = {}) => ({
  description,
  content: {
    'application/json': {
      schema: {
        type: 'object',
        properties: { error: string('As RFC 6749 has it.'), error_description: string(''), ...more },
      },
    },
  },
})

/** For the reference; what is sent is read by `readForm`, since OAuth has errors of its own. */
const tokenSchema = {
  tags: ['tokens'],
  summary: 'Get an access token',
  description:
    'The client credentials grant of OAuth 2.0 (RFC 6749, section 4.4). Id and secret come in the Authorization header or in the form.',
  security: [{ client: [] }, {}],
  consumes: [formType],
  body: {
    type: 'object',
    required: ['grant_type'],
    properties: {
      grant_type: { type: 'string', const: 'client_credentials' },
      client_id: string('Unless it is in the header.'),
      client_secret: string('Unless it is in the header.'),
      scope: string('Scopes with spaces between them; all that the account has, unless said.'),
    },
  },
  response: {
    200: {
      description: 'The token.',
      content: {
        'application/json': {
          schema: {
            type: 'object',
            properties: {
              access_token: string(''),
              token_type: { type: 'string', const: 'Bearer' },
              expires_in: { type: 'integer', description: 'Seconds.' },
              scope: string('What the token allows.'),
            },
          },
        },
      },
    },
    400: oauthError('The form isn’t right, or the scope isn’t one of the account’s.'),
    401: oauthError('The client is unknown, its secret is wrong, or it was revoked.'),
    429: oauthError('Too many attempts; Retry-After says when to come again.', {
      code: { type: 'string', const: 'LIMIT_EXCEEDED' },
    }),
    503: oauthError('Try again shortly.'),
  },
}

export function registerOauth(app: FastifyInstance, { limits }: Config, pools: Pools): void {
  const limit = limiter(limits)
  // A context of its own: nowhere else are forms taken.
  app.register(async (scope) => {
    scope.removeAllContentTypeParsers()
    scope.addContentTypeParser(formType, { parseAs: 'string' }, (_request, body, done) => done(null, body))
    scope.addHook('onRequest', async (_request, reply) => {
      reply.header('cache-control', 'no-store').header('pragma', 'no-cache')
    })
    scope.setErrorHandler((error: Error & { statusCode?: number }, request, reply) =>
      answerError(error, request, reply),
    )
    const options = { bodyLimit: largestForm, schema: tokenSchema, validatorCompiler: () => () => true }
    scope.post('/oauth/token', options, async (request) => {
      limit.address(request.ip)
      return grant(request, pools, limit.client)
    })
  })
}

/**
 * An address is counted before anything is looked at, since to check a secret is work. A client is counted once it has
 * shown its secret: nobody who only knows its id can use up what it may have, or tell from a refusal that there is one.
 */
function limiter({ tokenRequests, tokensPerMinute }: Config['limits']) {
  const budgets = new Budgets()
  const take = (key: string, most: number, description: string) => {
    const taken = budgets.take(key, 1, most)
    if ('seconds' in taken) throw new TooMany(description, taken.seconds)
  }
  return {
    address: (ip: string) =>
      take(`from ${networkOf(ip)}`, tokenRequests, `One address may ask ${tokenRequests} times a minute`),
    client: (id: string) =>
      take(`client ${id}`, tokensPerMinute, `One client gets ${tokensPerMinute} tokens a minute, each good for ten`),
  }
}

async function grant(request: FastifyRequest, pools: Pools, limitClient: (id: string) => void) {
  const form = readForm(request.body)
  const credentials = readCredentials(request.headers.authorization, form)
  const account = await authenticate(pools, credentials)
  limitClient(account.id)
  const grantType = form.get('grant_type')
  if (grantType === undefined) throw new OauthError('invalid_request', 'grant_type is missing')
  if (grantType !== 'client_credentials') {
    throw new OauthError('unsupported_grant_type', 'Only client_credentials is granted here')
  }
  const scopes = chosenScopes(form.get('scope'), account)
  if (account.useIsDue) await noteUse(pools.serving, account.id)
  return {
    access_token: request.server.bearerTokens.issue(account, scopes),
    token_type: 'Bearer',
    expires_in: accountTokenLasts,
    scope: scopes.join(' '),
  }
}

/** A form's fields; one that comes twice is refused, since two readers might take different ones. */
function readForm(body: unknown): Map<string, string> {
  const form = new Map<string, string>()
  for (const [name, value] of new URLSearchParams(typeof body === 'string' ? body : '')) {
    if (form.has(name)) throw new OauthError('invalid_request', 'A parameter is there twice')
    // An empty one counts as left out (section 3.2).
    if (value !== '') form.set(name, value)
  }
  return form
}

interface Credentials {
  id: string
  secret: string
}

/** By the header (client_secret_basic) or in the form (client_secret_post), never both. */
function readCredentials(header: string | undefined, form: Map<string, string>): Credentials {
  const [id, secret] = [form.get('client_id'), form.get('client_secret')]
  if (header === undefined) {
    if (id === undefined || secret === undefined) {
      throw new OauthError('invalid_client', 'client_id and client_secret are missing')
    }
    return { id, secret }
  }
  const given = /^Basic +([\w+/=-]+)$/i.exec(header)?.[1]
  const [, name, password] = /^([^:]*):(.*)$/s.exec(Buffer.from(given ?? '', 'base64').toString('utf8')) ?? []
  if (name === undefined || password === undefined) {
    throw new OauthError('invalid_client', 'The Authorization header is not of the form Basic base64(id:secret)')
  }
  if (secret !== undefined) throw new OauthError('invalid_request', 'The client authenticates in two ways at once')
  const credentials = { id: decoded(name), secret: decoded(password) }
  if (id !== undefined && id !== credentials.id) throw new OauthError('invalid_request', 'Two client_ids are given')
  return credentials
}

/** In the header both parts are encoded as in a form (section 2.3.1). */
function decoded(text: string): string {
  try {
    return decodeURIComponent(text.replaceAll('+', ' '))
  } catch {
    return text
  }
}

/** The account that the secret is of. What is wrong is not said, and an unknown account takes as long as a known one. */
async function authenticate(pools: Pools, { id, secret }: Credentials): Promise<Account> {
  const account = isId(id) ? await findAccount(pools.serving, id) : undefined
  const hashes = account === undefined ? [] : [account.secretHash, account.previousHash ?? []].flat()
  const place = await findFitting(secret.slice(0, longestSecret), hashes)
  if (account === undefined || place < 0 || account.revoked || secret.length > longestSecret) {
    throw new OauthError('invalid_client', 'The client is unknown, its secret is wrong, or it was revoked')
  }
  // A token is good for as long as the secret by which it was had.
  return { ...account, secretNumbers: account.secretNumbers.slice(place) }
}

/** What is asked for, or all that the account has. */
function chosenScopes(asked: string | undefined, account: Account): Scope[] {
  const allowed = account.scopes.filter(isScope)
  if (asked === undefined) return allowed
  const scopes = [...new Set(asked.split(' '))]
  const chosen = scopes.filter(isScope).filter((scope) => allowed.includes(scope))
  if (chosen.length < scopes.length) {
    throw new OauthError('invalid_scope', `This client may ask for: ${allowed.join(' ')}`)
  }
  return chosen
}

function answerError(error: Error & { statusCode?: number }, request: FastifyRequest, reply: FastifyReply) {
  const answer = (status: number, code: string, description: string, more: object = {}) =>
    reply
      .code(status)
      .type('application/json')
      .send({ error: code, error_description: description, ...more })
  if (error instanceof OauthError) {
    if (error.code !== 'invalid_client') return answer(400, error.code, error.message)
    reply.header('www-authenticate', 'Basic realm="oauth", charset="UTF-8"')
    return answer(401, error.code, error.message)
  }
  if (error instanceof TooMany) {
    reply.header('retry-after', error.seconds)
    noteCode(request, 'LIMIT_EXCEEDED')
    return answer(429, 'temporarily_unavailable', error.message, { code: 'LIMIT_EXCEEDED' })
  }
  if (error instanceof TooBusy || isUnavailable(error)) {
    reply.header('retry-after', '5')
    return answer(503, 'temporarily_unavailable', 'Try again shortly')
  }
  const status = error.statusCode ?? 500
  if (status < 500)
    return answer(status, 'invalid_request', `The body must be ${formType}, at most ${largestForm} bytes`)
  request.log.error({ err: error }, 'unexpected')
  return answer(500, 'server_error', 'Something went wrong here')
}
