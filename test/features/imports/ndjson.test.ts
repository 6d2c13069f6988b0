import t from 'tap'
import { gzipSync } from 'node:zlib'
import { readBatches } from '../../../src/features/imports/file.ts'
import type { ImportKind } from '../../../src/features/imports/columns.ts'
import type { Surroundings } from '../../../src/features/imports/header.ts'
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
