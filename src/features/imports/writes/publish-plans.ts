import type { Batch, Written } from './batch.ts'

/** What stands below a plan stays on record once it was handed in, and becomes visible with it. */
export function publishParts({ tx }: Batch, changed: readonly Written[]): void {
  const filed = changed.filter(({ before }) => before?.fields['status'] === 'DRAFT').map(({ id }) => id)
  if (filed.length > 0) {
    tx.send(
      `/* fileTasks */ update tasks t set filed = true from plans p
       where t.province_id = $1 and p.province_id = $1 and p.id = t.plan_id and p.status <> 'DRAFT'
         and p.id = any ($2::uuid[])`,
      [tx.provinceId, filed],
    )
  }
  const ids = changed.filter(({ before, published }) => published && !before?.published).map(({ id }) => id)
  if (ids.length === 0) return
  const tasks = 'select k.id from tasks k where k.province_id = $1 and k.plan_id = any ($2::uuid[])'
  for (const text of [
    `/* publishTasks */ update tasks t set published = true where t.province_id = $1 and t.plan_id = any ($2::uuid[])`,
    `/* publishBases */ update legal_bases t set published = true
     where t.province_id = $1 and t.plan_id = any ($2::uuid[])`,
    `/* publishParticipants */ update task_departments t set published = true
     where t.province_id = $1 and t.task_id in (${tasks})`,
    `/* publishTargets */ update task_targets t set published = true
     where t.province_id = $1 and t.task_id in (${tasks})`,
    `/* publishDocuments */ update documents t set published = true where t.province_id = $1 and not t.published
     and t.id in (select p.document_id from plans p where p.province_id = $1 and p.id = any ($2::uuid[])
                  union all
                  select b.document_id from legal_bases b where b.province_id = $1 and b.plan_id = any ($2::uuid[]))`,
  ]) {
    tx.send(text, [tx.provinceId, ids])
  }
}
