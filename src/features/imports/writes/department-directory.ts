import { difference } from '../../../db/audit.ts'
import { newId } from '../../../db/ids.ts'
import { expandAbbreviation, guessKind, nameKey } from '../../departments/rules.ts'
import { note, refuse, rowOf, stored, write, type Batch, type Stored } from './batch.ts'
import type { Row } from '../files/rows.ts'
import { table } from './tables.ts'

/** `nameKey` is no field of the API: it is made from the name whenever one is written. */
export const departmentTable = table('departments', {
  name: ['name', 'text'],
  nameKey: ['name_key', 'text'],
  shortName: ['short_name', 'text'],
  kind: ['kind', 'text'],
  parentId: ['parent_id', 'uuid'],
  existedFrom: ['existed_from', 'date'],
  existedUntil: ['existed_until', 'date'],
  source: ['source', 'text'],
})

/** The departments of the province, by everything that they are called. */
export interface Directory {
  /** Those on record when it was opened. */
  known: readonly Stored[]
  /**
   * The one that a cell names; `several` if it could mean more than one. The full name goes before an abbreviation, and a
   * department that exists before one that has ended.
   */
  find(name: string): Stored | 'several' | undefined
  /**
   * The one that a file of departments lists under that name, until that day. Short names don't count here, since such a
   * file gives them, and what has ended is found only by its own name.
   */
  findListed(name: string, endedOn: string | null): Stored | 'several' | undefined
  parentOf(id: string): string | null
  add(department: Stored): void
  /** From now on a department is found as one that ends, or exists again. */
  end(id: string, endedOn: string | null): void
  /** Departments that cells have named, and that are yet to be written. */
  made: Stored[]
}

/**
 * Reads them for one batch: another import, or somebody by hand, may have added some since the batch before. Locked only
 * where they are to be changed, so that tasks and reports can be imported for long without hindering anybody.
 */
export async function openDirectory({ tx, job }: Batch, { lock = false } = {}): Promise<Directory> {
  const rows = await tx.rows(
    `/* openDirectory */ select ${departmentTable.select} from departments t
     where t.province_id = $1 order by t.id${lock ? ' for no key update' : ''}`,
    [tx.provinceId],
  )
  const byId = new Map<string, Stored>()
  const byName = new Map<string, Stored[]>()
  const bySpelling = new Map<string, Stored[]>()
  const byShortName = new Map<string, Stored[]>()
  const put = (names: Map<string, Stored[]>, key: string, department: Stored) =>
    names.set(key, [...(names.get(key) ?? []), department])

  const endings = new Map<string, string | null>()
  const until = ({ id, fields }: Stored) =>
    (endings.has(id) ? endings.get(id) : fields['existedUntil']) as string | null
  const best = (candidates: readonly Stored[] = [], endedOn: string | null = null) =>
    closest(candidates, until, endedOn)
  const matchKey = (name: string) => keyWithoutProvince(nameKey(expandAbbreviation(name)), job.province.name)
  // A file names the same few departments in every row.
  const found = new Map<string, ReturnType<Directory['find']>>()
  const find: Directory['find'] = (name) =>
    best(byName.get(nameKey(name))) ??
    best(byShortName.get(nameKey(name))) ??
    best(bySpelling.get(matchKey(name))) ??
    best(byShortName.get(matchKey(name)))
  const add = (department: Stored) => {
    found.clear()
    const { name, shortName } = department.fields as { name: string; shortName: string | null }
    byId.set(department.id, department)
    put(byName, nameKey(name), department)
    put(bySpelling, matchKey(name), department)
    if (shortName)
      for (const key of new Set([nameKey(shortName), matchKey(shortName)])) put(byShortName, key, department)
  }
  const known = rows.map(stored)
  known.forEach(add)
  return {
    known,
    find: (name) => {
      if (!found.has(name)) found.set(name, find(name))
      return found.get(name)
    },
    findListed: (name, endedOn) =>
      best(byName.get(nameKey(name)), endedOn) ??
      best(bySpelling.get(matchKey(name))?.filter((department) => until(department) === null)),
    parentOf: (id) => (byId.get(id)?.fields['parentId'] as string | null | undefined) ?? null,
    add,
    end: (id, endedOn) => {
      found.clear()
      endings.set(id, endedOn)
    },
    made: [],
  }
}

/** `Công an tỉnh Bắc Kạn` is what Bắc Kạn calls `Công an tỉnh`; a name like `Báo Bắc Kạn` stays whole. */
export function keyWithoutProvince(key: string, province: string): string {
  const end = ` ${nameKey(province)}`
  return key.endsWith(`tỉnh${end}`) || key.endsWith(`ủy${end}`) ? key.slice(0, -end.length) : key
}

function closest(
  candidates: readonly Stored[],
  until: (department: Stored) => string | null,
  endedOn: string | null,
): Stored | 'several' | undefined {
  const asSaid = endedOn === null ? [] : candidates.filter((department) => until(department) === endedOn)
  const existing = asSaid.length > 0 ? asSaid : candidates.filter((department) => until(department) === null)
  if (existing.length > 1) return 'several'
  // Of those that have ended, the last to do so.
  const ended = candidates.toSorted((a, b) => ((until(a) ?? '') < (until(b) ?? '') ? 1 : -1))
  return existing[0] ?? ended[0]
}

/** Refuses a row that names departments by a name which several have. */
export function checkNames(
  batch: Batch,
  directory: Directory,
  row: Row,
  column: string,
  names: readonly (string | null | undefined)[],
): void {
  for (const name of names) {
    if (name != null && directory.find(name) === 'several') refuse(batch, row, column, 'AMBIGUOUS_DEPARTMENT', { name })
  }
}

/** The department of a name that was checked; made if there is none, and then listed in the import's result. */
export function findOrMake(batch: Batch, directory: Directory, name: string): string {
  const found = directory.find(name)
  if (found === 'several') throw new Error('A name that several departments have must be checked before it is used')
  if (found !== undefined) return found.id
  const fields = {
    name,
    shortName: null,
    kind: guessKind(name),
    parentId: null,
    existedFrom: null,
    existedUntil: null,
    source: null,
  }
  const department: Stored = { id: newId(), version: 1, published: true, fields }
  directory.add(department)
  directory.made.push(department)
  batch.departmentsMade.push({ id: department.id, name })
  note(batch, 'Department', department, difference({}, fields))
  return department.id
}

/** Writes what `findOrMake` has made. */
export async function writeMade(batch: Batch, directory: Directory): Promise<void> {
  await write(batch, departmentTable.insert, directory.made, departmentRow)
  directory.made = []
}

/** A department as the statements take it. */
export function departmentRow(department: Stored): object {
  return { ...rowOf(department), nameKey: nameKey(department.fields['name'] as string) }
}
