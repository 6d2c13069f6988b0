import t from 'tap'
import { gzipSync } from 'node:zlib'
import { openArchive } from '../../../src/features/imports/files/archive.ts'
import type { ImportKind } from '../../../src/features/imports/files/columns.ts'
import { readBatches } from '../../../src/features/imports/files/file.ts'
import type { ImportFormat } from '../../../src/features/imports/files/formats.ts'
import type { Surroundings } from '../../../src/features/imports/files/header.ts'
import { UnreadableFile, type Problem } from '../../../src/features/imports/problems.ts'
import { openStringStore } from '../../../src/features/imports/files/string-store.ts'
import { unpacked } from '../../../src/features/imports/files/unpack.ts'
import { archive, inlineRow, part, workbook } from '../../helpers/archive.ts'
import { pieces } from './province.ts'

const around: Surroundings = {
  provinces: [{ slug: 'bac-kan', name: 'Bắc Kạn', asciiName: 'Bac Kan' }],
  units: new Map([['PEOPLE_TRAINED', 'PERSON']]),
}

const place = ({ line, column, code }: Problem) => [line, column, code].join(' ')

async function read(kind: ImportKind, source: AsyncIterable<Uint8Array>, format?: ImportFormat, provinces = around) {
  const rows: Record<string, unknown>[] = []
  const problems: string[] = []
  try {
    for await (const batch of readBatches(kind, source, provinces, 1000, format)) {
      rows.push(...batch.rows.map(({ province, values }) => ({ province, ...values })))
      problems.push(...batch.problems.map(place))
    }
  } catch (error) {
    if (!(error instanceof UnreadableFile)) throw error
    problems.push(...error.problems.map(place))
  }
  return { rows, problems }
}

const megabyte = 1024 ** 2

/** Ten gigabytes, of which `taken` says how much was asked for. */
function endless(head: string, body: string) {
  const chunk = Buffer.from(body.repeat(Math.ceil(65_536 / body.length)))
  const counted = { taken: 0, source }
  async function* source() {
    yield Buffer.from(head)
    for (; counted.taken < 10_240 * megabyte; counted.taken += chunk.length) yield chunk
  }
  return counted
}

t.test(
  'given ten gigabytes without an end of a line or a cell, when they are read, then little of it is',
  async (t) => {
    const files: Record<string, [ImportFormat, string, string, string]> = {
      'a header': ['csv', '', 'x', '1  TOO_LARGE'],
      'a line': ['csv', 'key,plan_key,title\n', 'x', '2  TOO_LARGE'],
      'a quoted cell': ['csv', 'key,plan_key,title\nk,p,"', 'x\n', '2  TOO_LARGE'],
      'empty cells': ['csv', 'key,plan_key,title\n', ',', '2  TOO_LARGE'],
      'an object': ['ndjson', '{"key":"', 'x', '1  TOO_LARGE'],
      'NUL bytes': ['csv', 'key,plan_key,title\n', '\0', '2  NOT_UTF8'],
    }
    for (const [name, [format, head, body, problem]] of Object.entries(files)) {
      const file = endless(head, body)
      t.strictSame((await read('tasks', file.source(), format)).problems, [problem], name)
      t.ok(file.taken < 10 * megabyte, name)
    }
  },
)

t.test('given a million columns, when they are read, then the problem is told once', async (t) => {
  const many = ',x'.repeat(1_000_000)
  const header = await read('tasks', pieces(`key,plan_key,title${many}\nk,p,t\n`, 65_536))
  t.equal(header.problems.filter((problem) => problem.includes('TOO_MANY_COLUMNS')).length, 1)
  t.ok(header.problems.length <= 1_001)
  const row = await read('tasks', pieces(`key,plan_key,title\nk,p,t${many}\nl,p,t${','.repeat(1_000_000)}\n`, 65_536))
  t.strictSame(row.problems, ['2  WRONG_CELL_COUNT'])
  t.match(row.rows[1], { key: 'l', plan_key: 'p', title: 't' })
})

