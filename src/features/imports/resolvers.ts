import { progress } from '../../graphql/progress.ts'
import type { Words } from '../../graphql/resolvers.ts'
import { sayFailure } from './jobs/job-view.ts'
import { sayProblem } from './problems.ts'
import { importerRoles } from './rules.ts'

export const words = {
  ImportJob: { failure: sayFailure },
  ImportProblem: { message: sayProblem },
} satisfies Words

export const subscriptions = {
  importJobChanged: progress({
    type: 'ImportJob',
    noun: 'importJob',
    roles: importerRoles,
    scope: 'imports:write',
    needs: '{ finishedAt }',
    isOver: ({ finishedAt }) => finishedAt !== null,
  }),
}
