import t from 'tap'
import { writeXlsx } from 'hucre/xlsx'
import type { ImportKind } from '../../../src/features/imports/files/columns.ts'
import { readBatches } from '../../../src/features/imports/files/file.ts'
import type { Surroundings } from '../../../src/features/imports/files/header.ts'
import { UnreadableFile, type Problem } from '../../../src/features/imports/problems.ts'
import { archive, inlineRow, part, workbook } from '../../helpers/archive.ts'
import { pieces } from './province.ts'

const around: Surroundings = {
  provinces: [{ slug: 'bac-kan', name: 'Bắc Kạn', asciiName: 'Bac Kan' }],
  units: new Map([['PEOPLE_TRAINED', 'PERSON']]),
}

const place = ({ sheet, line, column, code }: Problem) => [sheet, line, column, code].join(' ')

async function read(kind: ImportKind, bytes: Uint8Array) {
  const rows: Record<string, unknown>[] = []
  const kinds: string[] = []
  const problems: string[] = []
  try {
    for await (const batch of readBatches(kind, pieces(bytes, 5000), around, 100, 'xlsx')) {
      kinds.push(`${batch.rows.length} ${batch.kind}`)
      rows.push(
        ...batch.rows.map(({ line, values, figures }) => ({
          line,
          ...values,
          ...(figures && Object.fromEntries(figures)),
        })),
      )
      problems.push(...batch.problems.map(place))
    }
  } catch (error) {
    if (!(error instanceof UnreadableFile)) throw error
    problems.push(...error.problems.map(place))
  }
  return { kinds, rows, problems }
}

t.test('given dates and numbers as Excel has them, when a sheet is read, then they are what they show', async (t) => {
  const bytes = await writeXlsx({
    sheets: [
      {
        name: 'Sheet1',
        rows: [
          ['Mã', 'Tên', 'Từ ngày', 'Đến ngày', 'Số', 'Ký hiệu', 'Nguồn', 'Căn cứ'],
          ['a', "'-Tên", new Date('2019-01-28T00:00:00Z'), 43830, 51, 'KH-UBND', 0.5, '368/QĐ-TTg@28/02/2013'],
          [1001, 'Kế hoạch', '28/01/2019', '2019-12-31', '51', null, true, null],
        ],
      },
    ],
  })
  const { kinds, rows, problems } = await read('plans', bytes)
  t.strictSame(problems, [])
  t.strictSame(kinds, ['2 plans'])
  const [first, second] = rows
  t.match(first, { line: 2, key: 'a', title: '-Tên', period_start: '2019-01-28', period_end: '2019-12-31', number: 51 })
  t.match(first, { source: '0.5', legal_bases: [{ issuedOn: '2013-02-28' }] })
  t.match(second, { key: '1001', period_start: '2019-01-28', period_end: '2019-12-31', number: 51, symbol: null })
})

t.test('given a percentage, a month and days from 1904, when a sheet is read, then styles say so', async (t) => {
  const styles =
    '<styleSheet><numFmts><numFmt numFmtId="164" formatCode="[$-42A]dd/mm/yyyy;@"/></numFmts>' +
    '<cellXfs><xf numFmtId="0"/><xf numFmtId="9"/><xf numFmtId="17"/><xf numFmtId="164"/></cellXfs></styleSheet>'
  const row = (at: number, cells: string) => `<row r="${at}">${cells}</row>`
  const header = inlineRow(1, [
    'key',
    'plan_key',
    'period',
    'percent_complete',
    'submitted_on',
    'indicator:PEOPLE_TRAINED',
  ])
  const cell = (style: number, value: string) => `<c s="${style}"><v>${value}</v></c>`
  const text = (value: string) => `<c t="inlineStr"><is><t>${value}</t></is></c>`
  const data =
    header + row(3, text('r') + text('p') + cell(2, '43586') + cell(1, '0.07') + cell(3, '43493') + cell(0, '1234'))
  const sheet = '<sheet name="Báo cáo" sheetId="1" r:id="rId1"/>'
  const plain = `<workbook xmlns:r="r"><workbookPr/><sheets>${sheet}</sheets></workbook>`
  const old = plain.replace('<workbookPr/>', '<workbookPr date1904="1"/>')
  const said = { line: 3, key: 'r', percent_complete: '7', PEOPLE_TRAINED: { value: 1234, qualifier: 'EXACT' } }
  const first = await read('plans', archive(workbook(data, { 'xl/styles.xml': styles, 'xl/workbook.xml': plain })))
  t.strictSame(first.problems, [])
  t.match(first.rows, [{ ...said, period: '2019-05', submitted_on: '2019-01-28' }])
  const second = await read('plans', archive(workbook(data, { 'xl/styles.xml': styles, 'xl/workbook.xml': old })))
  t.match(second.rows, [{ ...said, period: '2023-05', submitted_on: '2023-01-29' }])
})

