import { Validator } from '@seriousme/openapi-schema-validator'
import t from 'tap'
import { createApp } from '../helpers/app.ts'
import { routesOf } from '../helpers/routes.ts'

const app = await createApp(t)

interface Operation {
  summary?: string
  description?: string
  tags?: string[]
  security?: Record<string, string[]>[]
  parameters?: { name: string; in: string; description?: string; style?: string; explode?: boolean; schema: any }[]
  responses: Record<string, { description: string; content?: Record<string, { schema: { $ref?: string } }> }>
}

const { body, headers } = await app.app.inject({ url: '/api/v1/openapi.json' })
const reference = JSON.parse(body)
const operations = Object.entries<Record<string, Operation>>(reference.paths).flatMap(([path, methods]) =>
  Object.entries(methods).map(([method, operation]) => ({ name: `${method.toUpperCase()} ${path}`, path, operation })),
)

t.test('given the reference, then it is OpenAPI 3.1 and has every route but GraphQL’s', async (t) => {
  t.equal(reference.openapi, '3.1.0')
  t.match(headers['content-type'], /^application\/json/)
  const own = routesOf(app.app)
    .filter((route) => !/^OPTIONS |\/graphql$|\/openapi\.json$| \/(docs|explorer|board|pages)\b/.test(route))
    .map((route) => route.replaceAll(/:(\w+)/g, '{$1}'))
  t.strictSame(operations.map(({ name }) => name).sort(), own.sort())
})

t.test('given the reference, then it is valid', async (t) => {
  const { valid, errors } = await new Validator().validate(structuredClone(reference))
  t.ok(valid, JSON.stringify(errors))
})

t.test('given the reference’s page, then all of it comes from here', async (t) => {
  const page = await app.app.inject('/docs/')
  t.match(page.headers['content-security-policy'], /script-src 'self';style-src 'self';/)
  t.notMatch(page.body, /https?:|<style|\son\w+=/)
  for (const [, file] of page.body.matchAll(/(?:src|href)="(.+?)"/g)) {
    t.equal((await app.app.inject(new URL(String(file), 'http://x/docs/').pathname)).statusCode, 200, String(file))
  }
})

t.test('given any operation, then it says what it is, who may ask and what can go wrong', async (t) => {
  for (const { name, path, operation } of operations) {
    t.ok(operation.summary, `${name}: summary`)
    t.ok(
      operation.tags?.every((tag) => reference.tags.some((known: { name: string }) => known.name === tag)),
      name,
    )
    t.ok(Array.isArray(operation.security), `${name}: security`)
    if (!path.startsWith('/api/v1/')) continue
    t.ok(operation.description, `${name}: description`)
    t.ok(operation.security!.length > 0, `${name}: only who has signed in`)
    const scopes = operation.security!.flatMap(({ serviceAccount = [] }) => serviceAccount)
    const known = reference.components.securitySchemes.serviceAccount.flows.clientCredentials.scopes
    t.ok(scopes.length > 0 && scopes.every((scope) => scope in known), `${name}: scope`)
    for (const status of ['400', '401', '403', '429', '500', '503']) {
      const problem = operation.responses[status]
      t.equal(problem?.content?.['application/problem+json']?.schema.$ref, '#/components/schemas/Problem', name)
      t.ok(problem?.description, `${name}: ${status}`)
    }
    for (const parameter of operation.parameters ?? []) {
      t.ok(parameter.description, `${name}: ${parameter.name} is described`)
      if (parameter.in === 'query' && parameter.schema.type === 'array') {
        t.match(parameter, { style: 'form', explode: false }, `${name}: ${parameter.name} is a list with commas`)
      }
    }
  }
})
