import t from 'tap'
import { columns, importKinds, type ImportKind } from '../../../src/features/imports/files/columns.ts'
import { fold } from '../../../src/features/imports/files/fold.ts'
import { bindHeader, type Surroundings } from '../../../src/features/imports/files/header.ts'
import { atLine, sayProblem, type Problem } from '../../../src/features/imports/problems.ts'
import { readRow } from '../../../src/features/imports/files/rows.ts'

const around: Surroundings = {
  provinces: [{ slug: 'bac-kan', name: 'Bắc Kạn', asciiName: 'Bac Kan' }],
  units: new Map([
    ['PEOPLE_TRAINED', 'PERSON'],
    ['INVESTMENT_AGREED_USD', 'USD'],
  ]),
}

const place = ({ line, column, code }: Problem) => [line, column, code].join(' ')

function header(kind: ImportKind, ...cells: string[]): string[] {
  const { header, problems } = bindHeader(kind, atLine(1), cells, around)
  return problems.length > 0 ? problems.map(place) : header.columns.map((column) => column?.name ?? '')
}

function row(kind: ImportKind, cells: string[], values: string[]) {
  const { header } = bindHeader(kind, atLine(1), cells, around)
  const problems: Problem[] = []
  const row = readRow({ header, place: atLine(7), cells: values, signs: 'formula' }, problems)
  return {
    values: { ...row.values },
    figures: row.figures && Object.fromEntries(row.figures),
    problems: problems.map(place),
  }
}

t.test('given headers in English and Vietnamese, when they are read, then they name the same columns', async (t) => {
  const names = ['key', 'plan_key', 'title', 'lead_department', 'due_on', 'category']
  t.strictSame(header('tasks', ...names), names)
  t.strictSame(header('tasks', 'KEY', 'Plan key', ' Title ', 'lead-department', 'due on', 'Category'), names)
  t.strictSame(header('tasks', 'Mã', 'Mã kế hoạch', 'Tên nhiệm vụ', 'Chủ trì', 'Thời hạn', 'Lĩnh vực'), names)
  t.strictSame(header('tasks', 'ma', 'MA KE HOACH', 'ten nhiem vu', 'chu tri', 'thoi han', 'linh vuc'), names)
  t.strictSame(
    header(
      'tasks',
      ...['Mã', 'Mã kế hoạch', 'Tên nhiệm vụ', 'Chủ trì', 'Thời hạn', 'Lĩnh vực'].map((name) => name.normalize('NFD')),
    ),
    names,
  )
  t.strictSame(header('documents', 'Số, ký hiệu', 'Ngày ban hành', 'Cơ quan ban hành', 'Trích yếu'), [
    'reference',
    'issued_on',
    'issuer',
    'title',
  ])
})

t.test('given columns of figures, when they are read, then each is an indicator of the catalogue', async (t) => {
  const names = ['key', 'period']
  t.strictSame(header('reports', ...names, 'indicator:PEOPLE_TRAINED'), [...names, 'indicator:PEOPLE_TRAINED'])
  t.strictSame(header('reports', ...names, 'Chỉ tiêu: people_trained'), [...names, 'indicator:PEOPLE_TRAINED'])
  t.strictSame(header('reports', ...names, 'indicator:PEOPEL_TRAINED'), [
    '1 indicator:PEOPEL_TRAINED NO_SUCH_INDICATOR',
  ])
  t.strictSame(header('tasks', 'key', 'plan_key', 'title', 'target:PEOPLE_TRAINED').at(-1), 'target:PEOPLE_TRAINED')
  t.strictSame(header('plans', 'indicator:PEOPLE_TRAINED')[0], '1  UNKNOWN_COLUMN')
  t.strictSame(header('reports', ...names, 'indicator:PEOPLE_TRAINED', 'Indicator: People_Trained'), [
    '1 indicator:PEOPLE_TRAINED DUPLICATE_COLUMN',
  ])
})

t.test('given a header that can’t be understood, when it is read, then everything that is wrong is told', async (t) => {
  t.strictSame(header('tasks', 'key', 'Mã', 'titel', 'due_on'), [
    '1  UNKNOWN_COLUMN',
    '1 key DUPLICATE_COLUMN',
    '1 plan_key MISSING_COLUMN',
    '1 title MISSING_COLUMN',
  ])
  for (const name of ['__proto__', 'constructor', 'toString', 'hasOwnProperty', 'indicator:__proto__']) {
    t.strictSame(header('reports', 'key', 'period', name).length, 1, name)
  }
  t.equal(({} as Record<string, unknown>)['polluted'], undefined)
})

