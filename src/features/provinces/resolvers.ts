import { ministryMutation } from '../../graphql/payloads.ts'
import { recordSuccession, withdrawSuccession } from './commands.ts'

/** `afterwards` lets this process know before it answers; others hear of it through the listener. */
export function mutationsOf(afterwards: () => Promise<void>) {
  const succession = {
    field: 'succession',
    type: 'Succession',
    roles: ['MINISTRY_ADMIN'],
    // What all share belongs to no province.
    provinceOf: async () => 0,
    afterwards,
  } as const
  return {
    recordSuccession: ministryMutation({ ...succession, command: recordSuccession }),
    withdrawSuccession: ministryMutation({ ...succession, command: withdrawSuccession }),
  }
}
