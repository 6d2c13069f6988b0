import t from 'tap'
import {
  addDays,
  addWorkingDays,
  calendarDays,
  dayInVietnam,
  deadlineOf,
  firstYear,
  formatPeriodCode,
  isWorkingDay,
  lastYear,
  parsePeriodCode,
  periodsOf,
  quarterOf,
  windowOf,
} from '../../src/db/periods.ts'
import { readReferenceData } from '../../src/db/reference-files.ts'

const { calendarExceptions: exceptions } = readReferenceData()

// Written by hand from wall calendars: code, first day, last day, deadline.
const wallCalendar = `
  2018     2018-01-01 2018-12-31 2019-01-03  New Year’s Eve exchanged for 5 January
  2018-H1  2018-01-01 2018-06-30 2018-07-03
  2018-H2  2018-07-01 2018-12-31 2019-01-03
  2018-9M  2018-01-01 2018-09-30 2018-10-02
  2018-Q1  2018-01-01 2018-03-31 2018-04-03
  2018-Q2  2018-04-01 2018-06-30 2018-07-03
  2018-Q3  2018-07-01 2018-09-30 2018-10-02
  2018-Q4  2018-10-01 2018-12-31 2019-01-03
  2018-01  2018-01-01 2018-01-31 2018-02-02
  2018-02  2018-02-01 2018-02-28 2018-03-02
  2018-03  2018-03-01 2018-03-31 2018-04-03
  2018-04  2018-04-01 2018-04-30 2018-05-03  after 1 May
  2018-05  2018-05-01 2018-05-31 2018-06-04
  2018-06  2018-06-01 2018-06-30 2018-07-03
  2018-07  2018-07-01 2018-07-31 2018-08-02
  2018-08  2018-08-01 2018-08-31 2018-09-05  National Day on a Sunday, so Monday off
  2018-09  2018-09-01 2018-09-30 2018-10-02
  2018-10  2018-10-01 2018-10-31 2018-11-02
  2018-11  2018-11-01 2018-11-30 2018-12-04
  2018-12  2018-12-01 2018-12-31 2019-01-03

  2019     2018-12-15 2019-12-14 2019-12-17
  2019-H1  2018-12-15 2019-06-14 2019-06-18
  2019-H2  2019-06-15 2019-12-14 2019-12-17
  2019-9M  2018-12-15 2019-09-14 2019-09-17
  2019-Q1  2018-12-15 2019-03-14 2019-03-18
  2019-Q2  2019-03-15 2019-06-14 2019-06-18
  2019-Q3  2019-06-15 2019-09-14 2019-09-17
  2019-Q4  2019-09-15 2019-12-14 2019-12-17
  2019-01  2019-01-01 2019-01-31 2019-02-11  Friday, then nine days of Tết
  2019-02  2019-02-01 2019-02-28 2019-03-04  the last month of the calendar
  2019-03  2019-02-15 2019-03-14 2019-03-18  the first of the decree
  2019-04  2019-03-15 2019-04-14 2019-04-17  the Hùng Kings’ day on Sunday, so Monday off
  2019-05  2019-04-15 2019-05-14 2019-05-16
  2019-06  2019-05-15 2019-06-14 2019-06-18
  2019-07  2019-06-15 2019-07-14 2019-07-16
  2019-08  2019-07-15 2019-08-14 2019-08-16
  2019-09  2019-08-15 2019-09-14 2019-09-17
  2019-10  2019-09-15 2019-10-14 2019-10-16
  2019-11  2019-10-15 2019-11-14 2019-11-18
  2019-12  2019-11-15 2019-12-14 2019-12-17

  2020     2019-12-15 2020-12-14 2020-12-16
  2020-H1  2019-12-15 2020-06-14 2020-06-16
  2020-H2  2020-06-15 2020-12-14 2020-12-16
  2020-9M  2019-12-15 2020-09-14 2020-09-16
  2020-Q1  2019-12-15 2020-03-14 2020-03-17
  2020-Q2  2020-03-15 2020-06-14 2020-06-16
  2020-Q3  2020-06-15 2020-09-14 2020-09-16
  2020-Q4  2020-09-15 2020-12-14 2020-12-16
  2020-01  2019-12-15 2020-01-14 2020-01-16
  2020-02  2020-01-15 2020-02-14 2020-02-18
  2020-03  2020-02-15 2020-03-14 2020-03-17
  2020-04  2020-03-15 2020-04-14 2020-04-16
  2020-05  2020-04-15 2020-05-14 2020-05-18
  2020-06  2020-05-15 2020-06-14 2020-06-16
  2020-07  2020-06-15 2020-07-14 2020-07-16
  2020-08  2020-07-15 2020-08-14 2020-08-18
  2020-09  2020-08-15 2020-09-14 2020-09-16
  2020-10  2020-09-15 2020-10-14 2020-10-16
  2020-11  2020-10-15 2020-11-14 2020-11-17
  2020-12  2020-11-15 2020-12-14 2020-12-16

  2021     2020-12-15 2021-12-14 2021-12-16
  2021-H1  2020-12-15 2021-06-14 2021-06-16
  2021-H2  2021-06-15 2021-12-14 2021-12-16
  2021-9M  2020-12-15 2021-09-14 2021-09-16
  2021-Q1  2020-12-15 2021-03-14 2021-03-16
  2021-Q2  2021-03-15 2021-06-14 2021-06-16
  2021-Q3  2021-06-15 2021-09-14 2021-09-16
  2021-Q4  2021-09-15 2021-12-14 2021-12-16
  2021-01  2020-12-15 2021-01-14 2021-01-18
  2021-02  2021-01-15 2021-02-14 2021-02-18  the third day of Tết, a Sunday; Monday and Tuesday off
  2021-03  2021-02-15 2021-03-14 2021-03-16
  2021-04  2021-03-15 2021-04-14 2021-04-16
  2021-05  2021-04-15 2021-05-14 2021-05-18
  2021-06  2021-05-15 2021-06-14 2021-06-16
  2021-07  2021-06-15 2021-07-14 2021-07-16
  2021-08  2021-07-15 2021-08-14 2021-08-17
  2021-09  2021-08-15 2021-09-14 2021-09-16
  2021-10  2021-09-15 2021-10-14 2021-10-18
  2021-11  2021-10-15 2021-11-14 2021-11-16
  2021-12  2021-11-15 2021-12-14 2021-12-16

  2024-02  2024-01-15 2024-02-14 2024-02-16  the last day off for Tết
  2025-02  2025-01-15 2025-02-14 2025-02-18
  2026-02  2026-01-15 2026-02-14 2026-02-24  the nine days of Tết begin
`
const table = wallCalendar
  .split('\n')
  .filter((line) => line.trim() !== '')
  .map((line) => line.trim().split(/ +/).slice(0, 4).join(' '))

