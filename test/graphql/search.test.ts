import t from 'tap'
import { createApp } from '../helpers/app.ts'
import { createDepartment, createPlan, createTask, insert } from '../helpers/fixtures.ts'
import { perform } from '../helpers/mutations.ts'

const app = await createApp(t)
const slug = app.nextProvince()
const admin = app.viewer('PROVINCE_ADMIN', slug)
const province_id = app.key(slug)

const titles = [
  'Thông tin đối ngoại năm 2019',
  'THÔNG TIN ĐỐI NGOẠI giai đoạn 2016 - 2020',
  'Tuyên truyền biển, đảo'.normalize('NFD'),
  'Đạt 100% chỉ tiêu',
  'Đạt 100 phần trăm',
  'tệp a_b',
  'tệp axb',
  'đường C:\\tin',
  'đường C:tin',
  'Hội nghị\u00a0báo cáo viên',
  '"Ngày hội" (lần thứ 2); [x] {y} ^$.*+?|',
  'Ướp Ửng Ủyb Kễnh Mẵng Tộp Nỡm Rặc',
]

/** What is looked for, and the places in `titles` where it stands. */
const table: [words: string, places: number[]][] = [
  ['thong tin doi ngoai', [0, 1]],
  ['Thông tin đối ngoại', [0, 1]],
  ['thông tin đối ngoại'.normalize('NFD'), [0, 1]],
  ['THONG TIN ĐOI NGOAI', [0, 1]],
  ['ngoại thông', [0, 1]],
  ['ngoai 2019', [0]],
  ['  tin \t doi\n ngoai   2016 ', [1]],
  ['thong\u00a0tin\u00a02019', [0]],
  ['thông tin đối nội', []],
  ['hong ti', [0, 1]],
  ['bien dao', [2]],
  ['biển, đảo', [2]],
  ['Tuyên truyền', [2]],
  ['dao', [2]],
  ['đảo', [2]],
  ['100%', [3]],
  ['%', [3]],
  ['100', [3, 4]],
  ['a_b', [5]],
  ['_', [5]],
  ['c:\\tin', [7]],
  ['\\', [7]],
  ['\\\\', []],
  ['c:', [7, 8]],
  ['bao cao vien', [9]],
  ['nghị báo', [9]],
  ['"ngay hoi"', [10]],
  ['[x] {y}', [10]],
  ['^$.*+?|', [10]],
  ['.*', [10]],
  ["'; drop table plans; --", []],
  ['uop ung uyb kenh mang top nom rac', [11]],
  ['ƯỚP kễNH mẴng', [11]],
]
const everything = ['', ' ', '\t\n', '\u00a0']

type Found = { nodes: { id: string }[] }
const query = `query($words: String) {
  plans(filter: { text: $words }, first: 100) { nodes { id } } tasks(filter: { text: $words }, first: 100) { nodes { id } }
  departments(filter: { text: $words }, first: 100) { nodes { id } } documents(filter: { text: $words }, first: 100) { nodes { id } } }`

t.test(
  'given titles with marks, when words are looked for, then each list has those that hold every word',
  async (t) => {
    const ids: Record<string, string[]> = { plans: [], tasks: [], departments: [] }
    for (const title of titles) {
      const { id } = await createPlan(app, admin, { title })
      ids['plans']?.push(id)
      // Once in the title and once in the description; once in the name and once in the short name.
      const task = await createTask(app, admin, id, { title: 'Việc' })
      await perform(app, 'updateTask', { ...task, description: title }, admin)
      ids['tasks']?.push(task.id)
      const [name, shortName] =
        ids['departments']?.length === 0 ? [title, null] : [`Cơ quan thứ ${ids['departments']?.length} &`, title]
      ids['departments']?.push((await createDepartment(app, admin, { name, shortName })).id)
    }
    ids['documents'] = await insert(
      app,
      'documents',
      titles.map((title) => ({ title })),
      {
        province_id,
        kind: 'OTHER',
        level: 'PROVINCIAL',
        issuer: 'UBND tỉnh',
      },
    )
    for (const [words, places] of [...table, ...everything.map((words) => [words, titles.map((_, i) => i)] as const)]) {
      for (const variables of [{ words }, { words: words.normalize('NFD') }]) {
        const { data, errors } = await app.gql(query, variables, admin)
        t.same(errors, undefined)
        for (const [list, found] of Object.entries(data as Record<string, Found>)) {
          const expected = places.map((place) => ids[list]?.[place])
          t.same(found.nodes.map(({ id }) => id).sort(), expected.sort(), `${list} with ${JSON.stringify(words)}`)
        }
      }
    }
  },
)

