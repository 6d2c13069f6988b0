import t from 'tap'
import pg from 'pg'
import { deadlineOf, formatPeriodCode, lastYear, firstYear, periodsOf, windowOf } from '../../src/db/periods.ts'
import { readReferenceData } from '../../src/db/reference-files.ts'
import { syncReferenceData } from '../../src/db/reference.ts'
import { createDatabase } from '../helpers/database.ts'

// What every fresh database begins with.
const { owner, servingUrl } = await createDatabase(t)
const column = async (text: string) => (await owner.query({ text, rowMode: 'array' })).rows.map((row) => row[0])

/** The provinces on the map of a day. */
const onTheMap = (day: string) =>
  column(`select slug from provinces
    where coalesce(existed_from <= '${day}', true) and coalesce(existed_until >= '${day}', true) order by id`)

t.test('given the maps before and after the merger, then there are 63 provinces and 34', async (t) => {
  t.equal((await onTheMap('2025-06-30')).length, 63)
  const today = await onTheMap('2025-07-01')
  t.equal(today.length, 34)
  for (const slug of ['lang-son', 'thai-nguyen', 'quang-tri', 'ninh-binh', 'ca-mau']) t.ok(today.includes(slug), slug)
  for (const slug of ['bac-kan', 'quang-binh', 'ha-nam', 'bac-lieu']) t.notOk(today.includes(slug), slug)
})

t.test('given a code and a day, then they name one province', async (t) => {
  const named = (code: string, day: string) =>
    column(`select name from provinces join province_codes on province_id = id where code = '${code}'
      and daterange(valid_from, valid_until, '[]') @> '${day}'::date`)
  t.strictSame(await named('44', '2025-06-30'), ['Quảng Bình'])
  t.strictSame(await named('44', '2025-07-01'), ['Quảng Trị'])
  t.strictSame(await named('45', '2025-06-30'), ['Quảng Trị'])
  t.strictSame(await named('45', '2025-07-01'), [])
  t.strictSame(await named('20', '2012-10-02'), ['Lạng Sơn'])
  t.strictSame(
    await column(`select a.code from province_codes a join province_codes b on a.code = b.code
      and a.province_id < b.province_id group by a.code order by a.code`),
    ['15', '24', '44', '52', '80', '82', '91'],
    'the codes that have named two provinces',
  )
})

t.test('given the merger, then each of the 29 merged provinces has one successor that remains', async (t) => {
  const pairs = await column(`select p.slug || ' → ' || s.slug from successions
    join provinces p on p.id = predecessor_id join provinces s on s.id = successor_id
    where effective_on = '2025-07-01' and legal_basis = 'Nghị quyết 202/2025/QH15 ngày 12/6/2025'
      and p.existed_until = '2025-06-30' and s.existed_until is null order by 1`)
  t.equal(pairs.length, 29)
  t.equal(new Set(pairs.map((pair: string) => pair.split(' ')[0])).size, 29)
  for (const pair of ['bac-kan → thai-nguyen', 'quang-binh → quang-tri', 'ha-nam → ninh-binh', 'bac-lieu → ca-mau']) {
    t.ok(pairs.includes(pair), pair)
  }
  // Ids that callers may keep must not change with a release.
  t.strictSame(await column(`select id::text from successions where predecessor_id = 4`), [
    '616fdf03-de0d-8d32-aca2-c3c1bd72b48d',
  ])
  t.strictSame(await column(`select uid::text from provinces where slug = 'bac-kan'`), [
    '01a2008d-7403-746a-88f4-1766380f44cf',
  ])
})

t.test('given the provinces, then each is in one of the six regions', async (t) => {
  t.strictSame(await column(`select region || ' ' || count(*) from provinces group by region order by region`), [
    'CENTRAL_HIGHLANDS 5',
    'MEKONG_RIVER_DELTA 13',
    'NORTHERN_MIDLANDS_AND_MOUNTAINS 14',
    'NORTH_AND_SOUTH_CENTRAL_COAST 14',
    'RED_RIVER_DELTA 11',
    'SOUTH_EAST 6',
  ])
  t.strictSame(
    await column(`select name from provinces where name <> normalize(name) or ascii_name ~ '[^A-Za-z -]'
      or slug <> replace(replace(lower(ascii_name), ' - ', '-'), ' ', '-')`),
    [],
  )
})

