import { mutation } from '../../graphql/payloads.ts'
import { createDepartment } from './commands.ts'

export const mutations = {
  createDepartment: mutation({
    field: 'department',
    type: 'Department',
    roles: ['PROVINCE_ADMIN'],
    command: createDepartment,
  }),
}
