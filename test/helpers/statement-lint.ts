import { parse } from 'libpg-query'
import type pg from 'pg'

// What one SQL statement must keep to, so that a province's rows are found by its key at every query level: that is what
// lets the planner use an index under row security, and a Postgres distributed by province find the one node.

/** The tables of the database, as far as the lint must know them. */
export interface Tables {
  /** Those whose rows belong to provinces. */
  tenant: ReadonlySet<string>
  withId: ReadonlySet<string>
}

export async function readTables(owner: pg.Pool): Promise<Tables> {
  const { rows } = await owner.query<{ name: string; column: string }>(
    `select table_name as name, column_name as column from information_schema.columns where table_schema = 'public'`,
  )
  const having = (column: string) => new Set(rows.filter((row) => row.column === column).map(({ name }) => name))
  const tenant = having('province_id')
  // Codes are public, as provinces are.
  tenant.delete('province_codes')
  return { tenant, withId: having('id') }
}

type Node = Record<string, any>
type Role = 'serving' | 'national'

/** What is wrong with a statement, a sentence each. The national role sees what is published and names no province. */
export async function lintStatement(text: string, tables: Tables, role: Role = 'serving'): Promise<string[]> {
  const faults: string[] = []
  const { stmts } = (await parse(text)) as { stmts: { stmt: Node }[] }
  for (const { stmt } of stmts) {
    walk(stmt, (type, node) => {
      faults.push(...forbidden(type, node, tables))
      if (role === 'serving' && isLevel(type, node)) faults.push(...unscoped(node, tables))
    })
  }
  return [...new Set(faults)]
}

/** Every node with its type; the sides of a UNION are queries too, though the parser gives them no name. */
function walk(value: unknown, visit: (type: string, node: Node) => void): void {
  if (Array.isArray(value)) value.forEach((item) => walk(item, visit))
  else if (value !== null && typeof value === 'object') {
    for (const [key, inner] of Object.entries(value)) {
      const side = (key === 'larg' || key === 'rarg') && inner?.limitOption !== undefined
      if (inner !== null && typeof inner === 'object' && !Array.isArray(inner)) visit(side ? 'SelectStmt' : key, inner)
      walk(inner, visit)
    }
  }
}

const isLevel = (type: string, node: Node) =>
  type === 'UpdateStmt' || type === 'DeleteStmt' || (type === 'SelectStmt' && node['op'] === 'SETOP_NONE')

/** The tenant tables that a query level names without comparing their province with a parameter at that level. */
function unscoped(level: Node, tables: Tables): string[] {
  const aliases = new Map<string, string>()
  const conditions: { restricts: (alias: string) => boolean; condition: Node }[] = []
  const restrict = (condition: Node | undefined, restricts: (alias: string) => boolean) => {
    for (const one of conjuncts(condition)) conditions.push({ restricts, condition: one })
  }
  const from = (item: Node): string[] => {
    const { RangeVar: table, JoinExpr: join } = item
    if (join) {
      const [left, right] = [from(join.larg), from(join.rarg)]
      // What an outer join says restricts only the side that may be missing.
      const both = [...left, ...right]
      const restricted: Node = { JOIN_INNER: both, JOIN_LEFT: right, JOIN_RIGHT: left }
      restrict(join.quals, (alias) => (restricted[join.jointype] ?? []).includes(alias))
      return both
    }
    if (!table || !tables.tenant.has(table.relname)) return []
    const alias = table.alias?.aliasname ?? table.relname
    aliases.set(alias, table.relname)
    return [alias]
  }
  if (level['relation']) from({ RangeVar: level['relation'] })
  for (const item of [...(level['fromClause'] ?? []), ...(level['usingClause'] ?? [])]) from(item)
  restrict(level['whereClause'], () => true)

  const scoped = (alias: string) =>
    conditions.some(
      ({ restricts, condition }) => restricts(alias) && comparesProvince(condition, alias, aliases.size === 1),
    )
  return [...aliases].flatMap(([alias, table]) =>
    scoped(alias) ? [] : [`${table}${alias === table ? '' : ` as ${alias}`} is read without naming its province`],
  )
}

function conjuncts(condition: Node | undefined): Node[] {
  if (condition === undefined) return []
  const { BoolExpr: bool } = condition
  return bool?.boolop === 'AND_EXPR' ? bool.args.flatMap(conjuncts) : [condition]
}

/** `alias.province_id = $1` or `= any ($1)`, either way round, with or without a cast. */
function comparesProvince({ A_Expr: expression }: Node, alias: string, alone: boolean): boolean {
  if (!expression || !['AEXPR_OP', 'AEXPR_OP_ANY'].includes(expression.kind)) return false
  if (expression.name.at(-1)?.String.sval !== '=') return false
  const sides = [expression.lexpr, expression.rexpr]
  const isColumn = (side: Node) => {
    const names = side?.['ColumnRef']?.fields.map((field: Node) => field['String']?.sval).join('.')
    return names === `${alias}.province_id` || (alone && names === 'province_id')
  }
  const isParameter = (side: Node): boolean =>
    side?.['ParamRef'] !== undefined || (side?.['TypeCast'] !== undefined && isParameter(side['TypeCast'].arg))
  return sides.some(isColumn) && sides.some(isParameter)
}

/** What a distributed Postgres refuses, or what would get around the one way into a scope. */
function forbidden(type: string, node: Node, tables: Tables): string[] {
  switch (type) {
    case 'GroupingSet':
      return ['groups by several sets']
    case 'MergeStmt':
      return ['merges']
    case 'VariableSetStmt':
      return /^(role|session_authorization|app\.)/.test(node['name']) ? [`sets ${node['name']}`] : []
    case 'FuncCall': {
      const name = node['funcname'].at(-1).String.sval
      const setting = node['args']?.[0]?.A_Const?.sval?.sval ?? ''
      // How statements are planned, and when one who stands still is cut off, opens nothing.
      return name === 'set_config' &&
        !/^(citus\.|enable_|plan_cache_mode$|idle_in_transaction_session_timeout$)/.test(setting)
        ? [`calls set_config('${setting}')`]
        : []
    }
    case 'InsertStmt': {
      const table = node['relation'].relname
      const columns = (node['cols'] ?? []).map((column: Node) => column['ResTarget'].name)
      const selects = node['selectStmt']?.SelectStmt.valuesLists === undefined
      return [
        ...(selects && tables.withId.has(table) && !columns.includes('id')
          ? [`inserts selected rows into ${table} without an id`]
          : []),
        ...(tables.tenant.has(table) && !columns.includes('province_id')
          ? [`inserts into ${table} without a province`]
          : []),
      ]
    }
    default:
      return []
  }
}
