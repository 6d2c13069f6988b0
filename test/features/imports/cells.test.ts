import t from 'tap'
import {
  clean,
  date,
  unguarded,
  legalBasis,
  line,
  list,
  oneOf,
  period,
  type Parser,
} from '../../../src/features/imports/files/cells.ts'
import {
  figure,
  money,
  parseDecimal,
  percent,
  target,
  wholeNumber,
} from '../../../src/features/imports/files/numbers.ts'
import { Fault } from '../../../src/features/imports/problems.ts'
import { fold } from '../../../src/features/imports/files/fold.ts'
import { words } from '../../../src/features/imports/files/words.ts'

/** What a cell comes to: the value, or the code of what is wrong with it. */
function read<T>(parse: Parser<T>, cell: string): T | string {
  const value = parse(unguarded(clean(cell)))
  return value instanceof Fault ? value.code : value
}

function table<T>(name: string, parse: Parser<T>, cases: Record<string, unknown>): void {
  void t.test(name, async (t) => {
    for (const [cell, expected] of Object.entries(cases))
      t.strictSame(read(parse, cell), expected, JSON.stringify(cell))
  })
}

table('given a cell, when it is cleaned, then it is NFC with plain spaces', (text) => text, {
  '  a  ': 'a',
  'So\u0302\u0309 No\u0323\u0302i vu\u0323': 'Sổ Nội vụ',
  '\u00a0hơn\u00a03.000\u202f': 'hơn 3.000',
  '\ufeffa\u200bb': 'ab',
  "'=1+1": '=1+1',
  "'-5": '-5',
  "'+84": '+84',
  "'@x": '@x',
  "'quoted'": "'quoted'",
  '=1+1': '=1+1',
})

table('given a date, when it is read, then only a real one passes', date, {
  '2019-01-28': '2019-01-28',
  '2019-1-8': '2019-01-08',
  '28/01/2019': '2019-01-28',
  '28-1-2019': '2019-01-28',
  '28.01.2019': '2019-01-28',
  '2019/01/28': '2019-01-28',
  '29/02/2020': '2020-02-29',
  '2019-01-28 00:00:00': '2019-01-28',
  '2019-01-28T00:00:00.000': '2019-01-28',
  '28/01/2019 00:00': '2019-01-28',
  '29/02/2019': 'BAD_DATE',
  '31/02/2019': 'BAD_DATE',
  '01/28/2019': 'BAD_DATE',
  '0/1/2019': 'BAD_DATE',
  '28/01/19': 'BAD_DATE',
  '28/01/0019': 'BAD_DATE',
  '2019-01-28 10:30': 'BAD_DATE',
  43493: '2019-01-28',
  73415: '2100-12-31',
  73416: 'BAD_DATE',
  9999: 'BAD_DATE',
  2019: 'BAD_DATE',
  'tháng 5/2019': 'BAD_DATE',
  '2019-13-01': 'BAD_DATE',
})

table('given a number, when it is read, then its writing decides what the signs mean', parseDecimal, {
  0: '0',
  '007': '7',
  167: '167',
  '1.000': '1000',
  '1,000': '1000',
  '12.345': '12345',
  '1.234.567': '1234567',
  '1,234,567': '1234567',
  '1 234 567': '1234567',
  '1\u00a0000': '1000',
  '1.234,5': '1234.5',
  '1,234.5': '1234.5',
  '1.234.567,89': '1234567.89',
  '1 234,5': '1234.5',
  '1,5': '1.5',
  '1.5': '1.5',
  '1,50': '1.5',
  '12,3450': '12.345',
  '0,125': '0.125',
  '0.125': '0.125',
  '1234.567': '1234.567',
  '1234,567': '1234.567',
  '+5': '5',
  '100 ngàn tỷ': '100000000000000',
  '100 nghìn tỉ': '100000000000000',
  '1,5 tỷ': '1500000000',
  '1.250 tỷ': '1250000000000',
  '0,25 triệu': '250000',
  '100tr': '100000000',
  '5k': '5000',
  '1.2345 triệu': '1234500',
  '': 'BAD_NUMBER',
  '-5': 'BAD_NUMBER',
  '1.23.456': 'BAD_NUMBER',
  '1,23,456': 'BAD_NUMBER',
  '1.234,567.8': 'BAD_NUMBER',
  '1,234.567,8': 'BAD_NUMBER',
  '1..000': 'BAD_NUMBER',
  '1 00': 'BAD_NUMBER',
  '5.': 'BAD_NUMBER',
  ',5': 'BAD_NUMBER',
  '1e5': 'BAD_NUMBER',
  '1,5E+11': 'BAD_NUMBER',
  '0x10': 'BAD_NUMBER',
  '167 đại biểu': 'BAD_NUMBER',
  NaN: 'BAD_NUMBER',
  Infinity: 'BAD_NUMBER',
})

