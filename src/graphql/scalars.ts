import { Kind, type ValueNode } from 'graphql'

/** What Mercurius sets on a scalar of the schema; `serialize` is called once for each value of an answer. */
type Scalar = {
  serialize(value: unknown): string
  parseValue(value: unknown): string
  parseLiteral(node: ValueNode): string
}

const greatestMoney = 2n ** 63n - 1n

const dateExpected = 'Date must be a day of the calendar from 1900-01-01 to 2200-12-31, as a string like "2019-01-28"'
const dateTimeExpected =
  'DateTime must be an RFC 3339 instant with its offset, as a string like "2019-01-28T07:30:00Z" or "2019-01-28T14:30:00+07:00"'
const moneyExpected = `Money must be whole đồng from 0 to ${greatestMoney}, as a string of digits or as an integer up to 2^53 - 1`

/** A day. It stays a string all the way: a JavaScript Date would be an instant and shift with the time zone. */
const date: Scalar = {
  serialize: (value) => (typeof value === 'string' ? value : unserializable('Date', value)),
  parseValue: parseDate,
  parseLiteral: (node) => parseDate(node.kind === Kind.STRING ? node.value : undefined),
}

/** An instant. It stays a string so that the microseconds of Postgres come back unharmed in a filter. */
const dateTime: Scalar = {
  serialize: (value) => {
    if (typeof value === 'string') return value
    return value instanceof Date ? value.toISOString() : unserializable('DateTime', value)
  },
  parseValue: parseDateTime,
  parseLiteral: (node) => parseDateTime(node.kind === Kind.STRING ? node.value : undefined),
}

/** Whole đồng. A string of digits without leading zeros, since sums pass 2^53 and JSON numbers would lose their ends. */
const money: Scalar = {
  serialize: (value) => {
    if (typeof value === 'string') return value
    if (typeof value === 'bigint' || Number.isSafeInteger(value)) return String(value)
    return unserializable('Money', value)
  },
  parseValue: (value) => {
    // Past 2^53 a JSON number has been rounded already by whoever read it.
    if (typeof value === 'number' && Number.isSafeInteger(value)) return parseMoney(String(value))
    return parseMoney(value)
  },
  // A number in the query text has lost nothing, whatever its length.
  parseLiteral: (node) => parseMoney(node.kind === Kind.STRING || node.kind === Kind.INT ? node.value : undefined),
}

export const scalars = { Date: date, DateTime: dateTime, Money: money }

function parseDate(value: unknown): string {
  const [, year, month, day] = /^(\d{4})-(\d\d)-(\d\d)$/.exec(text(value)) ?? []
  if (!isDay(Number(year), Number(month), Number(day)) || Number(year) < 1900 || Number(year) > 2200) {
    throw new TypeError(`${dateExpected}.`)
  }
  return value as string
}

const instant = /^(\d{4})-(\d\d)-(\d\d)T([01]\d|2[0-3]):[0-5]\d:[0-5]\d(?:\.\d{1,9})?(?:Z|[+-](?:0\d|1[0-4]):[0-5]\d)$/

function parseDateTime(value: unknown): string {
  // RFC 3339 lets the letters be small.
  const upper = text(value).toUpperCase()
  const [, year, month, day] = instant.exec(upper) ?? []
  // Postgres knows no year 0.
  if (!isDay(Number(year), Number(month), Number(day)) || Number(year) < 1) throw new TypeError(`${dateTimeExpected}.`)
  return upper
}

function parseMoney(value: unknown): string {
  const amount = /^\d{1,19}$/.test(text(value)) ? BigInt(value as string) : undefined
  if (amount === undefined || amount > greatestMoney) throw new TypeError(`${moneyExpected}.`)
  return String(amount)
}

/** The value if it is a string, and not so long that looking at it would cost anything. */
function text(value: unknown): string {
  return typeof value === 'string' && value.length <= 40 ? value : ''
}

function isDay(year: number, month: number, day: number): boolean {
  if (!(month >= 1 && month <= 12 && day >= 1)) return false
  const leap = (year % 4 === 0 && year % 100 !== 0) || year % 400 === 0
  const days = month === 2 ? (leap ? 29 : 28) : [4, 6, 9, 11].includes(month) ? 30 : 31
  return day <= days
}

/** A mistake of the service, not of the caller: the SQL has given something else than the schema promises. */
function unserializable(scalar: string, value: unknown): never {
  throw new TypeError(`${scalar} can’t be made of a value of type ${typeof value}`)
}