t.test('given titles and merged cells above a table, when it is read, then the header is found', async (t) => {
  const bytes = await writeXlsx({
    sheets: [
      {
        name: 'Sheet1',
        rows: [
          ['DANH SÁCH NHIỆM VỤ NĂM 2019', null, null, null, null],
          [null, null, null, null, null],
          ['Mã', 'Mã kế hoạch', 'Tên nhiệm vụ', 'Thời gian', null],
          [null, null, null, 'Bắt đầu', 'Thời hạn'],
          ['t1', 'p1', 'Tập huấn', '01/02/2019', '28/02/2019'],
        ],
        merges: [
          { startRow: 0, startCol: 0, endRow: 0, endCol: 4 },
          { startRow: 2, startCol: 0, endRow: 3, endCol: 0 },
          { startRow: 2, startCol: 3, endRow: 2, endCol: 4 },
        ],
      },
    ],
  })
  t.strictSame(await read('tasks', bytes), {
    kinds: ['1 tasks'],
    rows: [{ line: 5, key: 't1', plan_key: 'p1', title: 'Tập huấn', start_on: '2019-02-01', due_on: '2019-02-28' }],
    problems: [],
  })
})

t.test('given sheets named after kinds, when a workbook is read, then each in its turn', async (t) => {
  const plan = ['p1', 'Kế hoạch', '2019-01-01', '2019-12-31']
  const sheets = [
    {
      name: 'Nhiệm vụ 2019',
      rows: [
        ['Mã', 'Mã kế hoạch', 'Tên'],
        ['t1', 'p1', 'Tập huấn'],
        ['t2', 'p1', ''],
      ],
    },
    { name: 'KE HOACH', rows: [['key', 'title', 'period_start', 'period_end'], plan] },
    { name: 'Hướng dẫn', rows: [['Điền vào các trang sau']] },
    { name: 'Danh mục', hidden: true, rows: [['COMPLETED']] },
    { name: 'Báo cáo', rows: [] },
  ]
  const { kinds, problems } = await read('reports', await writeXlsx({ sheets }))
  t.strictSame(kinds, ['1 plans', '2 tasks'])
  t.strictSame(problems, ['Nhiệm vụ 2019 3 title REQUIRED'])
  const unknown = await writeXlsx({ sheets: [...sheets, { name: 'Tháng 5', rows: [['x']] }] })
  t.strictSame((await read('tasks', unknown)).problems, ['Tháng 5 1  NO_SUCH_SHEET'])
  const wrong = sheets.map((sheet) => ({
    ...sheet,
    rows: sheet.rows.map((row) => row.map((cell) => (cell === 'Tên' || cell === 'title' ? 'Tựa' : cell))),
  }))
  t.strictSame((await read('tasks', await writeXlsx({ sheets: wrong }))).problems, [
    'Nhiệm vụ 2019 1  UNKNOWN_COLUMN',
    'Nhiệm vụ 2019 1 title MISSING_COLUMN',
    'KE HOACH 1  UNKNOWN_COLUMN',
    'KE HOACH 1 title MISSING_COLUMN',
  ])
})