table(
  'given a whole number, when it is read, then it has no fraction and is not too large',
  wholeNumber(2_147_483_647),
  {
    '1.000': 1000,
    '2.147.483.647': 2_147_483_647,
    '2147483648': 'OUT_OF_RANGE',
    '99999999999999999999': 'OUT_OF_RANGE',
    '1,5': 'BAD_WHOLE_NUMBER',
    một: 'BAD_NUMBER',
  },
)

table('given money, when it is read, then it is whole đồng', money, {
  '1.500.000.000': '1500000000',
  '1,500,000,000': '1500000000',
  '1,5 tỷ': '1500000000',
  '1,5 tỷ đồng': '1500000000',
  '100 triệu đồng': '100000000',
  '100 triệu VNĐ': '100000000',
  '250.000đ': '250000',
  '250000 ₫': '250000',
  '100 ngàn tỷ đồng': '100000000000000',
  '9223372036854775807': '9223372036854775807',
  '9223372036854775808': 'OUT_OF_RANGE',
  '1,5': 'BAD_MONEY',
  '4 tỷ USD': 'BAD_MONEY',
  '-1': 'BAD_MONEY',
})

table('given a percentage, when it is read, then it lies between 0 and 100', percent, {
  '50': '50',
  '50%': '50',
  '62,5 %': '62.5',
  '100': '100',
  '0': '0',
  '100,5': 'OUT_OF_RANGE',
  '99.500': 'OUT_OF_RANGE',
  '-1': 'BAD_NUMBER',
})

table('given a figure, when it is read, then it is as exact as its words', figure('COUNT'), {
  '167': { value: 167, qualifier: 'EXACT', asWritten: '167' },
  '04': { value: 4, qualifier: 'EXACT', asWritten: '04' },
  '0': { value: 0, qualifier: 'EXACT', asWritten: '0' },
  '>1000': { value: 1000, qualifier: 'AT_LEAST', asWritten: '>1000' },
  '≥ 1.000': { value: 1000, qualifier: 'AT_LEAST', asWritten: '≥ 1.000' },
  'hơn 1.000': { value: 1000, qualifier: 'AT_LEAST', asWritten: 'hơn 1.000' },
  'Hơn\u00a01.000': { value: 1000, qualifier: 'AT_LEAST', asWritten: 'Hơn 1.000' },
  'hon 1.000': { value: 1000, qualifier: 'AT_LEAST', asWritten: 'hon 1.000' },
  'trên 160': { value: 160, qualifier: 'AT_LEAST', asWritten: 'trên 160' },
  '~850': { value: 850, qualifier: 'ABOUT', asWritten: '~850' },
  'khoảng 850': { value: 850, qualifier: 'ABOUT', asWritten: 'khoảng 850' },
  '<200': { value: 200, qualifier: 'JUST_UNDER', asWritten: '<200' },
  'gần 200': { value: 200, qualifier: 'JUST_UNDER', asWritten: 'gần 200' },
  'trên 2 triệu': { value: 2_000_000, qualifier: 'AT_LEAST', asWritten: 'trên 2 triệu' },
  'hàng trăm': { value: null, qualifier: 'UNKNOWN', asWritten: 'hàng trăm' },
  'Hàng nghìn': { value: null, qualifier: 'UNKNOWN', asWritten: 'Hàng nghìn' },
  nhiều: { value: null, qualifier: 'UNKNOWN', asWritten: 'nhiều' },
  'hàng trăm tin, bài': 'BAD_FIGURE',
  'hơn 3.000 lượt': 'BAD_FIGURE',
  hơn: 'BAD_FIGURE',
  '-1': 'BAD_FIGURE',
  '>-1': 'BAD_FIGURE',
  '1,5': 'BAD_WHOLE_NUMBER',
  '4 tỷ USD': 'BAD_FIGURE',
  '9999999999999999': 'OUT_OF_RANGE',
})

