import type { FieldNode, GraphQLResolveInfo, OperationDefinitionNode, SelectionSetNode } from 'graphql'
import type { JsonStatement, ReadDoor } from '../db/tenancy.ts'
import { AppError } from '../errors.ts'
import { trackVariables, type Variables } from './arguments.ts'
import { Builder, type Row } from './builder.ts'
import { connectionSql } from './connections.ts'
import { requireScope, requireViewer, type Context, type Role, type Scope, type Snapshot } from './context.ts'
import { ViewersExecution, type Surroundings } from './execution.ts'
import type { Args, Connection, Many, Source, TypeSpec } from './field-specs.ts'
import { NeedsValues, rootFields, Selection, setsOf } from './selection.ts'
import { Statement, type StatementScope } from './statement.ts'

/**
 * How a field of Query is had. `everyone`: also for roles that read no province's rows. `roles`: for these only. `scope`:
 * what a service account must be allowed, `records:read` unless said; nothing where everyone may ask.
 */
export type RootSpec = { everyone?: boolean; roles?: readonly Role[]; scope?: Scope } & (
  | Connection
  | Many
  | { kind: 'row'; type: string; where(row: string, statement: Statement, args: Args): string[] }
  | { kind: 'object'; type: string }
  | { kind: 'node'; types: readonly string[] }
  | {
      kind: 'custom'
      sql(builder: Builder, args: Args, sets: readonly SelectionSetNode[]): string
      /** Looks at the answer, and throws what only the database could find wrong. */
      check?(answer: unknown): void
    }
)

/** What must be known of a field of an operation; an executor tells it to resolvers. */
export type FieldInfo = Pick<
  GraphQLResolveInfo,
  'fieldName' | 'fieldNodes' | 'fragments' | 'operation' | 'path' | 'schema' | 'variableValues'
>

type Build = (builder: Builder, node: FieldNode) => string

interface Compiled {
  text: string
  parameters: Statement['parameters']
  name: string | undefined
  uses: number
}

const maxShapes = 32
const maxNames = 500

/**
 * Answers a field of Query with one SQL statement for its whole selection. The built statement is kept beside the
 * parsed query, one for each shape of the variables, and given a name, so that Postgres parses it once.
 */
export class Reads {
  readonly #types: Readonly<Record<string, TypeSpec>>
  readonly #roots: Readonly<Record<string, RootSpec>>
  readonly #spoken: ReadonlySet<string>
  readonly #surroundings: Surroundings
  readonly #compiled = new WeakMap<OperationDefinitionNode, Map<string, Compiled>>()
  readonly #names = new Map<string, string>()

  /** `spoken` are the fields that are put into the caller's words once they are read, as `Type.field`. */
  constructor(
    types: Readonly<Record<string, TypeSpec>>,
    roots: Readonly<Record<string, RootSpec>>,
    spoken: ReadonlySet<string>,
    surroundings: Surroundings,
  ) {
    this.#types = types
    this.#roots = roots
    this.#spoken = spoken
    this.#surroundings = surroundings
  }