t.test('given what unpacks to no end, when it is unpacked, then it is cut short', async (t) => {
  const zeros = Buffer.alloc(68 * megabyte)
  let size = 0
  const unpack = async (chunks: AsyncIterable<Uint8Array | string>) => {
    for await (const chunk of chunks) size += chunk.length
  }
  await t.rejects(unpack(unpacked(pieces(gzipSync(zeros, { level: 1 }), 65_536))), { code: 'PACKED_TOO_TIGHT' })
  t.ok(size < 70 * megabyte)
  size = 0
  const twice = gzipSync(gzipSync(zeros, { level: 1 }))
  await t.rejects(unpack(unpacked(pieces(twice, 65_536))), { code: 'PACKED_TOO_TIGHT' }, 'of what was sent')
  t.ok(size < 70 * megabyte)
  size = 0
  const bomb = await openArchive(pieces(archive([part('bomb.xml', zeros)]), 65_536))
  await t.rejects(unpack(bomb.part('bomb.xml')!), { code: 'PACKED_TOO_TIGHT' })
  t.ok(size < 70 * megabyte)
  bomb.close()
  const text = `key,plan_key,title\n${'k,p,t\n'.repeat(5_000)}`
  const cut = gzipSync(text).subarray(0, -20)
  t.match((await read('tasks', pieces(cut, 1000))).problems.at(-1), 'NOT_GZIP')
  t.match((await read('tasks', pieces(gzipSync(cut), 1000))).problems.at(-1), 'NOT_GZIP')
  t.equal((await read('tasks', pieces(gzipSync(gzipSync(text)), 1000))).rows.length, 5_000)
  const long = archive(workbook(inlineRow(1, ['x'.repeat(2 * megabyte)])))
  t.strictSame((await read('tasks', pieces(long, 65_536), 'xlsx')).problems, ['1  TOO_LARGE'])
})

t.test('given hundreds of thousands of texts, when they are kept, then each is had again', async (t) => {
  const store = openStringStore()
  const text = (i: number) => `Nhiệm vụ ${i}${'ế'.repeat(i % 50)}`
  for (let i = 0; i < 200_000; i++) store.add(i === 77 ? 'x'.repeat(300_000) : text(i))
  for (const i of [0, 1, 76, 78, 4095, 4096, 199_999]) t.equal(store.get(i), text(i))
  t.equal(store.get(77)?.length, 300_000)
  for (const i of [-1, 200_000, Number.NaN, 0.5]) t.equal(store.get(i), undefined)
  store.close()
})

t.test('given formulas and marks in pieces, when a CSV file is read, then text stays text', async (t) => {
  const title = 'Tập huấn'
  const file = [
    'Mã;Mã kế hoạch;Tên nhiệm vụ'.normalize('NFD'),
    '=1+1;p;=HYPERLINK("http://example.vn")'.replaceAll('"', ''),
    `'=1+1;p;'- ${title}`,
    `k;p;- ${title.normalize('NFD')}`,
    'l;p;=> kết quả',
    `m;p;${title}\u0007`,
  ]
  const { rows, problems } = await read('tasks', pieces(`${file.join('\n')}\n`, 1000))
  t.strictSame(problems, ['2 key FORMULA', '2 title FORMULA', '6 title BAD_CHARACTER'])
  t.match(rows.slice(1, 4), [{ key: '=1+1', title: `- ${title}` }, { title: `- ${title}` }, { title: '=> kết quả' }])
})

t.test('given an importer of several provinces, when rows name theirs, then each key is of its province', async (t) => {
  const lang = { slug: 'lang-son', name: 'Lạng Sơn', asciiName: 'Lang Son' }
  const both = { ...around, provinces: [...around.provinces, lang] }
  const text = 'province,key,plan_key,title\nBắc Kạn,k,p,t\nlang-son,k,p,t\ntinh lang son,k,p,t\nha-nam,k,p,t\n,k,p,t\n'
  const { rows, problems } = await read('tasks', pieces(text), 'csv', both)
  t.strictSame(
    rows.slice(0, 3).map(({ province }) => province),
    ['bac-kan', 'lang-son', 'lang-son'],
  )
  t.strictSame(
    problems.filter((problem) => !/^[56] key/.test(problem)),
    ['4 key DUPLICATE_KEY', '5 province NO_SUCH_PROVINCE', '6 province REQUIRED'],
  )
  const without = await read('tasks', pieces('key,plan_key,title\nk,p,t\n'), 'csv', both)
  t.strictSame(without.problems, ['1 province MISSING_COLUMN'])
})