t.test('given a line, when it is read, then absent and empty are two things', async (t) => {
  const { values, problems } = row(
    'plans',
    ['key', 'title', 'period_start', 'period_end', 'source'],
    ['a', 'A', '1/1/2019', '31/12/2019', ''],
  )
  t.strictSame(problems, [])
  t.strictSame(values, { key: 'a', title: 'A', period_start: '2019-01-01', period_end: '2019-12-31', source: null })
  t.notOk('status' in values)
})

t.test('given a line with several mistakes, when it is read, then each is told with its column', async (t) => {
  const names = ['key', 'title', 'period_start', 'period_end', 'status']
  t.strictSame(row('plans', names, ['', 'A', '31/02/2019', 'mai', 'xong xuôi']).problems, [
    '7 key REQUIRED',
    '7 period_start BAD_DATE',
    '7 period_end BAD_DATE',
    '7 status BAD_VALUE',
  ])
  t.strictSame(row('plans', names, ['a', 'A']).problems, ['7  WRONG_CELL_COUNT'])
  t.strictSame(row('plans', names, ['a', 'A', '2019-01-01', '2019-12-31', '', 'x']).problems, ['7  WRONG_CELL_COUNT'])
  t.strictSame(row('plans', names, ['a', 'A', '2019-01-01', '2019-12-31', '', '']).problems, [])
  t.strictSame(row('plans', [...names, ''], ['a', 'A', '2019-01-01', '2019-12-31', '', 'x']).problems, [
    '7  WRONG_CELL_COUNT',
  ])
})

t.test('given figures, when a line is read, then an empty cell is not reported', async (t) => {
  const names = ['key', 'period', 'indicator:PEOPLE_TRAINED', 'indicator:INVESTMENT_AGREED_USD']
  t.strictSame(row('reports', names, ['a', '2019', 'hơn 1.000', '']).figures, {
    PEOPLE_TRAINED: { value: 1000, qualifier: 'AT_LEAST', asWritten: 'hơn 1.000' },
    INVESTMENT_AGREED_USD: null,
  })
  t.equal(row('reports', ['key', 'period'], ['a', '2019']).figures, undefined)
})

t.test(
  'given a column of provinces, when another one is named, then known and unknown ones read the same',
  async (t) => {
    const read = (province: string) => row('departments', ['province', 'name'], [province, 'Sở Nội vụ']).problems
    for (const name of ['bac-kan', 'Bắc Kạn', 'BAC KAN', 'tỉnh Bắc Kạn']) t.strictSame(read(name), [], name)
    t.strictSame(read(''), ['7 province REQUIRED'])
    const { header } = bindHeader('departments', atLine(1), ['Tỉnh', 'name'], around)
    const say = (province: string) => {
      const problems: Problem[] = []
      readRow({ header, place: atLine(2), cells: [province, 'Sở Nội vụ'], signs: 'formula' }, problems)
      const [problem] = problems
      return problem && sayProblem(problem, 'en').replace(province, '…')
    }
    t.match(say('lang-son'), /no province/)
    t.equal(say('lang-son'), say('nowhere'))
  },
)

t.test('given a kind, when its headers are compared, then no word means two columns', async (t) => {
  for (const kind of importKinds) {
    const seen = new Map<string, string>([['tinh', 'province']])
    for (const [name, { headers }] of Object.entries(columns[kind])) {
      for (const word of new Set([name, ...headers].map(fold))) {
        t.notOk(seen.has(word), `${kind}: ${word} means ${name} and ${seen.get(word)}`)
        seen.set(word, name)
      }
    }
  }
})

t.test('given a problem, when it is said, then in Vietnamese and in English, with its details', async (t) => {
  const problem: Problem = { ...atLine(7), column: 'due_on', value: '31/02/2019', code: 'BAD_DATE', details: {} }
  t.match(sayProblem(problem, 'vi'), /“31\/02\/2019” không phải là một ngày có thật/)
  t.match(sayProblem(problem, 'en'), /“31\/02\/2019” is not a real date/)
})
