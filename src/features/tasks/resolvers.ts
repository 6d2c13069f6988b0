import { mutation } from '../../graphql/payloads.ts'
import { completeTask, createTask, startTask, updateTask } from './commands.ts'
import { assignTask } from './participants.ts'

const task = { field: 'task', type: 'Task' } as const

export const mutations = {
  createTask: mutation({ ...task, roles: ['PROVINCE_ADMIN'], command: createTask }),
  updateTask: mutation({ ...task, roles: ['PROVINCE_ADMIN'], command: updateTask }),
  assignTask: mutation({ ...task, roles: ['PROVINCE_ADMIN'], command: assignTask }),
  startTask: mutation({ ...task, roles: ['PROVINCE_ADMIN', 'DEPARTMENT_OFFICER'], command: startTask }),
  completeTask: mutation({ ...task, roles: ['PROVINCE_ADMIN', 'DEPARTMENT_OFFICER'], command: completeTask }),
}
