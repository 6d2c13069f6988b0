import { mutation } from '../../graphql/payloads.ts'
import { createDepartment, updateDepartment } from './commands.ts'

const department = { field: 'department', type: 'Department', roles: ['PROVINCE_ADMIN'] } as const

export const mutations = {
  createDepartment: mutation({ ...department, command: createDepartment }),
  updateDepartment: mutation({ ...department, command: updateDepartment }),
}
