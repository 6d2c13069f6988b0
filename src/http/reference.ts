import { readFileSync } from 'node:fs'
import swagger from '@fastify/swagger'
import swaggerUi from '@fastify/swagger-ui'
import type { FastifyInstance } from 'fastify'
import type { Config } from '../config.ts'
import { scopes } from '../graphql/context.ts'
import { pagePolicy, securityHeaders } from './hardening.ts'

const scopeWords: Record<(typeof scopes)[number], string> = {
  'changes:read': 'Follow the change feed',
  'exports:read': 'Export plans, tasks and reports',
  'imports:write': 'Import, and read one’s imports',
  'records:read': 'Read records over GraphQL',
  'rollups:read': 'Read national rollups',
}

/**
 * The reference of all that isn't GraphQL, made from the routes' own schemas, at /api/v1/openapi.json, and a page of
 * it at /docs. Register it before
 * the routes, and those in plugins, which load after it; a route without a tag doesn't appear in it.
 */
export function registerReference(app: FastifyInstance, config: Config): void {
  const { version } = JSON.parse(readFileSync(new URL('../../package.json', import.meta.url), 'utf8'))
  app.register(swagger, {
    hideUntagged: true,
    openapi: {
      openapi: '3.1.0',
      info: {
        title: 'External-information plans, tasks and reports of Vietnam’s provinces',
        version,
        description:
          'What is here beside GraphQL (`/graphql`, described by `schema.graphql`): bulk data, files, and what programs ' +
          'without GraphQL need. Errors are problem details of RFC 9457 with the codes that GraphQL has too. Lists in ' +
          'parameters are written with commas.',
      },
      tags: [
        { name: 'rollups', description: 'National figures.' },
        { name: 'changes', description: 'Every committed change, in order.' },
        { name: 'exports', description: 'All plans, tasks or reports, streamed.' },
        { name: 'imports', description: 'Years of history out of files.' },
        { name: 'tokens', description: 'Access tokens for service accounts.' },
        { name: 'operation', description: 'For whoever runs the service.' },
      ],
      components: {
        securitySchemes: {
          token: { type: 'http', scheme: 'bearer', bearerFormat: 'JWT', description: 'A person’s access token.' },
          serviceAccount: {
            type: 'oauth2',
            description: 'A service account’s access token, good for ten minutes.',
            flows: { clientCredentials: { tokenUrl: '/oauth/token', scopes: scopeWords } },
          },
          client: { type: 'http', scheme: 'basic', description: 'A service account’s id and secret.' },
        },
      },
    },
    refResolver: {
      buildLocalReference: (json, _base, _fragment, index) =>
        typeof json.$id === 'string' ? json.$id : `def-${index}`,
    },
    transformObject: (document) => ('openapiObject' in document ? withLists(document.openapiObject) : {}),
  })
  const headers = securityHeaders(config, pagePolicy)
  // Its files are in the package, and keep to the policy that all pages have here.
  app.register(swaggerUi, {
    routePrefix: '/docs',
    uiHooks: {
      onRequest: (_request, reply, done) => {
        reply.headers(headers)
        done()
      },
    },
    uiConfig: { layout: 'BaseLayout', docExpansion: 'list', tryItOutEnabled: true },
    theme: {
      title: 'REST – Thông tin đối ngoại',
      css: [{ filename: 'style.css', content: pageFile('style.css') }],
      js: [{ filename: 'mend.js', content: pageFile('mend.js') }],
    },
  })
  app.after(() => {
    app.get('/api/v1/openapi.json', { schema: { hide: true } }, (_, reply) =>
      reply.header('cache-control', 'public, max-age=300').send(app.swagger()),
    )
  })
}

const pageFile = (name: string) => readFileSync(new URL(`../pages/docs/${name}`, import.meta.url), 'utf8')

interface Parameter {
  in: string
  schema?: { type?: unknown }
  style?: string
  explode?: boolean
}

/** Says of every list among the parameters that it is one value with commas. */
function withLists<T extends { paths?: object | undefined }>(document: T): T {
  for (const path of Object.values(document.paths ?? {})) {
    for (const operation of Object.values(path as Record<string, { parameters?: Parameter[] }>)) {
      for (const parameter of operation.parameters ?? []) {
        if (parameter.in === 'query' && parameter.schema?.type === 'array') {
          Object.assign(parameter, { style: 'form', explode: false })
        }
      }
    }
  }
  return document
}
