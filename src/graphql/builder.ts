import type { SelectionSetNode } from 'graphql'
import { connectionSql } from './connections.ts'
import { argumentsKey } from './arguments.ts'
import type { Args, FieldSpec, Leaf, Many, One, Source, TypeSpec } from './field-specs.ts'
import type { Selected, Selection } from './selection.ts'
import { concat, type Statement } from './statement.ts'

/** The key under which an object holds a field that was asked for with several sets of arguments. */
export const variantsKey = '$variants'

/** One row of a query level: its alias, and the joins that its fields asked for. */
export interface Row {
  alias: string
  joins: string[]
}

/** Thrown where no text that Postgres makes is the answer as it is sent. */
export class NotAsAnswered extends Error {}

/**
 * Turns a selection into SQL that yields its JSON text, by the features' type specs. `spoken` are the fields that are put into
 * the caller's words afterwards, as `Type.field`.
 */
export class Builder {
  readonly types: Readonly<Record<string, TypeSpec>>
  readonly selection: Selection
  readonly statement: Statement
  readonly #spoken: ReadonlySet<string>

  constructor(
    types: Readonly<Record<string, TypeSpec>>,
    selection: Selection,
    statement: Statement,
    spoken: ReadonlySet<string>,
  ) {
    this.types = types
    this.selection = selection
    this.statement = statement
    this.#spoken = spoken
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
    return this.objectOf(typeName, sets, (name, selected) => {
      const spec = this.type(typeName).fields[name]
      if (spec === undefined) throw new Error(`No field spec for ${typeName}.${name}`)
      if (spec.kind === 'leaf' && this.selection.isComposite(typeName, name)) this.mustBeParsed()
      return selected.length === 1
        ? this.#field(spec, selected[0] as Selected, row)
        : this.#variants(spec, selected, row)
    })
  }

  /** The same of an object whose fields are had in another way: `json` gives SQL whose concatenation is a field's JSON text. */
  objectOf(
    typeName: string,
    sets: readonly SelectionSetNode[],
    json: (name: string, selected: readonly Selected[]) => string[],
  ): string {
    const parts = this.selection.asAnswered ? [] : [`',"__typename":"${typeName}"'`]
    for (const [key, selected] of this.selection.fields(typeName, sets)) {
      const { name } = selected[0] as Selected
      if (this.#spoken.has(`${typeName}.${name}`)) this.mustBeParsed()
      parts.push(`',"${key}":'`, ...(name === '__typename' ? [`'"${typeName}"'`] : json(name, selected)))
    }
    // What stands before each but the first is the comma.
    const [first = `','`, ...rest] = parts
    return concat([`'{${first.slice(2)}`, ...rest, `'}'`])
  }

  /** Call where the text that is built isn't yet the answer: somebody has to look at it, or to take something away. */
  mustBeParsed(): void {
    if (this.selection.asAnswered) throw new NotAsAnswered()
  }

  /** FROM or JOIN of one more tenant-aware table, with what must hold for its rows. */
  conditions(source: Source, alias: string, parent: string | undefined, own: readonly string[]): string {
    const scope = source.tenant ? this.statement.inScope(alias) : []
    const sameProvince = source.tenant && parent !== undefined ? this.statement.sameProvince(alias, parent) : []
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
    const { type, held } = spec
    if (held !== undefined && this.#asksOnlyFor(held, type, sets)) {
      return this.objectOf(type, sets, (name) => (held[name] as Leaf).json(row.alias, this.statement, {}))
    }
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

  #asksOnlyFor(held: object, typeName: string, sets: readonly SelectionSetNode[]): boolean {
    const asked = [...this.selection.fields(typeName, sets).values()]
    return asked.every(
      ([field]) => field !== undefined && (field.name === '__typename' || Object.hasOwn(held, field.name)),
    )
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
