import { createRequire } from 'node:module'
import { execute, parse } from 'graphql'
import t from 'tap'
import { post, sampleApi, type Answer } from '../helpers/sample-api.ts'

interface Socket {
  once(event: string, listener: (data: unknown) => void): void
  send(text: string): void
}
// Node 20 has no WebSocket of its own; Mercurius brings one.
const WebSocket: new (url: string, protocol: string) => Socket = createRequire(import.meta.resolve('mercurius'))('ws')

// Mercurius compiles a document on its second run, so whatever is asked here is asked several times.
const runs = 4

t.test('given one API', async (t) => {
  const { app, infos } = await sampleApi()
  t.teardown(() => app.close())

  t.test('given a document of several operations, when each is named in turn, then each is answered', async (t) => {
    const query = 'query A { a }\nquery B { b }\nquery Broken { plans { tasks { broken } } }'
    const ask = async (operationName?: string | null) => post(app, { query, operationName })
    for (const operationName of ['A', 'A', 'A', 'B', 'A', 'B', 'B', 'A']) {
      const name = operationName.toLowerCase()
      t.same((await ask(operationName)).data, { [name]: name }, operationName)
    }
    for (const operationName of ['', 'C', 'a']) {
      const { errors } = await ask(operationName)
      t.match(errors, [{ message: `Unknown operation named "${operationName}".`, extensions: { code: 'BAD_INPUT' } }])
    }
    for (const operationName of [null, undefined]) {
      t.match((await ask(operationName)).errors, [{ message: /name one of them in "operationName"/ }])
    }
    for (let run = 0; run < runs; run++) {
      t.match((await ask('Broken')).errors[0], { locations: [{ line: 3, column: 32 }] })
    }
    const together = await Promise.all(Array.from({ length: 20 }, (_, each) => ask(each % 2 === 0 ? 'A' : 'B')))
    t.same(
      together.map(({ data }) => Object.keys(data)[0]),
      together.map((_, each) => (each % 2 === 0 ? 'a' : 'b')),
    )
  })

  t.test(
    'given one operation, when another is named, then it is refused and the right one still answered',
    async (t) => {
      const query = 'query Only { a }'
      for (let run = 0; run < runs; run++) {
        t.same((await post(app, { query, operationName: 'Only' })).data, { a: 'a' })
        t.match((await post(app, { query, operationName: 'Other' })).errors, [{ message: /^Unknown operation/ }])
        t.same((await post(app, { query })).data, { a: 'a' })
      }
    },
  )

  t.test('given a text that the compiler would run as code, when asked, then it stays a text', async (t) => {
    const marked = (code: string) => `__MAGIC_DATE__33a9e76d_02e0_4128_8e92_3530ad3da74d${code}`
    const literals = [`"${marked('globalThis.broken=1')}"`, `"\\u005f${marked('globalThis.broken=2').slice(1)}"`]
    for (const literal of [...literals, `"""${marked('globalThis.broken=3')}"""`]) {
      for (let run = 0; run < runs; run++) {
        const { data } = await post(app, { query: `{ echo(text: ${literal}) }` })
        t.match(JSON.parse(data.echo).text, /__MAGIC_DATE__\w+globalThis\.broken=\d/)
      }
    }
    t.notOk('broken' in globalThis)
  })

  // Compiled, each of these gives (or has given, on the way here) another answer than the interpreter.
  const documents: [trap: string, query: string, ...variables: object[]][] = [
    ['a variable left out', 'query($d: Date, $t: String) { echo(filter: { due: $d, title: $t }) }', {}, { t: 'x' }],
    [
      'a fragment skipped once',
      'query($x: Boolean!) { plan { ...F @include(if: $x) ...F } } fragment F on Plan { id }',
    ],
    [
      'a fragment under a condition above',
      'query($x: Boolean!) { plan { ...F @skip(if: $x) parent { ...F } } } fragment F on Plan { id title }',
    ],
    ['merged conditions', 'query($x: Boolean!) { plan { a: echo @include(if: $x) a: echo } }'],
    ['conditions alone', 'query($x: Boolean!) { plan { id title @include(if: $x) tasks @skip(if: $x) { id money } } }'],
    ['a prototype as key', '{ plan { __proto__: title id parent { __proto__: parent { id } } } }'],
    ['two paths of one name', '{ b_a: plan { echo } a: plan { b: echo } }'],
    ['two paths of one name, the other way round', '{ a: plan { b: echo } b_a: plan { echo } }'],
    ['a recursive input', 'query($e: Either) { echo(either: $e) }', { e: { or: [{ text: 'x' }, { or: [] }] } }],
    [
      'what has a default inside an input object',
      'query($o: Order) { echo(order: $o) }',
      { o: {} },
      { o: { by: 'DOWN', last: null } },
      { o: { within: [{ name: 'x' }, { name: 'y', by: 'UP' }] } },
      { o: { within: { name: 'x' } } },
      {},
    ],
    ['fragments', '{ node { __typename ...T ... on Plan { title } } } fragment T on Task { id told(n: 1) }'],
    ['arguments', 'query($n: Int = 3) { plan { tasks { a: told b: told(n: $n) c: told(n: 5) } } }', {}, { n: null }],
  ]
  for (const [trap, query, ...variables] of documents) {
    t.test(`given ${trap}, when asked again and again, then the answer is the interpreter’s`, async (t) => {
      for (let run = 0; run < runs; run++) {
        for (const values of variables.length > 0 ? variables : [{ x: true }, { x: false }]) {
          const { data, errors } = await post(app, { query, variables: values })
          t.equal(errors, undefined)
          const { schema } = app.graphql
          const right = await execute({ schema, document: parse(query), variableValues: values as Record<string, any> })
          t.equal(ordered(data), ordered(right.data), JSON.stringify(values))
        }
      }
    })
  }

  t.test('given wrong variables, when sent on any run, then they are refused in the same words', async (t) => {
    const query =
      'query($filter: Filter, $due: Date, $order: Order) { echo(filter: $filter, due: $due, order: $order) }'
    for (let run = 0; run < 6; run++) {
      for (const [variables, message] of [
        [{ filter: [] }, /Expected type "Filter" to be an object/],
        [{ due: '2019-02-30' }, /"\$due" got invalid value "2019-02-30".*Date must be a day/],
        [{ order: { within: [{}] } }, /value "?\{.*\bname\b.* was not provided/],
        [{ filter: { amounts: ['x'] } }, /filter\.amounts\[0\]".*Money must be whole đồng/],
      ] as const) {
        // A comment makes a new document, so that each mistake comes on each run.
        const at = (place: string) => post(app, { query: `${query} # ${place}`, variables })
        for (const answer of [await at('shared'), ...(await several(run, () => at(`${message} ${run}`)))]) {
          t.match(answer.errors, [{ message, locations: [{ line: 1 }], extensions: { code: 'BAD_INPUT' } }])
        }
      }
    }
    for (let run = 0; run < runs; run++) {
      t.match((await post(app, { query: 'query($d: Date!) { echo(due: $d) } #' })).errors, [
        { message: /"\$d" of required/ },
      ])
    }
  })

  t.test('given an object without its type’s name, when asked, then the field fails and not the process', async (t) => {
    for (let run = 0; run < runs; run++) {
      const { data, errors } = await post(app, { query: '{ node(untold: true) { id } a }' })
      t.same(data, { node: null, a: 'a' })
      t.match(errors, [{ message: 'Something went wrong.', path: ['node'] }])
    }
  })

  t.test('given one document, when asked often, then resolvers meet the very same field nodes', async (t) => {
    infos.length = 0
    for (const x of [1, 2, 3, 4])
      await post(app, { query: 'query($x: Int) { plan { tasks { told(n: $x) } } }', variables: { x } })
    t.same(
      infos.map((info) => info.variableValues),
      [{ x: 1 }, { x: 2 }, { x: 3 }, { x: 4 }],
    )
    for (const info of infos) {
      t.equal(info.fieldNodes[0], infos[0]?.fieldNodes[0])
      t.equal(info.operation, infos[0]?.operation)
      t.equal(info.path.key, 'plan')
    }
  })
})

t.test('given a WebSocket, when a document comes that HTTP would refuse, then it is refused too', async (t) => {
  const { app } = await sampleApi()
  t.teardown(() => app.close())
  const url = await app.listen({ port: 0, host: '127.0.0.1' })
  const socket = new WebSocket(`${url.replace('http', 'ws')}/graphql`, 'graphql-transport-ws')
  await new Promise((resolve) => socket.once('open', resolve))
  const ask = (message: object) =>
    new Promise<any>((resolve) => {
      socket.once('message', (data) => resolve(JSON.parse(String(data))))
      socket.send(JSON.stringify(message))
    })
  t.match(await ask({ type: 'connection_init' }), { type: 'connection_ack' })
  const table: [query: unknown, message: RegExp][] = [
    [parse('subscription { ticks }', { noLocation: true }), /as text, not as a syntax tree/],
    [JSON.parse(JSON.stringify(parse('subscription { ticks }'))), /as text, not as a syntax tree/],
    [parse('{ a }', { noLocation: true }), /as text, not as a syntax tree/],
    [`subscription { ${'ticks '.repeat(20_000)} }`, /more than \d+ (tokens|characters)/],
    [`query { ${'a '.repeat(20_000)} }`, /more than \d+ (tokens|characters)/],
    ['subscription { nothing }', /Cannot query field/],
  ]
  for (const [query, message] of table) {
    t.match(await ask({ type: 'subscribe', id: '1', payload: { query } }), { type: 'error', payload: [{ message }] })
  }
  t.match(await ask({ type: 'subscribe', id: '2', payload: { query: '{ a }' } }), { payload: { data: { a: 'a' } } })
})

async function several(count: number, ask: () => Promise<Answer>): Promise<Answer[]> {
  const answers: Answer[] = []
  for (let each = 0; each < count; each++) answers.push(await ask())
  return answers
}

/** JSON with sorted keys: the compiled form may answer the fields of Query in another order. */
function ordered(value: unknown): string {
  return JSON.stringify(value, (_, inner: unknown) =>
    inner !== null && typeof inner === 'object' && !Array.isArray(inner)
      ? Object.fromEntries(Object.entries(inner).sort(([a], [b]) => (a < b ? -1 : 1)))
      : inner,
  )
}
