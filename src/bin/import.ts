import { createReadStream, statSync } from 'node:fs'
import { basename } from 'node:path'
import { Readable } from 'node:stream'
import { setTimeout as sleep } from 'node:timers/promises'
import { parseArgs } from 'node:util'
import fastify from 'fastify'
import { readConfig, type Config } from '../config.ts'
import { importKinds, titleOf, type ImportKind } from '../features/imports/files/columns.ts'
import { formatEndings, formatOfName, importTypes, formatOfType } from '../features/imports/files/formats.ts'
import { registerAuth } from '../http/auth.ts'
import { ConfigError } from '../settings.ts'
import { helpIfAsked } from './help.ts'
import { languageOfTerminal, problemLine, progressLine, sayFault, summary } from './import-words.ts'

const usage = `npm run import -- FILE --kind KIND --province SLUG [--dry-run] [--mode partial] [--url http://127.0.0.1:3000]

Sends a file (CSV, NDJSON or XLSX, packed by gzip or not) to the running service, and shows how it gets on.
KIND is one of ${importKinds.join(', ')}. The service knows the sender by IMPORT_CLIENT_ID and IMPORT_CLIENT_SECRET, a service
account's, or by IMPORT_TOKEN, or, while it has the development secret, without either.
It ends with 0 if all rows are in (or, with --dry-run, would be), and with 1 if there are problems.`

helpIfAsked(usage)

const language = languageOfTerminal(process.env)

/** Characters of the bar. */
const width = 30

interface Order {
  file: string
  kind: string
  province: string
  dryRun: boolean
  mode: string
  url: string
}

try {
  const config = readConfig(process.env)
  const order = readOrder(config)
  const headers = { authorization: `Bearer ${await tokenFor(config, order)}`, 'accept-language': language }
  const job = await follow(await send(order, headers), order, headers)
  await report(job, order, headers)
} catch (error) {
  console.error(explained(error))
  process.exitCode = 1
}

function readOrder(config: Config): Order {
  const text = { type: 'string' } as const
  try {
    const { values, positionals } = parseArgs({
      allowPositionals: true,
      options: { kind: text, province: text, mode: text, url: text, 'dry-run': { type: 'boolean' } },
    })
    const [file] = positionals
    const { kind, province, mode = 'atomic', url = `http://${config.host}:${config.port}` } = values
    if (file === undefined || positionals.length > 1 || kind === undefined || province === undefined) {
      throw new ConfigError(usage)
    }
    if (!statSync(file, { throwIfNoEntry: false })?.isFile())
      throw new ConfigError(sayFault('noFile', language, { file }))
    return { file, kind, province, mode, url: url.replace(/\/$/, ''), dryRun: values['dry-run'] ?? false }
  } catch (error) {
    if (error instanceof TypeError) throw new ConfigError(`${error.message}\n\n${usage}`)
    throw error
  }
}

async function tokenFor(config: Config, { url, province }: Order): Promise<string> {
  const { IMPORT_TOKEN: token, IMPORT_CLIENT_ID: id, IMPORT_CLIENT_SECRET: secret } = process.env
  if (token) return token
  if (id && secret) {
    const response = await fetch(`${url}/oauth/token`, {
      method: 'POST',
      headers: {
        authorization: `Basic ${Buffer.from(`${encodeURIComponent(id)}:${encodeURIComponent(secret)}`).toString('base64')}`,
      },
      body: new URLSearchParams({ grant_type: 'client_credentials' }),
    })
    const answer = (await response.json()) as { access_token?: string; error_description?: string }
    if (!answer.access_token) throw new ConfigError(answer.error_description ?? sayFault('noToken', language))
    return answer.access_token
  }
  if (!config.developmentSecret) {
    throw new ConfigError(sayFault('noAccount', language))
  }
  const app = fastify()
  registerAuth(app, config)
  await app.ready()
  return app.jwt.sign({ sub: 'importer@example.vn', role: 'IMPORTER', province }, { expiresIn: '8h' })
}

type Headers = Record<string, string>
type Job = Record<string, any>

async function send({ file, kind, province, mode, dryRun, url }: Order, headers: Headers): Promise<Job> {
  const format = formatOfName(file)
  const type = importTypes.find((known) => formatOfType(known) === format)
  if (format === undefined || type === undefined) {
    throw new ConfigError(sayFault('unknownEnding', language, { file, endings: formatEndings }))
  }
  const query = new URLSearchParams({ kind, province, mode, dryRun: String(dryRun), name: basename(file) })
  const response = await fetch(`${url}/api/v1/imports?${query.toString()}`, {
    method: 'POST',
    headers: { ...headers, 'content-type': type },
    body: Readable.toWeb(createReadStream(file)) as ReadableStream,
    duplex: 'half',
  } as RequestInit)
  const { IMPORT_TOKEN: token, IMPORT_CLIENT_ID: id } = process.env
  if (response.status === 401 && !token && !id) {
    throw new ConfigError(sayFault('noProvince', language, { province }))
  }
  return answerOf(response)
}

async function answerOf(response: Response): Promise<Job> {
  const answer = (await response.json()) as Job
  if (!response.ok) throw new ConfigError(String(answer['detail'] ?? response.statusText))
  return answer
}

/** Until the import has ended; a service that is being started again is waited for. */
async function follow(job: Job, { url }: Order, headers: Headers): Promise<Job> {
  const { isTTY: onTerminal } = process.stdout
  let current = job
  for (let said = 0; current['finishedAt'] === null; await sleep(500)) {
    current = await fetch(`${url}/api/v1/imports/${job['id']}`, { headers }).then(answerOf, () => current)
    if (onTerminal) process.stdout.write(`\r\u001b[K${bar(current)}`)
    else if (Date.now() - said > 10_000) {
      console.log(progressLine(current, language))
      said = Date.now()
    }
  }
  if (onTerminal) process.stdout.write('\r\u001b[K')
  return current
}

function bar(job: Job): string {
  const share = job['bytes'] > 0 ? job['bytesRead'] / job['bytes'] : 0
  const done = Math.round(share * width)
  return `${'█'.repeat(done)}${'░'.repeat(width - done)} ${Math.floor(share * 100)} %  ${progressLine(job, language)}`
}

async function report(job: Job, { url, kind }: Order, headers: Headers): Promise<void> {
  for (const line of summary(job, language)) console.log(line)
  if (job['failure']) console.error(job['failure'])
  for (let after = ''; job['problems'] > 0;) {
    const page = await fetch(`${url}/api/v1/imports/${job['id']}/problems?first=1000&after=${after}`, { headers }).then(
      answerOf,
    )
    for (const problem of page['problems'] as Job[]) {
      const column = problem['column'] as string | null
      const title = column !== null && language === 'vi' ? titleOf(kind as ImportKind, column) : column
      console.error(problemLine(problem, title, language))
    }
    if (page['next'] === null) break
    after = page['next']
  }
  if (job['state'] !== 'APPLIED' || job['problems'] > 0) process.exitCode = 1
}

function explained(error: unknown): unknown {
  if (error instanceof ConfigError) return error.message
  if (error instanceof TypeError && error.message === 'fetch failed') {
    return sayFault('noAnswer', language)
  }
  return error
}
