import type { TestApp } from '../helpers/app.ts'
import { routesOf } from '../helpers/routes.ts'
import type { Fault } from './probes.ts'
import { judge } from './read-cells.ts'
import { send, type Asker } from './viewers.ts'
import type { Side, World } from './world.ts'

type Request = { method: string; url: string; headers?: Record<string, string>; payload?: object | string }

const form = { 'content-type': 'application/x-www-form-urlencoded' }

const pages = (path: string) => [path, `${path}/main.js`, `${path}/style.css`]
const reference = [
  '',
  '/',
  '/json',
  '/yaml',
  '/static/index.html',
  '/static/swagger-initializer.js',
  '/static/theme/style.css',
  '/static/theme/mend.js',
  '/*',
].map((path) => `/docs${path}`)

const jobs = (world: World, side: Side, method: string, path = ''): Request[] =>
  (world.rows['import_jobs']?.[side] ?? []).map(({ id }) => ({ method, url: `/api/v1/imports/${id}${path}` }))

/** Everything, and what is one province's by each filter. */
function exportsOf(kind: string) {
  return (world: World, side: Side): Request[] =>
    ['', `provinces=${world.slugs[side]}`, `plan=${world.rows['plans']![side][0]!.id}`].map((query) => ({
      method: 'GET',
      url: `/api/v1/exports/${kind}?format=ndjson&${query}`,
    }))
}

/** What is asked of each route that the service has, about one province. A route without an entry fails the proof. */
const routes: Record<string, (world: World, side: Side) => Request[]> = {
  // All other tests of the proof go through this one.
  'POST /graphql': () => [],
  'GET /graphql': (world, side) =>
    (['plans', 'tasks', 'progress_reports'] as const).flatMap((table) =>
      world.rows[table]![side].slice(0, 4).map(({ id }) => ({
        method: 'GET',
        url: `/graphql?query=${encodeURIComponent(`{ node(id: "${id}") { id ... on Plan { title } ... on Task { dueText } ... on ProgressReport { causes } } }`)}`,
      })),
    ),
  'OPTIONS *': () => [],
  // Pages hold nothing of anybody.
  ...Object.fromEntries(
    [...pages('/explorer'), ...pages('/board'), ...reference, '/pages/people'].map((url) => [
      `GET ${url}`,
      () => [{ method: 'GET', url }],
    ]),
  ),
  'GET /health/live': () => [{ method: 'GET', url: '/health/live' }],
  'GET /health/ready': () => [{ method: 'GET', url: '/health/ready' }],
  'GET /metrics': () => [{ method: 'GET', url: '/metrics' }],
  'GET /api/v1/openapi.json': () => [{ method: 'GET', url: '/api/v1/openapi.json' }],
  'POST /api/v1/imports': (world, side) => [
    {
      method: 'POST',
      url: `/api/v1/imports?kind=plans&province=${world.slugs[side]}`,
      headers: { 'content-type': 'text/csv' },
      payload: 'key\n',
    },
  ],
  'GET /api/v1/imports/:id': (world, side) => jobs(world, side, 'GET'),
  'GET /api/v1/imports/:id/problems': (world, side) => [
    ...jobs(world, side, 'GET', '/problems'),
    ...jobs(world, side, 'GET', '/problems').map((request) => ({ ...request, headers: { accept: 'text/csv' } })),
  ],
  'GET /api/v1/imports/:id/changes': (world, side) => jobs(world, side, 'GET', '/changes'),
  'DELETE /api/v1/imports/:id': (world, side) => jobs(world, side, 'DELETE'),
  'POST /api/v1/imports/:id/undo': (world, side) => jobs(world, side, 'POST', '/undo'),
  'GET /api/v1/imports/templates/:kind.:format': () => [
    { method: 'GET', url: '/api/v1/imports/templates/plans.csv' },
    { method: 'GET', url: '/api/v1/imports/templates/reports.xlsx' },
  ],
  'GET /api/v1/rollups': (world, side) =>
    ['', `provinces=${world.slugs[side]}`, 'asOf=2026-01-01', `asOf=2010-01-01&provinces=${world.slugs[side]}`].map(
      (query) => ({ method: 'GET', url: `/api/v1/rollups?groupBy=PROVINCE,YEAR&${query}` }),
    ),
  'GET /api/v1/exports/plans': exportsOf('plans'),
  'GET /api/v1/exports/tasks': exportsOf('tasks'),
  'GET /api/v1/exports/reports': exportsOf('reports'),
  'GET /api/v1/changes': (world, side) => [
    { method: 'GET', url: '/api/v1/changes?first=1000' },
    { method: 'GET', url: `/api/v1/changes?after=${world.rows['plans']![side][0]!.id}` },
  ],
  'POST /oauth/token': (world, side) =>
    (world.rows['service_accounts']?.[side] ?? []).flatMap((account) =>
      [account['secret_hash'], account['name'], ''].map((secret) => ({
        method: 'POST',
        url: '/oauth/token',
        headers: form,
        payload: new URLSearchParams({
          grant_type: 'client_credentials',
          client_id: account.id,
          client_secret: secret,
        }).toString(),
      })),
    ),
}

/** Asks every route, as everybody, about every province. */
export async function probeRoutes(
  app: TestApp,
  world: World,
  askers: readonly Asker[],
  fault: Fault,
  only = /./,
): Promise<number> {
  let tried = 0
  for (const route of routesOf(app.app).filter((one) => only.test(one))) {
    const requests = routes[route]
    if (requests === undefined) {
      fault(`test/isolation/routes.ts has no entry for ${route}`)
      continue
    }
    for (const side of ['A', 'B', 'C'] as const) {
      for (const request of requests(world, side)) {
        const ask = async (asker: Asker) => {
          tried += 1
          judge(`${asker.name}: ${route} of ${side}`, await send(app, asker, request), fault)
        }
        await Promise.all(askers.map(ask))
      }
    }
  }
  return tried
}
