import { execute, type ExecutionArgs, type GraphQLError, type GraphQLFormattedError } from 'graphql'

type Errors = readonly GraphQLError[]

/** The payload's text; where something went wrong, what it is to be made of. */
type Answer = { text: string } | { data: unknown; errors: Errors }

/** What events were answered with, by their root values: all who are told the same are given the same object. */
const answers = new WeakMap<object, Promise<Answer>>()

export interface Client {
  /** The id of the subscription's messages. */
  id: string
  send: (message: string) => Promise<void>
  formatErrors: (errors: Errors) => GraphQLFormattedError[]
}

/**
 * Tells a client each event of a subscription's source. Those who are told the same share one execution and its text. The
 * messages don't pass through graphql-ws, which would write each anew: what it is given here only ends, or fails.
 */
export function telling(
  source: AsyncGenerator<object>,
  args: ExecutionArgs,
  { id, send, formatErrors }: Client,
): AsyncGenerator<never> {
  const head = `{"id":${JSON.stringify(id)},"type":"next","payload":`
  let wanted = true
  const tellAll = async (): Promise<IteratorReturnResult<undefined>> => {
    for await (const event of source) {
      const answer = await answered(args, event)
      if (!wanted) break
      // Errors are put into words, and logged, for each client.
      const payload =
        'text' in answer ? answer.text : JSON.stringify({ ...answer, errors: formatErrors(answer.errors) })
      await send(`${head}${payload}}`)
    }
    return { done: true, value: undefined }
  }
  const told: Pick<AsyncGenerator<never>, 'next' | 'return'> & AsyncIterable<never> = {
    next: tellAll,
    return: async () => {
      wanted = false
      await source.return(undefined)
      return { done: true, value: undefined }
    },
    [Symbol.asyncIterator]: () => told as AsyncGenerator<never>,
  }
  return told as AsyncGenerator<never>
}

function answered(args: ExecutionArgs, event: object): Promise<Answer> {
  const known = answers.get(event)
  if (known !== undefined) return known
  const answer = answerOf(args, event)
  answers.set(event, answer)
  return answer
}

async function answerOf(args: ExecutionArgs, rootValue: object): Promise<Answer> {
  const { data = null, errors } = await execute({ ...args, rootValue })
  return errors === undefined ? { text: JSON.stringify({ data }) } : { data, errors }
}
