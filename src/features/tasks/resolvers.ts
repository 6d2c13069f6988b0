import { mutation } from '../../graphql/payloads.ts'
import { changed } from '../../graphql/subscriptions.ts'
import { cancelTask, completeTask, createTask, discardTask, startTask, updateTask } from './commands.ts'
import { assignTask } from './participants.ts'

const planned = { field: 'task', type: 'Task', roles: ['PROVINCE_ADMIN'] } as const
const worked = { field: 'task', type: 'Task', roles: ['PROVINCE_ADMIN', 'DEPARTMENT_OFFICER'] } as const

export const mutations = {
  createTask: mutation({ ...planned, command: createTask }),
  updateTask: mutation({ ...planned, command: updateTask }),
  assignTask: mutation({ ...planned, command: assignTask }),
  cancelTask: mutation({ ...planned, command: cancelTask }),
  discardTask: mutation({ ...planned, command: discardTask, discards: true }),
  startTask: mutation({ ...worked, command: startTask }),
  completeTask: mutation({ ...worked, command: completeTask }),
}

type TakingPart = { participants: readonly { department: { id: string } }[] }

export const subscriptions = {
  taskChanged: changed({
    field: 'task',
    type: 'Task',
    filters: {
      planId: { needs: '{ plan { id } }', fits: (task: { plan: { id: string } }, id) => task.plan.id === id },
      departmentId: {
        needs: '{ participants { department { id } } }',
        fits: (task: TakingPart, id) => task.participants.some(({ department }) => department.id === id),
      },
    },
  }),
}
