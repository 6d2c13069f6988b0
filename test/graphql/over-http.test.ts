import { auditServer } from 'graphql-http'
import t from 'tap'
import { maxTokens } from '../../src/graphql/documents.ts'
import { CodedError, post, sampleApi, send } from '../helpers/sample-api.ts'

const newer = { accept: 'application/graphql-response+json' }

t.test('given a listening server, when graphql-http audits it, then all 61 checks pass', async (t) => {
  const { app } = await sampleApi()
  t.teardown(() => app.close())
  const url = await app.listen({ port: 0, host: '127.0.0.1' })
  const results = await auditServer({ url: `${url}/graphql` })
  for (const result of results) t.equal(result.status, 'ok', `${result.id} ${result.name}`)
  for (const [need, count] of Object.entries({ MUST: 13, SHOULD: 23, MAY: 25 })) {
    t.equal(results.filter(({ name }) => name.startsWith(need)).length, count, `${count} checks of ${need}`)
  }
})

t.test('given one API', async (t) => {
  const { app, renamed } = await sampleApi()
  t.teardown(() => app.close())

  t.test('given an Accept header, when it weighs both media types, then the answer has the heavier one', async (t) => {
    const [older, newest] = ['application/json', 'application/graphql-response+json']
    const table: [accept: string, type: string][] = [
      ['*/*', older],
      ['text/html', older],
      [newest, newest],
      [`${newest}, ${older};q=0.9`, newest],
      [`${newest};q=0.8, ${older}`, older],
      [`${newest};q=0`, older],
      [`${newest.toUpperCase()}; charset=utf-8`, newest],
    ]
    for (const [accept, type] of table) {
      t.equal((await post(app, { query: '{ a }' }, { accept })).type, type, accept)
    }
  })

  t.test('given a document at fault, when asked for either media type, then the status fits it', async (t) => {
    for (const query of ['{', '{ c }', 'query($d: Date!) { echo(due: $d) }', 'query X { a } query Y { b }']) {
      // Often enough to meet the query and error caches and the compiled form.
      for (let run = 0; run < 4; run++) {
        const old = await post(app, { query })
        t.equal(old.status, 200, query)
        t.notOk('data' in old.body, 'no data')
        t.match(old.errors, [{ message: String, extensions: { code: 'BAD_INPUT' } }])
        t.equal((await post(app, { query }, newer)).status, 400, query)
      }
    }
    t.match((await post(app, { query: '{\n  c }' })).errors, [{ locations: [{ line: 2, column: 3 }] }])
  })

  t.test('given wrong parameters, when posted, then 400 names the parameter', async (t) => {
    const query = '{ a }'
    const table: [body: object | string, message: RegExp][] = [
      [[{ query }], /one JSON object; batches/],
      ['null', /one JSON object/],
      ['{"query":', /JSON/],
      ['', /empty/],
      [{}, /"query" must be a string/],
      [{ query: 0 }, /"query" must be a string/],
      [{ query: { kind: 'Document' } }, /"query" must be a string/],
      [{ query, operationName: 1 }, /"operationName" must be/],
      [{ query, variables: [] }, /"variables" must be/],
      [{ query, variables: '{}' }, /"variables" must be/],
      [{ query, extensions: 'x' }, /"extensions" must be/],
    ]
    for (const [body, message] of table) {
      const { status, errors } = await post(app, body)
      t.equal(status, 400, JSON.stringify(body))
      t.match(errors, [{ message, extensions: { code: 'BAD_INPUT' } }])
    }
    t.equal((await post(app, 'query={a}', { 'content-type': 'application/x-www-form-urlencoded' })).status, 415)
    t.equal((await post(app, JSON.stringify({ query }), { 'content-type': 'text/plain' })).status, 400)
    t.match(await post(app, { query, more: 'x'.repeat(2 ** 20) }), {
      status: 413,
      errors: [{ extensions: { code: 'LIMIT_EXCEEDED' } }],
    })
  })

  t.test('given a query, when sent by GET, then its parameters are read from the query string', async (t) => {
    const query = 'query E($text: String) { echo(text: $text) }'
    const good = await send(app, 'GET', { query, variables: '{"text":"x"}', operationName: 'E', extensions: '' })
    t.match(good, { status: 200, data: { echo: '{"text":"x"}' } })
    for (const variables of ['{', '[]', '5', '"x"']) {
      t.match(await send(app, 'GET', { query, variables }), { status: 400, errors: [{ message: /"variables"/ }] })
    }
    t.match(await send(app, 'GET', {}), { status: 400, errors: [{ message: /"query"/ }] })
  })

  t.test('given a mutation, when sent by GET or HEAD, then 405 and nothing is changed', async (t) => {
    const query = 'mutation M { rename(title: "x") } query Q { a }'
    for (let run = 0; run < 3; run++) {
      for (const method of ['GET', 'HEAD'] as const) {
        t.match(await send(app, method, { query, operationName: 'M' }), { status: 405, headers: { allow: 'POST' } })
      }
    }
    t.match(await send(app, 'GET', { query }), { status: 200, errors: [{ message: /several operations/ }] })
    t.match(await send(app, 'GET', { query, operationName: 'Q' }), { status: 200, data: { a: 'a' } })
    t.match(await post(app, { query: 'subscription { ticks }' }), { errors: [{ message: /WebSocket/ }] })
    t.same(renamed, [])
  })

  t.test('given a syntax tree in JSON as query text, when posted, then only GraphQL’s parser reads it', async (t) => {
    const name = (value: string) => ({ kind: 'Name', value })
    const field = { kind: 'Field', alias: name('x": globalThis.broken = 1, "y'), name: name('a') }
    const selectionSet = { kind: 'SelectionSet', selections: [field] }
    const query = JSON.stringify({
      kind: 'Document',
      definitions: [{ kind: 'OperationDefinition', operation: 'query', selectionSet }],
    })
    for (let run = 0; run < 3; run++) {
      t.match((await post(app, { query })).errors, [{ message: /^Syntax Error/, extensions: { code: 'BAD_INPUT' } }])
    }
    t.notOk('broken' in globalThis)
    await t.rejects(app.graphql(JSON.parse(query)), /as text, not as a syntax tree/)
    await t.rejects(app.graphql(query), /Syntax Error/)
  })

  t.test('given a document past the limits of its length or depth, when posted, then LIMIT_EXCEEDED', async (t) => {
    const long = (tokens: number) => `{ echo(filter: { amounts: [${'1 '.repeat(tokens - 13)}] }) }`
    t.match((await post(app, { query: long(maxTokens) })).data, { echo: String })
    const nested = '{ plan '.repeat(5000)
    const repeated = `{ ${'a '.repeat(maxTokens - 2)}}`
    for (const query of [long(maxTokens + 1), nested, repeated]) {
      for (let run = 0; run < 3; run++) {
        const answer = await post(app, { query }, newer)
        t.match(answer, { status: 400, errors: [{ message: /^The document/, extensions: { code: 'LIMIT_EXCEEDED' } }] })
      }
    }
  })

  t.test('given a resolver that throws, when asked, then its text stays inside and the path has numbers', async (t) => {
    for (let run = 0; run < 4; run++) {
      const answer = await post(app, { query: '{ plans { tasks { broken } } }' }, newer)
      t.equal(answer.status, 200)
      t.same(answer.errors[1].path, ['plans', 0, 'tasks', 1, 'broken'])
      t.equal(answer.errors[1].extensions.code, 'INTERNAL')
      t.equal(answer.data.plans[0].tasks[0].broken, null)
      t.notMatch(JSON.stringify(answer.body), /hunter2/)
    }
  })

  t.test(
    'given a value that a scalar can’t show, when asked, then the field is null and nothing is told',
    async (t) => {
      for (let run = 0; run < 3; run++) {
        const { data, errors } = await post(app, { query: '{ stamps { date at amount wrong } }' })
        const stamps = { date: '2019-01-28', at: '1970-01-01T00:00:00.000Z', amount: '9007199254740993', wrong: null }
        t.same(data, { stamps })
        t.match(errors, [{ message: 'Something went wrong.', path: ['stamps', 'wrong'] }])
      }
    },
  )
})

t.test('given a context that can’t be made, when asked, then the error’s code gives the status', async (t) => {
  const table: [refusal: Error, status: number, code: string, message: string][] = [
    [new CodedError('UNAUTHENTICATED', 'Sign in first.'), 401, 'UNAUTHENTICATED', 'Sign in first.'],
    [new CodedError('UNAVAILABLE', 'Not ready.'), 503, 'UNAVAILABLE', 'Not ready.'],
    [new CodedError('LIMIT_EXCEEDED', 'Too costly.'), 400, 'LIMIT_EXCEEDED', 'Too costly.'],
    [Object.assign(new Error('too fast'), { statusCode: 429 }), 429, 'INTERNAL', 'Something went wrong.'],
    [new Error('password=hunter2'), 500, 'INTERNAL', 'Something went wrong.'],
  ]
  for (const [refusal, status, code, message] of table) {
    const { app } = await sampleApi(refusal)
    const answer = await post(app, { query: '{ a }' })
    t.match(answer, { status, body: { errors: [{ message, extensions: { code } }] } })
    t.notOk('data' in answer.body)
    await app.close()
  }
})
