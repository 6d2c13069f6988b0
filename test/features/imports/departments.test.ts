import t from 'tap'
import { countsOf, csv, openProvinces, problemsOf } from './province.ts'

const plans = csv(
  'key,reference,issued_on,issuer,title,period_start,period_end,status',
  'p-2019,51/KH-UBND,28/01/2019,UBND tỉnh,Kế hoạch 2019,2019-01-01,2019-12-31,APPROVED',
  'p-2020,,,,Kế hoạch 2020,2020-01-01,2020-12-31,Dự thảo',
)
t.test(
  'given names that differ in case, spaces or Unicode form, when rows name them, then it is one department',
  async (t) => {
    const { load, rows } = await openProvinces(t)
    await load('bac-kan', 'plans', plans)
    await load(
      'bac-kan',
      'departments',
      csv('name,short_name', '"Sở Văn hóa, Thể thao và Du lịch",Sở VHTTDL', 'Công an tỉnh,'),
    )
    const names = [
      'Sở Văn hóa, Thể thao và Du lịch',
      'SỞ VĂN HÓA, THỂ THAO VÀ DU LỊCH',
      'Sở\u00a0Văn hóa,  Thể thao và Du lịch',
      'Sở Văn hóa, Thể thao và Du lịch'.normalize('NFD'),
      'Sở Văn hoá, Thể thao và Du lịch',
      'Sở VHTTDL',
      'sở vhttdl',
      'Sở VHTT&DL',
    ]
    const lines = names.map((name, i) => `t-${i},p-2019,Việc,"${name}"`)
    const result = await load(
      'bac-kan',
      'tasks',
      csv('key,plan_key,title,lead_department', ...lines, 'x,p-2019,Việc,Công an tỉnh Bắc Kạn'),
    )
    t.strictSame(problemsOf(result), [])
    t.strictSame(result.departmentsMade, [])
    t.strictSame(
      await rows(
        'select count(distinct department_id)::int as departments, count(*)::int as tasks from task_departments',
      ),
      [{ departments: 2, tasks: names.length + 1 }],
    )
  },
)

t.test(
  'given a department that has ended, when history names it, then it is found, and a new one of that name is another',
  async (t) => {
    const { load, rows } = await openProvinces(t)
    await load('bac-kan', 'plans', plans)
    const file = csv(
      'name,short_name,existed_until',
      'Sở TTTT,,2016-12-31',
      'Sở Y tế,SYT,',
      'Sở Xây dựng,SXD,',
      'Sở Xã hội,SXD,',
      'Sở TTTT,,',
    )
    t.strictSame(problemsOf(await load('bac-kan', 'departments', file)), [])
    t.strictSame(countsOf(await load('bac-kan', 'departments', file)), {
      read: 5,
      created: 0,
      changed: 0,
      unchanged: 5,
      refused: 0,
    })
    const result = await load(
      'bac-kan',
      'tasks',
      csv('key,plan_key,title,lead_department', 't-1,p-2019,A,SXD', 't-2,p-2019,A,Sở TTTT'),
      { mode: 'partial' },
    )
    t.strictSame(problemsOf(result), ['2 lead_department AMBIGUOUS_DEPARTMENT'])
    const [task] = await rows(
      'select existed_until as until from task_departments x join departments d on d.id = x.department_id',
    )
    t.strictSame(task, { until: null })
  },
)

t.test(
  'given departments with parents in any order, when they are imported, then they are linked, and missing ones made',
  async (t) => {
    const { load, rows } = await openProvinces(t)
    const file = csv(
      'name,kind,parent',
      'Phòng Báo chí,,Sở TTTT',
      'Sở TTTT,sở,UBND tỉnh',
      'Phòng A,,phòng a',
      'Sở TTTT,,',
    )
    t.strictSame(problemsOf(await load('bac-kan', 'departments', file)), [
      '4 parent OWN_PARENT',
      '5 name DUPLICATE_KEY',
    ])
    const result = await load('bac-kan', 'departments', file.split('\n').slice(0, 3).join('\n'))
    t.strictSame(
      result.departmentsMade.map(({ name }) => name),
      ['UBND tỉnh'],
    )
    t.strictSame(
      await rows(
        'select d.name, d.kind, d.version, p.name as parent from departments d left join departments p on p.id = d.parent_id order by 1',
      ),
      [
        { name: 'Phòng Báo chí', kind: 'OTHER', version: 1, parent: 'Sở TTTT' },
        { name: 'Sở TTTT', kind: 'DEPARTMENT', version: 1, parent: 'UBND tỉnh' },
        { name: 'UBND tỉnh', kind: 'PEOPLES_COMMITTEE', version: 1, parent: null },
      ],
    )
    // An abbreviation gives way to the full name, and never the other way round.
    t.match(await load('bac-kan', 'departments', 'name\nSở Thông tin và Truyền thông\n'), { changed: 1 })
    t.match(await load('bac-kan', 'departments', 'name\nSở TT&TT\n'), { unchanged: 1 })
  },
)

