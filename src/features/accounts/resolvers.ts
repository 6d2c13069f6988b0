import { ownersMutation } from '../../graphql/payloads.ts'
import { createMember, deactivateMember, reactivateMember, updateMember } from './members.ts'
import {
  createServiceAccount,
  revokeServiceAccount,
  rotateServiceAccountSecret,
  updateServiceAccount,
} from './service-accounts.ts'

const roles = ['PROVINCE_ADMIN', 'MINISTRY_ADMIN'] as const
const member = { field: 'member', type: 'Member', roles }
const account = { field: 'serviceAccount', type: 'ServiceAccount', roles }

export const mutations = {
  createMember: ownersMutation({ ...member, command: createMember }),
  updateMember: ownersMutation({ ...member, command: updateMember }),
  deactivateMember: ownersMutation({ ...member, command: deactivateMember }),
  reactivateMember: ownersMutation({ ...member, command: reactivateMember }),
  createServiceAccount: ownersMutation({ ...account, command: createServiceAccount, reveals: 'clientSecret' }),
  updateServiceAccount: ownersMutation({ ...account, command: updateServiceAccount }),
  rotateServiceAccountSecret: ownersMutation({
    ...account,
    command: rotateServiceAccountSecret,
    reveals: 'clientSecret',
  }),
  revokeServiceAccount: ownersMutation({ ...account, command: revokeServiceAccount }),
}