table('given a figure of money, when it is read, then its currency is the indicator’s', figure('USD'), {
  '4 tỷ USD': { value: 4_000_000_000, qualifier: 'EXACT', asWritten: '4 tỷ USD' },
  '>1,5': { value: 1.5, qualifier: 'AT_LEAST', asWritten: '>1,5' },
  '4 tỷ đồng': 'BAD_FIGURE',
})

table('given a target, when it is read, then it is a plain number', target('PERSON'), {
  '850': { value: 850, qualifier: 'EXACT', asWritten: '850' },
  '>850': 'BAD_NUMBER',
  nhiều: 'BAD_NUMBER',
})

table('given a period, when it is read, then it has a code that is on record', period, {
  2019: '2019',
  '2019-h1': '2019-H1',
  '2019-9M': '2019-9M',
  '2019-Q3': '2019-Q3',
  '2019-05': '2019-05',
  '2019-13': 'BAD_PERIOD',
  '2019-Q5': 'BAD_PERIOD',
  '1800': 'BAD_PERIOD',
  'quý III': 'BAD_PERIOD',
})

table('given a list, when it is read, then semicolons part it', list(line(10), 3), {
  'a; b ;c': ['a', 'b', 'c'],
  'a;;': ['a'],
  'a, b': ['a, b'],
  ';': [],
  'a;b;c;d': 'TOO_MANY',
  'a;elevenchars': 'TOO_LONG',
})

table('given a legal basis, when it is read, then it is a reference or a title, with its date', legalBasis, {
  '368/QĐ-TTg@2013-02-28': {
    name: '368/QĐ-TTg',
    reference: { reference: '368/QĐ-TTg', number: 368, symbol: 'QĐ-TTg', kind: 'DECISION' },
    issuedOn: '2013-02-28',
  },
  'Luật Biên giới quốc gia': { name: 'Luật Biên giới quốc gia', reference: undefined, issuedOn: null },
  '368/QĐ-TTg@28/02/2013': {
    name: '368/QĐ-TTg',
    reference: { reference: '368/QĐ-TTg', number: 368, symbol: 'QĐ-TTg', kind: 'DECISION' },
    issuedOn: '2013-02-28',
  },
  '368/QĐ-TTg@31/02/2013': 'BAD_DATE',
  '368/@2013-02-28': 'BAD_REFERENCE',
  '@2013-02-28': 'BAD_REFERENCE',
})

table(
  'given a state of a plan, when it is read, then English and Vietnamese words mean the same',
  oneOf('PlanStatus'),
  {
    COMPLETED: 'COMPLETED',
    completed: 'COMPLETED',
    'Hoàn thành': 'COMPLETED',
    'hoan thanh': 'COMPLETED',
    'HOÀN  THÀNH': 'COMPLETED',
    'đã duyệt': 'APPROVED',
    'Da duyet': 'APPROVED',
    'nửa chừng': 'BAD_VALUE',
    ['__proto__']: 'BAD_VALUE',
    constructor: 'BAD_VALUE',
  },
)

table('given a part in a task, when it is read, then Vietnamese words are understood', oneOf('TaskPart'), {
  'chủ trì': 'LEAD',
  'CHU TRI': 'LEAD',
  'Phối hợp': 'COORDINATING',
  'tham mưu': 'ADVISING',
})

t.test('given the words of a closed list, when they are compared, then none means two values', async (t) => {
  for (const [name, list] of Object.entries(words)) {
    const seen = new Map<string, string>()
    for (const [value, all] of Object.entries(list as Record<string, readonly string[]>)) {
      for (const word of new Set([value, ...all].map(fold))) {
        t.notOk(seen.has(word), `${name}: ${word} means ${value} and ${seen.get(word)}`)
        seen.set(word, value)
      }
    }
  }
})
