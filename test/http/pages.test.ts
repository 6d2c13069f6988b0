import { buildSchema, parse, validate } from 'graphql'
import t from 'tap'
import { schemaText } from '../../src/api.ts'
import { examples } from '../../src/pages/explorer/examples.ts'
import { restExamples } from '../../src/pages/explorer/rest-examples.ts'
import { createApp } from '../helpers/app.ts'
import { runImport } from '../helpers/imports.ts'
import { loadSample } from '../helpers/sample-data.ts'

const api = await createApp(t)
await loadSample(api)
const { people } = (await api.app.inject('/pages/people')).json()

for (const name of ['explorer', 'board']) {
  t.test(`given /${name}, then the page and what it loads come from here, with nothing inline`, async (t) => {
    const page = await api.app.inject(`/${name}`)
    t.equal(page.statusCode, 200)
    t.match(page.headers, {
      'content-type': 'text/html; charset=utf-8',
      'content-security-policy': /script-src 'self';style-src 'self'( 'sha256-\S+')?;/,
    })
    t.notMatch(page.body, /https?:|<script(?![^>]* src=)|<style|\son\w+=/)
    const [, script = '', style = ''] = [/./, /src="(.*?)"/, /stylesheet" href="(.*?)"/].map(
      (pattern) => pattern.exec(page.body)?.[1],
    )
    for (const [url, type] of [
      [script, 'text/javascript; charset=utf-8'],
      [style, 'text/css; charset=utf-8'],
    ] as const) {
      const plain = await api.app.inject(url)
      t.match({ status: plain.statusCode, type: plain.headers['content-type'] }, { status: 200, type })
      const small = await api.app.inject({ url, headers: { 'accept-encoding': 'br, gzip' } })
      t.equal(small.headers['content-encoding'], 'gzip')
      t.ok(small.rawPayload.length < plain.rawPayload.length)
      const again = await api.app.inject({ url, headers: { 'if-none-match': String(plain.headers['etag']) } })
      t.strictSame([again.statusCode, again.body], [304, ''])
    }
  })
}

t.test('given a secret of its own, then no tokens are given away', async (t) => {
  const own = await createApp(t, { env: { JWT_SECRET: 'a secret that nobody else has, of more than 32 characters' } })
  t.equal((await own.app.inject('/explorer')).statusCode, 200)
  t.equal((await own.app.inject('/pages/people')).statusCode, 404)
})

t.test('given the sample data, then there is somebody of each role to try the service as', async (t) => {
  t.strictSame(new Set(people.map(({ role }: any) => role)).size, 6)
  for (const { id, role, token } of people) {
    const viewer = { role, province: undefined, department: undefined, headers: { authorization: `Bearer ${token}` } }
    const { data } = await api.gql('{ viewer { role } }', {}, viewer)
    t.equal(data?.viewer.role, role, id)
  }
})

// One after the other: some change what others show.
for (const example of examples) {
  t.test(`given ${example.person}, when “${example.title.en}” is clicked, then it is answered`, async (t) => {
    t.strictSame(validate(buildSchema(schemaText), parse(example.query)), [])
    const { role, token } = people.find(({ id }: any) => id === example.person)
    const viewer = { role, province: undefined, department: undefined, headers: { authorization: `Bearer ${token}` } }
    let variables = example.variables
    if (example.prepare) {
      const { data, errors } = await api.gql(example.prepare.query, {}, viewer)
      t.notOk(errors, JSON.stringify(errors))
      variables = example.prepare.variables(data)
    }
    if (example.file)
      variables = await runImport(api, { ...example.file, viewer, query: { mode: 'partial', dryRun: 'true' } })
    if (example.query.startsWith('subscription')) return
    const { data, errors } = await api.gql(example.query, variables, viewer)
    t.notOk(errors, JSON.stringify(errors))
    for (const answer of Object.values<any>(data)) t.notOk(answer.userErrors?.length, JSON.stringify(answer))
  })
}

for (const { person, title, address } of restExamples) {
  t.test(`given ${person}, when “${title.en}” is clicked, then it is answered`, async (t) => {
    const { token } = people.find(({ id }: any) => id === person)
    const answer = await api.app.inject({ url: address, headers: { authorization: `Bearer ${token}` } })
    t.equal(answer.statusCode, 200)
    t.ok(answer.body.length > 100, answer.body)
  })
}
