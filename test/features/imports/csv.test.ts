import t from 'tap'
import { readCsv } from '../../../src/features/imports/files/csv.ts'
import type { CsvRecord } from '../../../src/features/imports/files/csv-records.ts'
import { linesByKey } from '../../../src/features/imports/files/seen.ts'
import { sayProblem, UnreadableFile } from '../../../src/features/imports/problems.ts'
import { pieces } from './province.ts'

async function read(content: string | Uint8Array, size = 7): Promise<CsvRecord[]> {
  const records: CsvRecord[] = []
  for await (const some of readCsv(pieces(content, size))) records.push(...some)
  return records
}

/** Why a file can't be read, and on which line. */
async function refusal(content: string | Uint8Array, size = 7): Promise<string> {
  try {
    await read(content, size)
    return 'read'
  } catch (error) {
    if (!(error instanceof UnreadableFile)) throw error
    return error.problems.map(({ line, code }) => `${line} ${code}`).join()
  }
}

const plain = [
  { line: 1, cells: ['key', 'title'] },
  { line: 2, cells: ['a', 'Kế hoạch'] },
]

t.test('given files that differ only in form, when they are read, then they say the same', async (t) => {
  const forms = {
    commas: 'key,title\na,Kế hoạch\n',
    'no line break at the end': 'key,title\na,Kế hoạch',
    semicolons: 'key;title\na;Kế hoạch\n',
    tabs: 'key\ttitle\na\tKế hoạch\n',
    'Windows line breaks': 'key,title\r\na,Kế hoạch\r\n',
    'old Mac line breaks': 'key,title\ra,Kế hoạch\r',
    'a BOM': '\ufeffkey,title\na,Kế hoạch\n',
    'quotation marks': '"key","title"\n"a","Kế hoạch"\n',
  }
  for (const [form, text] of Object.entries(forms)) {
    for (const size of [1, 2, 3, 7, 1000]) t.strictSame(await read(text, size), plain, `${form}, in pieces of ${size}`)
  }
})

t.test('given Excel’s hint of what parts cells, when a file is read, then it is followed, and no row', async (t) => {
  const hinted = [
    { line: 2, cells: ['key', 'title, in full'] },
    { line: 3, cells: ['a', 'Kế hoạch, bản đầy đủ'] },
  ]
  for (const [sign, end] of [
    [';', '\n'],
    [';', '\r\n'],
    ['\t', '\n'],
  ] as const) {
    const text = ['\ufeffsep=' + sign, 'key' + sign + 'title, in full', 'a' + sign + 'Kế hoạch, bản đầy đủ', ''].join(
      end,
    )
    for (const size of [1, 2, 7, 1000])
      t.strictSame(await read(text, size), hinted, `${JSON.stringify(sign + end)}, in pieces of ${size}`)
  }
  t.strictSame((await read('sep=,\nkey,title\n'))[0], { line: 2, cells: ['key', 'title'] })
  t.strictSame((await read('sep,title\na,b\n'))[0], { line: 1, cells: ['sep', 'title'] }, 'a header is none')
})

t.test(
  'given line breaks in cells and blank lines, when lines are counted, then as an editor counts them',
  async (t) => {
    for (const end of ['\n', '\r\n', '\r']) {
      const text = ['', 'key,title', 'a,"one', 'two"', '', ',', 'b,"x ""y"" z"', 'c,'].join(end)
      t.strictSame(await read(text), [
        { line: 2, cells: ['key', 'title'] },
        { line: 3, cells: ['a', 'one\ntwo'] },
        { line: 7, cells: ['b', 'x "y" z'] },
        { line: 8, cells: ['c', ''] },
      ])
    }
  },
)

t.test('given a header with quoted signs, when the delimiter is looked for, then they don’t count', async (t) => {
  t.strictSame(await read('"số, ký hiệu, ngày";title\n1;b'), [
    { line: 1, cells: ['số, ký hiệu, ngày', 'title'] },
    { line: 2, cells: ['1', 'b'] },
  ])
  t.strictSame(await read('key\na'), [
    { line: 1, cells: ['key'] },
    { line: 2, cells: ['a'] },
  ])
})

t.test('given what is no UTF-8 text, when it is read, then one problem says so', async (t) => {
  const utf16 = Buffer.from('\ufeffkey,title\na,b\n', 'utf16le')
  t.equal(await refusal(utf16), '1 NOT_UTF8')
  t.equal(await refusal(utf16, 1000), '1 NOT_UTF8')
  t.equal(await refusal(Buffer.from('key,title\na,b\n', 'utf16le')), '1 NOT_UTF8')
  t.equal(await refusal(Buffer.from('key,title\na,b\nc,Ph\xe1p\n', 'latin1')), '3 NOT_UTF8')
  t.equal(await refusal(Buffer.from('key,title\r\na,b\r\nc,Ph\xe1p\r\n', 'latin1'), 1000), '3 NOT_UTF8')
  t.equal(await refusal('key,title\na,b\0c\n'), '2 NUL_BYTE')
  t.equal(await refusal(Buffer.from([0x50, 0x4b, 3, 4, 0, 0, 0, 0])), '1 OTHER_FORMAT')
  t.equal(
    await refusal(Buffer.concat([Buffer.from('key,title\na,ế\nb,'), Buffer.from('ế').subarray(0, 2)])),
    '3 DAMAGED_UTF8',
  )
  t.equal(await refusal('key,title\na,Keá hoaïch thoâng tin ñoái ngoaïi\n', 1000), '1 LEGACY_FONT')
  t.equal(await refusal('key,title\na,KÕ ho¹ch th«ng tin ®èi ngo¹i\n', 1000), '1 LEGACY_FONT')
  t.equal(await refusal('key,title\na,"Malmö, Citroën, naïve"\n', 1000), 'read')
  // A spelled-out replacement character is text like any other.
  t.equal(await refusal('key,title\na,\ufffd\n'), 'read')
})

