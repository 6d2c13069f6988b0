import { buildSchema, getIntrospectionQuery, parse, validate } from 'graphql'
import t from 'tap'
import { schemaText } from '../../src/api.ts'
import { checkCost, maxFields, priceOperation } from '../../src/graphql/cost.ts'

const schema = buildSchema(schemaText)
const max = 10_000

function costOf(query: string, variables: object = {}, name?: string): number {
  const document = parse(query)
  t.same(validate(schema, document), [], query)
  return priceOperation(schema, document, name).cost(variables as Record<string, unknown>)
}

t.test('given operations whose parts are known, when priced, then the cost is their sum', async (t) => {
  const table: [query: string, cost: number, why: string][] = [
    ['{ __typename }', 5, 'nothing but the operation'],
    ['{ viewer { subject } }', 5 + 1, 'one object'],
    ['{ viewer { province { name } department { name } } }', 5 + 3, 'three objects'],
    ['{ plan(id: "1") { title status } }', 5 + 1, 'scalars are free'],
    ['{ plans { nodes { title } } }', 5 + 1 + 20, 'twenty rows unless said'],
    ['{ provinces { nodes { name } } }', 5 + 1 + 100, 'a list with a size of its own'],
    ['{ plans(first: 7) { nodes { title } } }', 5 + 1 + 7, 'as many as asked for'],
    ['{ plans(last: 7) { nodes { title } } }', 5 + 1 + 7, 'from the other end'],
    ['{ plans(first: 7) { edges { cursor node { title } } } }', 5 + 1 + 7, 'edges are no more than their nodes'],
    ['{ plans(first: 7) { edges { cursor } } }', 5 + 1 + 7, 'rows are read for their cursors'],
    ['{ plans(first: 0) { totalCount } }', 5 + 1 + 10, 'counting'],
    ['{ plans(first: 7) { pageInfo { hasNextPage } } }', 5 + 1, 'page info'],
    ['{ plans(first: 3, filter: { text: "x" }) { nodes { id } } }', 5 + 1 + 20 + 3, 'a search'],
    ['{ plans(first: 3, filter: { text: null }) { nodes { id } } }', 5 + 1 + 3, 'no search'],
    ['{ tasks(first: 3) { nodes { lead { name } coordinating { name } } } }', 5 + 1 + 3 * (1 + 1 + 10), 'per row'],
    ['{ plans(first: 2) { nodes { tasks(first: 3) { nodes { id } } } } }', 5 + 1 + 2 * (1 + 1 + 3), 'in each other'],
    ['{ plans(first: 2) { nodes { progress } } }', 5 + 1 + 2 * (1 + 10), 'a field that is computed'],
    ['{ a: viewer { subject } b: viewer { subject } }', 5 + 2, 'aliases each'],
    ['{ viewer { subject } viewer { role } }', 5 + 1, 'one answer, one price'],
    ['{ node(id: "1") { id ... on Plan { parent { id } } ... on Task { plan { id } } } }', 5 + 1 + 2, 'every type'],
    ['{ nationalRollup { total { plans } } }', 5 + 500 + 1 + 1, 'a rollup'],
    ['{ reportsDue(first: 1) { nodes { deadline } } }', 5 + 50 + 1 + 1, 'what is owed'],
    [
      'mutation { discardPlan(input: { id: "1", version: 1 }) { id userErrors { code } } }',
      5 + 10 + 1 + 10,
      'a mutation',
    ],
  ]
  for (const [query, cost, why] of table) t.equal(costOf(query), cost, `${why}: ${query}`)
})

t.test('given variables, when priced, then their values count, with the defaults of those left out', async (t) => {
  const query = 'query($n: Int = 30, $f: PlanFilter) { plans(first: $n, filter: $f) { nodes { id } } }'
  t.equal(costOf(query), 5 + 1 + 30)
  t.equal(costOf(query, { n: 3 }), 5 + 1 + 3)
  t.equal(costOf(query, { n: null }), 5 + 1 + 20)
  t.equal(costOf(query, { n: 2 ** 31 - 1 }), 5 + 1 + 100, 'a size that is refused anyway counts as the greatest')
  t.equal(costOf(query, { n: -5 }), 5 + 1)
  t.equal(costOf(query, { n: 3, f: { text: 'x', document: 'y' } }), 5 + 1 + 40 + 3)
  const text = 'query($t: String) { plans(first: 3, filter: { text: $t }) { nodes { id } } }'
  t.equal(costOf(text), 5 + 1 + 3)
  t.equal(costOf(text, { t: 'x' }), 5 + 1 + 20 + 3)
  t.equal(costOf('query($constructor: Int) { plans(first: $constructor) { nodes { id } } }'), 5 + 1 + 20)
  t.equal(costOf('query A { viewer { role } } query B { plans { nodes { id } } }', {}, 'B'), 5 + 1 + 20)
})

