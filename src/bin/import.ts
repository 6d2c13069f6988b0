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

const usage = `npm run import -- FILE --kind KIND --province SLUG [--dry-run] [--mode partial] [--url http://127.0.0.1:3000]

Sends a file (CSV, NDJSON or XLSX, packed by gzip or not) to the running service, and shows how it gets on.
KIND is one of ${importKinds.join(', ')}. The service knows the sender by IMPORT_CLIENT_ID and IMPORT_CLIENT_SECRET, a service
account's, or by IMPORT_TOKEN, or, while it has the development secret, without either.
It ends with 0 if all rows are in (or, with --dry-run, would be), and with 1 if there are problems.`

helpIfAsked(usage)

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
  const headers = { authorization: `Bearer ${await tokenFor(config, order)}`, 'accept-language': languageOfTerminal() }
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
    if (!statSync(file, { throwIfNoEntry: false })?.isFile()) throw new ConfigError(`There is no file ${file}.`)
    return { file, kind, province, mode, url: url.replace(/\/$/, ''), dryRun: values['dry-run'] ?? false }
  } catch (error) {
    if (error instanceof TypeError) throw new ConfigError(`${error.message}\n\n${usage}`)
    throw error
  }
}

function languageOfTerminal(): string {
  const language = process.env['LC_ALL'] ?? process.env['LC_MESSAGES'] ?? process.env['LANG'] ?? ''
  return language.startsWith('en') || language.startsWith('C') ? 'en' : 'vi'
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
    if (!answer.access_token) throw new ConfigError(answer.error_description ?? 'The service gives no token.')
    return answer.access_token
  }
  if (!config.developmentSecret) {
    throw new ConfigError(
      'Set IMPORT_CLIENT_ID and IMPORT_CLIENT_SECRET to those of a service account with imports:write.',
    )
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
  if (format === undefined || type === undefined)
    throw new ConfigError(
      `${file} is no file that can be imported: its name ends with none of ${formatEndings}, nor .gz behind these.`,
    )
  const query = new URLSearchParams({ kind, province, mode, dryRun: String(dryRun), name: basename(file) })
  const response = await fetch(`${url}/api/v1/imports?${query.toString()}`, {
    method: 'POST',
    headers: { ...headers, 'content-type': type },
    body: Readable.toWeb(createReadStream(file)) as ReadableStream,
    duplex: 'half',
  } as RequestInit)
  const { IMPORT_TOKEN: token, IMPORT_CLIENT_ID: id } = process.env
  if (response.status === 401 && !token && !id) {
    throw new ConfigError(
      `There is no province ${province}; --province takes a name like lang-son. Or the service has a secret of its own.`,
    )
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
      console.log(line(current))
      said = Date.now()
    }
  }
  if (onTerminal) process.stdout.write('\r\u001b[K')
  return current
}

function bar(job: Job): string {
  const share = job['bytes'] > 0 ? job['bytesRead'] / job['bytes'] : 0
  const done = Math.round(share * width)
  return `${'█'.repeat(done)}${'░'.repeat(width - done)} ${Math.floor(share * 100)} %  ${line(job)}`
}

function line(job: Job): string {
  const pace = job['rowsPerSecond'] === null ? '' : `, ${job['rowsPerSecond']} rows/s`
  const left = job['secondsLeft'] ? `, ${job['secondsLeft']} s left` : ''
  return `${job['state']}: ${job['rowsRead']} rows read, ${job['rowsRefused']} refused${pace}${left}`
}

async function report(job: Job, { url, kind }: Order, headers: Headers): Promise<void> {
  console.log(
    `${job['state']}${job['dryRun'] ? ' (dry run)' : ''}: ${job['rowsRead']} rows read, ${job['rowsCreated']} new, ` +
      `${job['rowsChanged']} changed, ${job['rowsUnchanged']} unchanged, ${job['rowsRefused']} refused. Import ${job['id']}.`,
  )
  if (job['state'] === 'REFUSED' && !job['dryRun'])
    console.log('Nothing was written: correct what is listed, and send the file again.')
  for (const { name } of job['departmentsMade'] as { name: string }[]) console.log(`New department: ${name}`)
  if (job['failure']) console.error(job['failure'])
  for (let after = ''; job['problems'] > 0;) {
    const page = await fetch(`${url}/api/v1/imports/${job['id']}/problems?first=1000&after=${after}`, { headers }).then(
      answerOf,
    )
    for (const { sheet, line: at, column, value, message } of page['problems'] as Job[]) {
      const title = column !== null && languageOfTerminal() === 'vi' ? titleOf(kind as ImportKind, column) : column
      console.error([sheet, at, title, value].filter((part) => part != null).join(', ') + `: ${message}`)
    }
    if (page['next'] === null) break
    after = page['next']
  }
  if (job['state'] !== 'APPLIED' || job['problems'] > 0) process.exitCode = 1
}

function explained(error: unknown): unknown {
  if (error instanceof ConfigError) return error.message
  if (error instanceof TypeError && error.message === 'fetch failed') {
    return 'The service doesn’t answer: start it with `npm start`, or name another address with --url.'
  }
  return error
}