t.test('given another encoding, when it is recognised, then the sentence names it', async (t) => {
  const bytes = (text: string) => Buffer.from(`key,title\na,${text}\n`, 'latin1')
  // Kế hoạch thông tin đối ngoại
  const tone = { '1258': 'K\xea\xec hoa\xf2ch th\xf4ng tin \xf0\xf4\xeci ngoa\xf2i' }
  const files = {
    'Windows-1258': bytes(tone['1258']),
    'TCVN3 (ABC)': bytes('K\xd5 ho\xb9ch th\xabng tin \xae\xe8i ngo\xb9i'),
    VNI: bytes('Ke\xe1 hoa\xefch tho\xe2ng tin \xf1o\xe1i ngoa\xefi'),
    'UTF-16': Buffer.from('\ufeffkey,title\na,Kế hoạch\n', 'utf16le'),
    ANSI: bytes('Ph\xe1p'),
  }
  for (const [name, file] of Object.entries(files)) {
    const error = await read(file, 1000).catch((error: unknown) => error)
    t.match(error, { problems: [{ code: 'NOT_UTF8', details: { encoding: name } }] }, name)
    const [problem] = (error as UnreadableFile).problems
    const says = { vi: 'Lưu dưới dạng” → “CSV UTF-8', en: 'Save As” → “CSV UTF-8' }
    for (const language of ['vi', 'en'] as const) {
      const sentence = sayProblem(problem!, language)
      t.ok(sentence.includes(name) && sentence.includes(says[language]), sentence)
    }
  }
})

t.test('given quotation marks out of place, when it is read, then the problem names the line', async (t) => {
  t.equal(await refusal('key,title\na,b\nc,"d\ne,f\n'), '3 QUOTE_NOT_CLOSED')
  t.equal(await refusal('key,title\na,b "c" d\n'), '2 BAD_QUOTE')
  t.equal(await refusal('key,title\na,"b" c\n'), '2 BAD_QUOTE')
})

t.test('given a mistake in the middle, when it is read, then what stands before it is handed over', async (t) => {
  const before: number[] = []
  await t.rejects(async () => {
    for await (const records of readCsv(pieces('key,title\na,b\nc,"d\ne"\nf,g "h"\ni,j\n', 1000))) {
      before.push(...records.map(({ line }) => line))
    }
  }, UnreadableFile)
  t.strictSame(before, [1, 2, 3])
})

t.test('given a cell or a record that is too large, when it is read, then it is refused', async (t) => {
  const mega = 'x'.repeat(1024 * 1024)
  t.equal(await refusal(`key,title\na,${mega}\n`, 65_536), 'read')
  t.equal(await refusal(`key,title\na,${mega}x\n`, 65_536), '2 TOO_LARGE')
  t.match(await refusal(`key,title\na,"${mega}\n${mega}\n${mega}\n${mega}\n${mega}`, 65_536), /^2 TOO_LARGE$/)
  t.match(await refusal(`key,${mega.repeat(5)}`, 65_536), /TOO_LARGE$/)
})

t.test('given an empty file, when it is read, then there is nothing', async (t) => {
  for (const text of ['', '\n\n', '\ufeff', ' \n,,\n']) t.strictSame(await read(text), [])
})

t.test('given a source that fails, when it is read, then the failure comes out', async (t) => {
  async function* source() {
    yield Buffer.from('key,title\na,b\n')
    throw new Error('the connection was cut')
  }
  await t.rejects(async () => {
    for await (const _ of readCsv(source())) void _
  }, /the connection was cut/)
})

t.test('given a reader that stops early, when it does, then the source is closed', async (t) => {
  let closed = false
  async function* source() {
    try {
      for (;;) yield Buffer.from('a,b\n'.repeat(1000))
    } finally {
      closed = true
    }
  }
  for await (const _ of readCsv(source())) break
  await new Promise((resolve) => setTimeout(resolve, 20))
  t.ok(closed)
})

t.test('given many keys, when one comes again, then its first line is told', async (t) => {
  const earlier = linesByKey()
  const repeated: unknown[] = []
  for (let line = 1; line <= 20_000; line++) repeated.push(...[earlier(`key-${line}`, line) ?? []].flat())
  t.strictSame(repeated, [])
  for (const line of [1, 2, 511, 512, 513, 9_999, 20_000]) t.equal(earlier(`key-${line}`, 30_000), line)
})
