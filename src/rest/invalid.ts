import { AppError, UserError } from '../errors.ts'

/** What the validator has found; only what is used here. */
export interface Finding {
  keyword: string
  instancePath: string
  params: Record<string, unknown>
}

/** A request's parameter or body that doesn't fit its route's schema, in words for its sender. `known` names what is taken. */
export function invalidInput(findings: readonly Finding[], known: readonly string[]): AppError {
  const [finding] = findings
  if (finding === undefined) return new AppError('unreadableRequest')
  const { keyword, instancePath, params } = finding
  const path = instancePath.split('/').slice(1)
  const name = path[0] ?? ''
  switch (keyword) {
    case 'additionalProperties':
      return unknownParameter(String(params['additionalProperty']), known)
    case 'required':
      return new UserError('parameterOwed', [String(params['missingProperty'])], {
        name: String(params['missingProperty']),
      })
    case 'enum': {
      const allowed = (params['allowedValues'] as unknown[]).map(String).join(', ')
      return new UserError('parameterOneOf', path, { name, allowed })
    }
    case 'minimum':
    case 'maximum':
      return new UserError(keyword === 'minimum' ? 'parameterAtLeast' : 'parameterAtMost', path, {
        name,
        limit: String(params['limit']),
      })
    default:
      return new UserError('parameterForm', path, { name })
  }
}

function unknownParameter(name: string, known: readonly string[]): UserError {
  // It may be anything, so no more of it is repeated than shows which one it is.
  const shown = name.slice(0, 50)
  return known.length === 0
    ? new UserError('noParameters', [shown], { name: shown })
    : new UserError('parameterUnknown', [shown], { name: shown, known: known.join(', ') })
}
