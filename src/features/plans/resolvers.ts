import { mutation } from '../../graphql/payloads.ts'
import { createPlan, updatePlan } from './commands.ts'

const plan = { field: 'plan', type: 'Plan' } as const

export const mutations = {
  createPlan: mutation({ ...plan, roles: ['PROVINCE_ADMIN'], command: createPlan }),
  updatePlan: mutation({ ...plan, roles: ['PROVINCE_ADMIN'], command: updatePlan }),
}