  /** The object of a root field, parsed. */
  async root(context: Context, info: GraphQLResolveInfo): Promise<unknown> {
    const spec = this.#allowed(context, info.fieldName)
    const statement = this.#rootStatement(context, info, spec, false)
    const answer = parse(await this.#reader(context, info).then((reader) => reader.read(statement)))
    if (spec.kind === 'custom') spec.check?.(answer)
    return answer
  }

  /**
   * The JSON text of the only root field of an operation, as it is answered; null: the field is. Throws NotAsAnswered where
   * that takes an executor: it does so whatever the variables are, or for some of them.
   */
  async text(context: Context, info: FieldInfo): Promise<string | null> {
    const spec = this.#allowed(context, info.fieldName)
    return (context.door as ReadDoor).read(this.#rootStatement(context, info, spec, true))
  }

  #allowed(context: Context, field: string): RootSpec {
    const viewer = requireViewer(context)
    const spec = this.#roots[field]
    if (spec === undefined) throw new Error(`No root spec for ${field}`)
    const national = spec.kind === 'connection' && spec.tenantOnly && viewer.province === null
    const allowed = spec.everyone || (spec.roles?.includes(viewer.role) ?? viewer.role !== 'IMPORTER')
    if (national || !allowed) throw new AppError('forbidden', { role: viewer.role })
    if (!spec.everyone) requireScope(viewer, spec.scope ?? 'records:read')
    return spec
  }

  #rootStatement(context: Context, info: FieldInfo, spec: RootSpec, asAnswered: boolean): JsonStatement {
    return this.#statement(
      context,
      info,
      info.fieldName,
      (builder, node) => rootSql(builder, spec, builder.selection.args('Query', node), setsOf(info)),
      { asAnswered },
    )
  }

  /**
   * One object by its id, as a payload selects it under `field`, or as what is returned is it itself (null). `besides` is what is needed of it in any case; its name
   * tells one such need from another.
   */
  async payload(
    context: Context,
    info: GraphQLResolveInfo,
    field: string | null,
    type: string,
    id: string,
    read: (statement: JsonStatement) => Promise<string | null>,
    besides: { name: string; sets: readonly SelectionSetNode[] } = { name: '', sets: [] },
  ): Promise<unknown> {
    const statement = this.#statement(
      context,
      info,
      `payload_${type}${besides.name}`,
      (builder) => {
        const returned = info.returnType.toString().replace('!', '')
        const selected = () => builder.selection.fields(returned, setsOf(info)).get(field as string) ?? []
        const sets = field === null ? setsOf(info) : selected().flatMap((one) => one.sets)
        return rowSql(builder, type, [...sets, ...besides.sets], (row) => [
          `${row}.id = ${builder.statement.computed((execution) => execution.variables['$payloadId'], 'uuid')}`,
        ])
      },
      { more: { $payloadId: id } },
    )
    return parse(await read(statement))
  }

  #statement(
    context: Context,
    info: FieldInfo,
    name: string,
    build: Build,
    { more = {}, asAnswered = false }: { more?: Variables; asAnswered?: boolean },
  ): JsonStatement {
    const viewer = requireViewer(context)
    const readable = context.door !== null && 'scope' in context.door ? context.door.scope.readable : null
    const scope = readable === null ? 'nation' : readable.length === 1 ? 'province' : 'provinces'
    const variables = { ...info.variableValues, ...more }
    const tracked = trackVariables(info.schema, info.operation.variableDefinitions ?? [], info.variableValues)

    // The field's node alone would not do: operations that share a fragment share its nodes.
    const shapes = this.#compiled.get(info.operation) ?? new Map<string, Compiled>()
    const key = `${scope} ${name} ${info.path.key} ${asAnswered} ${tracked.shape}`
    let compiled = shapes.get(key)
    if (compiled === undefined) {
      try {
        compiled = this.#compile(info, scope, name, build, { variables: tracked.variables, asAnswered })
        if (shapes.size >= maxShapes) shapes.clear()
        shapes.set(key, compiled)
        this.#compiled.set(info.operation, shapes)
      } catch (error) {
        if (!(error instanceof NeedsValues)) throw error
        compiled = this.#compile(info, scope, name, build, { variables: info.variableValues, asAnswered })
      }
    }
    compiled.uses += 1
    if (compiled.uses === 2) compiled.name = this.#nameOf(compiled.text)

    const execution = new ViewersExecution(variables, readable, viewer, this.#surroundings)
    const values = compiled.parameters.map((parameter) => parameter(execution))
    return compiled.name === undefined
      ? { text: compiled.text, values }
      : { name: compiled.name, text: compiled.text, values }
  }

  #compile(
    info: FieldInfo,
    scope: StatementScope,
    name: string,
    build: Build,
    { variables, asAnswered }: { variables: Variables; asAnswered: boolean },
  ): Compiled {
    const statement = new Statement(scope)
    const selection = new Selection(info.schema, info.fragments, variables, asAnswered)
    const builder = new Builder(this.#types, selection, statement, this.#spoken)
    const text = `/* ${name} */ ${build(builder, info.fieldNodes[0] as FieldNode)}`
    return { text, parameters: statement.parameters, name: undefined, uses: 0 }
  }

  /** A name for a text that is used again; the number of names is bounded, since every connection keeps them all. */
  #nameOf(text: string): string | undefined {
    let name = this.#names.get(text)
    if (name === undefined && this.#names.size < maxNames) {
      name = `read_${this.#names.size + 1}`
      this.#names.set(text, name)
    }
    return name
  }

  async #reader(context: Context, info: GraphQLResolveInfo): Promise<Pick<ReadDoor, 'read'>> {
    const door = context.door as ReadDoor
    if (info.operation.operation !== 'query' || rootFields(info) === 1) return door
    context.snapshot ??= openSnapshot(door)
    return context.snapshot.tx
  }
}

