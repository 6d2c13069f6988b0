import type { FastifyReply, FastifyRequest } from 'fastify'
import { chooseOperation, readOperations } from './documents.ts'
import { RequestFault } from './request-fault.ts'

/**
 * Checks the parameters of a request to the GraphQL route and throws a RequestFault if they can't be served: by POST one
 * JSON object, by GET the same in the query string with `variables` and `extensions` as JSON, and only for queries.
 */
export function checkParameters(request: FastifyRequest, reply: FastifyReply): void {
  // The upgrade to a WebSocket comes by the same route and brings no parameters.
  if ('ws' in request && request.ws) return
  const posted = request.method === 'POST'
  const parameters = posted ? request.body : request.query
  if (!isObject(parameters)) throw new RequestFault('The body must be one JSON object; batches are not taken.')

  const { query, operationName } = parameters
  if (typeof query !== 'string' || query === '') {
    throw new RequestFault('The parameter "query" must be a string that holds a GraphQL document.')
  }
  if (typeof operationName !== 'string' && operationName !== null && operationName !== undefined) {
    throw new RequestFault('The parameter "operationName" must be a string or null.')
  }
  for (const name of ['variables', 'extensions']) {
    const value = posted ? parameters[name] : fromText(parameters[name])
    if (!isObject(value) && value !== null && value !== undefined) {
      throw new RequestFault(`The parameter "${name}" must be a JSON object or null.`)
    }
  }

  const { kind } = chooseOperation(readOperations(query), operationName)
  // Fastify answers HEAD with the handler of GET, so anything but POST counts as GET.
  if (!posted && kind !== 'query') {
    reply.header('allow', 'POST')
    throw new RequestFault(`A ${kind} must be sent by POST.`, { statusCode: 405 })
  }
  if (kind === 'subscription') {
    throw new RequestFault('A subscription must be sent through a WebSocket.', { wellFormed: true })
  }
}

/** What a parameter of the query string says in JSON; a value that is no JSON comes back as it is. */
function fromText(value: unknown): unknown {
  if (typeof value !== 'string' || value === '') return value === '' ? undefined : value
  try {
    return JSON.parse(value)
  } catch {
    return value
  }
}

function isObject(value: unknown): value is Record<string, unknown> {
  return value !== null && typeof value === 'object' && !Array.isArray(value)
}
