import { ministryMutation, mutation } from '../../graphql/payloads.ts'
import { answerRecommendation, createRecommendation, provinceOfRecommendation } from './commands.ts'

const recommendation = { field: 'recommendation', type: 'Recommendation' } as const

export const mutations = {
  createRecommendation: mutation({ ...recommendation, roles: ['PROVINCE_ADMIN'], command: createRecommendation }),
  answerRecommendation: ministryMutation({
    ...recommendation,
    roles: ['MINISTRY_ADMIN'],
    provinceOf: provinceOfRecommendation,
    command: answerRecommendation,
  }),
}
