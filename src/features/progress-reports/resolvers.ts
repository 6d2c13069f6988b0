import { mutation } from '../../graphql/payloads.ts'
import { changed } from '../../graphql/subscriptions.ts'
import { saveProgressReport } from './commands.ts'
import { acceptProgressReport, discardProgressReport, returnProgressReport, submitProgressReport } from './steps.ts'
import { predecessorOf } from './queries.ts'

const report = { field: 'progressReport', type: 'ProgressReport' } as const
const written = { ...report, roles: ['PROVINCE_ADMIN', 'DEPARTMENT_OFFICER'] } as const
const judged = { ...report, roles: ['PROVINCE_ADMIN'] } as const

export const mutations = {
  saveProgressReport: mutation({ ...written, command: saveProgressReport }),
  submitProgressReport: mutation({ ...written, command: submitProgressReport }),
  discardProgressReport: mutation({ ...written, command: discardProgressReport, discards: true }),
  acceptProgressReport: mutation({
    ...judged,
    command: acceptProgressReport,
    handedOver: (door, { id }) => predecessorOf(door, id),
  }),
  returnProgressReport: mutation({ ...judged, command: returnProgressReport }),
}

type OnPlan = { plan: { id: string } | null }
type OnTask = { task: { id: string } | null }

export const subscriptions = {
  progressReportChanged: changed({
    field: 'progressReport',
    type: 'ProgressReport',
    filters: {
      planId: { needs: '{ plan { id } }', fits: ({ plan }: OnPlan, id) => plan?.id === id },
      taskId: { needs: '{ task { id } }', fits: ({ task }: OnTask, id) => task?.id === id },
    },
  }),
}