/** The SQL of a whole root field. */
function rootSql(builder: Builder, spec: RootSpec, args: Args, sets: readonly SelectionSetNode[]): string {
  switch (spec.kind) {
    case 'connection':
      return `select ${connectionSql(builder, spec, args, sets, undefined)} as json`
    case 'many':
      return `select ${manySql(builder, spec, args, sets)} as json`
    case 'row':
      return rowSql(builder, spec.type, sets, (row, statement) => spec.where(row, statement, args))
    case 'object':
      return objectSql(builder, spec.type, sets)
    case 'node': {
      const id = (row: string, statement: Statement) => [`${row}.id = ${statement.id(args['id'])}`]
      const each = spec.types.map((type) => `(${rowSql(builder, type, sets, id)})`)
      return `select coalesce(${each.join(', ')}) as json`
    }
    case 'custom':
      return spec.sql(builder, args, sets)
  }
}

function rowSql(
  builder: Builder,
  type: string,
  sets: readonly SelectionSetNode[],
  where: (row: string, statement: Statement) => string[],
  source: Source = builder.type(type).source,
): string {
  const row: Row = { alias: builder.statement.alias(), joins: [] }
  const condition = builder.conditions(source, row.alias, undefined, where(row.alias, builder.statement))
  const json = builder.object(type, sets, row)
  return `select ${json} as json from ${source.from(builder.statement)} ${row.alias} ${row.joins.join(' ')} where ${condition}`
}

function manySql(builder: Builder, spec: Many, args: Args, sets: readonly SelectionSetNode[]): string {
  const source = builder.source(spec.type, spec.source)
  const row: Row = { alias: builder.statement.alias(), joins: [] }
  const where = builder.conditions(source, row.alias, undefined, spec.where('', row.alias, builder.statement, args))
  const json = builder.object(spec.type, sets, row)
  return (
    `(select concat('[', string_agg(${json}, ',' order by ${spec.order(row.alias)}), ']') ` +
    `from ${source.from(builder.statement)} ${row.alias} ${row.joins.join(' ')} where ${where})`
  )
}

/** An object that stands in no table: one row of nothing, to which its fields join what they need. */
function objectSql(builder: Builder, type: string, sets: readonly SelectionSetNode[]): string {
  const row: Row = { alias: builder.statement.alias(), joins: [] }
  const json = builder.object(type, sets, row)
  return `select ${json} as json from (select 1) ${row.alias} ${row.joins.join(' ')}`
}

function openSnapshot(door: ReadDoor): Snapshot {
  let close = () => {}
  const closed = new Promise<void>((resolve) => (close = resolve))
  const tx = new Promise<Pick<ReadDoor, 'read'>>((resolve, reject) => {
    door
      .snapshot(async (inner) => {
        resolve({ read: (statement) => inner.json(statement) })
        await closed
      })
      .catch(reject)
  })
  return { tx, close }
}

const parse = (json: string | null): unknown => (json === null ? null : JSON.parse(json))
