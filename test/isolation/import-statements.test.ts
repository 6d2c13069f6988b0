import { readdir, readFile } from 'node:fs/promises'
import t from 'tap'
import type { ImportKind } from '../../src/features/imports/files/columns.ts'
import { lintStatement, readTables } from '../helpers/statement-lint.ts'
import { csv, openProvinces, problemsOf } from '../features/imports/province.ts'

const sources = new URL('../../src/features/imports/', import.meta.url)

t.test('given every statement of an import, when it is read, then each level names its province', async (t) => {
  const { load, sample, rows, statements, owner } = await openProvinces(t)
  const apply = async (kind: ImportKind, ...lines: string[]) =>
    t.strictSame(problemsOf(await load('thai-nguyen', kind, csv(...lines))), [], lines.join())
  const plan = 'key,title,period_start,period_end,status,parent_key,legal_bases,reference,issued_on'
  const task = 'key,plan_key,title,lead_department,target:COURSES_HELD'
  const report = 'key,plan_key,period,status,achievements,recommendations,indicator:COURSES_HELD'
  await sample()
  await apply('departments', 'name,short_name', 'Sở A,')
  await apply('departments', 'name,short_name', 'Sở A,SA')
  await apply(
    'plans',
    plan,
    'p,P,2019-01-01,2019-12-31,DRAFT,,1/QĐ-UBND,2/KH-UBND,2019-01-02',
    'q,Q,2019-01-01,2019-12-31,,p,,,',
  )
  await apply('documents', 'reference,issued_on,title', '2/KH-UBND,2019-01-02,Mới', '3/KH-UBND,2019-01-03,')
  await apply('tasks', task, 't,p,T,Sở A,4')
  await apply('tasks', task, 't,p,T,Sở B,5')
  await apply(
    'plans',
    plan,
    'p,P,2019-01-01,2019-12-31,APPROVED,,,2/KH-UBND,2019-01-02',
    'r,R,2019-01-01,2019-12-31,,,,,',
  )
  await apply('plans', plan, 'q,Q,2019-01-01,2019-12-31,,r,,,')
  await apply('reports', report, 'a,p,2019,DRAFT,,Một; Hai,4')
  await apply('reports', report, 'a,p,2019,DRAFT,,Ba,5')
  await apply('reports', report, 'a,p,2019,ACCEPTED,,Ba,5')
  await apply('reports', report, 'a,p,2019,ACCEPTED,Tốt,Ba,5')

  const seen = [...new Set(statements)].filter((text) => text.startsWith('/*'))
  const tables = await readTables(owner)
  for (const text of seen) {
    const role = text.startsWith('/* addCentralDocuments */') ? 'national' : 'serving'
    t.strictSame(await lintStatement(text, tables, role), [], text)
  }
  // None has been forgotten above. What is done around an import is tried by the tests of jobs.
  const around = /^jobs\b|\b(blockers|imported|restore|undo)\.ts$/
  const names = new Set(seen.map((text) => /^\/\* (\w+) \*\//.exec(text)?.[1]))
  const files = await readdir(sources, { recursive: true })
  for (const file of files.filter((name) => name.endsWith('.ts') && !around.test(name))) {
    const source = await readFile(new URL(file, sources), 'utf8')
    for (const [, name] of source.matchAll(/\/\* (\w+) \*\//g)) t.ok(names.has(name), `${name} was not executed`)
  }
  for (const table of ['Departments', 'Documents', 'Plans', 'Tasks', 'ProgressReports']) {
    t.ok(names.has(`importNew${table}`), table)
    t.ok(names.has(`importChanged${table}`), table)
  }
  t.equal(
    (await rows('select 1 from plans where province_id = (select id from provinces where slug = $1)', ['thai-nguyen']))
      .length,
    3,
  )
})
