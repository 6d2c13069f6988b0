import { GraphQLError, Kind, Location, parse, type DocumentNode, type OperationTypeNode } from 'graphql'
import { checkShape, maxDepth } from './document-shape.ts'
import { RequestFault } from './request-fault.ts'

/**
 * The longest document that is read, in lexical tokens and in characters. A full introspection has about 300 tokens, a
 * page with everything on it about 600. The greatest document takes 1.3 MB of memory once it is parsed.
 */
export const maxTokens = 2_500
export const maxCharacters = 100_000

export interface Operation {
  name: string | undefined
  kind: OperationTypeNode
}

const maxRemembered = 200
const remembered = new Map<string, readonly Operation[]>()

/**
 * The operations in a query text. Throws a RequestFault unless the text is a GraphQL document within the limit.
 *
 * Every text has to pass here before Mercurius sees it: what Mercurius can't parse as GraphQL it takes for a syntax tree
 * in JSON, which knows no limit of tokens and whose names are written unchecked into the code that compiled queries run.
 */
export function readOperations(text: string): readonly Operation[] {
  const known = remembered.get(text)
  if (known !== undefined) return known
  const document = parseLimited(text)
  checkShape(document)
  const operations = document.definitions.flatMap((definition) =>
    definition.kind === Kind.OPERATION_DEFINITION ? [{ name: definition.name?.value, kind: definition.operation }] : [],
  )
  const oldest = remembered.keys().next()
  if (remembered.size >= maxRemembered && !oldest.done) remembered.delete(oldest.value)
  remembered.set(text, operations)
  return operations
}

function parseLimited(text: string): DocumentNode {
  if (text.length > maxCharacters) throw RequestFault.say('tooManyCharacters', { max: maxCharacters })
  try {
    return parse(text, { maxTokens })
  } catch (error) {
    // The parser recurses, so a document may exhaust the stack long before it exhausts the tokens.
    if (!(error instanceof GraphQLError)) throw RequestFault.say('tooDeep', { max: maxDepth })
    if (error.message.includes('Parsing aborted')) {
      throw RequestFault.say('tooManyTokens', { max: maxTokens }, { at: error })
    }
    throw RequestFault.of(error)
  }
}

/** The operation that a request asks for. */
export function chooseOperation(operations: readonly Operation[], name: string | null | undefined): Operation {
  const wellFormed = true
  if (name !== null && name !== undefined) {
    const named = operations.find((operation) => operation.name === name)
    if (named === undefined) throw new RequestFault(`Unknown operation named "${name}".`, { wellFormed })
    return named
  }
  const [only] = operations
  if (only === undefined) throw new RequestFault('The document holds no operation.', { wellFormed })
  if (operations.length > 1) {
    throw new RequestFault('The document holds several operations: name one of them in "operationName".', {
      wellFormed,
    })
  }
  return only
}

/** Only the parser makes a Location; a tree that was sent as such, through a WebSocket, has none. */
export function refuseForeignTree(document: DocumentNode): void {
  if (document.loc instanceof Location) return
  throw new RequestFault('The document must be sent as text, not as a syntax tree.', { wellFormed: true })
}