t.test('given words in title and description, when looked for together, then the task is found', async (t) => {
  const { id } = await createPlan(app, admin, { title: 'Riêng' })
  const task = await createTask(app, admin, id, { title: 'Mở lớp' })
  await perform(app, 'updateTask', { ...task, description: 'Bồi dưỡng phóng viên' }, admin)
  for (const [text, count] of [
    ['lop phong vien', 1],
    ['lop bien tap vien', 0],
  ] as const) {
    const { data } = await app.gql(
      `query($f: TaskFilter) { plan(id: "${id}") { tasks(filter: $f) { totalCount } } }`,
      { f: { text } },
      admin,
    )
    t.equal(data.plan.tasks.totalCount, count, text)
  }
})

t.test(
  'given references of documents, when one is asked for, then case and marks don’t count but the whole does',
  async (t) => {
    const plan = await createPlan(app, admin, {
      title: 'Có văn bản',
      document: { reference: '35/KH-UBND', issuedOn: '2019-02-01' },
    })
    await createPlan(app, admin, { title: 'Văn bản khác', document: { reference: '135/KH-UBND' } })
    const decision = await createPlan(app, admin, { title: 'Quyết định', document: { reference: '36/QĐ-UBND' } })
    const ask =
      'query($r: String) { plans(filter: { document: $r }) { nodes { id } } documents(filter: { reference: $r }) { totalCount } }'
    for (const [r, found] of [
      ['35/KH-UBND', plan],
      ['35/kh-ubnd', plan],
      ['36/QD-UBND', decision],
      ['36/qđ-ubnd', decision],
      ['5/KH-UBND', null],
      ['35/KH-UBN', null],
      ['%', null],
      ['', null],
    ] as const) {
      const { data } = await app.gql(ask, { r }, admin)
      t.same(data.plans.nodes, found ? [{ id: found.id }] : [], r)
      t.equal(data.documents.totalCount, found ? 1 : 0, r)
    }
  },
)

t.test(
  'given a text that can’t be stored, when looked for, then BAD_INPUT or nothing is found, and no fault',
  async (t) => {
    const asks = [
      query,
      'query($words: String) { plans(filter: { document: $words }) { nodes { id } } }',
      'query($words: String) { documents(filter: { reference: $words }) { nodes { id } } }',
      'query($words: String!) { province(slug: $words) { id } }',
      'query($words: String!) { node(id: $words) { id } }'.replace('String', 'ID'),
      'query($words: String!) { nationalRollup(filter: { provinces: [$words] }) { asOf } }',
      'query($words: String!) { nationalRollup(filter: { indicators: [$words] }) { asOf } }',
      'query($words: String!) { progressReports(filter: { period: $words }) { totalCount } }',
      'query($words: String!) { plans(filter: { province: $words }) { totalCount } }',
    ]
    for (const ask of asks) {
      for (const words of ['a\0b', '\ud800', '\udc00x']) {
        const { errors } = await app.gql(ask, { words }, admin)
        for (const { extensions } of errors ?? [])
          t.equal(extensions.code, 'BAD_INPUT', `${JSON.stringify(words)} in ${ask}`)
        t.pass('answered')
      }
    }
  },
)
