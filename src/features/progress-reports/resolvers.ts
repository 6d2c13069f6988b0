import { mutation } from '../../graphql/payloads.ts'
import { saveProgressReport, submitProgressReport } from './commands.ts'

const report = {
  field: 'progressReport',
  type: 'ProgressReport',
  roles: ['PROVINCE_ADMIN', 'DEPARTMENT_OFFICER'],
} as const

export const mutations = {
  saveProgressReport: mutation({ ...report, command: saveProgressReport }),
  submitProgressReport: mutation({ ...report, command: submitProgressReport }),
}
