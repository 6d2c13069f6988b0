import type { SelectionSetNode } from 'graphql'
import { connectionSql } from './connections.ts'
import { argumentsKey } from './arguments.ts'
import type { Args, FieldSpec, Many, One, Source, TypeSpec } from './field-specs.ts'
import type { Selected, Selection } from './selection.ts'
import { concat, type Statement } from './statement.ts'

/** The key under which an object holds a field that was asked for with several sets of arguments. */
export const variantsKey = '$variants'

/** One row of a query level: its alias, and the joins that its fields asked for. */
export interface Row {
  alias: string
  joins: string[]
}

/** Turns a selection into SQL that yields its JSON text, by the features' type specs. */
export class Builder {
  readonly types: Readonly<Record<string, TypeSpec>>
  readonly selection: Selection
  readonly statement: Statement

  constructor(types: Readonly<Record<string, TypeSpec>>, selection: Selection, statement: Statement) {
    this.types = types
    this.selection = selection
    this.statement = statement
  }

  type(name: string): TypeSpec {
    const spec = this.types[name]
    if (spec === undefined) throw new Error(`No field spec for the type ${name}`)
    return spec
  }

  source(typeName: string, source?: Source): Source {
    return source ?? this.type(typeName).source
  }

  /** The JSON text of one object; joins that it needs are added to its row. */
  object(typeName: string, sets: readonly SelectionSetNode[], row: Row): string {
    const parts = [`'{"__typename":"${typeName}"'`]
    for (const [name, selected] of this.selection.fields(typeName, sets)) {
      const spec = this.type(typeName).fields[name]
      if (spec === undefined) throw new Error(`No field spec for ${typeName}.${name}`)
      parts.push(`',"${name}":'`)
      if (selected.length === 1) parts.push(...this.#field(spec, selected[0] as Selected, row))
      else parts.push(...this.#variants(spec, selected, row))
    }
    parts.push(`'}'`)
    return concat(parts)
  }

  /** FROM or JOIN of one more tenant-aware table, with what must hold for its rows. */
  conditions(source: Source, alias: string, parent: string | undefined, own: readonly string[]): string {
    const scope = source.tenant ? this.statement.inScope(alias) : []
    const sameProvince = source.tenant && parent !== undefined ? [`${alias}.province_id = ${parent}.province_id`] : []
    return [...scope, ...sameProvince, ...own].join(' and ') || 'true'
  }

  #variants(spec: FieldSpec, selected: readonly Selected[], row: Row): string[] {
    const parts = [`'{"${variantsKey}":{'`]
    selected.forEach((variant, index) => {
      const key = JSON.stringify(argumentsKey(variant.args)).replaceAll("'", "''")
      parts.push(`'${index > 0 ? ',' : ''}${key}:'`, ...this.#field(spec, variant, row))
    })
    parts.push(`'}}'`)
    return parts
  }

  #field(spec: FieldSpec, selected: Selected, row: Row): string[] {
    switch (spec.kind) {
      case 'leaf':
        return spec.json(row.alias, this.statement, selected.args)
      case 'one':
        return [this.#one(spec, selected.sets, row)]
      case 'many':
        return [this.#many(spec, selected.args, selected.sets, row)]
      case 'connection':
        return [connectionSql(this, spec, selected.args, selected.sets, row.alias)]
    }
  }

  #one(spec: One, sets: readonly SelectionSetNode[], row: Row): string {
    const join = spec.nullable ? 'left join' : 'join'
    let from = row.alias
    if (spec.via) {
      const alias = this.statement.alias()
      const on = this.conditions(spec.via.source, alias, row.alias, [spec.via.on(row.alias, alias)])
      row.joins.push(`${join} ${spec.via.source.from(this.statement)} ${alias} on ${on}`)
      from = alias
    }
    const source = this.source(spec.type, spec.source)
    const child: Row = { alias: this.statement.alias(), joins: [] }
    const tenantParent = source.tenant ? from : undefined
    const on = this.conditions(source, child.alias, tenantParent, [
      spec.on(row.alias, child.alias, from, this.statement),
    ])
    row.joins.push(`${join} ${source.from(this.statement)} ${child.alias} on ${on}`)
    const json = this.object(spec.type, sets, child)
    // Under a row that may be missing, what that row needs may be missing too.
    row.joins.push(...(spec.nullable ? child.joins.map((inner) => inner.replace(/^join /, 'left join ')) : child.joins))
    return spec.nullable ? `case when ${child.alias}.${identity(spec.type)} is null then 'null' else ${json} end` : json
  }

  #many(spec: Many, args: Args, sets: readonly SelectionSetNode[], row: Row): string {
    const source = this.source(spec.type, spec.source)
    const child: Row = { alias: this.statement.alias(), joins: [] }
    const parent = source.tenant ? row.alias : undefined
    const where = this.conditions(source, child.alias, parent, spec.where(row.alias, child.alias, this.statement, args))
    const json = this.object(spec.type, sets, child)
    return (
      `(select concat('[', string_agg(${json}, ',' order by ${spec.order(child.alias)}), ']') ` +
      `from ${source.from(this.statement)} ${child.alias} ${child.joins.join(' ')} where ${where})`
    )
  }
}

/** A column that a row of the type never has null. */
const identity = (typeName: string) => (typeName === 'Indicator' || typeName === 'ReportingPeriod' ? 'code' : 'id')
