import type { FastifyInstance } from 'fastify'
import type { Pools } from '../db/pool.ts'
import { tenantDoor } from '../db/tenancy.ts'
import { findDepartments } from '../features/departments/queries.ts'
import type { Directory } from '../features/provinces/directory.ts'
import type { Role } from '../graphql/context.ts'

/** Somebody to try the service as. */
interface SamplePerson {
  id: string
  role: Role
  /** A slug. */
  province?: string
  /** A department's name. */
  department?: string
  /** What they are called on pages. */
  label: { vi: string; en: string }
}

const people: readonly SamplePerson[] = [
  {
    id: 'analyst',
    role: 'MINISTRY_ANALYST',
    label: { vi: 'Bộ: chuyên viên tổng hợp', en: 'Ministry: analyst' },
  },
  {
    id: 'ministry',
    role: 'MINISTRY_ADMIN',
    label: { vi: 'Bộ: quản trị', en: 'Ministry: administrator' },
  },
  {
    id: 'province',
    role: 'PROVINCE_ADMIN',
    province: 'lang-son',
    label: { vi: 'Lạng Sơn: quản trị tỉnh', en: 'Lạng Sơn: administrator' },
  },
  {
    id: 'officer',
    role: 'DEPARTMENT_OFFICER',
    province: 'lang-son',
    department: 'Sở Thông tin và Truyền thông',
    label: { vi: 'Lạng Sơn: cán bộ Sở Thông tin và Truyền thông', en: 'Lạng Sơn: officer of a department' },
  },
  {
    id: 'viewer',
    role: 'PROVINCE_VIEWER',
    province: 'thai-nguyen',
    label: { vi: 'Thái Nguyên (có Bắc Kạn): chỉ xem', en: 'Thái Nguyên (with Bắc Kạn): reads only' },
  },
  {
    id: 'merged',
    role: 'PROVINCE_ADMIN',
    province: 'quang-binh',
    label: { vi: 'Quảng Bình (đã sáp nhập): quản trị tỉnh', en: 'Quảng Bình (merged): administrator' },
  },
  {
    id: 'importer',
    role: 'IMPORTER',
    province: 'bac-lieu',
    label: { vi: 'Bạc Liêu: chương trình nhập số liệu', en: 'Bạc Liêu: import script' },
  },
]

const lasts = '8h'

/** The people of the sample data, each with a token. Only for a service on the development secret. */
export async function samplePeople(app: FastifyInstance, pools: Pools, directory: Directory) {
  const found = await Promise.all(
    people.map(async ({ id, role, province, department: name, label }) => {
      const department = name && (await departmentOf(pools, directory, String(province), name))
      // The sample data may not be there.
      if (name !== undefined && department === undefined) return []
      const claims = { sub: `${id}@example.vn`, role, ...(province && { province }), ...(department && { department }) }
      return [{ id, role, label, token: app.jwt.sign(claims, { expiresIn: lasts }) }]
    }),
  )
  return { people: found.flat() }
}

async function departmentOf(pools: Pools, directory: Directory, slug: string, name: string) {
  const id = directory.find(slug)?.id
  if (id === undefined) return undefined
  const door = tenantDoor(pools, { readable: [id], own: null })
  const [department] = await door.snapshot((tx) => findDepartments(tx, id, name))
  return department?.id
}