const computed = () =>
  table.map((line) => {
    const code = line.split(' ')[0]!
    const window = windowOf(parsePeriodCode(code)!)
    return `${code} ${window.from} ${window.to} ${deadlineOf(window, exceptions)}`
  })

t.test('given a period, its window and deadline are those of the wall calendar', async (t) => {
  t.equal(table.length, 4 * 20 + 3)
  t.strictSame(computed(), table)
})

t.test('given a machine in any time zone, days are the same', async (t) => {
  const before = process.env['TZ']
  t.teardown(() => void (before === undefined ? delete process.env['TZ'] : (process.env['TZ'] = before)))
  for (const zone of ['Pacific/Kiritimati', 'America/Los_Angeles', 'Asia/Ho_Chi_Minh']) {
    process.env['TZ'] = zone
    t.strictSame(computed(), table, zone)
    t.equal(dayInVietnam(new Date('2019-12-31T16:59:59.999Z')), '2019-12-31', zone)
    t.equal(dayInVietnam(new Date('2019-12-31T17:00:00Z')), '2020-01-01', zone)
  }
})

t.test('given every code on record, parsing and formatting are each other’s opposite', async (t) => {
  const codes = new Set<string>()
  for (let year = firstYear; year <= lastYear; year++) {
    for (const period of periodsOf(year)) {
      const code = formatPeriodCode(period)
      codes.add(code)
      if (JSON.stringify(parsePeriodCode(code)) !== JSON.stringify(period)) t.fail(code)
    }
  }
  t.equal(codes.size, 71 * 20)
})

t.test('given what is no code, parsing says so', async (t) => {
  const wrong = [
    '',
    '19',
    '2019-',
    '2019-5',
    '2019-00',
    '2019-13',
    '2019-Q0',
    '2019-Q5',
    '2019-H3',
    '2019-9m',
    '2019-q1',
  ]
  for (const text of [...wrong, ' 2019', '2019 ', '２０１９', '1989', '2061', '20190', '2019-Q1-05', 'nan']) {
    t.equal(parsePeriodCode(text), undefined, `“${text}”`)
  }
})

t.test('given the months in order, no day is left out, and since March 2019 none counts twice', async (t) => {
  const months = Array.from({ length: 71 * 12 }, (_, i) =>
    windowOf({ kind: 'MONTH', year: firstYear + Math.floor(i / 12), part: (i % 12) + 1 }),
  )
  const overlaps: string[] = []
  for (const [i, month] of months.entries()) {
    const before = months[i - 1]
    if (!before || month.from === addDays(before.to, 1)) continue
    overlaps.push(`${month.from} follows ${before.to}`)
  }
  t.strictSame(overlaps, ['2019-02-15 follows 2019-02-28'])
})

t.test('given days off and worked Saturdays, working days are counted by them', async (t) => {
  t.equal(isWorkingDay('2019-05-03', exceptions), true)
  t.equal(isWorkingDay('2019-04-29', exceptions), false, 'a Monday off in exchange')
  t.equal(isWorkingDay('2019-05-04', exceptions), true, 'for this Saturday')
  t.equal(addWorkingDays('2019-04-26', 1, exceptions), '2019-05-02')
  t.equal(addWorkingDays('2019-05-03', 1, exceptions), '2019-05-04')
  t.equal(addWorkingDays('2019-05-03', 2, exceptions), '2019-05-06')
  t.equal(addWorkingDays('2019-05-05', 0, exceptions), '2019-05-05', 'none: the day itself, though a Sunday')
  t.equal(addWorkingDays('2019-05-03', 1, new Map()), '2019-05-06', 'without exceptions only weekends are off')
  t.equal(addDays('2020-03-01', -1), '2020-02-29')
})

t.test('given a span, each day has the count of working days so far', async (t) => {
  t.strictSame(calendarDays('2019-05-01', '2019-05-06', exceptions), [
    { day: '2019-05-01', working: false, ordinal: 0 },
    { day: '2019-05-02', working: true, ordinal: 1 },
    { day: '2019-05-03', working: true, ordinal: 2 },
    { day: '2019-05-04', working: true, ordinal: 3 },
    { day: '2019-05-05', working: false, ordinal: 3 },
    { day: '2019-05-06', working: true, ordinal: 4 },
  ])
})

t.test('given a day, its quarter is that of the calendar', async (t) => {
  const days = ['2019-01-01', '2019-03-31', '2019-04-01', '2019-09-30', '2019-10-01', '2019-12-31']
  t.strictSame(days.map(quarterOf), [1, 1, 2, 3, 4, 4])
})
