import { difference } from '../../../db/audit.ts'
import { newId } from '../../../db/ids.ts'
import { expandAbbreviation, guessKind, nameKey } from '../../departments/rules.ts'
import {
  accepted,
  editedByHand,
  keepEdited,
  record,
  refuse,
  sortOut,
  withoutUnsaid,
  writeTogether,
  type Batch,
  type Fields,
  type Said,
  type Stored,
  type Written,
} from './batch.ts'
import { endless } from './circles.ts'
import {
  checkNames,
  departmentRow,
  departmentTable,
  findOrMake,
  openDirectory,
  type Directory,
} from './department-directory.ts'
import type { Row } from '../files/rows.ts'

type DepartmentRow = Row<'departments'>

/** Departments are known by their names; a parent may stand anywhere in the file, or be made from its name. */
export async function applyDepartments(batch: Batch, rows: readonly DepartmentRow[]): Promise<void> {
  const directory = await openDirectory(batch, { lock: true })
  for (const row of rows) check(batch, directory, row)
  const edited = await editedByHand(
    batch,
    directory.known.map(({ id }) => id),
  )
  const said = identify(batch, directory, accepted(batch, rows), edited)
  const refused = new Set(rows.filter((row) => batch.refused.has(row)).map(({ values }) => nameKey(values.name ?? '')))
  // Only now, when every row of the batch is in the directory.
  for (const { row, fields } of said) {
    const { parent } = (row as DepartmentRow).values
    checkNames(batch, directory, row, 'parent', [parent])
    // Not to be made from its name alone: the file says more of it, which can't be believed yet.
    const isLost = parent != null && directory.find(parent) === undefined && refused.has(nameKey(parent))
    if (isLost) refuse(batch, row, 'parent', 'PARENT_REFUSED')
    if (batch.refused.has(row)) continue
    fields['parentId'] = parent == null ? parent : findOrMake(batch, directory, parent)
  }
  refuseCircles(batch, directory, said)
  refuseOrphans(batch, said)
  const { created, changed } = await sortOut(
    batch,
    said.filter(({ row }) => !batch.refused.has(row)),
  )
  // What ends makes room for a new one of its name; its parent may be new itself and is set below.
  const ending = changed.filter(({ changes }) => changes['existedUntil']?.[0] === null)
  const withParent = (parent: unknown, one: Written) => ({ ...one, fields: { ...one.fields, parentId: parent } })
  const ended = ending.map((one) => withParent(one.before?.fields['parentId'], one))
  writeTogether(batch, departmentTable.update, ended.map(departmentRow))
  writeTogether(batch, departmentTable.insert, [...directory.made, ...created].map(departmentRow))
  writeTogether(batch, departmentTable.update, changed.map(departmentRow))
  record(batch, 'Department', { created, changed })
}

function check(batch: Batch, directory: Directory, row: DepartmentRow): void {
  const { name, parent } = row.values
  checkNames(batch, directory, row, 'parent', [parent])
  if (parent != null && name != null && nameKey(parent) === nameKey(name)) refuse(batch, row, 'parent', 'OWN_PARENT')
}

/** Finds each row's department on record; one that is new enters the directory, so that later rows find it. */
function identify(
  batch: Batch,
  directory: Directory,
  rows: readonly DepartmentRow[],
  edited: ReadonlySet<string>,
): Said[] {
  const claimed = new Map<string, DepartmentRow>()
  const said: Said[] = []
  for (const row of rows) {
    const until = row.values.existed_until ?? null
    let before = directory.findListed(row.values.name, until)
    if (before === 'several') {
      refuse(batch, row, 'name', 'AMBIGUOUS_DEPARTMENT', { name: row.values.name })
      continue
    }
    const rival = before && claimed.get(before.id)
    if (rival && (rival.values.existed_until ?? null) === until) {
      refuse(batch, row, 'name', 'DUPLICATE_KEY', { line: rival.line })
      continue
    }
    // The same name twice, ended at different times: two departments, one after the other.
    if (rival) before = undefined
    const fields = fieldsOf(row, before)
    if (endsBeforeItBegins({ ...before?.fields, ...withoutUnsaid(fields) })) {
      refuse(batch, row, until === null ? 'existed_from' : 'existed_until', 'DATES_REVERSED')
      continue
    }
    // Known before anything depends on it, such as another department's taking the name of one that ends.
    if (before && edited.has(before.id) && Object.keys(difference(before.fields, fields)).length > 0) {
      keepEdited(batch, row)
      continue
    }
    const id = before?.id ?? newId()
    claimed.set(id, row)
    if (row.values.existed_until !== undefined) directory.end(id, until)
    const defaults = { ...empty, name: row.values.name, kind: guessKind(row.values.name) }
    if (before === undefined) {
      const shortName = row.values.short_name ?? null
      directory.add({ id, version: 1, published: true, fields: { ...defaults, shortName, existedUntil: until } })
    }
    said.push({ row, before, id, fields, defaults, published: true })
  }
  return said
}

function endsBeforeItBegins({ existedFrom, existedUntil }: Fields): boolean {
  return existedFrom != null && existedUntil != null && (existedFrom as string) > (existedUntil as string)
}

/** Also of what stands below a circle, since that will not be written either. */
function refuseCircles(batch: Batch, directory: Directory, said: readonly Said[]): void {
  const given = new Map(
    said.flatMap(({ id, fields }) => (fields['parentId'] === undefined ? [] : [[id, fields['parentId']]])),
  )
  const parentOf = (id: string) => (given.has(id) ? (given.get(id) as string | null) : directory.parentOf(id))
  const circles = endless(
    said.map(({ id }) => id as string),
    parentOf,
  )
  for (const { row, id } of said) if (circles.has(id as string)) refuse(batch, row, 'parent', 'OWN_PARENT')
}

/** A new department that is refused takes those with it that stand below it. */
function refuseOrphans(batch: Batch, said: readonly Said[]): void {
  const lost = new Set<unknown>()
  for (let count = -1; count < lost.size;) {
    count = lost.size
    for (const { row, id, before, fields } of said) {
      if (lost.has(fields['parentId']) && !batch.refused.has(row)) refuse(batch, row, 'parent', 'PARENT_REFUSED')
      if (before === undefined && batch.refused.has(row)) lost.add(id)
    }
  }
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