t.test('given the catalogue, then there are 19 indicators in its order', async (t) => {
  const codes = await column('select code from indicators order by position')
  t.equal(codes.length, 19)
  t.equal(codes[0], 'COURSES_HELD')
  t.equal(codes[18], 'INVESTMENT_AGREED_USD')
  t.strictSame(await column(`select distinct unit from indicators order by 1`), [
    'ATTENDANCE',
    'COUNT',
    'PERSON',
    'USD',
    'VISIT',
    'VND',
  ])
})

t.test('given the calendar in the database, then deadlines by it are those of the rules', async (t) => {
  const { calendarExceptions } = readReferenceData()
  const rows = await column(`select p.code || ' ' || min(d.day) from reporting_periods p
    join calendar_days e on e.day = p.data_to
    join calendar_days d on d.working and d.ordinal = e.ordinal + p.due_working_days group by p.code`)
  const wrong = new Set(rows)
  for (let year = firstYear; year <= lastYear; year++) {
    for (const period of periodsOf(year)) {
      wrong.delete(`${formatPeriodCode(period)} ${deadlineOf(windowOf(period), calendarExceptions)}`)
    }
  }
  t.strictSame([...wrong], [])
  const beyond = await column(`select code from reporting_periods where data_to > '2060-12-20' order by code`)
  t.equal(rows.length, 71 * 20 - beyond.length)
  t.strictSame(await column(`select distinct kind || ' ' || (quarter is not null) from reporting_periods order by 1`), [
    'HALF_YEAR false',
    'MONTH true',
    'NINE_MONTHS false',
    'QUARTER true',
    'YEAR false',
  ])
})

t.test('given nothing has changed, when synchronised again, then no row is written', async (t) => {
  const client = await owner.connect()
  t.teardown(() => client.release())
  const sent = t.capture(client, 'query', client.query)
  t.equal(await syncReferenceData(client), 0)
  t.equal(sent().length, 1, 'one look is all, since every start pays for it')
  await client.query('comment on table calendar_days is null')
  t.equal(await syncReferenceData(client), 0, 'also when the fingerprint is lost')
})

t.test('given the ministry has changed something, when the files are loaded anew, then that stays', async (t) => {
  const client = await owner.connect()
  t.teardown(() => client.release())
  await client.query(`update indicators set name = 'Lớp' where code = 'COURSES_HELD'`)
  await client.query(`update successions set withdrawn_at = now() where predecessor_id = 4`)
  await client.query(`update successions set id = gen_random_uuid() where predecessor_id = 29`)
  await client.query(`update provinces set existed_until = '2030-12-31', report_due_working_days = 5 where id = 13`)
  await client.query(`update province_codes set valid_until = '2030-12-31' where code = '20' and valid_until is null`)
  await client.query(`update provinces set name = 'Lang Son' where id = 13`)
  await client.query(`update calendar_days set working = true where day = '2019-02-05'`)
  const data = readReferenceData()
  const exceptions = new Map(data.calendarExceptions).set('2060-12-30', false)
  // A corrected name, a corrected day, and a new day off with the count of the two days from it on.
  t.equal(await syncReferenceData(client, { ...data, calendarExceptions: exceptions, hash: 'corrected' }), 1 + 1 + 2)
  t.strictSame(await column(`select name from indicators where code = 'COURSES_HELD'`), ['Lớp'])
  t.strictSame(await column(`select withdrawn_at is null from successions where predecessor_id = 4`), [false])
  t.strictSame(await column(`select count(*)::int from successions`), [29], 'one that is on record is not added again')
  t.strictSame(
    await column(`select concat_ws(' ', name, existed_until, report_due_working_days) from provinces where id = 13`),
    ['Lạng Sơn 2030-12-31 5'],
  )
  t.strictSame(await column(`select count(*)::int from province_codes where valid_until = '2030-12-31'`), [1])
})

t.test('given the serving role without a scope, then it reads reference data and cannot change them', async (t) => {
  const client = new pg.Client({ connectionString: servingUrl })
  await client.connect()
  t.teardown(() => client.end())
  t.equal((await client.query('select from provinces')).rowCount, 63)
  await t.rejects(client.query(`update provinces set name = 'x'`), { code: '42501' })
})
