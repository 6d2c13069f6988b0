/** A column of a table: its name and type, by the name of the field that it holds. */
export type TableColumns = Readonly<Record<string, readonly [column: string, type: string]>>

/** The statements that write many rows of one table at once, and the columns as they are read. */
export interface Table {
  /** Every field, for a SELECT from the table under the alias `t`. */
  select: string
  /** `$1` the province, `$2` a JSON array of objects by field. */
  insert: string
  /** As `insert`; rows are found by `id`. Gives each the version that it comes with. */
  update: string
}

/**
 * Writes the statements down, so that many rows cost one of them. `id`, `published` and, in tables that
 * count versions, `version` come with each row beside the fields.
 */
export function table(name: string, fields: TableColumns, { versions = true, ids = true } = {}): Table {
  const all: TableColumns = { ...(ids && { id: ['id', 'uuid'] }), published: ['published', 'boolean'], ...fields }
  const entries = Object.entries(all)
  const typed = entries.map(([field, [, type]]) => `"${field}" ${type}`).join(', ')
  const columns = entries.map(([, [column]]) => column).join(', ')
  const title = name.replace(/(?:^|_)(\w)/g, (_, letter: string) => letter.toUpperCase())
  const set = Object.entries(all)
    .filter(([field]) => field !== 'id')
    .map(([field, [column]]) => `${column} = e."${field}"`)
  if (versions) set.unshift('version = e.version', 'updated_at = now()')
  return {
    select: [
      ...entries.map(([field, [column, type]]) => `${asRead(column, type)} as "${field}"`),
      ...(versions ? ['t.version'] : []),
    ].join(', '),
    insert:
      `/* importNew${title} */ insert into ${name} (province_id, ${columns}) ` +
      `select $1, ${entries.map(([field]) => `e."${field}"`).join(', ')} from jsonb_to_recordset($2::jsonb) as e (${typed})`,
    update:
      `/* importChanged${title} */ update ${name} t set ${set.join(', ')} ` +
      `from jsonb_to_recordset($2::jsonb) as e (${typed}${versions ? ', version integer' : ''}) ` +
      `where t.province_id = $1 and t.id = e.id`,
  }
}

/** Without zeros at the end of a number, so that what is read equals what was written. */
function asRead(column: string, type: string): string {
  return type === 'numeric' ? `trim_scale(t.${column})` : `t.${column}`
}
