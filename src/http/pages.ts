import { readFileSync } from 'node:fs'
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify'
import type { Config } from '../config.ts'
import type { Pools } from '../db/pool.ts'
import type { Directory } from '../features/provinces/directory.ts'
import { bundlePage, type Asset, type Bundle } from './bundles.ts'
import { pagePolicy, securityHeaders } from './hardening.ts'
import { samplePeople } from './sample-people.ts'

const pages = ['explorer', 'board'] as const

// The chart library puts this one style sheet of its own beside each chart; the browser refuses any other. A new version
// of the library may have another: the tests in a browser then fail, and the browser's complaint names the new hash.
const chartStyle = "'sha256-zrfVyvY1E/5V+DXZunsRZW8XTqTsuIZzp8dBDThhSn8='"
const boardPolicy = { ...pagePolicy, styleSrc: [...pagePolicy.styleSrc, chartStyle] }

/**
 * Pages for browsers: `/explorer` and `/board`. They hold nothing of anybody: what they show they ask the API for, with the
 * token of whoever looks. While tokens are signed with the development secret, `/pages/people` gives tokens for trying.
 */
export function registerPages(app: FastifyInstance, config: Config, pools: Pools, directory: Directory): void {
  const policies = { explorer: pagePolicy, board: boardPolicy }
  for (const name of pages) registerPage(app, name, securityHeaders(config, policies[name]))
  if (config.developmentSecret) app.get('/pages/people', () => samplePeople(app, pools, directory))
}

function registerPage(app: FastifyInstance, name: (typeof pages)[number], headers: Record<string, string>): void {
  const html = readFileSync(new URL(`../pages/${name}/page.html`, import.meta.url))
  let made: Promise<Bundle> | undefined
  // Made when somebody asks for the first time: most processes never serve a page.
  const bundle = () =>
    (made ??= bundlePage(name).catch((error: unknown) => {
      made = undefined
      throw error
    }))
  const quiet = { logLevel: 'warn' } as const
  app.get(`/${name}`, (_request, reply) => {
    reply.headers(headers).header('cache-control', 'no-cache')
    return reply.type('text/html; charset=utf-8').send(html)
  })
  app.get(`/${name}/main.js`, quiet, async (request, reply) => send(request, reply, (await bundle()).script))
  app.get(`/${name}/style.css`, quiet, async (request, reply) => send(request, reply, (await bundle()).style))
}

/** Kept by browsers, and asked about again each time: a new version of the service has other files at the same address. */
function send(request: FastifyRequest, reply: FastifyReply, { type, etag, content, gzipped }: Asset): FastifyReply {
  reply.header('etag', etag).header('cache-control', 'public, no-cache').header('vary', 'accept-encoding')
  if (request.headers['if-none-match'] === etag) return reply.code(304).send()
  reply.type(type)
  if (!/\bgzip\b/.test(String(request.headers['accept-encoding']))) return reply.send(content)
  return reply.header('content-encoding', 'gzip').send(gzipped)
}
