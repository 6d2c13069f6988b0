import { mutation } from '../../graphql/payloads.ts'
import { changed } from '../../graphql/subscriptions.ts'
import { createPlan, updatePlan } from './commands.ts'
import { approvePlan, cancelPlan, completePlan, discardPlan, returnPlan, submitPlan } from './steps.ts'

const plan = { field: 'plan', type: 'Plan', roles: ['PROVINCE_ADMIN'] } as const

export const mutations = {
  createPlan: mutation({ ...plan, command: createPlan }),
  updatePlan: mutation({ ...plan, command: updatePlan }),
  submitPlan: mutation({ ...plan, command: submitPlan }),
  approvePlan: mutation({ ...plan, command: approvePlan }),
  returnPlan: mutation({ ...plan, command: returnPlan }),
  completePlan: mutation({ ...plan, command: completePlan }),
  cancelPlan: mutation({ ...plan, command: cancelPlan }),
  discardPlan: mutation({ ...plan, command: discardPlan, discards: true }),
}

export const subscriptions = { planChanged: changed({ field: 'plan', type: 'Plan', idArgument: 'planId' }) }
