import { Kind } from 'graphql'
import t from 'tap'
import { scalars } from '../../src/graphql/scalars.ts'
import { post, sampleApi } from '../helpers/sample-api.ts'

const { Date: date, DateTime: dateTime, Money: money } = scalars

t.test('given days, when read, then only those of the calendar from 1900 to 2200 are taken', async (t) => {
  for (const good of ['1900-01-01', '2200-12-31', '2019-02-28', '2020-02-29', '2000-02-29', '2019-12-31']) {
    t.equal(date.parseValue(good), good)
    t.equal(date.parseLiteral({ kind: Kind.STRING, value: good }), good)
  }
  const strings = ['2019-02-30', '2019-02-29', '1900-02-29', '2019-04-31', '2019-13-01', '2019-00-10', '2019-01-00']
  const shapes = [
    '1899-12-31',
    '2201-01-01',
    '2019-1-28',
    '28/01/2019',
    '2019-01-28T00:00:00Z',
    ' 2019-01-28',
    '',
    '2019-01-28\n',
  ]
  for (const bad of [...strings, ...shapes, 20190128, null, {}, ['2019-01-28'], new Date()]) {
    t.throws(() => date.parseValue(bad), /^Date must be a day of the calendar.*like "2019-01-28"/)
  }
  t.throws(() => date.parseLiteral({ kind: Kind.INT, value: '20190128' }), /Date must be a day/)
})

t.test('given instants, when read, then only those of RFC 3339 with an offset are taken', async (t) => {
  const good = [
    '2019-01-28T07:30:00Z',
    '2019-01-28T14:30:00.123456+07:00',
    '2020-02-29T23:59:59-03:30',
    '9999-12-31T00:00:00Z',
  ]
  for (const each of good) {
    t.equal(dateTime.parseValue(each), each)
    t.equal(dateTime.parseLiteral({ kind: Kind.STRING, value: each }), each)
  }
  t.equal(dateTime.parseValue('2019-01-28t07:30:00z'), '2019-01-28T07:30:00Z')
  const days = ['2019-02-29T00:00:00Z', '0000-01-01T00:00:00Z', '2019-01-28']
  const times = ['2019-01-28T24:00:00Z', '2019-01-28T07:60:00Z', '2019-01-28T07:30:60Z', '2019-01-28T07:30Z']
  const offsets = ['2019-01-28T07:30:00', '2019-01-28T07:30:00+7', '2019-01-28T07:30:00+15:00', '2019-01-28 07:30:00Z']
  for (const bad of [...days, ...times, ...offsets, `2019-01-28T07:30:00.${'1'.repeat(99)}Z`, 0, null, new Date()]) {
    t.throws(() => dateTime.parseValue(bad), /^DateTime must be an RFC 3339 instant with its offset/)
  }
  t.throws(() => dateTime.parseLiteral({ kind: Kind.INT, value: '0' }), /DateTime must be/)
})

t.test('given sums of money, when read, then only whole đồng that Postgres can hold are taken', async (t) => {
  const table: [value: unknown, sum: string][] = [
    ['0', '0'],
    ['100000000000000', '100000000000000'],
    ['9223372036854775807', '9223372036854775807'],
    ['007', '7'],
    [1500000, '1500000'],
    [2 ** 53 - 1, '9007199254740991'],
  ]
  for (const [value, sum] of table) t.equal(money.parseValue(value), sum)
  t.equal(money.parseLiteral({ kind: Kind.INT, value: '9007199254740993' }), '9007199254740993')
  t.equal(money.parseLiteral({ kind: Kind.STRING, value: '12' }), '12')
  const strings = ['9223372036854775808', '-1', '1.5', '1e3', '1,000', '1.000.000', ' 1', '', '٣', '9'.repeat(1e6)]
  for (const bad of [...strings, -1, 1.5, 2 ** 53, NaN, Infinity, 5n, true, null, ['1']]) {
    t.throws(() => money.parseValue(bad), /^Money must be whole đồng from 0 to 9223372036854775807/)
  }
  t.throws(() => money.parseLiteral({ kind: Kind.FLOAT, value: '1.0' }), /Money must be/)
  t.throws(() => money.parseLiteral({ kind: Kind.INT, value: '-1' }), /Money must be/)
})

t.test('given values from SQL, when shown, then strings pass and what has lost its meaning is refused', async (t) => {
  t.equal(date.serialize('2019-01-28'), '2019-01-28')
  t.throws(() => date.serialize(new Date()), /Date can’t be made of a value of type object/)
  t.equal(dateTime.serialize('2019-01-28T07:30:00.123456+00:00'), '2019-01-28T07:30:00.123456+00:00')
  t.equal(dateTime.serialize(new Date(0)), '1970-01-01T00:00:00.000Z')
  t.throws(() => dateTime.serialize(0), /DateTime can’t be made/)
  t.equal(money.serialize('9223372036854775807'), '9223372036854775807')
  t.equal(money.serialize(2n ** 63n), '9223372036854775808')
  t.equal(money.serialize(1500000), '1500000')
  for (const bad of [2 ** 53, 1.5, true]) t.throws(() => money.serialize(bad), /Money can’t be made/)
})

t.test('given the API, when scalars come as literals or variables, then both are checked in clear words', async (t) => {
  const { app } = await sampleApi()
  t.teardown(() => app.close())
  const declared = 'query($due: Date, $at: DateTime, $amount: Money)'
  const asked = '{ echo(due: $due, at: $at, amount: $amount) }'
  const good = { due: '2019-01-28', at: '2019-01-28T07:30:00Z', amount: '100000000000000' }
  for (let run = 0; run < 3; run++) {
    const variables = await post(app, { query: declared + asked, variables: { ...good, amount: 1e14 } })
    t.same(JSON.parse(variables.data.echo), good)
    const query = '{ echo(due: "2019-01-28", at: "2019-01-28T07:30:00Z", amount: 100000000000000) }'
    t.same(JSON.parse((await post(app, { query })).data.echo), good)
    for (const [name, value, message] of [
      ['due', '"2019-02-30"', /found "2019-02-30"; Date must be a day of the calendar/],
      ['at', '"2019-01-28"', /found "2019-01-28"; DateTime must be an RFC 3339 instant/],
      ['amount', '1.5', /found 1\.5; Money must be whole đồng/],
    ] as const) {
      const { errors } = await post(app, { query: `{ echo(${name}: ${value}) }` })
      t.match(errors, [{ message, locations: [{ line: 1 }], extensions: { code: 'BAD_INPUT' } }])
    }
  }
})

t.test('given a description in the schema, when introspected, then the scalar still has it', async (t) => {
  const { app } = await sampleApi()
  t.teardown(() => app.close())
  const { data } = await post(app, { query: '{ __type(name: "Date") { description } }' })
  t.same(data, { __type: { description: 'A day.' } })
})
