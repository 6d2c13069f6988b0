import {
  getNamedType,
  getNullableType,
  getVariableValues,
  isInputObjectType,
  isListType,
  isNonNullType,
  isRequiredInputField,
  Kind,
  typeFromAST,
  visit,
  type DocumentNode,
  type GraphQLInputType,
  type GraphQLNamedType,
  type GraphQLSchema,
  type NamedTypeNode,
  type OperationDefinitionNode,
} from 'graphql'

const faithful = new WeakMap<DocumentNode, boolean>()
const timesRight = new WeakMap<DocumentNode, number>()

/**
 * Whether Mercurius may run a compiled form of this document. If not, it is interpreted, which is slower and always right.
 *
 * Mercurius compiles a document on its second run and, on that run alone, leaves the check of the variables to the
 * compiled form, which takes a list for an input object and says nothing about why a scalar was refused. So until a
 * document has passed twice, its variables are checked here, and a run with wrong ones is interpreted.
 */
export function isCompilable(schema: GraphQLSchema, document: DocumentNode, variables: unknown): boolean {
  let safe = faithful.get(document)
  if (safe === undefined) faithful.set(document, (safe = isFaithful(schema, document)))
  if (!safe) return false
  const times = timesRight.get(document) ?? 0
  if (times >= 2) return true
  const definitions = operationsOf(document)[0]?.variableDefinitions ?? []
  if (getVariableValues(schema, definitions, (variables ?? {}) as Record<string, unknown>).errors) return false
  timesRight.set(document, times + 1)
  return true
}

/**
 * Whether compiling keeps the meaning of a document. Each exception has been seen to give another answer than the
 * interpreter, the one about strings to run the text of the query as code, and the one about recursion to use up all memory.
 */
function isFaithful(schema: GraphQLSchema, document: DocumentNode): boolean {
  // The compiled form is kept for the text alone and would answer for whichever operation was asked for first.
  const [operation, ...others] = operationsOf(document)
  if (operation === undefined || others.length > 0) return false

  // Inside an input object, a variable that was left out would arrive as null: "empty this" instead of "leave this".
  const optional = new Set<string>()
  for (const { variable, type, defaultValue } of operation.variableDefinitions ?? []) {
    if (type.kind !== Kind.NON_NULL_TYPE && defaultValue === undefined) optional.add(variable.name.value)
  }
  const keys = new Set<string>()
  let safe = true
  let conditional = false
  let merged = false

  visit(document, {
    // The compiler marks dates inside string literals with this prefix and pastes what follows as JavaScript.
    StringValue: ({ value }) => void (safe &&= !value.includes('__MAGIC_')),
    // The code that reads a variable is unrolled through the fields of its type.
    // And a variable that must not be null is demanded even where it has a default.
    VariableDefinition: ({ type, defaultValue }) =>
      void (safe &&=
        !(type.kind === Kind.NON_NULL_TYPE && defaultValue !== undefined) &&
        !isRecursive(getNamedType(typeFromAST(schema, type as NamedTypeNode)))),
    // As a key of an object literal, this one sets the prototype.
    Name: ({ value }) => void (safe &&= value !== '__proto__'),
    ObjectField: ({ value }) => void (safe &&= value.kind !== Kind.VARIABLE || !optional.has(value.name.value)),
    Directive: ({ name }) => void (conditional ||= name.value === 'skip' || name.value === 'include'),
    FragmentSpread: () => void (merged = true),
    InlineFragment: () => void (merged = true),
    SelectionSet: ({ selections }) => {
      const names = selections.flatMap((each) => (each.kind === Kind.FIELD ? [(each.alias ?? each.name).value] : []))
      merged ||= new Set(names).size < names.length
      for (const name of names) keys.add(name)
    },
  })
  // Conditions of fields that are merged into one are mixed up, and a fragment counts as seen although it was skipped.
  if (conditional && merged) return false
  // What resolvers are told about a field is filed under its path joined by "_", where `a_b` and `b` in `a` are one.
  for (const key of keys) {
    for (let at = key.indexOf('_'); at >= 0; at = key.indexOf('_', at + 1)) {
      if (keys.has(key.slice(0, at))) return false
    }
  }
  return safe
}

/**
 * The variables with what was left out of their input objects, as far as it has a default and is never null: the compiled
 * form demands it from the caller. Undefined where nothing was left out.
 */
export function withDefaults(
  schema: GraphQLSchema,
  document: DocumentNode,
  variables: unknown,
): Record<string, unknown> | undefined {
  const given = (variables ?? {}) as Record<string, unknown>
  const filled: Record<string, unknown> = {}
  for (const { variable, type } of operationsOf(document)[0]?.variableDefinitions ?? []) {
    const { value: name } = variable.name
    const value = completed(typeFromAST(schema, type as NamedTypeNode) as GraphQLInputType, given[name])
    if (value !== given[name]) filled[name] = value
  }
  return Object.keys(filled).length === 0 ? undefined : { ...given, ...filled }
}

/** The same value where nothing is missing. Enums stand in the schema under their own names. */
function completed(type: GraphQLInputType, value: unknown): unknown {
  const bare = getNullableType(type)
  if (typeof value !== 'object' || value === null) return value
  if (isListType(bare)) {
    if (!Array.isArray(value)) return completed(bare.ofType, value)
    const items = value.map((item) => completed(bare.ofType, item))
    return items.some((item, index) => item !== value[index]) ? items : value
  }
  if (!isInputObjectType(bare)) return value
  const whole: Record<string, unknown> = { ...value }
  let changed = false
  for (const field of Object.values(bare.getFields())) {
    const before = whole[field.name]
    const after =
      before === undefined && isNonNullType(field.type) && !isRequiredInputField(field)
        ? field.defaultValue
        : completed(field.type, before)
    if (after === before) continue
    whole[field.name] = after
    changed = true
  }
  return changed ? whole : value
}

function isRecursive(type: GraphQLNamedType | undefined, above: readonly GraphQLNamedType[] = []): boolean {
  if (!isInputObjectType(type)) return false
  if (above.includes(type)) return true
  return Object.values(type.getFields()).some((field) => isRecursive(getNamedType(field.type), [...above, type]))
}

const operationsOf = (document: DocumentNode): OperationDefinitionNode[] =>
  document.definitions.filter((definition) => definition.kind === Kind.OPERATION_DEFINITION)
