import { newId } from '../../db/ids.ts'
import { expandAbbreviation, guessKind, nameKey } from '../departments/rules.ts'
import { accepted, record, refuse, sortOut, write, type Batch, type Fields, type Said, type Stored } from './batch.ts'
import {
  checkNames,
  departmentRow,
  departmentTable,
  findOrMake,
  openDirectory,
  type Directory,
} from './department-directory.ts'
import type { Row } from './rows.ts'

type DepartmentRow = Row<'departments'>

/** Departments are known by their names; a parent may stand anywhere in the file, or be made from its name. */
export async function applyDepartments(batch: Batch, rows: readonly DepartmentRow[]): Promise<void> {
  const directory = await openDirectory(batch)
  for (const row of rows) check(batch, directory, row)
  const said = identify(batch, directory, accepted(batch, rows))
  // Only now, when every row of the batch is in the directory.
  for (const { row, fields } of said) {
    const { parent } = (row as DepartmentRow).values
    fields['parentId'] = parent == null ? parent : findOrMake(batch, directory, parent)
  }
  const { created, changed } = await sortOut(batch, said)
  await write(batch, departmentTable.insert, [...directory.made, ...created].map(departmentRow))
  await write(batch, departmentTable.update, changed.map(departmentRow))
  record(batch, 'Department', { created, changed })
}

function check(batch: Batch, directory: Directory, row: DepartmentRow): void {
  const { name, parent, existed_from: from, existed_until: until } = row.values
  checkNames(batch, directory, row, 'name', [name])
  checkNames(batch, directory, row, 'parent', [parent])
  if (from != null && until != null && from > until) refuse(batch, row, 'existed_until', 'DATES_REVERSED')
  if (parent != null && nameKey(parent) === nameKey(name)) refuse(batch, row, 'parent', 'OWN_PARENT')
}

/** Finds each row's department on record; one that is new enters the directory, so that later rows find it. */
function identify(batch: Batch, directory: Directory, rows: readonly DepartmentRow[]): Said[] {
  const claimed = new Map<string, DepartmentRow>()
  const said: Said[] = []
  for (const row of rows) {
    const until = row.values.existed_until ?? null
    let before = directory.find(row.values.name, until) as Stored | undefined
    const rival = before && claimed.get(before.id)
    if (rival && (rival.values.existed_until ?? null) === until) {
      refuse(batch, row, 'name', 'DUPLICATE_KEY', { line: rival.line })
      continue
    }
    // The same name twice, ended at different times: two departments, one after the other.
    if (rival) before = undefined
    const id = before?.id ?? newId()
    claimed.set(id, row)
    const fields = fieldsOf(row, before)
    const defaults = { ...empty, name: row.values.name, kind: guessKind(row.values.name) }
    if (before === undefined) {
      directory.add({ id, version: 1, published: true, fields: { ...defaults, existedUntil: until } })
    }
    said.push({ row, before, id, fields, defaults, published: true })
  }
  return said
}

const empty = { shortName: null, parentId: null, existedFrom: null, existedUntil: null, source: null }

function fieldsOf({ values }: DepartmentRow, before: Stored | undefined): Fields {
  return {
    name: before && betterName(before.fields['name'] as string, values.name),
    shortName: values.short_name,
    kind: values.kind ?? undefined,
    existedFrom: values.existed_from,
    existedUntil: values.existed_until,
    source: values.source,
  }
}

/** A name on record stays as it is written there, except for an abbreviation that the file writes out. */
function betterName(known: string, said: string): string | undefined {
  const full = nameKey(expandAbbreviation(known))
  return nameKey(known) !== full && nameKey(said) === full ? said : undefined
}
