import type { TestApp, Viewer } from './app.ts'

// People and programs that call, for tests of who may.

interface Payload {
  data: any
  errors: any
  userErrors: any
}

/** Sends one mutation of members or service accounts, and returns its payload. */
export async function send(
  app: TestApp,
  name: string,
  input: object,
  viewer: Viewer,
  headers: object = { 'accept-language': 'en' },
): Promise<Payload> {
  const isStep = name === 'deactivateMember' || name === 'reactivateMember'
  const type = isStep ? 'MemberStepInput' : `${name[0]?.toUpperCase()}${name.slice(1)}Input`
  const member = 'id subject displayName role version isActive deactivatedAt department { id } province { slug }'
  const account = 'id name role scopes version lastUsedAt previousSecretUntil revokedAt provinces { slug }'
  const secret = /^(create|rotate)/.test(name) ? ' clientSecret' : ''
  const fields = name.endsWith('Member') ? `member { ${member} }` : `serviceAccount { ${account} }${secret}`
  const query = `mutation($input: ${type}!) { ${name}(input: $input) { ${fields} userErrors { code message path } } }`
  const { data, errors } = await app.gql(query, { input }, viewer, headers)
  return { data: data?.[name], errors, userErrors: data?.[name]?.userErrors }
}

/** As `send`, for what must succeed: the payload. */
export async function sendWell(app: TestApp, name: string, input: object, viewer: Viewer): Promise<any> {
  const { data, errors, userErrors } = await send(app, name, input, viewer)
  if (errors || userErrors.length > 0) throw new Error(`${name}: ${JSON.stringify(errors ?? userErrors)}`)
  return data
}

/** An account of the viewer's with its secret. */
export async function makeAccount(app: TestApp, viewer: Viewer, more: object = {}) {
  const input = { name: 'Máy', role: 'IMPORTER', scopes: ['imports:write'], ...more }
  const { serviceAccount, clientSecret } = await sendWell(app, 'createServiceAccount', input, viewer)
  return { ...serviceAccount, secret: clientSecret } as { id: string; version: number; secret: string }
}

/** Asks for a token as a program would. */
export async function askToken(app: TestApp, form: Record<string, string> | string, headers: object = {}) {
  const response = await app.app.inject({
    method: 'POST',
    url: '/oauth/token',
    headers: { 'content-type': 'application/x-www-form-urlencoded', ...headers },
    payload: typeof form === 'string' ? form : new URLSearchParams(form).toString(),
  })
  const body = response.body === '' ? {} : response.json()
  return { status: response.statusCode, headers: response.headers, body }
}

export async function tokenOf(app: TestApp, account: { id: string; secret: string }, more: object = {}) {
  const form = { grant_type: 'client_credentials', client_id: account.id, client_secret: account.secret, ...more }
  const { status, body } = await askToken(app, form)
  if (status !== 200) throw new Error(JSON.stringify(body))
  return body.access_token as string
}

/** Who calls with a token, for `gql`. */
export const bearing = (token: string): Viewer => ({
  role: 'IMPORTER',
  province: undefined,
  department: undefined,
  headers: { authorization: `Bearer ${token}` },
})

/** Who the service takes the bearer of a token for, or the code of its refusal. */
export async function whoIs(app: TestApp, token: string) {
  const query = '{ viewer { subject role province { slug } provinces { slug } scopes department { id } } }'
  const { data, errors } = await app.gql(query, {}, bearing(token), { 'accept-language': 'en' })
  return data?.viewer ?? `${errors[0].extensions.code}: ${errors[0].message}`
}