const planPage = `query($id: ID!) { plan(id: $id) {
  title document { reference } progress tasks(first: 30) { totalCount pageInfo { hasNextPage endCursor } nodes {
    ordinal title status lead { name } coordinating { name }
    progressReports(first: 1) { nodes { status period { code } values { indicator { code } value } } } } } } }`

const rollup = `{ nationalRollup(groupBy: [PROVINCE, YEAR]) {
  rows { ...R province { name } } total { ...R } } }
  fragment R on RollupRow { year plans tasks plansByStatus { status count } tasksByStatus { status count } progress
    indicators { indicator { code unit } value qualifier lower upper } reportingRate provincesNotReporting { slug } }`

t.test('given what pages ask for, when priced, then it is allowed; given what none asks for, then not', async (t) => {
  const allowed: [name: string, query: string][] = [
    ['plan page', planPage],
    [
      '100 rows with two lists of 20',
      '{ plans(first: 100) { nodes { tasks(first: 20) { nodes { lead { name } } } progressReports(first: 20) { nodes { period { code } } } } } }',
    ],
    ['whole rollup', rollup],
    ['introspection', getIntrospectionQuery({ inputValueDeprecation: true })],
    [
      'dashboard',
      '{ a: nationalRollup { total { plans } } b: nationalRollup(groupBy: [YEAR]) { rows { tasks } } c: nationalRollup(groupBy: [PROVINCE]) { rows { plans } } reportsDue { totalCount } }',
    ],
  ]
  for (const [name, query] of allowed) {
    const cost = costOf(query)
    t.ok(cost <= max, `${name} costs ${cost}`)
  }
  const nested = 'tasks(first: 100) { nodes { plan { '.repeat(3)
  const refused: [name: string, query: string][] = [
    ['100 × 100', '{ plans(first: 100) { nodes { tasks(first: 100) { nodes { id } } } } }'],
    ['there and back', `{ plans(first: 100) { nodes { ${nested} id ${'} } } '.repeat(3)} } } }`],
    [
      '20 rollups',
      `{ ${Array.from({ length: 20 }, (_, i) => `r${i}: nationalRollup { total { plans } }`).join(' ')} }`,
    ],
    [
      'introspection many times',
      `{ __schema { ${Array.from({ length: 50 }, (_, i) => `t${i}: types { name }`).join(' ')} } }`,
    ],
  ]
  for (const [name, query] of refused) {
    const cost = costOf(query)
    t.ok(cost > max, `${name} costs ${cost}`)
    t.throws(() => checkCost(priceOperation(schema, parse(query)), {}, max), {
      message: `The operation costs ${cost}; at most ${max} is allowed. Ask for smaller pages, or nest fewer lists.`,
      extensions: { code: 'LIMIT_EXCEEDED' },
    })
  }
})

t.test('given fragments that multiply, when priced, then that is seen at once and refused', async (t) => {
  const spread = (of: number) =>
    `fragment F${of} on Province { a: successor { ...F${of + 1} } b: successor { ...F${of + 1} } }`
  const bomb = `{ province(slug: "x") { ...F0 } } ${Array.from({ length: 12 }, (_, i) => spread(i)).join('\n')} fragment F12 on Province { id }`
  const started = performance.now()
  t.throws(() => priceOperation(schema, parse(bomb)), { message: `The operation has more than ${maxFields} fields` })
  const merged = bomb.replaceAll(/\.\.\.F(\d+) /g, '...F$1 ... on Province { ...F$1 } ')
  t.throws(() => priceOperation(schema, parse(merged)), { message: /has more than 2000 fields/ })
  t.ok(performance.now() - started < 1_000)
})

t.test('given a document, when priced again, then nothing is computed anew unless variables decide', async (t) => {
  const document = parse('{ plans { nodes { id } } }')
  t.equal(priceOperation(schema, document), priceOperation(schema, document, null))
  t.ok(priceOperation(schema, parse('{ __schema { queryType { name } } }')).introspects)
  t.notOk(priceOperation(schema, parse('{ __typename }')).introspects)
})