t.test('given formulas, when a sheet is read, then their values count, and what has none is told', async (t) => {
  const header = inlineRow(1, ['key', 'plan_key', 'title', 'ordinal'])
  const start = '<c t="inlineStr"><is><t>k</t></is></c><c t="str"><f>A1</f><v>p</v></c>'
  const rows = [
    `<c t="str"><f>"Họp"</f><v>Họp</v></c><c><f>1+1</f><v>2</v></c>`,
    `<c t="str"><f>"Họp"</f></c><c t="e"><f>1/0</f><v>#DIV/0!</v></c>`,
    `<c t="inlineStr"><is><r><t>=1+</t></r><r><t>1</t></r></is></c><c r="XFD4"><v>1</v></c>`,
  ]
  const data =
    header + rows.map((row, i) => `<row r="${i + 2}">${start.replace('>k<', `>k${i}<`)}${row}</row>`).join('')
  const { rows: read_, problems } = await read('tasks', archive(workbook(data)))
  t.match(read_, [{ plan_key: 'p', title: 'Họp', ordinal: 2 }, {}, { title: '=1+1' }])
  t.strictSame(problems, [
    'Nhiệm vụ 3 title FORMULA_WITHOUT_VALUE',
    'Nhiệm vụ 3 ordinal FORMULA_ERROR',
    'Nhiệm vụ 4  WRONG_CELL_COUNT',
  ])
})

t.test('given what is no workbook, or a broken one, when it is read, then one problem says so', async (t) => {
  const good = archive(workbook(inlineRow(1, ['key', 'plan_key', 'title']) + inlineRow(2, ['k', 'p', 't'])))
  const cases: Record<string, [Uint8Array, string]> = {
    'a whole one': [good, ''],
    'an empty file': [Buffer.alloc(0), 'BAD_WORKBOOK'],
    'a CSV file': [Buffer.from('key,plan_key,title\n'), 'BAD_WORKBOOK'],
    'an old workbook': [Buffer.from('\xd0\xcf\x11\xe0\xa1\xb1', 'latin1'), 'OLD_WORKBOOK'],
    'a cut one': [good.subarray(0, good.length - 30), 'BAD_WORKBOOK'],
    'no sheets': [archive([part('a.txt', 'a')]), 'BAD_WORKBOOK'],
    'nothing in it': [archive(workbook('')), 'EMPTY_FILE'],
    'XML that ends too early': [
      archive(workbook('', { 'xl/worksheets/sheet1.xml': '<worksheet><sheetData><row r="1">' })),
      'BAD_WORKBOOK',
    ],
    'entities of its own': [
      archive(
        workbook('', {
          'xl/worksheets/sheet1.xml':
            '<!DOCTYPE a [<!ENTITY b "c">]><worksheet><sheetData><row r="1"><c t="str"><v>&b;</v></c></row></sheetData></worksheet>',
        }),
      ),
      'BAD_WORKBOOK',
    ],
    'a row that stands back': [archive(workbook(inlineRow(5, ['key']) + inlineRow(4, ['x']))), 'BAD_WORKBOOK'],
    'a text that isn’t there': [archive(workbook('<row r="1"><c t="s"><v>7</v></c></row>')), 'BAD_WORKBOOK'],
    'depth without end': [archive(workbook('<a>'.repeat(5000))), 'BAD_WORKBOOK'],
    'a size that isn’t true': [archive(workbook('').map((one) => ({ ...one, size: one.size + 1 }))), 'BAD_WORKBOOK'],
  }
  for (const [name, [bytes, code]] of Object.entries(cases)) {
    const { problems } = await read('tasks', bytes)
    t.equal(problems.map((problem) => problem.split(' ').at(-1)).join(), code, name)
  }
})
