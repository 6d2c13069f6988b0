import type { TenantDoor } from '../../../db/tenancy.ts'
import { listParts, openPart, type JobRecord } from './job-record.ts'
import { runJob, type JobLog } from './run-job.ts'

/** A door for imports: to the rows of these provinces, and into one or none. */
export type DoorOf = (readable: readonly number[], own: number | null) => TenantDoor

/**
 * Works on a job that was claimed, until it has come to rest. What a file is for is known where it is kept; before anything else
 * there is a job for each of those provinces.
 */
export async function takeOn(
  job: JobRecord,
  { doorOf, stop, log }: { doorOf: DoorOf; stop: AbortSignal; log: JobLog },
): Promise<void> {
  const kept = doorOf([job.fileProvinceId], job.fileProvinceId)
  const [first] = await kept.write((tx) => listParts(tx, [tx.provinceId], job.id))
  const provinceIds = first?.provinceIds ?? []
  if (job.fileProvinceId === job.provinceId) {
    for (const id of provinceIds.filter((other) => other !== job.provinceId)) {
      await doorOf([id], id).write((tx) => openPart(tx, job))
    }
  }
  await runJob(doorOf([job.provinceId], job.provinceId), job, { file: kept, provinceIds }, { stop, log })
}