t.test(
  'given departments whose parents go in a circle, when they are imported, then what hangs on it is refused',
  async (t) => {
    const { load, rows } = await openProvinces(t)
    const file = csv('name,parent', 'A,B', 'B,C', 'C,A', 'D,A', 'E,', 'F,E')
    const result = await load('bac-kan', 'departments', file, { mode: 'partial' })
    t.strictSame(problemsOf(result), [
      '2 parent OWN_PARENT',
      '3 parent OWN_PARENT',
      '4 parent OWN_PARENT',
      '5 parent OWN_PARENT',
    ])
    t.strictSame(await rows('select name from departments order by 1'), [{ name: 'E' }, { name: 'F' }])
    t.strictSame(problemsOf(await load('bac-kan', 'departments', csv('name,parent', 'E,F'))), ['2 parent OWN_PARENT'])
  },
)

t.test(
  'given a department that ends and another that takes its name, when they are imported, then both are there',
  async (t) => {
    const { load, rows } = await openProvinces(t)
    await load('bac-kan', 'departments', csv('name', 'Sở Du lịch'))
    const file = csv('name,existed_until,parent', 'Sở Du lịch,31/12/2016,Ban A', 'SỞ DU LỊCH,,')
    t.match(await load('bac-kan', 'departments', file), { created: 1, changed: 1, problems: [] })
    t.match(await load('bac-kan', 'departments', file), { unchanged: 2 })
    t.strictSame(
      await rows(
        `select name, existed_until is null as exists, parent_id is not null as parent from departments where name ilike 'sở%' order by 2`,
      ),
      [
        { name: 'Sở Du lịch', exists: false, parent: true },
        { name: 'SỞ DU LỊCH', exists: true, parent: false },
      ],
    )
  },
)

t.test(
  'given departments that a file lists by less than their names, when they are imported, then none is mistaken for another',
  async (t) => {
    const { load, rows } = await openProvinces(t)
    const file = csv(
      'name,short_name,existed_from,existed_until',
      'Sở A,SA,2018-01-01,',
      'Sở B,SA,,2016-12-31',
      'Sở TTTT,,,',
    )
    t.match(await load('bac-kan', 'departments', file), { created: 3, problems: [] })
    // A short name is no name, and what has ended doesn't come back under another spelling.
    const more = csv('name,existed_until', 'SA,', 'Sở Thông tin và Truyền thông,', 'Sở B,')
    t.match(await load('bac-kan', 'departments', more), { created: 1, changed: 2, problems: [] })
    t.match(await load('bac-kan', 'departments', more), { unchanged: 3 })
    t.equal((await rows('select 1 from departments')).length, 4)
    // Dates are compared with those on record as well.
    const ends = csv('name,existed_until', 'Sở A,31/12/2017')
    t.strictSame(problemsOf(await load('bac-kan', 'departments', ends)), ['2 existed_until DATES_REVERSED'])
  },
)

t.test(
  'given a parent that can’t be told or imported, when others stand below it, then they wait for it',
  async (t) => {
    const { load, rows } = await openProvinces(t)
    await load('bac-kan', 'departments', csv('name,short_name', 'Sở A,SX', 'Sở B,SX'))
    const lines = [
      'Phòng 1,Phòng 2,',
      'Phòng 2,SX,',
      'Phòng 3,Sở A,',
      'Phòng 4,Phòng 5,',
      'Phòng 5,,31/02/2019',
      'Tổ,Phòng 1,',
    ]
    const file = (...more: string[]) => csv('name,parent,existed_from', ...more)
    for (const batchSize of [1, 2_000]) {
      const result = await load('bac-kan', 'departments', file(...lines), { mode: 'partial', batchSize })
      t.strictSame(problemsOf(result), [
        '2 parent PARENT_REFUSED',
        '3 parent AMBIGUOUS_DEPARTMENT',
        '5 parent PARENT_REFUSED',
        '6 existed_from BAD_DATE',
        '7 parent PARENT_REFUSED',
      ])
    }
    t.equal((await rows('select 1 from departments')).length, 3)

    const mended = lines.map((line) => line.replace('SX', 'Sở B').replace('31/02', '28/02'))
    t.strictSame(problemsOf(await load('bac-kan', 'departments', file(...mended))), [])
    const [first] = await rows(
      `select p.name as parent, g.name as grandparent from departments d join departments p on p.id = d.parent_id
     join departments g on g.id = p.parent_id where d.name = 'Phòng 1'`,
    )
    t.match(first, { parent: 'Phòng 2', grandparent: 'Sở B' })
  },
)

t.test('given short names in a file, when a parent is called by one, then it is that one or nobody', async (t) => {
  const { load, rows } = await openProvinces(t)
  const once = csv('name,short_name,parent', 'Phòng,,SX', 'Sở A,SX,')
  t.strictSame(problemsOf(await load('bac-kan', 'departments', once)), [])
  t.equal((await rows('select 1 from departments')).length, 2)
  const twice = csv('name,short_name,parent', 'Phòng,,SX', 'Sở A,SX,', 'Sở B,SX,')
  t.strictSame(problemsOf(await load('lang-son', 'departments', twice)), ['2 parent AMBIGUOUS_DEPARTMENT'])
})
