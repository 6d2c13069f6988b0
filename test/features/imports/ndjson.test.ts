import t from 'tap'
import { gzipSync } from 'node:zlib'
import { readBatches } from '../../../src/features/imports/files/file.ts'
import type { ImportKind } from '../../../src/features/imports/files/columns.ts'
import type { Surroundings } from '../../../src/features/imports/files/header.ts'
import { UnreadableFile, type Problem } from '../../../src/features/imports/problems.ts'
import { pieces } from './province.ts'

const around: Surroundings = {
  provinces: [{ slug: 'bac-kan', name: 'Bắc Kạn', asciiName: 'Bac Kan' }],
  units: new Map([['PEOPLE_TRAINED', 'PERSON']]),
}

const place = ({ line, column, code }: Problem) => [line, column, code].join(' ')

async function read(kind: ImportKind, lines: readonly unknown[], { batchSize = 2, gzip = false } = {}) {
  const text = lines.map((line) => (typeof line === 'string' ? line : JSON.stringify(line))).join('\n')
  const batches: string[] = []
  const rows: Record<string, unknown>[] = []
  const problems: string[] = []
  try {
    const source = pieces(gzip ? gzipSync(text) : text)
    for await (const batch of readBatches(kind, source, around, batchSize, 'ndjson')) {
      batches.push(`${batch.rows.length} ${batch.kind}`)
      rows.push(
        ...batch.rows.map(({ values, figures }) => ({ ...values, ...(figures && Object.fromEntries(figures)) })),
      )
      problems.push(...batch.problems.map(place))
    }
  } catch (error) {
    if (!(error instanceof UnreadableFile)) throw error
    problems.push(...error.problems.map(place))
  }
  return { batches, rows, problems }
}

t.test('given objects by line, when they are read, then values mean what a cell with them would mean', async (t) => {
  const plan = { key: 'a', title: 'Kế hoạch', period_start: '2019-01-01', 'Đến ngày': '31/12/2019' }
  const file = [
    { ...plan, objectives: ['Đúng; đủ', 'C:\\', 'ba'] },
    '',
    { ...plan, key: 'b', number: 51, source: null },
    { ...plan, key: 'c', titel: 'x' },
    { key: 'd', title: 'Thiếu', period_start: '2019-01-01' },
    '{"key": "e",',
    '[1]',
    { ...plan, key: 'a', title: { vi: 'Kế hoạch' } },
  ]
  const said = { title: 'Kế hoạch', period_start: '2019-01-01', period_end: '2019-12-31' }
  for (const gzip of [false, true]) {
    const { batches, rows, problems } = await read('plans', file, { gzip })
    t.strictSame(batches, ['2 plans', '2 plans', '2 plans', '1 plans'])
    t.strictSame(rows.slice(0, 2), [
      { key: 'a', ...said, objectives: ['Đúng; đủ', 'C:\\', 'ba'] },
      { key: 'b', ...said, number: 51, source: null },
    ])
    t.strictSame(problems, [
      '4  UNKNOWN_COLUMN',
      '5 period_end MISSING_COLUMN',
      '6  BAD_JSON',
      '7  BAD_JSON',
      '8 title BAD_JSON_VALUE',
      '8 key DUPLICATE_KEY',
    ])
  }
})

t.test(
  'given plans with tasks and reports in them, when a file is read, then kinds come one after the other',
  async (t) => {
    const plan = { title: 'Kế hoạch', period_start: '2019-01-01', period_end: '2019-12-31' }
    const file = [
      {
        key: 'p1',
        ...plan,
        tasks: [
          {
            key: 't1',
            title: 'Tập huấn',
            reports: [{ key: 'r1', period: '2019-Q1', 'indicator:PEOPLE_TRAINED': 120 }],
          },
          { key: 't2', title: 'Họp báo', plan_key: 'p1', reports: null },
          { key: 't3', plan_key: 'p2', title: 'Khác' },
        ],
        reports: [{ key: 'r2', period: '2019' }],
      },
      { key: 'p2', ...plan, tasks: [{ title: '' }, 7], reports: {} },
      { key: 'x'.repeat(3000), ...plan, tasks: [{ key: 't4', title: 'Họp' }] },
    ]
    const { batches, rows, problems } = await read('plans', file, { batchSize: 100 })
    t.strictSame(batches, ['3 plans', '5 tasks', '2 reports'])
    t.match(rows[3], { key: 't1', plan_key: 'p1' })
    t.match(rows[8], { key: 'r2', plan_key: 'p1', period: '2019' })
    t.match(rows[9], { key: 'r1', plan_key: 'p1', task_key: 't1', PEOPLE_TRAINED: { value: 120, asWritten: '120' } })
    t.strictSame(problems, [
      '2 tasks[1] NO_LIST',
      '2 reports NO_LIST',
      '3 key TOO_LONG',
      '1 tasks[2].plan_key NOT_AROUND',
      '2 tasks[0].key MISSING_COLUMN',
      '2 tasks[0].title REQUIRED',
      '3 tasks[0].plan_key MISSING_COLUMN',
    ])
  },
)

t.test('given values that no cell can hold, when they are read, then each is a problem of its own', async (t) => {
  const plan = '"title":"a","period_start":"2019-01-01","period_end":"2019-12-31"'
  const { rows, problems } = await read('plans', [
    `{"key":"nul\\u0000",${plan}}`,
    `{"key":"half\\ud800",${plan}}`,
    `{"key":"proto",${plan},"__proto__":{"status":"DRAFT"},"constructor":"x"}`,
    `{"key":"number","number":12345678901234567890,${plan}}`,
    `{"key":"=1+1","source":"'=1+1",${plan}}`,
  ])
  t.strictSame(problems, [
    '1 key BAD_CHARACTER',
    '2 key BAD_CHARACTER',
    '3  UNKNOWN_COLUMN',
    '3  UNKNOWN_COLUMN',
    '4 number BAD_JSON_VALUE',
  ])
  t.match(rows[4], { key: '=1+1', source: "'=1+1" })
  t.equal(({} as Record<string, unknown>)['status'], undefined)
})

t.test('given one JSON list instead of lines, when it is read, then it is refused once', async (t) => {
  const list = [{ key: 'a', title: 'Kế hoạch' }, { key: 'b' }]
  for (const text of [JSON.stringify(list), JSON.stringify(list, null, 2), `\n ${JSON.stringify(list)}`]) {
    const { rows, problems } = await read('plans', text.split('\n'))
    t.strictSame([rows.length, problems], [0, [text.startsWith('\n') ? '2  JSON_LIST' : '1  JSON_LIST']])
  }
})
